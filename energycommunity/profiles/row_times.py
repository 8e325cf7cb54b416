"""When the rows of a file begin: times of any usual writing, local or UTC, in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from energycommunity.errors import Fault, ScenarioError

Label = Literal["start", "end"]

#: A time as workbooks keep it: days since 1900, as 45810.5.
_DAY_NUMBER = r"\d{5}(?:[.,]\d+)?"
_MIDNIGHT_AS_24 = re.compile(r"(?<=[ T])24:00")

#: Rows so far apart are months, which have no common length [h].
MONTHLY_H = 27 * 24.0


@dataclass(frozen=True, eq=False)
class RowTimes:
    """The start of each row in UTC, where the rows stand in the file, and how long they usually hold [h]."""

    begins: pd.DatetimeIndex
    lines: pd.Index
    interval_h: float


def row_times(cells: pd.Series, time_zone: str, label: Label, file: str) -> RowTimes:
    """The start of each row, from the times of a column.

    Parameters
    ----------
    cells : pandas.Series
        Times as they stand: ISO 8601 or `31.12.2025 23:00`; the index counts lines.
    time_zone : str
        Zone of times without an offset.
    label : {"start", "end"}
        Whether a time is the begin or the end of its row.
    file : str
        Name of the file, for faults.

    Raises
    ------
    ScenarioError
        If a cell is no time, a time does not exist or is ambiguous at a change of the clock, the times do not rise,
        or the rows are months.

    Examples
    --------
    >>> cells = pd.Series(["01.01.2025 00:15", "01.01.2025 00:30", "01.01.2025 00:45"])
    >>> row_times(cells, "Europe/Riga", "end", "meter.csv").begins[0].isoformat()
    '2024-12-31T22:00:00+00:00'
    """
    if label == "start":
        late = np.flatnonzero(cells.astype(str).str.contains(_MIDNIGHT_AS_24))
        if late.size:
            line, given = int(cells.index[late[0]]), cells.iloc[late[0]]
            raise ScenarioError(Fault("profile_midnight_as_24", {"given": given}, file=file, line=line))
        begins = utc_times(cells, time_zone, file)
    else:
        begins = _begins_of_ends(cells, time_zone, file)
    interval_h = interval_of(begins)
    if interval_h >= MONTHLY_H:
        raise ScenarioError(Fault("profile_months_with_times", {"rows": len(begins)}, file=file))
    return RowTimes(begins, cells.index, interval_h)


def _begins_of_ends(cells: pd.Series, time_zone: str, file: str) -> pd.DatetimeIndex:
    """The start of each row whose end is given.

    At a change of the clock some files name the moment, others the hour of the wall plus the interval (03:00 in
    spring, which does not exist, or 04:00 twice in autumn); only one of both ways fits a file.
    """
    ends = _parse_times(cells, file, ends=True)
    usual = pd.Timedelta(hours=interval_of(ends))
    try:
        return _in_utc(ends, cells, time_zone, file) - usual
    except ScenarioError as as_moments:
        if ends.tz is not None:
            raise
        try:
            return _in_utc(ends - usual, cells, time_zone, file)
        except ScenarioError:
            raise as_moments from None


def interval_of(begins: pd.DatetimeIndex) -> float:
    """The usual distance of rows [h]: the median, which a gap does not move."""
    if len(begins) < 2:
        return 1.0
    return float(np.median(np.diff(begins.asi8)) * (pd.Timedelta(1, begins.unit) / pd.Timedelta(hours=1)))


def utc_times(cells: pd.Series, time_zone: str, file: str) -> pd.DatetimeIndex:
    """The times of a column in UTC: ISO 8601 or `31.12.2025 23:00`; without an offset they are times of `time_zone`.

    Raises
    ------
    ScenarioError
        If a cell is no time, a time does not exist or is ambiguous at a change of the clock, or the times do not rise.
    """
    return _in_utc(_parse_times(cells, file), cells, time_zone, file)


def _in_utc(times: pd.DatetimeIndex, cells: pd.Series, time_zone: str, file: str) -> pd.DatetimeIndex:
    if times.tz is None:
        times = _localised(times, cells.index, time_zone, file)
    times = times.tz_convert("UTC")
    falling = np.flatnonzero(np.diff(times.asi8) <= 0)
    if falling.size:
        line, given = int(cells.index[falling[0] + 1]), cells.iloc[falling[0] + 1]
        raise ScenarioError(Fault("profile_times_not_rising", {"given": given}, file=file, line=line))
    return times


def _parse_times(cells: pd.Series, file: str, *, ends: bool = False) -> pd.DatetimeIndex:
    if pd.api.types.is_datetime64_any_dtype(cells):
        return pd.DatetimeIndex(cells)
    texts, lines = cells.astype(str).str.strip(), cells.index
    as_24 = texts.str.contains(_MIDNIGHT_AS_24) & ends
    if as_24.any():  # the end of a day, which is the begin of the next
        texts = texts.str.replace(_MIDNIGHT_AS_24, "00:00", regex=True)
    dotted = texts.str.match(r"\d{1,2}\.\d{1,2}\.\d{4}")
    year_first = texts
    if dotted.any():
        year_first = texts.str.replace(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})\.?", r"\3-\2-\1", regex=True)
        year_first = year_first.str.replace(r"-(\d)(?=\D|$)", r"-0\1", regex=True).where(dotted, texts)
    with_offset = year_first.str.contains(r":.*(?:Z|[+-]\d\d(?::?\d\d)?)$", regex=True)
    if with_offset.any() and not with_offset.all():
        row = int(np.flatnonzero(with_offset != with_offset.iloc[0])[0])
        raise ScenarioError(Fault("profile_mixed_offsets", {"given": texts.iloc[row]}, file=file, line=int(lines[row])))
    parsed = pd.to_datetime(year_first, format="ISO8601", errors="coerce", utc=bool(with_offset.all()))
    bad = np.flatnonzero(parsed.isna())
    if bad.size:
        given = texts.iloc[bad[0]]
        key = "profile_day_number" if re.fullmatch(_DAY_NUMBER, given) else "profile_not_a_time"
        raise ScenarioError(Fault(key, {"given": given}, file=file, line=int(lines[bad[0]])))
    return pd.DatetimeIndex(parsed + pd.to_timedelta(as_24.astype(np.int64), unit="D"))


def _localised(times: pd.DatetimeIndex, lines: pd.Index, time_zone: str, file: str) -> pd.DatetimeIndex:
    missing = times.tz_localize(time_zone, nonexistent="NaT", ambiguous=np.zeros(len(times), dtype=np.bool_)).isna()
    if missing.any():
        row = int(np.flatnonzero(missing)[0])
        values = {"given": times[row], "time_zone": time_zone}
        raise ScenarioError(Fault("profile_time_does_not_exist", values, file=file, line=int(lines[row])))
    try:
        return times.tz_localize(time_zone, ambiguous="infer")
    except ValueError as error:
        first = times.tz_localize(time_zone, ambiguous="NaT").isna()
        row = int(np.flatnonzero(first)[0])
        values = {"given": times[row], "time_zone": time_zone}
        raise ScenarioError(Fault("profile_time_ambiguous", values, file=file, line=int(lines[row]))) from error
