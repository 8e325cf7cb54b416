"""Fuel boiler, checked by hand."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import bill, cost, run_small, series

HEAT = """
time: {{steps: 2}}
members: {{owner: {member}}}
tariffs:
  gas: {{type: fuel, carrier: natural_gas, price_eur_per_kwh: 0.05}}
  pellets: {{type: fuel, carrier: pellets, price_eur_per_t: 240, lower_heating_value_kwh_per_t: 4800}}
buildings: {{house: {{meter: main, sector: residential, space_heat: {{power_kw: $heat_kw}}}}}}
"""
COMPANY, HOUSEHOLD = "{kind: company, deducts_vat: true}", "{kind: household}"
BOILER = "type: fuel_boiler, owner: owner, at: house"


def test_fuel_is_heat_over_efficiency(tmp_path):
    """Proves: fuel is bought by its lower heating value: heat over efficiency; upkeep is per kWh of heat.

    Sensitivity: 0.648 if heat were fuel over efficiency; 0.85 with the upkeep on fuel.
    Hand calculation: 16 kWh heat / 0.8 = 20 kWh x 0.05 = 1.00 EUR; upkeep 16 x 0.01 = 0.16; CO2 20 x 0.202 = 4.04 kg.
    """
    result = run_small(
        tmp_path,
        [
            HEAT.format(member=COMPANY),
            f"""
        assets:
          boiler: {{{BOILER}, fuel: gas, efficiency: 0.8, capacity_heat_kw: 12, variable_om_eur_per_kwh: 0.01}}
        """,
        ],
        {"heat_kw": [4, 12]},
    )
    assert cost(result, kind="fuel") == pytest.approx(1.00)
    assert cost(result, kind="variable_om") == pytest.approx(0.16)
    assert series(result, "boiler.fuel_kw") == pytest.approx([5, 15])
    assert result.emissions_kg_per_year == pytest.approx(4.04)


def test_household_pays_less_vat_on_wood(tmp_path):
    """Proves: a price per tonne becomes one per kWh, and wood bears 12 % of VAT.

    Sensitivity: 0.968 with the standard rate of 21 %; 0.80 without VAT.
    Hand calculation: 240 EUR/t / 4800 kWh/t = 0.05 EUR/kWh; 16 kWh / 1.0 x 0.05 x 1.12 = 0.896 EUR.
    """
    result = run_small(
        tmp_path,
        [
            HEAT.format(member=HOUSEHOLD),
            f"assets: {{boiler: {{{BOILER}, fuel: pellets, efficiency: 1, capacity_heat_kw: 12}}}}",
        ],
        {"heat_kw": [4, 12]},
    )
    assert result.annual_cost_eur == pytest.approx(0.896)
    assert bill(result, "vat_eur", meter="boiler") == pytest.approx(0.096)


@pytest.mark.parametrize(("cost_if_built_eur", "built"), [(29.0, True), (31.0, False)])
def test_is_built_only_if_it_pays_as_a_whole(tmp_path, cost_if_built_eur, built):
    """Proves: the cost of building at all is paid once, by its annuity, if the size is above zero.

    Sensitivity: built in both cases if the cost were left out or scaled with a part of the size.
    Hand calculation: 30 kWh of heat cost 30 x 0.10 = 3.00 EUR from an electric boiler and 1.50 EUR from gas; the
    difference of 1.50 EUR stands against 29 / 20 = 1.45 or 31 / 20 = 1.55 EUR/a.
    """
    result = run_small(
        tmp_path,
        [
            HEAT.format(member=COMPANY),
            f"""
        assets:
          electric: {{type: heat_pump, owner: owner, at: house, meter: main, cop: 1, capacity_electric_kw: 50}}
          boiler:
            {{{BOILER}, fuel: gas, efficiency: 1,
              capacity_heat_kw: {{min: 2, max: 50, cost_if_built_eur: {cost_if_built_eur}}}}}
        """,
        ],
        {"heat_kw": [14, 16]},
    )
    assert (result.capacities["boiler.capacity_heat_kw"] > 0) == built
    assert result.annual_cost_eur == pytest.approx(1.5 + cost_if_built_eur / 20 if built else 3.0)


def test_cap_on_emissions_shifts_to_dearer_wood(tmp_path):
    """Proves: a limit on yearly emissions of all that is burnt; sustainable wood counts zero.

    Sensitivity: 0.80 without the cap; 1.60 if wood counted as well and neither could run.
    Hand calculation: cap 1.616 kg allows 1.616 / 0.202 = 8 kWh of gas x 0.05 = 0.40; the other 8 kWh from pellets at
    0.05 plus 0.05 upkeep = 0.80; together 1.20 EUR.
    """
    result = run_small(
        tmp_path,
        [
            HEAT.format(member=COMPANY),
            f"""
        limits: {{co2_cap_kg_co2e: 1.616}}
        assets:
          gas_boiler: {{{BOILER}, fuel: gas, efficiency: 1, capacity_heat_kw: 12}}
          wood_boiler: {{{BOILER}, fuel: pellets, efficiency: 1, capacity_heat_kw: 12, variable_om_eur_per_kwh: 0.05}}
        """,
        ],
        {"heat_kw": [4, 12]},
    )
    assert result.emissions_kg_per_year == pytest.approx(1.616)
    assert result.annual_cost_eur == pytest.approx(1.20)


def test_capacity_by_fuel(tmp_path):
    """Proves: `capacity_fuel_kw` limits and costs the fuel input.

    Sensitivity: 12 EUR/a if it counted heat, 9.6 if the efficiency were multiplied.
    Hand calculation: 12 kW heat / 0.8 = 15 kW fuel x 1 EUR/kW a = 15 EUR/a; fuel 20 x 0.05 = 1 EUR.
    """
    result = run_small(
        tmp_path,
        [
            HEAT.format(member=COMPANY),
            f"""
        assets:
          boiler:
            {{{BOILER}, fuel: gas, efficiency: 0.8, capacity_fuel_kw: {{max: 99}}, annuity_eur_per_kw_year: 1}}
        """,
        ],
        {"heat_kw": [4, 12]},
    )
    assert result.capacities["boiler.capacity_fuel_kw"] == pytest.approx(15.0)
    assert result.annual_cost_eur == pytest.approx(16.0)


def test_own_electricity_comes_through_its_meter(tmp_path):
    """Proves: pumps and fans take a fraction of the heat as electricity.

    Sensitivity: 0.80 without it, 0.84 if it counted fuel of 80 % efficiency at a gas price of zero.
    Hand calculation: 16 kWh heat: fuel 20 x 0.05 = 1.00; electricity 16 x 0.02 x 0.10 = 0.032 EUR.
    """
    result = run_small(
        tmp_path,
        [
            HEAT.format(member=COMPANY),
            f"""
        assets:
          boiler:
            {{{BOILER}, fuel: gas, efficiency: 0.8, capacity_heat_kw: 12, meter: main, own_electricity_fraction: 0.02}}
        """,
        ],
        {"heat_kw": [4, 12]},
    )
    assert cost(result, kind="energy") == pytest.approx(0.032)
    assert result.annual_cost_eur == pytest.approx(1.032)


@pytest.mark.parametrize(("kind", "rate"), [("household", 0.12), ("apartment_house", 0.12), ("municipality", 0.21)])
def test_wood_bears_the_reduced_vat_for_residents_alone(tmp_path, kind, rate):
    """Proves: VAT on wood is 12 % for those who live there and 21 % for all others who cannot deduct it.

    Sensitivity: 1.12 for a municipality, too, if the rate followed from the goods alone.
    Hand calculation: 2 h x 10 kW / 0.5 x 0.025 EUR/kWh = 1 EUR without VAT.
    """
    sections = f"""
    time: {{steps: 2}}
    members: {{owner: {{kind: {kind}, deducts_vat: false}}}}
    tariffs: {{wood: {{type: fuel, carrier: firewood, price_eur_per_kwh: 0.025}}}}
    buildings: {{house: {{meter: main, sector: residential, space_heat: {{power_kw: 10}}}}}}
    assets:
      boiler: {{type: fuel_boiler, owner: owner, at: house, fuel: wood, efficiency: 0.5, capacity_heat_kw: 10}}
    """
    result = run_small(tmp_path, sections)
    assert cost(result, asset="boiler", kind="fuel") == pytest.approx(1.0)
    assert cost(result, asset="boiler", kind="tax") == pytest.approx(rate)
    assert bill(result, "vat_eur", kind="fuel") == pytest.approx(rate)
