"""Tables as sheets of an Excel workbook: headings with units, frozen, with a filter to sort by."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from energycommunity.reporting.sheets import Sheet
from energycommunity.reporting.table import Column, Table, Value

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Height of a line of text [pt], and Excel's number of A4.
LINE, A4 = 15, 9


class TableSheets:
    """Writes tables into a workbook; formats are made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.formats: dict[tuple[str, bool], Format] = {}
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#f4f6f7"}
        )
        self.faint = book.add_format({"italic": True, "font_color": "#5d666e", "text_wrap": True, "valign": "top"})

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
        lines = max(heading_lines(column.title, width_of(table, i)) for i, column in enumerate(table.columns))
        sheet.set_row(0, LINE * lines + 3)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.title, self.heading)
            sheet.set_column(place, place, width_of(table, place))
        for number, row in enumerate(table.rows, 1):
            for place, (value, column) in enumerate(zip(row, table.columns, strict=True)):
                write_value(sheet, (number, place), value, self.format(column, number - 1 in table.totals))
        sheet.freeze_panes(1, 1)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        if table.note:
            self._note(sheet, table)

    def _note(self, sheet: Worksheet, table: Table) -> None:
        """The sentence below a table, over its whole width."""
        row, last = len(table.rows) + 2, len(table.columns) - 1
        width = sum(width_of(table, place) for place in range(last + 1))
        sheet.merge_range(row, 0, row, last, "", self.faint)
        sheet.write_string(row, 0, table.note, self.faint)
        sheet.set_row(row, LINE * heading_lines(table.note, width) + 2)


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


def write_value(sheet: Worksheet, place: tuple[int, int], value: Value, form: Format) -> None:
    """Write a cell; texts are written as texts, a name that begins with `=` is no formula."""
    if isinstance(value, str):
        if value:
            sheet.write_string(*place, value, form)
    elif value is not None and math.isfinite(value):
        sheet.write_number(*place, value, form)


def width_of(table: Table, place: int) -> float:
    """Wide enough for words and numbers, within reason."""
    lengths = [len(row[place]) if isinstance(row[place], str) else 10 for row in table.rows[:300]]  # type: ignore[arg-type]
    heading = max((len(word) for word in table.columns[place].title.split()), default=0)
    return float(min(max(heading + 3, *lengths, 9) + 1, 70))


def heading_lines(title: str, width: float) -> int:
    """Lines that a heading takes in a cell of a width, counted in characters, when it breaks between words."""
    return len(textwrap.wrap(title, max(int(width) - 1, 1), break_long_words=False)) or 1
