"""What everything costs in a year: by kind, by asset, by member."""

from __future__ import annotations

from typing import get_args

from energycommunity.assessment.costs import costs_by
from energycommunity.quantities import CostKind
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column, with_total, without_empty_columns
from energycommunity.reporting.unconfirmed import marked

KINDS: tuple[CostKind, ...] = get_args(CostKind)

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
    """Yearly cost of each member, transfers between members included, a column for each variant."""
    say = edition.voice.say
    sums = {name: member_sums(edition, name) for name in edition.variants}
    columns = (text_column(say("member")), *(Column(edition.titles[name], edition.eur) for name in sums))
    members = dict.fromkeys(member for of_variant in sums.values() for member in of_variant)
    rows: list[Row] = [(member, *(of_variant.get(member, 0.0) for of_variant in sums.values())) for member in members]
    table = Table("costs_by_member", say("costs_by_member"), columns, tuple(rows), note=say("costs_by_member_note"))
    return with_total(table, say("total"))


def costs_by_asset(edition: Edition, name: str) -> Table:
    """The cost ledger of a variant: a row for each asset, a column for each kind."""
    accounts: Amounts = {}
    for entry in edition.variants[name].assessment.accounts.costs:
        _add(accounts, marked(edition, name, entry.asset), entry.kind, entry.eur_per_year)
    return _by_kind(edition, "costs_by_asset", "asset", accounts)


def member_accounts(edition: Edition, name: str) -> Table:
    """What each member pays in a year: a row for each, a column for each kind, transfers between members included."""
    return _by_kind(edition, "member_accounts", "member", _of_members(edition, name))


def member_sums(edition: Edition, name: str) -> dict[str, float]:
    """Yearly cost of each member, transfers between members included [EUR/a]."""
    return {member: sum(amounts.values()) for member, amounts in _of_members(edition, name).items()}


def _of_members(edition: Edition, name: str) -> Amounts:
    """Cost ledger by payer and kind, and what passes between members, as the bills have it."""
    result = edition.variants[name]
    accounts: Amounts = {member: {} for member in result.scenario.members}
    for entry in result.assessment.accounts.costs:
        _add(accounts, entry.payer, entry.kind, entry.eur_per_year)
    bills = result.bills
    for member, kind, eur in zip(bills["member"].values, bills["kind"].values, bills["eur"].values, strict=True):
        if str(kind) == "shared":
            _add(accounts, str(member), "shared", float(eur.sum()))
    return {member: amounts for member, amounts in accounts.items() if any(amounts.values())}


def _add(accounts: Amounts, row: str, kind: str, eur: float) -> None:
    amounts = accounts.setdefault(row, {})
    amounts[kind] = amounts.get(kind, 0.0) + eur


def _by_kind(edition: Edition, key: str, heading: str, accounts: Amounts) -> Table:
    """A row for each account, a column for each kind that occurs, and the sum in the last column and row."""
    say = edition.voice.say
    kinds = [*KINDS, "shared"]
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
