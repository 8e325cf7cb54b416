"""Reading a table row by row: CSV, or a sheet of an Excel workbook, so that every cell knows where it stands.

`houses.xlsx` is the first sheet of the workbook, `houses.xlsx#Houses` the one of that name. Headings stand in the
first row that is not empty. Rows without content are passed over; those below keep their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from energycommunity.errors import Cell, Fault, ScenarioError
from energycommunity.profiles.csv_rows import csv_rows
from energycommunity.profiles.workbooks import WORKBOOKS, reading_workbook
from energycommunity.scenario.located import Place
from energycommunity.scenario.schema_tree import nearest

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Tables that people have and that are not read; they can be saved as one that is.
OTHER_TABLES = (".xls", ".xlsb", ".ods", ".numbers")


@dataclass(frozen=True)
class Row:
    """The cells of a row as texts by their heading, and the place of the row.

    `numbers` are the headings of cells that hold numbers rather than texts: there is no doubt about their decimals.
    """

    cells: dict[str, str]
    place: Place
    numbers: set[str] = field(default_factory=set)

    def place_of(self, heading: str) -> Place:
        """The place of one cell."""
        sheet = self.place.cell.sheet if self.place.cell else ""
        return replace(self.place, cell=Cell(sheet, heading))


@dataclass(frozen=True)
class Table:
    """Headings with the place of their row, the rows below, and those that are left out as comments."""

    headings: list[str]
    place: Place
    rows: list[Row]
    left_out: list[int] = field(default_factory=list)


def file_and_sheet(given: str, folder: Path) -> tuple[str, str]:
    """The file of `houses.xlsx#Houses` and its sheet; a file whose name holds a `#` is found all the same.

    >>> file_and_sheet("houses.xlsx#Houses", Path()), file_and_sheet("houses.csv", Path())
    (('houses.xlsx', 'Houses'), ('houses.csv', ''))
    """
    file, mark, sheet = given.rpartition("#")
    return (file, sheet) if mark and not (folder / given).exists() else (given, "")


def read_rows(file: str, sheet: str, folder: Path) -> Table:
    """The table in a file.

    Raises
    ------
    ScenarioError
        If it cannot be read as a table, with every cell that says so.
    """
    suffix = Path(file).suffix.lower()
    path = folder / file
    if suffix in OTHER_TABLES:
        raise ScenarioError(Fault("scenario_table_format", {"suffix": suffix}, file=str(path)))
    return _read_sheet(path, sheet) if suffix in WORKBOOKS else _read_text(path)


def _read_text(path: Path) -> Table:
    file = str(path)
    try:
        table = csv_rows(path)
    except ScenarioError as error:
        places = [replace(fault, cell=Cell()) if fault.line else fault for fault in error.faults]
        raise ScenarioError(places) from None
    rows = [
        Row(dict(zip(table.headings, cells, strict=True)), Place(file, line, Cell()))
        for line, cells in zip(table.lines, table.cells, strict=True)
    ]
    return Table(table.headings, Place(file, table.heading_line, Cell()), rows, table.left_out)


def _read_sheet(path: Path, name: str) -> Table:
    file = str(path)
    with (
        reading_workbook(path, file, values=True) as of_values,
        reading_workbook(path, file, values=False) as of_formulas,
    ):
        values, written = _sheet(of_values, file, name), _sheet(of_formulas, file, name)
    place = Place(file, 1, Cell(values.title))
    merged = list(_merged(written, place))
    rows = [(number, cells) for number, cells in enumerate(values.iter_rows(), 1) if _has_content(cells, written)]
    if len(rows) < 2:
        raise ScenarioError(merged or place.fault("scenario_table_empty"))
    number, first = rows[0]
    headings = ["" if cell.value is None else str(cell.value).strip() for cell in first]
    place = replace(place, line=number)
    faults = [*merged, *_heading_faults(headings, place)]
    read: list[Row] = []
    for number, cells in rows[1:]:
        row = Row({}, replace(place, line=number))
        for column, (heading, cell) in enumerate(zip(headings, cells, strict=True), 1):
            said = _text(cell, written.cell(number, column).value, row.place_of(heading))
            if isinstance(said, Fault):
                faults.append(said)
            elif heading:
                row.cells[heading] = said
                row.numbers.update([heading] if isinstance(cell.value, int | float) else [])
        read.append(row)
    if faults:
        raise ScenarioError(faults)
    return Table([heading for heading in headings if heading], place, read)


def _has_content(cells: Any, written: Worksheet) -> bool:
    return any(
        cell.value not in (None, "") or written.cell(cell.row, cell.column).value not in (None, "") for cell in cells
    )


def _sheet(workbook: Workbook, file: str, name: str) -> Worksheet:
    if not name:
        return workbook.worksheets[0]
    names = [sheet.title for sheet in workbook.worksheets]
    if name in names:
        return workbook.worksheets[names.index(name)]
    near = nearest(name, names)
    key = "scenario_no_such_sheet_nearest" if near else "scenario_no_such_sheet"
    values: dict[str, object] = {"given": name, "nearest": near, "allowed": ", ".join(names)}
    raise ScenarioError(Fault(key, values, file=file))


def _merged(sheet: Worksheet, place: Place) -> Iterator[Fault]:
    """Merged cells: only the first of them holds the value, the others nothing."""
    heading_of = {cell.column: str(cell.value or "").strip() for cell in sheet[1]}
    for area in sorted(sheet.merged_cells.ranges, key=lambda area: (area.min_row, area.min_col)):
        at = replace(place, line=area.min_row, cell=Cell(sheet.title, heading_of.get(area.min_col, "")))
        yield at.fault("scenario_cells_merged", area=area.coord)


def _heading_faults(headings: list[str], place: Place) -> Iterator[Fault]:
    for position, heading in enumerate(headings):
        if heading and heading in headings[:position]:
            yield place.fault("profile_column_twice", column=heading)


def _text(cell: Any, formula: Any, place: Place) -> str | Fault:
    """What a cell says, or why it says nothing that can be used."""
    value = cell.value
    if value is None and isinstance(formula, str) and formula.startswith("="):
        return place.fault("scenario_cell_formula", given=formula)
    if cell.data_type == "e":
        return place.fault("scenario_cell_error", given=value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
