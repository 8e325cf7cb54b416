"""What is known of directions without whole binaries: as much as one step tells."""

from __future__ import annotations

import json

import numpy as np
import pytest

from energycommunity.optimization.branched_bound import best_prices, branched_bound
from energycommunity.optimization.matrix import assemble
from energycommunity.optimization.programme import state
from energycommunity.optimization.proof import dual_bound
from energycommunity.optimization.sizing import SolverOptions, solve
from energycommunity.optimization.whole_matrix import search_whole
from energycommunity.stopping import Stop
from tests.invariants.random_communities import Community, case_of, drawn
from tests.optimization.exact_programme import cost_with_loose_exclusions, enclosed_optimum

ENGINE_AND_TANK = {
    "name": "small",
    "site": {"latitude_deg": 57.2, "longitude_deg": 26.7},
    "time": {"start": "2025-01-15", "steps": 2, "annual": False},
    "economics": {"price_year": 2025, "real_discount_rate": 0.0},
    "members": {"owner": {"kind": "company", "deducts_vat": True}},
    "tariffs": {
        "gas": {"type": "fuel", "carrier": "natural_gas", "price_eur_per_kwh": 0.05},
        "purchase": {"type": "fixed", "price_eur_per_kwh": 0.40},
        "sale": {"type": "export_fixed", "price_eur_per_kwh": 0.30},
    },
    "meters": {
        "main": {
            "member": "owner",
            "import": "purchase",
            "export": "sale",
            "import_limit_kw": 100.0,
            "export_limit_kw": 100.0,
        }
    },
    "buildings": {"house": {"meter": "main", "sector": "residential", "space_heat": {"power_kw": 1.0}}},
    "assets": {
        "engine": {
            "type": "combined_heat_and_power",
            "owner": "owner",
            "at": "house",
            "meter": "main",
            "fuel": "gas",
            "electric_efficiency": 0.3,
            "heat_efficiency": 0.5,
            "capacity_electric_kw": 30.0,
        },
        "tank": {
            "type": "hot_water_tank",
            "owner": "owner",
            "at": "house",
            "capacity_kwh": 100.0,
            "charge_efficiency": 0.9,
            "discharge_efficiency": 0.9,
            "loss_per_h": 0.0,
        },
    },
}


def test_without_binaries_a_tank_burns_no_more_than_the_losses_of_what_is_taken():
    """Proves: in the relaxed programme a tank gives no more heat than others take, and the exact one is unchanged.

    Sensitivity: 30 kW of electricity in both hours, -3.6 EUR or less than -0.3, if the relaxed tank could turn heat
    in a circle at its largest power; -0.16 in the exact one if the tank could not be used at all; -0.19753 if it gave
    the whole 1 kW in both hours and charged as well.
    Hand calculation: a kWh of heat takes 2 kWh of gas, 0.10 EUR, and comes with 0.6 kWh of electricity, sold for 0.18:
    it leaves 0.08. Two hours of 1 kW. With a direction in each hour: heat for the second is charged in the first,
    1 / 0.81 = 1.2346 kWh; with the 1 kWh of the first 2.2346 kWh, -0.17877 EUR. Relaxed: each hour is a mixture, of
    which a part d gives 1 kW and the rest charges 49 kW, what the engine's 50 kW leave. As much as is given is charged,
    d / 0.81 = 49 (1 - d), so d = 0.97542, and 1 + d (1 / 0.81 - 1) = 1.22880 kWh are made in each: -0.19661 EUR.
    """
    programme = state(case_of(Community(ENGINE_AND_TANK, {"price": np.zeros(2)})))
    matrix = assemble(programme)
    relaxed = search_whole(matrix, matrix.lower, matrix.upper, 1e-9, Stop(), relaxed=True)
    given = 49.0 * 0.81 / (1.0 + 49.0 * 0.81)
    assert float(matrix.cost @ relaxed.x) == pytest.approx(-0.08 * 2.0 * (1.0 + given * (1.0 / 0.81 - 1.0)))
    solution = solve(programme, SolverOptions(gap=1e-9))
    assert solution.objective_eur_per_year - matrix.constant == pytest.approx(-0.08 * (1.0 + 1.0 / 0.81))


def _mixed(seed: int, steps: int) -> Community:
    """Two to four members that share, each with contracts of its own."""
    community = drawn(np.random.default_rng(seed), steps, (2, 4))
    return community.changed("community", {"sharing": "by_interval", "internal_price_eur_per_kwh": 0.06})


@pytest.mark.parametrize("seed", range(600, 612))
def test_a_mixed_community_costs_what_it_costs_with_loose_bounds(seed):
    """The rows and bounds that follow from balances cut nothing off, and open steps are all that need a binary."""
    programme = state(case_of(_mixed(seed, 8)))
    exact = cost_with_loose_exclusions(programme)
    assert solve(programme, SolverOptions(gap=1e-7)).objective_eur_per_year == pytest.approx(exact, rel=1e-6, abs=1e-4)


@pytest.mark.parametrize("seed", [600, 602])
def test_a_long_community_lies_between_its_bound_and_its_dispatch(seed):
    """Proves: in windows, with directions decided day by day and a bound of whole switches within each day."""
    programme = state(case_of(_mixed(seed, 48)))
    exact = enclosed_optimum(programme, 1e-6)
    solution = solve(programme, SolverOptions(gap=1e-5, method="decomposition"))
    slack = 1e-5 * abs(exact[1]) + 1e-4
    assert solution.lower_bound_eur_per_year <= exact[1] + slack
    assert exact[0] - slack <= solution.objective_eur_per_year


RESALE = """
{"name": "resale", "site": {"latitude_deg": 57.2, "longitude_deg": 26.7},
 "time": {"start": "2025-01-15", "steps": 1, "annual": false},
 "economics": {"price_year": 2025, "real_discount_rate": 0.0},
 "members": {"cheap": {"kind": "company", "deducts_vat": true}, "dear": {"kind": "company", "deducts_vat": true}},
 "tariffs": {"low": {"type": "fixed", "price_eur_per_kwh": 0.10}, "high": {"type": "fixed", "price_eur_per_kwh": 0.30},
             "sale": {"type": "export_fixed", "price_eur_per_kwh": 0.02}},
 "meters": {"one": {"member": "cheap", "import": "low", "export": "sale", "phases": 3, "fuse_a": 100},
            "two": {"member": "dear", "import": "high", "phases": 3, "fuse_a": 100}},
 "buildings": {},
 "assets": {"load_one": {"type": "load", "owner": "cheap", "meter": "one", "power_kw": 2.0},
            "load_two": {"type": "load", "owner": "dear", "meter": "two", "power_kw": 5.0},
            "sun": {"type": "photovoltaics", "owner": "cheap", "meter": "one", "capacity_kwp": 3.0,
                    "production_kw_per_kwp": 1.0}},
 "community": {"sharing": "by_interval"}}
"""


def test_without_binaries_nothing_is_bought_cheap_to_be_shared_with_the_dear():
    """Proves: with sun of a known size and a known load, the programme without whole binaries is already the exact one.

    Sensitivity: 0.70 EUR or less if the first could buy for the second, 0.80 if its own 2 kW were bought while all sun
    is shared.
    Hand calculation: 3 kW of sun, 2 used behind the meter, 1 shared; 4 kW bought for 0.30: 1.20 EUR.
    """
    programme = state(case_of(Community(json.loads(RESALE), {"price": np.zeros(1)})))
    matrix = assemble(programme)
    relaxed = search_whole(matrix, matrix.lower, matrix.upper, 1e-9, Stop(), relaxed=True)
    assert float(matrix.cost @ relaxed.x) == pytest.approx(1.20)


def test_the_bound_of_whole_switches_lies_between_that_of_the_prices_and_the_optimum():
    """One stretch that is all the time has the optimum; the mean of good prices and of none proves what the good do."""
    programme = state(case_of(_mixed(606, 30)))
    matrix = assemble(programme)
    relaxed = search_whole(matrix, matrix.lower, matrix.upper, 1e-9, Stop(), relaxed=True)
    prices = best_prices(matrix, (np.zeros_like(relaxed.row_dual), relaxed.row_dual))
    proven = dual_bound(matrix, matrix.search_cost, prices, matrix.lower, matrix.upper)
    assert proven == pytest.approx(relaxed.bound, rel=1e-6, abs=1e-4)
    optimum = search_whole(matrix, matrix.lower, matrix.upper, 1e-7, Stop()).x @ matrix.search_cost
    parts = branched_bound(matrix, prices, 10, 1e-3, lambda: True)
    whole = branched_bound(matrix, prices, 30, 1e-3, lambda: True)
    assert proven < parts < optimum
    assert whole == pytest.approx(optimum, rel=1e-5)
    assert branched_bound(matrix, prices, 10, 1e-3, lambda: False) == pytest.approx(proven)
