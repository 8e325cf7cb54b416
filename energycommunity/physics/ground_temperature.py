"""Temperature of the undisturbed ground over the year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray

DAYS_OF_YEAR = 365.0

#: Moist mineral soil, 0.5e-6 m2/s; general knowledge [m2/day].
SOIL_DIFFUSIVITY = 0.0432


@dataclass(frozen=True)
class YearlyWave:
    """Temperature of a surface as a cosine over the year.

    Parameters
    ----------
    mean_c : float
        Mean of the year [degC].
    amplitude_k : float
        Half the way from the coldest to the warmest day [K].
    coldest_day : float
        Day of the year of the lowest temperature, from 0.
    """

    mean_c: float
    amplitude_k: float
    coldest_day: float


def yearly_wave(day_of_year: npt.ArrayLike, temperature_c: npt.ArrayLike) -> YearlyWave:
    """The cosine of one year's period that fits a temperature series best (least squares).

    Parameters
    ----------
    day_of_year : array_like
        Days since the start of the year, with fractions, shape (steps,); they should cover whole years.
    temperature_c : array_like
        Such as the outdoor air's [degC], shape (steps,).

    References
    ----------
    Kusuda, Achenbach: Earth temperature and thermal diffusivity at selected stations in the United States, National
    Bureau of Standards report 8972, 1965, describe the surface by this cosine.

    Examples
    --------
    >>> days = np.arange(365.0)
    >>> wave = yearly_wave(days, 6.0 - 10.0 * np.cos(2 * np.pi * (days - 30) / 365))
    >>> round(wave.mean_c, 3), round(wave.amplitude_k, 3), round(wave.coldest_day, 3)
    (6.0, 10.0, 30.0)
    """
    angle = 2.0 * np.pi * np.asarray(day_of_year, dtype=np.float64) / DAYS_OF_YEAR
    columns = np.column_stack([np.ones_like(angle), np.cos(angle), np.sin(angle)])
    mean, cosine, sine = np.linalg.lstsq(columns, np.asarray(temperature_c, dtype=np.float64), rcond=None)[0]
    coldest = np.arctan2(-sine, -cosine) / (2.0 * np.pi) * DAYS_OF_YEAR % DAYS_OF_YEAR
    return YearlyWave(float(mean), float(np.hypot(cosine, sine)), float(coldest))


def ground_temperature_c(
    depth_m: float, day_of_year: npt.ArrayLike, surface: YearlyWave, diffusivity_m2_per_day: float = SOIL_DIFFUSIVITY
) -> FloatArray:
    """Temperature of the ground at a depth [degC], shape as `day_of_year`: the surface's wave, damped and late.

    Parameters
    ----------
    depth_m : float
        Below the surface [m].
    day_of_year : array_like
        Days since the start of the year, with fractions.
    surface : YearlyWave
        Temperature of the surface over the year.
    diffusivity_m2_per_day : float
        Of the soil [m2/day]; default moist mineral soil (general knowledge).

    References
    ----------
    Kusuda, Achenbach: Earth temperature and thermal diffusivity at selected stations in the United States, National
    Bureau of Standards report 8972, 1965.

    Examples
    --------
    At 2.24 m in this soil the wave is damped to 1/e and arrives 58 days later:

    >>> wave = YearlyWave(mean_c=6.0, amplitude_k=10.0, coldest_day=30.0)
    >>> ground_temperature_c(2.2404, [30.0, 88.1], wave).round(2).tolist()
    [4.01, 2.32]
    """
    damping = depth_m * np.sqrt(np.pi / (DAYS_OF_YEAR * diffusivity_m2_per_day))
    delay_days = damping * DAYS_OF_YEAR / (2.0 * np.pi)
    days = np.asarray(day_of_year, dtype=np.float64) - surface.coldest_day - delay_days
    wave = surface.amplitude_k * np.exp(-damping) * np.cos(2.0 * np.pi * days / DAYS_OF_YEAR)
    return np.asarray(surface.mean_c - wave, dtype=np.float64)
