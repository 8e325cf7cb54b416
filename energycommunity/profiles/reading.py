"""Reading a column of a file onto the steps of a run: columns, times, gaps, unit, steps, in this order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.profiles.alignment import align_by_time
from energycommunity.profiles.counted_rows import align_by_count
from energycommunity.profiles.gaps import fill_gaps, told_fills
from energycommunity.profiles.meter_columns import MeterColumns, label_in_name, label_of, meter_columns, zone_in_name
from energycommunity.profiles.ranges import Rows, notices_of_range
from energycommunity.profiles.row_times import RowTimes, row_times
from energycommunity.profiles.tables import named_column, number_column, read_table, words_of_gaps
from energycommunity.profiles.units import convert, unit_in_name
from energycommunity.quantities import UNIT_SUFFIXES, FloatArray, IntArray, suffix_of
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.profiles import FileColumn, ProfileContext

_HOURS_OF_WEEK = 168


@dataclass(frozen=True, eq=False)
class ReadColumn:
    """A column on the steps of a run: values, how long a row holds [h] if all are alike, and what should be told."""

    values: FloatArray
    interval_h: float | None
    notices: tuple[Fault, ...] = ()


class _Measure(NamedTuple):
    """What a column measures: the name of the quantity, its own heading, and the unit stated for it, if any."""

    quantity: str
    column: str
    unit: str | None

    @property
    def is_power(self) -> bool:
        """Whether a power is asked for, which energy of a row may stand for."""
        return UNIT_SUFFIXES.get(suffix_of(self.quantity)) == "kW"


def read_column(profile: FileColumn, context: ProfileContext, quantity: str) -> ReadColumn:
    """The column on the steps of the run, in the unit that the name `quantity` ends with.

    Checks, notices and variants ask for the same column: it is laid on the same steps once, as long as the file does
    not change on disk. The array cannot be written to.

    Raises
    ------
    ScenarioError
        If the file cannot be read, a cell is no number or one that the quantity cannot have, or rows are missing and
        nothing says how to fill them.
    """
    path = context.folder / profile.file
    modified_ns = path.stat().st_mtime_ns if path.is_file() else 0
    return _read_version(profile, path, context.grid, quantity, modified_ns)


@lru_cache(maxsize=128)
def _read_version(profile: FileColumn, path: Path, grid: TimeGrid, quantity: str, _modified_ns: int) -> ReadColumn:
    as_typed = profile.model_copy(update={"file": str(path)})  # how messages name it
    found = _read(as_typed, read_table(path), grid, quantity)
    found.values.setflags(write=False)
    return found


def _read(profile: FileColumn, table: pd.DataFrame, grid: TimeGrid, quantity: str) -> ReadColumn:
    columns = _columns(profile, table)
    measure = _measure(profile, columns, quantity)
    if profile.column is None and columns.time_column is not None:
        table = without_totals(table, columns.time_column)
    values = number_column(table, columns.column, profile.file, blanks_are_gaps=profile.gaps is not None)
    words = _told_words(table, columns.column, profile)
    if columns.time_column is None:
        counted = _counted(values, table.index, profile, grid, measure)
        return replace(counted, notices=(*words, *counted.notices))
    rows = _rows(table, columns, profile, grid)
    values, rows, notices = _without_gaps(values, rows, profile, grid)
    aligned = align_by_time(values, rows, grid, profile.file)
    doubtful = measure.unit is None and rows.interval_h < 1.0 and measure.is_power
    if doubtful:
        told: dict[str, object] = {"column": columns.column, "file": profile.file}
        notices = [*notices, Fault("profile_unit_doubtful", told)]
    notices += _out_of_range(values, rows.lines, rows.interval_h, profile, measure)
    converted = _converted(aligned, rows.interval_h, profile, measure)
    return ReadColumn(converted, rows.interval_h, (*words, *notices))


def _told_words(table: pd.DataFrame, column: str, profile: FileColumn) -> list[Fault]:
    """The notice of texts in the place of numbers that are filled as gaps; none where cells are empty."""
    words = words_of_gaps(table, column) if profile.gaps is not None else {}
    listed = ", ".join(f"'{word}' ({count})" for word, count in words.items())
    told: dict[str, object] = {"column": column, "file": profile.file, "words": listed}
    return [Fault("profile_words_as_gaps", told)] if words else []


def _columns(profile: FileColumn, table: pd.DataFrame) -> MeterColumns:
    if profile.column is None:
        found = meter_columns(table, profile.file)
        time_column = profile.time_column or found.time_column
        return replace(found, time_column=time_column)
    heading = profile.time_column or ""
    return MeterColumns(profile.column, profile.time_column, zone_in_name(heading), label_in_name(heading) or "start")


def _measure(profile: FileColumn, columns: MeterColumns, quantity: str) -> _Measure:
    """What a column measures; a recognised column must state its unit, for kWh of a quarter hour are not kW."""
    unit = profile.unit or unit_in_name(columns.column, suffix_of(quantity))
    measure = _Measure(quantity, columns.column, unit)
    if unit is None and profile.column is None and measure.is_power:
        raise ScenarioError(Fault("profile_unit_not_stated", {"column": columns.column}, file=profile.file))
    return measure


def without_totals(table: pd.DataFrame, time_column: str) -> pd.DataFrame:
    """The rows up to the last one with a time: exports end with a row of totals."""
    cells = time_cells(table, time_column, "")
    timed = np.flatnonzero(cells.astype(str).str.contains(r"\d", regex=True).to_numpy())
    return table.iloc[: int(timed[-1]) + 1] if timed.size else table


def time_cells(table: pd.DataFrame, time_column: str, file: str) -> pd.Series:
    """The cells of the times; `Datums + Laiks` joins two columns."""
    parts = [part.strip() for part in time_column.split(" + ")]
    if len(parts) == 1 or time_column in table.columns:
        return named_column(table, time_column, file)
    first, *others = (named_column(table, part, file).astype(str).str.strip() for part in parts)
    for other in others:
        first = first + " " + other
    return first


def _rows(table: pd.DataFrame, columns: MeterColumns, profile: FileColumn, grid: TimeGrid) -> RowTimes:
    cells = time_cells(table, columns.time_column or "", profile.file)
    label = profile.label or columns.label or label_of(cells, profile.file)
    return row_times(cells, profile.time_zone or columns.time_zone or grid.time_zone, label, profile.file)


def _counted(values: FloatArray, lines: pd.Index, profile: FileColumn, grid: TimeGrid, measure: _Measure) -> ReadColumn:
    notices: list[Fault] = []
    if profile.gaps is not None and np.isnan(values).any():
        per_hour = max(round(len(values) / grid.hours), 1)
        slots = np.arange(len(values)) % (_HOURS_OF_WEEK * per_hour)

        def place_of(row: int) -> str:
            return f"row {row + 1}"

        notices = told_fills(values, profile.gaps, place_of, profile.file)
        values = _filled(values, slots, profile, 1.0 / per_hour, place_of)
    aligned, interval_h = align_by_count(values, grid, profile.file)
    notices += _out_of_range(values, lines, float(np.mean(interval_h)), profile, measure)
    converted = _converted(aligned, interval_h, profile, measure)
    return ReadColumn(converted, interval_h if isinstance(interval_h, float) else None, tuple(notices))


def _without_gaps(
    values: FloatArray, rows: RowTimes, profile: FileColumn, grid: TimeGrid
) -> tuple[FloatArray, RowTimes, list[Fault]]:
    """The rows with the missing ones between them, filled as the scenario says; as they are if it says nothing."""
    if profile.gaps is None:
        return values, rows, []
    step = pd.Timedelta(hours=rows.interval_h)
    begins = pd.date_range(rows.begins[0], rows.begins[-1], freq=step)
    found = rows.begins.get_indexer(begins)
    if (found >= 0).sum() < len(rows.begins):  # rows between the usual times: nothing that can be filled
        return values, rows, []
    whole = np.where(found >= 0, values[found], np.nan)
    lines = rows.lines[np.maximum.accumulate(found)]
    local = begins.tz_convert(grid.time_zone)
    slots = np.asarray((local.dayofweek * 24 + local.hour) * 60 + local.minute, dtype=np.int64)

    def place_of(row: int) -> str:
        return str(local[row].isoformat())

    in_run = (begins + step > grid.utc[0]) & (begins < grid.utc[-1] + pd.Timedelta(hours=grid.step_h))
    notices = told_fills(np.where(in_run, whole, 0.0), profile.gaps, place_of, profile.file)
    filled = _filled(whole, slots, profile, rows.interval_h, place_of)
    return filled, RowTimes(begins, lines, rows.interval_h), notices


def _filled(
    values: FloatArray, slots: IntArray, profile: FileColumn, interval_h: float, place_of: Callable[[int], str]
) -> FloatArray:
    try:
        return fill_gaps(values, slots, profile.gaps or "interpolate", interval_h, place_of)
    except ScenarioError as error:
        raise ScenarioError([replace(fault, file=profile.file) for fault in error.faults]) from error


def _out_of_range(
    values: FloatArray, lines: pd.Index, interval_h: float, profile: FileColumn, measure: _Measure
) -> list[Fault]:
    """Notices of rows that the quantity seldom has; in the unit of the quantity, as the range is."""
    rows = Rows(profile.file, measure.column, lines)
    return notices_of_range(_converted(values, interval_h, profile, measure), measure.quantity, rows)


def _converted(
    values: FloatArray, interval_h: float | FloatArray, profile: FileColumn, measure: _Measure
) -> FloatArray:
    if measure.unit is None:
        return values
    try:
        return convert(values, measure.unit, suffix_of(measure.quantity), interval_h)
    except ScenarioError as error:
        path = profile.column or ""
        raise ScenarioError([replace(fault, file=profile.file, path=path) for fault in error.faults]) from error
