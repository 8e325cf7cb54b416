"""Electric boiler, checked by hand."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import run_small, series

HEAT = """
time: {steps: 2}
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: $heat_kw}}}
"""
BOILER = "type: electric_boiler, owner: owner, meter: main, at: house, efficiency: 0.8"


def test_electricity_is_heat_over_efficiency(tmp_path):
    """Proves: heat and electricity differ by the efficiency, in the right direction.

    Sensitivity: 0.96 if electricity were heat times the efficiency.
    Hand calculation: heat 4 and 8 kWh need 5 and 10 kWh of electricity at 0.10: 1.50 EUR.
    """
    result = run_small(tmp_path, [HEAT, f"assets: {{boiler: {{{BOILER}, capacity_heat_kw: 8}}}}"], {"heat_kw": [4, 8]})
    assert result.annual_cost_eur == pytest.approx(1.50)
    assert series(result, "boiler.electricity_kw") == pytest.approx([5.0, 10.0])


def test_capacity_counts_heat(tmp_path):
    """Proves: size and its cost are on the basis of heat.

    Sensitivity: 10 kW and 11.50 EUR if the size were electric.
    Hand calculation: the largest heat is 8 kW; 20 EUR/kW over 20 years at 0 % = 1 EUR/kW a: 8 + 1.50 = 9.50 EUR.
    """
    assets = f"assets: {{boiler: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 20}}}}"
    result = run_small(tmp_path, [HEAT, assets], {"heat_kw": [4, 8]})
    assert result.capacities["boiler.capacity_heat_kw"] == pytest.approx(8.0)
    assert result.annual_cost_eur == pytest.approx(9.50)
