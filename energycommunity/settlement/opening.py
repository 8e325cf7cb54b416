"""What a settlement begins with: the balances that the rules state, as accounts and contracts take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from energycommunity.errors import Fault, ScenarioError
from energycommunity.settlement.balances import MeterBalance, counts_years, demand_rates
from energycommunity.settlement.rules import Rules, RulesFile, SettledMeter
from energycommunity.tariffs.billed_before import BilledBefore
from energycommunity.tariffs.credit_account import Batch
from energycommunity.tariffs.net_billing import NetBilling
from energycommunity.tariffs.net_metering import NetMetering
from energycommunity.time_grid import TimeGrid, month_number

if TYPE_CHECKING:
    import pandas as pd

#: So many meters are named; of more, that there are more.
NAMED = 5


@dataclass(frozen=True, eq=False)
class Opening:
    """What the meters of a settlement begin with.

    `nothing`: what a contract remembers at a meter without balance, the same for all of them.
    """

    time: TimeGrid
    meters: dict[str, MeterBalance]
    nothing: BilledBefore

    def before(self, meter: str) -> BilledBefore:
        """What the contract of a meter remembers."""
        balance = self.meters.get(meter)
        if balance is None or not (balance.peaks_kw or balance.used_kwh or balance.since):
            return self.nothing
        begin = _begin(self.time)
        since = _day(balance.since or f"{begin.year}-01-01", self.time)
        used_kwh = 0.0 if begin.month == 1 else balance.used_kwh
        return BilledBefore(begin, since, balance.peaks_kw, used_kwh)

    def held(self, meter: str) -> tuple[Batch, ...]:
        """The credit that an account begins with, by its age when the month before the first one ends."""
        balance = self.meters.get(meter)
        if balance is None:
            return ()
        last = month_number(self.time.months[0]) - 1
        credit = balance.credit_eur | balance.credit_kwh
        return tuple((last - month_number(month), amount) for month, amount in credit.items())


def opening_of(file: RulesFile, time: TimeGrid) -> Opening:
    """The balances of the rules; nothing where they state none.

    Raises
    ------
    ScenarioError
        If they are not those of the day before the first one that is settled.
    """
    balances, begin = file.rules.balances, _begin(time)
    nothing = BilledBefore(begin, begin)
    if balances is None:
        return Opening(time, {}, nothing)
    import pandas as pd

    wanted = _day(f"{balances.month}-01", time) + pd.DateOffset(months=1)
    if begin != wanted:
        values = {"given": balances.month, "wanted": str(wanted.date()), "begin": str(begin.date())}
        raise ScenarioError(file.fault(("balances", "month"), "settle_balances_of_another_month", **values))
    return Opening(time, balances.meters, nothing)


def nothing_known(file: RulesFile, time: TimeGrid) -> list[Fault]:
    """That contracts look back on months of which the rules state nothing; with the meters, the first few by name."""
    rules, month = file.rules, int(time.months[0][5:])
    names = [name for name, meter in rules.meters.items() if _looks_back(rules, meter, month)]
    if rules.balances is not None or not names:
        return []
    listed = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
    return [file.fault(("meters", names[0]), "settle_nothing_known", meters=listed)]


def _looks_back(rules: Rules, meter: SettledMeter, month: int) -> bool:
    """Whether the bill of a meter in a civil month (1-12) may depend on the months before it."""
    purchase, sale = rules.tariffs.get(meter.purchase or ""), rules.tariffs.get(meter.sale or "")
    has_credit = isinstance(sale, NetBilling | NetMetering) and month not in sale.emptied_in_months
    has_ratchet = any(rate.ratchet_share for rate in demand_rates(purchase))
    return has_credit or has_ratchet or (month > 1 and counts_years(purchase))


def _begin(time: TimeGrid) -> pd.Timestamp:
    return time.local[0]


def _day(day: str, time: TimeGrid) -> pd.Timestamp:
    """The begin of a day in civil time."""
    import pandas as pd

    return pd.Timestamp(day, tz=time.time_zone)
