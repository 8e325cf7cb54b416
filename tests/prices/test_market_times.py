"""Civil times of a file lead back to the instants they were written from."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.prices.market_times import regular_series, utc_starts

RIGA = "Europe/Riga"
#: Both clock changes of 2025 lie some days after one of these.
BEGINS = st.sampled_from(["2025-01-10", "2025-03-29", "2025-10-24 22:00", "2025-10-25"])


@settings(deadline=None)
@given(begin=BEGINS, minutes=st.sampled_from([15, 30, 60]), days=st.integers(1, 4), falling=st.booleans())
def test_civil_times_and_back(begin, minutes, days, falling):
    """A series written in civil time, newest or oldest row first, is read as it was, in order of time."""
    rows = days * 24 * 60 // minutes
    instants = pd.date_range(begin, periods=rows, freq=f"{minutes}min", tz="UTC")
    values = np.arange(rows, dtype=np.float64)
    order = slice(None, None, -1) if falling else slice(None)
    civil = instants.tz_convert(RIGA).tz_localize(None)[order]
    lines = pd.RangeIndex(2, rows + 2)
    starts = utc_starts(civil, lines, RIGA, "prices.csv")
    series = regular_series(starts, values[order], lines, "prices.csv")
    assert series.index.equals(instants)
    assert series.tolist() == values.tolist()
