"""Every error a user can meet, one class each.

An error names a text of `texts/` and the values in it, so that it can be told in English and in Latvian.

The exit codes of the command line: 0 done, 1 a defect of the program, 2 the input cannot be used as it is, 3 stopped
and the best saved, 4 `start.py` could not prepare its environment, 5 the solver failed, 130 interrupted, nothing saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from energycommunity.texts import text

#: A text of a user's may be as long as a file; a message quotes no more of it.
LONGEST_QUOTE = 200
#: Values that quote the user.
QUOTES = ("given", "stated")


@dataclass(frozen=True)
class Cell:
    """Where in a row of a table: the sheet, if the file has sheets, and the heading of the column, if it is one.

    In a file of a map the rows are features, and the sheet is a layer.
    """

    sheet: str = ""
    column: str = ""
    feature: bool = False


@dataclass(frozen=True)
class Spoken:
    """A value of a sentence that is another in each language."""

    en: str
    lv: str

    def __str__(self) -> str:
        return self.en


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong at one place of a file.

    `key` names the sentence in the table of texts, `values` fill it; `file`, `line` and `path` say where. In a table
    the line is a row, and `cell` says where in it.
    """

    key: str
    values: dict[str, object] = field(default_factory=dict)
    file: str = ""
    line: int | None = None
    path: str = ""
    cell: Cell | None = None

    def tell(self, language: str = "en") -> str:
        """`file:line: path: sentence`, leaving out what is not known; in a table `file, sheet …, row …, column …:`."""
        parts = [_shortened(part) for part in (self._place(language), self.path) if part]
        spoken = {name: getattr(value, language) for name, value in self.values.items() if isinstance(value, Spoken)}
        quoted = {name: _shortened(str(self.values[name])) for name in QUOTES if name in self.values}
        values = dict(self.values) | spoken | {name: words for name, words in quoted.items() if words.endswith("…")}
        return ": ".join([*parts, text(self.key, language, **values)])

    def _place(self, language: str) -> str:
        if self.cell is None:
            return self.file + (f":{self.line}" if self.line is not None else "")
        sheet, row = ("place_layer", "place_feature") if self.cell.feature else ("place_sheet", "place_row")
        parts = [
            self.file,
            text(sheet, language, sheet=self.cell.sheet) if self.cell.sheet else "",
            text(row, language, row=self.line) if self.line is not None else "",
            text("place_column", language, column=self.cell.column) if self.cell.column else "",
        ]
        return ", ".join(part for part in parts if part)


def _shortened(words: str) -> str:
    """What a user wrote may be longer than a message should be."""
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]}…"


class EnergyCommunityError(Exception):
    """The parent of all errors that a user can meet; carries one or more faults."""

    exit_code = 2

    def __init__(self, faults: Fault | Sequence[Fault]) -> None:
        self.faults = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__(self.tell())

    def __reduce__(self) -> tuple[type[EnergyCommunityError], tuple[tuple[Fault, ...]]]:
        """Travels between processes by its faults."""
        return type(self), (self.faults,)

    def tell(self, language: str = "en") -> str:
        """All faults, a line each, in the given language."""
        return "\n".join(fault.tell(language) for fault in self.faults)


class ScenarioError(EnergyCommunityError):
    """The scenario file, or a file it names, cannot be used as it is."""


class WeatherError(EnergyCommunityError):
    """A weather file cannot be read or fails its checks."""


class ParameterError(EnergyCommunityError):
    """A catalogue value is missing or unusable."""


class InfeasibleError(EnergyCommunityError):
    """No sizes and no operation satisfy the scenario; says which bus lacks how much, when, and what would cure it."""


class SolverError(EnergyCommunityError):
    """The solver's answer does not stand up to being recomputed."""

    exit_code = 5


class ResultsError(EnergyCommunityError):
    """A results folder cannot be written, found or read."""
