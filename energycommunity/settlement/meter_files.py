"""Reading measured energy: a table with a column per meter and direction, or a folder with one export per meter.

Nothing is guessed: what is missing, stands twice, is negative or states no energy is refused with its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.profiles.csv_rows import heading_fault
from energycommunity.profiles.decimal_signs import DecimalSign
from energycommunity.profiles.meter_columns import (
    TIME_WORDS,
    given_column,
    label_in_name,
    label_of,
    meter_columns,
    zone_in_name,
)
from energycommunity.profiles.reading import time_cells, without_totals
from energycommunity.profiles.row_times import Label, RowTimes, row_times, utc_times
from energycommunity.profiles.tables import named_column, number_column, read_table
from energycommunity.profiles.units import convert, stated_unit
from energycommunity.profiles.workbooks import WORKBOOKS
from energycommunity.quantities import FloatArray
from energycommunity.scenario.schema_tree import nearest
from energycommunity.settlement.meter_numbers import decimal_sign_of_file
from energycommunity.settlement.metering import Metering
from energycommunity.settlement.period import grid_of_period
from energycommunity.settlement.rules import MeterFileRules, RulesFile, SettledMeter

#: Lengths of interval that meters are read in [h].
INTERVALS_H = (0.25, 0.5, 1.0)
#: Units of energy that a column may state.
ENERGY_UNITS = ("Wh", "kWh", "MWh", "GWh")
EXPORTS = (".csv", *WORKBOOKS, ".txt")


@dataclass(frozen=True, eq=False)
class _Sheet:
    """A file with its times."""

    table: pd.DataFrame
    rows: RowTimes
    name: str


def read_metering(path: Path, file: RulesFile) -> Metering:
    """The metered energy of all meters of the rules over the period that is settled.

    Parameters
    ----------
    path : Path
        A table of all meters, or a folder with one file per meter.
    file : RulesFile
        Meters, headings, period.

    Raises
    ------
    ScenarioError
        If a file cannot be read, an interval is missing or stands twice, a value is no number or negative, a column
        states no energy, or columns and meters do not belong together. Every fault names its row.
    """
    if not path.exists():
        raise ScenarioError(Fault("settle_no_meters", {"path": path}, file=str(path)))
    columns = dict(_from_folder(path, file) if path.is_dir() else _from_table(path, file))
    first = next(iter(columns.values()))[0].rows
    for sheet, *_ in columns.values():
        if len(sheet.rows.begins) != len(first.begins) or (sheet.rows.begins != first.begins).any():
            raise ScenarioError(_other_times(sheet, first))
    time, inside = grid_of_period(first, next(iter(columns.values()))[0].name, file)
    signs = _decimal_signs(columns.values(), file.rules.meter_files)
    energy = [
        np.array([_energy_kwh(sheet, pair[at], signs[sheet.name], file)[inside] for sheet, *pair in columns.values()])
        for at in (0, 1)
    ]
    return Metering(tuple(columns), time, *energy)


_Columns = tuple[_Sheet, str | None, str | None]


def _from_table(path: Path, file: RulesFile) -> Iterator[tuple[str, _Columns]]:
    """For each meter the table and its two columns."""
    table, rules = _read_export(path), file.rules.meter_files
    headings = [str(name) for name in table.columns]
    time = rules.time_column or next((name for name in headings if name.strip().lower().startswith(TIME_WORDS)), None)
    if time is None:
        raise ScenarioError(Fault("settle_no_times", {"known": ", ".join(headings)}, file=str(path)))
    sheet = _sheet(without_totals(table, time), time, str(path), file)
    used = {time, *time.split(" + "), *rules.leave_out}
    for name, meter in file.rules.meters.items():
        pair = [_heading(name, meter, direction, headings, file) for direction in ("drawn", "given")]
        if pair == [None, None]:
            near = nearest(f"{name}_drawn_kwh", headings)
            raise ScenarioError(_meter_without_column(file, name, near, str(path)))
        used |= {heading for heading in pair if heading}
        yield name, (sheet, pair[0], pair[1])
    unknown = [heading for heading in headings if heading not in used]
    if unknown:
        line = int(table.index[0]) - 1
        raise ScenarioError(Fault("settle_unknown_column", {"given": unknown[0]}, file=str(path), line=max(line, 1)))


def _meter_without_column(file: RulesFile, name: str, near: str | None, table: str) -> Fault:
    if near:
        return file.fault(("meters", name), "settle_no_column_nearest", name=name, file=table, nearest=near)
    return file.fault(("meters", name), "settle_no_column", name=name, file=table)


def _heading(name: str, meter: SettledMeter, direction: str, headings: list[str], file: RulesFile) -> str | None:
    """The column of a direction; one that is stated or has a contract must be there."""
    stated: str | None = getattr(meter, direction)
    wanted = stated or f"{name}_{direction}_kwh"
    if wanted in headings:
        return wanted
    contract = meter.purchase if direction == "drawn" else meter.sale
    if stated is not None or contract is not None:
        values: dict[str, object] = {"given": wanted, "known": ", ".join(headings)}
        raise ScenarioError(file.fault(("meters", name, direction), "settle_column_missing", **values))
    return None


def _from_folder(path: Path, file: RulesFile) -> Iterator[tuple[str, _Columns]]:
    """For each meter its own file, whose columns are told by their headings."""
    used = set(file.rules.meter_files.leave_out)
    for name, meter in file.rules.meters.items():
        names = [meter.file] if meter.file else [f"{name}{ending}" for ending in EXPORTS]
        found = next((path / each for each in names if (path / each).is_file()), None)
        if found is None:
            values = {"name": name, "folder": str(path), "wanted": names[0]}
            raise ScenarioError(file.fault(("meters", name), "settle_no_file", **values))
        used.add(found.name)
        yield name, _export(found, meter, file)
    unknown = [each.name for each in sorted(path.iterdir()) if each.suffix in EXPORTS and each.name not in used]
    if unknown:
        raise ScenarioError(Fault("settle_unknown_file", {"given": unknown[0]}, file=str(path)))


def _read_export(path: Path) -> pd.DataFrame:
    table = read_table(path)
    without_headings = heading_fault([str(name) for name in table.columns], str(path), max(int(table.index[0]) - 1, 1))
    if without_headings:
        raise ScenarioError(without_headings)
    return table


def _export(path: Path, meter: SettledMeter, file: RulesFile) -> _Columns:
    table = _read_export(path)
    told = None if meter.drawn else meter_columns(table, str(path))
    time = file.rules.meter_files.time_column or (told.time_column if told else None)
    if time is None:
        time = next((str(name) for name in table.columns if str(name).strip().lower().startswith(TIME_WORDS)), None)
    if time is None:
        raise ScenarioError(Fault("settle_no_times", {"known": ", ".join(map(str, table.columns))}, file=str(path)))
    given = meter.given or given_column(table)
    if given is None and meter.sale is not None:
        raise ScenarioError(Fault("settle_no_given", {"known": ", ".join(map(str, table.columns))}, file=str(path)))
    sheet = _sheet(without_totals(table, time), time, str(path), file)
    return sheet, meter.drawn or (told.column if told else None), given


def _sheet(table: pd.DataFrame, time_column: str, name: str, file: RulesFile) -> _Sheet:
    """The rows of a file, each an interval after the other."""
    rules: MeterFileRules = file.rules.meter_files
    cells = time_cells(table, time_column, name)
    zone = rules.time_zone or zone_in_name(time_column) or file.rules.time_zone
    label = rules.label or label_in_name(time_column) or _label(cells, zone, name, file.rules.time_zone)
    rows = row_times(cells, zone, label, name)
    if rows.interval_h not in INTERVALS_H:
        raise ScenarioError(Fault("settle_interval", {"minutes": rows.interval_h * 60.0}, file=name))
    step = pd.Timedelta(hours=rows.interval_h)
    late = np.flatnonzero(np.asarray(rows.begins[1:] - rows.begins[:-1] != step))
    if late.size:
        missing = (rows.begins[late[0]] + step).tz_convert(file.rules.time_zone)
        line = int(rows.lines[late[0] + 1])
        key = "settle_gap" if rows.begins[late[0] + 1] - rows.begins[late[0]] > step else "settle_overlap"
        raise ScenarioError(Fault(key, {"begin": missing.isoformat(" ", "minutes")}, file=name, line=line))
    return _Sheet(table, rows, name)


def _label(cells: pd.Series, zone: str, name: str, civil_zone: str) -> Label:
    """Whether times begin or end their rows, by the midnights of the file, or else of the civil time they stand for."""
    try:
        return label_of(cells, name)
    except ScenarioError as unclear:
        moments = utc_times(cells, zone, name).tz_convert(civil_zone)
        try:
            return label_of(pd.Series(moments.strftime("%Y-%m-%d %H:%M"), index=cells.index), name)
        except ScenarioError:
            raise unclear from None


def _other_times(sheet: _Sheet, first: RowTimes) -> Fault:
    """That the files of two meters do not cover the same time."""
    spans = [str(rows.begins[end].date()) for rows in (sheet.rows, first) for end in (0, -1)]
    values: dict[str, object] = dict(zip(("begin", "end", "wanted_begin", "wanted_end"), spans, strict=True))
    return Fault("settle_other_times", values, file=sheet.name)


def _decimal_signs(columns: Iterable[_Columns], rules: MeterFileRules) -> dict[str, DecimalSign]:
    """What parts the decimals of each file, all its columns together."""
    used: dict[str, dict[str, pd.Series]] = {}
    for sheet, *pair in columns:
        cells = used.setdefault(sheet.name, {})
        cells |= {column: named_column(sheet.table, column, sheet.name) for column in pair if column}
    return {name: decimal_sign_of_file(cells, name, rules.decimal) for name, cells in used.items()}


def _energy_kwh(sheet: _Sheet, column: str | None, sign: DecimalSign, file: RulesFile) -> FloatArray:
    """The energy of one direction of a meter [kWh]; zero where it has no column."""
    if column is None:
        return np.zeros(len(sheet.rows.begins))
    unit = stated_unit(column) or file.rules.meter_files.unit
    if unit not in ENERGY_UNITS:
        key = "settle_unit_not_stated" if unit is None else "settle_unit"
        line = max(int(sheet.table.index[0]) - 1, 1)
        raise ScenarioError(Fault(key, {"column": column, "given": unit}, file=sheet.name, line=line))
    values = _numbers(sheet, column, sign)
    negative = np.flatnonzero(values < 0)
    if negative.size:
        line = int(sheet.table.index[negative[0]])
        told: dict[str, object] = {"column": column, "given": f"{values[negative[0]]:g}"}
        raise ScenarioError(Fault("settle_negative", told, file=sheet.name, line=line))
    return convert(values, unit, "kwh", sheet.rows.interval_h)


def _numbers(sheet: _Sheet, column: str, sign: DecimalSign) -> FloatArray:
    """The numbers of a column; a cell without one is told without the words for filling gaps, which bills must not."""
    try:
        return number_column(sheet.table, column, sheet.name, sign=sign)
    except ScenarioError as error:
        faults = [
            replace(fault, key="settle_no_number") if fault.key == "profile_not_a_number" else fault
            for fault in error.faults
        ]
        raise ScenarioError(faults) from None
