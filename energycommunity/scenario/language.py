"""The language to speak with a file's user, known before the file is checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from energycommunity.errors import ScenarioError
from energycommunity.scenario.text_file import read_text

_LINE = re.compile(r"^language:\s*[\"']?(en|lv)\b", re.MULTILINE)


def language_of(path: Path, overrides: Sequence[str] = ()) -> Literal["en", "lv"]:
    """The language that the file or an override asks for, English if neither can be read.

    >>> language_of(Path("no_such_file.yaml"), ["language=lv"])
    'lv'
    """
    try:
        lines = read_text(path, str(path))
    except ScenarioError:
        lines = ""
    asked = "\n".join(setting.replace("=", ": ", 1) for setting in reversed(overrides))
    found = _LINE.search(f"{asked}\n{lines}")
    return "lv" if found is not None and found.group(1) == "lv" else "en"
