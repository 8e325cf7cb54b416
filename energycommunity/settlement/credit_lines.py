"""What accounts at the trader change in the bills: credit that waits, is used later, is paid out, or is lost.

The line `revenue` of a meter has the credit as it was earned, which the dispatch counts. The line `credit_account`
brings it to what the bills of the month have: over a year it is the credit that was lost or that is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.settlement.bills import BillLine, Contract, MeterFlows
from energycommunity.tariffs.charges import BlockCharge, EnergyCharge, counted_kw
from energycommunity.tariffs.credit_account import AccountCourse, Batch, CreditAccount, CreditCharge, course_of
from energycommunity.time_grid import TimeGrid

#: The kind of these lines.
CREDIT_ACCOUNT = "credit_account"


#: Credits that the month before the first one left, by the meter that earned them.
Held = Mapping[str, Sequence[Batch]]


@dataclass(frozen=True, eq=False)
class CreditStatement:
    """The line of an account in the bills, its rules, and its course."""

    line: BillLine
    account: CreditAccount
    course: AccountCourse

    @property
    def left(self) -> float:
        """What is on the account at the end [EUR or kWh]."""
        return sum(amount for _, amount in self.course.left)


def credit_lines(
    contracts: Mapping[str, Contract], flows: Mapping[str, MeterFlows], lines: Sequence[BillLine], time: TimeGrid
) -> Iterator[BillLine]:
    """The lines of `credit_statements` of accounts that are new, or repeat their year."""
    for statement in credit_statements(contracts, flows, lines, time, {}):
        yield statement.line


def credit_statements(
    contracts: Mapping[str, Contract],
    flows: Mapping[str, MeterFlows],
    lines: Sequence[BillLine],
    time: TimeGrid,
    held: Held,
) -> Iterator[CreditStatement]:
    """A line for each account, filed under the meter that gives to the grid, or the first of those that do.

    Parameters
    ----------
    contracts, flows : mapping
        Of the meters for electricity, by name.
    lines : sequence of BillLine
        Their bills without accounts.
    time : TimeGrid
        The steps.
    held : mapping of str to sequence of Batch
        What accounts begin with, by any meter that credits them.
    """
    for account, givers, takers in accounts_of({name: contracts[name] for name in flows}):
        credit_eur = -_sum(
            (charge.bill(flows[n].sold_kw, time) for n in givers for charge in _credits(contracts[n])), time
        )
        contract, brought = contracts[givers[0]], sorted((b for n in givers for b in held.get(n, ())), reverse=True)
        if account.counts == "eur":
            payable = _sum((np.maximum(x.eur, 0.0) for x in lines if x.meter in takers and x.kind == "energy"), time)
            course = course_of(account, credit_eur, payable, time, brought)
            eur, vat_eur = credit_eur - course.used - course.paid_out, np.zeros(len(time.months))
        else:
            bought_kwh = _sum((_monthly_kwh(flows[name].bought_kw, time) for name in takers), time)
            earned_kwh = _sum((_monthly_kwh(flows[name].sold_kw, time) for name in givers), time)
            course = course_of(account, earned_kwh, bought_kwh, time, brought)
            paid = _sum((_paid_by_kwh(account, contracts[name], flows[name], time) for name in takers), time)
            price = np.divide(paid, bought_kwh, out=np.zeros_like(paid), where=bought_kwh > 0.0)
            eur, vat_eur = credit_eur - course.used * price, -course.used * price * contract.vat_rate
        yield CreditStatement(BillLine(contract.member, givers[0], CREDIT_ACCOUNT, eur, vat_eur), account, course)


def with_kwh_taken_back(contracts: Mapping[str, Contract], lines: Sequence[BillLine]) -> Iterator[BillLine]:
    """The same lines for invoices: where kilowatt-hours are credited no money is, only what they save later.

    The lines `revenue` and `credit_account` of such a meter become one, `taken_back`.
    """
    counted = {name for name, c in contracts.items() if any(x.account.counts == "kwh" for x in _credits(c))}
    saved: dict[str, FloatArray] = {}
    for line in lines:
        if line.meter in counted and line.kind in ("revenue", CREDIT_ACCOUNT):
            saved[line.meter] = saved.get(line.meter, np.zeros(len(line.eur))) + line.eur
        else:
            yield line
    for meter, eur in saved.items():
        yield BillLine(contracts[meter].member, meter, "taken_back", eur, np.zeros(len(eur)))


def accounts_of(contracts: Mapping[str, Contract]) -> Iterator[tuple[CreditAccount, list[str], list[str]]]:
    """The rules of each account, the meters that it is credited by, and those whose bills it pays."""
    shared: dict[tuple[str, CreditAccount], list[str]] = {}
    for name, contract in contracts.items():
        for account in dict.fromkeys(charge.account for charge in _credits(contract)):
            if account.other_meters:
                shared.setdefault((contract.member, account), []).append(name)
            else:
                yield account, [name], [name]
    for (member, account), givers in shared.items():
        yield account, givers, [name for name, contract in contracts.items() if contract.member == member]


def _credits(contract: Contract) -> list[CreditCharge]:
    return [charge for charge in contract.sale if isinstance(charge, CreditCharge)]


def _sum(parts: Iterator[FloatArray], time: TimeGrid) -> FloatArray:
    return np.asarray(sum(parts, np.zeros(len(time.months))), dtype=np.float64)


def _monthly_kwh(power_kw: FloatArray, time: TimeGrid) -> FloatArray:
    weights = power_kw * (time.step_h * time.weight)
    return np.bincount(time.month_of, weights=weights, minlength=len(time.months)).astype(np.float64)


def _paid_by_kwh(account: CreditAccount, contract: Contract, flows: MeterFlows, time: TimeGrid) -> FloatArray:
    """What is paid for each month's kWh from the trader, with the network's fee where that is offset [EUR]."""
    kinds = ("energy", "network") if account.offsets_network else ("energy",)
    charges = [c for c in contract.purchase if isinstance(c, EnergyCharge | BlockCharge) and c.kind in kinds]
    nothing = np.zeros(time.steps)
    return _sum((charge.bill(counted_kw(charge, flows.bought_kw, nothing), time) for charge in charges), time)
