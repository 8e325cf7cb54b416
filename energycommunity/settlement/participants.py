"""From the rules to what each meter is billed by: its contracts as charges over the intervals, VAT, and its months."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from energycommunity.allocation.registry import key_of
from energycommunity.errors import EnergyCommunityError, Fault, ScenarioError
from energycommunity.prices import Price, price_values
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.scenario.stated_series import series_notices
from energycommunity.settlement.bills import Contract
from energycommunity.settlement.measured import Participant, SharingTerms
from energycommunity.settlement.opening import nothing_known, opening_of
from energycommunity.settlement.rules import RulesFile, SettledMeter
from energycommunity.settlement.vat_rates import vat_rates
from energycommunity.tariffs.base import TariffContext
from energycommunity.tariffs.billed_before import BilledBefore
from energycommunity.tariffs.charges import Charge
from energycommunity.tariffs.net_metering import LAST_DAY, NetMetering
from energycommunity.time_grid import TimeGrid

#: What may be done to prices and told; anything else would be a guess at what was paid.
TOLD_OF_PRICES = ("prices_averaged",)
#: Latitude and longitude of Latvia [deg]; what is read here does not depend on the place.
_PLACE = (57.0, 25.0)


def participants_of(file: RulesFile, time: TimeGrid) -> tuple[dict[str, Participant], list[Fault]]:
    """How each meter is billed, and what readers should be told of the prices.

    Raises
    ------
    EnergyCommunityError
        If a price file does not cover the intervals, or a network tariff is unknown.
    """
    rules, notices = file.rules, _Notices()
    price = _price_reader(file.path.parent, time, notices)
    rates = vat_rates(file, time)

    @cache
    def charges(tariff: str, phases: int, fuse_a: float, before: BilledBefore) -> tuple[Charge, ...]:
        context = TariffContext(time, price, phases, fuse_a, before=before)
        try:
            return rules.tariffs[tariff].charges(context)
        except EnergyCommunityError as error:
            faults = [
                fault if fault.file else file.fault(("tariffs", tariff), fault.key, **fault.values)
                for fault in error.faults
            ]
            raise ScenarioError(faults) from error

    def contract(name: str, meter: SettledMeter) -> Contract:
        before = opening.before(name)
        purchase, sale = (
            charges(each, meter.phases, meter.fuse_a, before) if each else () for each in (meter.purchase, meter.sale)
        )
        return Contract(meter.member, purchase, sale)

    _refuse_ended_net_metering(file, time)
    opening = opening_of(file, time)
    participants = {}
    for name, meter in rules.meters.items():
        member = rules.members[meter.member]
        inside = np.array([meter.sharing and member.takes_part(month) for month in time.months], dtype=np.bool_)
        participants[name] = Participant(
            contract(name, meter), inside, rates, member.deducts_vat, member.vat_on_sales, opening.held(name)
        )
    return participants, [
        *notices.found,
        *_unusual_prices(file, time),
        *_caps_left_out(file),
        *nothing_known(file, time),
    ]


def _unusual_prices(file: RulesFile, time: TimeGrid) -> list[Fault]:
    """Prices that were most likely meant in another unit, each at its line."""
    context = ProfileContext(time, file.path.parent, *_PLACE)
    return [
        notice if notice.file else file.fault(tuple(notice.path.split(".")), notice.key, **notice.values)
        for notice in series_notices(file.rules, lambda: context)
    ]


def _refuse_ended_net_metering(file: RulesFile, time: TimeGrid) -> None:
    last = str(time.local[-1].date())
    for name, meter in file.rules.meters.items():
        if last > LAST_DAY and isinstance(file.rules.tariffs.get(meter.sale or ""), NetMetering):
            values = {"last": LAST_DAY, "given": last}
            raise ScenarioError(file.fault(("meters", name, "export"), "scenario_net_metering_ended", **values))


def _caps_left_out(file: RulesFile) -> list[Fault]:
    """A cap on the surplus as a part of the production, which meters of a connection do not tell."""
    capped = (name for name, tariff in file.rules.tariffs.items() if getattr(tariff, "surplus_cap_fraction", None))
    return [file.fault(("tariffs", name, "surplus_cap_fraction"), "settle_surplus_cap") for name in capped]


def terms_of(file: RulesFile) -> SharingTerms:
    """Key, internal price, VAT on it, and the period of sharing."""
    rules = file.rules.community
    price = rules.internal_price_eur_per_kwh
    return SharingTerms(key_of(rules.key), price, rules.vat_on_shared, rules.sharing_period)


class _Notices:
    """What was done to prices, each once."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, notices: list[Fault]) -> None:
        """Keep what may be told; refuse what would be a guess."""
        guessed = [notice for notice in notices if notice.key not in TOLD_OF_PRICES]
        if guessed:
            raise ScenarioError([Fault("settle_prices_not_of_the_period", dict(guessed[0].values), guessed[0].file)])
        self.found += [notice for notice in notices if notice not in self.found]


def _price_reader(folder: Path, time: TimeGrid, notices: _Notices) -> Callable[[Price], FloatArray]:
    context = ProfileContext(time, folder, *_PLACE)

    @cache
    def read(price: Price) -> FloatArray:
        values, told = price_values(price, context)
        notices.add(told)
        return values

    return read
