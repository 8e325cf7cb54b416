"""Heat pump, checked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energycommunity.errors import InfeasibleError
from energycommunity.heat_network.temperature_level import TemperatureLevel
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import Bus
from energycommunity.technologies.base import AssetContext
from energycommunity.technologies.certified_unit import CertifiedUnit
from energycommunity.technologies.commitment import ABLE
from energycommunity.technologies.heat_pump import HeatPump
from energycommunity.technologies.surroundings import Place
from energycommunity.time_grid import TimeGrid
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


LIMITS = """
time: {steps: 3}
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: 6}}}
"""
HEATER = "heater: {type: electric_boiler, owner: owner, meter: main, at: house, capacity_heat_kw: 20, efficiency: 1}"
LIMITED = "type: heat_pump, owner: owner, meter: main, at: house, cop: 3, capacity_heat_kw: 20"


def test_below_its_cut_out_it_gives_nothing(tmp_path):
    """Proves: in steps with a colder source the pump stands still; at the limit itself it still runs.

    Sensitivity: 0.60 EUR without the limit, 1.40 if it stood still at the limit too.
    Hand calculation: source -10, -15, -20 degC, limit -15: two hours by the pump, 6 / 3 = 2 kWh each, one by the
    heater, 6 kWh: 10 kWh x 0.10 = 1.00 EUR.
    """
    pump = f"pump: {{{LIMITED}, source_c: $source, minimum_source_c: -15}}"
    result = run_small(tmp_path, [LIMITS, f"assets: {{{HEATER}, {pump}}}"], {"source": [-10, -15, -20]})
    assert series(result, "pump.heat_kw") == pytest.approx([6.0, 6.0, 0.0], abs=1e-9)
    assert result.annual_cost_eur == pytest.approx(1.00)


def test_a_flow_hotter_than_it_makes_is_left_to_others(tmp_path):
    """Proves: in steps that need a hotter flow the pump stands still, for it cannot give heat at that level.

    Sensitivity: 0.60 EUR without the limit.
    Hand calculation: flow 50, 60, 55 degC, limit 55: 2 x 2 kWh by the pump and 6 by the heater: 1.00 EUR.
    """
    pump = f"pump: {{{LIMITED}, flow_c: $flow, maximum_flow_c: 55}}"
    result = run_small(tmp_path, [LIMITS, f"assets: {{{HEATER}, {pump}}}"], {"flow": [50, 60, 55]})
    assert series(result, "pump.heat_kw") == pytest.approx([6.0, 0.0, 6.0], abs=1e-9)
    assert result.annual_cost_eur == pytest.approx(1.00)


def test_waste_heat_gives_no_more_than_there_is(tmp_path):
    """Proves: the source bears heat less electricity, in each step what it has then.

    Sensitivity: 1.40 EUR if the source bore the whole heat, 0.60 without the limit.
    Hand calculation: COP 3, so a third of the heat is electricity. The source gives 4, 2, 0 kW: heat 6, 3, 0 kW for 2,
    1, 0 kW of electricity; the heater makes 0, 3, 6. 2 + 1 + 3 + 6 = 12 kWh x 0.10 = 1.20 EUR.
    """
    pump = f"pump: {{{LIMITED}, source: waste_heat, source_power_kw: $given}}"
    result = run_small(tmp_path, [LIMITS, f"assets: {{{HEATER}, {pump}}}"], {"given": [4, 2, 0]})
    assert series(result, "pump.heat_kw") == pytest.approx([6.0, 3.0, 0.0], abs=1e-9)
    assert result.annual_cost_eur == pytest.approx(1.20)
    # Twelve kWh of electricity at 0.2 of renewable primary energy; the 6 kWh of waste heat are not ambient heat.
    assert result.assessment.indicators["renewable_primary_energy_kwh"] == pytest.approx(2.4)


def test_minimum_load_bows_to_the_cut_out(tmp_path):
    """Proves: a plant with a minimum load is off where it cannot run, and pays for the start that follows.

    Sensitivity: 0.60 EUR without the limit, 1.00 without the start.
    Hand calculation: hours 1 and 3 by the pump, 2 kWh each, hour 2 by the heater, 6 kWh: 10 x 0.10. The third hour is
    followed by the first (cyclic), so it starts once: 0.02.
    """
    limits = "source_c: $source, minimum_source_c: -15, minimum_load_fraction: 0.2, start_cost_eur: 0.02"
    assets = f"assets: {{{HEATER}, pump: {{{LIMITED}, {limits}}}}}"
    result = run_small(tmp_path, [LIMITS, assets], {"source": [-10, -20, -10]})
    assert series(result, "pump.on") == pytest.approx([1.0, 0.0, 1.0])
    assert result.annual_cost_eur == pytest.approx(1.02)


@pytest.mark.parametrize("minimum", ["", ", minimum_load_fraction: 0.2"])
def test_cold_hours_without_another_source_are_told(tmp_path, minimum):
    """Proves: what lacks in the cold is told with the pump that cannot run then, and is not laid on its minimum load.

    Hand calculation: 6 kW lack in the one hour of -20 degC.
    """
    pump = f"pump: {{{LIMITED}, source_c: $source, minimum_source_c: -15{minimum}}}"
    with pytest.raises(InfeasibleError) as caught:
        run_small(tmp_path, [LIMITS, f"assets: {{{pump}}}"], {"source": [-10, -20, -10]})
    told = {fault.key: fault.values for fault in caught.value.faults}
    assert set(told) == {"infeasible_lack_of_heat", "infeasible_cut_out"}
    assert told["infeasible_lack_of_heat"]["peak_kw"] == pytest.approx(6.0)
    assert told["infeasible_cut_out"] == {"name": "pump", "hours": 1.0}


@pytest.mark.parametrize(
    ("source", "fields", "cop"),
    [
        ("air", {}, 3.3549),
        ("waste_heat", {}, 3.7924),
        ("water", {}, 3.7924),
        ("ground", {"exchanger_k": 0}, 4.6155),
        ("waste_heat", {"quality_grade": 0.5}, 0.5 * 318.15 / 40),
    ],
)
def test_cop_follows_the_own_temperature_of_the_source(source, fields, cop):
    """Proves: each source has its regression, at its own temperature less the exchanger's 5 K (air has none).

    Sensitivity: 4.35 for water without the exchanger, 4.07 for the ground with it.
    Hand calculation: flow 45, source 10 degC. Air, 35 K: 6.08 - 0.0941 x 35 + 0.000464 x 1225 = 3.3549. Water and waste
    heat, 40 K: 9.99 - 0.2049 x 40 + 0.001249 x 1600 = 3.7924. Ground, 35 K: 10.29 - 0.2084 x 35 + 0.001322 x 1225 =
    4.6155. Carnot with a grade of 0.5: 0.5 x 318.15 / 40.
    """
    given = {"owner": "owner", "at": "house", "meter": "main", "source_c": 10, "flow_c": 45, "field_factor": 1}
    pump = HeatPump.model_validate(given | {"source": source} | fields)
    grid = TimeGrid(pd.Timestamp("2025-01-15", tz="UTC"), 2, 1.0, "Europe/Riga", annual=False)
    context = AssetContext(ProfileContext(grid, Path(), 57.2, 26.7), {}, {}, lambda *connection: ())
    assert pump.needs_weather is False
    assert pump.profiles(context)["cop"] == pytest.approx([cop, cop], abs=1e-4)


def test_at_a_network_that_follows_the_weather_the_cop_is_better_in_mild_hours():
    """Proves: the flow is the supply of the hour, and what the machine bears is asked of that flow.

    Sensitivity: 2.4511 in every hour, and never able, if the supply of the coldest days counted all year.
    Hand calculation: 70 degC at -20 degC, 45 from 10 degC on, at -5 degC half way, 57.5. Half of Carnot from a source
    of 0 degC: 0.5 x 343.15 / 70 = 2.4511, 0.5 x 330.65 / 57.5 = 2.8752, 0.5 x 318.15 / 45 = 3.5350.
    """
    level = TemperatureLevel(supply_c=70.0, return_c=30.0, minimum_supply_c=45.0, design_outdoor_c=-20.0)
    grid = TimeGrid(pd.Timestamp("2025-01-15", tz="UTC"), 4, 1.0, "Europe/Riga", annual=False)
    weather = xr.Dataset({"temp_air": ("time", np.array([-20.0, -5.0, 10.0, 20.0]))})
    place = Place(Bus("net", "heat"), "municipal", True, 70.0, 30.0, level=level)
    context = AssetContext(ProfileContext(grid, Path(), 57.2, 26.7, 0.0, weather), {"net": place}, {}, lambda *_: ())
    pump = HeatPump(owner="owner", at="net", meter="main", source_c=0.0, quality_grade=0.5, maximum_flow_c=60.0)
    found = pump.profiles(context)
    assert found["cop"] == pytest.approx([2.4511, 2.8752, 3.5350, 3.5350], abs=1e-4)
    assert found[ABLE].tolist() == [0.0, 1.0, 1.0, 1.0]
    written = pump.model_copy(update={"flow_c": 50.0})
    assert written.profiles(context)["cop"] == pytest.approx([0.5 * 323.15 / 50.0] * 4)


def test_a_network_too_hot_on_cold_days_alone_may_have_a_heat_pump(tmp_path):
    """Proves: a network whose supply in mild hours is within what the machine bears is no fault of the file.

    Hand calculation: 10 kW in July at 45 degC, COP 3.5350: 2.8289 kW.
    """
    weather = (Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv").as_posix()
    sections = f"""
weather: {{series: {weather}}}
time: {{start: "2025-07-15", steps: 24}}
reserve: {{design_spell: false}}
buildings: {{house: {{meter: main, sector: residential, hot_water: {{power_kw: 10}}}}}}
heat_networks:
  net:
    {{owner: owner,
     level: {{supply_c: 70, return_c: 30, minimum_supply_c: 45, design_outdoor_c: -20, mild_outdoor_c: 0}},
     heat_loss_kw: 0, connections: {{house: required}}, pumping_electricity_fraction: 0, investment_eur_per_m: 0}}
assets:
  pump: {{type: heat_pump, owner: owner, meter: main, at: net, source_c: 0, quality_grade: 0.5, maximum_flow_c: 60,
         capacity_heat_kw: 20}}
"""
    assert series(run_small(tmp_path, sections), "pump.electricity_kw") == pytest.approx([2.8289] * 24, abs=1e-4)


CERTIFIED = {
    "application_c": 55,
    "design_heat_kw": 10.0,
    "points": [{"outdoor_c": -7, "heat_kw": 9.0, "cop": 2.5}, {"outdoor_c": 7, "heat_kw": 5.0, "cop": 4.5}],
}


def certified_cop(outdoor_c, **fields):
    """COP of a certified pump at outdoor temperatures [degC]."""
    grid = TimeGrid(pd.Timestamp("2025-01-15", tz="UTC"), len(outdoor_c), 1.0, "Europe/Riga", annual=False)
    weather = xr.Dataset({"temp_air": ("time", np.array(outdoor_c, dtype=float))})
    run = ProfileContext(grid, Path(), 57.2, 26.7, 0.0, weather)
    place = {"house": Place(Bus("house", "heat"), "residential", False, 55.0, 45.0)}
    written = {"owner": "owner", "meter": "main", "at": "house", "certified": CERTIFIED, "field_factor": 1.0, **fields}
    context = AssetContext(run, place, {}, lambda tariff, phases, fuse_a, count: ())
    return HeatPump.model_validate(written).profiles(context)["cop"]


def test_cop_of_a_certified_air_pump_follows_its_test_points():
    """Proves: part of Carnot's COP by outdoor temperature, at the flow temperature of the place.

    Sensitivity: 2.5 and 4.5 if the flow of the bench (52 and 36 degC) were taken for that of the place; 3.5 at 0 degC
    if the COP were linear.
    Hand calculation: on the bench Carnot is 325.15 / 59 = 5.5110 and 309.15 / 29 = 10.6603, so 0.45364 and 0.42213 of
    it are reached, and half way 0.43788. At 55 degC Carnot is 328.15 / 62 = 5.2927, / 55 = 5.9664 and / 48 = 6.8365:
    2.4010, 2.6126 and 2.8859. Times 0.85 in the field: 2.0408.
    """
    assert certified_cop([-7.0, 0.0, 7.0]) == pytest.approx([2.4010, 2.6126, 2.8859], abs=2e-4)
    assert certified_cop([-7.0], field_factor=0.85) == pytest.approx([2.0408], abs=2e-4)
    assert certified_cop([-7.0], flow_c=52.0) == pytest.approx([2.5])


def test_cop_of_a_certified_ground_pump_follows_the_brine():
    """Proves: on the bench brine enters at 0 degC, whatever the outdoor temperature.

    Sensitivity: 2.61 if the air's -7 degC were the source on the bench.
    Hand calculation: Carnot on the bench 325.15 / 52 = 6.2529, so 2.5 is 0.39982 of it. Brine of -2 degC and a flow of
    55 degC: 328.15 / 57 = 5.7570; 2.3018.
    """
    unit = CertifiedUnit.model_validate(CERTIFIED)
    assert unit.cop("ground", np.array([-7.0]), 55.0, np.array([-2.0])) == pytest.approx([2.3018], abs=2e-4)
