"""Cold for rooms, placed by the weather."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.demand import CoolingDemand
from energycommunity.errors import ScenarioError
from energycommunity.physics.chiller import carnot_eer
from energycommunity.physics.cooling_need import felt_warmth_c
from energycommunity.profiles import ProfileContext
from energycommunity.time_grid import TimeGrid
from tests.demand.test_heat import GRID, context, weather


def in_wind(run: ProfileContext) -> ProfileContext:
    """The weather of the tests for heat, with 3 m/s of wind."""
    assert run.weather is not None
    return replace(run, weather=run.weather.assign(wind_speed=("time", np.full(run.grid.steps, 3.0))))


def test_cold_follows_warmth_and_sun() -> None:
    """Proves: above the threshold power is proportional to the corrected warmth, and the year sums to its figure.

    Hand calculation: three hours of 17, 24 and 24 degC, 0, 0 and 500 W/m2, wind as usual (4.5 - 0.025 T). Felt: 17 -
    0.012 x 219 = 14.372; 24 - 0.012 x 268 = 20.784; 24 + 0.012 x 232 = 26.784. Above 18: 0, 2.784, 8.784 K, together
    11.568: of 1000 kWh 0, 240.7 and 759.3. Sensitivity: a third and two thirds without the sun's usual value.
    """
    grid = TimeGrid(pd.Timestamp("2025-07-15", tz="UTC"), 3, 1.0, "Europe/Riga", annual=True)
    outdoor = np.array([17.0, 24.0, 24.0])
    columns = {"temp_air": outdoor, "ghi": np.array([0.0, 0.0, 500.0]), "wind_speed": 4.5 - 0.025 * outdoor}
    data = xr.Dataset({name: ("time", values) for name, values in columns.items()})
    run = ProfileContext(grid, Path(), 57.2, 26.7, weather=data)
    series = CoolingDemand(annual_kwh=1000.0 * grid.weight, time_constant_h=0).series_kw(run)
    assert series == pytest.approx([0.0, 240.66, 759.34], abs=0.01)


def test_the_year_s_weather_gives_the_year_s_cold_in_summer() -> None:
    series = CoolingDemand(annual_kwh=12e3).series_kw(in_wind(context()))
    assert series.sum() == pytest.approx(12e3, rel=1e-9)
    assert series[np.asarray(GRID.local.month.isin([11, 12, 1, 2, 3]))].sum() == 0.0
    by_hour = np.bincount(GRID.local.hour, weights=series)
    assert by_hour[12:18].sum() > 0.5 * by_hour.sum()


def test_a_window_is_cut_out_of_the_year() -> None:
    whole = in_wind(context())
    start = pd.Timestamp("2025-07-10", tz="Europe/Riga").tz_convert("UTC")
    window = TimeGrid(start, 48, 1.0, "Europe/Riga", annual=False)
    run = in_wind(ProfileContext(window, Path(), 57.2, 26.7, weather=weather(window), year=whole))
    begin = int((start - GRID.start) / pd.Timedelta(hours=1))
    expected = CoolingDemand(annual_kwh=12e3).series_kw(whole)[begin : begin + 48]
    assert CoolingDemand(annual_kwh=12e3).series_kw(run) == pytest.approx(expected)


def test_a_design_spell_has_its_own_warmth() -> None:
    """Proves: the cold per kelvin is that of the year, the excess that of the spell; a cold one has none.

    Hand calculation, calm and dark: 35 degC are felt as 35 - 0.012 x 345 + 0.2 x 3.625 = 31.585, 40 degC as 40 - 0.012
    x 380 + 0.2 x 3.5 = 36.14; above 18 these are as 13.585 to 18.14.
    """
    whole = in_wind(context())
    days = TimeGrid(pd.Timestamp("2025-01-10", tz="UTC"), 48, 1.0, "Europe/Riga", annual=False)
    peaks_kw = []
    for outdoor_c in (-25.0, 35.0, 40.0):
        columns = {"temp_air": np.full(48, outdoor_c), "ghi": np.zeros(48), "wind_speed": np.zeros(48)}
        data = xr.Dataset({name: ("time", values) for name, values in columns.items()})
        spell = ProfileContext(days, Path(), 57.2, 26.7, weather=data, spell_of=whole)
        peaks_kw.append(CoolingDemand(annual_kwh=12e3).series_kw(spell).max())
    assert peaks_kw[0] == 0.0
    assert peaks_kw[2] / peaks_kw[1] == pytest.approx(18.14 / 13.585)


def test_weather_that_is_never_warm_is_told() -> None:
    with pytest.raises(ScenarioError) as caught:
        CoolingDemand(annual_kwh=12e3, cooling_threshold_c=40).series_kw(in_wind(context()))
    assert [fault.key for fault in caught.value.faults] == ["demand_no_cooling_season"]


@given(cold=st.floats(0, 20), sink=st.floats(-20, 45), hotter=st.floats(0, 30), grade=st.floats(0.05, 0.9))
def test_hotter_air_never_raises_the_eer(cold: float, sink: float, hotter: float, grade: float) -> None:
    mild, hot = carnot_eer(cold, np.array([sink, sink + hotter]), grade)
    assert 0.0 < hot <= mild + 1e-12


@given(outdoor=st.floats(-30, 40), sun=st.floats(0, 1000), more=st.floats(0, 300), wind=st.floats(0, 20))
def test_sun_warms_and_wind_cools(outdoor: float, sun: float, more: float, wind: float) -> None:
    each = [(sun, wind), (sun + more, wind), (sun, wind + 1.0)]
    felt, sunnier, windier = (felt_warmth_c(np.array([outdoor]), np.array([s]), np.array([w]))[0] for s, w in each)
    assert windier < felt <= sunnier
