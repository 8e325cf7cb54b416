"""Wind turbine, checked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energycommunity.profiles import ProfileContext
from energycommunity.technologies.base import AssetContext
from energycommunity.technologies.wind_turbine import WindTurbine
from energycommunity.time_grid import TimeGrid
from tests.hand_calculated.small_scenario import cost, run_small, series

TURBINE = "type: wind_turbine, owner: owner, meter: main, production_kw_per_kw: $wind"
#: A curve that is easy to reckon with: a tenth of the rated power for each m/s, up to 10 m/s.
STRAIGHT = [{"wind_speed_m_per_s": 0, "share": 0}, {"wind_speed_m_per_s": 10, "share": 1}]


def context(wind_m_per_s, temp_air_c=15.0, altitude_m=0.0, year=None):
    """What a turbine makes its production from: the wind of a few hours."""
    steps = len(wind_m_per_s)
    grid = TimeGrid(pd.Timestamp("2025-01-15", tz="UTC"), steps, 1.0, "Europe/Riga", annual=False)
    columns = {"wind_speed": np.array(wind_m_per_s, dtype=float), "temp_air": np.full(steps, temp_air_c)}
    weather = xr.Dataset({name: ("time", values) for name, values in columns.items()})
    run = ProfileContext(grid, Path(), 57.2, 26.7, altitude_m, weather, year=year)
    return AssetContext(run, {}, {}, lambda tariff, phases, fuse_a, count: ())


def production(of, **fields):
    """Production per rated power of a turbine with the given fields [kW/kW]."""
    turbine = WindTurbine.model_validate({"owner": "owner", "meter": "main", "losses": 0.0, **fields})
    return turbine.profiles(of)["production_kw_per_kw"]


def test_wind_is_brought_to_the_hub_and_through_the_curve():
    """Proves: logarithmic law, linear curve, standstill below its first and above its last point, losses.

    Sensitivity: 0, 0.08, 0.24 and 0.8 at the height of the measurement; 0.8 for the last if the curve went on for ever.
    Hand calculation: ln(100 / 0.1) / ln(10 / 0.1) = 3 / 2, so 3, 6, 9 and 30 m/s at the hub: 0; 0.1 + 2/4 x 0.4 = 0.3;
    0.5 + 1/4 x 0.5 = 0.625; 0. Times 0.8: 0, 0.24, 0.5, 0.
    """
    points = [(4, 0.1), (8, 0.5), (12, 1.0), (25, 1.0)]
    curve = [{"wind_speed_m_per_s": speed, "share": share} for speed, share in points]
    hub = {"hub_height_m": 100.0, "roughness_length_m": 0.1, "air_density": False}
    result = production(context([2.0, 4.0, 6.0, 20.0]), power_curve=curve, losses=0.2, **hub)
    assert result == pytest.approx([0.0, 0.24, 0.5, 0.0])


def test_without_a_curve_of_its_own_it_is_a_turbine_of_900_kw():
    """Proves: the default curve, between its points too.

    Sensitivity: 0.153 for the second if the next point below counted; 1 for the last without the cut-out.
    Hand calculation: at 3, 6.5 and 14 m/s 12, (138 + 222) / 2 = 180 and 900 of 900 kW; at 26 m/s none.
    """
    at_hub = {"hub_height_m": 10.0, "air_density": False}
    result = production(context([3.0, 6.5, 14.0, 26.0]), **at_hub)
    assert result == pytest.approx([12 / 900, 0.2, 1.0, 0.0])


def test_cold_air_carries_more():
    """Proves: the wind speed is corrected by the cube root of the density.

    Sensitivity: 0.8 without it, 0.893 if the density counted as a whole, 0.832 if it were that of the ground.
    Hand calculation: -15 degC at sea level (hub 75 m above a ground at -75 m): 101325 / (287.05 x 258.15) = 1.36737
    kg/m3; (1.36737 / 1.225)^(1/3) = 1.03734; 8 m/s act as 8.2987: 0.82987.
    """
    of = context([8.0], temp_air_c=-15.0, altitude_m=-75.0)
    same_height = {"hub_height_m": 75.0, "wind_measured_at_m": 75.0}
    assert production(of, power_curve=STRAIGHT, **same_height) == pytest.approx([0.82987], abs=2e-5)


def test_a_known_mean_of_the_year_scales_the_wind_of_a_window():
    """Proves: a window is scaled by the mean of its year, not by its own.

    Sensitivity: 0.167 and 0.333 if the window's own mean of 3 m/s counted.
    Hand calculation: the year's 2, 4, 6 and 8 m/s have the mean 5; 2.5 m/s wanted halves them: 1 and 2 m/s: 0.1, 0.2.
    """
    year = context([2.0, 4.0, 6.0, 8.0]).profile
    at_hub = {"hub_height_m": 10.0, "air_density": False, "power_curve": STRAIGHT}
    result = production(context([2.0, 4.0], year=year), mean_wind_speed_m_per_s=2.5, **at_hub)
    assert result == pytest.approx([0.1, 0.2])


def test_what_nobody_takes_is_curtailed(tmp_path):
    """Proves: production is rated power times the series; the rest is curtailed free of charge and shown.

    Sensitivity: no curtailment if the surplus were forced onto the grid; 0.064 EUR of upkeep if it counted that too.
    Hand calculation: 8 kW x (0.75, 0.05) = 6.0, 0.4 kW; demand 1 kW: used 1.0, 0.4; curtailed 5.0; bought 0.6 x 0.10.
    """
    result = run_small(
        tmp_path,
        f"""
        time: {{steps: 2}}
        assets:
          demand: {{type: load, owner: owner, meter: main, power_kw: 1}}
          wind: {{{TURBINE}, capacity_kw: 8, variable_om_eur_per_kwh: 0.01}}
        """,
        {"wind": [0.75, 0.05]},
    )
    assert series(result, "wind.used_kw") == pytest.approx([1.0, 0.4])
    assert series(result, "wind.curtailed_kw") == pytest.approx([5.0, 0.0])
    assert cost(result, kind="variable_om") == pytest.approx(0.014)
    assert result.annual_cost_eur == pytest.approx(0.06 + 0.014)


def test_whole_turbines_are_built(tmp_path):
    """Proves: the size is a whole number of turbines, chosen by annuity and upkeep against what they save.

    Sensitivity: 20 kW and 1.80 EUR if a part of a turbine could be built; 1.10 EUR without the upkeep.
    Hand calculation: demand 5 kW in 4 steps, 0.25 kW/kW: a kW saves 4 x 0.25 x 0.10 = 0.10 EUR. It costs 1.0 / 20 years
    + 0.04 = 0.09 EUR/a. One turbine of 9 kW: 0.81 + 4 x 2.75 x 0.10 = 1.91; two: 1.62 + 4 x 0.5 x 0.10 = 1.82; three
    reach 20 kW of use: 2.43. None: 2.00.
    """
    result = run_small(
        tmp_path,
        f"""
        assets:
          demand: {{type: load, owner: owner, meter: main, power_kw: 5}}
          wind: {{{TURBINE}, capacity_kw: {{max: 27, step: 9}}, investment_eur_per_kw: 1.0,
                 fixed_om_eur_per_kw_year: 0.04}}
        """,
        {"wind": [0.25] * 4},
    )
    assert result.capacities["wind.capacity_kw"] == pytest.approx(18.0)
    assert result.annual_cost_eur == pytest.approx(1.82)
