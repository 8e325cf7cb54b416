"""A charge that falls due whatever flows: its rate times the part of the month that the run covers."""

from __future__ import annotations

from energycommunity.reporting.check_sheet.charged import Billed, Charged
from energycommunity.reporting.check_sheet.linked_rate import rate_of_fixed_charge
from energycommunity.reporting.formula import Formula, number
from energycommunity.tariffs.charges import FixedCharge


def bill_fixed_charge(charged: Charged, charge: FixedCharge, month: int) -> Billed:
    """The line of the charge; none where it is nothing."""
    lines, eur_per_month = charged.lines, charge.of_month(month)
    rate = lines.rate(eur_per_month)

    def in_month(position: int, shared: bool) -> Formula | None:
        weight = number(float(lines.edition.grid.month_weight[position]))
        own = charge.of_month(position)
        return (rate if own == eur_per_month else number(own)) * weight if own else None

    eur = in_month(month, True)
    if eur is None:
        return Billed(charged, (), in_month)
    what = lines.edition.voice.say("check_fixed", label=charged.label)
    return Billed(charged, (lines.add(what, eur, "EUR", rate_of_fixed_charge(charged, eur_per_month)),), in_month)
