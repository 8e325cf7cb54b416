"""Distributions behind the synthetic sky."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.physics.sky_clearness import (
    autoregressive_cycle,
    daily_clearness_quantile,
    hourly_clearness_quantile,
)


def test_median_of_the_truncated_exponential():
    """Proves: the inverse of the distribution function.

    Sensitivity: with the sign of the steepness reversed the median is 0.283.
    Hand calculation: density ~ exp(2 x) on 0-1; F(x) = (e^2x - 1) / (e^2 - 1) = 0.5; x = ln(1 + 0.5 x 6.389) / 2
    = ln(4.1945) / 2 = 0.717.
    """
    assert daily_clearness_quantile(np.array([0.5]), 2.0, 0.0)[0] == pytest.approx(0.717, abs=5e-4)


@given(st.floats(-50, 50), st.floats(0.0, 0.4))
def test_daily_quantiles_rise_within_bounds(steepness, darkest):
    values = daily_clearness_quantile(np.linspace(0, 1, 33), steepness, darkest)
    assert values[0] == pytest.approx(darkest, abs=1e-9)
    assert values[-1] == pytest.approx(1.0, abs=1e-9)
    assert (np.diff(values) >= -1e-12).all()


def test_mean_of_the_hours_is_that_of_their_day():
    """Proves: the beta distribution has the mean asked for, whatever its concentration.

    Sensitivity: swapped parameters give 1.08 - 0.4 = 0.68.
    Hand calculation: mean 0.4 is given.
    """
    probability = (np.arange(4000) + 0.5) / 4000
    for concentration in (0.5, 2.0, 20.0):
        hours = hourly_clearness_quantile(probability, np.full(4000, 0.4), np.full(4000, concentration), 0.08)
        assert hours.mean() == pytest.approx(0.4, abs=1e-3)


def test_concentration_orders_the_spread():
    probability = (np.arange(500) + 0.5) / 500
    spreads = [
        hourly_clearness_quantile(probability, np.full(500, 0.5), np.full(500, value), 0.0).std()
        for value in (0.3, 2, 30)
    ]
    assert spreads[0] > spreads[1] > spreads[2]


def test_cycle_by_hand():
    """Proves: the series is closed to a ring and has unit variance in the long run.

    Sensitivity: started from nothing, the first value is 0.6 x 1 = 0.6.
    Hand calculation: p = 0.8, gain 0.6, news 1 then 0. First pass: 0.6, 0.48. Second: 0.8 x 0.48 + 0.6 = 0.984, 0.7872.
    """
    assert autoregressive_cycle(np.array([1.0, 0.0]), 0.8) == pytest.approx([0.984, 0.7872])
