"""A series of any usual length on steps of any length: by its number of rows, and without loss of energy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.errors import ScenarioError
from energycommunity.profiles import FileColumn, ProfileContext, profile_values
from energycommunity.profiles.counted_rows import align_by_count, lengths_allowed
from energycommunity.time_grid import TimeGrid

ZONE = "Europe/Riga"


def year(number: int, step_h: float) -> TimeGrid:
    return TimeGrid.year(number, ZONE, step_h)


@pytest.mark.parametrize("step_h", [0.25, 0.5, 1.0, 3.0, 24.0])
@pytest.mark.parametrize("rows", [8760, 8784, 17520, 17568, 35040, 35136])
@pytest.mark.parametrize("civil", [2024, 2025])
def test_all_lengths_fit_all_years(rows: int, civil: int, step_h: float) -> None:
    """A ramp by the day of a common year's numbering: each step has its day's number, leap day as the 28th or left out.

    1 March is day 59 of a common year and day 60 of a leap year, counted from 0.
    """
    per_day = rows // (366 if rows % 8784 == 0 else 365)
    days = np.repeat(np.arange(rows // per_day), per_day).astype(float)
    grid = year(civil, step_h)
    series, interval_h = align_by_count(days, grid, "load.csv")
    assert series.shape == (grid.steps,)
    assert interval_h == 24 / per_day
    steps_of_day = round(24 / step_h)
    first_of_march = (31 + (29 if civil == 2024 else 28)) * steps_of_day
    leap_rows = rows % 8784 == 0
    assert series[first_of_march] == (60 if leap_rows else 59)
    assert series[first_of_march - 1] == (59 if leap_rows and civil == 2024 else 58)
    assert series[0] == 0
    assert series[-1] == (365 if leap_rows else 364)


def test_quarter_hours_are_averaged_and_hours_held() -> None:
    """Quarters 1, 2, 3, 6 are 3 in their hour; an hour of 3 is four quarters of 3."""
    quarters = np.tile([1.0, 2.0, 3.0, 6.0], 8760)
    assert set(align_by_count(quarters, year(2025, 1.0), "f")[0]) == {3.0}
    hours = np.arange(8760.0)
    assert align_by_count(hours, year(2025, 0.25), "f")[0][:8].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_one_value_is_a_constant() -> None:
    assert set(align_by_count(np.array([7.0]), year(2025, 1.0), "f")[0]) == {7.0}


def test_months_keep_to_civil_months() -> None:
    """In Riga February begins 744 h after January and ends 672 h later; March lacks an hour, October has one more."""
    series, hours = align_by_count(np.arange(1.0, 13.0), year(2025, 1.0), "f")
    assert [int((series == month).sum()) for month in range(1, 13)] == [
        744, 672, 743, 720, 744, 720, 744, 744, 720, 745, 720, 744
    ]  # fmt: skip
    assert isinstance(hours, np.ndarray)
    assert (hours[0], hours[744], hours[1416]) == (744, 672, 743)


def column(folder: Path, heading: str, values: list[float], grid: TimeGrid, unit: str | None = None) -> np.ndarray:
    (folder / "rows.csv").write_text(f"{heading}\n" + "\n".join(map(str, values)) + "\n", encoding="utf-8")
    context = ProfileContext(grid, folder, 57.3, 26.7)
    return profile_values(FileColumn(file="rows.csv", column=heading, unit=unit), context, "power_kw")


@pytest.mark.parametrize("step_h", [0.25, 1.0])
@pytest.mark.parametrize("civil", [2024, 2025])
def test_twelve_energies_are_those_of_the_months(tmp_path: Path, civil: int, step_h: float) -> None:
    """Twelve times 1000 kWh: each month's power over its own hours gives 1000 kWh again.

    Hand calculation: January 1000 / 744 = 1.344 kW, February 2024 1000 / 696 = 1.437 kW.
    Sensitivity: read as kW each month would have 1000 kW.
    """
    grid = year(civil, step_h)
    power = column(tmp_path, "siltums (kWh)", [1000.0] * 12, grid)
    months = np.bincount(grid.local.month.to_numpy() - 1, weights=power) * step_h
    assert months == pytest.approx(np.full(12, 1000.0))
    assert power[0] == pytest.approx(1000 / 744)


def test_twelve_powers_are_means_of_the_months(tmp_path: Path) -> None:
    power = column(tmp_path, "load_kw", [float(month) for month in range(1, 13)], year(2025, 1.0))
    assert power[0] == 1.0
    assert power[-1] == 12.0


def test_one_energy_is_that_of_the_year(tmp_path: Path) -> None:
    """8.76 MWh in 8760 h are 1 kW; in a leap year 8.784 MWh are."""
    assert set(column(tmp_path, "siltums (MWh)", [8.76], year(2025, 1.0)).round(9)) == {1.0}
    assert set(column(tmp_path, "siltums (MWh)", [8.784], year(2024, 0.25)).round(9)) == {1.0}


def test_energy_of_quarter_hours_is_four_times_the_power(tmp_path: Path) -> None:
    """0.25 kWh in each quarter hour are 1 kW. Sensitivity: 0.25 where the length of a row is not heeded."""
    assert set(column(tmp_path, "A+ (kWh)", [0.25] * 35040, year(2025, 1.0)).round(9)) == {1.0}
    assert set(column(tmp_path, "A+ (kWh)", [1.0] * 8760, year(2025, 0.25)).round(9)) == {1.0}


def test_a_window_takes_its_part_of_the_year() -> None:
    """Riga, 15 January 2025, 06:00 is hour 14 * 24 + 6 = 342 of the year."""
    window = TimeGrid(pd.Timestamp("2025-01-15 04:00", tz="UTC"), 8, 0.5, ZONE, annual=False)
    assert align_by_count(np.arange(8760.0), window, "f")[0].tolist() == [342, 342, 343, 343, 344, 344, 345, 345]


def test_a_window_over_new_year_takes_its_part_of_both() -> None:
    window = TimeGrid(pd.Timestamp("2025-12-31 20:00", tz="UTC"), 4, 1.0, ZONE, annual=False)
    assert align_by_count(np.arange(8760.0), window, "f")[0].tolist() == [8758, 8759, 0, 1]


def test_rows_of_the_window_itself() -> None:
    window = TimeGrid(pd.Timestamp("2025-01-15 04:00", tz="UTC"), 5, 1.0, ZONE, annual=False)
    assert align_by_count(np.arange(5.0), window, "f")[0].tolist() == [0, 1, 2, 3, 4]
    assert align_by_count(np.arange(20.0), window, "f")[0].tolist() == [1.5, 5.5, 9.5, 13.5, 17.5]


def test_other_lengths_are_refused_with_those_allowed() -> None:
    with pytest.raises(ScenarioError) as error:
        align_by_count(np.zeros(8761), year(2025, 1.0), "load.csv")
    told = error.value.tell()
    assert "load.csv: The file has 8761 rows" in told
    assert lengths_allowed(year(2025, 1.0)) in told
    assert "8761 rows" not in error.value.tell("lv")


@settings(max_examples=30)
@given(
    st.sampled_from([1, 2, 4]),
    st.sampled_from([0.1, 0.25, 1 / 3, 0.5, 1.0, 2.0, 6.0, 24.0]),
    st.sampled_from([2023, 2024]),
    st.integers(0, 2**32 - 1),
)
def test_no_energy_is_lost_or_made(per_hour: int, step_h: float, civil: int, seed: int) -> None:
    grid = year(civil, step_h)
    rows = np.random.default_rng(seed).uniform(0, 10, round(grid.hours) * per_hour)
    series, _ = align_by_count(rows, grid, "f")
    assert series.sum() * step_h == pytest.approx(rows.sum() / per_hour, rel=1e-9)
