"""What everything costs in a year: by kind, by asset, by member."""

from __future__ import annotations

from typing import get_args

from energycommunity.assessment.costs import costs_by
from energycommunity.quantities import CostKind
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.network_heat import concerned, heat_eur, told_heat
from energycommunity.reporting.table import Column, Row, Table, Value, text_column, with_total, without_empty_columns
from energycommunity.reporting.unconfirmed import marked
from energycommunity.results.told_apart import is_told_apart, least_told_eur
from energycommunity.settlement.credit_lines import CREDIT_ACCOUNT

KINDS: tuple[CostKind, ...] = get_args(CostKind)

#: A yearly sum that is written as none [EUR/a].
NOTHING_EUR = 0.5
#: Euros by row and kind.
Amounts = dict[str, dict[str, float]]


def costs_by_kind(edition: Edition) -> Table:
    """Yearly cost by kind, a column for each variant; the last row is the objective."""
    say = edition.voice.say
    sums = {name: costs_by(result.assessment.accounts.costs, "kind") for name, result in edition.variants.items()}
    columns = (text_column(say("cost_kind")), *(Column(edition.titles[name], edition.eur) for name in sums))
    rows: list[Row] = [
        (say(f"kind_{kind}"), *(of_variant.get(kind, 0.0) for of_variant in sums.values()))
        for kind in KINDS
        if any(kind in of_variant for of_variant in sums.values())
    ]
    return with_total(Table("costs_by_kind", say("costs_by_kind"), columns, tuple(rows)), say("total"))


def costs_by_member(edition: Edition) -> Table:
    """Yearly cost of each member, transfers between members included, with its change to the baseline by variant."""
    say = edition.voice.say
    sums = {name: member_sums(edition, name) for name in edition.variants}
    others = [name for name in sums if name != edition.results.baseline]
    columns = [text_column(say("member")), Column(edition.titles[edition.results.baseline], edition.eur)]
    for name in others:
        columns += [
            Column(edition.titles[name], edition.eur),
            Column(say("change"), edition.eur, signed=True),
            Column(say("change"), kind="percent", signed=True),
        ]
    members = dict.fromkeys(member for of_variant in sums.values() for member in of_variant)
    costs = {name: {**of_variant, say("total"): sum(of_variant.values())} for name, of_variant in sums.items()}
    for name in sums:
        costs[name] |= {_with_heat(edition, who): eur for who, eur in sums_with_heat(edition, name).items() if eur}
    with_heat = [_with_heat(edition, who) for who in concerned(edition) if edition.is_annual]
    rows = tuple(_beside_baseline(edition, costs, who) for who in (*members, say("total"), *with_heat))
    note = " ".join(filter(None, (say("costs_by_member_note"), _heat_note(edition), _left_open(edition, others))))
    totals = frozenset({len(members)})
    return Table("costs_by_member", say("costs_by_member"), tuple(columns), rows, totals, note, repeated=2, together=3)


def _with_heat(edition: Edition, member: str) -> str:
    return edition.voice.say("with_network_heat", member=member)


def _heat_note(edition: Edition) -> str:
    """Which network heat is billed to nobody who takes it, and what the rows below the total are."""
    told = told_heat(edition)
    if not told:
        return ""
    note = edition.voice.say("network_heat_note", told=told)
    return f"{note} {edition.voice.say('network_heat_rows')}" if edition.is_annual else note


def _beside_baseline(edition: Edition, costs: dict[str, dict[str, float]], who: str) -> Row:
    """A member's cost in the baseline, then cost and change of each other variant."""
    base_eur = costs[edition.results.baseline].get(who, 0.0)
    row: list[Value] = [who, base_eur]
    for name, of_variant in costs.items():
        if name != edition.results.baseline:
            eur = of_variant.get(who, 0.0)
            row += [eur, *_change(edition, name, eur, base_eur)]
    return tuple(row)


def _change(edition: Edition, name: str, eur: float, base_eur: float) -> tuple[Value, Value]:
    """Change in euros and as a part, or that there is none to be told."""
    change_eur = eur - base_eur
    if change_eur and not is_told_apart(change_eur, open_eur(edition, name)):
        return edition.voice.say("not_distinguishable"), None
    return change_eur, change_eur / abs(base_eur) if abs(base_eur) > NOTHING_EUR else None


def open_eur(edition: Edition, name: str) -> float:
    """What the proofs of a variant and of the baseline leave open together [EUR/a]."""
    return edition.results.open_eur(name, edition.results.baseline)


def least_change_eur(edition: Edition, name: str) -> float:
    """The smallest change to the baseline that is told of a variant [EUR/a]."""
    return max(least_told_eur(open_eur(edition, name)), NOTHING_EUR)


def _left_open(edition: Edition, names: list[str]) -> str:
    """From which change on it is told, where the proofs leave anything open."""
    voice = edition.voice
    told = [
        f"{edition.titles[name]}: {voice.amount(eur, edition.a_year('EUR'))}"
        for name in names
        if (eur := least_change_eur(edition, name)) > NOTHING_EUR
    ]
    return voice.say("members_left_open", least="; ".join(told)) if told else ""


def costs_by_asset(edition: Edition, name: str) -> Table:
    """The cost ledger of a variant: a row for each asset, a column for each kind."""
    accounts: Amounts = {}
    for entry in edition.variants[name].assessment.accounts.costs:
        _add(accounts, marked(edition, name, entry.asset), entry.kind, entry.eur_per_year)
    return _by_kind(edition, "costs_by_asset", "asset", accounts)


def member_accounts(edition: Edition, name: str) -> Table:
    """What each member pays in a year: a row for each, a column for each kind, transfers between members included."""
    return _by_kind(edition, "member_accounts", "member", member_costs(edition, name))


def member_sums(edition: Edition, name: str) -> dict[str, float]:
    """Yearly cost of each member, transfers between members included [EUR/a]."""
    return {member: sum(amounts.values()) for member, amounts in member_costs(edition, name).items()}


def sums_with_heat(edition: Edition, name: str) -> dict[str, float | None]:
    """Yearly cost of each member with the network heat that is not billed [EUR/a]; None where that is not known."""
    heat = {member: heat_eur(edition, name, member) for member in concerned(edition)}
    sums = dict.fromkeys(heat, 0.0) | member_sums(edition, name)
    return {who: None if (more := heat.get(who, 0.0)) is None else eur + more for who, eur in sums.items()}


def member_costs(edition: Edition, name: str) -> Amounts:
    """Yearly cost by member and kind, with what passes between members as the bills have it [EUR/a]."""
    result = edition.variants[name]
    accounts: Amounts = {member: {} for member in result.scenario.members}
    for entry in result.assessment.accounts.costs:
        _add(accounts, entry.payer, entry.kind, entry.eur_per_year)
    bills = result.bills
    names = (bills[name].values for name in ("member", "kind", "eur", "vat_eur"))
    for member, kind, eur, vat_eur in zip(*names, strict=True):
        if str(kind) == "shared":
            _add(accounts, str(member), "shared", float(eur.sum()))
        elif str(kind) == CREDIT_ACCOUNT:
            _add(accounts, str(member), CREDIT_ACCOUNT, float(eur.sum() + vat_eur.sum()))
    return {member: amounts for member, amounts in accounts.items() if any(amounts.values())}


def _add(accounts: Amounts, row: str, kind: str, eur: float) -> None:
    amounts = accounts.setdefault(row, {})
    amounts[kind] = amounts.get(kind, 0.0) + eur


def _by_kind(edition: Edition, key: str, heading: str, accounts: Amounts) -> Table:
    """A row for each account, a column for each kind that occurs, and the sum in the last column and row."""
    say = edition.voice.say
    kinds = [*KINDS, "shared", CREDIT_ACCOUNT]
    columns = (
        text_column(say(heading)),
        *(Column(say(f"kind_{kind}"), edition.eur) for kind in kinds),
        Column(say("sum"), edition.eur),
    )
    rows: tuple[Row, ...] = tuple(
        (row, *(amounts.get(kind, 0.0) for kind in kinds), sum(amounts.values())) for row, amounts in accounts.items()
    )
    table = without_empty_columns(Table(key, say(key), columns, rows))
    return with_total(table, say("total"))
