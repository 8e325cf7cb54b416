"""Heat pump, checked by hand."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import run_small, series

HEAT = """
time: {steps: 2}
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: 6}}}
"""
PUMP = "type: heat_pump, owner: owner, meter: main, at: house, cop: $cop"


def test_electricity_is_heat_over_cop(tmp_path):
    """Proves: each step has its own COP.

    Sensitivity: 0.48 with the mean COP of 2.5, 3.0 if electricity were heat times COP.
    Hand calculation: 6 / 3 + 6 / 2 = 5 kWh x 0.10 = 0.50 EUR.
    """
    result = run_small(
        tmp_path,
        [HEAT, f"assets: {{pump: {{{PUMP}, capacity_heat_kw: 10}}}}"],
        {"cop": [3, 2]},
    )
    assert result.annual_cost_eur == pytest.approx(0.50)
    assert series(result, "pump.electricity_kw") == pytest.approx([2.0, 3.0])


@pytest.mark.parametrize(("basis", "size"), [("capacity_heat_kw", 6.0), ("capacity_electric_kw", 3.0)])
def test_capacity_and_its_cost_are_on_the_basis_of_the_key(tmp_path, basis, size):
    """Proves: size and cost per kW count heat or electricity, as the key says.

    Sensitivity: 2 kW electric if the better COP decided, 18 kW heat if the size were multiplied by the COP.
    Hand calculation: heat 6 kW at COP 3 and 2. By heat 6 kW; by electricity max(2, 3) = 3 kW. 20 EUR/kW over 20 years
    at 0 % = 1 EUR/kW a, so 6 or 3 EUR/a beside 0.50 EUR of electricity.
    """
    result = run_small(
        tmp_path,
        [
            HEAT,
            f"""
        assets:
          pump: {{{PUMP}, {basis}: {{max: 50}}, investment_eur_per_kw: 20}}
        """,
        ],
        {"cop": [3, 2]},
    )
    assert result.capacities[f"pump.{basis}"] == pytest.approx(size)
    assert result.annual_cost_eur == pytest.approx(0.50 + size)
