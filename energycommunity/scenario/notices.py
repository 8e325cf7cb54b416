"""What is legal but looks like a slip: said to the user, and the run goes on."""

from __future__ import annotations

from collections.abc import Iterator

from energycommunity.errors import Fault
from energycommunity.scenario.connection_limits import connection_notices
from energycommunity.scenario.design_winter import needs_heat
from energycommunity.scenario.financing_notices import financing_notices
from energycommunity.scenario.flow_temperatures import cool_network_notices
from energycommunity.scenario.generation_rules import generation_notices
from energycommunity.scenario.heat_bill_notices import heat_bill_notices
from energycommunity.scenario.heat_map_checks import heat_map_notices
from energycommunity.scenario.heating_choice_faults import optional_without_own_source
from energycommunity.scenario.implausible_figures import implausible_figures
from energycommunity.scenario.renovations import renovation_notices
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.tariff_checks import interval_notices
from energycommunity.tariffs.export_fixed import ExportFixed
from energycommunity.tariffs.fixed import Fixed
from energycommunity.technologies.base import Capacity, Technology
from energycommunity.technologies.fuel_boiler import FuelBoiler
from energycommunity.technologies.heat_pump import HeatPump

#: Hours of the clock; a window of all of them tells no hours apart.
HOURS_OF_DAY = 24
MONTHS_OF_YEAR = 12
#: The bin method comes this close to what certificates state.
CERTIFICATE_TOLERANCE = 0.05
#: Books of a year hardly tell an efficiency more exactly.
EFFICIENCY_TOLERANCE = 0.05
_COSTS = ("investment_eur", "annuity_eur")


def notices_of(scenario: Scenario) -> list[Fault]:
    """What looks like a slip in costs, prices, areas, bills, connections and loans."""
    return [
        *_free_equipment(scenario),
        *_sold_dearer_than_bought(scenario),
        *_hours_within_steps(scenario),
        *interval_notices(scenario),
        *_heated_without_demand(scenario),
        *_no_design_winter(scenario),
        *_untaxed_sharing(scenario),
        *generation_notices(scenario),
        *connection_notices(scenario),
        *heat_bill_notices(scenario),
        *cool_network_notices(scenario),
        *_pumps_without_meter(scenario),
        *_certificates_that_disagree(scenario),
        *_efficiencies_beside_measured(scenario),
        *implausible_figures(scenario),
        *heat_map_notices(scenario),
        *optional_without_own_source(scenario),
        *renovation_notices(scenario),
        *_flats_without_a_year(scenario),
        *financing_notices(scenario),
    ]


def _pumps_without_meter(scenario: Scenario) -> Iterator[Fault]:
    """Networks whose pumps draw from no meter, so that nobody pays for their electricity."""
    for network, described in scenario.heat_networks.items():
        fraction = described.pumping_electricity_fraction
        if described.meter is None and fraction:
            values: dict[str, object] = {"network": network, "percent": 100.0 * fraction}
            yield Fault("scenario_notice_pumps_without_meter", values, path=f"heat_networks.{network}")


def _flats_without_a_year(scenario: Scenario) -> Iterator[Fault]:
    """Flats in a window: what a flat pays is told of a winter month and of the mean month of a whole year."""
    if scenario.time.year is None and len(scenario.grid().months) != MONTHS_OF_YEAR:
        for name in scenario.flats:
            yield Fault("scenario_notice_flats_window", path=f"flats.{name}")


def _efficiencies_beside_measured(scenario: Scenario) -> Iterator[Fault]:
    """Boilers of given size that burn what a measured year says, at another efficiency than that year's."""
    for network, described in scenario.heat_networks.items():
        year = described.calibrate_to
        if year is None or year.fuel_kwh is None:
            continue
        measured = year.produced_kwh / year.fuel_kwh
        values: dict[str, object] = {"network": network, "measured": measured}
        values |= {"produced": year.produced_kwh / 1e3, "fuel": year.fuel_kwh / 1e3}
        for name, efficiency in _efficiencies(scenario, network, year.fuel):
            if abs(efficiency - measured) > EFFICIENCY_TOLERANCE:
                own = {"name": name, "stated": efficiency}
                yield Fault("scenario_notice_efficiency", {**values, **own}, path=f"assets.{name}.efficiency")


def _efficiencies(scenario: Scenario, network: str, carrier: str | None) -> Iterator[tuple[str, float]]:
    """Names and efficiencies of the boilers of given size that heat a network with a fuel."""
    for name, asset in scenario.assets.items():
        if not isinstance(asset, FuelBoiler) or asset.at != network or has_open_size(asset):
            continue
        if asset.efficiency is not None and scenario.tariffs[asset.fuel].energy_carrier() == carrier:
            yield name, asset.efficiency


def _certificates_that_disagree(scenario: Scenario) -> Iterator[Fault]:
    """Test points from which another seasonal COP follows than the one stated: one of the figures is mistyped."""
    for name, asset in scenario.assets.items():
        certified = asset.certified if isinstance(asset, HeatPump) else None
        if certified is None or certified.seasonal_cop is None:
            continue
        reckoned = certified.reckoned_seasonal_cop()
        if abs(reckoned / certified.seasonal_cop - 1.0) > CERTIFICATE_TOLERANCE:
            values: dict[str, object] = {
                "name": name,
                "stated": float(certified.seasonal_cop),
                "reckoned": float(reckoned),
            }
            yield Fault("scenario_notice_seasonal_cop", values, path=f"assets.{name}.certified.seasonal_cop")


def _no_design_winter(scenario: Scenario) -> Iterator[Fault]:
    """Weather and heat, but a site so far from the places of the climate table that its design winter is not known."""
    if scenario.weather is not None and needs_heat(scenario) and scenario.reserve.design_spell is None:
        yield Fault("scenario_notice_no_design_spell", {}, path="reserve")


def _untaxed_sharing(scenario: Scenario) -> Iterator[Fault]:
    """Members with different income tax who pay each other: what one saves, another need not pay; none is counted."""
    rules, known = scenario.community, scenario.income_tax_rates
    rates = sorted({known.get(meter.owner, 0.0) for meter in scenario.meters.values() if meter.sharing})
    if rules.sharing != "none" and rules.internal_price_eur_per_kwh and len(rates) > 1:
        values: dict[str, object] = {"rates": ", ".join(f"{100.0 * rate:g} %" for rate in rates)}
        yield Fault("scenario_notice_untaxed_sharing", values, path="community.internal_price_eur_per_kwh")


def _heated_without_demand(scenario: Scenario) -> Iterator[Fault]:
    for name, building in scenario.buildings.items():
        if building.heated_area_m2 is not None and not building.heats_rooms:
            yield Fault("scenario_notice_no_space_heat", {"building": name}, path=f"buildings.{name}")


def _free_equipment(scenario: Scenario) -> Iterator[Fault]:
    for name, asset in scenario.assets.items():
        if scenario.mode == "size" and has_open_size(asset) and _costs_nothing(asset):
            yield Fault("scenario_notice_free", {"name": name}, path=f"assets.{name}")


def has_open_size(asset: Technology) -> bool:
    """Whether the size of an asset is to be chosen."""
    sizes = [getattr(asset, name) for name in asset.size_fields()]
    open_sizes = [size for size in sizes if isinstance(size, Capacity) and (size.max is None or size.max != size.min)]
    return bool(open_sizes) or (bool(sizes) and all(size is None for size in sizes))


def _costs_nothing(asset: Technology) -> bool:
    costs = [getattr(asset, name) for name in type(asset).model_fields if name.startswith(_COSTS)]
    once = [
        getattr(asset, name).cost_if_built_eur
        for name in type(asset).model_fields
        if isinstance(getattr(asset, name), Capacity)
    ]
    return not any(costs) and not any(once)


def _sold_dearer_than_bought(scenario: Scenario) -> Iterator[Fault]:
    for name, meter in scenario.meters.items():
        bought = scenario.tariffs.get(meter.purchase or "")
        sold = scenario.tariffs.get(meter.sale or "")
        if not (isinstance(bought, Fixed) and isinstance(sold, ExportFixed)):
            continue
        price = bought.price_eur_per_kwh + bought.margin_eur_per_kwh
        if bought.network is None and sold.price_eur_per_kwh > price:
            values: dict[str, object] = {"sold": float(sold.price_eur_per_kwh), "bought": float(price), "meter": name}
            yield Fault("scenario_notice_feed_in", values, path=f"meters.{name}.export")


def _hours_within_steps(scenario: Scenario) -> Iterator[Fault]:
    """Contracts that tell hours apart, where a step is longer than an hour: the hour of its start decides."""
    step_h = scenario.time.step_h
    if step_h <= 1.0:
        return
    for name, tariff in scenario.tariffs.items():
        windows = [*getattr(tariff, "periods", ()), *getattr(tariff, "demand_charges", ())]
        schedules = (getattr(tariff, key, None) for key in ("schedule", "demand_schedule"))
        by_window = any(len(set(window.hours)) < HOURS_OF_DAY for window in windows)
        if by_window or any(schedule.tells_hours_apart for schedule in schedules if schedule is not None):
            yield Fault("scenario_notice_hours", {"name": name, "step_h": float(step_h)}, path=f"tariffs.{name}")
