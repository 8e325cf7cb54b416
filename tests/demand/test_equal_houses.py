"""Equal houses differ by a seed: when, not how much; and their peaks fall together only in part."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.demand import ElectricityDemand, HotWaterDemand
from energycommunity.demand.simultaneity import simultaneity
from energycommunity.profiles import ProfileContext
from energycommunity.time_grid import TimeGrid

YEAR = TimeGrid.year(2025, "Europe/Riga")
HOUSE = ElectricityDemand(annual_kwh=2100.0, spread=0.5)
WATER = HotWaterDemand(persons=2.4)
SEEDS = st.integers(1, 2**32 - 1)


def context(seed, grid=YEAR):
    return ProfileContext(grid, Path(), 57.2, 26.7, seed=seed)


@settings(max_examples=15, deadline=None)
@given(SEEDS, SEEDS)
def test_a_seed_moves_energy_and_makes_none(one, other):
    for demand, annual_kwh in ((HOUSE, 2100.0), (WATER, 2.4 * 650.0)):
        series = [demand.series_kw(context(seed)) for seed in (one, other)]
        assert [values.sum() for values in series] == pytest.approx([annual_kwh] * 2)
        assert min(values.min() for values in series) >= 0.0
        assert (one == other) == np.array_equal(*series) or demand is WATER


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_a_window_of_the_year_shows_the_same_hours_as_the_year(seed):
    window = TimeGrid(YEAR.start + 24 * (YEAR.utc[1] - YEAR.utc[0]), 48, 1.0, "Europe/Riga", annual=False)
    for demand in (HOUSE, WATER):
        of_year = demand.series_kw(context(seed))[24:72]
        np.testing.assert_allclose(demand.series_kw(context(seed, window)), of_year, rtol=1e-12)


def test_without_a_seed_a_house_keeps_to_the_shape():
    shape = ElectricityDemand(annual_kwh=2100.0)
    other = ProfileContext(YEAR, Path(), 57.2, 26.7)
    assert np.array_equal(shape.series_kw(context(0)), shape.series_kw(other))


def test_many_houses_together_keep_the_mean_shape():
    """The mean of many houses is the shape, softened by their shifts of about an hour.

    300 houses leave 0.5 / sqrt(300) = 3 % of chance in an hour; softening lowers an evening peak by some percent. So
    the mean day of the year, over 365 days, lies within 6 % of the shape's mean, and correlates with it.
    """
    houses = np.mean([HOUSE.series_kw(context(seed)) for seed in range(1, 301)], axis=0)
    shape = ElectricityDemand(annual_kwh=2100.0).series_kw(context(0))
    hour = YEAR.local.hour.to_numpy()
    mean_day, shape_day = (np.array([series[hour == h].mean() for h in range(24)]) for series in (houses, shape))
    assert np.abs(mean_day - shape_day).max() < 0.06 * shape_day.mean()
    assert np.corrcoef(mean_day, shape_day)[0, 1] > 0.99


def test_simultaneity_of_two_by_hand():
    """Peaks 4 and 3 in different steps: together 4 + 1 = 5 at most, over 4 + 3 = 7."""
    found = simultaneity([np.array([4.0, 0.0, 1.0]), np.array([1.0, 3.0, 0.0])])
    assert (found.buildings, found.peak_of_sum_kw, found.sum_of_peaks_kw) == (2, 5.0, 7.0)
    assert found.factor == pytest.approx(5.0 / 7.0)


@settings(max_examples=50)
@given(st.lists(st.lists(st.floats(0.0, 100.0), min_size=3, max_size=3), min_size=1, max_size=6))
def test_simultaneity_lies_between_one_house_and_all(houses):
    series = [np.array(house) for house in houses]
    found = simultaneity(series)
    assert found.factor <= 1.0 + 1e-9
    assert found.factor >= 1.0 / len(houses) - 1e-9
    assert found.peak_of_sum_kw >= max(values.max() for values in series) - 1e-9


def test_more_houses_fall_together_less():
    factors = [simultaneity([HOUSE.series_kw(context(seed)) for seed in range(1, n + 1)]).factor for n in (2, 8, 32)]
    assert factors[0] > factors[1] > factors[2]
