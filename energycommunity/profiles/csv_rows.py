"""A CSV file as people save it, row by row: any common encoding, columns parted by semicolon, tab or comma."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from energycommunity.errors import Fault, ScenarioError
from energycommunity.profiles.workbooks import read_content

#: In this order: a file with semicolons or tabs may have commas inside its numbers and its headings.
DELIMITERS = (";", "\t", ",")
#: How a date of a row begins, which no heading does.
_DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}\b")


@dataclass(frozen=True)
class CsvRows:
    """Headings with their line, and the cells of the rows below with theirs; lines count from 1.

    `left_out` are lines below the heading that are comments, but have as many cells as a row.
    """

    headings: list[str]
    heading_line: int
    cells: list[list[str]]
    lines: list[int]
    left_out: list[int] = field(default_factory=list)


def csv_rows(path: Path) -> CsvRows:
    r"""The rows of a CSV file as texts; empty lines and those that begin with `#` are left out.

    Raises
    ------
    ScenarioError
        If the file cannot be decoded, or a line has more or fewer cells than the heading.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "houses.csv"
    ...     _ = path.write_text("vārds;platība\n\nBērzi;96,5\n", encoding="cp1257")
    ...     csv_rows(path)
    CsvRows(headings=['vārds', 'platība'], heading_line=1, cells=[['Bērzi', '96,5']], lines=[3], left_out=[])
    """
    content = _decode(path)
    texts = content.splitlines()
    heading = next((line for line in texts if line.strip() and not line.startswith("#")), "")
    # A lone column may hold decimal commas: without any delimiter in the heading, the comma is not one.
    bare = re.sub(r'"[^"]*"', "", heading)
    delimiter = next((sign for sign in DELIMITERS if sign in bare), ";")
    lines = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, skipinitialspace=True)
    return _checked_rows(lines, str(path), texts.index(heading) + 1 if heading else 1)


def _checked_rows(lines: Iterable[list[str]], file: str, heading_line: int) -> CsvRows:
    names: list[str] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    left_out: list[int] = []
    for cells in lines:
        line = int(getattr(lines, "line_num", len(rows) + 2))
        if not any(cell.strip() for cell in cells):
            continue
        if cells[0].startswith("#"):
            left_out += [line] if len(cells) == len(names) > 1 else []
            continue
        if not names:
            names = [cell.strip() for cell in cells]
            continue
        if len(cells) != len(names):
            raise ScenarioError(_ragged(cells, names, file, line))
        rows.append(cells)
        numbers.append(line)
    if not rows:
        raise ScenarioError(Fault("profile_file_empty", {}, file=file))
    names, rows = _without_blank_end(names, rows)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        column_twice = Fault("profile_column_twice", {"column": twice}, file=file, line=heading_line)
        raise ScenarioError(heading_fault(names, file, heading_line) or column_twice)
    return CsvRows(names, heading_line, rows, numbers, left_out)


def _ragged(cells: list[str], names: list[str], file: str, line: int) -> Fault:
    """That a row has more or fewer cells than the heading, which may be a title and no heading."""
    counts: dict[str, object] = {"cells": len(cells), "columns": len(names)}
    return Fault("profile_title_above" if len(names) == 1 else "profile_ragged_line", counts, file=file, line=line)


def _without_blank_end(names: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Headings and rows without the empty columns at the end that spreadsheets keep of what once stood there.

    >>> _without_blank_end(["Laiks", "A+", ""], [["02.06.2025", "0,4", ""]])
    (['Laiks', 'A+'], [['02.06.2025', '0,4']])
    """
    width = max((place for place, name in enumerate(names, 1) if name), default=0)
    if any(cell.strip() for cells in rows for cell in cells[width:]):
        return names, rows
    return names[:width], [cells[:width] for cells in rows]


def heading_fault(names: Iterable[str], file: str, line: int) -> Fault | None:
    """That the row of headings is one of values, told by a date in it.

    >>> heading_fault(["Laiks", "A+"], "meters.csv", 1) is None
    True
    >>> heading_fault(["02.06.2025 00:00", "0,4"], "meters.csv", 1).values
    {'given': '02.06.2025 00:00'}
    """
    date = next((name for name in names if _DATE.match(name)), None)
    return None if date is None else Fault("profile_no_headings", {"given": date}, file=file, line=line)


def _decode(path: Path) -> str:
    content = read_content(path, str(path))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif content[1:200:2].count(0) > len(content[1:200:2]) // 2:
        encodings = ("utf-16-le",)
    elif content[0:200:2].count(0) > len(content[0:200:2]) // 2:
        encodings = ("utf-16-be",)
    else:
        encodings = ("utf-8-sig", "cp1257") if not _is_broken_utf_8(content) else ("utf-8-sig",)
    line = None
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
    raise ScenarioError(Fault("profile_encoding", {"tried": ", ".join(encodings)}, file=str(path), line=line))


def _is_broken_utf_8(content: bytes) -> bool:
    r"""Whether most letters beyond ASCII are UTF-8, and a few bytes are not: read otherwise, all would be garbled.

    >>> _is_broken_utf_8("Ābeles, Bērzi".encode() + b"\xff"), _is_broken_utf_8("Ābeles, Bērzi".encode("cp1257"))
    (True, False)
    """
    letters = [sign for sign in content.decode("utf-8", errors="replace") if ord(sign) > 127]
    broken = letters.count("\ufffd")
    return 0 < broken < len(letters) / 2
