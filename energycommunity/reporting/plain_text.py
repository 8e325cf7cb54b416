"""Tables as plain text for a console: aligned columns that also old code pages can show."""

from __future__ import annotations

from collections.abc import Sequence

from energycommunity.reporting.table import Column, Row, Table, shown
from energycommunity.reporting.voice import DAGGER, MINUS, Voice
from energycommunity.texts.spoken import HARD_SPACE

#: What the code pages 1252 and 1257 of Windows consoles lack, and what stands for it.
_PLAIN = str.maketrans({HARD_SPACE: " ", MINUS: "-", "₂": "2", "–": "-", DAGGER: "*", "…": "..."})
GAP = "  "


def plain(words: str) -> str:
    """Words without typography that consoles lack.

    >>> plain("−1 234 t CO₂ †")
    '-1 234 t CO2 *'
    """
    return words.translate(_PLAIN)


def text_table(table: Table, voice: Voice, width: int) -> str:
    """The table in lines of at most `width` characters; words of the first column are cut where they must be."""
    rows = [[plain(shown(value, column, voice)) for value, column in _cells(row, table)] for row in table.rows]
    headings = [plain(column.heading) for column in table.columns]
    units = [plain("%" if column.kind == "percent" else column.unit) for column in table.columns]
    lines = [headings, *([units] if any(units) else []), *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(headings))]
    others = sum(widths[1:]) + len(GAP) * (len(widths) - 1)
    widths[0] = max(min(widths[0], width - others), 8)
    rule = "-" * min(sum(widths) + len(GAP) * (len(widths) - 1), width)
    written = [_line(line, widths, table.columns) for line in lines]
    heads = 2 if any(units) else 1
    return "\n".join([*written[:heads], rule, *written[heads:]])


def _cells(row: Row, table: Table) -> Sequence[tuple[float | int | str | None, Column]]:
    return list(zip(row, table.columns, strict=True))


def _line(cells: list[str], widths: list[int], columns: tuple[Column, ...]) -> str:
    parts = [
        _cut(cell, width).ljust(width) if column.kind == "text" else cell.rjust(width)
        for cell, width, column in zip(cells, widths, columns, strict=True)
    ]
    return GAP.join(parts).rstrip()


def _cut(words: str, width: int) -> str:
    return words if len(words) <= width else words[: width - 2] + ".."
