"""The days of a design spell, and what the demands and series of a scenario are in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from energycommunity.demand import SpaceHeatDemand
from energycommunity.profiles import FileColumn, ProfileContext, profile_values
from energycommunity.time_grid import TimeGrid
from energycommunity.weather.design_spell import spell_days

YEAR = TimeGrid.year(2025, "Europe/Riga")


def _weather(temp_air: np.ndarray, sun: float = 0.0) -> xr.Dataset:
    dark = np.full(len(temp_air), sun)
    columns = {"ghi": dark, "dni": 0.0 * dark, "dhi": dark, "temp_air": temp_air, "wind_speed": 0.0 * dark}
    return xr.Dataset({name: ("time", values) for name, values in columns.items()})


def _spell(run: ProfileContext, outdoor_c: float, days: int = 2) -> ProfileContext:
    grid = spell_days(run.weather, run.grid, days)
    return ProfileContext(grid, run.folder, 57.2, 26.7, weather=_weather(np.full(grid.steps, outdoor_c)), spell_of=run)


def test_the_spell_takes_the_place_of_the_coldest_whole_days():
    """Two days of -10 °C from 9 February 00:00 in Riga, in a year of 0 °C with one colder day apart."""
    outdoor_c = np.zeros(YEAR.steps)
    outdoor_c[(YEAR.local.month == 2) & np.isin(YEAR.local.day, (9, 10))] = -10.0
    outdoor_c[(YEAR.local.month == 12) & (YEAR.local.day == 1)] = -15.0
    week = TimeGrid(YEAR.utc[24 * 200], 168, 1.0, "Europe/Riga")
    for run in (YEAR, week):
        found = spell_days(_weather(outdoor_c), run, 2)
        assert (found.steps, str(found.local[0])[:16], found.weight) == (48, "2025-02-09 00:00", 1.0)


def test_a_building_has_the_loss_of_the_year_and_the_cold_of_the_spell():
    """Proves: the loss per kelvin is that of the year's figures; in the spell there is no sun, but there are people.

    Sensitivity: 7.8 kW if the spell's own weather gave the loss, 20 without the gains, 17.8 with the year's sun.
    Hand calculation: 100 m² with gains of 10 W/m² have 1 kW. 100 W/m² of diffuse light put half of it and a tenth of it
    from the ground on a wall, 60 W/m²: 0.2 x 100 x 60 = 1.2 kW. The year of 0 °C needs 7.8 kW, so that the loss is
    (7.8 + 1 + 1.2) / 20 = 0.5 kW/K. Spell of -20 °C: 0.5 x 40 - 1 = 19 kW.
    """
    run = ProfileContext(YEAR, Path(), 57.2, 26.7, weather=_weather(np.zeros(YEAR.steps), sun=100.0))
    demand = SpaceHeatDemand(annual_kwh=7.8 * 8760, internal_gains_w_per_m2=10, solar_aperture=0.2)
    assert demand.series_kw(run, 100.0) == pytest.approx(7.8)
    assert demand.series_kw(_spell(run, -20.0), 100.0) == pytest.approx(19.0)


@pytest.mark.parametrize(
    ("quantity", "worst"), [("power_kw", 1.2), ("cop", 0.8), ("production_kw_per_kwp", 0.0), ("source_c", 0.8)]
)
def test_series_of_a_file_are_at_their_worst(tmp_path, quantity, worst):
    """The most of a demand, the least of an efficiency or a temperature, nothing of the sun, in every step."""
    (tmp_path / "series.csv").write_text("x\n0.8\n1.2\n1\n", encoding="utf-8")
    run = ProfileContext(TimeGrid(YEAR.start, 3, 1.0, "Europe/Riga", annual=False), tmp_path, 57.2, 26.7)
    spell = ProfileContext(spell_days(None, run.grid, 1), tmp_path, 57.2, 26.7, spell_of=run)
    values = profile_values(FileColumn(file="series.csv", column="x"), spell, quantity)
    assert values.tolist() == [worst] * 24
