"""Lines, headings and columns of weather files that are text; every fault names file and line."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from energycommunity.errors import Fault, WeatherError
from energycommunity.quantities import FloatArray, IntArray


@dataclass(frozen=True)
class Rows:
    """The cells of a table and the line of the file that each row stands in."""

    cells: Sequence[Sequence[str]]
    lines: IntArray
    file: str


def read_lines(path: Path) -> list[str]:
    """The lines of a file, without their ends: UTF-8, UTF-16 with byte order mark, or Windows-1257.

    Raises
    ------
    WeatherError
        If there is no such file, or it is none of these.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WeatherError(Fault("weather_file_missing", {"path": path}, file=str(path))) from error
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1257")
    for encoding in encodings:
        try:
            return content.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
    raise WeatherError(Fault("weather_encoding", {"tried": ", ".join(encodings)}, file=str(path)))


def rows_of(lines: Sequence[str], first: int, file: str, least_cells: int) -> Rows:
    """The comma-separated rows from line `first` (counted from 1) to the first empty line or the end.

    Raises
    ------
    WeatherError
        If there is none, or one has fewer cells than `least_cells`.
    """
    body = []
    for line in lines[first - 1 :]:
        if not line.strip():
            break
        body.append(line)
    cells = [[cell.strip() for cell in row] for row in csv.reader(body)]
    if not cells:
        raise WeatherError(Fault("weather_no_rows", {}, file=file))
    short = next((number for number, row in enumerate(cells) if len(row) < least_cells), None)
    if short is not None:
        values: dict[str, object] = {"given": len(cells[short]), "least": least_cells}
        raise WeatherError(Fault("weather_short_row", values, file=file, line=first + short))
    return Rows(cells, first + np.arange(len(cells), dtype=np.int64), file)


def numbers(rows: Rows, position: int, name: str, missing: Sequence[float] = ()) -> FloatArray:
    """One column as numbers, shape (rows,); the format's codes for missing values become NaN.

    Raises
    ------
    WeatherError
        If a cell is no number; names its line.
    """
    texts = [row[position] for row in rows.cells]
    try:
        values = np.array(texts, dtype=np.float64)
    except ValueError as error:
        row = next(number for number, text in enumerate(texts) if not _is_number(text))
        shown: dict[str, object] = {"column": name, "given": texts[row]}
        raise WeatherError(Fault("weather_not_a_number", shown, file=rows.file, line=int(rows.lines[row]))) from error
    values[np.isin(values, np.asarray(missing, dtype=np.float64))] = np.nan
    return values


def whole_numbers(rows: Rows, position: int, name: str) -> IntArray:
    """One column as whole numbers of at most six digits, as in dates, shape (rows,).

    Raises
    ------
    WeatherError
        If a cell is none; names its line.
    """
    values = numbers(rows, position, name)
    wrong = np.flatnonzero(~(np.abs(values) < 1e6) | (values != np.floor(values)))
    if wrong.size:
        shown: dict[str, object] = {"column": name, "given": rows.cells[wrong[0]][position]}
        raise WeatherError(Fault("weather_not_a_number", shown, file=rows.file, line=int(rows.lines[wrong[0]])))
    return values.astype(np.int64)


def place_of(names: Sequence[str], wanted: Mapping[str, str], file: str, line: int) -> dict[str, int]:
    """Where the wanted columns stand: our name -> position.

    Parameters
    ----------
    names : sequence of str
        The heading.
    wanted : mapping of str to str
        Our name -> name in the heading.
    file : str
        For faults.
    line : int
        Line of the heading.

    Raises
    ------
    WeatherError
        If some are missing; names them all.
    """
    absent = [name for name in wanted.values() if name not in names]
    if absent:
        values: dict[str, object] = {"missing": ", ".join(absent), "given": ", ".join(names)}
        raise WeatherError(Fault("weather_columns_missing", values, file=file, line=line))
    return {ours: list(names).index(theirs) for ours, theirs in wanted.items()}


def heading_number(text: str, name: str, file: str, line: int) -> float:
    """A number of the heading.

    Raises
    ------
    WeatherError
        If it is none.
    """
    if not _is_number(text):
        shown: dict[str, object] = {"column": name, "given": text.strip()}
        raise WeatherError(Fault("weather_not_a_number", shown, file=file, line=line))
    return float(text)


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False
