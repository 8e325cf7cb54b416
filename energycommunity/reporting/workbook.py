"""The report as an Excel workbook: the same tables, every input, and the hourly series."""

from __future__ import annotations

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
from energycommunity.reporting.sheets import HourlySheet, Sheets
from energycommunity.reporting.table_sheets import LINE, TableSheets, heading_lines
from energycommunity.reporting.tables import records

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Width of the first sheet's text [characters].
FIRST_WIDTH = 100
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


class _Writer(TableSheets):
    """Writes the sheets of a report into a workbook."""

    def __init__(self, book: Workbook, edition: Edition) -> None:
        super().__init__(book)
        self.edition = edition
        self.bold = book.add_format({"bold": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.time = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.amount = book.add_format({"num_format": "#,##0.00"})
        self.entry = book.add_format({"bg_color": "#fff6d5"})
        self.linked = book.add_format({"font_color": "#5d666e"})

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
        sheet.set_row(below, LINE * heading_lines(say("check_note"), sum(width for _, width in CHECK_COLUMNS[1:])) + 2)

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


def excel_days(local: pd.DatetimeIndex) -> FloatArray:
    """Civil times as Excel counts them: days since 30 December 1899."""
    since = local.tz_localize(None) - pd.Timestamp(1899, 12, 30)
    return np.asarray(since / pd.Timedelta(days=1), dtype=np.float64)


def _formula(sheet: Worksheet, address: str, formula: Formula, form: Format) -> None:
    sheet.write_formula(address, f"={formula.text}", form, formula.value)


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
        sheet.set_row(row, LINE * heading_lines(words, FIRST_WIDTH) + 2)
