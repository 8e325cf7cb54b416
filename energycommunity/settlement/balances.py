"""What one settlement leaves to the next: credit at traders, peaks, and energy counted in blocks of the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from energycommunity.errors import Fault
from energycommunity.quantities import Model, refusal
from energycommunity.scenario.located import Located, fault_at
from energycommunity.scenario.membership import Month
from energycommunity.tariffs.base import Tariff
from energycommunity.tariffs.block import Blocks
from energycommunity.tariffs.demand_rate import DemandRate
from energycommunity.tariffs.net_billing import NetBilling
from energycommunity.tariffs.net_metering import NetMetering

if TYPE_CHECKING:
    from energycommunity.settlement.rules import Rules, SettledMeter


def _day(given: str) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise refusal("tariffs_no_day", given=given) from None


#: A day as it is written in a file.
Day = Annotated[str, AfterValidator(_day)]
NotNegative = Annotated[float, Field(ge=0)]
#: Keys whose amounts stand by the month that they come from.
BY_MONTH = ("credit_eur", "credit_kwh")


class MeterBalance(Model):
    """What is carried over at a meter; which of it counts is for its contracts to say."""

    credit_eur: dict[Month, NotNegative] = Field(
        default_factory=dict, description="Credit left on the account of net billing, by the month that earned it"
    )
    credit_kwh: dict[Month, NotNegative] = Field(
        default_factory=dict, description="Credit left of net metering, by the month that earned it"
    )
    peaks_kw: tuple[dict[Month, NotNegative], ...] = Field(
        default=(),
        description="Highest powers by month, for each of the demand_charges of the contract in their order",
    )
    used_kwh: float = Field(default=0.0, ge=0, description="Bought in this civil year, where blocks of the year count")
    since: Day | None = Field(
        default=None, description="From which day of this year used_kwh and yearly peaks count; none: 1 January"
    )


class Balances(Model):
    """The state at the end of a month, from which the next settlement begins."""

    month: Month = Field(description="Last month that is settled, as 2025-01; the period begins on the day after it")
    meters: dict[str, MeterBalance] = Field(default_factory=dict, description="By meter; others begin with nothing")


def counts_years(tariff: Tariff | None) -> bool:
    """Whether a contract counts energy or peaks over the civil year."""
    yearly = any(rate.peak_of == "year" for rate in demand_rates(tariff))
    return yearly or counts_energy(tariff)


def demand_rates(tariff: Tariff | None) -> tuple[DemandRate, ...]:
    """The demand charges of a contract that peaks are listed for, in their order."""
    rates: tuple[DemandRate, ...] = getattr(tariff, "demand_charges", ())
    return rates


def counts_energy(tariff: Tariff | None) -> bool:
    """Whether a contract counts energy over the civil year."""
    return isinstance(tariff, Blocks) and tariff.period == "year"


def balance_faults(rules: Rules, tree: Located) -> Iterator[Fault]:
    """Balances from months that are not settled yet, and those that no contract of their meter counts."""
    if rules.balances is None:
        return
    for name, balance in rules.balances.meters.items():
        path = ("balances", "meters", name)
        for below, month in _months(balance):
            if month > rules.balances.month:
                values = {"given": month, "last": rules.balances.month}
                yield fault_at(tree, (*path, *below), "settle_balance_later", **values)
        meter = rules.meters.get(name)
        for key in _not_counted(rules, meter, balance) if meter else ():  # else the unknown name is told
            yield fault_at(tree, (*path, key), "settle_balance_of_no_contract", meter=name, what=key)
        if balance.since is not None and balance.since[:7] > rules.balances.month:
            values = {"given": balance.since, "last": rules.balances.month}
            yield fault_at(tree, (*path, "since"), "settle_balance_later", **values)


def _months(balance: MeterBalance) -> Iterator[tuple[tuple[str, ...], str]]:
    """The months that amounts come from, with where they stand."""
    for key in BY_MONTH:
        yield from (((key, month), month) for month in getattr(balance, key))
    for number, peaks_kw in enumerate(balance.peaks_kw):
        yield from ((("peaks_kw", str(number), month), month) for month in peaks_kw)


def _not_counted(rules: Rules, meter: SettledMeter, balance: MeterBalance) -> Iterator[str]:
    """The keys that are stated and that the contracts of the meter do not count."""
    purchase, sale = rules.tariffs.get(meter.purchase or ""), rules.tariffs.get(meter.sale or "")
    counted = {
        "credit_eur": isinstance(sale, NetBilling),
        "credit_kwh": isinstance(sale, NetMetering),
        "peaks_kw": len(balance.peaks_kw) <= len(demand_rates(purchase)),
        "used_kwh": counts_energy(purchase),
        "since": counts_years(purchase),
    }
    yield from (key for key, counts in counted.items() if key in balance.model_fields_set and not counts)
