"""Which numbers a series can have, and which it usually has: most slips of unit or column lie far outside.

A number that is impossible is a fault, one that is unusual a notice. The limits are round numbers of our own, wide
enough for any village: they tell slips from measurements, and are no claim about the physics.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import FloatArray, suffix_of

if TYPE_CHECKING:
    import pandas as pd

#: What rounding may leave below or above a limit.
TOLERANCE = 1e-9


class Limits(NamedTuple):
    """Least and most."""

    least: float
    most: float

    def shown(self, unit: str) -> str:
        """The limits as they are told in any language.

        >>> Limits(0, inf).shown("kW"), Limits(-60, 150).shown("°C")
        ('≥ 0 kW', '-60 … 150 °C')
        """
        numbers = f"≥ {self.least:g}" if self.most == inf else f"{self.least:g} … {self.most:g}"
        return f"{numbers} {unit}".strip()

    def outside(self, values: FloatArray) -> FloatArray:
        """How far each value lies outside, 0 within; same shape and unit as the values."""
        return np.maximum(np.maximum(self.least - values, values - self.most) - TOLERANCE, 0.0)


class Range(NamedTuple):
    """The unit as people write it, what is possible, what is usual, and where the median usually lies.

    The median of one number is the number: what an hour of a series may reach is too wide for what holds all year.
    """

    unit: str
    possible: Limits
    usual: Limits
    usual_median: Limits | None = None

    def usual_for(self, values: FloatArray) -> Limits:
        """What is usual for each of the values: that of the median, where the median itself lies outside."""
        outside = self.usual_median is not None and self.usual_median.outside(np.median(values, keepdims=True)).any()
        return self.usual_median if outside and self.usual_median is not None else self.usual


#: By the name of a quantity, else by its unit suffix.
RANGES: dict[str, Range] = {
    # demands, losses, sources: what flows the other way has a key of its own; 10 MW heat a town, but W were meant
    "kw": Range("kW", Limits(0, inf), Limits(0, 10_000)),
    # clouds at the edge of the sun and cold modules lift photovoltaics above its rated power, gusts a turbine
    "kw_per_kwp": Range("kW/kWp", Limits(0, 1.3), Limits(0, 1.1)),
    "kw_per_kw": Range("kW/kW", Limits(0, 1.3), Limits(0, 1.1)),
    # a collector gives no more heat than falls on it
    "kw_per_m2": Range("kW/m2", Limits(0, 1.2), Limits(0, 1.0)),
    # below a half, the inverse (kWh of electricity per kWh of heat) or a standstill was written; above 50, percent
    "cop": Range("", Limits(0.5, 50), Limits(1, 20)),
    "eer": Range("", Limits(0.5, 50), Limits(1, 20)),
    "c": Range("°C", Limits(-60, 150), Limits(-40, 100)),
    "flow_c": Range("°C", Limits(0, 150), Limits(20, 100)),
    # no law limits a price; an hour of the exchange has reached 4 EUR/kWh, but 8 all year were ct/kWh
    "eur_per_kwh": Range("EUR/kWh", Limits(-inf, inf), Limits(-5, 10), Limits(-0.5, 1)),
}


class Rows(NamedTuple):
    """Where values stand: file, heading of the column, and the line of each."""

    file: str
    column: str
    lines: pd.Index


def range_of(quantity: str) -> Range | None:
    """The range of a quantity, by its name or else by its unit.

    >>> range_of("power_kw").possible, range_of("cop").usual
    (Limits(least=0, most=inf), Limits(least=1, most=20))
    """
    return RANGES.get(quantity) or RANGES.get(suffix_of(quantity))


def notices_of_range(values: FloatArray, quantity: str, rows: Rows | None = None) -> list[Fault]:
    """What is unusual among the values of a quantity; at most one notice, of the farthest.

    Parameters
    ----------
    values : FloatArray
        In the unit of the quantity, shape (rows,).
    quantity : str
        Name with unit, such as "power_kw".
    rows : Rows, optional
        Where the values stand; without it they are a number in the scenario file.

    Raises
    ------
    ScenarioError
        If a value is impossible: names the first.

    Examples
    --------
    >>> notices_of_range(np.array([2.5]), "power_kw")
    []
    >>> notices_of_range(np.array([0.5, 0.8]), "cop")[0].values
    {'number': '0.5', 'limits': '1 … 20'}
    >>> notices_of_range(np.array([8.0]), "internal_price_eur_per_kwh")[0].values
    {'number': '8 EUR/kWh', 'limits': '-0.5 … 1 EUR/kWh'}
    """
    known = range_of(quantity)
    if known is None or not len(values):
        return []
    impossible = known.possible.outside(values)
    if impossible.any():
        row = int(np.flatnonzero(impossible)[0])
        raise ScenarioError(_fault("impossible", values, row, known.unit, known.possible, rows))
    usual = known.usual_for(values)
    unusual = usual.outside(values)
    return [_fault("unusual", values, int(unusual.argmax()), known.unit, usual, rows)] if unusual.any() else []


def notices_of_number(number: float, quantity: str) -> list[Fault]:
    """What is unusual about one number that holds in every step.

    Raises
    ------
    ScenarioError
        If it is impossible.
    """
    return notices_of_range(np.array([float(number)]), quantity)


def _fault(kind: str, values: FloatArray, row: int, unit: str, limits: Limits, rows: Rows | None) -> Fault:
    told: dict[str, object] = {"number": f"{values[row]:g} {unit}".strip(), "limits": limits.shown(unit)}
    if rows is None:
        return Fault(f"profile_{kind}_number", told)
    told |= {"column": rows.column, "count": int(np.count_nonzero(limits.outside(values)))}
    return Fault(f"profile_{kind}_row", told, file=rows.file, line=int(rows.lines[row]))
