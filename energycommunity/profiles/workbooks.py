"""Opening Excel workbooks, also damaged ones: whatever is wrong inside, the message says what to do."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from energycommunity.errors import Fault, ScenarioError

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

#: How the names of workbooks end, in lower case.
WORKBOOKS = (".xlsx", ".xlsm")
#: What openpyxl and the unpacking below it raise on a damaged file; ParseError of XML is a SyntaxError.
_DAMAGED = (
    AttributeError, BadZipFile, EOFError, IndexError, KeyError, NotImplementedError, OSError, SyntaxError, TypeError,
    ValueError, zlib.error,
)  # fmt: skip


@contextmanager
def reading_workbook(path: Path, file: str, *, values: bool, by_rows: bool = False) -> Iterator[Workbook]:
    """The workbook in a file, which is read into memory first, so that it stays free for Excel.

    Read all cells inside the context: damage may show late.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name in messages.
    values : bool
        Whether cells give the values of their formulas, as saved, instead of the formulas.
    by_rows : bool
        Whether rows are only read one after the other, which is faster.

    Raises
    ------
    ScenarioError
        If the file cannot be read or is no workbook.
    """
    from openpyxl import load_workbook

    content = read_content(path, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are not read: colours, lists to choose from
            yield load_workbook(BytesIO(content), data_only=values, read_only=by_rows)
    except _DAMAGED as error:
        raise ScenarioError(Fault("profile_no_workbook", file=file)) from error


def read_content(path: Path, file: str) -> bytes:
    """What stands in a file.

    Raises
    ------
    ScenarioError
        If the system does not let it be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ScenarioError(Fault("profile_unreadable", {"reason": error.strerror or error}, file=file)) from error
