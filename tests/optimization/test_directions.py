"""Nothing for nothing: no money is made by running a meter or a storage in both directions at once.

The programme has binaries only where the prices ask for them; the same programme with binaries everywhere must cost
the same.
"""

from __future__ import annotations

import pytest

from energycommunity.optimization.preparation import Preparation
from energycommunity.scenario.loader import load_scenario
from tests.hand_calculated.small_scenario import run_small, series
from tests.invariants.random_communities import GAP, random_community, solved
from tests.optimization.exact_programme import cost_with_all_binaries

METER = """
time: {steps: 2}
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.10}
  sale: {type: export_spot, price_eur_per_kwh: $spot}
meters: {main: {member: owner, import: purchase, export: sale, import_limit_kw: 20, export_limit_kw: 20}}
"""


def test_a_fixed_price_is_not_resold_at_the_exchange(tmp_path):
    """Proves: what is bought at a fixed price cannot be sold at the same meter in the same hour for more.

    Sensitivity: -5.85 if the 19 kW left of the connection were bought for 0.10 and sold for 0.40.
    Hand calculation: demand 1 kW in both hours: 2 x 0.10 = 0.20 EUR.
    """
    assets = "assets: {demand: {type: load, owner: owner, meter: main, power_kw: 1}}"
    result = run_small(tmp_path, [METER, assets], {"spot": [0.40, 0.02]})
    assert result.annual_cost_eur == pytest.approx(0.20)
    assert series(result, "main.sold_kw") == pytest.approx([0.0, 0.0], abs=1e-6)


def test_a_battery_may_resell_later(tmp_path):
    """Proves: buying in one hour and selling in another is trade, not a loop.

    Sensitivity: 0.20 if all resale were barred, below -0.7 if the loop in the dear hour were open.
    Hand calculation: the battery of 2 kWh takes 2 kWh at 0.10 in the second hour and gives 1 to the demand and 1 to the
    exchange in the first: bought 1 + 2 = 3 x 0.10 = 0.30, sold 1 x 0.40: -0.10 EUR.
    """
    assets = """
    assets:
      demand: {type: load, owner: owner, meter: main, power_kw: 1}
      battery: {type: battery, owner: owner, meter: main, capacity_kwh: 2}
    """
    result = run_small(tmp_path, [METER, assets], {"spot": [0.40, 0.02]})
    assert result.annual_cost_eur == pytest.approx(-0.10)


TWO_METERS = """
time: {{steps: 1}}
members:
  owner: {{kind: company, deducts_vat: true}}
  second: {{kind: company, deducts_vat: {deducts}}}
tariffs:
  purchase: {{type: fixed, price_eur_per_kwh: 0.10}}
  sale: {{type: export_fixed, price_eur_per_kwh: 0.30}}
meters:
  main: {{member: owner, import: purchase, import_limit_kw: 20, export_limit_kw: 20}}
  other: {{member: second, import: purchase, export: sale, import_limit_kw: 20, export_limit_kw: 20}}
assets:
  demand: {{type: load, owner: owner, meter: main, power_kw: 1}}
  pv: {{type: photovoltaics, owner: second, meter: other, capacity_kwp: {sun}, production_kw_per_kwp: 1}}
community: {{sharing: by_interval}}
"""


@pytest.mark.parametrize(("sun", "expected_eur"), [(3.0, -0.60), (0.25, 0.075)])
@pytest.mark.parametrize("deducts", ["true", "false"])
def test_in_a_pool_nothing_is_bought_to_be_sold_by_another(tmp_path, sun, expected_eur, deducts):
    """Proves: what one gives and another draws is shared before anything is sold, though selling it would earn more.

    Sensitivity: -0.80 or 0.025 if the first bought his kWh while the second sold all; -5.5 if the first bought 20 kW
    to pass on.
    Hand calculation: 3 kW of sun: 1 shared, 2 sold for 0.30: -0.60 EUR. 0.25 kW: shared; 0.75 bought for 0.10: 0.075.
    """
    result = run_small(tmp_path, TWO_METERS.format(sun=sun, deducts=deducts))
    assert result.annual_cost_eur == pytest.approx(expected_eur)
    assert result.proof.optimality_gap <= 1e-6


NEGATIVE = """
time: {steps: 2}
tariffs: {purchase: {type: spot, price_eur_per_kwh: $spot}}
"""


def test_a_battery_does_not_burn_what_it_is_paid_to_take(tmp_path):
    """Proves: at a negative price a battery cannot charge and discharge at once to lose energy for money.

    Sensitivity: -5.1728 EUR if it charged more in the first hour and burnt that in the second.
    Hand calculation: efficiencies 0.9; prices -1 and 0.10; demand 2 kW. The battery takes c in the first hour and gives
    0.81 c = 2 in the second: c = 2.4691; bought 2 + 2.4691 at -1: -4.4691 EUR.
    """
    assets = """
    assets:
      demand: {type: load, owner: owner, meter: main, power_kw: 2}
      battery:
        type: battery
        owner: owner
        meter: main
        capacity_kwh: 5
        charge_efficiency: 0.9
        discharge_efficiency: 0.9
    """
    result = run_small(tmp_path, [NEGATIVE, assets], {"spot": [-1.0, 0.10]})
    assert result.annual_cost_eur == pytest.approx(-(2 + 2 / 0.81))


def test_a_tank_does_not_burn_heat_that_electricity_was_paid_for(tmp_path):
    """Proves: heat made at a negative price cannot be lost by charging and discharging a tank at once.

    Sensitivity: below -4 if the heater's 6 kW were taken in the first hour and burnt in the tank.
    Hand calculation: electric heater, heat 1 kW in both hours, tank 2 kWh with 0.5 in and 1.0 out. First hour at -1:
    1 kW for the demand and 2 kW that become the 1 kWh of the second hour: -3 EUR; nothing is bought at 0.10.
    """
    assets = """
    buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: 1}}}
    assets:
      heater: {type: heat_pump, owner: owner, meter: main, at: house, cop: 1, capacity_electric_kw: 6}
      tank: {type: hot_water_tank, owner: owner, at: house, capacity_kwh: 2, charge_efficiency: 0.5}
    """
    result = run_small(tmp_path, [NEGATIVE, assets], {"spot": [-1.0, 0.10]})
    assert result.annual_cost_eur == pytest.approx(-3.0)


def test_vat_does_not_open_a_loop_at_negative_prices(tmp_path):
    """Proves: a household's refund with VAT on a negative price is not milked by selling the same energy back.

    Sensitivity: -2.56 if the 19 kW left of the connection were bought for -0.242 and sold back for 0.21 each.
    Hand calculation: price -0.20 with 21 % VAT, demand 1 kW: -0.242 EUR.
    """
    sections = """
    time: {steps: 1}
    members: {owner: {kind: household}}
    tariffs:
      purchase: {type: fixed, price_eur_per_kwh: -0.20}
      sale: {type: export_fixed, price_eur_per_kwh: -0.21}
    meters: {main: {member: owner, import: purchase, export: sale, import_limit_kw: 20, export_limit_kw: 20}}
    assets: {demand: {type: load, owner: owner, meter: main, power_kw: 1}}
    """
    assert run_small(tmp_path, sections).annual_cost_eur == pytest.approx(-0.242)


@pytest.mark.parametrize("seed", [100, 102, 103, 111, 112, 113, 115, 116])
def test_the_linear_model_is_exact_where_nothing_is_shared_and_no_price_is_negative(seed):
    community = random_community(seed, lowest_eur_per_kwh=0.001)
    run = solved(community.changed("community", {"sharing": "none"}))
    cost = run.solution.objective_eur_per_year
    assert cost_with_all_binaries(run.programme) == pytest.approx(cost, rel=3 * GAP, abs=1e-4)


@pytest.mark.parametrize("seed", [100, 104, 106, 109, 114, 120])
def test_a_pool_costs_between_its_bound_and_its_settlement(seed):
    """What the programme may still pass through a meter of the pool is never in the cost that is reported."""
    run = solved(random_community(seed, lowest_eur_per_kwh=0.001))
    values = run.settlement.values
    settled = float(values.matrix.cost @ values.x) + values.matrix.constant
    exact = cost_with_all_binaries(run.programme)
    slack = 3 * GAP * abs(exact) + 1e-4
    assert run.solution.lower_bound_eur_per_year <= exact + slack
    assert exact <= settled + slack


def test_in_a_pool_nobody_sells_what_he_was_given(tmp_path):
    """Proves: a meter does not draw shared energy to sell it in the same hour.

    Sensitivity: a bound of -1.20 EUR if the first's surplus were sold at the second's better price.
    Hand calculation: 2 kW of sun at each meter, no demand: 2 x 0.10 + 2 x 0.30 = 0.80 EUR earned.
    """
    sections = """
    time: {steps: 1}
    members: {owner: {kind: company, deducts_vat: true}, second: {kind: company, deducts_vat: true}}
    tariffs:
      purchase: {type: fixed, price_eur_per_kwh: 0.40}
      cheap: {type: export_fixed, price_eur_per_kwh: 0.10}
      dear: {type: export_fixed, price_eur_per_kwh: 0.30}
    meters:
      main: {member: owner, import: purchase, export: cheap, import_limit_kw: 20, export_limit_kw: 20}
      other: {member: second, import: purchase, export: dear, import_limit_kw: 20, export_limit_kw: 20}
    assets:
      here: {type: photovoltaics, owner: owner, meter: main, capacity_kwp: 2, production_kw_per_kwp: 1}
      there: {type: photovoltaics, owner: second, meter: other, capacity_kwp: 2, production_kw_per_kwp: 1}
    community: {sharing: by_interval}
    """
    result = run_small(tmp_path, sections)
    assert result.annual_cost_eur == pytest.approx(-0.80)
    assert result.proof.lower_bound_eur_per_year == pytest.approx(-0.80)


def test_a_tank_does_not_burn_heat_in_a_later_hour(tmp_path):
    """Proves: a negative price does not pay for heat that is burnt between two such hours.

    Sensitivity: -6.5 EUR if the tank emptied itself in the second hour by charging and discharging at once.
    Hand calculation: no heat is needed but 1 kWh in the fourth hour; lossless tank of 4 kWh but for 0.5 on the way in.
    Hours at -1, 0.5, -1, 0.5: the heater makes just the 2 kWh that become the 1 kWh of the fourth hour: -2 EUR.
    """
    assets = """
    time: {steps: 4}
    buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: $heat_kw}}}
    assets:
      heater: {type: heat_pump, owner: owner, meter: main, at: house, cop: 1, capacity_electric_kw: 8}
      tank: {type: hot_water_tank, owner: owner, at: house, capacity_kwh: 4, charge_efficiency: 0.5}
    """
    result = run_small(tmp_path, [NEGATIVE, assets], {"spot": [-1.0, 0.5, -1.0, 0.5], "heat_kw": [0.0, 0.0, 0.0, 1.0]})
    assert result.annual_cost_eur == pytest.approx(-2.0)


def test_no_fraction_of_a_binary_lets_power_through(tmp_path):
    """Proves: with the directions decided they are exact, however large the connection that a binary has to close.

    Sensitivity: a binary of 1e-9 lets 1e-4 kW through a connection of 100 MW, worth 1e3 EUR/kWh here: 0.1 EUR an hour.
    Hand calculation: demand 1 kW at 0.10 EUR in both hours: 0.20 EUR.
    """
    sections = """
    meters: {main: {member: owner, import: purchase, export: sale, import_limit_kw: 1e+5, export_limit_kw: 1e+5}}
    assets: {demand: {type: load, owner: owner, meter: main, power_kw: 1}}
    """
    result = run_small(tmp_path, [METER, sections], {"spot": [1000.0, 1000.0]})
    assert result.annual_cost_eur == pytest.approx(0.20, abs=1e-9)
    assert series(result, "main.sold_kw").tolist() == [0.0, 0.0]


COGENERATION = """
time: {steps: 1}
tariffs:
  gas: {type: fuel, carrier: natural_gas, price_eur_per_kwh: 0.05}
  wood: {type: fuel, carrier: pellets, price_eur_per_kwh: 0.50}
  purchase: {type: fixed, price_eur_per_kwh: 0.60}
  sale: {type: export_fixed, price_eur_per_kwh: 0.30}
meters: {main: {member: owner, import: purchase, export: sale, import_limit_kw: 50, export_limit_kw: 50}}
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: 5}}}
"""
ENGINE = """{type: combined_heat_and_power, owner: owner, at: house, meter: main, fuel: gas, electric_efficiency: 0.4,
  heat_efficiency: 0.5, capacity_electric_kw: 8}"""


def test_a_tank_does_not_burn_heat_for_the_electricity_made_with_it(tmp_path):
    """Proves: where electricity sells well, heat made with it is not lost by charging and discharging a tank at once.

    Sensitivity: -1.40 EUR with 8 kW of electricity, the heat that is too much being burnt in the tank.
    Hand calculation: 5 kW of heat take 10 kW of gas and give 4 kW of electricity: 10 x 0.05 - 4 x 0.30 = -0.70 EUR.
    """
    assets = f"""
    assets:
      engine: {ENGINE}
      tank: {{type: hot_water_tank, owner: owner, at: house, capacity_kwh: 20, charge_efficiency: 0.5}}
    """
    assert run_small(tmp_path, [COGENERATION, assets]).annual_cost_eur == pytest.approx(-0.70)


@pytest.mark.parametrize(
    ("sale", "expected_eur"), [("export_limit_kw: 0", 2.00), ("export: sale, export_limit_kw: 1", 1.20)]
)
def test_a_battery_does_not_burn_electricity_for_the_heat_made_with_it(tmp_path, sale, expected_eur):
    """Proves: where electricity cannot be sold, it is not lost in a battery so that more heat is made with it.

    Sensitivity: 0.50 or 0.20 EUR if the battery burnt what the meter does not take.
    Hand calculation: demand 1 kW. Without sale 2.5 kW of gas give 1 kW of electricity and 1.25 kW of heat: 0.125 and
    3.75 x 0.50 for wood = 2.00. With 1 kW sold: 5 kW of gas, 2.5 kW of heat: 0.25 + 1.25 - 0.30 = 1.20 EUR.
    """
    sections = f"""
    meters: {{main: {{member: owner, import: purchase, import_limit_kw: 50, {sale}}}}}
    assets:
      engine: {ENGINE}
      boiler: {{type: fuel_boiler, owner: owner, at: house, fuel: wood, efficiency: 1, capacity_heat_kw: 9}}
      demand: {{type: load, owner: owner, meter: main, power_kw: 1}}
      battery: {{type: battery, owner: owner, meter: main, capacity_kwh: 20, charge_efficiency: 0.5}}
    """
    assert run_small(tmp_path, [COGENERATION, sections]).annual_cost_eur == pytest.approx(expected_eur)


@pytest.mark.parametrize(("export_limit_kw", "needed"), [(8, False), (7, True)])
def test_no_binaries_where_all_electricity_can_be_sold(tmp_path, export_limit_kw, needed):
    """Electricity made with heat is never worth less than nothing where a sale takes all of it and costs nothing."""
    sections = f"""
    meters:
      main: {{member: owner, import: purchase, export: sale, import_limit_kw: 50, export_limit_kw: {export_limit_kw}}}
    assets: {{engine: {ENGINE}}}
    """
    run_small(tmp_path, [COGENERATION, sections])
    file = load_scenario(tmp_path / "small.yaml")
    surroundings = Preparation(file.variants[file.baseline], tmp_path).case().surroundings
    assert surroundings.meters["main"].negative_price is needed
    assert surroundings.worthless_heat()
