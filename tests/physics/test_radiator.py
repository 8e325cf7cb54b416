"""Heat of radiators by the temperatures of their water, and the water that a load needs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.physics.radiator import (
    NominalPoint,
    arithmetic_over_temperature_k,
    given_heat,
    logarithmic_over_temperature_k,
    needed_flow_c,
    needed_temperatures_c,
    relative_heat,
)


@st.composite
def points(draw: st.DrawFn) -> NominalPoint:
    """Emitters from floor heating to old radiators."""
    return_c = draw(st.floats(25.0, 80.0))
    spread_k = draw(st.floats(1.0, 40.0))
    return NominalPoint(return_c + spread_k, return_c, draw(st.floats(15.0, 23.0)), draw(st.floats(1.0, 1.5)))


loads = st.floats(0.0, 2.0)


def test_over_temperatures() -> None:
    """Proves both means. Hand calculation: (70 + 55) / 2 - 20 = 42.5 K; 15 / ln(50 / 35) = 15 / 0.35667 = 42.055 K."""
    assert arithmetic_over_temperature_k(70.0, 55.0, 20.0).item() == 42.5
    assert logarithmic_over_temperature_k(70.0, 55.0, 20.0).item() == pytest.approx(42.055, abs=1e-3)
    # Water of one temperature has that over-temperature; a return as cold as the room has none.
    assert logarithmic_over_temperature_k(45.0, 45.0, 20.0).item() == 25.0
    assert logarithmic_over_temperature_k([45.0, 45.0], [20.0, 15.0], 20.0).tolist() == [0.0, 0.0]


def test_half_the_load_of_a_70_55_radiator() -> None:
    """Proves the inversion at constant mass flow.

    Sensitivity: a spread that does not fall with the load would give a flow of 52.5 degC.

    Hand calculation: mean 42.055 K * 0.5 ** (1 / 1.3) = 42.055 * 0.58670 = 24.674 K; spread 15 / 2 = 7.5 K;
    return 20 + 7.5 / (exp(7.5 / 24.674) - 1) = 20 + 7.5 / 0.35525 = 41.112 degC; flow 48.612 degC.
    """
    flow_c, return_c = needed_temperatures_c(0.5, NominalPoint(70.0, 55.0))
    assert flow_c.item() == pytest.approx(48.61, abs=0.01)
    assert return_c.item() == pytest.approx(41.11, abs=0.01)


def test_a_75_65_radiator_with_cooler_water() -> None:
    """Proves the exponent, as catalogues of radiators tell it.

    Hand calculation: 55/45/20 has 10 / ln(35 / 25) = 29.720 K, 75/65/20 has 10 / ln(55 / 45) = 49.833 K; ratio 0.59640,
    to the power of 1.3: exp(1.3 * -0.51685) = 0.5107.
    """
    assert relative_heat(55.0, 45.0, NominalPoint(75.0, 65.0)).item() == pytest.approx(0.5107, abs=1e-4)


def test_a_renovated_house_of_half_the_load() -> None:
    """Half the load of old 90/70 radiators: 60/50 at design, and with a fifth in reserve 55/46, about 55/45.

    Hand calculation of the second: load 0.5 / 1.2 = 0.41667; mean 59.440 * 0.41667 ** (1 / 1.3) = 30.311 K; spread
    8.333 K; return 20 + 8.333 / (exp(0.27493) - 1) = 46.34 degC.
    """
    flow_c, return_c = needed_temperatures_c([0.5, 0.5 / 1.2], NominalPoint(90.0, 70.0))
    assert flow_c == pytest.approx([60.11, 54.67], abs=0.02)
    assert return_c == pytest.approx([50.11, 46.34], abs=0.02)


@given(load=loads, point=points(), room_c=st.floats(10.0, 24.0))
def test_the_heat_of_the_needed_water_is_the_load(load: float, point: NominalPoint, room_c: float) -> None:
    flow_c, return_c = needed_temperatures_c(load, point, room_c)
    assert given_heat(flow_c, point, room_c).item() == pytest.approx(load, abs=1e-9)
    assert relative_heat(flow_c, return_c, point, room_c).item() == pytest.approx(load, rel=1e-6, abs=1e-6)


@given(load=st.floats(0.01, 2.0), return_c=st.floats(22.0, 70.0), point=points())
def test_the_flow_above_a_held_return_gives_the_load(load: float, return_c: float, point: NominalPoint) -> None:
    flow_c = needed_flow_c(load, return_c, point, 20.0).item()
    heat = relative_heat(flow_c, return_c, point, 20.0).item()
    if flow_c > return_c:
        assert heat == pytest.approx(load, rel=1e-6)
    else:
        assert heat >= load * (1.0 - 1e-9)


@given(load=loads, less=st.floats(0.0, 1.0), point=points())
def test_less_load_never_needs_hotter_water(load: float, less: float, point: NominalPoint) -> None:
    flow_c, return_c = needed_temperatures_c(np.array([load, load * less]), point, 20.0)
    assert flow_c[1] <= flow_c[0] + 1e-9
    assert np.all(return_c >= 20.0 - 1e-9)


@given(flow_c=st.floats(0.0, 110.0), hotter_k=st.floats(0.0, 40.0), point=points())
def test_hotter_water_never_gives_less_heat(flow_c: float, hotter_k: float, point: NominalPoint) -> None:
    less, more = given_heat(np.array([flow_c, flow_c + hotter_k]), point, 20.0)
    assert 0.0 <= less <= more + 1e-9
