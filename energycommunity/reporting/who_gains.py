"""Who gains and who pays more by sharing, beside the baseline: a part of the answer."""

from __future__ import annotations

import math
from collections.abc import Iterator

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.network_heat import told_heat
from energycommunity.reporting.tables.costs import least_change_eur, sums_with_heat


def who_gains(edition: Edition) -> tuple[str, ...]:
    """About the members of the cheapest variant that shares; nothing where none does.

    A member whose change is too small to be told neither gains nor pays more.
    """
    name = cheapest_that_shares(edition)
    if name is None:
        return ()
    changes = _changes_eur(edition, name)
    least_eur = least_change_eur(edition, name)
    told = {member: eur for member, eur in changes.items() if eur is not None}
    groups = {
        "gain": {member: -eur for member, eur in told.items() if eur <= -least_eur},
        "pay_more": {member: eur for member, eur in told.items() if eur >= least_eur},
    }
    parts = [_group(edition, key, amounts) for key, amounts in groups.items() if amounts]
    rest = [member for member, eur in told.items() if abs(eur) < least_eur]
    if rest:
        # Rounded up: nobody changes by less than nothing.
        smallest = edition.voice.amount(math.ceil(least_eur - 1e-6), edition.a_year("EUR"))
        parts.append(edition.voice.say("members_alike", who=_who(edition, rest), least=smallest))
    unknown = [member for member, eur in changes.items() if eur is None]
    if unknown:
        parts.append(edition.voice.say("members_heat_unknown", who=_who(edition, unknown)))
    sentence = edition.voice.say("members_answer", variant=edition.titles[name], parts="; ".join(parts))
    return (sentence, *_covering_prices(edition, name, groups["pay_more"]), *_heat(edition))


def _changes_eur(edition: Edition, name: str) -> dict[str, float | None]:
    """What each member pays more than in the baseline, network heat counted [EUR/a]; None where that is not known."""
    after, before = sums_with_heat(edition, name), sums_with_heat(edition, edition.results.baseline)
    changes: dict[str, float | None] = {}
    for member in dict.fromkeys([*before, *after]):
        ends = after.get(member, 0.0), before.get(member, 0.0)
        changes[member] = None if ends[0] is None or ends[1] is None else ends[0] - ends[1]
    return changes


def _covering_prices(edition: Edition, name: str, more_eur: dict[str, float]) -> Iterator[str]:
    """The internal price at which those who pay more, and give more than they take, would pay as much as before."""
    result, grid = edition.variants[name], edition.grid
    price = result.scenario.community.internal_price_eur_per_kwh
    for member, eur in more_eur.items():
        net_kw = 0.0
        for meter, connection in result.scenario.meters.items():
            if connection.owner == member and f"{meter}.shared_in_kw" in result.dispatch:
                net_kw += float(result.dispatch[f"{meter}.shared_out_kw"].sum())
                net_kw -= float(result.dispatch[f"{meter}.shared_in_kw"].sum()) * (
                    1.0 + result.contracts[meter].vat_rate
                )
        if net_kw > 0.0:
            covering = price + eur / (net_kw * grid.step_h * grid.weight)
            yield edition.voice.say("members_covered", who=member, price=edition.voice.number(covering, 3))


def _heat(edition: Edition) -> tuple[str, ...]:
    """That network heat is not billed, and how it is counted; nothing where all take it at their own cost."""
    told = told_heat(edition)
    key = "members_heat" if edition.is_annual else "members_heat_window"
    return (edition.voice.say(key, told=told),) if told else ()


def cheapest_that_shares(edition: Edition) -> str | None:
    """The cheapest variant with sharing and several members, the baseline left out."""
    sharing = [
        name
        for name, result in edition.variants.items()
        if name != edition.results.baseline
        and result.scenario.community.sharing != "none"
        and len(result.scenario.members) > 1
    ]
    return min(sharing, key=lambda name: edition.variants[name].annual_cost_eur, default=None)


def _group(edition: Edition, key: str, amounts: dict[str, float]) -> str:
    """Who, and from the least to the most euros a year."""
    voice, digits = edition.voice, [round(min(amounts.values())), round(max(amounts.values()))]
    many = "many" if len(amounts) > 1 else "one"
    most = voice.amount(digits[1], edition.a_year("EUR"))
    span = most if digits[0] == digits[1] else voice.say("members_span", least=voice.number(digits[0]), most=most)
    return voice.say(f"members_{key}_{many}", who=_who(edition, list(amounts)), span=span)


def _who(edition: Edition, members: list[str]) -> str:
    """One or two by name, more by their number."""
    if len(members) > 2:
        return edition.voice.say("members_count", count=len(members))
    return edition.voice.say("members_and").join(members)
