"""Cold that is needed in the design spell, checked by hand.

The weather is 0 °C all year, the spell -20 °C. A building that needs 87,600 kWh a year for 20 °C, without gains,
needs 10 kW in the year and 20 kW in the spell.
"""

from __future__ import annotations

import pytest

from tests.hand_calculated.mild_weather import write_mild_weather
from tests.hand_calculated.small_scenario import run_small

HEAT = """
time: {steps: 2}
weather: {series: mild.csv}
buildings:
  house:
    meter: main
    sector: residential
    heated_area_m2: 100
    cooling: {power_kw: $cold}
    space_heat: {annual_kwh: 87600, internal_gains_w_per_m2: 0, solar_aperture: 0}
"""
SPELL = "reserve: {design_spell: true, outdoor_c: -20}"


@pytest.fixture
def folder(tmp_path):
    """A folder with the mild weather beside the scenario."""
    write_mild_weather(tmp_path)
    return tmp_path


def test_a_reversible_pump_carries_heat_of_the_cold_days_beside_the_least_cold(folder):
    """Proves: in a spell of winter an own series of cold counts at its lowest, and shares the capacity with the heat.

    Sensitivity: 20 kW if cold took nothing, 26 if it counted at its highest, 16 without the spell.
    Hand calculation: year 10 kW of heat and 6 or 3 kW of cold; spell 20 + 3 = 23 kW, at 1 EUR/kW a. Electricity 2 x
    10 / 2 + (6 + 3) / 3 = 13 kWh x 0.10 = 1.30 EUR.
    """
    pump = "pump: {type: heat_pump, owner: owner, at: house, meter: main, cop: 2, cooling: {eer: 3}, "
    pump += "capacity_heat_kw: {max: 50}, investment_eur_per_kw: 20}"
    result = run_small(folder, [HEAT, SPELL, f"assets: {{{pump}}}"], {"cold": [6, 3]})
    assert result.capacities["pump.capacity_heat_kw"] == pytest.approx(23.0, rel=1e-6)
    assert result.annual_cost_eur == pytest.approx(24.3, rel=1e-6)


def test_given_sizes_lack_no_electricity_for_cold_that_is_not_given(folder):
    """Proves: where given sizes are too small in the spell, only heat is told to lack there, not electricity.

    Hand calculation: 20 + 3 kW are asked of the 16 kW that carry the year: 7 kW lack.
    """
    pump = (
        "pump: {type: heat_pump, owner: owner, at: house, meter: main, cop: 2, cooling: {eer: 3}, capacity_heat_kw: 16}"
    )
    result = run_small(folder, ["mode: dispatch", HEAT, SPELL, f"assets: {{{pump}}}"], {"cold": [6, 3]})
    lacks = {fault.key: fault.values for fault in result.warnings if fault.key.startswith("lacks")}
    assert set(lacks) == {"lacks_in_spell"}
    assert lacks["lacks_in_spell"]["kw"] == pytest.approx(7.0, abs=1e-3)
