"""The diurnal wave and heating degree days."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.physics.sky_temperature import diurnal_wave, heating_degree_days

TEMPERATURES = st.lists(st.floats(-40, 40), min_size=1, max_size=30)


def test_wave_at_noon():
    """Proves: the two harmonics and their phases.

    Sensitivity: with the published constant left in it is 0.886.
    Hand calculation: at 12 h, -0.46 sin(pi + 0.9) + 0.11 sin(2 pi + 0.9) = (0.46 + 0.11) x sin 0.9 = 0.57 x 0.7833.
    """
    assert diurnal_wave(np.array([12.0]))[0] == pytest.approx(0.4465, abs=1e-4)


def test_degree_days_by_hand():
    """Proves: days below the limit count their distance to 18, others nothing.

    Sensitivity: without the limit 31.6; counted to 15 instead of 18 it is 25.1.
    Hand calculation: (18 + 10) + 0, as 17.5 is above 15, + (18 - 14.9) = 31.1.
    """
    assert heating_degree_days(np.array([-10.0, 17.5, 14.9])) == pytest.approx(31.1)


@given(TEMPERATURES)
def test_colder_days_never_need_less(temperatures):
    days = np.array(temperatures)
    assert heating_degree_days(days - 1.0) >= heating_degree_days(days) >= 0.0
