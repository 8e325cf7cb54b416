"""Cold that a cooling machine gives per electricity, from the temperatures between which it works."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energycommunity.physics.heat_pump import KELVIN_AT_0_C, LEAST_LIFT_K
from energycommunity.quantities import FloatArray


def carnot_eer(
    cold_c: npt.ArrayLike, sink_c: npt.ArrayLike, quality_grade: float, least_lift_k: float = LEAST_LIFT_K
) -> FloatArray:
    """Cold given per electricity taken of a machine that reaches a part of the ideal one, shape as the temperatures.

    Parameters
    ----------
    cold_c : array_like
        Temperature of the water or air that the machine cools, as it leaves [degC].
    sink_c : array_like
        Temperature of the outdoor air, ground or water that takes the heat [degC].
    quality_grade : float
        EER over that of the ideal machine, 0-1 [-]. At the rating point of EN 14511 for air-cooled machines with fan
        coils, 7 degC against 35 degC, the ideal machine has 10.0, so a rated EER of 3.0 is a grade of 0.30.
    least_lift_k : float
        A smaller lift counts as this one, for real machines keep a least pressure difference [K].

    References
    ----------
    Second law of thermodynamics: EER of the ideal machine `T_cold / (T_sink - T_cold)` in kelvin; times a quality
    grade as in the documentation of oemof.thermal, "Compression heat pump and chiller".

    Examples
    --------
    280.15 K / 28 K = 10.005, times 0.30; at 25 degC outdoors 280.15 / 18 times 0.30:

    >>> carnot_eer(7.0, [35.0, 25.0], 0.30).round(3).tolist()
    [3.002, 4.669]
    """
    cold_k = np.asarray(cold_c, dtype=np.float64) + KELVIN_AT_0_C
    lift_k = np.maximum(np.asarray(sink_c, dtype=np.float64) + KELVIN_AT_0_C - cold_k, least_lift_k)
    return np.asarray(quality_grade * cold_k / lift_k, dtype=np.float64)
