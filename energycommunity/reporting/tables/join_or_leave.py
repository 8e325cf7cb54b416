"""Join or leave: what the community is worth to each member, in three ways of living and under each key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from energycommunity.allocation.registry import KEY_TYPES
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column, with_total
from energycommunity.results.community_worth import CommunityWorth, MemberWorth

#: Keys that are no rule for each interval: amounts by contribution.
BY_CONTRIBUTION = ("shapley", "nucleolus", "least_core")
#: Amounts below a cent are none [EUR].
CENT_EUR = 0.005


def ways_of_living(edition: Edition, name: str) -> Table:
    """Cost of everyone alone, sharing as it happens, and dispatched together, with what each saves."""
    say, worth = edition.voice.say, edition.variants[name].community
    columns = (
        text_column(say("way_of_living")),
        Column(edition.cost_heading, edition.eur),
        Column(say("saved_against_alone"), edition.eur, signed=True),
        Column(say("left_open"), edition.eur),
    )
    rows: list[Row] = []
    if worth is not None:
        rows = [(say("way_alone"), worth.total("alone"), None, worth.open_alone_eur)]
        rows += [_way(edition, worth, way) for way in ("as_it_happens", "together")]
    ways = {way: say(f"way_{way}") for way in ("alone", "as_it_happens", "together")}
    sizes = say("sizes_of_each_way" if worth is not None and worth.sizes_free else "sizes_of_the_option")
    note = say("ways_of_living_note", sizes=sizes, **ways)
    return Table("ways_of_living", say("ways_of_living"), columns, tuple(rows), note=note)


def _way(edition: Edition, worth: CommunityWorth, way: str) -> Row:
    say, saved = edition.voice.say, worth.total("alone") - worth.total(way)
    known = worth.distinguishable(way)
    shown = saved if known else say("not_distinguishable")
    return say(f"way_{way}"), worth.total(way), shown, worth.open_eur(way)


def join_or_leave(edition: Edition, name: str) -> Table:
    """A row for each member: his gain, his worst month, and what he and the others are to each other."""
    say, worth = edition.voice.say, edition.variants[name].community
    columns = (
        text_column(say("member")),
        Column(say("cost_alone"), edition.eur),
        Column(say("cost_together"), edition.eur),
        Column(say("gain"), edition.eur, signed=True),
        text_column(say("worst_month")),
        Column(say("gain_in_it"), "EUR", digits=2, signed=True),
        Column(say("others_gain"), edition.eur, signed=True),
        Column(say("lost_without"), edition.eur, signed=True),
        Column(say("entry_fee"), edition.eur, signed=True),
        Column(say("balancing_payment"), edition.eur, signed=True),
    )
    members = {} if worth is None else worth.members
    fee = say("entry_fee_of_a_year" if edition.is_annual else "entry_fee_of_a_window")
    rows = tuple(_member(member, found) for member, found in members.items())
    return Table("join_or_leave", say("join_or_leave"), columns, rows, note=say("join_or_leave_note", fee=fee))


def _member(name: str, found: MemberWorth) -> Row:
    return (
        name,
        found.alone_eur,
        found.together_eur,
        found.alone_eur - found.together_eur,
        found.worst_month,
        found.worst_month_gain_eur,
        found.others_gain_eur,
        found.lost_without_eur,
        found.entry_fee_eur,
        found.balancing_eur,
    )


def gains_by_key(edition: Edition, name: str) -> Table:
    """What each member gains a year under each key, those by contribution beside those of the meters."""
    say, worth = edition.voice.say, edition.variants[name].community
    keys = () if worth is None else worth.keys
    members = {} if worth is None else worth.members
    columns = (text_column(say("member")), *(Column(_key(edition, key), edition.eur, signed=True) for key in keys))
    rows: tuple[Row, ...] = tuple(
        (member, *(found.gains_eur[key] for key in keys)) for member, found in members.items()
    )
    table = Table("gains_by_key", say("gains_by_key"), columns, rows, note=_how_sure(edition, worth))
    return with_total(table, say("total")) if rows else table


def _key(edition: Edition, key: str) -> str:
    if key in BY_CONTRIBUTION:
        return edition.voice.say(f"key_{key}")
    (kind,) = (kind for kind in KEY_TYPES if kind.model_fields["type"].default == key)
    return kind.label_lv if edition.voice.language == "lv" else kind.label_en


def _how_sure(edition: Edition, worth: CommunityWorth | None) -> str:
    """How the amounts by contribution were found, and whether somebody would gain by standing apart."""
    if worth is None:
        return ""
    say, amount = edition.voice.say, partial(edition.voice.amount, unit=edition.a_year("EUR"))
    told = [say("shapley_note")]
    if worth.orders:
        error = amount(max(worth.shapley_error_eur.values(), default=0.0))
        told.append(say("shapley_sampled", error=error, orders=worth.orders, coalitions=worth.coalitions))
    excess = worth.excess
    if excess is not None:
        told.append(say("least_core_note" if excess.asked else "nucleolus_note"))
        if excess.least_eur > CENT_EUR:
            told.append(say("core_is_empty", excess=amount(excess.least_eur)))
        elif excess.most_eur <= CENT_EUR:
            told.append(say("core_is_not_empty"))
        if excess.asked:
            told.append(say("least_core_proven", most=amount(max(excess.most_eur, 0.0)), asked=excess.asked))
    if worth.open_worth_eur > CENT_EUR:
        told.append(say("worth_left_open", open=amount(worth.open_worth_eur)))
    return " ".join(told)


#: All tables of what the community is worth, for a variant that was analysed.
COMMUNITY_TABLES: tuple[Callable[[Edition, str], Table], ...] = (ways_of_living, join_or_leave, gains_by_key)
