"""Heat pump that cools as well, checked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energycommunity.profiles import ProfileContext
from energycommunity.technologies.base import AssetContext
from energycommunity.technologies.heat_pump import HeatPump
from energycommunity.time_grid import TimeGrid
from tests.hand_calculated.small_scenario import run_small, series

BOTH = """
time: {steps: 2}
buildings: {clinic: {meter: main, sector: municipal, hot_water: {power_kw: $heat}, cooling: {power_kw: $cold}}}
"""
COLUMNS = {"heat": [6, 2], "cold": [0, 8]}
PUMP = "type: heat_pump, owner: owner, meter: main, at: clinic, cop: 3"


@pytest.mark.parametrize(
    ("basis", "cooling", "size"),
    [
        ("capacity_heat_kw", "eer: 4", 10.0),
        ("capacity_heat_kw", "eer: 4, cooling_capacity_factor: 0.8", 12.0),
        ("capacity_electric_kw", "eer: 4", 2.0 / 3.0 + 2.0),
    ],
)
def test_heat_and_cold_share_one_capacity(tmp_path, basis, cooling, size):
    """Proves: in each step heat and cold together stay within the size, which one of both alone would not decide.

    Sensitivity: 8 kW heat, or 2 kW electric, if the larger of both decided; 6 if cold took nothing.
    Hand calculation: second hour: heat 2 kW and cold 8 kW. By heat 2 + 8 = 10, with a cooling capacity of 0.8 of that
    of heating 2 + 8 / 0.8 = 12; by electricity 2 / 3 + 8 / 4. Electricity 6 / 3 + 2 / 3 + 8 / 4 = 4.6667 kWh x 0.10;
    20 EUR/kW over 20 years at 0 % = 1 EUR/kW a.
    """
    pump = f"pump: {{{PUMP}, {basis}: {{max: 50}}, investment_eur_per_kw: 20, cooling: {{{cooling}}}}}"
    result = run_small(tmp_path, [BOTH, f"assets: {{{pump}}}"], COLUMNS)
    assert result.capacities[f"pump.{basis}"] == pytest.approx(size)
    assert result.annual_cost_eur == pytest.approx(size + 0.46667, abs=1e-4)
    assert series(result, "pump.cooling_kw") == pytest.approx([0.0, 8.0], abs=1e-9)
    assert series(result, "pump.heat_kw") == pytest.approx([6.0, 2.0])


def test_upkeep_and_energy_count_both(tmp_path):
    """Proves: upkeep per kWh follows heat and cold; the cost of heat is that of its part; cold draws no ambient heat.

    Sensitivity: cost of heat 0.158 EUR/kWh if all costs were those of heat, 0.0396 if cold were counted as heat demand.
    Hand calculation: heat 8, cold 8 kWh. Upkeep 16 x 0.05 = 0.80, electricity 0.46667 EUR: 1.26667. Half of what it
    gives is heat: 0.63333 EUR / 8 kWh = 0.079167. Ambient heat: 8 - 8 / 3 = 5.3333; electricity 4.6667 kWh at 0.2 of
    renewable primary energy: 6.26667.
    """
    pump = f"pump: {{{PUMP}, capacity_heat_kw: 20, variable_om_eur_per_kwh: 0.05, cooling: {{eer: 4}}}}"
    result = run_small(tmp_path, [BOTH, f"assets: {{{pump}}}"], COLUMNS)
    assert result.annual_cost_eur == pytest.approx(1.26667, abs=1e-4)
    indicators = result.assessment.indicators
    assert indicators["levelised_cost_of_heat_eur_per_kwh"] == pytest.approx(0.079167, abs=1e-5)
    assert indicators["renewable_primary_energy_kwh"] == pytest.approx(6.26667, abs=1e-4)


@pytest.mark.parametrize(("source", "eer"), [("air", 0.3 * 280.15 / 18), ("ground", 0.3 * 280.15 / 23)])
def test_eer_is_that_against_its_source(source, eer):
    """Proves: heat of the rooms goes where heat is taken from in winter; the ground is 5 K behind its exchanger.

    Sensitivity: 0.3 x 280.15 / 15 for the ground if the exchanger cooled it.
    Hand calculation: source 25 degC, chilled water 7 degC: lift 18 K; with the exchanger 23 K.
    """
    grid = TimeGrid(pd.Timestamp("2025-07-15", tz="UTC"), 2, 1.0, "Europe/Riga", annual=False)
    weather = xr.Dataset({"temp_air": ("time", np.array([30.0, 30.0]))})
    run = ProfileContext(grid, Path(), 57.2, 26.7, 0.0, weather)
    given = {"owner": "owner", "meter": "main", "at": "clinic", "cop": 3, "source_c": 25, "cooling": {}}
    pump = HeatPump.model_validate(given | {"source": source})
    profiles = pump.profiles(AssetContext(run, {}, {}, lambda *connection: ()))
    assert profiles["eer"] == pytest.approx([eer, eer])
