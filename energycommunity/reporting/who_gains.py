"""Who gains and who pays more by sharing, beside the baseline: one sentence of the answer."""

from __future__ import annotations

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.tables.costs import NOTHING_EUR, member_sums, open_eur


def who_gains(edition: Edition) -> tuple[str, ...]:
    """One sentence about the members of the cheapest variant that shares; nothing where none does.

    A member whose change is within what the calculation leaves open neither gains nor pays more.
    """
    name = cheapest_that_shares(edition)
    if name is None:
        return ()
    after, before = member_sums(edition, name), member_sums(edition, edition.results.baseline)
    changes = {member: after.get(member, 0.0) - before.get(member, 0.0) for member in dict.fromkeys([*before, *after])}
    least_eur = max(open_eur(edition, name), NOTHING_EUR)
    groups = {
        "gain": {member: -eur for member, eur in changes.items() if eur < -least_eur},
        "pay_more": {member: eur for member, eur in changes.items() if eur > least_eur},
    }
    parts = [_group(edition, key, amounts) for key, amounts in groups.items() if amounts]
    rest = [member for member, eur in changes.items() if abs(eur) <= least_eur]
    if rest:
        smallest = edition.voice.amount(least_eur, edition.a_year("EUR"))
        parts.append(edition.voice.say("members_alike", who=_who(edition, rest), open=smallest))
    title = edition.titles[name]
    return (edition.voice.say("members_answer", variant=title, parts="; ".join(parts)),)


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
