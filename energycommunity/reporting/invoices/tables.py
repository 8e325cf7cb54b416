"""Invoices, accounts and comparisons as tables, for the workbook and as CSV."""

from __future__ import annotations

from collections.abc import Iterable

from energycommunity.reporting.invoices.issue import Issue
from energycommunity.reporting.table import Column, Row, Table, text_column, with_total
from energycommunity.settlement.invoice import InvoiceLine


def invoice_lines(issue: Issue) -> Table:
    """Every line of every invoice, by member, month and meter."""
    say = issue.voice.say
    columns = (
        *(text_column(say(key)) for key in ("member", "month", "billed_at", "cost_kind")),
        Column(say("energy"), "kWh", digits=3),
        *(Column(say(f"invoice_{key}"), "EUR", digits=2) for key in ("net", "vat", "to_pay", "vat_back")),
    )
    lines = [line for member in issue.members for line in issue.lines_of_member.get(member, [])]
    return Table("invoices", say("invoices"), columns, tuple(_row(issue, line) for line in lines))


def _row(issue: Issue, line: InvoiceLine) -> Row:
    amounts = (line.net_eur, line.vat_eur, line.to_pay_eur, line.deductible_vat_eur)
    words = (line.member, line.month, line.meter, issue.voice.say(f"invoice_{line.kind}"))
    return (*words, line.energy_kwh, *map(float, amounts))


def by_month(issue: Issue) -> Table:
    """What each member pays in each month, VAT included."""
    say, months = issue.voice.say, issue.settled.time.months
    columns = (text_column(say("member")), *(Column(month, "EUR", digits=2) for month in months))
    rows: tuple[Row, ...] = tuple(
        (member, *(float(issue.to_pay_eur(member, month)) for month in months)) for member in issue.members
    )
    return with_total(Table("by_month", say("monthly_bills"), columns, rows, note=say("invoice_sign")), say("total"))


def account(issue: Issue) -> Table:
    """The community's account of each month; what comes in goes out again."""
    say = issue.voice.say
    names = ("from_members", "from_trader", "to_suppliers", "vat_to_state", "to_members", "balance")
    columns = (text_column(say("month")), *(Column(say(f"account_{name}"), "EUR", digits=2) for name in names))
    rows: list[Row] = []
    for month in issue.settled.accounts:
        out = (month.to_suppliers_eur, month.vat_to_state_eur, month.to_members_eur, month.balance_eur)
        rows.append((month.month, *map(float, (month.paid_by_members_eur, month.paid_by_trader_eur, *out))))
    table = Table("account", say("account"), columns, tuple(rows), note=say("account_note"))
    return with_total(table, say("total"))


def keys(issue: Issue) -> Table:
    """What each member would pay under each key that has its data, what is shared then, and what sharing saves him."""
    say, found = issue.voice.say, issue.keys
    columns = (
        text_column(say("member")),
        *(Column(issue.voice.label(kind), "EUR", digits=2) for kind in found.to_pay_eur),
        Column(say("keys_saved"), "EUR", digits=2),
    )
    rows: tuple[Row, ...] = tuple(
        (member, *(float(sums[member]) for sums in found.to_pay_eur.values()), _saved(issue, member))
        for member in issue.members
    )
    note = [say("keys_shared", amounts=_listed_energy(issue)), say("keys_saved_note"), *_left_out(issue)]
    return with_total(Table("keys", say("keys"), columns, rows, note=" ".join(note)), say("total"))


def _saved(issue: Issue, member: str) -> float | None:
    """What sharing saves a member [EUR]; None where that is not known."""
    eur = issue.keys.saved_eur.get(member)
    return None if eur is None else float(eur)


def _listed_energy(issue: Issue) -> str:
    amounts = issue.keys.shared_kwh.items()
    return "; ".join(f"{issue.voice.label(kind)}: {issue.voice.amount(kwh, 'kWh')}" for kind, kwh in amounts)


def _left_out(issue: Issue) -> Iterable[str]:
    if issue.keys.left_out:
        yield issue.voice.say("keys_left_out", keys=", ".join(issue.voice.label(kind) for kind in issue.keys.left_out))


TABLES = (by_month, invoice_lines, account, keys)
