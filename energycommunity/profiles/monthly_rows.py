"""Twelve values of a table, a row a month, in the order January to December."""

from __future__ import annotations

import re

import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.profiles.tables import number_column
from energycommunity.profiles.units import convert, unit_in_name

#: Headings of the column that says which month a row is, in lower case.
MONTH_HEADINGS = ("month", "mēnesis", "menesis", "date", "datums")
#: Beginnings of the names of months that tell them apart, in English and Latvian.
_BEGINNINGS = (
    ("jan",), ("feb",), ("mar",), ("apr",), ("may", "mai"), ("jun", "jūn"),
    ("jul", "jūl"), ("aug",), ("sep",), ("oct", "okt"), ("nov",), ("dec",),
)  # fmt: skip
_MONTHS_OF_YEAR = 12
_YEAR_FIRST, _YEAR_LAST = re.compile(r"^\d{4}[-./](\d{1,2})(?!\d)"), re.compile(r"(?:^|[-./])(\d{1,2})[-./]\d{4}$")


def monthly_rows(
    table: pd.DataFrame, column: str, file: str, quantity_suffix: str, unit: str | None = None
) -> list[tuple[float, int]]:
    """Value and line of January to December.

    A column called month, mēnesis, date or datums says which month a row is (1, 2023-01, 01.2023, january, janvāris);
    without it the rows are taken in their order.

    Parameters
    ----------
    table : pandas.DataFrame
        As `read_table` gives it.
    column, file : str
        Heading of the values, and the name of the file for faults.
    quantity_suffix : str
        A key of `quantities.UNIT_SUFFIXES`, whose unit the values get.
    unit : str, optional
        Unit of the column; without it the one in its heading counts, else that of the quantity.

    Raises
    ------
    ScenarioError
        If there are not twelve rows, a cell is no number, a month cannot be read or stands twice.

    Examples
    --------
    >>> rows = {"mēnesis": [f"2023-{month:02}" for month in range(12, 0, -1)], "skola (kWh)": range(12000, 0, -1000)}
    >>> [value for value, _ in monthly_rows(pd.DataFrame(rows), "skola (kWh)", "bills.csv", "mwh")][:3]
    [1.0, 2.0, 3.0]
    """
    if len(table) != _MONTHS_OF_YEAR:
        raise ScenarioError(Fault("monthly_rows_twelve", {"given": len(table)}, file=file))
    values = number_column(table, column, file)
    stated = unit or unit_in_name(column, quantity_suffix)
    if stated is not None:
        values = convert(values, stated, quantity_suffix, 1.0)
    rows = list(zip(values.tolist(), (int(line) for line in table.index), strict=True))
    heading = next((name for name in table.columns if str(name).strip().lower() in MONTH_HEADINGS), None)
    if heading is None or heading == column:
        return rows
    found: dict[int, tuple[float, int]] = {}
    for cell, row in zip(table[heading].astype(str), rows, strict=True):
        month = month_of(cell)
        if month is None or month in found:
            key = "monthly_rows_no_month" if month is None else "monthly_rows_month_twice"
            raise ScenarioError(Fault(key, {"given": cell.strip()}, file=file, line=row[1]))
        found[month] = row
    return [found[month] for month in range(1, _MONTHS_OF_YEAR + 1)]


def month_of(cell: str) -> int | None:
    """The month that a cell names, 1 to 12, or None.

    >>> [month_of(cell) for cell in ("3", "2023-03", "03.2023", "31.03.2023", "marts", "March", "13", "vasara")]
    [3, 3, 3, 3, 3, 3, None, None]
    """
    text = cell.strip().lower()
    match = re.fullmatch(r"\d{1,2}", text) or _YEAR_FIRST.match(text) or _YEAR_LAST.search(text)
    if match:
        number = int(match.group(1) if match.groups() else match.group())
        return number if 1 <= number <= _MONTHS_OF_YEAR else None
    named = (number for number, words in enumerate(_BEGINNINGS, 1) if text.startswith(words))
    return next(named, None)
