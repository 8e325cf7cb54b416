"""Air temperature over the day and over the heating season."""

from __future__ import annotations

import numpy as np

from energycommunity.quantities import FloatArray


def diurnal_wave(solar_time_h: FloatArray) -> FloatArray:
    """Deviation of the air temperature from the day's mean, per unit of its range [K/K], shape of `solar_time_h`.

    Parameters
    ----------
    solar_time_h : FloatArray
        Time of day by the sun [h], noon at 12.

    References
    ----------
    G. S. Campbell, J. M. Norman (1998), An Introduction to Environmental Biophysics, equation 2.2, as quoted in
    teaching material (the book was not at hand): 0.44 - 0.46 sin(wt + 0.9) + 0.11 sin(2wt + 0.9), w = pi/12 per hour.
    The constant is left out here, so that the mean over a day is 0.

    Examples
    --------
    Coldest before sunrise, warmest in the early afternoon; the whole wave spans about 1:

    >>> wave = diurnal_wave(np.arange(24.0))
    >>> int(wave.argmin()), int(wave.argmax()), round(float(np.ptp(wave)), 1), abs(round(float(wave.mean()), 9))
    (4, 14, 1.0, 0.0)
    """
    angle = np.pi / 12.0 * solar_time_h
    return np.asarray(-0.46 * np.sin(angle + 0.9) + 0.11 * np.sin(2.0 * angle + 0.9), dtype=np.float64)


def heating_degree_days(daily_mean_c: FloatArray, indoor_c: float = 18.0, limit_c: float = 15.0) -> float:
    """Sum of `indoor_c` less the daily mean over the days whose mean is below `limit_c` [K d].

    Parameters
    ----------
    daily_mean_c : FloatArray
        Mean air temperature of each day [degC], shape (days,).
    indoor_c : float
        Temperature that heating and gains hold together [degC].
    limit_c : float
        Days as warm as this need no heating [degC].

    References
    ----------
    The base temperatures 18/15 of Eurostat's heating degree days. Here a day of exactly 15 degC does not count.

    Examples
    --------
    (18 - 0) + (18 - 14) + nothing:

    >>> heating_degree_days(np.array([0.0, 14.0, 16.0]))
    22.0
    """
    cold = daily_mean_c[daily_mean_c < limit_c]
    return float(np.sum(indoor_c - cold))
