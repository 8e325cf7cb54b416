"""A charge that falls due whatever flows: its rate times the part of the month that the run covers."""

from __future__ import annotations

from energycommunity.reporting.check_sheet.charged import Billed, Charged
from energycommunity.reporting.formula import Formula, number
from energycommunity.tariffs.charges import FixedCharge


def bill_fixed_charge(charged: Charged, charge: FixedCharge, month: int) -> Billed:
    """The line of the charge; none where it is nothing."""
    lines = charged.lines
    rate = lines.rate(charge.eur_per_month)

    def in_month(position: int, shared: bool) -> Formula | None:
        weight = float(lines.edition.grid.month_weight[position])
        return rate * number(weight) if charge.eur_per_month else None

    eur = in_month(month, True)
    if eur is None:
        return Billed(charged, (), in_month)
    what = lines.edition.voice.say("check_fixed", label=charged.label)
    return Billed(charged, (lines.add(what, eur, "EUR", charge.eur_per_month),), in_month)
