"""What a settlement leaves to the next one: the balances at the end of its last month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from energycommunity.settlement.balances import Balances, MeterBalance, counts_energy, counts_years, demand_rates
from energycommunity.settlement.measured import MeasuredSettlement, Participant
from energycommunity.settlement.opening import Opening, opening_of
from energycommunity.settlement.rules import RulesFile
from energycommunity.tariffs.base import Tariff
from energycommunity.tariffs.charges import DemandCharge, counted_kw
from energycommunity.tariffs.demand_rate import DemandRate
from energycommunity.time_grid import month_number, month_of_number

#: Decimals of what is written: few enough to be read, so many that no cent is lost.
DIGITS = 12
DECEMBER = 12


def closing_balances(
    file: RulesFile, participants: Mapping[str, Participant], settled: MeasuredSettlement
) -> Balances | None:
    """The balances that the next settlement begins with; None if this one does not end with a civil month."""
    import pandas as pd

    time = settled.time
    end = time.local[-1] + pd.Timedelta(hours=time.step_h)
    if end != end.normalize().replace(day=1):
        return None
    closing = _Closing(opening_of(file, time), settled)
    found: dict[str, MeterBalance] = {}
    for name, participant in participants.items():
        tariff = file.rules.tariffs.get(file.rules.meters[name].purchase or "")
        values = closing.credit(name) | closing.of_contract(name, participant, tariff)
        if values:
            found[name] = MeterBalance.model_validate(values)
    return Balances(month=time.months[-1], meters=found)


@dataclass(frozen=True, eq=False)
class _Closing:
    """The state of each meter when its last month ends."""

    opening: Opening
    settled: MeasuredSettlement

    @property
    def _last(self) -> int:
        return month_number(self.settled.time.months[-1])

    @property
    def _year(self) -> str:
        return self.settled.time.months[-1][:4]

    @property
    def _year_goes_on(self) -> bool:
        return bool(self.settled.time.local[-1].month != DECEMBER)

    def credit(self, name: str) -> dict[str, object]:
        """The credit that is left on the account that is filed under a meter."""
        return {
            f"credit_{of.account.counts}": {
                month_of_number(self._last - age): round(amount, DIGITS) for age, amount in of.course.left
            }
            for of in self.settled.credits
            if of.line.meter == name and of.course.left
        }

    def of_contract(self, name: str, participant: Participant, tariff: Tariff | None) -> dict[str, object]:
        """What the contract of a meter remembers of its peaks, and of the year."""
        values: dict[str, object] = {}
        demand = [charge for charge in participant.contract.purchase if isinstance(charge, DemandCharge)]
        peaks_kw = [
            self._peaks_kw(name, number, rate, demand[number]) for number, rate in enumerate(demand_rates(tariff))
        ]
        if any(peaks_kw):
            values["peaks_kw"] = peaks_kw
        if counts_years(tariff) and self._year_goes_on:
            if counts_energy(tariff):
                values["used_kwh"] = round(self._used_kwh(name), DIGITS)
            values["since"] = max(str(self.opening.before(name).since.date()), f"{self._year}-01-01")
        return values

    def _peaks_kw(self, name: str, number: int, rate: DemandRate, charge: DemandCharge) -> dict[str, float]:
        """The peaks of a demand charge that later months may be billed."""
        flows, time = self.settled.flows[name], self.settled.time
        measured_kw = charge.measured_kw(counted_kw(charge, flows.bought_kw, flows.shared_in_kw), time)
        known = dict(self.opening.before(name).peaks_of(number)) | dict(zip(time.months, measured_kw, strict=True))
        if rate.peak_of == "year":
            kept = [month for month in known if month[:4] == self._year and self._year_goes_on]
        else:
            kept = [month for month in known if self._last - month_number(month) < (rate.ratchet_months or 0)]
        return {month: round(float(known[month]), DIGITS) for month in kept}

    def _used_kwh(self, name: str) -> float:
        """What was bought in the year so far."""
        time, before = self.settled.time, self.opening.before(name)
        of_year = np.array([month[:4] == self._year for month in time.months])[time.month_of]
        used_kwh = float((self.settled.flows[name].bought_kw * of_year).sum() * time.step_h)
        return used_kwh + (before.used_kwh if time.months[0][:4] == self._year else 0.0)
