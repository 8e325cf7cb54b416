"""Heat that the rooms of a building need at the design outdoor temperature, from a year that may have been milder."""

from __future__ import annotations

import numpy as np

from energycommunity.quantities import FloatArray

_HOURS_OF_DAY = 24.0


def design_heat_kw(
    rooms_kw: FloatArray, outdoor_c: FloatArray | None, step_h: float, room_c: float, design_outdoor_c: float | None
) -> float:
    """Design heat of the rooms [kW]: that of the coldest day, carried on to the design outdoor temperature.

    Never less than the highest step: after a night's set-back radiators give more than in steady cold.

    Parameters
    ----------
    rooms_kw : FloatArray
        Heat for the rooms, shape (steps,) [kW].
    outdoor_c : FloatArray or None
        Outdoor temperature, shape (steps,) [degC]; without it the highest step counts.
    step_h : float
        Length of a step [h].
    room_c, design_outdoor_c : float
        Temperature of the rooms, and design outdoor temperature if it is known [degC].

    Examples
    --------
    A coldest day of 30 kW at -10 degC: at -25 degC 30 * 45 / 30 = 45 kW.

    >>> outdoor_c = np.repeat([-10.0, 0.0], 24)
    >>> design_heat_kw(np.repeat([30.0, 20.0], 24), outdoor_c, 1.0, 20.0, -25.0)
    45.0
    """
    highest_kw = float(rooms_kw.max(initial=0.0))
    steps = max(round(_HOURS_OF_DAY / step_h), 1)
    days = len(rooms_kw) // steps
    if outdoor_c is None or design_outdoor_c is None or days == 0:
        return highest_kw
    daily_c, daily_kw = (series[: days * steps].reshape(days, steps).mean(axis=1) for series in (outdoor_c, rooms_kw))
    coldest = int(np.argmin(daily_c))
    lift_k = room_c - float(daily_c[coldest])
    if lift_k <= 0.0:
        return highest_kw
    return max(highest_kw, float(daily_kw[coldest]) * max(room_c - design_outdoor_c, lift_k) / lift_k)
