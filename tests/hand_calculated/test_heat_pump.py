"""Heat pump, checked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energycommunity.profiles import ProfileContext
from energycommunity.quantities import Bus
from energycommunity.technologies.base import AssetContext
from energycommunity.technologies.certified_unit import CertifiedUnit
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
    place = {"house": Place(Bus("house", "heat"), "residential", False, 55.0)}
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
