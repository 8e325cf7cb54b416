"""Commas and points in numbers: one way of reading them, or a refusal that names the row."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.errors import ScenarioError
from energycommunity.profiles.tables import number_column

READ = {
    "thousands by point, as in another row": (["1.000", "1.000,4"], [1000.0, 1000.4]),
    "thousands by comma, as in another row": (["1,000", "2,500.5"], [1000.0, 2500.5]),
    "two groups of thousands": (["1.000.000", "1,5"], [1_000_000.0, 1.5]),
    "three decimals beside fewer": (["1.250", "0.5"], [1.25, 0.5]),
    "three decimals behind nought": (["0,250", "12,125"], [0.25, 12.125]),
    "more than three digits before": (["1234,500", "1,250"], [1234.5, 1.25]),
    "nothing but three decimals": (["1,250", "3,125"], [1.25, 3.125]),
}
REFUSED = {
    "a point among commas": (["0,4", "0,5", "1.000"], "load.csv:4: Column 'p_kw' has a decimal comma in row 2 and"),
    "thousands in two ways": (["1.000,4", "1,000.4", "1,000.5"], "load.csv:2: Column 'p_kw' has a decimal comma in"),
    "three digits behind both": (["1.250", "1,250"], "load.csv:3: Column 'p_kw' has a decimal comma in row 3 and"),
    "two digits between": (["1.00,4"], "load.csv:2: Column 'p_kw' holds '1.00,4'"),
    "a blank in a number": (["1 2"], "load.csv:2: Column 'p_kw' holds '1 2'"),
}


def column(cells):
    """A column of a file whose heading stands in line 1."""
    return pd.DataFrame({"p_kw": cells}, index=pd.RangeIndex(2, len(cells) + 2), dtype=object)


@pytest.mark.parametrize(("cells", "values"), READ.values(), ids=READ)
def test_numbers_that_tell_their_signs(cells, values):
    assert number_column(column(cells), "p_kw", "load.csv").tolist() == values


@pytest.mark.parametrize(("cells", "message"), REFUSED.values(), ids=REFUSED)
def test_numbers_that_can_be_read_in_two_ways(cells, message):
    with pytest.raises(ScenarioError) as refused:
        number_column(column(cells), "p_kw", "load.csv")
    assert message in refused.value.faults[0].tell()


@given(
    cents=st.lists(st.integers(0, 10**9), min_size=1, max_size=20),
    signs=st.sampled_from([",.", ", ", ",’", ",\u00a0", ".,", ". ", ",", "."]),
)
def test_every_way_of_writing_comes_back(cents, signs):
    """Two decimals always tell their sign, whatever parts the thousands."""
    decimal, thousands = signs[0], signs[1:]
    written = [
        f"{whole:,}".replace(",", thousands) + f"{decimal}{part:02}" for whole, part in (divmod(c, 100) for c in cents)
    ]
    assert number_column(column(written), "p_kw", "load.csv").tolist() == [
        float(f"{c // 100}.{c % 100:02}") for c in cents
    ]
