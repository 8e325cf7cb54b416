"""One charge of a bill as the check sheet sees it: what it is laid on, as cells of the sheet of hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.formula import Cells, Formula, added, number, total_of
from energycommunity.settlement.bills import Side
from energycommunity.tariffs.charges import Charge, EnergyCharge, FixedCharge

#: What is billed on each side of a contract: what was traded (or burnt), and what was shared.
TRADED = {"purchase": ("bought_kw", "fuel_kw", "bought_heat_kw"), "sale": ("sold_kw",)}
SHARED = {"purchase": "shared_in_kw", "sale": "shared_out_kw"}


@dataclass(frozen=True, eq=False)
class Charged:
    """A charge at a meter, or at a plant that buys fuel or heat; `place` numbers the charges of its contract."""

    lines: Lines
    meter: str
    place: int
    side: Side
    charge: Charge

    @property
    def label(self) -> str:
        """Meter and kind of the charge, as a line is called."""
        return f"{self.meter}: {self.lines.edition.voice.say(f'kind_{self.charge.kind}')}"

    def columns(self, shared: bool = True) -> list[tuple[str, float]]:
        """Names of the series that the charge counts, and the part of each that it counts."""
        names = [(name, 1.0) for name in TRADED[self.side]]
        if shared and not isinstance(self.charge, FixedCharge) and self.charge.counted == "crossing":
            part = self.charge.shared_fraction if isinstance(self.charge, EnergyCharge) else 1.0
            names += [(SHARED[self.side], part)] if part else []
        known = self.lines.hours.found.series
        return [(f"{self.meter}.{name}", part) for name, part in names if f"{self.meter}.{name}" in known]

    def powers(self, first: int, last: int | None = None, shared: bool = True) -> Iterator[tuple[Cells, float]]:
        """What it counts in a month, or in several: cells and the part of them."""
        for name, part in self.columns(shared):
            cells = self.lines.month(name, first, last)
            if cells is not None:
                yield cells, part

    def used_kwh(self, first: int, last: int | None = None) -> Formula:
        """The energy it counts in a month, or in several, as it was computed [kWh]."""
        return added(times(part, total_of(cells)) for cells, part in self.powers(first, last)) * self.lines.step_h


@dataclass(frozen=True, eq=False)
class Billed:
    """A charge in the bill: its amounts as cells, and what it comes to in any month.

    `in_month`: of the position of a month, and of whether shared energy counts; None where nothing flows.
    """

    charged: Charged
    amounts: tuple[Formula, ...]
    in_month: Callable[[int, bool], Formula | None]


def times(factor: float, formula: Formula) -> Formula:
    """A multiple, which is not written where it is one."""
    return formula if factor == 1.0 else number(factor) * formula
