"""Whether the sun of a file rises when the sun of the place does."""

from __future__ import annotations

import numpy as np

from energycommunity.quantities import FloatArray

#: Hours to either side that a wrong time zone may be off.
FURTHEST_H = 12


def sun_shift_h(ghi_w_per_m2: FloatArray, sun_height: FloatArray, step_h: float) -> float:
    """How much later than the sun the irradiance comes [h]; about 0 in a sound file.

    The irradiance is correlated with the height of the sun moved by whole steps; a parabola through the best three
    gives the fraction.

    Parameters
    ----------
    ghi_w_per_m2 : FloatArray
        Global horizontal irradiance [W/m2], shape (steps,), at least some days.
    sun_height : FloatArray
        Cosine of the zenith angle, 0 at night, shape (steps,).
    step_h : float
        Length of a step [h].

    Examples
    --------
    >>> height = np.clip(np.sin(np.arange(240) * np.pi / 12), 0, None)
    >>> round(sun_shift_h(800 * np.roll(height, 2), height, 1.0), 2)
    2.0
    """
    furthest = round(FURTHEST_H / step_h)
    shifts = np.arange(-furthest, furthest + 1)
    agreement = np.array([float(ghi_w_per_m2 @ np.roll(sun_height, shift)) for shift in shifts])
    best = int(np.argmax(agreement[1:-1])) + 1
    before, at, after = agreement[best - 1 : best + 2]
    bend = before - 2.0 * at + after
    fraction = 0.5 * (before - after) / bend if bend < 0.0 else 0.0
    return float((shifts[best] + fraction) * step_h)
