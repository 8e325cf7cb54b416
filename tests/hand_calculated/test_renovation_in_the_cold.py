"""A renovation in the design spell, checked by hand; weather and building are those of `test_design_spell`."""

from __future__ import annotations

import pytest

from tests.hand_calculated import test_design_spell
from tests.hand_calculated.small_scenario import run_small
from tests.hand_calculated.test_design_spell import BOILER, HEAT

folder = test_design_spell.folder

RENOVATED = """
renovation_packages: {half: {balancing_and_thermostats: {saved_fraction: 0.5, investment_eur: 100, lifetime_years: 20}}}
buildings: {house: {meter: main, sector: residential, type: private_house, heated_area_m2: 100,
                    space_heat: {annual_kwh: 87600, internal_gains_w_per_m2: 0, solar_aperture: 0}}}
"""


def test_a_renovation_makes_plants_smaller_in_the_spell_and_while_one_has_failed(folder):
    """Proves: a chosen package saves in the spell what it saves there, and of a part of the demand its part.

    Sensitivity: 15.50 EUR if, while a boiler has failed, the saving of the whole demand were taken off half of it; 31
    EUR without the package, which fuel alone would not pay for.
    Hand calculation: 20 kW in the spell, half of it saved: 10 kW from both boilers; while one has failed, half of 10 kW
    from the other: 5 kW at 1 and 5 kW at 2 EUR/kW a. Package 100 / 20 = 5 EUR/a, fuel 2 h x 5 kW x 0.05 = 0.50 EUR:
    20.50 EUR. Without it 10 + 20 + 1 = 31 EUR.
    """
    asked = "reserve: {outdoor_c: -20, loss_of_largest_unit: true, covered_fraction: 0.5}"
    plants = f"""
    assets:
      one: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 20}}
      other: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 40}}
      renovation: {{type: renovation, owner: owner, at: house, packages: [none, half]}}
    """
    result = run_small(folder, [HEAT, RENOVATED, asked, plants])
    assert [building.package for building in result.renovated] == ["half"]
    assert result.capacities["one.capacity_heat_kw"] == pytest.approx(5.0, rel=1e-6)
    assert result.capacities["other.capacity_heat_kw"] == pytest.approx(5.0, rel=1e-6)
    assert result.annual_cost_eur == pytest.approx(20.5, rel=1e-6)
    (heat,) = result.design_winter.heat
    assert heat.demand_kw == pytest.approx(10.0)
    assert heat.margin_kw == pytest.approx(0.0, abs=1e-4)
    assert heat.available_without_it_kw == pytest.approx(5.0, abs=1e-4)
