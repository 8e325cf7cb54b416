"""Prices of one calendar on the steps of another."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energycommunity.errors import ScenarioError
from energycommunity.prices.on_grid import on_grid
from energycommunity.time_grid import TimeGrid

RIGA = "Europe/Riga"


def clock_year(year, step_h=1.0):
    """A year whose price tells weekday and civil hour: 100 x weekday + hour."""
    grid = TimeGrid.year(year, RIGA, step_h)
    return pd.Series(clock_of(grid), index=grid.utc)


def clock_of(grid):
    return (grid.local.day_of_week * 100 + grid.local.hour).to_numpy(dtype=np.float64)


def test_same_year_is_taken_as_it_is():
    grid = TimeGrid.year(2025, RIGA)
    values, notices = on_grid(clock_year(2025), grid)
    assert np.array_equal(values, clock_of(grid))
    assert notices == []


@pytest.mark.parametrize(("source", "target", "days"), [(2024, 2025, 364), (2025, 2024, -364), (2023, 2028, 1827)])
def test_weekdays_and_civil_hours_agree(source, target, days):
    """1 January moves by 366 days from 2024 to 2025 (nearest whole weeks: 364), by 1826 from 2023 to 2028 (1827)."""
    grid = TimeGrid.year(target, RIGA)
    values, notices = on_grid(clock_year(source), grid, "prices.csv")
    wrong = np.flatnonzero(values != clock_of(grid))
    # Only the hour from 3 to 4 of the day that is the source's change to summer time may differ: it repeats hour 2.
    assert len(wrong) <= 1
    assert all(grid.local[step].hour == 3 and grid.local[step].month == 3 for step in wrong)
    (notice,) = notices
    assert (notice.key, notice.values["days"]) == ("prices_other_year", days)
    assert str(source) in notice.tell() and str(target) in notice.tell("lv")


def test_hour_skipped_in_the_source_repeats_the_one_before():
    """The clock went forward on 26 March 2023; 2025 takes it 728 days later, on Sunday 23 March, which has an hour 3.

    Sensitivity: shifting in UTC instead of civil time would put hour 4 there, and be an hour off for a week.
    """
    grid = TimeGrid.year(2025, RIGA)
    values, _ = on_grid(clock_year(2023), grid)
    wrong = np.flatnonzero(values != clock_of(grid))
    assert [str(grid.local[step].tz_localize(None)) for step in wrong] == ["2025-03-23 03:00:00"]
    assert values[wrong].tolist() == [602.0]


def test_nearest_year_is_chosen():
    series = pd.concat([clock_year(2022), clock_year(2023)])
    _, (notice,) = on_grid(series, TimeGrid.year(2025, RIGA))
    assert notice.values["source"] == 2023


def test_year_with_a_missing_part_is_refused():
    """Prices to the end of November cannot stand for December; nothing is filled in."""
    series = clock_year(2024)[: 24 * 335]
    with pytest.raises(ScenarioError) as caught:
        on_grid(series, TimeGrid.year(2024, RIGA), "prices.csv")
    (fault,) = caught.value.faults
    assert fault.key == "prices_not_covering"
    assert "2023-12-31 22:00" in fault.tell() and "2024-12-31 21:00" in fault.tell("lv")
    with pytest.raises(ScenarioError):
        on_grid(series, TimeGrid.year(2025, RIGA), "prices.csv")


def test_window_of_another_year():
    window = TimeGrid(pd.Timestamp("2025-01-14 22:00", tz="UTC"), 7 * 24, 1.0, RIGA)
    values, (notice,) = on_grid(clock_year(2024), window)
    assert np.array_equal(values, clock_of(window))
    assert notice.key == "prices_other_year"


def test_window_of_the_same_year_is_a_slice():
    window = TimeGrid(pd.Timestamp("2025-07-01 10:00", tz="UTC"), 3, 1.0, RIGA)
    series = pd.Series(np.arange(8760.0), index=TimeGrid.year(2025, RIGA).utc)
    values, notices = on_grid(series, window)
    # 2024-12-31 22:00 UTC to 2025-07-01 10:00 UTC: 181 days and 12 hours = 4356 h
    assert values.tolist() == [4356.0, 4357.0, 4358.0]
    assert notices == []


def test_quarter_hours_are_averaged_to_hours_with_a_notice():
    quarters = pd.Series(
        [9.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5, 0.5, 9.0],
        index=pd.date_range("2025-12-01 00:45", periods=10, freq="15min", tz="UTC"),
    )
    grid = TimeGrid(pd.Timestamp("2025-12-01 01:00", tz="UTC"), 2, 1.0, RIGA)
    values, (notice,) = on_grid(quarters, grid)
    assert values.tolist() == pytest.approx([0.25, 0.5])
    assert notice.key == "prices_averaged"
    assert "15 min" in notice.tell() and "60 min" in notice.tell()


def test_hours_are_held_over_their_quarters():
    values, notices = on_grid(clock_year(2025), TimeGrid.year(2025, RIGA, 0.25))
    assert np.array_equal(values, np.repeat(clock_of(TimeGrid.year(2025, RIGA)), 4))
    assert notices == []


def test_rows_between_the_steps_are_refused():
    late = pd.Series(1.0, index=pd.date_range("2025-01-01 00:30", periods=5, freq="h", tz="UTC"))
    with pytest.raises(ScenarioError) as caught:
        on_grid(late, TimeGrid(pd.Timestamp("2025-01-01 01:00", tz="UTC"), 2, 1.0, RIGA))
    assert caught.value.faults[0].key == "prices_steps_do_not_fit"


def test_steps_that_do_not_divide_are_refused():
    series = pd.Series(1.0, index=pd.date_range("2025-01-01", periods=20, freq="30min", tz="UTC"))
    with pytest.raises(ScenarioError) as caught:
        on_grid(series, TimeGrid(series.index[0], 4, 1 / 3, RIGA))
    assert caught.value.faults[0].key == "prices_steps_do_not_fit"
