"""What contracts ask of the meters they stand at, and of each other."""

from __future__ import annotations

from collections.abc import Iterator

from energycommunity.errors import Fault
from energycommunity.parameters.generation_limits import generation_limit
from energycommunity.scenario.generation import generation_kw_by_meter, largest_size
from energycommunity.scenario.schema import Scenario
from energycommunity.tariffs.base import Purchase, Tariff
from energycommunity.tariffs.block import Blocks
from energycommunity.tariffs.net_metering import LAST_DAY, NetMetering
from energycommunity.technologies.heating_choice import HeatingChoice

_MINUTES = 60.0
#: Members whose home the scheme of net metering is for.
_HOUSEHOLDS = ("household", "apartment_house")


def tariff_faults(scenario: Scenario) -> Iterator[Fault]:
    """Contracts that cannot be dispatched, or that their meters cannot have."""
    for name, tariff in scenario.tariffs.items():
        if isinstance(tariff, Blocks) and tariff.prices_fall:
            yield Fault("scenario_blocks_fall", {}, path=f"tariffs.{name}.blocks")
    yield from _own_heating_by_blocks(scenario)
    yield from _net_metering(scenario)
    yield from _traders(scenario)


def _own_heating_by_blocks(scenario: Scenario) -> Iterator[Fault]:
    """Ways of heating that count by the kWh what they buy, whatever else is bought."""
    for name, asset in scenario.assets.items():
        for source, written in asset.sources.items() if isinstance(asset, HeatingChoice) else ():
            tariff = getattr(written, "electricity", None)
            if isinstance(scenario.tariffs.get(str(tariff)), Blocks):
                path = f"assets.{name}.sources.{source}.electricity"
                yield Fault("scenario_blocks_of_own_heating", {"given": tariff}, path=path)


def _net_metering(scenario: Scenario) -> Iterator[Fault]:
    """Net metering at others than households, above its power, or after its end."""
    limit_kw = generation_limit("net_metering").value
    powers_kw = generation_kw_by_meter(scenario, largest_size)
    for name, meter in scenario.meters.items():
        if not isinstance(scenario.tariffs.get(meter.sale or ""), NetMetering):
            continue
        path, power_kw = f"meters.{name}.export", powers_kw.get(name, 0.0) / meter.count
        if scenario.members[meter.owner].kind not in _HOUSEHOLDS:
            yield Fault("scenario_net_metering_household", {"member": meter.owner}, path=path)
        if power_kw > limit_kw + 1e-6:
            yield Fault("scenario_net_metering_power", {"kw": power_kw, "limit": limit_kw}, path=path)
        last = str(scenario.grid().local[-1].date())
        if last > LAST_DAY:
            yield Fault("scenario_net_metering_ended", {"last": LAST_DAY, "given": last}, path=path)


def _traders(scenario: Scenario) -> Iterator[Fault]:
    """Members who share and do not all have the same trader, where that is required."""
    if not scenario.community.one_trader or scenario.community.sharing == "none":
        return
    first: tuple[str, str] | None = None
    for name, meter in scenario.meters.items():
        for key, contract in (("import", meter.purchase), ("export", meter.sale)):
            if not meter.sharing or contract not in scenario.tariffs:
                continue
            trader = getattr(scenario.tariffs[contract], "trader", None)
            if trader is None:
                yield Fault("scenario_trader_unnamed", {"contract": contract}, path=f"meters.{name}.{key}")
            elif first is None:
                first = trader, name
            elif trader != first[0]:
                values: dict[str, object] = {"given": trader, "other": first[0], "meter": first[1]}
                yield Fault("scenario_traders_differ", values, path=f"meters.{name}.{key}")


def interval_notices(scenario: Scenario) -> Iterator[Fault]:
    """Contracts that measure over less time than a step: what happens within it is not seen."""
    step_minutes = scenario.time.step_h * _MINUTES
    for name, tariff in scenario.tariffs.items():
        shortest = min(_intervals(tariff), default=step_minutes)
        if shortest < step_minutes:
            values: dict[str, object] = {"name": name, "interval": shortest, "step": step_minutes}
            yield Fault("scenario_notice_interval", values, path=f"tariffs.{name}")


def _intervals(tariff: Tariff) -> Iterator[float]:
    """The intervals that a contract states [min]."""
    measured = [tariff, *tariff.demand_charges, tariff.demand_schedule] if isinstance(tariff, Purchase) else [tariff]
    for part in measured:
        for key in ("interval_minutes", "market_interval_minutes"):
            minutes = getattr(part, key, None)
            if minutes is not None:
                yield float(minutes)
