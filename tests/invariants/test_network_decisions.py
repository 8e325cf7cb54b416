"""What holds for every heat network whose connections, pipes or temperature levels are decided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from energycommunity.results import VariantResult
from tests.hand_calculated.small_scenario import run_small

WEATHER = (Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv").as_posix()
STEPS = 24
EVERY_RUN = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
#: The gap that both ways of solving are asked for.
GAP = 1e-3


@st.composite
def villages(draw: st.DrawFn) -> dict[str, Any]:
    """Three or four buildings on a tree of pipes, each with a heater of its own, and a boiler house."""
    count = draw(st.integers(3, 4))
    names = [f"house_{number}" for number in range(count)]
    kinds = draw(st.lists(st.sampled_from(["required", "optional", "optional"]), min_size=count, max_size=count))
    nodes = ["boiler_house"]
    pipes = []
    for name in names:
        length_m = float(draw(st.integers(5, 60)))
        kind = draw(st.sampled_from(["pre_insulated_series_1", "pre_insulated_series_1_dn25"]))
        pipes.append({"from": draw(st.sampled_from(nodes)), "to": name, "length_m": length_m, "pipe": kind})
        nodes.append(name)
    powers = {name: float(draw(st.integers(2, 60))) for name in names}
    network = {
        "owner": "owner", "plant_node": "boiler_house", "level": {"supply_c": 70, "return_c": 45}, "pipes": pipes,
        "connections": dict(zip(names, kinds, strict=True)), "lifetime_years": 20, "variable_om_eur_per_kwh": 0,
        "investment_eur_per_m": float(draw(st.integers(1, 8))) / 4, "pumping_electricity_fraction": 0,
        "connection_eur": float(draw(st.integers(0, 4))),
    }  # fmt: skip
    heaters = {
        f"heater_of_{name}": {"type": "electric_boiler", "owner": "owner", "meter": "main", "at": name, "efficiency": 1,
                              "capacity_heat_kw": {"max": 2.0 * powers[name]}, "investment_eur_per_kw": 0.2}
        for name in names
    }  # fmt: skip
    boiler = {
        "type": "fuel_boiler", "owner": "owner", "at": "boiler_house", "fuel": "chips", "efficiency": 1,
        "capacity_heat_kw": {"max": 500}, "investment_eur_per_kw": 0.1,
    }  # fmt: skip
    return {
        "time": {"steps": STEPS},
        "reserve": {"design_spell": False},
        "meters": {"main": {"member": "owner", "import": "purchase", "import_limit_kw": 1000}},
        "tariffs": {
            "purchase": {"type": "fixed", "price_eur_per_kwh": 0.10},
            "chips": {"type": "fuel", "carrier": "wood_chips", "price_eur_per_kwh": 0.09},
        },
        "weather": {"series": WEATHER},
        "buildings": {
            name: {"meter": "main", "sector": "residential", "space_heat": {"power_kw": power}}
            for name, power in powers.items()
        },
        "heat_networks": {"net": network},
        "assets": {"boiler": boiler, **heaters},
    }


def run(folder: Path, village: Mapping[str, Any], method: str = "auto", gap: float = GAP) -> VariantResult:
    """The village solved in one of the ways."""
    text = yaml.safe_dump(dict(village), sort_keys=False)
    return run_small(folder, text, solver__method=method, solver__gap=gap)


@EVERY_RUN
@given(villages())
def test_decomposition_and_whole_matrix_agree(tmp_path, village):
    """Both ways of solving cost the same within their gaps, and each keeps the other's bound."""
    one, other = (run(tmp_path, village, method).proof for method in ("whole", "decomposition"))
    assert max(one.optimality_gap, other.optimality_gap) <= GAP
    room = 1e-6 * abs(one.objective_eur_per_year)
    assert one.lower_bound_eur_per_year <= other.objective_eur_per_year + room
    assert other.lower_bound_eur_per_year <= one.objective_eur_per_year + room


@EVERY_RUN
@given(villages())
def test_each_connected_building_hangs_on_pipes_that_can_carry_all_behind_them(tmp_path, village):
    """Every pipe on the way to a connected building is laid, and no pipe that nobody needs."""
    result = run(tmp_path, village)
    (network,) = result.networks or (None,)
    if network is None:  # every building is required
        return
    laid = {pipe.end: pipe for pipe in network.pipes}
    into = {pipe["to"]: pipe["from"] for pipe in village["heat_networks"]["net"]["pipes"]}
    on_the_way = set()
    for building in network.connected:
        node = building
        while node in into:
            on_the_way.add(node)
            node = into[node]
    assert set(laid) == on_the_way
    for building in network.left_out:
        assert float(result.dispatch[f"net.to_{building}_kw"].max()) == 0.0
    fed_kw = sum(result.dispatch[f"net.to_{b}_kw"] for b in village["buildings"])
    made_kw = result.dispatch["boiler.heat_kw"]
    assert (made_kw - fed_kw - result.dispatch["net.heat_loss_kw"]).values == pytest.approx(0.0, abs=1e-6)


@EVERY_RUN
@given(villages())
def test_more_freedom_never_costs_more(tmp_path, village):
    """A network in which every building may stay away costs no more than one with some that must be connected.

    Pipes have the size that they need: one that is given and too small keeps away whom it need not feed.
    """
    village = yaml.safe_load(yaml.safe_dump(village).replace("_dn25", ""))
    free = yaml.safe_load(re.sub(r": required", ": optional", yaml.safe_dump(village)))
    held, open_ = (run(tmp_path, each, "whole", 1e-6).annual_cost_eur for each in (village, free))
    assert open_ <= held * (1.0 + 1e-5)


@EVERY_RUN
@given(villages(), st.sampled_from([0.005, 0.05, 0.5, 5.0]), st.sampled_from(["whole", "decomposition"]))
def test_a_renovation_to_be_chosen_costs_what_the_best_decided_one_does(tmp_path, village, eur_per_m2, method):
    """Pipes agree on the peak with a package that is chosen as with one that is decided.

    Pipes have the size that they need, as above.
    """
    village = yaml.safe_load(yaml.safe_dump(village).replace("_dn25", ""))
    village["buildings"]["house_0"] |= {"type": "private_house", "heated_area_m2": 100}
    measure = {"saved_fraction": 0.5, "investment_eur": eur_per_m2, "lifetime_years": 20}
    village["renovation_packages"] = {"half": {"balancing_and_thermostats": measure}}

    def cost(key, value, method="whole"):
        works = {"type": "renovation", "at": "house_0", "owner": "owner", key: value}
        return run(tmp_path, {**village, "assets": {**village["assets"], "works": works}}, method, 1e-6).annual_cost_eur

    best = min(cost("package", "none"), cost("package", "half"))
    assert cost("packages", ["none", "half"], method) == pytest.approx(best, rel=1e-5)


LEVELS = [{"supply_c": 90, "return_c": 50}, {"supply_c": 70, "return_c": 45}, {"supply_c": 50, "return_c": 30}]


@EVERY_RUN
@given(villages(), st.sampled_from(["whole", "decomposition"]))
def test_the_race_of_levels_is_won_by_the_best_of_separate_runs(tmp_path, village, method):
    """The winner costs what the best level costs alone, within the gap, and its bound holds for every level."""
    network = village["heat_networks"]["net"]
    alone = [
        run(tmp_path, {**village, "heat_networks": {"net": {**network, "level": level}}}, "whole", 1e-6).annual_cost_eur
        for level in LEVELS
    ]
    racing = {**{key: value for key, value in network.items() if key != "level"}, "levels": LEVELS}
    result = run(tmp_path, {**village, "heat_networks": {"net": racing}}, method)
    assert len(result.levels) == len(LEVELS)
    assert result.proof.lower_bound_eur_per_year <= min(alone) * (1.0 + 1e-6)
    assert result.annual_cost_eur <= min(alone) * (1.0 + 2.0 * GAP)
    assert result.proof.optimality_gap <= GAP + 1e-6
    own = {f"net {level['supply_c']}/{level['return_c']}": cost for level, cost in zip(LEVELS, alone, strict=True)}
    for found in result.levels:
        assert found.lower_bound_eur_per_year <= own[found.level] * (1.0 + 1e-6)
