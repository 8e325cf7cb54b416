"""Position of the sun, clear sky and the split into beam and diffuse."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.physics.sky import (
    clear_sky,
    closure_residual,
    cos_sun,
    extraterrestrial_normal,
    split_global,
    sun_position,
)

MOMENT = pd.DatetimeIndex(["2025-04-04 12:00"])


def test_published_position():
    """Proves: zenith and azimuth of the worked example of the solar position algorithm.

    Sensitivity: taking local time for UTC gives a sun below the horizon.
    Hand calculation: Reda and Andreas, NREL/TP-560-34302, table A5.1: 17 October 2003, 12:30:30 at UTC-7, 39.742476 N
    105.1786 W, 1830.14 m: zenith 50.11162 with refraction (0.0163), hence 50.1279 true; azimuth 194.34024.
    """
    moment = pd.DatetimeIndex(["2003-10-17 19:30:30"])
    zenith_deg, azimuth_deg = sun_position(moment, 39.742476, -105.1786, 1830.14)
    assert zenith_deg[0] == pytest.approx(50.1279, abs=5e-3)
    assert azimuth_deg[0] == pytest.approx(194.34024, abs=5e-3)


def test_equinox_noon():
    """Proves: at an equinox the noon sun stands at latitude from the zenith.

    Sensitivity: swapping sine and cosine gives 33.
    Hand calculation: declination about 0 on 20 March 2025; 57.0 - 0.0 = 57.0.
    """
    hours = pd.date_range("2025-03-20", periods=24 * 12, freq="5min")
    zenith_deg, _ = sun_position(hours, 57.0, 25.0)
    assert zenith_deg.min() == pytest.approx(57.0, abs=0.15)


def test_extraterrestrial_day_sum():
    """Proves: the day's sum above the atmosphere.

    Sensitivity: without the cosine the day has 12 h x 1.37 = 16 kWh/m2.
    Hand calculation: at an equinox H0 = 24/pi x S x cos(latitude) = 7.639 x 1.3661 x cos 57 = 5.684; the sun is 0.9 %
    stronger on 20 March: 5.73 kWh/m2.
    """
    hours = pd.date_range("2025-03-20", periods=288, freq="5min")
    zenith_deg, _ = sun_position(hours, 57.0, 25.0)
    assert (extraterrestrial_normal(hours) * cos_sun(zenith_deg)).sum() / 12 / 1000 == pytest.approx(5.73, rel=0.01)


def test_clear_sky_is_below_the_extraterrestrial_and_closed():
    hours = pd.date_range("2025-06-20", periods=96, freq="30min")
    zenith_deg, _ = sun_position(hours, 57.18, 26.75)
    sky = clear_sky(hours, zenith_deg, np.full(96, 3.0), 138.0)
    up = cos_sun(zenith_deg) > 0.15
    clearness = sky.ghi[up] / (extraterrestrial_normal(hours) * cos_sun(zenith_deg))[up]
    assert 0.3 < clearness.min() < clearness.max() < 0.82
    assert np.abs(closure_residual(sky.ghi, sky.dni, sky.dhi, zenith_deg)).max() < 1e-9
    assert sky.dhi.min() >= 0.0


def test_split_by_hand():
    """Proves: the diffuse fraction of Erbs at clearness 0.5.

    Sensitivity: the branch for dark hours would give a fraction of 0.955.
    Hand calculation: ghi = 0.5 x 1366.1 x cos 60 x 1.001 = 341.9 (day 94, distance factor 1.001). Fraction
    0.9511 - 0.1604 x 0.5 + 4.388 x 0.25 - 16.638 x 0.125 + 12.336 x 0.0625 = 0.6591; diffuse 225.3; beam
    (341.9 - 225.3) / 0.5 = 233.1.
    """
    sky = split_global(np.array([341.9]), np.array([60.0]), MOMENT, np.array([1000.0]))
    assert sky.dhi[0] == pytest.approx(225.3, rel=0.01)
    assert sky.dni[0] == pytest.approx(233.1, rel=0.01)


def test_beam_above_the_limit_becomes_diffuse():
    sky = split_global(np.array([500.0]), np.array([60.0]), MOMENT, np.array([300.0]))
    assert (sky.dni[0], sky.dhi[0]) == pytest.approx((300.0, 350.0))


@given(st.floats(0, 1200), st.floats(0, 130), st.floats(0, 1100))
def test_parts_always_sum_to_the_global(ghi, zenith, limit):
    height = cos_sun(np.array([zenith]))
    ghi_of_hour = np.array([ghi]) * (height > 0)
    sky = split_global(ghi_of_hour, np.array([zenith]), MOMENT, np.array([limit]))
    assert closure_residual(sky.ghi, sky.dni, sky.dhi, np.array([zenith]))[0] == pytest.approx(0.0, abs=1e-9)
    assert 0.0 <= sky.dni[0] <= limit
    assert sky.dhi[0] >= -1e-9
