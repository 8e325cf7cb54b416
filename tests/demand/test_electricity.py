"""Electricity follows the clock, the calendar and the annual figure."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from energycommunity.demand import ElectricityDemand
from energycommunity.demand.electricity import ElectricityShape, shape_on
from energycommunity.profiles import FileColumn, ProfileContext
from energycommunity.time_grid import TimeGrid


def context(grid: TimeGrid, seed: int = 0, folder: Path = Path()) -> ProfileContext:
    return ProfileContext(grid, folder, 57.2, 26.7, seed=seed)


def window(start: str, steps: int, step_h: float = 1.0) -> TimeGrid:
    begin = pd.Timestamp(start, tz="Europe/Riga").tz_convert("UTC")
    return TimeGrid(begin, steps, step_h, "Europe/Riga", annual=False)


@pytest.mark.parametrize("profile", get_args(ElectricityShape))
@pytest.mark.parametrize("year", [2024, 2025])
def test_a_civil_year_sums_to_its_figure(profile: ElectricityShape, year: int) -> None:
    series = ElectricityDemand(annual_kwh=2100.0, profile=profile).series_kw(
        context(TimeGrid.year(year, "Europe/Riga"))
    )
    assert series.sum() == pytest.approx(2100.0, rel=1e-12)
    assert series.min() >= 0


def test_a_window_is_a_slice_of_its_year() -> None:
    """Sensitivity: a window scaled to the annual figure would give 2100 kWh in a day."""
    demand = ElectricityDemand(annual_kwh=2100.0, spread=0.4)
    grid = TimeGrid.year(2025, "Europe/Riga")
    year = demand.series_kw(context(grid))
    day = demand.series_kw(context(window("2025-07-01", 24)))
    assert day == pytest.approx(year[181 * 24 - 1 : 182 * 24 - 1], rel=1e-12)  # summer time: an hour less since March


def test_new_year_is_crossed() -> None:
    demand = ElectricityDemand(annual_kwh=8784.0, profile="flat")
    crossing = demand.series_kw(context(window("2024-12-31 23:00", 2)))
    # 8784 kWh over 8784 h in 2024, over 8760 h in 2025.
    assert crossing == pytest.approx([1.0, 8784 / 8760])


@pytest.mark.parametrize("profile", ["lt_household", "bdew_h0", "bdew_g1"])
def test_quarter_hours_average_to_hours(profile: ElectricityShape) -> None:
    demand = ElectricityDemand(annual_kwh=1000.0, profile=profile)
    hours = demand.series_kw(context(window("2025-03-29", 72)))
    quarters = demand.series_kw(context(window("2025-03-29", 288, 0.25)))
    assert quarters.reshape(-1, 4).mean(axis=1) == pytest.approx(hours, rel=1e-9)


def test_measured_shape_by_hand() -> None:
    """Saturday 4 January 2025, 0 and 10 o'clock: 1.2257 and 1.5165 in the table of ESO."""
    shape = shape_on("lt_household", window("2025-01-04", 11))
    assert (shape[0], shape[10]) == (1.2257, 1.5165)


def test_clock_change_keeps_to_the_clock() -> None:
    """On 30 March 2025 the hour from 3 to 4 is missing: a Sunday of 23 hours."""
    day = shape_on("lt_household", window("2025-03-30", 24))
    sunday = shape_on("lt_household", window("2025-03-23", 24))
    assert day[:3].tolist() == sunday[:3].tolist()
    assert day[3:23].tolist() == sunday[4:24].tolist()


def test_holidays_are_sundays() -> None:
    """18 November 2025 is a Tuesday and the day of Latvia's proclamation."""
    feast, sunday, tuesday = (
        shape_on("bdew_g1", window(day, 24)) for day in ("2025-11-18", "2025-11-16", "2025-11-25")
    )
    assert feast.tolist() == sunday.tolist()
    assert tuesday.sum() > 3 * feast.sum()


def test_household_peaks_in_the_evening_and_shop_by_day() -> None:
    evening = shape_on("bdew_h0", window("2025-01-15", 24))
    assert 17 <= int(np.argmax(evening)) <= 20
    office = shape_on("bdew_g1", window("2025-01-15", 24))
    assert 8 <= int(np.argmax(office)) <= 15


def test_equal_houses_differ_by_seed_and_only_by_seed() -> None:
    demand = ElectricityDemand(annual_kwh=2100.0, spread=0.5)
    grid = TimeGrid.year(2025, "Europe/Riga")
    first, again, other = (demand.series_kw(context(grid, seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)
    assert first.sum() == pytest.approx(other.sum())


def test_own_file_in_short_and_in_long(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text("(A+) (kWh)\n0,5\n1,5\n", encoding="utf-8")
    short = ElectricityDemand.model_validate({"file": "shop.csv", "column": "(A+) (kWh)"})
    assert short.power_kw == FileColumn(file="shop.csv", column="(A+) (kWh)")
    assert short.series_kw(context(window("2025-01-01", 2), folder=tmp_path)).tolist() == [0.5, 1.5]


def test_a_constant_is_taken_as_it_is() -> None:
    assert ElectricityDemand(power_kw=3.0).series_kw(context(window("2025-01-01", 2))).tolist() == [3.0, 3.0]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "not stated: give one of annual_kwh, power_kw"),
        ({"profile": "flat"}, "not stated"),
        ({"annual_kwh": 1, "power_kw": 2}, "stated twice"),
        ({"annual_kwh": -1}, "greater than or equal to 0"),
        ({"annual_kwh": 1, "profile": "h0"}, "bdew_h0"),
    ],
)
def test_faults(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ElectricityDemand.model_validate(values)


def test_household_standard_profile_by_hand() -> None:
    """VDEW 1999: summer workday, 0:00 and 0:15: 0.08636 and 0.07696; 18 June 2025 is day 169.

    Hand calculation: F(169) = -0.3198 + 1.5446 - 2.0050 + 0.3549 + 1.24 = 0.8147.
    """
    shape = shape_on("bdew_h0", window("2025-06-18", 2, 0.25))
    assert shape == pytest.approx(np.array([0.08636, 0.07696]) * 0.8147, rel=1e-3)


@pytest.mark.parametrize(
    ("day", "same_as"),
    [("2025-03-19", "2025-01-15"), ("2025-03-26", "2025-04-09"), ("2025-11-03", "2025-01-13")],
)
def test_seasons_of_the_standard_profiles(day: str, same_as: str) -> None:
    assert shape_on("bdew_g0", window(day, 20)).tolist() == shape_on("bdew_g0", window(same_as, 20)).tolist()
