"""The report as an Excel workbook: the same tables, every input, and the hourly series."""

from __future__ import annotations

import math
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energycommunity.quantities import FloatArray
from energycommunity.reporting.answer import answer, question
from energycommunity.reporting.assumptions import driven_in_words, main_assumptions
from energycommunity.reporting.check_sheet.lines import (
    DIFFERENCE,
    RATE,
    RECOMPUTED,
    REPORTED,
    VERDICT,
    WHERE,
    Line,
)
from energycommunity.reporting.check_sheet.sheet import check_sheet
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.formula import Formula
from energycommunity.reporting.sheets import HourlySheet, Sheet, Sheets
from energycommunity.reporting.table import Column, Table, Value
from energycommunity.reporting.tables import records

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Height of a line of text [pt], width of the first sheet's text [characters], and Excel's number of A4.
LINE, FIRST_WIDTH, A4 = 15, 100, 9
#: Headings of the check sheet, and how wide they are.
CHECK_COLUMNS = (
    ("variant", 24),
    ("check_what", 52),
    ("unit", 8),
    ("check_rate", 12),
    ("check_recomputed", 16),
    ("check_reported", 16),
    ("check_where", 34),
    ("check_difference", 13),
    ("check_verdict", 12),
)


def write_workbook(edition: Edition, sheets: Sheets, path: Path) -> None:
    """Write the workbook. Texts are written as texts: a name that begins with `=` is no formula."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        writer = _Writer(book, edition)
        _first_sheet(edition, writer, sheets.first)
        writer.check(sheets)
        for sheet in sheets.by_key.values():
            writer.table(sheet)
        for of_hours in sheets.hourly.values():
            writer.hourly(of_hours)


class _Writer:
    """Writes sheets into a workbook; formats are made once."""

    def __init__(self, book: Workbook, edition: Edition) -> None:
        self.book, self.edition = book, edition
        self.formats: dict[tuple[str, bool], Format] = {}
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#f4f6f7"}
        )
        self.bold = book.add_format({"bold": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.faint = book.add_format({"italic": True, "font_color": "#5d666e", "text_wrap": True, "valign": "top"})
        self.time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.amount = book.add_format({"num_format": "#,##0.00"})
        self.entry = book.add_format({"bg_color": "#fff6d5"})
        self.linked = book.add_format({"font_color": "#5d666e"})

    def add(self, name: str, kind: type[Worksheet] | None = None) -> Worksheet:
        """A new sheet."""
        sheet = self.book.add_worksheet(name, kind)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def format(self, column: Column, total: bool) -> Format:
        """The format of a column's cells."""
        key = (number_format(column), total)
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"num_format": key[0], "bold": total})
        return self.formats[key]

    def table(self, named: Sheet) -> None:
        """A sheet with one table: headings with units, frozen, with a filter to sort by."""
        table, sheet = named.table, self.add(named.name)
        lines = max(_heading_lines(column.title, _width(table, i)) for i, column in enumerate(table.columns))
        sheet.set_row(0, LINE * lines + 3)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.title, self.heading)
            sheet.set_column(place, place, _width(table, place))
        for number, row in enumerate(table.rows, 1):
            for place, (value, column) in enumerate(zip(row, table.columns, strict=True)):
                _write(sheet, (number, place), value, self.format(column, number - 1 in table.totals))
        sheet.freeze_panes(1, 1)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        if table.note:
            self._note(sheet, table)

    def _note(self, sheet: Worksheet, table: Table) -> None:
        """The sentence below a table, over its whole width."""
        row, last = len(table.rows) + 2, len(table.columns) - 1
        width = sum(_width(table, place) for place in range(last + 1))
        sheet.merge_range(row, 0, row, last, "", self.faint)
        sheet.write_string(row, 0, table.note, self.faint)
        sheet.set_row(row, LINE * _heading_lines(table.note, width) + 2)

    def hourly(self, named: HourlySheet) -> None:
        """A sheet with a row for each step."""
        from energycommunity.reporting.series_sheet import SeriesSheet

        found = named.found
        sheet = self.add(named.name, SeriesSheet)
        sheet.set_column(0, 0, 17, self.time)
        sheet.set_column(1, len(found.series), 13)
        sheet.set_row(0, 48)
        sheet.freeze_panes(1, 1)
        sheet.write_string(0, 0, self.edition.voice.say("local_time"), self.heading)
        for place, name in enumerate(found.series, 1):
            sheet.write_string(0, place, found.headings[name], self.heading)
        sheet.fill([excel_days(found.local), *found.series.values()], self.time)

    def check(self, sheets: Sheets) -> None:
        """The sheet of formulas: what they come to, the number of the report, and whether both agree."""
        found, say = check_sheet(self.edition, sheets), self.edition.voice.say
        sheet = self.add(sheets.check)
        for place, (key, width) in enumerate(CHECK_COLUMNS):
            sheet.write_string(0, place, say(key), self.heading)
            sheet.set_column(place, place, width)
        sheet.set_row(0, 2 * LINE + 3)
        sheet.freeze_panes(1, 2)
        sheet.write_string(1, 1, say("check_count"), self.bold)
        _formula(sheet, f"{RATE}2", found.differing, self.bold)
        for row, line in enumerate(found.lines, 3):
            self._check_line(sheet, row, line, found.tolerance)
        below = len(found.lines) + 3
        sheet.merge_range(below, 1, below, len(CHECK_COLUMNS) - 1, "", self.faint)
        sheet.write_string(below, 1, say("check_note"), self.faint)
        sheet.set_row(below, LINE * _heading_lines(say("check_note"), sum(width for _, width in CHECK_COLUMNS[1:])) + 2)

    def _check_line(self, sheet: Worksheet, row: int, line: Line, tolerance: Formula) -> None:
        say = self.edition.voice.say
        sheet.write_string(f"A{row}", line.variant)
        alone = line.formula is None and line.rate is None
        sheet.write_string(f"B{row}", line.what, self.bold if alone else None)
        sheet.write_string(f"C{row}", line.unit)
        if isinstance(line.rate, Formula):
            _formula(sheet, f"{RATE}{row}", line.rate, self.linked)
        elif line.rate is not None:
            sheet.write_number(f"{RATE}{row}", line.rate, self.entry)
        if line.formula is not None:
            _formula(sheet, f"{RECOMPUTED}{row}", line.formula, self.amount)
        if line.formula is not None and line.reported is not None:
            difference = Formula(f"{RECOMPUTED}{row}-{REPORTED}{row}", line.formula.value - line.reported.value)
            _formula(sheet, f"{REPORTED}{row}", line.reported, self.amount)
            sheet.write_string(f"{WHERE}{row}", line.where)
            _formula(sheet, f"{DIFFERENCE}{row}", difference, self.amount)
            agree, differ = say("check_agrees"), say("check_differs")
            verdict = agree if abs(difference.value) <= tolerance.value else differ
            words = f'=IF(ABS({DIFFERENCE}{row})<={tolerance.text},"{agree}","{differ}")'
            sheet.write_formula(f"{VERDICT}{row}", words, None, verdict)


def number_format(column: Column) -> str:
    """How Excel shows the numbers of a column.

    >>> number_format(Column("cost", "EUR")), number_format(Column("change", kind="percent", digits=1, signed=True))
    ('#,##0', '+0.0%;-0.0%;0.0%')
    """
    if column.kind in ("telling", "size"):
        return "[>=100]#,##0;[=0]0;0.0##"
    if column.kind in ("text", "plain"):
        return "General"
    digits = "." + "0" * column.digits if column.digits else ""
    plain = f"0{digits}%" if column.kind == "percent" else f"#,##0{digits}"
    return f"+{plain};-{plain};{plain}" if column.signed else plain


def excel_days(local: pd.DatetimeIndex) -> FloatArray:
    """Civil times as Excel counts them: days since 30 December 1899."""
    since = local.tz_localize(None) - pd.Timestamp(1899, 12, 30)
    return np.asarray(since / pd.Timedelta(days=1), dtype=np.float64)


def _write(sheet: Worksheet, place: tuple[int, int], value: Value, form: Format) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(*place, value, form)
    elif value is not None and math.isfinite(value):
        sheet.write_number(*place, value, form)


def _formula(sheet: Worksheet, address: str, formula: Formula, form: Format) -> None:
    sheet.write_formula(address, f"={formula.text}", form, formula.value)


def _width(table: Table, place: int) -> float:
    """Wide enough for words and numbers, within reason."""
    lengths = [len(row[place]) if isinstance(row[place], str) else 10 for row in table.rows[:300]]  # type: ignore[arg-type]
    heading = max((len(word) for word in table.columns[place].title.split()), default=0)
    return float(min(max(heading + 3, *lengths, 9) + 1, 70))


def _heading_lines(title: str, width: float) -> int:
    """Lines that a heading takes in a cell of a width, counted in characters, when it breaks between words."""
    return len(textwrap.wrap(title, max(int(width) - 1, 1), break_long_words=False)) or 1


def _first_sheet(edition: Edition, writer: _Writer, name: str) -> None:
    """Question, answer and the assumptions that matter most."""
    say = edition.voice.say
    sheet = writer.add(name)
    sheet.set_column(0, 0, FIRST_WIDTH)
    lines: list[tuple[str, Format]] = [(edition.scenario.heading(edition.voice.language), writer.bold)]
    lines += [(question(edition), writer.faint), ("", writer.faint)]
    lines += [(sentence, writer.wrapped) for sentence in answer(edition)]
    lines += [("", writer.faint), (say("three_assumptions"), writer.bold)]
    for found in main_assumptions(edition):
        drives = driven_in_words(edition, found)
        lines.append((f"{found.name}: {found.value} – {drives} {say('source')}: {found.source}", writer.wrapped))
    lines += [("", writer.faint), (records.made(), writer.faint)]
    for row, (words, form) in enumerate(lines):
        sheet.write_string(row, 0, words, form)
        sheet.set_row(row, LINE * _heading_lines(words, FIRST_WIDTH) + 2)
