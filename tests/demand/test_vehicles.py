"""When cars are plugged in, and what they need each time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energycommunity.demand.vehicles import PluggedIn, charging_need, plugged_in
from energycommunity.demand.waiting import stretches
from energycommunity.time_grid import TimeGrid

NIGHT = PluggedIn(arrive_h=17, depart_h=8)
WORK = PluggedIn(arrive_h=8, depart_h=16.5)


def days(start: str, count: int, step_h: float = 1.0) -> TimeGrid:
    begin = pd.Timestamp(start, tz="Europe/Riga").tz_convert("UTC")
    return TimeGrid(begin, round(24 * count / step_h), step_h, "Europe/Riga", annual=False)


def test_a_year_without_driving_on_weekends_has_as_many_charges_as_workdays():
    """261 weekdays of 2025, less 14 holidays and days off on weekdays, and two Saturdays worked: 249 times 10 kWh.

    Holidays on weekdays: 1 January, 18 and 21 April, 1, 2 and 5 May, 23 and 24 June, 17 and 18 November, 24 to 26 and
    31 December; worked are 10 May and 8 November.
    """
    year = TimeGrid.year(2025, "Europe/Riga")
    need = charging_need(year, NIGHT, None, 2490.0)
    assert need.wanted_kw[need.wanted_kw > 0] == pytest.approx(np.full(249, 10.0))


def test_cars_that_stay_overnight_stay_over_the_weekend_and_others_stay_away():
    """Friday 7 March to Sunday: at home from Friday 17 o'clock; at work until 16:30, in whole hours 16 o'clock."""
    weekend = days("2025-03-07", 3)
    assert plugged_in(weekend, NIGHT, None).tolist() == [True] * 8 + [False] * 9 + [True] * 55
    assert np.flatnonzero(plugged_in(weekend, WORK, None)).tolist() == list(range(8, 16))


def test_a_quarter_hour_sees_what_an_hour_does_not():
    assert np.count_nonzero(plugged_in(days("2025-03-07", 1, 0.25), WORK, None)) == 34


def test_energy_waits_until_the_cars_leave():
    """Monday and Tuesday, the last night leading back to the first morning (cyclic)."""
    need = charging_need(days("2025-03-10", 2), NIGHT, NIGHT, 365 * 6.0)
    assert np.flatnonzero(need.wanted_kw).tolist() == [17, 41]
    assert np.flatnonzero(need.most_waiting_kwh).tolist() == [*range(8), *range(18, 32), *range(42, 48)]
    assert need.most_waiting_kwh.max() == pytest.approx(6.0)


@pytest.mark.parametrize("clock", ["2025-03-30", "2025-10-26"])
def test_hours_follow_the_clock_when_it_changes(clock):
    """Cars leave at 8 by the clock: the night is an hour shorter or longer. Sensitivity: 8 hours on both days."""
    grid = days(clock, 1)
    hours = np.count_nonzero(plugged_in(grid, NIGHT, NIGHT)[:12])
    assert hours == (7 if clock == "2025-03-30" else 9)
    assert np.count_nonzero(stretches(plugged_in(grid, NIGHT, NIGHT))[0]) == 1
