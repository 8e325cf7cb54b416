"""Archetypes of Latvian apartment houses in a Vidzeme year, as they were built and deeply renovated, by the room model.

All apartment houses needed 151-158 kWh/m2 in 2014-16 (Ministry of Economics), unrenovated ones of 1960-90 120-190; 624
houses renovated with ALTUM's support need 54 kWh/m2 (secondary source), deeply renovated ones 45-80.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.demand.renovation import Package, package_of
from energycommunity.optimization.renovated_rooms import RenovatedBuildings
from energycommunity.parameters.building_series import building_types
from energycommunity.profiles import ProfileContext
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.time_grid import TimeGrid
from energycommunity.weather.for_run import weather_of_run

GULBENE = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
SERIES = tuple(name for name in building_types() if name.startswith("series_"))
AREA_M2 = 1500.0


@pytest.fixture(scope="module")
def heat_kwh_per_m2():
    """Heat of each series and package over heated area."""
    grid = TimeGrid.year(2025, "Europe/Riga")
    context = ProfileContext(grid, Path(), 57.18, 26.75, weather=weather_of_run(GULBENE, grid).on_steps)
    stated = {"meter": "m", "sector": "residential", "heated_area_m2": AREA_M2, "envelope": {}}
    buildings = {name: Building.model_validate({**stated, "type": name}) for name in SERIES}
    packages = (Package("none"), package_of("shallow", {}, 2025), package_of("deep", {}, 2025))
    renovated = RenovatedBuildings(buildings, dict.fromkeys(SERIES, packages), dict.fromkeys(SERIES, 1.0))
    return {pair: float(kw.sum()) / AREA_M2 for pair, kw in renovated.rooms_kw(context).items()}


@pytest.mark.parametrize("series", SERIES)
def test_renovated_and_unrenovated_houses_land_where_measured_ones_are(heat_kwh_per_m2, series):
    none, shallow, deep = (heat_kwh_per_m2[series, package] for package in ("none", "shallow", "deep"))
    assert 120.0 <= none <= 190.0
    assert 45.0 <= deep <= 80.0
    assert deep < shallow < none
