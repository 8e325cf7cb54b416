"""How warm the weather makes a building, and when it therefore wants to be cooled."""

from __future__ import annotations

import numpy as np

from energycommunity.physics.heat_balance import smoothed_temperature_c
from energycommunity.quantities import FloatArray

#: Warmth that sun adds, and wind takes away, beyond what is usual at a temperature.
SUN_K_M2_PER_W, WIND_K_S_PER_M = 0.012, -0.20


def felt_warmth_c(outdoor_c: FloatArray, ghi_w_per_m2: FloatArray, wind_m_per_s: FloatArray) -> FloatArray:
    """Outdoor temperature corrected for sun and wind, as buildings feel it [degC], shape (steps,).

    `T + 0.012 (S - S*) - 0.20 (W - W*)`, where the usual sun `S* = 100 + 7 T` [W/m2] and the usual wind
    `W* = 4.5 - 0.025 T` [m/s] are those of the temperature T. The source's term of humidity is left out, since
    weather files need not have it, and it is applied to each step instead of each day.

    Parameters
    ----------
    outdoor_c : FloatArray
        Air temperature [degC], shape (steps,).
    ghi_w_per_m2 : FloatArray
        Global horizontal irradiance [W/m2], shape (steps,).
    wind_m_per_s : FloatArray
        Wind speed [m/s], shape (steps,).

    References
    ----------
    Staffell, Pfenninger, Johnson: A global model of hourly space heating and cooling demand at multiple spatial scales,
    Nature Energy 8 (2023), doi 10.1038/s41560-023-01341-5: building-adjusted internal temperature; usual values and
    weights as in its program demand.ninja, `core.py`.

    Examples
    --------
    25 degC, 600 W/m2, 2 m/s: usual are 275 W/m2 and 3.875 m/s; 25 + 0.012 x 325 + 0.20 x 1.875 = 29.275.

    >>> felt_warmth_c(np.array([25.0]), np.array([600.0]), np.array([2.0])).round(3).tolist()
    [29.275]
    """
    sun = SUN_K_M2_PER_W * (ghi_w_per_m2 - (100.0 + 7.0 * outdoor_c))
    wind = WIND_K_S_PER_M * (wind_m_per_s - (4.5 - 0.025 * outdoor_c))
    return np.asarray(outdoor_c + sun + wind, dtype=np.float64)


def excess_warmth_k(felt_c: FloatArray, threshold_c: float, step_h: float, time_constant_h: float) -> FloatArray:
    """By how much a building feels warmer than the threshold [K], shape (steps,): what its need to cool follows.

    Parameters
    ----------
    felt_c : FloatArray
        From `felt_warmth_c` [degC], shape (steps,).
    threshold_c : float
        From here on a building is cooled [degC].
    step_h : float
        Length of a step [h].
    time_constant_h : float
        How slowly the rooms follow the weather [h].

    References
    ----------
    Staffell, Pfenninger, Johnson 2023 (see `felt_warmth_c`): cooling is proportional to the degrees above a threshold,
    20 degC by default there.

    Examples
    --------
    >>> excess_warmth_k(np.array([18.0, 26.0, 23.0]), 20.0, 1.0, 0.0).tolist()
    [0.0, 6.0, 3.0]
    """
    return np.maximum(smoothed_temperature_c(felt_c, step_h, time_constant_h) - threshold_c, 0.0)
