"""Who gives and takes how much of what, step by step: the series of the dispatch sorted by their part in a balance.

Names of series say their part (`bought_kw`, `heat_kw`, `charge_kw` …), so that a new technology which uses the same
names appears in every balance and figure by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from energycommunity.quantities import Carrier, FloatArray
from energycommunity.results import VariantResult
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import Technology
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.load import Load
from energycommunity.time_grid import TimeGrid

#: `made` (saving by a measure too) and `discharged` give to a bus, `taken`, `charged`, `used` and `lost` take from it;
#: `bought` and `sold` cross the meters, `shared` passes from one to another; `own` runs pumps and fans; `fuel` is what
#: is burnt, and heat from outside before its substation gives it to a bus.
Part = Literal["bought", "sold", "shared", "made", "taken", "own", "charged", "discharged", "used", "lost", "fuel"]

#: Part and carrier by the name of a series; "" is the carrier of the asset's own bus.
PARTS: dict[str, tuple[Part, str]] = {
    "bought_kw": ("bought", "electricity"),
    "sold_kw": ("sold", "electricity"),
    "shared_in_kw": ("shared", "electricity"),
    "used_kw": ("made", "electricity"),
    "generated_kw": ("made", "electricity"),
    "saved_electricity_kw": ("made", "electricity"),
    "saved_heat_kw": ("made", "heat"),
    "saved_cooling_kw": ("made", "cooling"),
    "electricity_kw": ("taken", "electricity"),
    "own_electricity_kw": ("own", "electricity"),
    "electricity_for_cooling_kw": ("taken", "electricity"),
    "heat_kw": ("made", "heat"),
    "cooling_kw": ("made", "cooling"),
    "charge_kw": ("charged", ""),
    "discharge_kw": ("discharged", ""),
    "power_kw": ("used", ""),
    "space_heat_kw": ("used", "heat"),
    "hot_water_kw": ("used", "heat"),
    "hydrogen_made_kw": ("made", "hydrogen"),
    "hydrogen_taken_kw": ("taken", "hydrogen"),
    "hydrogen_charged_kw": ("charged", "hydrogen"),
    "hydrogen_discharged_kw": ("discharged", "hydrogen"),
    "heat_loss_kw": ("lost", "heat"),
    "dumped_heat_kw": ("lost", "heat"),
    "fuel_kw": ("fuel", ""),
    "bought_heat_kw": ("fuel", "heat"),
}

#: Parts that give to a bus.
GIVING = ("bought", "made", "discharged")
#: Parts that take from a bus.
TAKING = ("used", "taken", "own", "charged", "sold", "lost")


@dataclass(frozen=True, eq=False)
class Flow:
    """One flow of one asset [kW], shape (steps,); `group` puts alike assets together, `series` is its name."""

    series: str
    asset: str
    group: str
    part: Part
    carrier: str
    power_kw: FloatArray


def flows_of(result: VariantResult) -> tuple[Flow, ...]:
    """Every flow of a dispatch whose part in a balance its name tells, without those that are always zero."""
    flows = []
    variables = result.dispatch.variables  # dispatch[name] would look through them all, each time
    for name in result.dispatch:
        asset, quantity = str(name).rsplit(".", 1)
        if quantity not in PARTS:
            continue
        power = np.asarray(variables[name].values, dtype=np.float64)
        if not power.any():
            continue
        part, carrier = PARTS[quantity]
        carrier = carrier or _chosen_fuel(result, asset) or _own_carrier(result.scenario, asset, part)
        group = _group(result.scenario, asset, carrier, part)
        if part == "used" and not quantity.startswith("power"):  # of a building that chooses its heating
            group = quantity.removesuffix("_kw")
        flows.append(Flow(str(name), asset, group, part, carrier, power))
    return tuple(flows)


def total_kw(flows: Iterable[Flow], steps: int, *parts: str, carrier: str | None = None) -> FloatArray:
    """Sum of the flows of some parts (and of one carrier) in each step, shape (steps,) [kW]."""
    chosen = [flow.power_kw for flow in flows if flow.part in parts and carrier in (None, flow.carrier)]
    return np.sum(chosen, axis=0) if chosen else np.zeros(steps)


def by_group(flows: Iterable[Flow], carrier: str, parts: tuple[str, ...]) -> dict[tuple[Part, str], FloatArray]:
    """Flows of one carrier added up by part and group, in order of first appearance [kW]."""
    sums: dict[tuple[Part, str], FloatArray] = {}
    for flow in flows:
        if flow.carrier == carrier and flow.part in parts:
            key = (flow.part, flow.group)
            sums[key] = sums[key] + flow.power_kw if key in sums else flow.power_kw
    return sums


def balance(flows: Iterable[Flow], carrier: str) -> list[tuple[Part, str, FloatArray]]:
    """What gives and takes a carrier by part and group [kW]; both sides come to the same in every step."""
    groups = by_group(flows, carrier, (*GIVING, *TAKING))
    return [(part, group, power) for (part, group), power in groups.items()]


def uses_kw(flows: Iterable[Flow], steps: int, carrier: str) -> FloatArray:
    """Everything that a carrier is used for but storing and selling, shape (steps,) [kW]."""
    parts = [power for part, _, power in balance(flows, carrier) if part in ("used", "taken", "own", "lost")]
    return np.sum(parts, axis=0) if parts else np.zeros(steps)


def monthly_kwh(grid: TimeGrid, power_kw: FloatArray) -> FloatArray:
    """Energy of each month of a run [kWh], shape (months,)."""
    sums = np.bincount(grid.month_of, weights=power_kw, minlength=len(grid.months))
    return np.asarray(sums * grid.step_h, dtype=np.float64)


def _own_carrier(scenario: Scenario, asset: str, part: Part) -> str:
    """The carrier of the bus that an asset stands at; of a plant with a fuel what it burns."""
    technology = scenario.assets.get(asset)
    if technology is None:
        demand = asset.rsplit(".", 1)[-1]
        return "electricity" if demand.endswith("electricity") else "cooling" if demand == "cooling" else "heat"
    if isinstance(technology, Load) and technology.at:
        return technology.carrier
    if part == "fuel":
        return burnt_by(scenario, technology) or ""
    at_place = getattr(technology, "at", None) and not getattr(technology, "meter", None)
    return "heat" if at_place else "electricity"


def _chosen_fuel(result: VariantResult, asset: str) -> Carrier | None:
    """What a building burns whose heating was chosen; None of any other asset, and where it burns nothing."""
    choice = result.scenario.assets.get(asset)
    if not isinstance(choice, HeatingChoice):
        return None
    (taken,) = (building.chosen.source for building in result.assessment.heating if building.asset == asset)
    fuel = getattr(choice.sources.get(taken), "fuel", None)
    return result.scenario.tariffs[fuel].energy_carrier() if fuel else None


def _group(scenario: Scenario, asset: str, carrier: str, part: Part) -> str:
    """Type of the asset, with the fuel it burns; the kind of demand of a building; the meters are one group.

    What plants and networks use themselves is one group too.
    """
    if part == "own":
        return "other"
    technology = scenario.assets.get(asset)
    if technology is None:
        if part == "used":
            return asset.rsplit(".", 1)[-1]
        return "heat_network" if part == "lost" else "grid"
    kind, fuel = str(getattr(technology, "type", carrier)), burnt_by(scenario, technology)
    return f"{kind}:{fuel}" if fuel else kind


def burnt_by(scenario: Scenario, technology: Technology) -> Carrier | None:
    """What an asset burns, by its fuel tariff; None if it has none."""
    fuel = getattr(technology, "fuel", None)
    return scenario.tariffs[fuel].energy_carrier() if fuel else None
