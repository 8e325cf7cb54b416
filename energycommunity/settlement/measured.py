"""Settle what was metered: share by the key among those who take part in a month, bill, and round to the cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from energycommunity.allocation.among_meters import share_among_meters
from energycommunity.allocation.base import AllocationKey
from energycommunity.allocation.sharing_period import SharingPeriod, periods_of
from energycommunity.quantities import BoolArray, FloatArray
from energycommunity.settlement.bills import Contract, MeterFlows, bill_lines
from energycommunity.settlement.credit_lines import CreditStatement, credit_statements, with_kwh_taken_back
from energycommunity.settlement.invoice import (
    FROM_OUTSIDERS,
    FROM_TRADER,
    LINE_KINDS,
    SOLD,
    InvoiceLine,
    LineKind,
    rounded_to_total,
    to_cent,
)
from energycommunity.settlement.metering import Metering
from energycommunity.tariffs.credit_account import Batch
from energycommunity.time_grid import TimeGrid

#: Below what no meter counts: the rounding of floating-point sums [kW].
NOTHING_KW = 1e-9
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Participant:
    """How a meter is billed and whether it shares.

    Parameters
    ----------
    contract : Contract
        Its member and his charges; VAT is stated here and not there.
    takes_part : BoolArray
        Whether the meter belongs to the community in each civil month, shape (months,).
    vat_rate : float or FloatArray
        VAT that is charged, fraction; one for all civil months, or one for each, shape (months,).
    deducts_vat : bool
        Whether the member has it back from the state.
    vat_on_sales : bool
        Whether it is added to what the member sells, and owed by him to the state.
    held : tuple of Batch
        Credit that the month before the first one left [EUR or kWh].
    """

    contract: Contract
    takes_part: BoolArray
    vat_rate: float | FloatArray = 0.0
    deducts_vat: bool = False
    vat_on_sales: bool = False
    held: tuple[Batch, ...] = ()


@dataclass(frozen=True, eq=False)
class SharingTerms:
    """By which key, at which internal price [EUR/kWh], whether VAT is charged on it, and within which period."""

    key: AllocationKey
    internal_price_eur_per_kwh: float = 0.0
    vat_on_shared: bool = True
    period: SharingPeriod = "interval"


@dataclass(frozen=True)
class MonthAccount:
    """The community's account of a month: what comes in from members and traders, and where it goes [EUR]."""

    month: str
    paid_by_members_eur: Decimal
    paid_by_trader_eur: Decimal
    to_suppliers_eur: Decimal
    vat_to_state_eur: Decimal
    to_members_eur: Decimal

    @property
    def balance_eur(self) -> Decimal:
        """What comes in less what goes out; zero."""
        paid_out = self.to_suppliers_eur + self.vat_to_state_eur + self.to_members_eur
        return self.paid_by_members_eur + self.paid_by_trader_eur - paid_out


@dataclass(frozen=True, eq=False)
class MeasuredSettlement:
    """What was shared at each meter, all invoice lines, the account of each month, and the accounts at traders.

    `flows` by meter, shape (intervals,) each [kW].
    """

    time: TimeGrid
    flows: dict[str, MeterFlows]
    lines: tuple[InvoiceLine, ...]
    accounts: tuple[MonthAccount, ...]
    credits: tuple[CreditStatement, ...]


def settle_measured(
    metering: Metering, participants: dict[str, Participant], terms: SharingTerms
) -> MeasuredSettlement:
    """Invoices to the cent for every member and month.

    Parameters
    ----------
    metering : Metering
        What the meters counted.
    participants : dict of str to Participant
        By meter.
    terms : SharingTerms
        Key and internal price.

    Returns
    -------
    MeasuredSettlement
        Money in equals money out to the cent in every month.

    Raises
    ------
    ArithmeticError
        If it does not, which is a defect of the program; no such invoice leaves it.
    """
    time, flows = metering.time, shared_flows(metering, participants, terms)
    exact = _ExactLines(time)
    contracts = {meter: participant.contract for meter, participant in participants.items()}
    bills = [line for meter in participants for line in bill_lines(meter, contracts[meter], flows[meter], time)]
    held = {meter: participant.held for meter, participant in participants.items()}
    statements = tuple(credit_statements(contracts, flows, bills, time, held))
    bills += [statement.line for statement in statements]
    for line in with_kwh_taken_back(contracts, bills):
        exact.add(_kind(line.kind), line.meter, line.eur, _counted_kw(_kind(line.kind), flows[line.meter]))
    for meter in participants:
        price = terms.internal_price_eur_per_kwh
        exact.add_energy("shared_in", meter, flows[meter].shared_in_kw, price)
        exact.add_energy("shared_out", meter, flows[meter].shared_out_kw, -price)
    lines = tuple(_rounded(exact, participants, terms))
    accounts = _accounts(exact, lines)
    wrong = [account.month for account in accounts if account.balance_eur]
    if wrong:
        raise ArithmeticError(f"money in is not money out in {', '.join(wrong)}: a defect of the program")
    return MeasuredSettlement(time, flows, lines, accounts, statements)


def shared_flows(
    metering: Metering, participants: dict[str, Participant], terms: SharingTerms
) -> dict[str, MeterFlows]:
    """What each meter bought, sold and shared, as mean power of each interval [kW].

    In a month in which a member takes no part, nothing is shared with him. No period of sharing crosses a month.
    """
    time = metering.time
    rows = np.array([metering.meters.index(meter) for meter in participants], dtype=np.int64)
    inside = np.array([participant.takes_part for participant in participants.values()])[:, time.month_of]
    drawn_kw, given_kw = metering.drawn_kwh[rows] / time.step_h, metering.given_kwh[rows] / time.step_h
    members = tuple(participant.contract.member for participant in participants.values())
    periods = periods_of(terms.period, time)
    into, out_of = share_among_meters(terms.key, drawn_kw * inside, given_kw * inside, members, periods)
    return {
        meter: MeterFlows(_rest(drawn_kw[i], into[i]), _rest(given_kw[i], out_of[i]), into[i], out_of[i])
        for i, meter in enumerate(participants)
    }


def _rest(crossing_kw: FloatArray, shared_kw: FloatArray) -> FloatArray:
    """What is bought or sold; what the arithmetic of sharing leaves of nothing is nothing."""
    rest = crossing_kw - shared_kw
    return np.where(rest < NOTHING_KW, 0.0, rest)


class _ExactLines:
    """Amounts and energy before rounding, by month and kind, then by meter."""

    def __init__(self, time: TimeGrid) -> None:
        self.time = time
        self.eur: dict[tuple[int, LineKind], dict[str, float]] = defaultdict(dict)
        self.kwh: dict[tuple[int, LineKind, str], float] = {}

    def add(self, kind: LineKind, meter: str, eur: FloatArray, power_kw: FloatArray) -> None:
        """The amounts of a line, one a month; months without money or energy have no line."""
        counted = np.bincount(self.time.month_of, weights=power_kw, minlength=len(self.time.months))
        for month, (amount, energy) in enumerate(zip(eur, counted * self.time.step_h, strict=True)):
            if amount or energy:
                self.eur[month, kind][meter] = float(amount)
                self.kwh[month, kind, meter] = float(energy)

    def add_energy(self, kind: LineKind, meter: str, power_kw: FloatArray, eur_per_kwh: float) -> None:
        """A line at one price for all that is counted."""
        counted = np.bincount(self.time.month_of, weights=power_kw, minlength=len(self.time.months))
        self.add(kind, meter, np.asarray(counted * self.time.step_h * eur_per_kwh), power_kw)

    def total_eur(self, month: int, kind: LineKind) -> Decimal:
        """What all lines of a kind come to, to the cent; what is shared is paid by some and had by others alike."""
        if kind == "shared_out":
            return -self.total_eur(month, "shared_in")
        return to_cent(sum(self.eur.get((month, kind), {}).values()))


def _kind(kind: str) -> LineKind:
    found: LineKind | None = next((known for known in LINE_KINDS if known == kind), None)
    if found is None:
        raise ValueError(f"an invoice has no lines of the kind {kind!r}")
    return found


def _counted_kw(kind: LineKind, flows: MeterFlows) -> FloatArray:
    """What a line of a kind counts at a meter: what was bought, what was sold, or all that was drawn."""
    if kind == "energy":
        return flows.bought_kw
    if kind in ("taken_back", "credit_account"):
        return np.zeros(len(flows.sold_kw))
    return flows.sold_kw if kind == "revenue" else flows.bought_kw + flows.shared_in_kw


def _rounded(exact: _ExactLines, participants: dict[str, Participant], terms: SharingTerms) -> Iterator[InvoiceLine]:
    """All lines to the cent, by month, kind and meter."""
    for month, name in enumerate(exact.time.months):
        for kind in LINE_KINDS:
            amounts = exact.eur.get((month, kind), {})
            rounded = rounded_to_total(amounts, exact.total_eur(month, kind))
            for meter, net_eur in rounded.items():
                energy_kwh = exact.kwh[month, kind, meter]
                vat_eur = _vat_eur(participants[meter], kind, month, net_eur, terms)
                yield _line(participants[meter], (meter, name, kind), energy_kwh, (net_eur, vat_eur))


def _line(
    participant: Participant, place: tuple[str, str, LineKind], energy_kwh: float, eur: tuple[Decimal, Decimal]
) -> InvoiceLine:
    meter, month, kind = place
    with_state = kind in SOLD or participant.deducts_vat
    deductible_eur = eur[1] if with_state else NOTHING
    return InvoiceLine(participant.contract.member, meter, month, kind, energy_kwh, *eur, deductible_eur)


def _vat_eur(participant: Participant, kind: LineKind, month: int, net_eur: Decimal, terms: SharingTerms) -> Decimal:
    """VAT of a line, to the cent; what is earned carries it only where the member owes it."""
    taxed = kind != "credit_account" and (kind not in SOLD or participant.vat_on_sales)
    if not taxed or (kind in ("shared_in", "shared_out") and not terms.vat_on_shared):
        return NOTHING
    rate = np.broadcast_to(participant.vat_rate, len(participant.takes_part))[month]
    return to_cent(net_eur * Decimal(str(rate)))


def _accounts(exact: _ExactLines, lines: tuple[InvoiceLine, ...]) -> tuple[MonthAccount, ...]:
    """The account of each month: what members pay, from their invoices; what others get, from the exact totals.

    VAT on what members share goes to the state, except for what those get who owe it themselves; the trader pays these
    VAT too.
    """
    accounts = []
    for month, name in enumerate(exact.time.months):
        of_month = [line for line in lines if line.month == name]
        charged = [line for line in of_month if line.kind not in (*FROM_TRADER, "shared_out")]
        credited = [line for line in of_month if line.kind in (*FROM_TRADER, "shared_out")]
        vat_eur = {kind: sum((line.vat_eur for line in credited if line.kind == kind), NOTHING) for kind in SOLD}
        accounts.append(
            MonthAccount(
                name,
                sum((line.to_pay_eur for line in charged), NOTHING),
                -sum((exact.total_eur(month, kind) for kind in FROM_TRADER), vat_eur["revenue"]),
                sum((exact.total_eur(month, kind) for kind in FROM_OUTSIDERS), NOTHING),
                sum((line.vat_eur for line in charged), vat_eur["shared_out"]),
                -sum((line.to_pay_eur for line in credited), NOTHING),
            )
        )
    return tuple(accounts)
