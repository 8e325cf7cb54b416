"""Laying weather onto the steps of a run."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.errors import WeatherError
from energycommunity.time_grid import TimeGrid
from energycommunity.weather import on_grid
from energycommunity.weather.contract import Origin, place_sun, weather_dataset


def counted(start="1990-01-01", hours=8760, step_h=1.0, typical=True):
    """Weather whose irradiance counts its steps."""
    begins = pd.date_range(start, periods=hours, freq=pd.Timedelta(hours=step_h))
    return weather_dataset(
        begins, {"ghi": np.arange(float(hours))}, Origin(57.2, 26.8, 140.0, "counted", step_h, typical=typical)
    )


def test_civil_year_begins_in_the_last_december_hours():
    """Proves: a typical year is rolled, not cut.

    Sensitivity: laid down without rolling, the first value is 0.
    Hand calculation: 1 January 00:00 in Riga is 31 December 22:00 UTC, hour 8758 of the year.
    """
    laid = on_grid(counted(), TimeGrid.year(2025, "Europe/Riga"))
    assert laid.ghi.values[:3].tolist() == [8758.0, 8759.0, 0.0]
    assert laid.ghi.values[-1] == 8757.0
    assert str(laid.time.values[0])[:16] == "2024-12-31T22:00"


def test_leap_day_repeats_the_day_before():
    """Proves: 29 February 2024 has the hours of the 28th, and 1 March follows undisturbed.

    Sensitivity: counting on, 29 February would have those of 1 March (1416).
    Hand calculation: 28 February begins with hour (31 + 27) x 24 = 1392, 1 March with 1416.
    """
    laid = on_grid(counted(), TimeGrid.year(2024, "Europe/Riga"))
    at = pd.Series(laid.ghi.values, index=pd.DatetimeIndex(laid.time.values))
    assert len(at) == 8784
    assert (at["2024-02-28 00:00"], at["2024-02-29 00:00"], at["2024-03-01 00:00"]) == (1392.0, 1392.0, 1416.0)


def test_leap_day_too_many_is_left_out():
    laid = on_grid(counted("2024-01-01", 8784, typical=False), TimeGrid.year(2025, "Europe/Riga"))
    at = pd.Series(laid.ghi.values, index=pd.DatetimeIndex(laid.time.values))
    assert (at["2025-02-28 23:00"], at["2025-03-01 00:00"]) == (58 * 24 + 23, 60 * 24)


def test_own_leap_day_is_used():
    laid = on_grid(counted("2024-01-01", 8784, typical=False), TimeGrid.year(2028, "Europe/Riga"))
    at = pd.Series(laid.ghi.values, index=pd.DatetimeIndex(laid.time.values))
    assert at["2028-02-29 00:00"] == 59 * 24


def test_times_that_are_there_are_taken():
    """Two years of measured weather: the second of them is asked for, not the first of that date."""
    laid = on_grid(counted("2022-12-31", 800 * 24, typical=False), TimeGrid.year(2024, "Europe/Riga"))
    assert laid.ghi.values[0] == 365 * 24 + 22


def test_quarter_hours_hold_the_hour_and_its_sun():
    grid = TimeGrid.year(2025, "Europe/Riga", 0.25)
    laid = on_grid(counted(), grid)
    assert laid.sizes["time"] == grid.steps == 35040
    assert laid.ghi.values[8:13].tolist() == [0.0, 0.0, 0.0, 0.0, 1.0]
    assert {str(time)[11:16] for time in laid.sun_time.values[8:12]} == {"00:30"}
    assert laid.attrs["step_h"] == 0.25


def test_finer_weather_is_averaged():
    """Proves: the mean over the hour.

    Sensitivity: every fourth value would be 0 and 4.
    Hand calculation: (0 + 1 + 2 + 3) / 4 = 1.5, then 5.5.
    """
    grid = TimeGrid(pd.Timestamp("2025-06-01", tz="UTC"), 2, 1.0, "Europe/Riga", annual=False)
    laid = on_grid(counted("2025-06-01", 96, 0.25, typical=False), grid)
    assert laid.ghi.values.tolist() == [1.5, 5.5]
    assert str(laid.sun_time.values[0])[11:16] == "00:30"


def test_window_that_is_not_covered_is_told():
    grid = TimeGrid(pd.Timestamp("2025-06-03", tz="UTC"), 48, 1.0, "Europe/Riga", annual=False)
    with pytest.raises(WeatherError, match="does not cover 2025-06-04 00:00 UTC and 24 steps"):
        on_grid(counted("2025-06-01", 72, typical=False), grid)


def test_steps_that_do_not_fit_are_told():
    grid = TimeGrid(pd.Timestamp("2025-06-01", tz="UTC"), 4, 1.0, "Europe/Riga", annual=False)
    with pytest.raises(WeatherError, match="do not fit"):
        on_grid(counted("2025-06-01", 72, 1.5, typical=False), grid)


def test_sun_still_closes_the_shipped_year_on_quarter_hours(shipped_gulbene):
    """The irradiance of each quarter hour fits the sun of its hour, in another year, to a tenth of the rounding."""
    laid = on_grid(shipped_gulbene, TimeGrid.year(2025, "Europe/Riga", 0.25))
    zenith_deg, _ = place_sun(laid)
    height = np.clip(np.cos(np.radians(zenith_deg)), 0.0, None)
    assert np.abs(laid.ghi - laid.dhi - laid.dni * height).max() < 0.06


@given(st.integers(0, 8000), st.integers(1, 400), st.sampled_from([0.25, 0.5, 1.0]))
def test_length_is_that_of_the_grid(first, steps, step_h):
    start = pd.Timestamp("2025-01-01", tz="UTC") + pd.Timedelta(hours=first)
    laid = on_grid(counted(), TimeGrid(start, steps, step_h, "Europe/Riga", annual=False))
    assert laid.sizes["time"] == steps
    assert laid.ghi.values[0] == first
