"""What a kWh costs more beyond the limits of blocks: energy used, the part above each limit, its surcharge."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from energycommunity.reporting.check_sheet.charged import Billed, Charged, times
from energycommunity.reporting.check_sheet.linked_rate import limit_of_block, surcharge_of_block
from energycommunity.reporting.formula import Formula, added, at_least_nothing
from energycommunity.tariffs.charges import BlockCharge

#: What was used before in the period, if anything can have been, and in the month [kWh].
Used = tuple[Formula | None, Formula]


def bill_block_charge(charged: Charged, charge: BlockCharge, month: int) -> Billed:
    """Lines for what was used, for the part above each limit, and for what that costs; none where nothing flows."""
    blocks = _Blocks(charged, charge)
    amounts = blocks.write(month) if charged.columns() else ()
    return Billed(charged, amounts, blocks.in_month)


@dataclass(frozen=True, eq=False)
class _Blocks:
    """The lines of the charge; `limits` and `rates` are the cells with a limit and with what it adds to the price."""

    charged: Charged
    charge: BlockCharge
    limits: list[Formula] = field(default_factory=list)
    rates: list[Formula] = field(default_factory=list)

    def write(self, month: int) -> tuple[Formula, ...]:
        """Write the lines of the month's bill; the amounts, as cells."""
        lines, label = self.charged.lines, self.charged.label
        say, name = lines.edition.voice.say, lines.edition.grid.months[month]
        before, within = self._used(month)
        if before is not None:
            before = lines.add(say("check_used_before", label=label, month=name), before, "kWh")
        within = lines.add(say("check_used", label=label, month=name), within, "kWh")
        parts = []
        for place, limit_kwh in enumerate(self.charge.above_kwh):
            self.limits.append(lines.rate(limit_kwh))
            above, shown = self._above(place, month, (before, within)), limit_of_block(self.charged, place, limit_kwh)
            parts.append(lines.add(say("check_above", label=label, number=place + 1), above, "kWh", shown))
        amounts = []
        for place, rate in enumerate(self.charge.surcharge_eur_per_kwh):
            self.rates.append(lines.rate(rate))
            eur, shown = self._eur(place, parts[place]), surcharge_of_block(self.charged, place, rate)
            amounts.append(lines.add(say("check_surcharge", label=label, number=place + 1), eur, "EUR", shown))
        return tuple(amounts)

    def in_month(self, month: int, shared: bool) -> Formula | None:
        """What the charge comes to in any month; shared energy is no part of blocks."""
        if not self.limits:
            return None
        used = self._used(month)
        return added(self._eur(place, self._above(place, month, used)) for place in range(len(self.limits)))

    def _used(self, month: int) -> Used:
        periods = self.charge.periods(self.charged.lines.edition.grid)
        first = int(np.argmax(periods == periods[month]))
        before = self.charged.used_kwh(first, month - 1) if first < month else None
        return before, self.charged.used_kwh(month)

    def _above(self, place: int, month: int, used: Used) -> Formula:
        """What was used in the month above a limit, which counts as far as the run covers its period [kWh]."""
        grid = self.charged.lines.edition.grid
        limit_kwh = float(self.charge.limits_kwh(grid)[place, self.charge.periods(grid)[month]])
        limit = times(limit_kwh / self.charge.above_kwh[place], self.limits[place])
        before, within = used
        if before is None:
            return at_least_nothing(within - limit)
        return at_least_nothing(before + within - limit) - at_least_nothing(before - limit)

    def _eur(self, place: int, above: Formula) -> Formula:
        return times(self.charged.lines.edition.grid.weight, self.rates[place] * above)
