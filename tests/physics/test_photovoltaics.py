"""Photovoltaics against NREL's PVWatts and against what must hold for any sky."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.physics.photovoltaics import (
    PhotovoltaicSystem,
    plane_irradiance,
    production_kw_per_kwp,
)
from energycommunity.physics.tilted_plane import Plane
from energycommunity.time_grid import TimeGrid

DENVER = (39.73, -105.18, 1819.6)
GULBENE = (57.18, 26.75, 140.0)


def weather_of(**columns: np.ndarray) -> xr.Dataset:
    return xr.Dataset({name: ("time", values) for name, values in columns.items()})


def pvwatts_case() -> tuple[xr.Dataset, TimeGrid]:
    folder = os.environ.get("ECSIM_VALIDATION_DATA")
    if not folder:
        pytest.skip("ECSIM_VALIDATION_DATA is unset: PVWatts' hourly file is not part of the project")
    lines = (Path(folder) / "pvwatts" / "pvwatts_8760_rackmount.csv").read_text(encoding="latin1").splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith("Month,"))
    rows = np.array([[float(cell) for cell in row[:11]] for row in csv.reader(lines[begin + 1 : begin + 8761])])
    # Denver's standard time; the file's hours begin at their label.
    grid = TimeGrid(pd.Timestamp("2001-01-01 07:00", tz="UTC"), 8760, 1.0, "Etc/GMT+7")
    dni, dhi = rows[:, 3], rows[:, 4]
    columns = {"ghi": dhi, "dni": dni, "dhi": dhi, "temp_air": rows[:, 5], "wind_speed": rows[:, 6]}
    # The file has no global irradiance: the horizontal plane's beam and sky give it.
    bare = PhotovoltaicSystem(albedo=0.0)
    flat = plane_irradiance(weather_of(**columns), grid, *DENVER, Plane(0, 180), bare)
    return weather_of(**(columns | {"ghi": flat.total_w_per_m2})), grid


def test_pvwatts_plane_of_array() -> None:
    """1930.89 kWh/m2 +-0.5 % (NREL PVWatts v5, Denver, 20 degrees south)."""
    weather, grid = pvwatts_case()
    plane = plane_irradiance(weather, grid, *DENVER, Plane(20, 180), PhotovoltaicSystem())
    assert plane.total_w_per_m2.sum() / 1000 == pytest.approx(1930.89, rel=0.005)


@pytest.mark.parametrize(("reflection", "tolerance"), [(False, 0.025), (True, 0.01)])
def test_pvwatts_alternating_current(reflection: bool, tolerance: float) -> None:
    """6023.67 kWh from 4 kW: +-2.5 % without, +-1 % with reflection at the glass."""
    weather, grid = pvwatts_case()
    system = PhotovoltaicSystem(temperature_coefficient_per_k=-0.0047, glass_reflection=reflection)
    produced = 4 * production_kw_per_kwp(weather, grid, *DENVER, [Plane(20, 180)], system)
    assert produced.sum() == pytest.approx(6023.67, rel=tolerance)


def day(**overrides: float) -> tuple[xr.Dataset, TimeGrid]:
    grid = TimeGrid(pd.Timestamp("2025-06-20 22:00", tz="UTC"), 24, 1.0, "Europe/Riga", annual=False)
    values = {"ghi": 300.0, "dni": 400.0, "dhi": 100.0, "temp_air": 15.0, "wind_speed": 3.0} | overrides
    return weather_of(**{name: np.full(24, value) for name, value in values.items()}), grid


@settings(max_examples=30, deadline=None)
@given(
    dni=st.floats(0, 1000),
    dhi=st.floats(0, 500),
    temp=st.floats(-30, 35),
    tilt=st.floats(0, 90),
    azimuth=st.floats(0, 359),
)
def test_production_is_finite_and_within_the_inverter(
    dni: float, dhi: float, temp: float, tilt: float, azimuth: float
) -> None:
    weather, grid = day(ghi=dhi + 0.5 * dni, dni=dni, dhi=dhi, temp_air=temp)
    produced = production_kw_per_kwp(weather, grid, *GULBENE, [Plane(tilt, azimuth)], PhotovoltaicSystem())
    assert np.all(np.isfinite(produced))
    assert produced.min() >= 0
    assert produced.max() <= 1 / 1.2 + 1e-12


def test_no_light_no_production() -> None:
    weather, grid = day(ghi=0, dni=0, dhi=0)
    assert not production_kw_per_kwp(weather, grid, *GULBENE, [Plane(40, 180)], PhotovoltaicSystem()).any()


def test_beam_needs_the_sun_above_the_horizon() -> None:
    """On 21 June the sun sets near 22:25 in Gulbene (19:25 UTC): the step from 20:00 UTC has no beam."""
    weather, grid = day(ghi=0, dhi=0, dni=500)
    upright = plane_irradiance(weather, grid, *GULBENE, Plane(90, 315), PhotovoltaicSystem(albedo=0))
    assert upright.total_w_per_m2[22] == 0
    assert upright.total_w_per_m2[20] > 100


def test_east_and_west_make_morning_and_evening() -> None:
    weather, grid = day()
    bare = PhotovoltaicSystem(dc_ac_ratio=0.8)
    east, west, both = (
        production_kw_per_kwp(weather, grid, *GULBENE, planes, bare)
        for planes in ([Plane(40, 90)], [Plane(40, 270)], [Plane(40, 90, 3.0), Plane(40, 270, 3.0)])
    )
    assert east[:12].sum() > 1.2 * west[:12].sum()
    assert west[14:].sum() > 1.2 * east[14:].sum()
    # One inverter for both only differs by its part-load curve.
    assert both.sum() == pytest.approx((east.sum() + west.sum()) / 2, rel=0.02)


def test_horizontal_plane_receives_the_global_irradiance() -> None:
    """Hand calculation: isotropic or not, a horizontal plane sees the whole sky: dhi + dni cos z."""
    weather, grid = day(dni=0, dhi=200, ghi=200)
    flat = plane_irradiance(weather, grid, *GULBENE, Plane(0, 180), PhotovoltaicSystem())
    assert flat.total_w_per_m2 == pytest.approx(np.full(24, 200.0), rel=1e-6)


def test_a_back_that_works_adds_production() -> None:
    weather, grid = day()
    one, two = (
        production_kw_per_kwp(weather, grid, *GULBENE, [Plane(40, 180)], PhotovoltaicSystem(bifaciality=share)).sum()
        for share in (0.0, 0.7)
    )
    assert 1.02 * one < two < 1.35 * one


def test_warm_cells_yield_less() -> None:
    weather, grid = day(temp_air=0.0)
    warm, _ = day(temp_air=25.0)
    system = PhotovoltaicSystem(dc_ac_ratio=0.8)
    cold_kw = production_kw_per_kwp(weather, grid, *GULBENE, [Plane(40, 180)], system)
    warm_kw = production_kw_per_kwp(warm, grid, *GULBENE, [Plane(40, 180)], system)
    # 25 K times 0.37 % is 9.25 % of the power at 25 degC cells.
    assert 1 - warm_kw.sum() / cold_kw.sum() == pytest.approx(0.09, abs=0.01)
