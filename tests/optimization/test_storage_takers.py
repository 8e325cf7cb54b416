"""What is known of a storage without whole binaries: it gives no more than others take."""

from __future__ import annotations

import numpy as np
import pytest

from energycommunity.optimization.matrix import assemble
from energycommunity.optimization.programme import state
from energycommunity.optimization.sizing import SolverOptions, solve
from energycommunity.optimization.whole_matrix import search_whole
from energycommunity.stopping import Stop
from tests.invariants.random_communities import Community, case_of

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
    in a circle at its largest power; -0.16 in the exact one if the tank could not be used at all.
    Hand calculation: a kWh of heat takes 2 kWh of gas, 0.10 EUR, and comes with 0.6 kWh of electricity, sold for 0.18:
    it leaves 0.08. Two hours of 1 kW. With a direction in each hour: heat for the second is charged in the first,
    1 / 0.81 = 1.2346 kWh; with the 1 kWh of the first 2.2346 kWh, -0.17877 EUR. Relaxed: 1 kW is given in both hours
    and 1.2346 charged, so that 2 x 1.2346 kWh are made, -0.19753 EUR.
    """
    programme = state(case_of(Community(ENGINE_AND_TANK, {"price": np.zeros(2)})))
    matrix = assemble(programme)
    relaxed = search_whole(matrix, matrix.lower, matrix.upper, 1e-9, Stop(), relaxed=True)
    assert float(matrix.cost @ relaxed.x) == pytest.approx(-0.08 * 2.0 / 0.81)
    solution = solve(programme, SolverOptions(gap=1e-9))
    assert solution.objective_eur_per_year - matrix.constant == pytest.approx(-0.08 * (1.0 + 1.0 / 0.81))
