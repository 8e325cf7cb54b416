"""The design spell and the loss of a heat plant, checked by hand.

The weather of these tests is 0 °C all year without sun and wind, the design spell -20 °C. A building that needs 87,600
kWh a year for 20 °C indoors, without gains, loses 87,600 / 8760 / 20 = 0.5 kW/K: 10 kW in the year, 20 kW in the spell.
"""

from __future__ import annotations

import pytest

from energycommunity.errors import InfeasibleError
from tests.hand_calculated.mild_weather import write_mild_weather
from tests.hand_calculated.small_scenario import run_small, series

HEAT = """
time: {steps: 2}
tariffs: {pellets: {type: fuel, carrier: pellets, price_eur_per_kwh: 0.05}}
weather: {series: mild.csv}
buildings:
  house:
    meter: main
    sector: residential
    heated_area_m2: 100
    space_heat: {annual_kwh: 87600, internal_gains_w_per_m2: 0, solar_aperture: 0}
"""
SPELL = "reserve: {design_spell: true, outdoor_c: -20}"
#: 20 EUR/kW over 20 years at 0 % is 1 EUR/kW a.
BOILER = "type: fuel_boiler, owner: owner, at: house, fuel: pellets, efficiency: 1"


@pytest.fixture
def folder(tmp_path):
    """A folder with the mild weather beside the scenario."""
    write_mild_weather(tmp_path)
    return tmp_path


def test_a_boiler_carries_the_cold_days_that_cost_nothing(folder):
    """Proves: size and standing cost follow the spell, fuel follows the year alone; the margin is nothing.

    Sensitivity: 11.00 EUR/a and 10 kW without the spell; 141.00 if the 120 h of the spell were burnt and paid for too.
    Hand calculation: 20 kW x 1 EUR/kW a = 20 EUR/a; fuel 2 h x 10 kW x 0.05 = 1.00 EUR.
    """
    sections = [
        HEAT,
        SPELL,
        f"assets: {{boiler: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 20}}}}",
    ]
    result = run_small(folder, sections)
    assert result.capacities["boiler.capacity_heat_kw"] == pytest.approx(20.0, rel=1e-6)
    assert result.annual_cost_eur == pytest.approx(21.0, rel=1e-6)
    assert result.proof.optimality_gap <= 1e-6
    (heat,) = result.design_winter.heat
    assert (heat.place, heat.demand_kw, heat.weakest_unit) == ("house", pytest.approx(20.0), "boiler")
    assert heat.margin_kw == pytest.approx(0.0, abs=1e-4)
    assert heat.available_without_it_kw == pytest.approx(0.0, abs=1e-4)


def test_the_spell_of_the_climate_table_holds_where_weather_and_heat_are_given(folder):
    """Proves: without a word of reserve a site near Gulbene is held to its -24 °C, recorded as unverified.

    Sensitivity: 10 kW if the spell had to be asked for; 20 kW with the -20 °C of the other tests.
    Hand calculation: 0.5 kW/K x 44 K = 22 kW.
    """
    sections = [HEAT, f"assets: {{boiler: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 20}}}}"]
    result = run_small(folder, sections)
    assert result.capacities["boiler.capacity_heat_kw"] == pytest.approx(22.0, rel=1e-6)
    (found,) = (used for used in result.defaults_used if used.path == "reserve.outdoor_c")
    assert (found.value, found.verified) == (-24.0, False)
    assert found.source.startswith("Gulbene")


def test_the_cop_of_the_cold_decides_beside_the_connection(folder):
    """Proves: in the spell a heat pump has the COP of that cold, so that a connection of 5 kW carries less of it.

    Sensitivity: pump 14.917 and boiler 5.083 kW with the year's COP of 2.983; pump 20 and no boiler without the limit.
    Hand calculation: COP 0.5 x 328.15 / 75 = 2.18767 at -20 °C, 0.5 x 328.15 / 55 = 2.98318 at 0 °C. The pump gives
    5 x 2.18767 = 10.938 kW at 1 EUR/kW a, the boiler 9.062 kW at 2 EUR/kW a: 29.062. In the year the pump serves 10 kW
    with 10 / 2.98318 = 3.3521 kW: 2 h x 3.3521 x 0.10 = 0.670 EUR, cheaper than 0.05 EUR/kWh of fuel.
    """
    plants = f"""
    meters: {{main: {{member: owner, import: purchase, import_limit_kw: 5}}}}
    assets:
      boiler: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 40}}
      pump: {{type: heat_pump, owner: owner, at: house, meter: main, flow_c: 55, quality_grade: 0.5,
              capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 20}}
    """
    result = run_small(folder, [HEAT, SPELL, plants])
    assert result.capacities["pump.capacity_heat_kw"] == pytest.approx(10.938, abs=1e-3)
    assert result.capacities["boiler.capacity_heat_kw"] == pytest.approx(9.062, abs=1e-3)
    assert result.annual_cost_eur == pytest.approx(29.062 + 0.670, abs=2e-3)


TWO = f"""
assets:
  one: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 20}}
  other: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 40}}
"""


@pytest.mark.parametrize(
    ("asked", "one_kw", "other_kw"), [("", 20.0, 0.0), (", loss_of_largest_unit: true", 20.0, 20.0)]
)
def test_of_two_boilers_each_carries_all_where_either_may_fail(folder, asked, one_kw, other_kw):
    """Proves: with the loss of a unit each of two boilers has to carry the spell alone.

    Sensitivity: 20 and 0 kW if only the sum counted; 10 and 20 if only the dearer could fail.
    Hand calculation: spell 20 kW; without loss the cheaper boiler has it all, with loss both have it all.
    """
    result = run_small(folder, [HEAT, f"reserve: {{outdoor_c: -20{asked}}}", TWO])
    assert result.capacities["one.capacity_heat_kw"] == pytest.approx(one_kw, abs=1e-4)
    assert result.capacities["other.capacity_heat_kw"] == pytest.approx(other_kw, abs=1e-4)
    (heat,) = result.design_winter.heat
    assert heat.margin_kw == pytest.approx(one_kw + other_kw - 20.0, abs=1e-4)
    assert heat.available_without_it_kw == pytest.approx(other_kw, abs=1e-4)


def test_district_heat_may_fail_and_stand_in_like_a_boiler(folder):
    """Proves: a substation counts among the plants of which any one may fail, and its charge per kW counts each kW.

    Sensitivity: a boiler of 0 kW if district heat could not fail; a substation of 0 kW if it could not stand in.
    Hand calculation: each alone carries 20 kW. Boiler 20 x 2 = 40 EUR/a; substation 20 kW x 31 EUR a month, for two
    of January's 744 h = 1.6667 EUR. Heat 2 h x 10 kW x 0.04 = 0.80 EUR is cheaper than fuel at 0.05 EUR/kWh.
    """
    city = "tariffs: {city: {type: heat, price_eur_per_kwh: 0.04, capacity_charge_eur_per_kw_month: 31}}"
    plants = f"""
    assets:
      boiler: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 40}}
      substation: {{type: district_heat, owner: owner, at: house, import: city, efficiency: 1,
                    capacity_heat_kw: {{max: 50}}}}
    """
    result = run_small(folder, [HEAT, city, "reserve: {outdoor_c: -20, loss_of_largest_unit: true}", plants])
    assert result.capacities["boiler.capacity_heat_kw"] == pytest.approx(20.0, abs=1e-4)
    assert result.capacities["substation.capacity_heat_kw"] == pytest.approx(20.0, abs=1e-4)
    assert result.annual_cost_eur == pytest.approx(40.0 + 20.0 * 31.0 * 2.0 / 744.0 + 0.80, rel=1e-6)


def test_half_the_demand_while_a_boiler_has_failed(folder):
    """Proves: `covered_fraction` counts while a plant has failed, and only then.

    Sensitivity: 20 and 20 kW if it were left out; 5 and 5 if it counted in the spell with all plants as well.
    Hand calculation: each alone 0.5 x 20 = 10 kW, both together 20 kW: 10 and 10; 10 x 1 + 10 x 2 = 30 EUR/a, with fuel
    of 2 h x 10 kW x 0.05 = 1.00 EUR.
    """
    asked = "reserve: {outdoor_c: -20, loss_of_largest_unit: true, covered_fraction: 0.5}"
    result = run_small(folder, [HEAT, asked, TWO])
    assert result.capacities["one.capacity_heat_kw"] == pytest.approx(10.0, abs=1e-4)
    assert result.capacities["other.capacity_heat_kw"] == pytest.approx(10.0, abs=1e-4)
    assert result.annual_cost_eur == pytest.approx(31.0, rel=1e-6)


def test_any_one_of_three_boilers_may_fail(folder):
    """Proves: which plant is the largest follows from the sizes: any two of three have to carry the spell.

    Sensitivity: 40 EUR/a of boilers if each had to carry all; 20 if only a plant of zero could fail.
    Hand calculation: a + b, a + c, b + c >= 20 kW at 1, 1 and 1.5 EUR/kW a. Three of 10 kW cost 10 + 10 + 15 = 35; two
    of 20 kW and none of the third cost 40. Fuel 2 h x 10 kW x 0.05 = 1.00 EUR.
    """
    boilers = "assets:\n" + "".join(
        f"  {name}: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: {price}}}\n"
        for name, price in {"a": 20, "b": 20, "c": 30}.items()
    )
    result = run_small(folder, [HEAT, "reserve: {outdoor_c: -20, loss_of_largest_unit: true}", boilers])
    for name in "abc":
        assert result.capacities[f"{name}.capacity_heat_kw"] == pytest.approx(10.0, abs=1e-4)
    assert result.annual_cost_eur == pytest.approx(36.0, rel=1e-6)


def test_a_tank_carries_no_lasting_cold(folder):
    """Proves: a tank is as full behind the spell as before it, so that it replaces no boiler in it.

    Sensitivity: a boiler of 10 kW if the tank could bring heat from before the spell (10 kW x 120 h = 1200 kWh, free).
    Hand calculation: as without a tank, 20 kW.
    """
    plants = f"""
    assets:
      boiler: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 20}}
      tank: {{type: hot_water_tank, owner: owner, at: house, capacity_kwh: 2000}}
    """
    result = run_small(folder, [HEAT, SPELL, plants])
    assert result.capacities["boiler.capacity_heat_kw"] == pytest.approx(20.0, rel=1e-6)


def test_sun_gives_nothing_and_own_series_their_most(folder):
    """Proves: in the spell panels give nothing, and a demand from a file is the highest of the run in every step.

    Sensitivity: the connection of 7 kW would do if panels helped in the spell, or if the demand were its mean of 6 kW.
    Hand calculation: the load is 4 and 8 kW; 8 - 7 = 1 kW lacks in each of 120 h. In the year 1 kWp helps.
    """
    sections = """
    time: {steps: 2}
    meters: {main: {member: owner, import: purchase, import_limit_kw: 7}}
    reserve: {design_spell: true, outdoor_c: -20}
    assets:
      demand: {type: load, owner: owner, meter: main, power_kw: $demand_kw}
      pv: {type: photovoltaics, owner: owner, meter: main, production_kw_per_kwp: 1, capacity_kwp: 5}
    """
    with pytest.raises(InfeasibleError) as caught:
        run_small(folder, sections, {"demand_kw": [4, 8]})
    told = caught.value.tell()
    assert "main lacks electricity in the design spell of -20 °C: up to 1 kW in 120 h" in told


def test_connection_that_is_named_is_larger_than_the_one_that_lacks(folder):
    """Proves: the connection that would do carries the heat pump as well as what else stands behind the meter.

    Sensitivity: a connection for at least 1 kW, that of the load alone, though 8 kW are there and do not do.
    Hand calculation: the spell needs 20 kW of heat, with a COP of 2 10 kW, beside a load of 1 kW. The heat pump has the
    connection of 8 kW to itself (16 kW of heat, 4 kW lack), so that the load lacks: 1 kW more than 8, 9 kW.
    """
    plants = """
    meters: {main: {member: owner, import: purchase, import_limit_kw: 8}}
    assets:
      demand: {type: load, owner: owner, meter: main, power_kw: 1}
      pump: {type: heat_pump, owner: owner, at: house, meter: main, cop: 2, capacity_heat_kw: 30}
    """
    with pytest.raises(InfeasibleError) as caught:
        run_small(folder, [HEAT, SPELL, plants])
    told = caught.value.tell()
    assert "main lacks electricity in the design spell of -20 °C: up to 1 kW in 120 h" in told
    assert "A connection for at least 9 kW (a larger fuse_a or import_limit_kw)" in told
    assert "house lacks heat in the design spell of -20 °C: up to 4 kW in 120 h" in told


def test_given_sizes_that_lack_are_told_and_not_refused(folder):
    """Proves: in the mode `dispatch` the spell refuses nothing, says what lacks, and leaves cost and bound alone.

    Sensitivity: an error in place of a warning; a bound above the cost if the spell's shortage were priced.
    Hand calculation: the boiler has 15 kW, the spell needs 20: 5 kW lack; the year burns 2 h x 10 kW x 0.05 = 1.00 EUR.
    """
    result = run_small(
        folder, ["mode: dispatch", HEAT, SPELL, f"assets: {{boiler: {{{BOILER}, capacity_heat_kw: 15}}}}"]
    )
    assert result.annual_cost_eur == pytest.approx(1.0)
    assert result.proof.lower_bound_eur_per_year == pytest.approx(1.0)
    assert series(result, "boiler.heat_kw") == pytest.approx([10.0, 10.0])
    (warning,) = (warning for warning in result.warnings if warning.key == "lacks_in_spell")
    assert warning.tell().endswith("In the design spell of -20 °C, house lacks 5 kW of heat of 20 kW.")
    (heat,) = result.design_winter.heat
    assert heat.margin_kw == pytest.approx(-5.0)


def test_what_lacks_without_a_plant_names_plant_and_place(folder):
    """Proves: where two boilers cannot do without each other, the message names the plant, the place and the cold.

    Hand calculation: each has at most 15 kW of the 20 kW of the spell: 5 kW lack in 5 x 24 h.
    """
    boilers = TWO.replace("max: 50", "max: 15")
    with pytest.raises(InfeasibleError) as caught:
        run_small(folder, [HEAT, "reserve: {outdoor_c: -20, loss_of_largest_unit: true}", boilers])
    lines = caught.value.tell().splitlines()
    assert len(lines) == 2
    assert "house lacks heat in the design spell of -20 °C when one has failed: up to 5 kW in 120 h" in lines[0]
    assert "when other has failed: up to 5 kW" in lines[1]


def test_what_lacks_in_the_spell_alone_is_told_with_its_cure(folder):
    """Proves: a boiler that serves the year and not the spell is refused in the mode `size`.

    Hand calculation: 20 - 15 = 5 kW lack, a quarter of the demand.
    """
    with pytest.raises(InfeasibleError) as caught:
        run_small(folder, [HEAT, SPELL, f"assets: {{boiler: {{{BOILER}, capacity_heat_kw: 15}}}}"])
    told = caught.value.tell()
    assert "buildings.house: house lacks heat in the design spell of -20 °C: up to 5 kW in 120 h" in told
    assert "Heat sources of 20 kW in that cold, or 25 % less demand" in told


def test_a_network_and_a_measured_cop_are_at_their_worst(folder):
    """Proves: in the spell a network has the highest loss of the run, and a COP from a file its lowest.

    Sensitivity: a boiler of 9 kW with the lowest loss, of 4 kW with the highest COP.
    Hand calculation: 20 kW and 2 kW of loss = 22 kW. The pump's COP from the file is 3 and 2; the connection carries
    6 kW, so 12 kW in the spell at 1 EUR/kW a; the boiler, at 2 EUR/kW a, has the other 10 kW.
    """
    sections = f"""
    meters: {{main: {{member: owner, import: purchase, import_limit_kw: 6}}}}
    heat_networks:
      net: {{owner: owner, level: {{supply_c: 70, return_c: 45}}, heat_loss_kw: $loss_kw,
            connections: {{house: required}},
            investment_eur_per_m: 0, lifetime_years: 30, variable_om_eur_per_kwh: 0, pumping_electricity_fraction: 0}}
    assets:
      boiler: {{{BOILER.replace("house", "net")}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 40}}
      pump: {{type: heat_pump, owner: owner, at: net, meter: main, cop: $cop, capacity_heat_kw: {{max: 50}},
              investment_eur_per_kw: 20}}
    """
    result = run_small(folder, [HEAT, SPELL, sections], {"loss_kw": [1, 2], "cop": [3, 2]})
    assert result.capacities["pump.capacity_heat_kw"] == pytest.approx(12.0, abs=1e-4)
    assert result.capacities["boiler.capacity_heat_kw"] == pytest.approx(10.0, abs=1e-4)
    (heat,) = result.design_winter.heat
    assert (heat.place, heat.demand_kw) == ("net", pytest.approx(22.0))


def test_the_ground_feels_no_cold_days(folder):
    """Proves: a ground-source pump keeps the source temperature of the run in the spell.

    Sensitivity: pump 10.938 and boiler 9.062 kW with the air of -20 °C as its source.
    Hand calculation: a short run has ground of 6.8 °C, less 5 K of the exchanger 1.8: COP 0.5 x 328.15 / 53.2 = 3.084.
    A connection of 5 kW carries 15.421 kW; the boiler, twice as dear, has 4.579 kW.
    """
    plants = f"""
    meters: {{main: {{member: owner, import: purchase, import_limit_kw: 5}}}}
    assets:
      boiler: {{{BOILER}, capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 40}}
      pump: {{type: heat_pump, source: ground, owner: owner, at: house, meter: main, flow_c: 55, quality_grade: 0.5,
              capacity_heat_kw: {{max: 50}}, investment_eur_per_kw: 20}}
    """
    result = run_small(folder, [HEAT, SPELL, plants])
    assert result.capacities["pump.capacity_heat_kw"] == pytest.approx(15.421, abs=1e-3)
    assert result.capacities["boiler.capacity_heat_kw"] == pytest.approx(4.579, abs=1e-3)


def test_a_measure_saves_in_the_spell_and_cannot_fail(folder):
    """Proves: what a measure saves of the heat it saves in the spell too, and it is no plant that may fail.

    Sensitivity: 20 and 20 kW without the saving; no answer if the measure, which must be bought, could fail.
    Hand calculation: a quarter of 20 kW is saved, each boiler carries 15 kW.
    """
    measure = """
  insulation: {type: demand_reduction, owner: owner, reduces: house.space_heat, saved_fraction: 0.25, extent: 1,
               investment_eur: 0, lifetime_years: 20}
"""
    asked = "reserve: {outdoor_c: -20, loss_of_largest_unit: true}"
    result = run_small(folder, [HEAT, asked, TWO.rstrip() + measure])
    assert result.capacities["one.capacity_heat_kw"] == pytest.approx(15.0, abs=1e-4)
    assert result.capacities["other.capacity_heat_kw"] == pytest.approx(15.0, abs=1e-4)
    (heat,) = result.design_winter.heat
    assert heat.demand_kw == pytest.approx(15.0)
    assert heat.available_kw == pytest.approx(30.0, abs=1e-4)
    assert heat.available_without_it_kw == pytest.approx(15.0, abs=1e-4)


@pytest.mark.parametrize(("boiler_kw", "lacking_kw"), [(11.9, "0.1 kW"), (12.1, "")])
def test_given_sizes_are_held_to_a_part_of_the_demand_and_all_of_the_loss(folder, boiler_kw, lacking_kw):
    """Proves: while a plant has failed, a part of what buildings need counts, and all that the network loses.

    Sensitivity: 11.9 kW would do if a part of the loss counted: 0.5 x 22 = 11 kW; the measure is none of the plants.
    Hand calculation: 20 kW of heat and 4 kW of loss, of which half is saved: 0.5 x 20 + 2 = 12 kW.
    """
    sections = f"""
    mode: dispatch
    reserve: {{outdoor_c: -20, loss_of_largest_unit: true, covered_fraction: 0.5}}
    heat_networks:
      net: {{owner: owner, level: {{supply_c: 70, return_c: 45}}, heat_loss_kw: 4, connections: {{house: required}},
            investment_eur_per_m: 0, lifetime_years: 30, variable_om_eur_per_kwh: 0, pumping_electricity_fraction: 0}}
    assets:
      one: {{{BOILER.replace("house", "net")}, capacity_heat_kw: 30}}
      other: {{{BOILER.replace("house", "net")}, capacity_heat_kw: {boiler_kw}}}
      insulation: {{type: demand_reduction, owner: owner, reduces: net, saved_fraction: 0.5, extent: 1,
                   investment_eur: 0, lifetime_years: 20}}
    """
    result = run_small(folder, [HEAT, sections])
    (heat,) = result.design_winter.heat
    assert (heat.demand_kw, heat.loss_kw) == (pytest.approx(22.0), pytest.approx(2.0))
    assert heat.available_kw == pytest.approx(30.0 + boiler_kw, abs=1e-4)
    told = [warning.tell() for warning in result.warnings if warning.key == "lacks_without_unit"]
    assert [lacking_kw in warning for warning in told] == ([True] if lacking_kw else [])


def test_a_load_that_waits_has_its_mean_in_the_spell(folder):
    """Proves: a load from a file that may wait is served in the spell at the run's mean, not at its highest all day.

    Sensitivity: refused, for 6 kW all the time cannot be served in time with 5 kW.
    Hand calculation: 0 and 6 kW over two hours with at most 5 kW: mean 3 kW. The connection of 5 kW carries it.
    """
    sections = """
    meters: {main: {member: owner, import: purchase, import_limit_kw: 5}}
    reserve: {design_spell: true, outdoor_c: -20}
    assets:
      laundry: {type: shiftable_load, owner: owner, meter: main, may_wait_h: 1, limit_kw: 5,
                electricity: {power_kw: $wanted_kw}}
    """
    result = run_small(folder, sections, {"wanted_kw": [0, 6, 0, 6]})
    assert result.annual_cost_eur == pytest.approx(1.2)
    assert result.design_winter.lacking_electricity_kw == {}
