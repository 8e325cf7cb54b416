"""Light on facades behind overhangs and fins."""

from __future__ import annotations

import numpy as np
import pytest

from energycommunity.physics.shading import diffuse_fractions, sunlit_fraction


def test_the_sun_behind_the_wall_reaches_nothing():
    assert sunlit_fraction(np.array([40.0]), np.array([120.0]), (0, 0, 1), (0, 0, 1)).tolist() == [0.0]


def test_an_overhang_shades_by_the_profile_angle():
    """Proves: the shadow is longer when the sun stands aside.

    Hand calculation: elevation 30 degrees, 60 degrees aside: tan = 0.577 / 0.5 = 1.155; 1 m casts 1.155 m, of which 0.5
    m fall above the window of 2 m: 0.655 / 2 shaded. Sensitivity: without the cosine 0.039 would be shaded.
    """
    found = sunlit_fraction(np.array([60.0]), np.array([60.0]), (1.0, 0.5, 2.0), (0.0, 0.0, 1.0))
    assert found[0] == pytest.approx(1 - 0.6547 / 2, abs=1e-4)


def test_overhang_and_fins_together_leave_a_rectangle():
    found = sunlit_fraction(np.array([45.0]), np.array([45.0]), (1.0, 0.5, 2.0), (1.0, 0.0, 3.0))
    # Down sqrt(2) - 0.5 of 2, across 1 of 3.
    assert found[0] == pytest.approx((1 - (2**0.5 - 0.5) / 2) * (2 / 3))


def test_deep_shades_leave_nothing():
    assert sunlit_fraction(np.array([45.0]), np.array([0.0]), (9.0, 0.0, 2.0), (0.0, 0.0, 1.0)).tolist() == [0.0]
    assert diffuse_fractions((1e6, 0.0, 2.0), (0.0, 0.0, 1.0)) == pytest.approx((0.0, 1.0), abs=1e-3)


def test_fins_take_sky_and_ground_alike():
    """Strips: a point `s` beside a fin of 1 m sees s / sqrt(s^2 + 1); mean over 3 m (sqrt(10) - 1) / 3 = 0.721."""
    assert diffuse_fractions((0.0, 0.0, 1.0), (1.0, 0.0, 3.0)) == pytest.approx((0.721, 0.721), abs=1e-3)
