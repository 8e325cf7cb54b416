"""Rooms as five resistances and one capacity: the simple hourly method of EN ISO 13790, annex C, for many at once.

The circuit answers linearly to heating and cooling. So the four numbers that say how air and mass follow from the mass
at the start of a step and from the power are computed for all steps and rooms beforehand, and the walk through the
year has little left to do in each step, for all rooms together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import FloatArray

#: Heat transfer between surfaces and air, and between mass and surfaces, EN ISO 13790 [W/(m2 K)].
SURFACE_TO_AIR, MASS_TO_SURFACE = 3.45, 9.1

_SECONDS_PER_HOUR = 3600.0
#: The mass begins as it ends, within this [K]; the year is walked until it does.
_CLOSED_K = 1e-4
_MOST_WALKS = 2000
_LAST_STEPS = 1000


@dataclass(frozen=True, eq=False)
class Rooms:
    """Heated and cooled zones, each field of shape (rooms,).

    Parameters
    ----------
    surface_m2 : FloatArray
        All surfaces that face the room [m2]; 4.5 times the floor where not known.
    mass_m2 : FloatArray
        Effective area of the mass [m2].
    capacity_j_per_k : FloatArray
        Heat capacity of the mass [J/K].
    opaque_w_per_k : FloatArray
        Transmission through walls, roof and floor [W/K]; below 9.1 times `mass_m2`.
    window_w_per_k : FloatArray
        Transmission through windows and doors, which have no mass [W/K].
    """

    surface_m2: FloatArray
    mass_m2: FloatArray
    capacity_j_per_k: FloatArray
    opaque_w_per_k: FloatArray
    window_w_per_k: FloatArray

    def __post_init__(self) -> None:
        """Refuse what the circuit cannot be.

        Raises
        ------
        ValueError
            If more heat passes the opaque parts than reaches them from the surfaces.
        """
        if (self.opaque_w_per_k >= MASS_TO_SURFACE * self.mass_m2).any():
            raise ValueError("the opaque transmission exceeds what passes between mass and surfaces")


@dataclass(frozen=True, eq=False)
class Conditions:
    """What each step brings, each field of a shape that fits to (steps, rooms).

    Parameters
    ----------
    outdoor_c : FloatArray
        Outdoor air [degC], shape (steps, 1).
    ventilation_w_per_k : FloatArray
        Heat carried by exchanged air [W/K], 0 or more.
    solar_w, internal_w : FloatArray
        Heat of the sun through windows and on walls, less what the sky takes; heat of people and appliances [W].
    heat_below_c, cool_above_c : FloatArray
        Air temperatures between which nothing runs [degC]; infinite for none.
    most_heating_w, most_cooling_w : FloatArray
        Greatest power of either [W]; 0 for none, infinite for no limit.
    """

    outdoor_c: FloatArray
    ventilation_w_per_k: FloatArray
    solar_w: FloatArray
    internal_w: FloatArray
    heat_below_c: FloatArray
    cool_above_c: FloatArray
    most_heating_w: FloatArray
    most_cooling_w: FloatArray


@dataclass(frozen=True, eq=False)
class RoomSeries:
    """Power and temperatures of rooms, each of shape (steps, rooms).

    Parameters
    ----------
    heating_w, cooling_w : FloatArray
        Heat given to and taken from the air, means of each step [W], 0 or more.
    air_c, mean_mass_c : FloatArray
        Air and mass, means of each step [degC].
    """

    heating_w: FloatArray
    cooling_w: FloatArray
    air_c: FloatArray
    mean_mass_c: FloatArray


@dataclass(frozen=True, eq=False)
class _Answer:
    """How rooms answer: `value = still + by_mass * mass at the start + by_power * power`, shapes (steps, rooms)."""

    air_still_c: FloatArray
    air_by_mass: FloatArray
    air_by_power: FloatArray
    mass_still_c: FloatArray
    mass_by_mass: FloatArray
    mass_by_power: FloatArray


def room_series(
    rooms: Rooms, conditions: Conditions, step_h: float = 1.0, start_mass_c: FloatArray | None = None
) -> RoomSeries:
    """Power that keeps the air of rooms within its limits, and the temperatures that follow.

    Parameters
    ----------
    rooms : Rooms
        The zones.
    conditions : Conditions
        What each step brings.
    step_h : float
        Length of a step [h].
    start_mass_c : FloatArray, optional
        Mass at the begin of the first step [degC], shape (rooms,). Without it the series is taken as periodic: it is
        walked until the mass ends as it began.

    References
    ----------
    EN ISO 13790:2008, annex C (simple hourly method, Crank-Nicolson), as generally published. The standard finds the
    power by a trial with 10 W/m2; since air follows power linearly, its slope gives the same.

    Examples
    --------
    Steady at 0 degC outside: 15 W/K by air, and 30 W/K behind the film of 466 W/K at the surfaces, 28.2 W/K; times
    20 K.

    >>> def of(value):
    ...     return np.array([[value]])
    >>> rooms = Rooms(*(np.array([value]) for value in (135.0, 75.0, 4.95e6, 20.0, 10.0)))
    >>> cold = np.zeros((24, 1))
    >>> inputs = Conditions(cold, of(15.0), of(0.0), of(0.0), of(20.0), of(np.inf), of(np.inf), of(0.0))
    >>> room_series(rooms, inputs).heating_w[-1].round(0).tolist()
    [864.0]
    """
    answer = _answer(rooms, conditions, step_h)
    limits = _limits(conditions, answer.air_still_c.shape)
    if start_mass_c is not None:
        return _walk(answer, limits, start_mass_c)[0]
    begin = np.where(np.isfinite(limits[0][0]), limits[0][0], answer.air_still_c[0])
    # The last weeks of a year tell nearly how it ends, and so how it begins.
    _, begin = _walk(answer, limits, begin, max(len(answer.air_still_c) - _LAST_STEPS, 0))
    for _ in range(_MOST_WALKS):
        series, end = _walk(answer, limits, begin)
        if np.abs(end - begin).max(initial=0.0) < _CLOSED_K:
            break
        begin = end
    return series


def _limits(conditions: Conditions, shape: tuple[int, ...]) -> tuple[FloatArray, ...]:
    """Where heating and cooling begin [degC] and end [W], each of shape (steps, rooms)."""
    fields = ("heat_below_c", "cool_above_c", "most_heating_w", "most_cooling_w")
    return tuple(np.broadcast_to(getattr(conditions, field), shape) for field in fields)


def _answer(rooms: Rooms, conditions: Conditions, step_h: float) -> _Answer:
    """The circuit solved for unit inputs; H_tr,1 to H_tr,3 of the standard are `passed * air`, `h2` and `h3`."""
    air, window = conditions.ventilation_w_per_k, rooms.window_w_per_k
    to_air, to_surface = SURFACE_TO_AIR * rooms.surface_m2, MASS_TO_SURFACE * rooms.mass_m2
    # The opaque transmission less the part between mass and surfaces.
    outside = rooms.opaque_w_per_k / (1.0 - rooms.opaque_w_per_k / to_surface)
    outdoor = conditions.outdoor_c
    radiant_w = 0.5 * conditions.internal_w + conditions.solar_w
    mass_share = rooms.mass_m2 / rooms.surface_m2
    on_mass_w = mass_share * radiant_w
    on_surface_w = (1.0 - mass_share - window / (MASS_TO_SURFACE * rooms.surface_m2)) * radiant_w
    on_air_w = 0.5 * conditions.internal_w
    passed = to_air / (air + to_air)  # of what the air gets, the part that reaches the surfaces
    h2 = passed * air + window
    h3 = h2 * to_surface / (h2 + to_surface)
    beyond_w = on_surface_w + window * outdoor + passed * (on_air_w + air * outdoor)
    share = to_surface / (h2 + to_surface)  # of the mass in the temperature of the surfaces
    inertia = rooms.capacity_j_per_k / (_SECONDS_PER_HOUR * step_h)
    half = 0.5 * (h3 + outside)
    mass_still = (on_mass_w + outside * outdoor + share * beyond_w) / (inertia + half)
    mass_by_mass = (inertia - half) / (inertia + half)
    mass_by_power = share * passed / (inertia + half)
    # Surface and air follow from the mean of the mass over the step.
    direct_w = air * outdoor + on_air_w
    air_still = passed * (share * 0.5 * mass_still + beyond_w / (to_surface + h2)) + direct_w / (to_air + air)
    air_by_mass = passed * share * 0.5 * (1.0 + mass_by_mass)
    air_by_power = passed * (share * 0.5 * mass_by_power + passed / (to_surface + h2)) + 1.0 / (to_air + air)
    shape = np.broadcast_shapes(mass_still.shape, air_still.shape, outdoor.shape, window.shape)
    parts = (air_still, air_by_mass, air_by_power, mass_still, mass_by_mass, mass_by_power)
    return _Answer(*(np.broadcast_to(part, shape) for part in parts))


def _walk(
    answer: _Answer, limits: tuple[FloatArray, ...], begin_c: FloatArray, first: int = 0
) -> tuple[RoomSeries, FloatArray]:
    """The series of the steps from `first` on, from a mass at their begin [degC], and the mass at their end."""
    low, high, most_heat, most_cold = limits
    shape = (len(low) - first, *low.shape[1:])
    heating, cooling, mass_ends = np.empty(shape), np.empty(shape), np.empty(shape)
    mass = begin_c
    for row, step in enumerate(range(first, len(low))):
        free = answer.air_still_c[step] + answer.air_by_mass[step] * mass
        slope = answer.air_by_power[step]
        heat = np.minimum(np.maximum((low[step] - free) / slope, 0.0), most_heat[step])
        cold = np.minimum(np.maximum((free - high[step]) / slope, 0.0), most_cold[step])
        heating[row], cooling[row] = heat, cold
        mass = answer.mass_still_c[step] + answer.mass_by_mass[step] * mass + answer.mass_by_power[step] * (heat - cold)
        mass_ends[row] = mass
    mass_begins = np.concatenate((begin_c[None, :], mass_ends[:-1]))
    still, by_mass, by_power = (part[first:] for part in (answer.air_still_c, answer.air_by_mass, answer.air_by_power))
    air_c = still + by_mass * mass_begins + by_power * (heating - cooling)
    return RoomSeries(heating, cooling, air_c, 0.5 * (mass_begins + mass_ends)), mass
