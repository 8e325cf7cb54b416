"""COP of heat pumps and the ground they draw from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.physics.ground_temperature import YearlyWave, ground_temperature_c, yearly_wave
from energycommunity.physics.heat_pump import HeatSource, carnot_cop, regression_cop

SOURCES: tuple[HeatSource, ...] = ("air", "ground", "water")


@pytest.mark.parametrize(
    ("source", "lift_k", "cop"),
    [
        # Hand calculation: 6.08 - 3.764 + 0.7424; 10.29 - 8.336 + 2.1152; 9.99 - 8.196 + 1.9984.
        ("air", 40.0, 3.0584),
        ("ground", 40.0, 4.0692),
        ("water", 40.0, 3.7924),
        # Least lift 15 K: 6.08 - 1.4115 + 0.1044.
        ("air", 5.0, 4.7729),
    ],
)
def test_when2heat_regressions(source: HeatSource, lift_k: float, cop: float) -> None:
    """Proves the coefficients of Ruhnau et al. 2019. Sensitivity: a swapped sign of the lift gives the cop of 15 K."""
    assert regression_cop(source, 35.0 + lift_k, 35.0, field_factor=1.0).item() == pytest.approx(cop, abs=1e-4)
    assert regression_cop(source, 35.0 + lift_k, 35.0).item() == pytest.approx(0.85 * cop, abs=1e-4)


@given(source=st.sampled_from(SOURCES), cold=st.floats(-40, 40), colder=st.floats(0, 60), sink=st.floats(20, 90))
def test_a_colder_source_never_raises_the_cop(source: HeatSource, cold: float, colder: float, sink: float) -> None:
    warm_cop, cold_cop = regression_cop(source, sink, np.array([cold, cold - colder]))
    assert 1.0 <= cold_cop <= warm_cop + 1e-12
    warm_carnot, cold_carnot = carnot_cop(sink, np.array([cold, cold - colder]), 0.4)
    assert 1.0 <= cold_carnot <= warm_carnot + 1e-12


def test_carnot() -> None:
    """Hand calculation: 308.15 / 35 = 8.804, times 0.4 is 3.522. In degC instead of kelvin it would be 1."""
    assert carnot_cop(35.0, 0.0, 0.4).item() == pytest.approx(3.522, abs=1e-3)


def test_ground_is_damped_and_late() -> None:
    """Hand calculation: 1 m, 0.05 m2/day: exponent sqrt(pi / 18.25) = 0.4149; amplitude 6.604, late by 24.1 days."""
    days = np.arange(365.0)
    deep = ground_temperature_c(1.0, days, YearlyWave(7.0, 10.0, 20.0), diffusivity_m2_per_day=0.05)
    found = yearly_wave(days, deep)
    assert found.mean_c == pytest.approx(7.0, abs=1e-9)
    assert found.amplitude_k == pytest.approx(6.604, abs=1e-3)
    assert found.coldest_day == pytest.approx(44.1, abs=0.01)


def test_the_surface_is_the_wave_itself() -> None:
    assert ground_temperature_c(0.0, [20.0, 202.5], YearlyWave(7.0, 10.0, 20.0)) == pytest.approx([-3.0, 17.0])
