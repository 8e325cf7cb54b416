"""Air conditioner, checked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energycommunity.errors import InfeasibleError
from energycommunity.profiles import ProfileContext
from energycommunity.technologies.air_conditioner import AirConditioner
from energycommunity.technologies.base import AssetContext
from energycommunity.time_grid import TimeGrid
from tests.hand_calculated.small_scenario import run_small, series

COLD = """
time: {steps: 2}
buildings: {shop: {meter: main, sector: tertiary, cooling: {power_kw: 6}}}
"""
SPLIT = "type: air_conditioner, owner: owner, meter: main, at: shop, eer: $eer"


def test_electricity_is_cold_over_eer(tmp_path):
    """Proves: each step has its own EER, and what is paid and counted as final energy is the electricity.

    Sensitivity: 0.48 EUR with the mean EER of 2.5, 3.00 if electricity were cold times EER, 1.20 if cold were paid.
    Hand calculation: 6 / 3 + 6 / 2 = 5 kWh x 0.10 = 0.50 EUR.
    """
    result = run_small(tmp_path, [COLD, f"assets: {{split: {{{SPLIT}, capacity_cooling_kw: 10}}}}"], {"eer": [3, 2]})
    assert result.annual_cost_eur == pytest.approx(0.50)
    assert series(result, "split.electricity_for_cooling_kw") == pytest.approx([2.0, 3.0])
    assert series(result, "split.cooling_kw") == pytest.approx([6.0, 6.0])
    covenant = result.assessment.secap.final_energy_mwh.loc["tertiary"]
    assert covenant["electricity"] == pytest.approx(0.005)
    assert covenant["heat"] == 0.0


def test_capacity_and_its_cost_count_the_cold(tmp_path):
    """Proves: the size is the largest cold, however good the EER of that step.

    Sensitivity: 3 kW if the electricity were counted, 12 if the sum of both steps.
    Hand calculation: cold 6 kW: 20 EUR/kW over 20 years at 0 % = 1 EUR/kW a, so 6 EUR/a beside 0.50 of electricity.
    """
    assets = f"assets: {{split: {{{SPLIT}, capacity_cooling_kw: {{max: 50}}, investment_eur_per_kw: 20}}}}"
    result = run_small(tmp_path, [COLD, assets], {"eer": [3, 2]})
    assert result.capacities["split.capacity_cooling_kw"] == pytest.approx(6.0)
    assert result.annual_cost_eur == pytest.approx(6.50)


def test_what_is_not_cooled_is_told(tmp_path):
    """Proves: comfort must be met: a machine that is too small is named with what lacks.

    Hand calculation: 6 kW are needed and 4 can be given in both hours: 2 kW lack, a third.
    """
    with pytest.raises(InfeasibleError) as caught:
        run_small(tmp_path, [COLD, f"assets: {{split: {{{SPLIT}, capacity_cooling_kw: 4}}}}"], {"eer": [3, 2]})
    (fault,) = caught.value.faults
    assert fault.key == "infeasible_too_little_cooling"
    told = {name: fault.values[name] for name in ("place", "peak_kw", "hours", "needed_kw", "most_kw")}
    assert told == {"place": "shop", "peak_kw": 2.0, "hours": 2.0, "needed_kw": 6.0, "most_kw": 4.0}
    assert fault.values["less"] == pytest.approx(100.0 / 3.0)


@pytest.mark.parametrize(
    ("fields", "eer"), [({}, [3.0016, 5.6030]), ({"chilled_c": 18, "quality_grade": 0.4}, [6.8506, 7.7640])]
)
def test_eer_follows_the_outdoor_temperature(fields, eer):
    """Proves: part of the ideal EER between chilled water and outdoor air, whose lift is at least 15 K.

    Sensitivity: 3.30 at 35 degC if the hot side stood in the numerator, 6.47 at 20 degC without the least lift.
    Hand calculation: 0.30 x 280.15 / 28 = 3.0016 and 0.30 x 280.15 / 15 = 5.6030; with 18 degC and a grade of 0.4
    0.4 x 291.15 / 17 = 6.8506 and 0.4 x 291.15 / 15 = 7.7640.
    """
    grid = TimeGrid(pd.Timestamp("2025-07-15", tz="UTC"), 2, 1.0, "Europe/Riga", annual=False)
    weather = xr.Dataset({"temp_air": ("time", np.array([35.0, 20.0]))})
    run = ProfileContext(grid, Path(), 57.2, 26.7, 0.0, weather)
    split = AirConditioner.model_validate({"owner": "owner", "meter": "main", "at": "shop", **fields})
    profiles = split.profiles(AssetContext(run, {}, {}, lambda *connection: ()))
    assert profiles["eer"] == pytest.approx(eer, abs=1e-4)
