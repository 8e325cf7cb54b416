"""Weighted energy of ISO/TR 52000-2, examples J1 to J3 (as implemented in cteepbd, MIT), through the scenario file.

A building needs 100 kWh of heat, all by electricity. Factors of the grid: renewable 0.5, non-renewable 2.0, CO2 0.42;
of electricity made on site 1, 0, 0. Tolerance 0.1: the published figures have one decimal.
"""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import run_small

BUILDING = """
tariffs: {sale: {type: export_fixed, price_eur_per_kwh: 0.05}}
meters: {main: {member: owner, import: purchase, export: sale, import_limit_kw: 100, export_limit_kw: 100}}
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: 25}}}
emissions: {electricity_kg_co2_per_kwh: 0.42}
"""
BOILER = "boiler: {type: electric_boiler, owner: owner, meter: main, at: house, efficiency: 1, capacity_heat_kw: 25}"
#: Renewable, non-renewable [kWh] and CO2 [kg].
NAMES = ("renewable_primary_energy_kwh", "non_renewable_primary_energy_kwh", "weighted_emissions_kg_co2")


def weighed(folder, pv_kw=0.0, export_credit=0.0, plant=BOILER, further=""):
    """The three indicators of the four hours."""
    modules = "type: photovoltaics, owner: owner, meter: main, production_kw_per_kwp: 1"
    pv = f", pv: {{{modules}, capacity_kwp: {pv_kw}}}" if pv_kw else ""
    grid = "{electricity: {renewable_factor: 0.5, non_renewable_factor: 2.0}}"
    rules = f"primary_energy: {{carriers: {grid}, export_credit_factor: {export_credit}}}"
    result = run_small(folder, [BUILDING, f"assets: {{{plant}{pv}}}", rules, *([further] if further else [])])
    return [result.assessment.indicators[name] for name in NAMES]


@pytest.mark.parametrize(
    ("pv_kwh", "export_credit", "published"),
    [
        (0, 0, (50, 200, 42)),
        (50, 0, (75, 100, 21)),
        (140, 0, (100, 0, 0)),
        (140, 1, (120, -80, -16.8)),
    ],
    ids=["J1", "J2", "J3 step A", "J3 step B"],
)
def test_examples_of_the_standard(tmp_path, pv_kwh, export_credit, published):
    assert weighed(tmp_path, pv_kwh / 4, export_credit) == pytest.approx(published, abs=0.1)


def test_heat_from_the_air_is_renewable(tmp_path):
    """Proves: a heat pump's ambient heat counts, as renewable alone.

    Sensitivity: 12.5 without it, 112.5 if all its heat counted.
    Hand calculation: 100 kWh at COP 4 take 25 kWh of electricity and 75 kWh from outside: 12.5 + 75, 50, 10.5.
    """
    pump = "pump: {type: heat_pump, owner: owner, meter: main, at: house, cop: 4, capacity_heat_kw: 25}"
    assert weighed(tmp_path, plant=pump) == pytest.approx((87.5, 50.0, 10.5))


def test_fuel_has_the_weights_of_the_catalogue(tmp_path):
    """Proves: carriers that the file does not weigh have the catalogue's factors.

    Sensitivity: 110, 10 and 0 if wood were weighed as natural gas's opposite, 80 if heat counted and not fuel.
    Hand calculation: 100 kWh of heat at 0.8 are 125 kWh of pellets; renewable 1.2 - 0.2 = 1, non-renewable 0.2, CO2 0.
    """
    boiler = "boiler: {type: fuel_boiler, owner: owner, at: house, fuel: wood, efficiency: 0.8, capacity_heat_kw: 25}"
    wood = "tariffs: {wood: {type: fuel, carrier: pellets, price_eur_per_kwh: 0.05}}"
    assert weighed(tmp_path, plant=boiler, further=wood) == pytest.approx((125.0, 25.0, 0.0))
