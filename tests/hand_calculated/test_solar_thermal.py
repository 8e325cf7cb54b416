"""Solar collectors, checked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energycommunity.heat_network.temperature_level import TemperatureLevel
from energycommunity.physics.tilted_plane import Plane
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import Bus
from energycommunity.technologies.base import AssetContext
from energycommunity.technologies.solar_thermal import SolarThermal
from energycommunity.technologies.surroundings import Place
from energycommunity.time_grid import TimeGrid
from tests.hand_calculated.small_scenario import cost, run_small, series

#: The hour in whose middle, on the equator at the equinox, the sun stands 45 degrees high in the east (noon is at
#: 12:07:30 on 20 March).
MORNING = "2025-03-20 08:37:30"
SHEET = {
    "peak_efficiency": 0.8,
    "heat_loss_w_per_m2_k": 4.0,
    "heat_loss_w_per_m2_k2": 0.01,
    "incidence_b0": 0.2,
    "diffuse_modifier": 0.9,
    "losses": 0.0,
}


def production(beam=800.0, ghi=0.0, temp_air_c=10.0, level_c=(65.0, 40.0), level=None, **fields):
    """Heat per area of collectors on the equator in one morning hour without light from the sky [kW/m2]."""
    grid = TimeGrid(pd.Timestamp(MORNING, tz="UTC"), 1, 1.0, "Etc/GMT", annual=False)
    values = {"dni": beam, "dhi": 0.0, "ghi": ghi, "temp_air": temp_air_c}
    weather = xr.Dataset({name: ("time", np.array([value])) for name, value in values.items()})
    place = Place(Bus("network", "heat"), "municipal", True, *level_c, level=level)
    run = ProfileContext(grid, Path(), 0.0, 0.0, 0.0, weather)
    roofs = {"barn": Plane(10.0, 90.0)}
    context = AssetContext(run, {"network": place}, {}, lambda *connection: (), planes=roofs)
    plane = {"tilt_deg": 45, "azimuth_deg": 90}
    collectors = SolarThermal.model_validate({"owner": "owner", "at": "network", **plane, **SHEET, **fields})
    return collectors.profiles(context)["production_kw_per_m2"][0]


def test_curve_holds_at_the_mean_of_flow_and_return():
    """Proves: quadratic losses from halfway between flow and return, plus the exchanger, down to the air.

    Sensitivity: 0.3775 at the flow temperature, 0.460 without the quadratic part, 0.452 without the exchanger.
    Hand calculation: the beam falls straight on the plane: 0.8 x 800 = 640 W. (65 + 40) / 2 + 2.5 = 55 degC, 45 K above
    the air: 4 x 45 + 0.01 x 45^2 = 200.25. Left 439.75 W/m2.
    """
    assert production(exchanger_k=2.5) == pytest.approx(0.43975, abs=3e-4)


def test_the_flow_follows_the_weather_with_the_network():
    """Proves: at a network whose supply follows the weather, collectors heat to the supply of the hour.

    Sensitivity: 0.43975, as above, at the supply of the coldest days.
    Hand calculation: 45 degC in mild hours: (45 + 40) / 2 + 2.5 = 45 degC, 35 K above the air: 4 x 35 + 0.01 x 35^2 =
    152.25. Left 487.75 W/m2.
    """
    level = TemperatureLevel(supply_c=65.0, return_c=40.0, minimum_supply_c=45.0, design_outdoor_c=-20.0)
    assert production(exchanger_k=2.5, level=level) == pytest.approx(0.48775, abs=3e-4)


def test_slanting_beam_and_light_from_the_ground_count_less():
    """Proves: the modifier of the beam by its angle, that of diffuse light by a number; losses of pipes on top.

    Sensitivity: flat 0.407 without the beam's modifier, upright 0.410 without the diffuse one and 0.451 without losses.
    Hand calculation: flat collectors, beam under 45 degrees: 800 cos 45 = 565.7 W/m2, times 1 - 0.2 (1 / cos 45 - 1) =
    0.91716: 518.8. Upright ones to the east get the same beam and see the ground with half of their view: 0.5 x 0.2 x
    500 = 50 W/m2 x 0.9 = 45. At the temperature of the air: 0.8 x 518.8 = 415.1 and 0.8 x 563.8 = 451.1; x 0.9.
    """
    at_air = {"flow_c": 10.0, "return_c": 10.0, "exchanger_k": 0.0, "losses": 0.1}
    assert production(**at_air, tilt_deg=0) == pytest.approx(0.9 * 0.4151, abs=1e-3)
    assert production(**at_air, tilt_deg=90, ghi=500.0) == pytest.approx(0.9 * 0.4511, abs=1e-3)


def test_frames_on_a_roof_may_be_steeper_than_it():
    """Proves: collectors lie as their roof does, but for what the file states of them.

    Sensitivity: both alike if the roof decided alone, no heat on the roof if its direction did not count.
    Hand calculation: 45 degrees to the east the beam falls straight on them, 640 W/m2. The roof of 10 degrees is met
    under 35 degrees: 800 cos 35 = 655.3 W/m2, times 1 - 0.2 (1 / cos 35 - 1) = 0.95584: 626.4 x 0.8 = 501.1.
    """
    at_air = {"flow_c": 10.0, "return_c": 10.0, "exchanger_k": 0.0, "roof": "barn", "azimuth_deg": None}
    assert production(**at_air, tilt_deg=45) == pytest.approx(0.640, abs=1e-3)
    assert production(**at_air, tilt_deg=None) == pytest.approx(0.5011, abs=1e-3)


def test_without_enough_sun_it_stands_still():
    """Proves: collectors never cool the network.

    Sensitivity: -0.12 kW/m2 if the curve counted below zero.
    Hand calculation: 0.8 x 100 = 80 W/m2 are less than the loss of 4 x 45 + 0.01 x 45^2 = 200.25.
    """
    assert production(beam=100.0, exchanger_k=2.5) == 0.0


HEAT = """
time: {steps: 2}
tariffs: {wood: {type: fuel, carrier: firewood, price_eur_per_kwh: 0.05}}
heat_networks:
  centre: {owner: owner, level: {supply_c: 65, return_c: 40}, heat_loss_kw: 0, connections: {house: required},
           variable_om_eur_per_kwh: 0}
buildings:
  house: {meter: main, sector: residential, space_heat: {power_kw: $heat}, roof: {area_m2: 12}}
"""
BOILER = "boiler: {type: fuel_boiler, owner: owner, at: centre, fuel: wood, capacity_heat_kw: 50, efficiency: 0.8}"


def test_sun_spares_fuel_and_what_nobody_wants_is_left(tmp_path):
    """Proves: heat is area times the series; more than the demand is not taken; upkeep counts what is taken.

    Sensitivity: 0.26 EUR of upkeep if it counted the surplus; no run if the surplus had to go somewhere.
    Hand calculation: 20 m2 x (0.5, 0.15) = 10, 3 kW; demand 6, 8 kW: taken 6, 3, left 4, 0. Boiler 5 / 0.8 x 0.05 =
    0.3125; upkeep 9 x 0.02 = 0.18.
    """
    result = run_small(
        tmp_path,
        [
            HEAT,
            f"""
        assets:
          {BOILER}
          field: {{type: solar_thermal, owner: owner, at: centre, capacity_m2: 20, production_kw_per_m2: $sun,
                  variable_om_eur_per_kwh: 0.02}}
        """,
        ],
        {"heat": [6, 8], "sun": [0.5, 0.15]},
    )
    assert series(result, "field.heat_kw") == pytest.approx([6.0, 3.0])
    assert series(result, "field.curtailed_kw") == pytest.approx([4.0, 0.0], abs=1e-9)
    assert cost(result, asset="field", kind="variable_om") == pytest.approx(0.18)
    assert result.annual_cost_eur == pytest.approx(0.3125 + 0.18)


def test_collectors_and_modules_share_a_roof(tmp_path):
    """Proves: a size is chosen by annuity per area against fuel, under an area that modules use too.

    Sensitivity: 9 m2 if modules had the roof to themselves, 16 m2 if the demand alone bound.
    Hand calculation: demand 8 kW twice; a m2 gives 0.5 kW: its 1 kWh spares 1 / 0.8 x 0.05 = 0.0625 EUR for 0.2 / 20 =
    0.01 EUR/a. Modules of 1 kWp stand on 3 m2; 12 - 3 = 9 m2 / 1.5 = 6 m2 of collectors: 6 kWh of 16 spared. Boiler
    10 / 0.8 x 0.05 = 0.625; annuity 0.06.
    """
    result = run_small(
        tmp_path,
        [
            HEAT,
            f"""
        assets:
          {BOILER}
          roof: {{type: solar_thermal, owner: owner, at: centre, roof: house, capacity_m2: {{max: 20}},
                 production_kw_per_m2: 0.5, area_m2_per_m2: 1.5, investment_eur_per_m2: 0.2}}
          modules: {{type: photovoltaics, owner: owner, meter: main, roof: house, capacity_kwp: 1,
                    production_kw_per_kwp: 0, area_m2_per_kwp: 3}}
        """,
        ],
        {"heat": [8, 8]},
    )
    assert result.capacities["roof.capacity_m2"] == pytest.approx(6.0)
    assert result.annual_cost_eur == pytest.approx(0.625 + 0.06)


@pytest.mark.parametrize(("factors", "kg"), [("ipcc", 0.0), ("lca", 9 * 0.040 + 6.25 * 0.013)])
def test_heat_of_the_sun_has_the_factor_of_the_set(tmp_path, factors, kg):
    """Proves: supply of a network (table B), nothing final; the factor of the set counts in the total and for heat.

    Sensitivity: 0.081 kg under lca if the sun were left out; 0.36 kg more if it counted with its heat too.
    Hand calculation: 9 kWh from the sun x 0.040, 5 / 0.8 = 6.25 kWh of wood x 0.013 kg CO2e/kWh; ipcc counts both zero.
    Heat delivered: 14 kWh. Primary energy: the sun 1.0 and 0 of non-renewable, wood 1.0 and 0.2.
    """
    given = [
        HEAT,
        f"""
        emissions: {{set: {factors}, electricity: latvia_consumption{"_lca" if factors == "lca" else ""}}}
        assets:
          {BOILER}
          field: {{type: solar_thermal, owner: owner, at: centre, capacity_m2: 20, production_kw_per_m2: $sun}}
        """,
    ]
    columns = {"heat": [6, 8], "sun": [0.5, 0.15]}
    assessment = run_small(tmp_path, given, columns).assessment
    emissions = assessment.emissions.set_index(["carrier", "origin"])
    assert emissions.loc[("solar_thermal", "captured"), "kwh_per_year"] == pytest.approx(9.0)
    assert emissions[assessment.factors.column].sum() == pytest.approx(kg)
    secap = assessment.secap
    assert secap.final_energy_mwh["solar_thermal"].sum() == 0.0
    supply = secap.supply.set_index(["asset", "direction", "carrier"])["energy_mwh"]
    assert supply["field"].to_dict() == pytest.approx({("input", "solar_thermal"): 9e-3, ("output", "heat"): 9e-3})
    assert secap.factors_t_per_mwh["heat"] == pytest.approx(kg / 14.0)
    assert assessment.indicators["renewable_share"] == pytest.approx(1.0)
    primary = [assessment.indicators[f"{name}_primary_energy_kwh"] for name in ("renewable", "non_renewable")]
    assert primary == pytest.approx([9 * 1.0 + 6.25 * 1.0, 6.25 * 0.2])


def test_the_cap_counts_heat_of_the_sun(tmp_path):
    """Proves: a cap on the life cycle counts the sun beside the wood, so it can ask for more wood.

    Sensitivity: 9 kWh if the cap left the sun out, for wood alone is far below it.
    Hand calculation: 9 kWh x 0.040 + 6.25 x 0.013 = 0.44125 kg. A kWh less of the sun spares 0.040 - 1.25 x 0.013 =
    0.02375 kg; a cap lower by 0.0475 kg takes 2 kWh: 7.
    """
    given = [
        HEAT,
        f"""
        emissions: {{set: lca, electricity: latvia_consumption_lca}}
        limits: {{co2_cap_kg_co2e: 0.39375}}
        assets:
          {BOILER}
          field: {{type: solar_thermal, owner: owner, at: centre, capacity_m2: 20, production_kw_per_m2: $sun}}
        """,
    ]
    result = run_small(tmp_path, given, {"heat": [6, 8], "sun": [0.5, 0.15]})
    assert series(result, "field.heat_kw").sum() == pytest.approx(7.0)


def test_in_a_building_it_is_final_energy_of_the_sun(tmp_path):
    """Proves: heat on a building's own roof stands in the template's column of solar heat.

    Sensitivity: 0 MWh there if it were supply; 0.09 MWh of heat if it were delivered heat.
    Hand calculation: 9 kWh are taken, as above.
    """
    result = run_small(
        tmp_path,
        [
            "buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: $heat}}}",
            """
        time: {steps: 2}
        assets:
          heater: {type: electric_boiler, owner: owner, at: house, meter: main, capacity_heat_kw: 20, efficiency: 1}
          roof: {type: solar_thermal, owner: owner, at: house, capacity_m2: 20, production_kw_per_m2: $sun}
        """,
        ],
        {"heat": [6, 8], "sun": [0.5, 0.15]},
    )
    final = result.assessment.secap.final_energy_mwh.loc["residential"]
    assert final["solar_thermal"] == pytest.approx(9e-3)
    assert final["electricity"] == pytest.approx(5e-3)
    assert final["heat"] == 0.0
