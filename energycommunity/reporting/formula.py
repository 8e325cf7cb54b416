"""A formula of Excel together with its value: the cell shows the number also where nothing recomputes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from energycommunity.finance.annuity import capital_recovery_factor
from energycommunity.finance.present_worth import discount_factor, present_worth_factor
from energycommunity.quantities import FloatArray


@dataclass(frozen=True)
class Formula:
    """What Excel computes, without the leading `=`, and what comes out.

    >>> net = Formula("Inputs!$C$2", 100.0) * (Formula("$D$1", 1.0) + Formula("$D$2", 0.21))
    >>> net.text, net.value
    ('Inputs!$C$2*($D$1+$D$2)', 121.0)
    """

    text: str
    value: float
    is_sum: bool = False

    def __add__(self, other: Formula) -> Formula:
        """Both added up."""
        return Formula(f"{self.text}+{other.text}", self.value + other.value, is_sum=True)

    def __sub__(self, other: Formula) -> Formula:
        """The first less the second."""
        return Formula(f"{self.text}-{other._factor()}", self.value - other.value, is_sum=True)

    def __mul__(self, other: Formula) -> Formula:
        """Both multiplied."""
        return Formula(f"{self._factor()}*{other._factor()}", self.value * other.value)

    def __truediv__(self, other: Formula) -> Formula:
        """The first over the second, which is a cell or a function."""
        return Formula(f"{self._factor()}/{other._factor()}", self.value / other.value)

    def __neg__(self) -> Formula:
        """With the other sign."""
        return Formula(f"-{self._factor()}", -self.value)

    def _factor(self) -> str:
        return f"({self.text})" if self.is_sum else self.text


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells below each other and their numbers, shape (rows,); `first` is the number of the first row."""

    sheet: str
    column: str
    first: int
    values: FloatArray

    @property
    def address(self) -> str:
        """As formulas name them: `'h Old'!$B$2:$B$8761`."""
        last = self.first + len(self.values) - 1
        return f"{quoted(self.sheet)}!${self.column}${self.first}:${self.column}${last}"

    def part(self, start: int, end: int) -> Cells:
        """Those from one position up to another; below the last one they are empty, which counts as zero."""
        values = np.zeros(end - start)
        known = self.values[start:end]
        values[: len(known)] = known
        return Cells(self.sheet, self.column, self.first + start, values)


def quoted(sheet: str) -> str:
    """The name of a sheet as formulas write it.

    >>> quoted("h Dad's boiler")
    "'h Dad''s boiler'"
    """
    return "'" + sheet.replace("'", "''") + "'"


def cell(sheet: str, column: str, row: int, value: float) -> Formula:
    """A single cell of another sheet, and the number in it."""
    return Formula(f"{quoted(sheet)}!${column}${row}", value)


def number(value: float) -> Formula:
    """A number as it stands."""
    return Formula(f"{value!r}", value)


def added(parts: Iterable[Formula]) -> Formula:
    """All of them added up; zero if there is none."""
    total: Formula | None = None
    for part in parts:
        total = part if total is None else total + part
    return number(0.0) if total is None else total


def total_of(cells: Cells) -> Formula:
    """The sum of the cells."""
    return Formula(f"SUM({cells.address})", float(cells.values.sum()))


def total_of_products(one: Cells, other: Cells) -> Formula:
    """The sum of the products, row by row."""
    return Formula(f"SUMPRODUCT({one.address},{other.address})", float(one.values @ other.values))


def largest(together: Sequence[Cells], counted: Cells | None) -> Formula:
    """The largest sum of the columns in a row, each row times `counted` where that is given.

    SUMPRODUCT around it makes every Excel compute it row by row.
    """
    sums = "+".join(cells.address for cells in together)
    values = np.sum([cells.values for cells in together], axis=0)
    if counted is None:
        return Formula(f"SUMPRODUCT(MAX({sums}))", float(values.max()))
    return Formula(f"SUMPRODUCT(MAX(({sums})*{counted.address}))", float(np.max(values * counted.values)))


def highest(parts: Sequence[Formula]) -> Formula:
    """The largest of them."""
    return Formula(f"MAX({','.join(part.text for part in parts)})", max(part.value for part in parts))


def lowest(parts: Sequence[Formula]) -> Formula:
    """The smallest of them."""
    return Formula(f"MIN({','.join(part.text for part in parts)})", min(part.value for part in parts))


def at_least_nothing(amount: Formula) -> Formula:
    """The amount, or zero where it is below."""
    return highest((amount, number(0.0)))


def if_any(size: Formula, eur: Formula) -> Formula:
    """The second where the first is above zero, else nothing."""
    return Formula(f"IF({size.text}>0,{eur.text},0)", eur.value if size.value > 0.0 else 0.0)


def yearly_payment(rate: Formula, years: Formula, present: Formula) -> Formula:
    """What is paid at the end of each year for what is worth `present` today."""
    value = present.value * capital_recovery_factor(rate.value, years.value)
    return Formula(f"PMT({rate.text},{years.text},-({present.text}))", value)


def paid_later(rate: Formula, first_year: Formula, horizon: Formula) -> Formula:
    """The share of yearly payments from a later year on, spread over all years of the horizon; none after its end."""
    r, first, years = rate.value, first_year.value, horizon.value
    left = max(years - first, 0.0)
    share = discount_factor(r, first) * present_worth_factor(r, left) / present_worth_factor(r, years)
    later = f"PV({rate.text},MAX({horizon.text}-{first_year.text},0),-1)"
    return Formula(f"(1+{rate.text})^-{first_year.text}*{later}/PV({rate.text},{horizon.text},-1)", share)
