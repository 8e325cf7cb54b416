"""One month's bill of one member, line by line, from the rates and from what crossed the meters in each step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.check_sheet.linked_rate import linked, rate_of_charge
from energycommunity.reporting.checked_bill import checked_bill, counts_series, is_flat, rate_series
from energycommunity.reporting.formula import Cells, Formula, added, largest, number, total_of, total_of_products
from energycommunity.settlement.bills import Contract
from energycommunity.settlement.credit_lines import CREDIT_ACCOUNT
from energycommunity.tariffs.charges import BlockCharge, Charge, DemandCharge, EnergyCharge, FixedCharge, counted_kw

#: What is billed on each side of a contract: what was traded (or burnt), and what was shared.
TRADED = {"purchase": ("bought_kw", "fuel_kw", "bought_heat_kw"), "sale": ("sold_kw",)}
#: An amount of the account that is no line [EUR].
LEAST_EUR = 1e-9
SHARED = {"purchase": "shared_in_kw", "sale": "shared_out_kw"}


def check_bill(lines: Lines) -> None:
    """Every line of the bill, the VAT on it, and the sum beside the one of the report."""
    bill = checked_bill(lines.result)
    if bill is None:
        return
    say, month = lines.edition.voice.say, lines.edition.grid.months[bill.month]
    lines.heading(say("check_bill", member=bill.member, month=month))
    amounts: list[Formula] = []
    for name, contract in bill.contracts.items():
        amounts += _Meter(lines, bill.month, name).amounts(contract)
    amounts += _of_account(lines, bill.member, bill.month)
    sheet = lines.sheets.by_key["monthly_bills"]
    row = sheet.row_of(lines.title, month)
    lines.compare(say("to_pay"), added(amounts), sheet, row, f"{bill.member}, EUR", "EUR")


def _of_account(lines: Lines, member: str, month: int) -> Iterator[Formula]:
    """What the account at the trader changes in the month, as the settlement followed it from month to month."""
    bills = lines.result.bills
    for place in np.flatnonzero((bills["member"].values == member) & (bills["kind"].values == CREDIT_ACCOUNT)):
        eur = float(bills["eur"].values[place, month] + bills["vat_eur"].values[place, month])
        if abs(eur) < LEAST_EUR:
            continue
        what = f"{bills['meter'].values[place]}: {lines.edition.voice.say(f'kind_{CREDIT_ACCOUNT}')}"
        yield lines.add(what, number(eur), "EUR", None)


def _in_cells(charge: EnergyCharge | DemandCharge) -> bool:
    """Whether the cells of the month's steps are enough to see how a charge comes about."""
    if isinstance(charge, DemandCharge):
        return charge.interval_minutes is None and charge.carried is None
    return charge.shared_fraction == 1.0


@dataclass(frozen=True, eq=False)
class _Meter:
    """A meter, or a boiler that buys fuel, in the month of the bill."""

    lines: Lines
    month: int
    name: str

    def amounts(self, contract: Contract) -> list[Formula]:
        """The lines of the bill, and the VAT on what is paid; as cells."""
        say = self.lines.edition.voice.say
        paid: list[Formula] = []
        earned: list[Formula] = []
        for place, (side, charge) in enumerate(contract.charges()):
            rate = self._rate(charge)
            formula = self._billed(place, side, charge)
            if formula is not None:
                what = f"{self.name}: {say(f'kind_{charge.kind}')}"
                shown = rate if rate is None else rate_of_charge(self.lines, self.name, side, charge, rate)
                cell = self.lines.add(what, formula, "EUR", shown)
                (earned if charge.kind == "revenue" else paid).append(cell)
        paid += self._transfers(1.0)
        earned += self._transfers(-1.0)
        if contract.vat_rate and paid:
            tax = self.lines.rate(contract.vat_rate) * added(paid)
            paid.append(self.lines.add(f"{self.name}: {say('vat')}", tax, "EUR", contract.vat_rate))
        return paid + earned

    def _rate(self, charge: Charge) -> float | None:
        """The number that stands beside the line; None where the rate differs from step to step."""
        if isinstance(charge, FixedCharge):
            return charge.of_month(self.month)
        if isinstance(charge, BlockCharge):
            return None
        if isinstance(charge, DemandCharge):
            return float(charge.eur_per_kw_month[self.month])
        return float(charge.eur_per_kwh[0]) if is_flat(charge) else None

    def _billed(self, place: int, side: str, charge: Charge) -> Formula | None:
        """What a charge comes to; None where nothing flows."""
        weight = number(float(self.lines.edition.grid.month_weight[self.month]))
        rate = self.lines.rate(self._rate(charge) or 0.0)
        if isinstance(charge, FixedCharge):
            return rate * weight if charge.of_month(self.month) else None
        if isinstance(charge, BlockCharge) or not _in_cells(charge):
            eur = self._reckoned(side, charge)
            return number(eur) if eur else None
        powers = self._powers(side, charge)
        if not powers:
            return None
        if isinstance(charge, DemandCharge):
            return rate * largest(powers, self._cells(counts_series(self.name, place))) * weight
        rates = None if is_flat(charge) else self._cells(rate_series(self.name, place))
        if rates is None:
            return rate * added(total_of(power) for power in powers) * self._step_h()
        return added(total_of_products(power, rates) for power in powers) * self._step_h()

    def _reckoned(self, side: str, charge: Charge) -> float:
        """What a charge comes to by the program's own formula, where a month's cells do not tell it [EUR]."""
        grid, dispatch = self.lines.edition.grid, self.lines.result.dispatch
        traded, shared = (
            sum(
                (dispatch[f"{self.name}.{name}"].values for name in names if f"{self.name}.{name}" in dispatch),
                np.zeros(grid.steps),
            )
            for names in (TRADED[side], (SHARED[side],))
        )
        return float(charge.bill(counted_kw(charge, traded, shared), grid)[self.month])

    def _powers(self, side: str, charge: EnergyCharge | DemandCharge) -> list[Cells]:
        """The columns of what the charge counts."""
        names = [*TRADED[side], *((SHARED[side],) if charge.counted == "crossing" else ())]
        return [cells for name in names if (cells := self._cells(f"{self.name}.{name}")) is not None]

    def _transfers(self, sign: float) -> Iterator[Formula]:
        """What is paid to other members for shared energy, or, below zero, earned with it."""
        price = self.lines.result.scenario.community.internal_price_eur_per_kwh
        cells = self._cells(f"{self.name}.{SHARED['purchase' if sign > 0 else 'sale']}")
        if cells is not None and price:
            what = f"{self.name}: {self.lines.edition.voice.say('kind_shared')}"
            shown = linked(self.lines, ("community.internal_price_eur_per_kwh",), sign * price)
            amount = self.lines.rate(sign * price) * total_of(cells) * self._step_h()
            yield self.lines.add(what, amount, "EUR", shown)

    def _cells(self, series: str) -> Cells | None:
        """The part of a column that lies in the month."""
        cells = self.lines.hours.cells(series)
        if cells is None:
            return None
        steps = np.flatnonzero(self.lines.edition.grid.month_of == self.month)
        return cells.part(slice(int(steps[0]), int(steps[-1]) + 1))

    def _step_h(self) -> Formula:
        """Hours that a step stands for."""
        return self.lines.step_h_scaled
