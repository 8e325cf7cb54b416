"""What may be called how: names become folders, columns and parts of paths, on Windows too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

#: How many of several names a message tells.
TOLD = 3
#: Longer names do not fit into the paths of a Windows folder of results.
LONGEST = 60
_NAME = re.compile(r"[^\W\d]\w*")
_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)


def refusal_of_name(name: str) -> str | None:
    """The key of the sentence that says why something cannot be called so; None for a good name.

    >>> [refusal_of_name(name) for name in ("Beļava", "2nd", "..", "con", "x" * 61)]
    [None, 'scenario_bad_name', 'scenario_bad_name', 'scenario_name_of_device', 'scenario_name_too_long']
    """
    if _NAME.fullmatch(name) is None:
        return "scenario_bad_name"
    if _DEVICES.fullmatch(name) is not None:
        return "scenario_name_of_device"
    return "scenario_name_too_long" if len(name) > LONGEST else None


def folded(name: str) -> str:
    """The name as file systems compare it that see no difference of case or of the encoding of accents.

    >>> folded("Skola") == folded("skola")
    True
    """
    return unicodedata.normalize("NFC", name).casefold()


def first_of(names: Sequence[str]) -> str:
    """The first few names, and how many more there are.

    >>> first_of(["a", "b"]), first_of(["a", "b", "c", "d", "e"])
    ('a, b', 'a, b, c (+2)')
    """
    more = len(names) - TOLD
    return ", ".join(names[:TOLD]) + (f" (+{more})" if more > 0 else "")
