"""Meters that cost their standing charges in a variant that does not use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import mean

from energycommunity.errors import Fault
from energycommunity.scenario.schema import Scenario
from energycommunity.tariffs.base import Purchase
from energycommunity.tariffs.network import network_rates

_MONTHS = 12


def idle_meters(variants: Mapping[str, Scenario]) -> Iterator[Fault]:
    """Each meter behind which nothing stands in some variants, with what it costs there without VAT.

    A meter that a building names belongs to the building, whatever the variant does with it.
    """
    idle: dict[str, dict[str, float]] = {}
    for variant, scenario in variants.items():
        used = _used(scenario)
        for name in scenario.meters:
            eur = standing_eur_per_year(scenario, name) if name not in used else 0.0
            if eur:
                idle.setdefault(name, {})[variant] = eur
    for name, eur_by_variant in idle.items():
        key = "scenario_notice_idle_meter" if len(variants) == 1 else "scenario_notice_idle_meter_in_variants"
        listed = "; ".join(f"{variant}: {eur:.0f} EUR" for variant, eur in eur_by_variant.items())
        values: dict[str, object] = {"meter": name, "variants": listed, "eur": max(eur_by_variant.values())}
        yield Fault(key, values, path=f"meters.{name}")


def standing_eur_per_year(scenario: Scenario, meter: str) -> float:
    """What a connection costs in a year without any kWh, without VAT [EUR]: fuse and standing charges."""
    connection = scenario.meters[meter]
    tariff = scenario.tariffs.get(connection.purchase or "")
    if not isinstance(tariff, Purchase):
        return 0.0
    monthly = tariff.standing_charge_eur_per_month
    if tariff.network is not None:
        rates = [network_rates(tariff.network, day, connection.phases) for day in tariff.days(scenario.months())]
        fuse_a = connection.fuse_a or 0.0
        monthly += mean(each.capacity_eur_per_a_month * fuse_a + each.standing_charge_eur_per_month for each in rates)
    return _MONTHS * monthly * connection.count


def _used(scenario: Scenario) -> set[str]:
    """Meters of buildings, of what stands behind them, and of networks."""
    meters = {building.meter for building in scenario.buildings.values()}
    meters |= {building.flats_meter for building in scenario.buildings.values() if building.flats_meter}
    plants = (*scenario.assets.values(), *scenario.heat_networks.values())
    return meters | {meter for plant in plants if (meter := getattr(plant, "meter", None))}
