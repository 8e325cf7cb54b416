"""The energy signature of a building."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.physics.heat_balance import heating_need_kw, smoothed_temperature_c


def test_one_time_constant_brings_63_percent() -> None:
    """Hand calculation: 10 (1 - 1/e) = 6.32 at the end of hour 24; the mean over hours 23-24 is 6.24.

    Sensitivity: a mean taken at the step's start would give 6.17.
    """
    outdoor = np.repeat([0.0, 10.0], 24 * 60)
    assert smoothed_temperature_c(outdoor, 1.0, 24.0)[24 * 60 + 23] == pytest.approx(6.244, abs=0.005)


def test_no_inertia_changes_nothing() -> None:
    outdoor = np.array([1.0, 5.0, -3.0])
    assert smoothed_temperature_c(outdoor, 1.0, 0.0) is outdoor


@given(st.lists(st.floats(-30, 30), min_size=2, max_size=60), st.floats(0.1, 300))
def test_smoothing_keeps_the_mean_and_the_range(values: list[float], time_constant_h: float) -> None:
    outdoor = np.array(values)
    felt = smoothed_temperature_c(outdoor, 1.0, time_constant_h)
    assert felt.mean() == pytest.approx(outdoor.mean(), abs=1e-6)
    assert felt.min() >= outdoor.min() - 1e-9
    assert felt.max() <= outdoor.max() + 1e-9


def test_quarter_hours_agree_with_hours() -> None:
    outdoor = 10 * np.sin(np.arange(240.0))
    fine = smoothed_temperature_c(np.repeat(outdoor, 4), 0.25, 30.0).reshape(-1, 4).mean(axis=1)
    assert fine == pytest.approx(smoothed_temperature_c(outdoor, 1.0, 30.0), abs=1e-9)


def test_need_is_losses_less_gains_in_the_season() -> None:
    need = heating_need_kw(0.2, 20.0, np.array([0.0, 19.0, 0.0]), np.full(3, 1.0), np.array([True, True, False]))
    assert need.tolist() == [3.0, 0.0, 0.0]
