"""Reading tables as people keep them: CSV of any common encoding and number format, Parquet, NetCDF."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.profiles.csv_rows import csv_rows
from energycommunity.profiles.decimal_signs import (
    DecimalSign,
    decimal_signs,
    may_have_thousands,
    mixed_decimals,
    numbers_by_sign,
)
from energycommunity.profiles.workbooks import WORKBOOKS, reading_workbook
from energycommunity.quantities import FloatArray

#: What stands in a cell where a meter has no value, in lower case.
BLANKS = ("", "-", "–", "n/a", "na", "nan", "null")


def read_table(path: Path) -> pd.DataFrame:
    r"""The columns of a file; the index counts lines (CSV, heading in line 1) or rows (Parquet, NetCDF), from 1.

    Cells of a CSV stay text, so that a fault can quote them; `number_column` makes numbers of them. A file is read
    once as long as it does not change on disk. Do not change the frame in place.

    Parameters
    ----------
    path : Path
        A file ending in `.parquet`, `.nc` or `.xlsx` (its sheet `Dati`, else the first). Everything else is read as
        CSV: UTF-8 with or without byte order mark, UTF-16 or Windows-1257; columns parted by `;`, tab or `,`. Lines
        that begin with `#` are left out.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    ScenarioError
        If the file is missing, cannot be decoded, or a line has more or fewer cells than the heading.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "load.csv"
    ...     _ = path.write_text("laiks;jauda_kw\n2025-01-01;1,5\n", encoding="cp1257")
    ...     read_table(path).loc[2, "jauda_kw"]
    '1,5'
    """
    if not path.is_file():
        raise ScenarioError(Fault("profile_file_missing", {"path": path}, file=str(path)))
    return _read_version(path, path.stat().st_mtime_ns)


def number_column(
    table: pd.DataFrame, column: str, file: str, *, blanks_are_gaps: bool = False, sign: DecimalSign | None = None
) -> FloatArray:
    """The numbers of one column, shape (rows,); both decimal point and decimal comma are understood.

    With `blanks_are_gaps` an empty cell or a dash is not a number (NaN) and no fault. Without `sign` the numbers of the
    column tell what parts their decimals; where all can be read in two ways, the sign that they have.

    Raises
    ------
    ScenarioError
        If there is no such column, or a cell is empty or no number: the fault names line and column.

    Examples
    --------
    >>> number_column(pd.DataFrame({"load_kw": ["1,5", "1 200,25"]}), "load_kw", "load.csv").tolist()
    [1.5, 1200.25]
    """
    cells = named_column(table, column, file)
    if pd.api.types.is_numeric_dtype(cells):
        numbers = cells.to_numpy(dtype=np.float64)
    else:
        numbers = _parse_numbers(cells, column, file, sign)
    wrong = ~np.isfinite(numbers)
    if blanks_are_gaps:
        blank = cells.isna() | cells.astype(str).str.strip().str.lower().isin(BLANKS)
        numbers, wrong = np.where(blank, np.nan, numbers), wrong & ~blank.to_numpy()
    bad = np.flatnonzero(wrong)
    if bad.size:
        given = str(cells.iloc[bad[0]]).strip()
        values = {"column": column, "given": given, "count": bad.size}
        raise ScenarioError(Fault("profile_not_a_number", values, file=file, line=int(table.index[bad[0]])))
    return numbers


def words_of_gaps(table: pd.DataFrame, column: str) -> dict[str, int]:
    """The texts that stand for a missing number in a column, such as `n/a`, and how often; empty cells are none.

    >>> words_of_gaps(pd.DataFrame({"load_kw": ["1,5", "n/a", "", "n/a", "-"]}), "load_kw")
    {'n/a': 2, '-': 1}
    """
    cells = table[column].dropna().astype(str).str.strip()
    return {
        str(word): int(count)
        for word, count in cells[cells.str.lower().isin(BLANKS) & (cells != "")].value_counts().items()
    }


def named_column(table: pd.DataFrame, column: str, file: str) -> pd.Series:
    """One column as it stands; a fault lists the columns there are."""
    if column not in table.columns:
        known = ", ".join(str(name) for name in table.columns)
        raise ScenarioError(Fault("profile_no_such_column", {"column": column, "known": known}, file=file))
    return table[column]


def _parse_numbers(cells: pd.Series, column: str, file: str, sign: DecimalSign | None) -> FloatArray:
    if sign != "," and pd.api.types.infer_dtype(cells, skipna=False) == "string":
        plain = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64)
        if np.isfinite(plain).all():  # most files: nothing to interpret, and many times faster
            return plain
    if sign is None:
        signs = decimal_signs(cells)
        if signs.clash is not None:
            raise ScenarioError(mixed_decimals(column, signs.clash, file))
        sign = signs.sign or ("," if signs.comma_or_thousands.size else ".")
    return numbers_by_sign(cells, sign)


@lru_cache(maxsize=64)
def _read_version(path: Path, _modified_ns: int) -> pd.DataFrame:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return _read_parquet(path)
    if suffix in WORKBOOKS:
        return _read_excel(path)
    if suffix in (".nc", ".nc4", ".netcdf"):
        return _read_netcdf(path)
    return _read_csv(path)


def _read_csv(path: Path) -> pd.DataFrame:
    rows = csv_rows(path)
    lines = pd.Index(rows.lines, name="line")
    return pd.DataFrame(rows.cells, columns=pd.Index(rows.headings), index=lines, dtype=object)


def _read_excel(path: Path) -> pd.DataFrame:
    """The sheet with the data of an export, headings in its first row with two cells; the index counts rows."""
    with reading_workbook(path, str(path), values=True, by_rows=True) as book:
        sheet = book["Dati"] if "Dati" in book.sheetnames else book.worksheets[0]
        written = list(sheet.iter_rows(values_only=True))
    rows = ((number, list(map(_shown_cell, cells))) for number, cells in enumerate(written, 1))
    filled = [(number, cells) for number, cells in rows if any(cells)]
    begin = next((place for place, (_, cells) in enumerate(filled) if sum(map(bool, cells)) > 1), 0)
    headings = [cell.strip() for cell in filled[begin][1]] if filled else []
    width = max((place for place, cell in enumerate(headings, 1) if cell), default=0)
    if len(filled) < begin + 2:
        raise ScenarioError(Fault("profile_file_empty", {}, file=str(path)))
    body = [cells[:width] for _, cells in filled[begin + 1 :]]
    numbers = [number for number, _ in filled[begin + 1 :]]
    return pd.DataFrame(body, columns=pd.Index(headings[:width]), index=pd.Index(numbers, name="row"), dtype=object)


def _shown_cell(value: object) -> str:
    """The text of a cell; that of a number leaves no doubt about its decimals: 1.125 becomes 1.1250."""
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec="seconds")
    shown = "" if value is None else str(value)
    return f"{shown}0" if isinstance(value, float) and may_have_thousands(shown) else shown


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_parquet(path)
    except ImportError as error:
        raise ScenarioError(Fault("profile_parquet_reader", {}, file=str(path))) from error
    except (OSError, ValueError) as error:
        raise ScenarioError(Fault("profile_unreadable", {"reason": error}, file=str(path))) from error
    if table.index.name is not None:
        table = table.reset_index()
    return table.set_axis(pd.RangeIndex(1, len(table) + 1, name="row"), axis=0)


def _read_netcdf(path: Path) -> pd.DataFrame:
    import xarray as xr

    try:
        with xr.open_dataset(path) as dataset:
            columns = {str(name): array.to_numpy() for name, array in dataset.variables.items() if array.ndim == 1}
    except (OSError, ValueError) as error:
        raise ScenarioError(Fault("profile_unreadable", {"reason": error}, file=str(path))) from error
    if not columns or len({len(values) for values in columns.values()}) > 1:
        raise ScenarioError(Fault("profile_netcdf_shape", {}, file=str(path)))
    table = pd.DataFrame(columns)
    return table.set_axis(pd.RangeIndex(1, len(table) + 1, name="row"), axis=0)
