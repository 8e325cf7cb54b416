"""The hourly room model against published steps, hand calculation, and what no room does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.physics.room_model import Conditions, Rooms, room_series


def one(value):
    """A field of one room."""
    return np.array([float(value)])


def rooms(surface=142.38, mass=85.75, capacity=165e3 * 34.3, opaque=1.69 * 0.2, window=13.5 * 1.1):
    """The office of the published steps: 34.3 m2 of floor, 13.5 m2 of window (1.1), 1.69 m2 of wall (0.2)."""
    return Rooms(*map(one, (surface, mass, capacity, opaque, window)))


def conditions(outdoor, solar=0.0, internal=10.0, limit_w=np.inf, low=20.0, high=26.0):
    """What steps bring to the office, with two changes an hour of its 106.33 m3."""
    fields = (1200 * 106.33 * 2 / 3600, solar, internal, low, high, limit_w, limit_w)
    outdoor = np.atleast_1d(np.asarray(outdoor, dtype=np.float64))
    return Conditions(outdoor[:, None], *(np.full((1, 1), value, dtype=np.float64) for value in fields))


@pytest.mark.parametrize(
    ("outdoor_c", "mass_c", "solar_w", "limit_w", "power_w", "mean_mass_c"),
    [
        (10, 22, 2000, np.inf, 0.0, 22.33),
        (25, 24, 4000, np.inf, -264.75, 25.15),
        (10, 20, 2000, np.inf, 328.09, 20.46),
        (30, 25, 5000, 411.6, -411.6, 26.49),
        (5, 19, 2000, 411.6, 411.6, 19.39),
    ],
)
def test_published_hours(outdoor_c, mass_c, solar_w, limit_w, power_w, mean_mass_c):
    """One-hour steps of EN ISO 13790 (tests of RC_BuildingSimulator, MIT), +-0.01. Its mass is the mean of the hour.

    The source at hand states the limit's power and mass only; weather and mass at the start are those with which it
    comes out.
    """
    series = room_series(rooms(), conditions(outdoor_c, solar_w, limit_w=limit_w), start_mass_c=one(mass_c))
    assert series.heating_w[0, 0] - series.cooling_w[0, 0] == pytest.approx(power_w, abs=0.01)
    assert series.mean_mass_c[0, 0] == pytest.approx(mean_mass_c, abs=0.01)


def test_the_steady_state_is_that_of_resistances_in_series():
    """Proves: heating of a steady cold day.

    Hand calculation: air 70.887 W/K; window 14.85 + wall 0.338 = 15.188 W/K behind the surfaces' 3.45 * 142.38 = 491.2
    W/K: 14.73 W/K. 25 K * 85.62 W/K = 2140.5 W; half of the 10 W of people is on the air, and of the rest nearly all.
    Sensitivity: without the resistance at the surfaces 2152 W.
    """
    series = room_series(rooms(), conditions(np.full(24, -5.0)))
    assert series.air_c[-1, 0] == pytest.approx(20.0)
    assert series.heating_w[-1, 0] == pytest.approx(2140.5 - 10.0, abs=0.7)


def test_free_floating_ends_at_the_temperature_where_gains_and_losses_meet():
    """Proves: where gains go.

    Hand calculation: of 400 W half is on the air; of the other half 1 - 14.85 / (9.1 * 142.38) = 0.9885 reaches mass
    and surfaces. Surfaces: 15.188 Ts + 491.2 (Ts - Ta) = 197.7, so Ts = 0.3904 + 0.97 Ta; both nodes together 70.887 Ta
    + 15.188 Ts = 397.7; Ta = 391.8 / 85.62 = 4.576. Sensitivity: all on the air would be 4.67.
    """
    series = room_series(rooms(), conditions(np.zeros(24), internal=400.0, limit_w=0.0))
    assert series.heating_w.max() == series.cooling_w.max() == 0
    assert series.air_c[-1, 0] == pytest.approx(4.576, abs=0.002)


def test_quarter_hours_come_close_to_hours():
    outdoor = 5 + 8 * np.sin(np.arange(240) * 2 * np.pi / 24)
    hours = room_series(rooms(), conditions(outdoor)).heating_w.mean()
    fine = room_series(rooms(), conditions(np.repeat(outdoor, 4)), step_h=0.25).heating_w.mean()
    assert fine == pytest.approx(hours, rel=1e-3)


def test_the_mass_ends_as_it_began():
    """A building that is slow beside the five days of its series: 100 W/K hold 2 GJ/K for 231 days."""
    slow = rooms(capacity=2e9, mass=400, opaque=90)
    outdoor = conditions(np.linspace(-10, 15, 120))
    twice = replace(outdoor, outdoor_c=np.tile(outdoor.outdoor_c, (2, 1)))
    assert np.allclose(room_series(slow, twice).heating_w[120:], room_series(slow, outdoor).heating_w, atol=0.5)


def test_a_room_without_air_change_is_a_room():
    sealed = replace(conditions(np.zeros(24)), ventilation_w_per_k=np.zeros((1, 1)))
    assert room_series(rooms(), sealed).heating_w[-1, 0] == pytest.approx(20 * 14.73 - 10, abs=0.7)


def test_more_loss_than_the_surfaces_pass_is_refused():
    with pytest.raises(ValueError, match="opaque"):
        rooms(opaque=9.1 * 85.75)


@settings(max_examples=40, deadline=None)
@given(
    opaque=st.floats(1, 300),
    window=st.floats(0, 60),
    gains=st.floats(0, 2000),
    more=st.floats(0, 1000),
    less=st.floats(0, 1),
    capacity=st.floats(1e6, 1e8),
    high=st.one_of(st.just(np.inf), st.floats(21, 30)),
)
def test_insulation_and_gains_never_raise_heating(opaque, window, gains, more, less, capacity, high):
    outdoor = 4 + 14 * np.sin(np.arange(48) * 2 * np.pi / 24)

    def heat(opaque, window, gains):
        room = rooms(opaque=opaque, window=window, capacity=capacity)
        return room_series(room, conditions(outdoor, internal=gains, high=high)).heating_w.sum()

    before = heat(opaque, window, gains)
    assert heat(opaque, window, gains + more) <= before + 1e-3 * (1 + before)
    assert heat(opaque * less, window, gains) <= before + 1e-3 * (1 + before)
    assert heat(opaque, window * less, gains) <= before + 1e-3 * (1 + before)
