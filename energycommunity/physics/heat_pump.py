"""Coefficient of performance of heat pumps from the temperatures of their source and sink."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray

HeatSource = Literal["air", "ground", "water"]

#: Coefficients a0, a1 [1/K], a2 [1/K2] of Ruhnau, Hirth, Praktiknjo 2019, fitted to manufacturers' data.
REGRESSIONS: dict[HeatSource, tuple[float, float, float]] = {
    "air": (6.08, -0.0941, 0.000464),
    "ground": (10.29, -0.2084, 0.001322),
    "water": (9.99, -0.2049, 0.001249),
}

#: Real plants against manufacturers' data, as When2Heat corrects (`correction=.85` in its `scripts/cop.py`).
FIELD_FACTOR = 0.85

#: Below this lift the regressions have no data; When2Heat holds the COP from there on [K].
LEAST_LIFT_K = 15.0

#: Between soil or groundwater and the heat pump's inlet, as When2Heat assumes [K].
EXCHANGER_K = 5.0

KELVIN_AT_0_C = 273.15


def regression_cop(
    source: HeatSource, sink_c: npt.ArrayLike, source_c: npt.ArrayLike, field_factor: float = FIELD_FACTOR
) -> FloatArray:
    """Heat given per electricity taken, `field_factor * (a0 + a1 dT + a2 dT2)`, shape as the temperatures.

    The lift `dT = sink - source` is held between 15 K, below which there are no data, and the lowest point of the
    parabola (101, 79 and 82 K for air, ground and water), past which it would rise again. A COP is at least 1.

    Parameters
    ----------
    source : {"air", "ground", "water"}
        Outdoor air, brine from the ground, groundwater. The air's curve contains defrosting.
    sink_c : array_like
        Temperature of the water that leaves the heat pump [degC].
    source_c : array_like
        Temperature of the air, brine or water that enters [degC]. Behind a heat exchanger that is `EXCHANGER_K` less
        than that of the soil or the groundwater.
    field_factor : float
        Correction from manufacturers' data to real plants; default When2Heat's 0.85.

    References
    ----------
    Ruhnau, Hirth, Praktiknjo: Time series of heat demand and heat pump efficiency for energy system modeling,
    Scientific Data 6, 189 (2019); coefficients, least lift, exchanger and
    correction as in github.com/oruhnau/when2heat (`input/cop_parameters.csv`, `scripts/cop.py`).

    Examples
    --------
    6.08 - 0.0941 * 40 + 0.000464 * 1600 = 3.058; in the field 2.600:

    >>> regression_cop("air", 35.0, -5.0, field_factor=1.0).round(3).item()
    3.058
    >>> regression_cop("air", 35.0, -5.0).round(3).item()
    2.6
    """
    a0, a1, a2 = REGRESSIONS[source]
    lift_k = np.asarray(sink_c, dtype=np.float64) - np.asarray(source_c, dtype=np.float64)
    lift_k = np.clip(lift_k, LEAST_LIFT_K, -a1 / (2.0 * a2))
    return np.asarray(np.maximum(field_factor * (a0 + a1 * lift_k + a2 * lift_k**2), 1.0), dtype=np.float64)


def carnot_cop(
    sink_c: npt.ArrayLike, source_c: npt.ArrayLike, quality_grade: float, least_lift_k: float = LEAST_LIFT_K
) -> FloatArray:
    """Heat given per electricity taken of a machine that reaches a part of Carnot's COP, shape as the temperatures.

    Parameters
    ----------
    sink_c, source_c : array_like
        Temperatures at which heat leaves and enters [degC].
    quality_grade : float
        COP over that of the ideal machine, 0-1; about 0.35-0.5 for whole plants (general knowledge).
    least_lift_k : float
        A smaller lift counts as this one [K], for no machine reaches the ideal's limit of infinity.

    References
    ----------
    Second law of thermodynamics: COP of the ideal machine `T_sink / (T_sink - T_source)` in kelvin.

    Examples
    --------
    328.15 K / 55 K = 5.966, times 0.45:

    >>> carnot_cop(55.0, 0.0, 0.45).round(3).item()
    2.685
    """
    sink_k = np.asarray(sink_c, dtype=np.float64) + KELVIN_AT_0_C
    lift_k = np.maximum(sink_k - (np.asarray(source_c, dtype=np.float64) + KELVIN_AT_0_C), least_lift_k)
    return np.asarray(np.maximum(quality_grade * sink_k / lift_k, 1.0), dtype=np.float64)
