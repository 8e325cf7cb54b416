"""The report as an Excel workbook: the same tables, every input, and the hourly series."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from energycommunity.quantities import FloatArray
from energycommunity.reporting.answer import answer, question
from energycommunity.reporting.assumptions import driven_in_words, main_assumptions
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Table, Value, stacked, with_rows
from energycommunity.reporting.tables import costs, energy, overview, records, sizes
from energycommunity.reporting.tables.bills import bills, monthly_bills
from energycommunity.reporting.tables.cash_flows import cash_flows
from energycommunity.reporting.tables.covenant import COVENANT_TABLES
from energycommunity.reporting.tables.heat_bills import heat_bills
from energycommunity.reporting.tables.hourly import hourly
from energycommunity.reporting.tables.inputs import inputs

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Excel takes no longer name of a sheet, and none of these characters in it.
LONGEST_NAME = 31
_FORBIDDEN = str.maketrans("[]:*?/\\'", "()-----’")
#: Height of a line of text [pt], width of the first sheet's text [characters], and Excel's number of A4.
LINE, FIRST_WIDTH, A4 = 15, 100, 9
#: Digits that are kept of hourly values: more than any meter knows.
HOURLY_DIGITS = 5


def write_workbook(edition: Edition, path: Path) -> None:
    """Write the workbook. Texts are written as texts: a name that begins with `=` is no formula."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        writer = _Writer(book, edition)
        _first_sheet(edition, writer)
        for table in _tables(edition):
            writer.table(table)
        for name in edition.variants:
            writer.hourly(name)


def _tables(edition: Edition) -> list[Table]:
    """All tables of the page, those of the variants one below the other, and the inputs."""
    comparison = (
        overview.overview,
        overview.worth_table,
        sizes.sizes,
        costs.costs_by_kind,
        costs.costs_by_member,
        energy.indicators,
    )
    of_variants = (
        costs.costs_by_asset,
        costs.member_accounts,
        bills,
        monthly_bills,
        sizes.operation,
        sizes.demands,
        partial(energy.monthly_balance, carrier="heat"),
        partial(energy.monthly_balance, carrier="electricity"),
        energy.emissions,
        *COVENANT_TABLES,
    )
    others = [name for name in edition.variants if name != edition.results.baseline]
    tables = [make(edition) for make in comparison]
    tables += [_stacked(edition, make, list(edition.variants)) for make in of_variants]
    tables += [_stacked(edition, cash_flows, others)] if others else []
    tables += [records.warnings(edition), *with_rows(heat_bills(edition)), records.defaults(edition)]
    tables += records.proofs(edition)
    return [*tables, _stacked(edition, inputs, list(edition.variants))]


def _stacked(edition: Edition, make: Callable[[Edition, str], Table], names: list[str]) -> Table:
    return stacked([(edition.titles[name], make(edition, name)) for name in names], edition.voice.say("variant"))


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
        self.names: set[str] = set()

    def add(self, name: str, kind: type[Worksheet] | None = None) -> Worksheet:
        """A new sheet under a name that Excel takes."""
        cleaned = name.translate(_FORBIDDEN)[:LONGEST_NAME].strip("’ ") or "-"
        number, free = 1, cleaned
        while free.casefold() in self.names:
            number += 1
            free = f"{cleaned[: LONGEST_NAME - 4]} ({number})"
        self.names.add(free.casefold())
        sheet = self.book.add_worksheet(free, kind)
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

    def table(self, table: Table) -> None:
        """A sheet with one table: headings with units, frozen, with a filter to sort by."""
        sheet = self.add(self.edition.voice.say(f"sheet_{table.key}"))
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

    def hourly(self, name: str) -> None:
        """A sheet with a row for each step."""
        from energycommunity.reporting.series_sheet import SeriesSheet

        edition, found = self.edition, hourly(self.edition, name)
        sheet = self.add(edition.voice.say("sheet_hourly", variant=edition.titles[name]), SeriesSheet)
        sheet.set_column(0, 0, 17, self.time)
        sheet.set_column(1, len(found.series), 13)
        sheet.set_row(0, 48)
        sheet.freeze_panes(1, 1)
        for place, title in enumerate((edition.voice.say("local_time"), *found.series)):
            sheet.write_string(0, place, title, self.heading)
        sheet.fill([excel_days(found.local), *(rounded(values) for values in found.series.values())], self.time)


def number_format(column: Column) -> str:
    """How Excel shows the numbers of a column.

    >>> number_format(Column("cost", "EUR")), number_format(Column("change", kind="percent", digits=1, signed=True))
    ('#,##0', '+0.0%;-0.0%;0.0%')
    """
    if column.kind in ("text", "plain"):
        return "General"
    digits = "." + "0" * column.digits if column.digits else ""
    plain = f"0{digits}%" if column.kind == "percent" else f"#,##0{digits}"
    return f"+{plain};-{plain};{plain}" if column.signed else plain


def rounded(values: FloatArray) -> FloatArray:
    """Values with as many digits as `HOURLY_DIGITS` of the largest: a smaller file, and no loss that can be seen.

    >>> rounded(np.array([123.456789, 0.0123456])).tolist()
    [123.46, 0.01]
    """
    most = float(np.abs(values).max())
    return np.round(values, HOURLY_DIGITS - 1 - int(np.floor(np.log10(most)))) if most > 0.0 else values


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


def _width(table: Table, place: int) -> float:
    """Wide enough for words and numbers, within reason."""
    lengths = [len(row[place]) if isinstance(row[place], str) else 10 for row in table.rows[:300]]  # type: ignore[arg-type]
    heading = max((len(word) for word in table.columns[place].title.split()), default=0)
    return float(min(max(heading + 3, *lengths, 9) + 1, 70))


def _heading_lines(title: str, width: float) -> int:
    """Lines that a heading takes in a cell of a width, counted in characters, when it breaks between words."""
    return len(textwrap.wrap(title, max(int(width) - 1, 1), break_long_words=False)) or 1


def _first_sheet(edition: Edition, writer: _Writer) -> None:
    """Question, answer and the assumptions that matter most."""
    say = edition.voice.say
    sheet = writer.add(say("section_answer"))
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
