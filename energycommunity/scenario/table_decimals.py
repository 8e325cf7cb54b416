"""Columns of a table in which commas and points both part decimals: 1.200 beside 0,5 may be twelve hundred."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from energycommunity.errors import Fault
from energycommunity.scenario.scalars import split_quantity
from energycommunity.scenario.table_rows import Table


def mixed_decimals(table: Table, columns: Iterable[str]) -> Iterator[Fault]:
    """A fault for each column of numbers, by its heading, with both decimal signs; at its first decimal point."""
    for heading in columns:
        cells = [(row, row.cells.get(heading, "").strip()) for row in table.rows if heading not in row.numbers]
        comma = [row for row, cell in cells if _decimal_sign(cell) == ","]
        point = [(row, cell) for row, cell in cells if _decimal_sign(cell) == "."]
        if comma and point:
            row, cell = point[0]
            yield row.place_of(heading).fault("scenario_mixed_decimals", given=cell, row=comma[0].place.line)


def _decimal_sign(cell: str) -> str:
    """The sign furthest right in a number, which parts its decimals; none of a whole number, or of a text.

    >>> [_decimal_sign(cell) for cell in ("-0,5", "1.200,5 kWh", "1,200.5", "1.200", "485,5/1000", "12", "Ozolu 3")]
    [',', ',', '.', '.', ',', '', '']
    """
    found = split_quantity(cell)
    number = found[0] if found is not None else ""
    comma, point = number.rfind(","), number.rfind(".")
    return "" if comma == point else "," if comma > point else "."
