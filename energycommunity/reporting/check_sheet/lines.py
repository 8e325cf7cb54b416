"""The lines of the check sheet: what is recomputed, by which formula, and the number of the report beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.formula import Cells, Formula, number
from energycommunity.reporting.sheets import HourlySheet, Sheet, Sheets
from energycommunity.results import VariantResult

#: Columns: a number that may be changed, what comes out, the number of the report and its place, their difference, and
#: what to make of it.
RATE, RECOMPUTED, REPORTED, WHERE, DIFFERENCE, VERDICT = "D", "E", "F", "G", "H", "I"


@dataclass(frozen=True)
class Line:
    """One line; a `rate` is a number that stands in a cell of its own, where it can be changed, or the input it is.

    `reported`: the cell of the report to compare with, and `where` in words.
    """

    variant: str
    what: str
    unit: str
    formula: Formula | None = None
    rate: float | Formula | None = None
    reported: Formula | None = None
    where: str = ""


@dataclass
class Lines:
    """The lines of one variant, written one below the other; what a later formula names is a cell of this sheet.

    `step_h`: the cell with the hours of a step; `step_h_scaled`: that with the hours of the year it stands for.
    """

    edition: Edition
    sheets: Sheets
    variant: str
    first_row: int
    step_h: Formula
    step_h_scaled: Formula
    written: list[Line] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the variant is called."""
        return self.edition.titles[self.variant]

    @property
    def result(self) -> VariantResult:
        """What was found out about it."""
        return self.edition.variants[self.variant]

    @property
    def hours(self) -> HourlySheet:
        """The sheet with its series."""
        return self.sheets.hourly[self.variant]

    @property
    def next_row(self) -> int:
        """The row of Excel that the next line gets."""
        return self.first_row + len(self.written)

    def steps(self, first: int, last: int | None = None) -> tuple[int, int]:
        """The positions at which a month begins, and at which it or a later one ends."""
        month_of = self.edition.grid.month_of
        last = first if last is None else last
        return int(np.searchsorted(month_of, first)), int(np.searchsorted(month_of, last, side="right"))

    def month(self, series: str, first: int, last: int | None = None) -> Cells | None:
        """The part of a series that lies in a month, or in several; None if it is zero throughout the run."""
        cells = self.hours.cells(series)
        return None if cells is None else cells.part(*self.steps(first, last))

    def rate(self, value: float) -> Formula:
        """The cell of the next line that holds a number which may be changed."""
        return Formula(f"${RATE}${self.next_row}", value)

    def input(self, path: str) -> Formula | None:
        """The cell of an input of the variant; None where it has no value."""
        sheet = self.sheets.by_key["inputs"]
        return sheet.cell(sheet.row_of(self.title, path), self.edition.voice.say("value"))

    def add(self, what: str, formula: Formula, unit: str = "EUR", rate: float | Formula | None = None) -> Formula:
        """A line that is part of a later one; what it comes to, as a cell."""
        row = self.next_row
        self.written.append(Line(self.title, what, unit, formula, rate))
        return Formula(f"${RECOMPUTED}${row}", formula.value)

    def compare(
        self, what: str, formula: Formula, sheet: Sheet, row: int | None, column: str, unit: str
    ) -> Formula | None:
        """A line beside the cell of the report that it has to agree with; as a cell.

        Left out, and None, where the report holds no number there.
        """
        reported = sheet.cell(row, column)
        if reported is None:
            return None
        where = self.edition.voice.say("in_row", sheet=sheet.name, row=row)
        cell = Formula(f"${RECOMPUTED}${self.next_row}", formula.value)
        self.written.append(Line(self.title, what, unit, formula, None, reported, where))
        return cell

    def equal(self, what: str, formula: Formula, other: Formula, unit: str) -> None:
        """A line that has to come to the same as another formula."""
        self.written.append(Line(self.title, what, unit, formula, None, other))

    def balance(self, what: str, formula: Formula, unit: str) -> None:
        """A line that has to come to zero."""
        self.equal(what, formula, number(0.0), unit)

    def entry(self, what: str, value: float, unit: str) -> Formula:
        """A line that holds nothing but a number which may be changed; as a cell."""
        cell = self.rate(value)
        self.written.append(Line(self.title, what, unit, rate=value))
        return cell

    def heading(self, what: str) -> None:
        """A line that only says what follows."""
        self.written.append(Line(self.title, what, ""))
