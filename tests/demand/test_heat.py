"""Heat for rooms and hot water."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from energycommunity.demand import HotWaterDemand, SpaceHeatDemand
from energycommunity.demand.hot_water import day_by_minute
from energycommunity.errors import ParameterError, ScenarioError
from energycommunity.physics.heat_balance import heating_need_kw, loss_for_annual_need
from energycommunity.profiles import ProfileContext
from energycommunity.time_grid import TimeGrid

GRID = TimeGrid.year(2025, "Europe/Riga")


def weather(grid: TimeGrid, sun: float = 1.0) -> xr.Dataset:
    days = np.arange(grid.steps) * grid.step_h / 24
    hour = grid.local.hour.to_numpy()
    temp = 6.0 - 11.0 * np.cos(2 * np.pi * (days - 25) / 365) + 3 * np.sin(2 * np.pi * (hour - 9) / 24)
    high = np.maximum(np.sin(np.pi * (hour - 6) / 12), 0) * (1.1 - np.cos(2 * np.pi * (days - 10) / 365)) * sun
    columns = {"ghi": 350 * high, "dni": 200 * high, "dhi": 200 * high, "temp_air": temp}
    return xr.Dataset({name: ("time", values) for name, values in columns.items()})


def context(grid: TimeGrid = GRID, sun: float = 1.0, year: ProfileContext | None = None) -> ProfileContext:
    return ProfileContext(grid, Path(), 57.2, 26.7, weather=weather(grid, sun), year=year)


def test_the_year_s_weather_gives_the_year_s_heat() -> None:
    for kwh in (1.0, 95e3, 3e6):
        series = SpaceHeatDemand(annual_kwh=kwh).series_kw(context(), heated_area_m2=900)
        assert series.sum() == pytest.approx(kwh, rel=1e-9)
        assert series.min() >= 0


def test_no_heat_in_summer_and_most_in_the_cold() -> None:
    series = SpaceHeatDemand(annual_kwh=95e3).series_kw(context())
    july = (GRID.local.month == 7).astype(bool)
    assert series[july].sum() == 0
    # Coldest day: 25 January, and the building follows within its time constant.
    assert 22 * 24 < int(np.argmax(series)) < 32 * 24


def test_design_load_is_of_the_right_size() -> None:
    """Hand calculation: the season below 13 degC lasts about 250 days at a mean of 2 degC: 18 K * 6000 h = 108 kK h.

    Gains of 3 W/m2 and some sun give 25-30 kWh/m2, so 175 kWh/m2 are lost: 1.65 W/(m2 K). On the coldest days, -5 degC
    as felt, 25 K * 1.65 - 5 = 36 W/m2. Sensitivity: without the season's limit about a tenth less.
    """
    series = SpaceHeatDemand(annual_kwh=150e3).series_kw(context(), heated_area_m2=1000)
    assert series.max() == pytest.approx(36, rel=0.1)


def test_sun_moves_heat_into_the_dark_months() -> None:
    dark, sunny = (SpaceHeatDemand(annual_kwh=95e3).series_kw(context(sun=sun), 900) for sun in (0.0, 1.0))
    december, april = np.asarray(GRID.local.month == 12), np.asarray(GRID.local.month == 4)
    assert sunny[december].sum() > dark[december].sum()
    assert sunny[april].sum() < dark[april].sum()


def test_inertia_smooths() -> None:
    light, heavy = (SpaceHeatDemand(annual_kwh=95e3, time_constant_h=hours).series_kw(context()) for hours in (0, 200))
    assert np.abs(np.diff(heavy)).mean() < 0.5 * np.abs(np.diff(light)).mean()


def test_set_back_lowers_the_night() -> None:
    series = SpaceHeatDemand(annual_kwh=95e3, night_setback_k=4).series_kw(context())
    plain = SpaceHeatDemand(annual_kwh=95e3).series_kw(context())
    night = (GRID.local.hour < 6) & (GRID.local.month == 1)
    assert series[night].mean() < 0.95 * plain[night].mean()
    assert series.sum() == pytest.approx(95e3, rel=1e-9)


def test_a_window_is_cut_from_its_year() -> None:
    demand = SpaceHeatDemand(annual_kwh=95e3)
    year = demand.series_kw(context())
    begin = GRID.start + pd.Timedelta(hours=1000)
    hours = TimeGrid(begin, 48, 1.0, "Europe/Riga", annual=False)
    assert demand.series_kw(context(hours, year=context())) == pytest.approx(year[1000:1048], rel=1e-6)
    quarters = TimeGrid(begin, 192, 0.25, "Europe/Riga", annual=False)
    cut = demand.series_kw(context(quarters, year=context()))
    assert cut == pytest.approx(np.repeat(year[1000:1048], 4), rel=1e-6)


def test_a_window_alone_is_refused() -> None:
    window = TimeGrid(GRID.start, 9, 1.0, "Europe/Riga", annual=False)
    with pytest.raises(ScenarioError, match="window of 9 h"):
        SpaceHeatDemand(annual_kwh=95e3).series_kw(context(window))
    assert SpaceHeatDemand(power_kw=5.0).series_kw(context(window)).tolist() == [5.0] * 9


def test_a_window_that_stands_for_the_year_bears_its_part() -> None:
    """Two weeks of weight 26.07 carry 1/26.07 of the heat."""
    window = TimeGrid(GRID.start, 336, 1.0, "Europe/Riga", annual=True)
    series = SpaceHeatDemand(annual_kwh=95e3).series_kw(context(window))
    assert series.sum() * window.weight == pytest.approx(95e3, rel=1e-9)


def test_building_of_the_catalogue() -> None:
    demand = SpaceHeatDemand(building_type="series_103")
    none, full = (demand.series_kw(context(), 1150, state).sum() for state in ("none", "full"))
    assert none == pytest.approx(1150 * 145)
    assert full == pytest.approx(1150 * 57.5)
    kwh, source = demand.yearly_kwh(1000.0, "partly")
    assert kwh == 101250.0
    assert source is not None
    assert not source.verified
    with pytest.raises(ScenarioError, match="heated_area_m2"):
        demand.series_kw(context())
    with pytest.raises(ParameterError, match="series_103"):
        SpaceHeatDemand(building_type="series_13").yearly_kwh(1000.0)


def test_no_season_and_no_weather_are_told() -> None:
    with pytest.raises(ScenarioError, match="heating_threshold_c"):
        SpaceHeatDemand(annual_kwh=1.0, heating_threshold_c=-60).series_kw(context())
    with pytest.raises(ScenarioError, match="weather"):
        SpaceHeatDemand(annual_kwh=1.0).series_kw(ProfileContext(GRID, Path(), 57.2, 26.7))
    assert not SpaceHeatDemand(annual_kwh=0.0).series_kw(context()).any()


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.floats(0.1, 40), st.floats(0, 10)), min_size=1, max_size=30),
    st.floats(1e-3, 1e5),
)
def test_the_loss_inverts_the_need(steps: list[tuple[float, float]], kwh: float) -> None:
    warmth, gains = (np.array(column) for column in zip(*steps, strict=True))
    season = np.ones(len(warmth), dtype=np.bool_)
    loss = loss_for_annual_need(kwh, warmth, gains, season, 1.0)
    assert heating_need_kw(loss, 0.0, -warmth, gains, season).sum() == pytest.approx(kwh, rel=1e-7)


@pytest.mark.parametrize("model", [SpaceHeatDemand, HotWaterDemand])
def test_heat_must_be_stated_once(model: type[SpaceHeatDemand] | type[HotWaterDemand]) -> None:
    with pytest.raises(ValidationError, match="not stated: give one of annual_kwh"):
        model.model_validate({})
    with pytest.raises(ValidationError, match="stated twice"):
        model.model_validate({"annual_kwh": 1, "power_kw": 1})
    assert model.model_validate({"file": "a.csv", "column": "b"}).power_kw is not None


@pytest.mark.parametrize("dwellings", [1, 18, 500])
@pytest.mark.parametrize("step_h", [0.25, 1.0])
def test_hot_water_sums_to_its_figure(dwellings: int, step_h: float) -> None:
    grid = TimeGrid.year(2024, "Europe/Riga", step_h)
    series = HotWaterDemand(annual_kwh=12e3).series_kw(context(grid), dwellings)
    assert series.sum() * step_h == pytest.approx(12e3)
    assert series.min() >= 0


def test_one_dwelling_follows_the_tapping_profile() -> None:
    """Profile M draws 0.105 + 1.4 + 0.105 kWh between 7 and 8 of its 5.845 kWh a day."""
    series = HotWaterDemand(dwellings=1).series_kw(context())
    assert series[7] == pytest.approx(1.61, rel=1e-6)
    assert series[:24].sum() == pytest.approx(5.845)
    assert series[3] == 0


def test_many_dwellings_draw_smoothly_and_alike() -> None:
    """Eighteen dwellings' highest hour is well below eighteen times one's; the mean time of day stays."""
    one, many = day_by_minute("M", 1, 0), day_by_minute("M", 18, 0)
    assert many.sum() == pytest.approx(one.sum())
    hourly_one, hourly_many = one.reshape(24, 60).sum(axis=1), many.reshape(24, 60).sum(axis=1)
    assert hourly_many.max() < 0.8 * hourly_one.max()
    assert np.array_equal(many, day_by_minute("M", 18, 0))
    assert not np.array_equal(many, day_by_minute("M", 18, 1))


def test_tapping_keeps_to_the_clock_in_summer() -> None:
    series = HotWaterDemand(dwellings=1).series_kw(context())
    july = np.asarray((GRID.local.month == 7) & (GRID.local.hour == 7))
    assert series[july] == pytest.approx(np.full(31, 1.61), rel=1e-6)


def test_persons_and_dwellings_of_the_building() -> None:
    assert HotWaterDemand(persons=40).yearly_kwh()[0] == 26000.0
    both = HotWaterDemand(annual_kwh=12e3, dwellings=18)
    assert both.yearly_kwh() == (12e3, None)
