"""Heat that a building needs, from its losses, the sun and its thermal inertia: the energy signature."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import BoolArray, FloatArray


def smoothed_temperature_c(outdoor_c: FloatArray, step_h: float, time_constant_h: float) -> FloatArray:
    """Outdoor temperature as a building feels it [degC], shape (steps,): an exponential mean of the past.

    The series is taken as periodic, so that the first day of a year follows its last.

    Parameters
    ----------
    outdoor_c : FloatArray
        Mean of each step [degC], shape (steps,).
    step_h : float
        Length of a step [h].
    time_constant_h : float
        After which 63 % of a change has come through [h]; 0 for none.

    References
    ----------
    Response of a first-order system `tau dT/dt = T_out - T`, exact for a temperature constant in each step; the mean
    over the step is returned.

    Examples
    --------
    A week at 0 degC, then 10 degC: after one time constant of 24 h the building feels 6.3 of the 10 K.

    >>> outdoor = np.repeat([0.0, 10.0], 24 * 30)
    >>> smoothed_temperature_c(outdoor, 1.0, 24.0)[24 * 30 + 24].round(1).item()
    6.4
    """
    from scipy.signal import lfilter

    if time_constant_h <= 0:
        return outdoor_c
    kept = float(np.exp(-step_h / time_constant_h))
    # State at the end of step n: kept * state + (1 - kept) * outdoor; the free start follows from periodicity.
    from_zero = lfilter([1.0 - kept], [1.0, -kept], outdoor_c)
    steps = np.arange(1, len(outdoor_c) + 1)
    start = from_zero[-1] / (1.0 - kept ** len(outdoor_c))
    end = from_zero + start * kept**steps
    begin = np.concatenate(([start], end[:-1]))
    # The mean of an exponential approach over the step.
    weight = (1.0 - kept) * time_constant_h / step_h
    return np.asarray(outdoor_c + (begin - outdoor_c) * weight, dtype=np.float64)


def daily_mean(values: FloatArray, day_of: npt.NDArray[np.integer]) -> FloatArray:
    """Each step's value replaced by the mean of its day, shape (steps,).

    Parameters
    ----------
    values : FloatArray
        Any unit, shape (steps,).
    day_of : array of int
        Number of each step's day from 0, shape (steps,).

    References
    ----------
    Definition of the arithmetic mean.

    Examples
    --------
    >>> daily_mean(np.array([1.0, 3.0, 5.0]), np.array([0, 0, 1])).tolist()
    [2.0, 2.0, 5.0]
    """
    return np.asarray((np.bincount(day_of, weights=values) / np.bincount(day_of))[day_of], dtype=np.float64)


def heating_need_kw(
    loss_kw_per_k: float, indoor_c: npt.ArrayLike, felt_c: FloatArray, gains_kw: FloatArray, season: BoolArray
) -> FloatArray:
    """Heat that keeps a building warm [kW], shape (steps,): losses less gains, in the heating season, never negative.

    Parameters
    ----------
    loss_kw_per_k : float
        Transmission and ventilation per kelvin between indoors and outdoors [kW/K].
    indoor_c : array_like
        Wanted temperature [degC].
    felt_c : FloatArray
        Outdoor temperature as the building feels it [degC], shape (steps,).
    gains_kw : FloatArray
        Useful heat of sun, people and appliances [kW], shape (steps,).
    season : BoolArray
        Whether the heating runs, shape (steps,).

    References
    ----------
    Steady-state balance of EN ISO 13790, monthly and seasonal method: need = losses - useful gains.

    Examples
    --------
    0.5 kW/K at -4 degC outside and 20 degC inside is 12 kW; people and appliances give 2 kW:

    >>> heating_need_kw(0.5, 20.0, np.array([-4.0, 15.0]), np.array([2.0, 3.0]), np.array([True, True])).tolist()
    [10.0, 0.0]
    """
    losses_kw = loss_kw_per_k * (np.asarray(indoor_c, dtype=np.float64) - felt_c)
    return np.asarray(np.where(season, np.maximum(losses_kw - gains_kw, 0.0), 0.0), dtype=np.float64)


def mean_vertical_irradiance_w_per_m2(
    ghi_w_per_m2: FloatArray, dni_w_per_m2: FloatArray, dhi_w_per_m2: FloatArray, albedo: float = 0.2
) -> FloatArray:
    """Irradiance on walls, mean over all directions they may face [W/m2], shape (steps,).

    Parameters
    ----------
    ghi_w_per_m2, dni_w_per_m2, dhi_w_per_m2 : FloatArray
        Global and diffuse on the horizontal, beam on a plane towards the sun [W/m2], shape (steps,).
    albedo : float
        Part that the ground reflects.

    References
    ----------
    A wall sees half the sky and half the ground (isotropic); the beam on it is `dni sin z max(cos a, 0)`, whose mean
    over all directions `a` is `dni sin z / pi`, with the zenith angle from `ghi = dhi + dni cos z`.

    Examples
    --------
    Sun at 60 degrees from the zenith, 800 W/m2 beam, 100 W/m2 diffuse: 800 * 0.866 / pi + 50 + 50 = 320.5.

    >>> mean_vertical_irradiance_w_per_m2(np.array([500.0]), np.array([800.0]), np.array([100.0])).round(1).item()
    320.5
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.where(dni_w_per_m2 > 0, (ghi_w_per_m2 - dhi_w_per_m2) / dni_w_per_m2, 1.0)
    sine = np.sqrt(1.0 - np.clip(cosine, 0.0, 1.0) ** 2)
    beam = dni_w_per_m2 * sine / np.pi
    return np.asarray(beam + 0.5 * dhi_w_per_m2 + 0.5 * albedo * ghi_w_per_m2, dtype=np.float64)


def loss_for_annual_need(
    annual_kwh: float, warmth_k: FloatArray, gains_kw: FloatArray, season: BoolArray, step_h: float
) -> float:
    """Loss per kelvin with which a building needs a given heat in all [kW/K]; inverts `heating_need_kw`.

    Parameters
    ----------
    annual_kwh : float
        Sum of the need over all steps, above 0 [kWh].
    warmth_k : FloatArray
        Indoor less felt outdoor temperature [K], shape (steps,).
    gains_kw : FloatArray
        Useful heat of sun, people and appliances, 0 or more [kW], shape (steps,).
    season : BoolArray
        Whether the heating runs, shape (steps,).
    step_h : float
        Length of a step [h].

    Returns
    -------
    float
        Exact up to rounding: the need is piecewise linear in the loss.

    Raises
    ------
    ValueError
        If there is no step in the season that is colder than indoors.

    References
    ----------
    A step needs heat once `loss > gains / warmth`. With steps in the order of that ratio, the need with the first n
    of them heated is `loss * sum(warmth) - sum(gains)`; solved for the n whose range holds the annual need.

    Examples
    --------
    Steps of 1 h at 20 and 10 K with gains of 1 kW: 0.2 kW/K need 3 + 1 kWh.

    >>> two = np.array([20.0, 10.0])
    >>> round(loss_for_annual_need(4.0, two, np.ones(2), np.array([True, True]), 1.0), 9)
    0.2
    """
    counted = season & (warmth_k > 0)
    if not counted.any():
        raise ValueError("no step of the heating season is colder than indoors")
    warmth, gains = warmth_k[counted], gains_kw[counted]
    order = np.argsort(gains / warmth)
    warmth, gains = warmth[order], gains[order]
    # Need in all when the loss just reaches the ratio of step n, with the steps before it heated.
    need_at = gains / warmth * np.cumsum(warmth) - np.cumsum(gains)
    heated = int(np.searchsorted(need_at, annual_kwh / step_h, side="right"))
    heated = max(heated, 1)
    return float((annual_kwh / step_h + gains[:heated].sum()) / warmth[:heated].sum())
