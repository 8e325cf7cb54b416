"""The text of a file, whatever a Windows editor with a Latvian locale made of it."""

from __future__ import annotations

import codecs
from pathlib import Path

from energycommunity.errors import Fault, ScenarioError

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def encoding_of(data: bytes) -> str:
    """The encoding of a text: by its byte order mark, by the zero bytes of UTF-16, else UTF-8, else Windows-1257.

    >>> encoding_of("Beļava".encode("utf-8")), encoding_of("Beļava".encode("cp1257"))
    ('utf-8', 'cp1257')
    >>> encoding_of("name: x".encode("utf-16")), encoding_of("name: x".encode("utf-16-le"))
    ('utf-16', 'utf-16-le')
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:400]
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[0::2].count(0) > len(head) // 4:
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1257"
    return "utf-8"


def is_file(path: Path) -> bool:
    r"""Whether a file stands there; a path that no file can have is none.

    >>> is_file(Path("x" * 5000)), is_file(Path("a\0b"))
    (False, False)
    """
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read_text(path: Path, shown: str) -> str:
    r"""The text of a file with `\n` line ends; `shown` is the file's name in messages.

    Raises
    ------
    ScenarioError
        If the file does not exist, is a folder, or is no text in UTF-8, UTF-16 or Windows-1257.
    """
    try:
        if path.is_dir():
            raise ScenarioError(Fault("scenario_is_a_folder", file=shown))
        data = path.read_bytes()
    except (FileNotFoundError, ValueError):
        raise ScenarioError(Fault("scenario_file_not_found", file=shown)) from None
    except OSError as error:
        raise ScenarioError(Fault("scenario_file_unreadable", {"reason": error.strerror}, file=shown)) from None
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ScenarioError(Fault("scenario_file_no_text", file=shown, line=line)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
