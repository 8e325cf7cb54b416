"""The period that is settled: whole civil months, or the days that the rules name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.profiles.row_times import RowTimes
from energycommunity.quantities import BoolArray
from energycommunity.settlement.rules import RulesFile, SettledPeriod
from energycommunity.time_grid import TimeGrid


def grid_of_period(rows: RowTimes, name: str, file: RulesFile) -> tuple[TimeGrid, BoolArray]:
    """The intervals that are settled, and which rows of the meter file they are.

    Raises
    ------
    ScenarioError
        If the rows do not cover the days named, or begin or end within a month where none are named.
    """
    zone = file.rules.time_zone
    begin, end = rows.begins[0], rows.begins[-1] + pd.Timedelta(hours=rows.interval_h)
    if file.rules.period is not None:
        wanted = _days(file.rules.period, file, zone)
    else:
        first, last = begin.tz_convert(zone), end.tz_convert(zone)
        wanted = first.normalize().replace(day=1), _month_after(rows.begins[-1].tz_convert(zone))
        if (first, last) != wanted:
            raise ScenarioError(_incomplete(rows, name, wanted, begin > wanted[0], file))
    if begin >= wanted[1] or end <= wanted[0]:
        raise ScenarioError(_elsewhere(rows, name, file, zone))
    if begin > wanted[0] or end < wanted[1]:
        raise ScenarioError(_incomplete(rows, name, wanted, begin > wanted[0], file))
    inside = np.asarray((rows.begins >= wanted[0]) & (rows.begins < wanted[1]))
    start = rows.begins[inside][0]
    return TimeGrid(start, int(inside.sum()), rows.interval_h, zone, annual=False), inside


def _days(period: SettledPeriod, file: RulesFile, zone: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    first, last = (pd.Timestamp(day) for day in (period.first_day, period.last_day))
    if first > last:
        values = {"first": period.first_day, "last": period.last_day}
        raise ScenarioError(file.fault(("period",), "settle_months_reversed", **values))
    return first.tz_localize(zone), (last + pd.Timedelta(days=1)).tz_localize(zone)


def _month_after(moment: pd.Timestamp) -> pd.Timestamp:
    """The begin of the month after that of a moment."""
    return (moment.tz_localize(None).normalize() + pd.offsets.MonthBegin(1)).tz_localize(moment.tz)


def _elsewhere(rows: RowTimes, name: str, file: RulesFile, zone: str) -> Fault:
    """That the meter file has none of the days that the rules name."""
    period = file.rules.period
    first, last = (str(rows.begins[end].tz_convert(zone).date()) for end in (0, -1))
    values = {"name": Path(name).name, "first": first, "last": last}
    if period is not None:
        values |= {"wanted_first": period.first_day, "wanted_last": period.last_day}
    return file.fault(("period",), "settle_period_elsewhere", **values)


def _incomplete(
    rows: RowTimes, name: str, wanted: tuple[pd.Timestamp, pd.Timestamp], late: bool, file: RulesFile
) -> Fault:
    """That rows are missing before the first or after the last one."""
    row = 0 if late else len(rows.begins) - 1
    shown = [moment.isoformat(" ", "minutes") for moment in wanted]
    values: dict[str, object] = {"begin": shown[0], "end": shown[1]}
    key = "settle_incomplete"
    if file.rules.period is not None:
        stated = file.fault(("period",), key)
        key, values = "settle_incomplete_period", values | {"rules": f"{Path(stated.file).name}:{stated.line}"}
    return Fault(key, values, file=name, line=int(rows.lines[row]))
