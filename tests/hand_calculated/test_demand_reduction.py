"""Measures that save energy, checked by hand. Money is spread over 20 years without interest."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import cost, run_small, series

LIGHTS = "lights: {type: load, owner: owner, meter: main, sector: public_lighting, power_kw: $lights_kw}"
LED = "type: demand_reduction, owner: owner, reduces: lights, saved_fraction: 0.6, lifetime_years: 20"


@pytest.mark.parametrize(("investment_eur", "extent", "expected_eur"), [(4, 1.0, 0.52), (10, 0.0, 0.80)])
def test_a_measure_is_bought_where_it_saves_more_than_it_costs(tmp_path, investment_eur, extent, expected_eur):
    """Proves: a measure saves its part of the load in every step, all of it or nothing, for its annuity.

    Sensitivity: 0.32 if the annuity were left out, 0.66 if only half were bought, 0.82 if the dear one were bought too.
    Hand calculation: 8 kWh x 0.10 = 0.80 EUR; LED lamps save 0.6 x 0.80 = 0.48 EUR for 4 / 20 = 0.20 EUR: 0.52 EUR; for
    10 / 20 = 0.50 EUR they are not worth it.
    """
    result = run_small(
        tmp_path,
        f"assets: {{{LIGHTS}, led: {{{LED}, investment_eur: {investment_eur}}}}}",
        {"lights_kw": [3, 0, 1, 4]},
    )
    assert result.capacities["led.extent"] == pytest.approx(extent)
    assert series(result, "led.saved_electricity_kw") == pytest.approx([1.8 * extent, 0.0, 0.6 * extent, 2.4 * extent])
    assert result.annual_cost_eur == pytest.approx(expected_eur)
    lighting = result.assessment.secap.final_energy_mwh.loc["public_lighting", "electricity"]
    assert lighting == pytest.approx(0.008 - 0.0048 * extent)


def test_a_part_is_bought_where_a_limit_lets_no_more_be_paid(tmp_path):
    """Proves: with `max` alone any part may be bought, and a part costs and saves its part, upkeep included.

    Sensitivity: 0.80 if it were all or nothing; 0.62 if the upkeep of the whole were saved.
    Hand calculation: 2 of 4 EUR buy half: 0.80 - 0.24 + 2 / 20 = 0.66 EUR, less half of the 0.04 EUR of upkeep that the
    whole saves: 0.64 EUR.
    """
    led = f"{LED}, investment_eur: 4, extent: {{max: 1}}, fixed_om_eur_per_year: -0.04"
    result = run_small(
        tmp_path,
        ["limits: {investment_eur: 2}", f"assets: {{{LIGHTS}, led: {{{led}}}}}"],
        {"lights_kw": [3, 0, 1, 4]},
    )
    assert result.capacities["led.extent"] == pytest.approx(0.5)
    assert result.annual_cost_eur == pytest.approx(0.64)
    assert cost(result, asset="led", kind="annuity") == pytest.approx(0.10)


NETWORK = """
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.10}
  pellets: {type: fuel, carrier: pellets, price_eur_per_kwh: 0.05}
buildings:
  school: {meter: main, sector: municipal, space_heat: {power_kw: 8}, electricity: {power_kw: 2}}
heat_networks:
  centre: {owner: owner, level: {supply_c: 80, return_c: 60}, connections: {school: required}, heat_loss_kw: 5,
           investment_eur_per_m: 0, variable_om_eur_per_kwh: 0, fixed_om_eur_per_year: 0}
"""
BOILER = "boiler: {type: fuel_boiler, owner: owner, at: centre, fuel: pellets, efficiency: 0.5, capacity_heat_kw: 50}"
MEASURE = "type: demand_reduction, owner: owner, lifetime_years: 20, investment_eur: 2, extent: 1"


@pytest.mark.parametrize(
    ("reduces", "saved_fraction", "quantity", "saved_kw", "expected_eur", "cost_of_heat"),
    [
        ("centre", 0.4, "saved_heat_kw", 2.0, 5.30, 4.50 / 32),
        ("school.space_heat", 0.25, "saved_heat_kw", 2.0, 5.30, 4.40 / 24),
        ("school.electricity", 0.5, "saved_electricity_kw", 1.0, 5.70, 5.20 / 32),
        ("main", 0.5, "saved_electricity_kw", 1.0, 5.70, 5.20 / 32),
    ],
)
def test_losses_heat_and_electricity_are_saved_where_they_are_needed(
    tmp_path, reduces, saved_fraction, quantity, saved_kw, expected_eur, cost_of_heat
):
    """Proves: a measure saves the loss of a network, the heat of a building, or its electricity, and what feeds them.

    Sensitivity: 5.70 if heat were saved at the price of pellets without the boiler's losses; heat at 4.40 / 32 without
    the cost of insulating the pipes, or if the heat that is saved were counted as served.
    Hand calculation: 13 kW of heat for 4 hours burn 104 kWh of pellets: 5.20 EUR; 2 kW of electricity 0.80 EUR:
    together 6.00 EUR. 2 kW of heat less save 0.80 EUR, 1 kW of electricity less 0.40 EUR, for 2 / 20 = 0.10 EUR. Heat
    costs what is burnt, and the insulation, over the 32 kWh that the school needs, or 24 kWh.
    """
    measure = f"{MEASURE}, reduces: {reduces}, saved_fraction: {saved_fraction}"
    result = run_small(tmp_path, [NETWORK, f"assets: {{{BOILER}, measure: {{{measure}}}}}"])
    assert series(result, f"measure.{quantity}") == pytest.approx([saved_kw] * 4)
    assert result.annual_cost_eur == pytest.approx(expected_eur)
    told = result.assessment.indicators["levelised_cost_of_heat_eur_per_kwh"]
    assert told == pytest.approx(cost_of_heat)


def test_measures_on_one_demand_add_up(tmp_path):
    """Proves: each measure saves of the whole demand, and together they may save all of it.

    Sensitivity: 0.128 if the second saved of what the first leaves (0.4 x 0.4 of 0.80 EUR).
    Hand calculation: 0.6 and 0.4 of 8 kWh leave nothing; both cost 1 / 20 = 0.05 EUR: 0.10 EUR.
    """
    measures = ", ".join(
        f"{name}: {{{LED.replace('0.6', share)}, investment_eur: 1, extent: 1}}"
        for name, share in (("led", "0.6"), ("clock", "0.4"))
    )
    result = run_small(tmp_path, f"assets: {{{LIGHTS}, {measures}}}", {"lights_kw": [3, 0, 1, 4]})
    assert result.annual_cost_eur == pytest.approx(0.10)
    assert series(result, "main.bought_kw") == pytest.approx([0, 0, 0, 0], abs=1e-9)
