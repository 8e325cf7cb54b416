"""Random small towns: buildings that choose heating and package, optional connections, levels of the network to race.

A winter's day stands for the year, so that the catalogue's costs of building weigh against a year of heat.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from energycommunity.results import VariantResult
from tests.hand_calculated.small_scenario import run_small

WEATHER = (Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv").as_posix()
#: From the hottest to the coolest: each is cooler in supply and return than the one before.
LEVELS = ({"supply_c": 85, "return_c": 60}, {"supply_c": 65, "return_c": 40}, {"supply_c": 50, "return_c": 30})
PACKAGES = ("none", "shallow", "deep")
Town = dict[str, Any]


@st.composite
def towns(draw: st.DrawFn, kinds: tuple[str, ...] = ("optional", "optional", "required")) -> Town:
    """Two to four buildings at a network with a boiler and a heat pump, connected in one of some ways."""
    names = [f"house_{number}" for number in range(draw(st.integers(2, 4)))]
    connections = {name: draw(st.sampled_from(kinds)) for name in names}
    return {
        "time": {"steps": 24, "annual": True},
        "weather": {"series": WEATHER},
        "reserve": {"design_spell": draw(st.booleans())},
        "meters": {"main": {"member": "owner", "import": "purchase", "import_limit_kw": 5000}},
        "tariffs": {
            "purchase": {"type": "fixed", "price_eur_per_kwh": draw(st.floats(0.05, 0.25))},
            "chips": {"type": "fuel", "carrier": "wood_chips", "price_eur_per_kwh": draw(st.floats(0.02, 0.06))},
            "pellets": {"type": "fuel", "carrier": "pellets", "price_eur_per_kwh": draw(st.floats(0.03, 0.09))},
        },
        "buildings": {name: draw(_buildings()) for name in names},
        "heat_networks": {"net": draw(_networks(names, connections))},
        "assets": {
            "boiler": {"type": "fuel_boiler", "owner": "owner", "at": "boiler_house", "fuel": "chips",
                       "capacity_heat_kw": {"max": 900}, "investment_eur_per_kw": draw(st.floats(50.0, 800.0))},
            "pump": {"type": "heat_pump", "owner": "owner", "at": "boiler_house", "meter": "main", "source": "air",
                     "capacity_heat_kw": {"max": 900}, "investment_eur_per_kw": draw(st.floats(50.0, 800.0))},
            **{f"heating_of_{name}": draw(_choices(name)) for name in names},
        },
    }  # fmt: skip


@st.composite
def _buildings(draw: st.DrawFn) -> dict[str, Any]:
    """A building of the catalogue by its measured heat, by the room model, or by both; with hot water or without."""
    area_m2 = draw(st.floats(150.0, 2000.0))
    building: dict[str, Any] = {
        "meter": "main", "sector": "residential", "heated_area_m2": area_m2,
        "type": draw(st.sampled_from(["series_103", "series_316", "private_house", "school"])),
    }  # fmt: skip
    way = draw(st.sampled_from(["measured", "modelled", "calibrated"]))
    if way != "modelled":
        building["space_heat"] = {"annual_kwh": draw(st.floats(100.0, 200.0)) * area_m2}
    if way != "measured":
        building["envelope"] = {}
    if way == "calibrated":  # a day of winter for the year: what is measured has to be of such a year
        building["space_heat"]["annual_kwh"] *= 3.0
    if draw(st.booleans()):
        building["hot_water"] = {"annual_kwh": 20.0 * area_m2, "circulation_fraction": draw(st.floats(0.0, 0.5))}
        building["hot_water_supply"] = {"booster": draw(st.sampled_from(["none", "electric", "heat_pump"]))}
    if draw(st.booleans()):
        building["radiators"] = {"design_flow_c": 80, "design_return_c": 60, "oversized_fraction": 0.2}
    return building


@st.composite
def _networks(draw: st.DrawFn, names: list[str], connections: Mapping[str, str]) -> dict[str, Any]:
    """A tree of pipes from the boiler house, whose sizes follow from what hangs on them."""
    nodes, pipes = ["boiler_house"], []
    for name in names:
        length_m = float(draw(st.integers(10, 150)))
        pipes.append({"from": draw(st.sampled_from(nodes)), "to": name, "length_m": length_m,
                      "pipe": "pre_insulated_series_1"})  # fmt: skip
        nodes.append(name)
    return {
        "owner": "owner", "plant_node": "boiler_house", "meter": "main", "pipes": pipes, "connections": connections,
        "levels": list(LEVELS[1:]), "investment_eur_per_m": draw(st.floats(50.0, 400.0)),
    }  # fmt: skip


@st.composite
def _choices(draw: st.DrawFn, name: str) -> dict[str, Any]:
    sources: dict[str, Any] = {
        "pellets": {"type": "boiler", "fuel": "pellets"},
        "pump": {"type": "heat_pump", "source": "air"},
        "heater": {"type": "electric"},
    }
    kept = draw(st.sets(st.sampled_from(sorted(sources)), min_size=1))
    return {
        "type": "heating_choice", "owner": "owner", "meter": "main", "at": name, "packages": list(PACKAGES),
        "sources": {source: sources[source] for source in sorted(kept)},
    }  # fmt: skip


def at_level(town: Town, level: Mapping[str, float]) -> Town:
    """The town with one level of its network."""
    network = {key: value for key, value in town["heat_networks"]["net"].items() if key != "levels"}
    return {**town, "heat_networks": {"net": {**network, "level": dict(level)}}}


def run_town(folder: Path, town: Town, method: str = "auto", gap: float = 1e-3) -> VariantResult:
    """The town solved in one of the ways; raises where balances, ledgers or limits of the answer do not hold."""
    text = yaml.safe_dump(town, sort_keys=False)
    return run_small(folder, text, solver__method=method, solver__gap=gap)
