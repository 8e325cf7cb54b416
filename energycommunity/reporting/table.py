"""A table as data: columns with unit and format, rows of values. Page and workbook are made from the same one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from energycommunity.reporting.voice import Voice

#: None is shown as a dash; a text may stand in a column of numbers where there is none ("not paid back").
Value = float | int | str | None
Row = tuple[Value, ...]
Kind = Literal["text", "number", "percent", "plain", "telling", "size"]
#: A page has room for so many columns of numbers.
MOST_COLUMNS = 11


@dataclass(frozen=True)
class Column:
    """One column: heading, unit, and how its values are written.

    `percent` shows a fraction as percent; `plain` is a number without a fixed count of digits (inputs), `telling` one
    with three telling digits, whole above a hundred; `size` is rounded to three digits, as more would mean nothing.
    """

    heading: str
    unit: str = ""
    kind: Kind = "number"
    digits: int = 0
    signed: bool = False

    @property
    def title(self) -> str:
        """Heading with its unit."""
        unit = "%" if self.kind == "percent" else self.unit
        return f"{self.heading}, {unit}" if unit else self.heading


@dataclass(frozen=True)
class Table:
    """A table with its name, rows of one length, and which rows are totals.

    `key` names anchor and sheet; `note` is a sentence below it. Where the page is too narrow for the columns, the first
    `repeated` of them stand in each part, and `together` of the others are not parted.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: frozenset[int] = frozenset()
    note: str = ""
    repeated: int = 1
    together: int = 1

    def __post_init__(self) -> None:
        """Every row has a cell for each column."""
        wrong = [row for row in self.rows if len(row) != len(self.columns)]
        if wrong:
            raise ValueError(f"{self.key}: {len(self.columns)} columns, but a row has {len(wrong[0])} cells")


def text_column(heading: str) -> Column:
    """A column of words."""
    return Column(heading, kind="text")


def with_rows(*tables: Table) -> tuple[Table, ...]:
    """Those of the tables that have rows."""
    return tuple(table for table in tables if table.rows)


def shown(value: Value, column: Column, voice: Voice) -> str:
    """A cell as people read it.

    >>> shown(0.284, Column("share", kind="percent", digits=1), Voice("lv"))
    '28,4'
    >>> shown(4321.5, Column("size", kind="size"), Voice("en")).replace("\u00a0", " ")
    '4 320'
    """
    if isinstance(value, str):
        return value
    if value is None:
        return "–"
    if column.kind == "percent":
        return voice.number(100.0 * value, column.digits, column.signed)
    if column.kind == "size":
        return voice.rounded(three_digits(value))
    if column.kind in ("plain", "telling"):
        return voice.rounded(value)
    return voice.number(value, column.digits, column.signed)


def three_digits(size: float) -> float:
    """A size as it is told: rounded to three digits, since sizes near it cost as much.

    >>> three_digits(4321.5), three_digits(0.012345)
    (4320.0, 0.0123)
    """
    return float(f"{size:.3g}")


def with_total(table: Table, label: str, over: Sequence[int] | None = None) -> Table:
    """The table with a last row that adds up its columns of numbers (or those in `over`)."""
    summed = [i for i, column in enumerate(table.columns) if column.kind == "number"] if over is None else list(over)
    total: list[Value] = [label, *[""] * (len(table.columns) - 1)]
    for i in summed:
        total[i] = float(sum(value for row in table.rows if isinstance(value := row[i], int | float)))
    return replace(table, rows=(*table.rows, tuple(total)), totals=table.totals | {len(table.rows)})


def stacked(tables: Iterable[tuple[str, Table]], heading: str) -> Table:
    """Tables of one form, one below the other, with a first column that says which of them a row is from.

    Columns are told apart by heading and unit; a column that a table does not have is blank there.
    """
    named = list(tables)
    titles = dict.fromkeys(column.title for _, table in named for column in table.columns)
    columns = {column.title: column for _, table in named for column in table.columns}
    last = named[0][1].columns[-1].title
    if all(table.columns[-1].title == last for _, table in named):
        titles = {title: None for title in titles if title != last} | {last: None}  # a sum stays at the end
    rows: list[Row] = []
    totals: set[int] = set()
    for name, table in named:
        totals |= {len(rows) + i for i in table.totals}
        places = {column.title: i for i, column in enumerate(table.columns)}
        rows += [(name, *(row[places[title]] if title in places else "" for title in titles)) for row in table.rows]
    first = named[0][1]
    every = (text_column(heading), *(columns[title] for title in titles))
    return replace(first, columns=every, rows=tuple(rows), totals=frozenset(totals))


def parts_for_page(table: Table) -> tuple[Table, ...]:
    """A table in as few parts of about one width as the page has room for; one below the other they are the whole.

    >>> columns = tuple(Column(heading) for heading in "abcdefghijklmno")
    >>> parts = parts_for_page(Table("wide", "Wide", columns, (tuple(range(15)),), repeated=2))
    >>> [part.rows[0] for part in parts]
    [(0, 1, 2, 3, 4, 5, 6, 7, 8), (0, 1, 9, 10, 11, 12, 13, 14)]
    """
    if len(table.columns) <= MOST_COLUMNS:
        return (table,)
    groups = math.ceil((len(table.columns) - table.repeated) / table.together)
    parts = math.ceil(groups / ((MOST_COLUMNS - table.repeated) // table.together))
    width = math.ceil(groups / parts) * table.together
    places = range(len(table.columns))
    begins = places[table.repeated :: width]
    return tuple(_with_columns(table, [*places[: table.repeated], *places[at : at + width]]) for at in begins)


def _with_columns(table: Table, kept: Sequence[int]) -> Table:
    rows = tuple(tuple(row[i] for i in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[i] for i in kept), rows=rows)


def without_empty_columns(table: Table) -> Table:
    """The table without columns of numbers that hold nothing but zeros and blanks."""
    kept = [i for i, column in enumerate(table.columns) if column.kind == "text" or any(row[i] for row in table.rows)]
    return _with_columns(table, kept)
