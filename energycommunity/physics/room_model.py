"""A room as five resistances and one capacity: the simple hourly method of EN ISO 13790, annex C."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from energycommunity.quantities import FloatArray

#: Heat transfer between surfaces and air, and between mass and surfaces, EN ISO 13790 [W/(m2 K)].
SURFACE_TO_AIR, MASS_TO_SURFACE = 3.45, 9.1

_SECONDS_PER_HOUR = 3600.0


@dataclass(frozen=True)
class Room:
    """A heated and cooled zone.

    Parameters
    ----------
    floor_m2 : float
        Floor area [m2].
    surface_m2 : float
        All surfaces that face the room [m2]; 4.5 times the floor where not known.
    mass_m2 : float
        Effective area of the mass [m2].
    capacity_j_per_k : float
        Heat capacity of the mass [J/K].
    opaque_w_per_k : float
        Transmission through walls, roof and floor [W/K].
    window_w_per_k : float
        Transmission through windows and doors, which have no mass [W/K].
    ventilation_w_per_k : float
        Heat carried by exchanged air [W/K], above 0.
    """

    floor_m2: float
    surface_m2: float
    mass_m2: float
    capacity_j_per_k: float
    opaque_w_per_k: float
    window_w_per_k: float
    ventilation_w_per_k: float

    @cached_property
    def mass_to_surface(self) -> float:
        """Between mass and surfaces [W/K]."""
        return MASS_TO_SURFACE * self.mass_m2

    @cached_property
    def outside_to_mass(self) -> float:
        """Between outdoors and mass [W/K]: the opaque transmission less the part between mass and surface."""
        if self.opaque_w_per_k <= 0:
            return 0.0
        return 1.0 / (1.0 / self.opaque_w_per_k - 1.0 / self.mass_to_surface)

    @cached_property
    def surface_to_air(self) -> float:
        """Between surfaces and air [W/K]."""
        return SURFACE_TO_AIR * self.surface_m2


@dataclass(frozen=True)
class Control:
    """What heating and cooling keep and can do.

    Parameters
    ----------
    heat_below_c, cool_above_c : float
        Air temperatures between which nothing runs [degC].
    most_heating_w, most_cooling_w : float
        Greatest power of either, 0 or more [W].
    """

    heat_below_c: float = 20.0
    cool_above_c: float = np.inf
    most_heating_w: float = np.inf
    most_cooling_w: float = np.inf


@dataclass(frozen=True)
class RoomStep:
    """What a step brings.

    Parameters
    ----------
    power_w : float
        Heating, or cooling below 0 [W].
    mass_c : float
        Mass at the end of the step, where the next one starts [degC].
    mean_mass_c, air_c : float
        Mass and air, means of the step [degC].
    """

    power_w: float
    mass_c: float
    mean_mass_c: float
    air_c: float


def room_step(
    room: Room,
    outdoor_c: float,
    mass_c: float,
    solar_w: float,
    internal_w: float,
    control: Control,
    step_h: float = 1.0,
) -> RoomStep:
    """Power that keeps the room's air within its limits for one step, and the temperatures that follow.

    Parameters
    ----------
    room : Room
        The zone.
    outdoor_c, mass_c : float
        Outdoor air in the step; mass at its start [degC].
    solar_w, internal_w : float
        Heat of the sun through windows (and walls), and of people and appliances [W].
    control : Control
        Limits of temperature and power.
    step_h : float
        Length of the step [h].

    References
    ----------
    EN ISO 13790:2008, annex C (simple hourly method, Crank-Nicolson), as generally published.

    Examples
    --------
    A room in balance at 20 degC within and without needs nothing:

    >>> room = Room(30.0, 135.0, 75.0, 4.95e6, 20.0, 10.0, 15.0)
    >>> room_step(room, 20.0, 20.0, 0.0, 0.0, Control(heat_below_c=19.0)).power_w
    0.0
    """
    free = _response(room, outdoor_c, mass_c, solar_w, internal_w, 0.0, step_h)
    if control.heat_below_c <= free.air_c <= control.cool_above_c:
        return free
    wanted_c = control.heat_below_c if free.air_c < control.heat_below_c else control.cool_above_c
    trial_w = 10.0 * room.floor_m2
    with_trial = _response(room, outdoor_c, mass_c, solar_w, internal_w, trial_w, step_h)
    # The air answers to power linearly.
    power_w = trial_w * (wanted_c - free.air_c) / (with_trial.air_c - free.air_c)
    power_w = min(max(power_w, -control.most_cooling_w), control.most_heating_w)
    return _response(room, outdoor_c, mass_c, solar_w, internal_w, power_w, step_h)


def room_year(
    room: Room,
    outdoor_c: FloatArray,
    solar_w: FloatArray,
    internal_w: FloatArray,
    control: Control,
    step_h: float = 1.0,
) -> tuple[FloatArray, FloatArray]:
    """Power [W] (cooling below 0) and air temperature [degC] of a room over a series, each of shape (steps,).

    The series is taken as periodic: it is run through twice, and the second time counts.

    Parameters
    ----------
    room, control, step_h
        As for `room_step`.
    outdoor_c, solar_w, internal_w : FloatArray
        Outdoor temperature [degC], heat of the sun and of people and appliances [W], shape (steps,).

    References
    ----------
    EN ISO 13790:2008, annex C.

    Examples
    --------
    At 0 degC outside: 15 W/K by air, and 30 W/K behind the film of 466 W/K at the surfaces, 28.2 W/K; times 20 K.

    >>> room = Room(30.0, 135.0, 75.0, 4.95e6, 20.0, 10.0, 15.0)
    >>> nothing = np.zeros(500)
    >>> room_year(room, nothing, nothing, nothing, Control())[0][-1].round(0).item()
    864.0
    """
    steps = len(outdoor_c)
    power, air = np.zeros(steps), np.zeros(steps)
    mass_c = float(control.heat_below_c if np.isfinite(control.heat_below_c) else outdoor_c[0])
    series = list(zip(outdoor_c.tolist(), solar_w.tolist(), internal_w.tolist(), strict=True))
    for _ in range(2):
        for step, (outdoor, solar, internal) in enumerate(series):
            state = room_step(room, outdoor, mass_c, solar, internal, control, step_h)
            mass_c, power[step], air[step] = state.mass_c, state.power_w, state.air_c
    return power, air


def _response(
    room: Room, outdoor_c: float, mass_c: float, solar_w: float, internal_w: float, power_w: float, step_h: float
) -> RoomStep:
    """Temperatures after a step with a given power, letters as in the standard's circuit."""
    radiant_w = 0.5 * internal_w + solar_w
    mass_share = room.mass_m2 / room.surface_m2
    to_mass_w = mass_share * radiant_w
    to_surface_w = (1.0 - mass_share - room.window_w_per_k / (MASS_TO_SURFACE * room.surface_m2)) * radiant_w
    to_air_w = 0.5 * internal_w + power_w
    ventilation = room.ventilation_w_per_k
    h1 = 1.0 / (1.0 / ventilation + 1.0 / room.surface_to_air)
    h2 = h1 + room.window_w_per_k
    h3 = 1.0 / (1.0 / h2 + 1.0 / room.mass_to_surface)
    supplied_c = to_air_w / ventilation + outdoor_c
    beyond = to_surface_w + room.window_w_per_k * outdoor_c + h1 * supplied_c
    total_w = to_mass_w + room.outside_to_mass * outdoor_c + h3 * beyond / h2
    inertia = room.capacity_j_per_k / (_SECONDS_PER_HOUR * step_h)
    half = 0.5 * (h3 + room.outside_to_mass)
    next_c = (mass_c * (inertia - half) + total_w) / (inertia + half)
    mean_c = 0.5 * (mass_c + next_c)
    surface_c = (room.mass_to_surface * mean_c + beyond) / (room.mass_to_surface + h2)
    air_c = (room.surface_to_air * surface_c + ventilation * outdoor_c + to_air_w) / (room.surface_to_air + ventilation)
    return RoomStep(power_w, next_c, mean_c, air_c)
