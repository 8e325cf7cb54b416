"""What measures save of: names of demands that exist, and no more saved than there is."""

from __future__ import annotations

from collections.abc import Iterator

from energycommunity.errors import Fault
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import nearest
from energycommunity.technologies.base import Capacity
from energycommunity.technologies.demand_reduction import DemandReduction
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.load import Load
from energycommunity.technologies.renovation import Renovation


def measure_faults(scenario: Scenario) -> Iterator[Fault]:
    """Measures on what is no demand, and demands of which measures save more than all."""
    single = _demands(scenario)
    measures = {name: asset for name, asset in scenario.assets.items() if isinstance(asset, DemandReduction)}
    open_buildings = _open_buildings(scenario)
    saved: dict[str, dict[str, float]] = {}
    for name, measure in measures.items():
        behind = [demand for demand, meter in single.items() if measure.reduces in (demand, meter)]
        network = scenario.heat_networks.get(measure.reduces)
        if network is not None and network.decides_pipes(open_buildings):
            yield Fault("scenario_measure_on_open_pipes", {"network": measure.reduces}, path=f"assets.{name}.reduces")
        if not behind:
            yield _unknown(name, measure.reduces, single)
        most = Capacity.of(measure.extent).max
        for demand in behind:
            saved.setdefault(demand, {})[name] = measure.saved_fraction * (1.0 if most is None else most)
    for demand, shares in saved.items():
        together = sum(shares.values())
        if together > 1.0 + 1e-9:
            values: dict[str, object] = {
                "demand": demand,
                "measures": ", ".join(shares),
                "percent": 100.0 * together,
            }
            yield Fault("scenario_more_saved_than_used", values, path=f"assets.{list(shares)[-1]}.saved_fraction")


def _open_buildings(scenario: Scenario) -> set[str]:
    """Buildings whose heating or renovation is chosen, so that what their network carries is still to be decided."""
    return {
        asset.at
        for asset in scenario.assets.values()
        if isinstance(asset, HeatingChoice) or (isinstance(asset, Renovation) and len(asset.possible_packages) > 1)
    }


def _demands(scenario: Scenario) -> dict[str, str | None]:
    """What measures may save of, with the meter in front of it if it is electricity."""
    demands: dict[str, str | None] = {
        name: asset.meter for name, asset in scenario.assets.items() if isinstance(asset, Load)
    }
    demands |= dict.fromkeys(scenario.heat_networks)
    for name, building in scenario.buildings.items():
        if building.electricity is not None:
            demands[f"{name}.electricity"] = building.flats_meter or building.meter
        if building.common_electricity is not None:
            demands[f"{name}.common_electricity"] = building.meter
        if building.heats_rooms:
            demands[f"{name}.space_heat"] = None
        if building.water_heat is not None:
            demands[f"{name}.hot_water"] = None
        if building.cooling is not None:
            demands[f"{name}.cooling"] = None
    return demands


def _unknown(name: str, given: str, demands: dict[str, str | None]) -> Fault:
    allowed = [*demands, *dict.fromkeys(meter for meter in demands.values() if meter)]
    values: dict[str, object] = {"given": given, "nearest": nearest(given, allowed), "allowed": ", ".join(allowed)}
    key = "scenario_no_such_demand_nearest" if values["nearest"] else "scenario_no_such_demand"
    return Fault(key, values, path=f"assets.{name}.reduces")
