"""The account at the trader on which exports are credited, followed from month to month like a statement of a bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.reporting.check_sheet.charged import Billed
from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.check_sheet.linked_rate import payout_of
from energycommunity.reporting.formula import Formula, added, at_least_nothing, lowest, number, total_of
from energycommunity.settlement.bills import Contract
from energycommunity.settlement.credit_lines import CREDIT_ACCOUNT, accounts_of
from energycommunity.tariffs.charges import BlockCharge, EnergyCharge
from energycommunity.tariffs.credit_account import Batch, CreditAccount, CreditCharge, course_of, repeats

#: An amount of the account that is no line [EUR], and balances that agree [EUR or kWh].
LEAST_EUR, CLOSE = 1e-9, 1e-6
#: Years before the run that are written at most.
MOST_YEARS = 2


def bill_credit_accounts(
    lines: Lines, contracts: Mapping[str, Contract], billed: Mapping[str, Sequence[Billed]], month: int
) -> Iterator[Formula]:
    """What each account of the member changes in his bill, below the statement of the account; as cells."""
    bills = lines.result.bills
    of_account = bills["kind"].values == CREDIT_ACCOUNT
    for account, givers, takers in accounts_of(contracts):
        rows = of_account & (bills["meter"].values == givers[0])
        eur = float((bills["eur"].values[rows, month] + bills["vat_eur"].values[rows, month]).sum())
        if abs(eur) >= LEAST_EUR:
            statement = _Statement(lines, account, givers, takers, billed)
            statement.write(month)
            yield statement.amount(month, contracts[givers[0]].vat_rate)


@dataclass(frozen=True, eq=False)
class _Statement:
    """The course of an account over the months, in the unit that it counts; its rows are cells by name and month.

    Months of the years before the run are counted below zero.
    """

    lines: Lines
    account: CreditAccount
    givers: Sequence[str]
    takers: Sequence[str]
    billed: Mapping[str, Sequence[Billed]]
    cells: dict[tuple[str, int], Formula] = field(default_factory=dict)

    def write(self, month: int) -> None:
        """The months up to that of the bill; where the year repeats itself all of it, and that it ends as it began.

        Such a year begins with what the years before it left, which are written above it while they are few.
        """
        lines, say, grid = self.lines, self.lines.edition.voice.say, self.lines.edition.grid
        lines.heading(say("check_account", meter=self.meter))
        every = range(len(grid.months))
        credited, payable = [self._credited(m) for m in every], [self._payable(m) for m in every]
        years = self._years_before(_values(credited), _values(payable))
        brought = self._brought(_values(credited), _values(payable)) if years is None else []
        left = added(cell for _, cell in brought)
        for m in range(-len(every) * (years or 0), 0):
            left = self._month(m, left, (credited[m], payable[m]), [])
        began = left
        for m in every if repeats(grid) else range(month + 1):
            left = self._month(m, left, (credited[m], payable[m]), brought)
        if repeats(grid) and abs(left.value - began.value) < CLOSE:
            lines.equal(say("check_repeats"), left, began, self._unit)

    def amount(self, month: int, vat_rate: float) -> Formula:
        """What the account changes in the bill of the month: nothing earned, but what is used and paid out."""
        lines, what = self.lines, f"{self.meter}: {self.lines.edition.voice.say(f'kind_{CREDIT_ACCOUNT}')}"
        used = self.cells["used", month]
        if self.account.counts == "eur":
            expired, part = self.cells.get(("expired", month)), self.account.payout_fraction
            kept = self.cells["credited", month] - used
            if expired is None or not part:
                return lines.add(what, kept, "EUR")
            shown = payout_of(self._credits()[0].charged, part)
            return lines.add(what, kept - lines.rate(part) * expired, "EUR", shown)
        earned = added(-cell for each in self._credits() for cell in each.amounts)
        price = self._price(month)
        return lines.add(what, earned - used * price * (number(1.0) + lines.rate(vat_rate)), "EUR", vat_rate)

    @property
    def meter(self) -> str:
        """The meter under which the account is filed."""
        return self.givers[0]

    @property
    def _unit(self) -> str:
        return "EUR" if self.account.counts == "eur" else "kWh"

    def _years_before(self, credited: FloatArray, payable: FloatArray) -> int | None:
        """After how many years like it, from nothing, the run begins; None if they are too many to be written."""
        grid = self.lines.edition.grid
        if not repeats(grid):
            return 0
        held: tuple[Batch, ...] = ()
        brought, once = course_of(self.account, credited, payable, grid).brought, replace(grid, annual=False)
        for years in range(MOST_YEARS + 1):
            if len(held) == len(brought) and np.allclose(held, brought):
                return years
            held = course_of(self.account, credited, payable, once, held).left
        return None

    def _brought(self, credited: FloatArray, payable: FloatArray) -> list[tuple[int, Formula]]:
        """What the account holds when the run begins, by its age in months where that decides when it expires."""
        lines, say = self.lines, self.lines.edition.voice.say
        batches = course_of(self.account, credited, payable, lines.edition.grid).brought
        if self.account.expires_after_months is None:
            amount = sum(amount for _, amount in batches)
            return [(0, lines.entry(say("check_brought", meter=self.meter), amount, self._unit))] if batches else []
        aged = ((age, say("check_brought_aged", meter=self.meter, months=age + 1), amount) for age, amount in batches)
        return [(age, lines.entry(what, amount, self._unit)) for age, what, amount in aged]

    def _month(
        self, month: int, before: Formula, flows: tuple[Formula, Formula], brought: Sequence[tuple[int, Formula]]
    ) -> Formula:
        """The lines of a month; what is left, as a cell."""
        credited, payable = self._line("credited", month, flows[0]), self._line("payable", month, flows[1])
        expired = self._expired(month, before, brought)
        held = before if expired is None else before - self._line("expired", month, expired)
        most = lowest((held + at_least_nothing(credited), at_least_nothing(payable)))
        used = self._line("used", month, most + lowest((credited, number(0.0))))
        return self._line("left", month, held + credited - used)

    def _line(self, what: str, month: int, formula: Formula) -> Formula:
        say, months = self.lines.edition.voice.say, self.lines.edition.grid.months
        name = months[month % len(months)]
        if month < 0:
            name = say("check_years_before", month=name, years=-(month // len(months)))
        said = say(f"check_account_{what}", meter=self.meter, month=name)
        self.cells[what, month] = self.lines.add(said, formula, self._unit)
        return self.cells[what, month]

    def _expired(self, month: int, before: Formula, brought: Sequence[tuple[int, Formula]]) -> Formula | None:
        """What expires as the month begins: all, or all but the credits that may still pay; None: nothing ever."""
        rules = self.account
        months = self.lines.edition.grid.months
        if int(months[month % len(months)][5:]) in rules.emptied_in_months:
            return before
        if rules.expires_after_months is None:
            return None
        earlier = (self.cells.get(("credited", m)) for m in range(month - rules.expires_after_months, month))
        kept = [at_least_nothing(cell) for cell in earlier if cell is not None]
        kept += [cell for age, cell in brought if age + month + 1 <= rules.expires_after_months]
        return at_least_nothing(before - added(kept)) if kept else before

    def _credited(self, month: int) -> Formula:
        """What exports earn in a month [EUR or kWh]."""
        if self.account.counts == "kwh":
            return self._kwh([f"{name}.sold_kw" for name in self.givers], month)
        return added(-eur for each in self._credits() if (eur := each.in_month(month, True)) is not None)

    def _payable(self, month: int) -> Formula:
        """The most that the account pays of a month: its energy, meter by meter [EUR], or what is bought [kWh]."""
        if self.account.counts == "kwh":
            return self._kwh([f"{name}.bought_kw" for name in self.takers], month)
        of_meters = (self._paid(name, month, ("energy",), shared=True) for name in self.takers)
        return added(at_least_nothing(eur) for eur in of_meters)

    def _price(self, month: int) -> Formula:
        """What a kWh that is bought costs on the mean of a month, in a line [EUR/kWh]."""
        bought = self.cells["payable", month]
        if bought.value <= 0.0:
            return number(0.0)
        kinds = ("energy", "network") if self.account.offsets_network else ("energy",)
        paid = added(self._paid(name, month, kinds, shared=False) for name in self.takers)
        say, name = self.lines.edition.voice.say, self.lines.edition.grid.months[month]
        return self.lines.add(say("check_account_price", meter=self.meter, month=name), paid / bought, "EUR/kWh")

    def _paid(self, meter: str, month: int, kinds: Sequence[str], shared: bool) -> Formula:
        """What a meter pays by charges of some kinds; without sharing it is of those by kWh alone [EUR]."""
        by_kwh = (EnergyCharge, BlockCharge)
        every = (each for each in self.billed[meter] if each.charged.charge.kind in kinds)
        parts = (each.in_month(month, shared) for each in every if shared or isinstance(each.charged.charge, by_kwh))
        return added(eur for eur in parts if eur is not None)

    def _kwh(self, series: Sequence[str], month: int) -> Formula:
        cells = (self.lines.month(name, month) for name in series)
        return added(total_of(each) for each in cells if each is not None) * self.lines.step_h_scaled

    def _credits(self) -> list[Billed]:
        every = (each for name in self.givers for each in self.billed[name])
        return [each for each in every if isinstance(each.charged.charge, CreditCharge)]


def _values(formulas: Sequence[Formula]) -> FloatArray:
    return np.array([formula.value for formula in formulas], dtype=np.float64)
