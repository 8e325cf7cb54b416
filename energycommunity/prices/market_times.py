"""From the times of a price file to an unbroken series in UTC: clock changes, gaps, rows that stand twice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.prices.calibration import figures
from energycommunity.quantities import FloatArray, IntArray

TIME_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:%S")
READ_MINUTES = (15, 30, 60)
FAULTS_SHOWN = 10


def parse_times(cells: pd.Series[str], file: str) -> pd.DatetimeIndex:
    """The civil times of a column, as they stand; all in one of the known notations.

    Raises
    ------
    ScenarioError
        If a cell is no time in the notation that most of the column uses.

    Examples
    --------
    >>> str(parse_times(pd.Series(["31.12.2025 23:00"]), "elering.csv")[0])
    '2025-12-31 23:00:00'
    """
    texts = cells.astype(str).str.strip()
    tried = [pd.to_datetime(texts, format=notation, errors="coerce") for notation in TIME_FORMATS]
    best = min(tried, key=lambda times: int(times.isna().sum()))
    bad = np.flatnonzero(best.isna())
    if bad.size:
        values = {"given": texts.iloc[bad[0]], "example": "2025-12-31 23:00:00"}
        raise ScenarioError(Fault("prices_not_a_time", values, file=file, line=int(cells.index[bad[0]])))
    return pd.DatetimeIndex(best)


def utc_starts(civil: pd.DatetimeIndex, lines: pd.Index, time_zone: str, file: str) -> pd.DatetimeIndex:
    """Civil times of a zone in UTC, in the order given; rows may rise or fall.

    The hour that the clock repeats in autumn stands twice: the earlier row, in the order of time, is summer time.

    Raises
    ------
    ScenarioError
        If a time does not exist because the clock went forward.

    Examples
    --------
    >>> falling = pd.DatetimeIndex(["2025-10-26 04:00", "2025-10-26 03:00", "2025-10-26 03:00", "2025-10-26 02:00"])
    >>> utc_starts(falling, pd.RangeIndex(4), "Europe/Riga", "prices.csv").hour.tolist()
    [2, 1, 0, 23]
    """
    falling = len(civil) > 1 and civil[0] > civil[-1]
    in_order = civil[::-1] if falling else civil
    summer = ~in_order.duplicated()
    utc = in_order.tz_localize(time_zone, ambiguous=summer, nonexistent="NaT").tz_convert("UTC")
    utc = utc[::-1] if falling else utc
    missing = np.flatnonzero(utc.isna())
    if missing.size:
        values = {"given": civil[missing[0]], "zone": time_zone}
        raise ScenarioError(Fault("prices_time_does_not_exist", values, file=file, line=int(lines[missing[0]])))
    return utc


def regular_series(starts: pd.DatetimeIndex, values: FloatArray, lines: pd.Index, file: str) -> pd.Series[float]:
    """The prices in order of time, without gaps, in the shortest step of the file; longer rows are held constant.

    Parameters
    ----------
    starts : pandas.DatetimeIndex
        Start of each row in UTC, in any order.
    values : FloatArray
        Price of each row [EUR/kWh], shape (rows,).
    lines : pandas.Index
        Line of each row in the file, for faults.
    file : str
        Name of the file, for faults.

    Raises
    ------
    ScenarioError
        If rows are missing, overlap or stand twice, or are not 15, 30 or 60 minutes long.
    """
    if len(starts) < 2:
        raise ScenarioError(Fault("prices_too_few", file=file))
    order = np.argsort(starts.to_numpy(), kind="stable")
    begins = starts[order]
    minutes = _minutes_of_rows(begins)
    _require_unbroken(begins, minutes, lines[order], file)
    finest = int(minutes.min())
    held = np.repeat(values[order], minutes // finest)
    index = pd.date_range(begins[0], periods=len(held), freq=pd.Timedelta(minutes=finest))
    return pd.Series(held, index=index, name="price_eur_per_kwh")


def _minutes_of_rows(begins: pd.DatetimeIndex) -> IntArray:
    """How long each row holds: the usual distance, told apart before and after the market's change to quarters."""
    switch = pd.Timestamp(figures()["quarter_hour_market_from"]["value"])
    after = np.asarray(begins >= switch)
    minutes = np.zeros(len(begins), dtype=np.int64)
    for part in (after, ~after):
        if part.sum() > 1:
            minutes[part] = _usual_minutes(begins[part])
    minutes[minutes == 0] = minutes.max()
    return minutes


def _usual_minutes(begins: pd.DatetimeIndex) -> int:
    distances = np.diff(begins.to_numpy()) // np.timedelta64(1, "m")
    lengths, counts = np.unique(distances[distances > 0], return_counts=True)
    return int(lengths[counts.argmax()]) if lengths.size else 0


def _require_unbroken(begins: pd.DatetimeIndex, minutes: IntArray, lines: pd.Index, file: str) -> None:
    unread = sorted(set(minutes.tolist()) - set(READ_MINUTES))
    twice = np.flatnonzero(begins.duplicated())
    faults = [Fault("prices_twice", {"given": begins[row]}, file=file, line=int(lines[row])) for row in twice.tolist()]
    if unread and not faults:
        raise ScenarioError(Fault("prices_step", {"given": unread[0]}, file=file))
    ends = begins + pd.to_timedelta(minutes, unit="min")
    for row in np.flatnonzero(ends[:-1] < begins[1:]).tolist():
        values: dict[str, object] = {"begin": ends[row], "end": begins[row + 1]}
        faults.append(Fault("prices_gap", values, file=file, line=int(lines[row])))
    for row in np.flatnonzero((ends[:-1] > begins[1:]) & (begins[:-1] != begins[1:])).tolist():
        values = {"end": ends[row], "given": begins[row + 1]}
        faults.append(Fault("prices_overlap", values, file=file, line=int(lines[row])))
    if not faults:
        return
    faults.sort(key=lambda fault: fault.line or 0)
    hidden = len(faults) - FAULTS_SHOWN
    more = [Fault("prices_more_gaps", {"count": hidden}, file=file)] if hidden > 0 else []
    raise ScenarioError([*faults[:FAULTS_SHOWN], *more])
