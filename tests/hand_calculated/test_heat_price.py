"""Individual or shared as the building, the operator and society see it, checked by hand, through the whole line."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import cost, run_small, series

VILLAGE = """
reserve: {{design_spell: false}}
tariffs:
  pellets: {{type: fuel, carrier: pellets, price_eur_per_kwh: 0.02}}
buildings:
  house: {{meter: main, sector: residential, space_heat: {{power_kw: 2}}}}
  hall: {{meter: main, sector: municipal, space_heat: {{power_kw: 3}}}}
heat_networks:
  net:
    owner: owner
    level: {{supply_c: 95, return_c: 70}}
    heat_loss_kw: 1
    connections: {{house: {house}, hall: required}}
    investment_eur_per_m: 0
    lifetime_years: 20
    fixed_om_eur_per_year: 0.6
    variable_om_eur_per_kwh: 0
    sales_eur_per_kwh: 0.01
    pumping_electricity_fraction: 0
assets:
  boiler: {{type: fuel_boiler, owner: owner, at: net, fuel: pellets, efficiency: 0.8, capacity_heat_kw: 20,
            investment_eur: 20}}
  heating:
    type: heating_choice
    at: house
    owner: owner
    station: {{investment_eur: 4, lifetime_years: 20, fixed_om_eur_per_year: 0, variable_om_eur_per_kwh: 0}}
    sources:
      heater: {{type: electric, electricity: purchase, efficiency: 1, investment_eur_per_kw: 1, lifetime_years: 20,
                fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0}}
"""


@pytest.fixture(scope="module")
def together(tmp_path_factory):
    """The house may choose, and is on the network."""
    return run_small(tmp_path_factory.mktemp("together"), VILLAGE.format(house="optional"))


@pytest.fixture(scope="module")
def apart(tmp_path_factory):
    """The house must heat itself."""
    return run_small(tmp_path_factory.mktemp("apart"), VILLAGE.format(house="forbidden"))


def test_a_building_is_no_worse_off_up_to_what_its_own_supply_costs(together):
    """Proves: the heat price of no difference is its best own cost less its station, over the heat that it buys.

    Sensitivity: 112.5 EUR/MWh without the station; 100 without the heater's own cost.
    Hand calculation: the heater costs 8 kWh x 0.10 + 2 kW x 1 / 20 = 0.90, the station 4 / 20 = 0.20: (0.90 - 0.20) / 8
    kWh = 0.0875 EUR/kWh.
    """
    (house,) = together.assessment.heating
    assert (house.chosen.source, house.chosen.eur_per_year) == ("network", pytest.approx(0.20))
    assert house.chosen.network_kwh == pytest.approx(8.0)
    assert house.best_own is not None
    assert house.best_own.eur_per_year == pytest.approx(0.90)
    assert house.no_worse_eur_per_kwh == pytest.approx(0.0875)


def test_fewer_kilowatt_hours_sold_raise_the_tariff_for_those_who_stay(together, apart):
    """Proves: the tariff covers production with the loss, network and sales over what is sold.

    Sensitivity: 0.10 and 0.1267 over the heat produced instead of sold; 0.08 without boiler and network.
    Hand calculation: 20 kWh sold and 4 lost burn 24 / 0.8 x 0.02 = 0.60, the boiler 20 / 20 = 1.00, the network 0.60,
    sales 0.01 x 20 = 0.20: 2.40 / 20 = 0.12 EUR/kWh. Without the house 0.40 + 1.00 + 0.60 + 0.12 = 2.12 over 12 kWh:
    0.1767; at 0.12 the operator lacks 0.68 EUR.
    """
    before, after = together.assessment.tariffs["net"], apart.assessment.tariffs["net"]
    parts = (before.production_eur, before.network_eur, before.sales_eur, before.sold_kwh)
    assert parts == pytest.approx((1.60, 0.60, 0.20, 20.0))
    assert before.eur_per_kwh == pytest.approx(0.12)
    assert after.eur_per_kwh == pytest.approx(2.12 / 12.0)
    assert after.result_eur(0.12) == pytest.approx(-0.68)


def test_what_was_chosen_runs_through_bills_energy_and_cost_of_heat(together, apart):
    """Proves: the whole line counts the choice: bill of its tariff, final energy, series, levelised cost of heat.

    Sensitivity: 0.2167 EUR/kWh on the network, if the house were no demand.
    Hand calculation: together the 2.40 and the station 0.20: 2.60 EUR over 20 kWh; apart 2.12 + 0.90 = 3.02 over 20.
    """
    assert together.annual_cost_eur == pytest.approx(2.60)
    assert apart.annual_cost_eur == pytest.approx(3.02)
    key = "levelised_cost_of_heat_eur_per_kwh"
    costs = [result.assessment.indicators[key] for result in (together, apart)]
    assert costs == pytest.approx([0.13, 0.151])
    assert series(together, "net.to_house_kw") == pytest.approx([2.0] * 4)
    assert series(apart, "heating.bought_kw") == pytest.approx([2.0] * 4)
    assert cost(apart, asset="heating", kind="energy") == pytest.approx(0.80)
    assert apart.bills.eur.values[apart.bills.meter.values == "heating"].sum() == pytest.approx(0.80)
    final = [result.assessment.secap.final_energy_mwh.loc["residential"] for result in (together, apart)]
    assert (final[0]["heat"], final[0]["electricity"]) == pytest.approx((0.008, 0.0))
    assert (final[1]["heat"], final[1]["electricity"]) == pytest.approx((0.0, 0.008))


COGENERATION = """
reserve: {design_spell: false}
tariffs:
  sale: {type: export_fixed, price_eur_per_kwh: 0.10}
  gas: {type: fuel, carrier: natural_gas, price_eur_per_kwh: 0.04}
meters: {main: {member: owner, import: purchase, export: sale}}
buildings: {hall: {meter: main, sector: municipal, space_heat: {power_kw: 4}}}
heat_networks:
  net:
    {owner: owner, level: {supply_c: 95, return_c: 70}, heat_loss_kw: 1, connections: {hall: required},
     investment_eur_per_m: 0, lifetime_years: 20, variable_om_eur_per_kwh: 0, pumping_electricity_fraction: 0}
assets:
  engine: {type: combined_heat_and_power, owner: owner, at: net, meter: main, fuel: gas, electric_efficiency: 0.4,
           heat_efficiency: 0.5, capacity_electric_kw: 4}
"""


def test_electricity_of_cogeneration_bears_its_part_of_the_cost(tmp_path):
    """Proves: the tariff of heat carries the part of heat in the cost of an engine, as the levelised cost does.

    Sensitivity: 0.10 EUR/kWh if heat paid for all of the gas, of which the electricity that is sold earns 1.60 EUR.
    Hand calculation: 5 kW of heat with the loss take 10 kW of gas in 4 h: 1.60 EUR. Separate plants would burn 5 / 0.9
    for the heat and 4 / 0.4 for the electricity: the heat's part is 5.5556 / 15.5556 = 0.35714, 0.5714 EUR for 16 kWh.
    """
    result = run_small(tmp_path, COGENERATION)
    assert result.assessment.tariffs["net"].production_eur == pytest.approx(0.571429, rel=1e-5)
    levelised = result.assessment.indicators["levelised_cost_of_heat_eur_per_kwh"]
    assert result.assessment.tariffs["net"].eur_per_kwh == pytest.approx(0.0357143, rel=1e-5) == levelised
