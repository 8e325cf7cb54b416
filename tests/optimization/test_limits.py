"""Limits between sizes: kept to the euro and the square metre, and refused with their name where they cannot be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from energycommunity.errors import InfeasibleError
from energycommunity.optimization.proof import keeps_all_bounds
from tests.hand_calculated.small_scenario import run_small
from tests.optimization.hand_made_matrices import with_budget

SUN = {"sun": [0.5, 0.5, 0.1, 0.0]}
METHODS = pytest.mark.parametrize("method", ["whole", "decomposition"])


def _panels(size: str) -> str:
    return f"""
assets:
  demand: {{type: load, owner: owner, meter: main, power_kw: 10}}
  pv: {{type: photovoltaics, owner: owner, meter: main, capacity_kwp: {size}, production_kw_per_kwp: $sun,
       investment_eur_per_kwp: 0.1}}
"""


@METHODS
def test_a_budget_is_spent_and_not_exceeded(tmp_path, method):
    """Proves: with 1 EUR to spend, 10 kWp are built by either method.

    Sensitivity: 20 kWp, half of the largest size, if the first trial of the decomposition ignored the budget.
    Hand calculation: 10 kWp cost 1 EUR / 20 years = 0.05 EUR/a and give 5 + 5 + 1 + 0 of the 40 kWh: 29 x 0.10 = 2.90.
    """
    result = run_small(tmp_path, [_panels("{max: 40}"), "limits: {investment_eur: 1}"], SUN, solver__method=method)
    assert result.capacities["pv.capacity_kwp"] == pytest.approx(10.0)
    assert result.annual_cost_eur == pytest.approx(2.95)


@METHODS
@pytest.mark.parametrize("size", ["20", "{min: 20, max: 40}"])
def test_a_budget_below_what_is_fixed_is_refused_by_name(tmp_path, method, size):
    """Hand calculation: 20 kWp x 0.10 = 2 EUR, twice the limit."""
    with pytest.raises(InfeasibleError) as refused:
        run_small(tmp_path, [_panels(size), "limits: {investment_eur: 1}"], SUN, solver__method=method)
    assert refused.value.faults[0].path == "limits.investment_eur"
    assert "2 EUR" in refused.value.faults[0].tell("en")


def test_panels_too_large_for_their_roof_are_refused_by_name(tmp_path):
    """Hand calculation: 20 kWp x 5 m2 = 100 m2 on a roof of 60 m2."""
    building = """
    buildings: {house: {meter: main, sector: residential, roof: {area_m2: 60, tilt_deg: 20, azimuth_deg: 180}}}
    """
    on_roof = _panels("20").replace("investment_eur", "roof: house, area_m2_per_kwp: 5, investment_eur")
    with pytest.raises(InfeasibleError) as refused:
        run_small(tmp_path, [building, on_roof], SUN)
    assert refused.value.faults[0].path == "buildings.house.roof.area_m2"
    assert "100 m²" in refused.value.faults[0].tell("en")


def test_panels_too_large_for_the_ground_are_refused_by_name(tmp_path):
    """Hand calculation: 20 kWp x 5 m2 = 100 m2 on a ground of 60 m2."""
    on_ground = _panels("20").replace("investment_eur", "mounting: ground, area_m2_per_kwp: 5, investment_eur")
    site = "site: {latitude_deg: 57.2, longitude_deg: 26.7, ground_area_m2: 60}"
    with pytest.raises(InfeasibleError) as refused:
        run_small(tmp_path, [site, on_ground], SUN)
    assert refused.value.faults[0].path == "site.ground_area_m2"
    assert "100 m²" in refused.value.faults[0].tell("en")


def test_a_large_row_makes_no_other_row_lax():
    """Proves: each row is held to its own size.

    Sensitivity: with a budget of a million EUR as the measure, 0.1 kW would go unserved without notice.
    Hand calculation: 0.99 kW for a demand of 1 kW lacks 0.01 kW, above 1e-5 + 1e-7 x 0.99.
    """
    matrix = replace(with_budget(1e6), upper=np.array([5.0, 5, 5, 5, 1e6]))
    assert keeps_all_bounds(matrix, np.array([1.0, 1, 0, 0, 0]))
    assert not keeps_all_bounds(matrix, np.array([0.99, 1, 0, 0, 0]))


def test_a_time_limit_ends_the_search_with_its_gap_and_no_error(tmp_path):
    """Proves: what is found in time is dispatched and told as stopped, with a bound below it.

    Sensitivity: 'status: Time limit reached' as an error, if the limit also ended the dispatch.
    """
    result = run_small(tmp_path, [_panels("{max: 40}")], SUN, solver__method="decomposition", solver__time_limit_s=1e-9)
    assert result.proof.status == "stopped"
    assert result.proof.lower_bound_eur_per_year < result.annual_cost_eur < 4.0
