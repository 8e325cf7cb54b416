"""The VAT that members bear because they cannot deduct it."""

from __future__ import annotations

from typing import get_args

from energycommunity.parameters import vat_rate
from energycommunity.scenario.members_and_buildings import MemberKind
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.ledger import Goods

#: Members to whom heat and wood are sold at the reduced rate of VAT.
RESIDENTS: tuple[MemberKind, ...] = ("household", "apartment_house")


def borne_vat(scenario: Scenario) -> dict[tuple[str, Goods], float]:
    """Rates by member and goods [-], of those members that cannot deduct VAT."""
    rates = {goods: vat_rate(goods, scenario.economics.last_day).value for goods in get_args(Goods)}
    return {
        (name, goods): rate if member.kind in RESIDENTS else max(rate, rates["other"])
        for name, member in scenario.members.items()
        if not member.deducts_vat
        for goods, rate in rates.items()
    }
