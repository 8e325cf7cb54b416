"""Heat of a network that is billed to nobody who takes it, and what it would be at the cost-covering tariff.

The cost of a network stands with those who pay for its pipes and plants. What a member takes beyond the part of the
cost that he pays is heat that others pay for; at the cost-covering tariff he would pay them for it. In all that comes
to nothing, but for the VAT that some bear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from energycommunity.reporting.edition import Edition
from energycommunity.results import VariantResult
from energycommunity.scenario.borne_vat import borne_vat

#: Heat of a year that is taken for none [kWh/a].
NOTHING_KWH = 0.5


@dataclass(frozen=True)
class NetworkHeat:
    """Heat that a member takes at the cost of others, below zero heat that others take at his.

    Parameters
    ----------
    kwh : float
        Beyond his part of the cost [kWh/a].
    eur : float or None
        What he would pay for it, with VAT where he bears it [EUR/a]; None for a window, whose tariff means nothing.
    """

    kwh: float
    eur: float | None


def network_heat(edition: Edition, name: str) -> dict[str, NetworkHeat]:
    """By member of a variant; those whose heat is at their own cost are left out."""
    result = edition.variants[name]
    kwh: dict[str, float] = {}
    eur: dict[str, float] = {}
    vat = borne_vat(result.scenario)
    for network, tariff in result.assessment.tariffs.items():
        taken, parts = _taken_kwh(result, network), _parts_of_cost(result, network)
        for member in dict.fromkeys([*taken, *parts]):
            beyond = taken.get(member, 0.0) - parts.get(member, 0.0) * tariff.sold_kwh
            tax = vat.get((member, "heat"), 0.0) if beyond > 0.0 else 0.0
            kwh[member] = kwh.get(member, 0.0) + beyond
            eur[member] = eur.get(member, 0.0) + beyond * (tariff.eur_per_kwh or 0.0) * (1.0 + tax)
    return {
        member: NetworkHeat(amount, eur[member] if edition.is_annual else None)
        for member, amount in kwh.items()
        if abs(amount) >= NOTHING_KWH
    }


def heat_eur(edition: Edition, name: str, member: str) -> float | None:
    """What a member would pay for network heat that is not billed to him [EUR/a]; None where that is not known.

    Below zero where he would be paid.
    """
    found = network_heat(edition, name).get(member)
    return 0.0 if found is None else found.eur


def concerned(edition: Edition) -> tuple[str, ...]:
    """Members who in some variant take network heat at the cost of others, or pay for that of others."""
    return tuple(dict.fromkeys(member for name in edition.variants for member in network_heat(edition, name)))


def told_heat(edition: Edition) -> str:
    """By variant with such heat: how much goes to whom, and at which tariff; empty where there is none."""
    return "; ".join(_told(edition))


def _told(edition: Edition) -> Iterator[str]:
    voice = edition.voice
    for name, result in edition.variants.items():
        takers = {who: heat.kwh for who, heat in network_heat(edition, name).items() if heat.kwh > 0.0}
        if not takers:
            continue
        many = voice.say("members_count", count=len(takers))
        who = many if len(takers) > 2 else voice.say("members_and").join(takers)
        amount = voice.amount(sum(takers.values()) / 1e3, edition.a_year("MWh"))
        prices = [tariff.eur_per_kwh for tariff in result.assessment.tariffs.values() if tariff.eur_per_kwh is not None]
        price = "; ".join(voice.amount(1e3 * eur, voice.unit("EUR/MWh"), 1) for eur in prices)
        key = "network_heat_taken" if edition.is_annual else "network_heat_taken_window"
        yield voice.say(key, variant=edition.titles[name], who=who, amount=amount, price=price)


def _taken_kwh(result: VariantResult, network: str) -> dict[str, float]:
    """Heat that the buildings of each member take [kWh/a]."""
    scenario = result.scenario
    taken: dict[str, float] = {}
    for entry in result.assessment.accounts.energy:
        if (entry.asset, entry.carrier, entry.role) == (network, "heat", "final"):
            member = scenario.meters[scenario.buildings[entry.place].meter].owner
            taken[member] = taken.get(member, 0.0) + entry.kwh_per_year
    return taken


def _parts_of_cost(result: VariantResult, network: str) -> dict[str, float]:
    """Which part of the cost of a network and its plants each member pays [-]; all is its owner's where it is free."""
    scenario = result.scenario
    plants = {name for name, asset in scenario.assets.items() if getattr(asset, "at", None) == network} | {network}
    paid: dict[str, float] = {}
    for entry in result.assessment.accounts.costs:
        if entry.asset in plants and entry.eur_per_year > 0.0:
            paid[entry.payer] = paid.get(entry.payer, 0.0) + entry.eur_per_year
    whole = sum(paid.values())
    if whole <= 0.0:
        return {scenario.heat_networks[network].owner: 1.0}
    return {member: eur / whole for member, eur in paid.items()}
