"""The reference site case: a year of hours, five free sizes, through the scenario file.

Optimum computed independently with PyPSA 1.4 and oemof-solph 0.6.5. Tolerance 0.001 %: both tools and this one solve
the same linear programme, whose optimum is unique; what is left are tolerances of solvers.
"""

from __future__ import annotations

import pytest

from benchmarks.site import OPTIMUM_EUR_PER_YEAR, write_site
from energycommunity.pipeline import run_variant
from energycommunity.scenario.loader import load_scenario


def test_optimum_of_the_site_case(tmp_path):
    file = load_scenario(write_site(tmp_path), ["solver.gap=1e-5"])
    result = run_variant(file, file.variants[file.baseline])
    assert result.annual_cost_eur == pytest.approx(OPTIMUM_EUR_PER_YEAR, rel=1e-5)
    assert result.proof.lower_bound_eur_per_year == pytest.approx(OPTIMUM_EUR_PER_YEAR, rel=2e-5)
    assert result.proof.status == "optimal"
    # The bound of 600 kWp binds clearly, the boiler is clearly too dear; other sizes lie in a flat optimum.
    assert result.capacities["pv.capacity_kwp"] == pytest.approx(600.0)
    assert result.capacities["boiler.capacity_fuel_kw"] == pytest.approx(0.0, abs=1e-3)
    assert result.capacities["heat_pump.capacity_electric_kw"] == pytest.approx(299.1, rel=0.01)
