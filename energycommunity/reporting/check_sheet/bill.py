"""One month's bill of one member, line by line, from the rates and from what crossed the meters in each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from energycommunity.reporting.check_sheet.block_charge import bill_block_charge
from energycommunity.reporting.check_sheet.charged import SHARED, Billed, Charged
from energycommunity.reporting.check_sheet.credit_account import bill_credit_accounts
from energycommunity.reporting.check_sheet.demand_charge import bill_demand_charge
from energycommunity.reporting.check_sheet.energy_charge import bill_energy_charge
from energycommunity.reporting.check_sheet.fixed_charge import bill_fixed_charge
from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.check_sheet.linked_rate import linked
from energycommunity.reporting.checked_bill import checked_bill
from energycommunity.reporting.formula import Formula, added, total_of
from energycommunity.settlement.bills import Contract, Side
from energycommunity.tariffs.charges import BlockCharge, Charge, DemandCharge, EnergyCharge, FixedCharge


def check_bill(lines: Lines) -> None:
    """Every line of the bill, the VAT on it, and the sum beside the one of the report."""
    bill = checked_bill(lines.result)
    if bill is None:
        return
    say, month = lines.edition.voice.say, lines.edition.grid.months[bill.month]
    lines.heading(say("check_bill", member=bill.member, month=month))
    amounts: list[Formula] = []
    billed: dict[str, list[Billed]] = {}
    for name, contract in bill.contracts.items():
        billed[name] = list(_charges(lines, name, contract, bill.month))
        amounts += _with_vat(lines, name, contract, billed[name], bill.month)
    meters = {name: contract for name, contract in bill.contracts.items() if name in lines.result.scenario.meters}
    amounts += bill_credit_accounts(lines, meters, billed, bill.month)
    sheet = lines.sheets.by_key["monthly_bills"]
    row = sheet.row_of(lines.title, month)
    lines.compare(say("to_pay"), added(amounts), sheet, row, f"{bill.member}, EUR", "EUR")


def _charges(lines: Lines, name: str, contract: Contract, month: int) -> Iterator[Billed]:
    """The lines of a meter, or of a plant that buys fuel, in the order of its contract."""
    for place, (side, charge) in enumerate(contract.charges()):
        yield _billed(Charged(lines, name, place, side, charge), charge, month)


def _billed(charged: Charged, charge: Charge, month: int) -> Billed:
    if isinstance(charge, FixedCharge):
        return bill_fixed_charge(charged, charge, month)
    if isinstance(charge, BlockCharge):
        return bill_block_charge(charged, charge, month)
    if isinstance(charge, DemandCharge):
        return bill_demand_charge(charged, charge, month)
    if isinstance(charge, EnergyCharge):
        return bill_energy_charge(charged, charge, month)
    assert_never(charge)


def _with_vat(lines: Lines, name: str, contract: Contract, charges: Sequence[Billed], month: int) -> list[Formula]:
    """The amounts of a meter, what members pay each other among them, and the VAT on what is paid."""
    say = lines.edition.voice.say
    paid = [cell for each in charges if each.charged.charge.kind != "revenue" for cell in each.amounts]
    earned = [cell for each in charges if each.charged.charge.kind == "revenue" for cell in each.amounts]
    paid += _transfers(lines, name, "purchase", month)
    earned += _transfers(lines, name, "sale", month)
    if contract.vat_rate and paid:
        tax = lines.rate(contract.vat_rate) * added(paid)
        paid.append(lines.add(f"{name}: {say('vat')}", tax, "EUR", contract.vat_rate))
    return paid + earned


def _transfers(lines: Lines, name: str, side: Side, month: int) -> Iterator[Formula]:
    """What is paid to other members for shared energy, or, below zero, earned with it."""
    sign = 1.0 if side == "purchase" else -1.0
    price = lines.result.scenario.community.internal_price_eur_per_kwh
    cells = lines.month(f"{name}.{SHARED[side]}", month)
    if cells is not None and price:
        what = f"{name}: {lines.edition.voice.say('kind_shared')}"
        shown = linked(lines, ("community.internal_price_eur_per_kwh",), sign * price)
        yield lines.add(what, lines.rate(sign * price) * total_of(cells) * lines.step_h_scaled, "EUR", shown)
