"""Degree days of months, and heat of one year restated for the weather of another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray

#: Temperature of rooms that sun, people and appliances leave to the heating, and the outdoor temperature from which
#: a month counts [degC].
BASE_C, LIMIT_C = 18.0, 15.0


def heating_degree_days(
    mean_outdoor_c: npt.ArrayLike, days: npt.ArrayLike, base_c: float = BASE_C, limit_c: float = LIMIT_C
) -> FloatArray:
    """Degree days of periods of which the mean outdoor temperature is known [K d], shape (periods,).

    Parameters
    ----------
    mean_outdoor_c : array_like
        Mean outdoor temperature of each period [degC], shape (periods,).
    days : array_like
        Length of each period [d], shape (periods,).
    base_c : float
        Temperature up to which rooms are heated [degC].
    limit_c : float
        Periods above it count nothing [degC].

    References
    ----------
    Statistics Netherlands (cbs.nl), "Heating degree days": `18 - mean` where the mean is lower, so 8 at 10 degC and 22
    at -4 degC. That periods above 15 degC count nothing is the usual convention 18/15, from memory. There by days, here
    by months: mixed ones such as May come out lower than by days. Both years of a comparison are treated alike.

    Examples
    --------
    January at -3 degC: 21 K x 31 d; July at 17.8 degC counts nothing.

    >>> heating_degree_days([-3.0, 17.8], [31, 31]).tolist()
    [651.0, 0.0]
    """
    mean_c, length = np.asarray(mean_outdoor_c, dtype=np.float64), np.asarray(days, dtype=np.float64)
    return np.where(mean_c <= limit_c, np.maximum(base_c - mean_c, 0.0) * length, 0.0)


def normalised_heat_kwh(
    measured_kwh: npt.ArrayLike, measured_degree_days: FloatArray, wanted_degree_days: FloatArray
) -> FloatArray:
    """Heat that the months would have needed in another year's weather [kWh], shape (months,).

    Parameters
    ----------
    measured_kwh : array_like
        Heat for rooms in each month [kWh], shape (months,).
    measured_degree_days : FloatArray
        Of the year in which it was measured [K d], shape (months,); together above 0.
    wanted_degree_days : FloatArray
        Of the year asked for [K d], shape (months,).

    Raises
    ------
    ValueError
        If the measured year has no degree days.

    References
    ----------
    Heat is in proportion to degree days: `Q x wanted / measured`, the correction of the Covenant of Mayors' guidebook
    (`LHC x HDD_avg / HDD`, from memory), here month by month. A month that has none in one of both years says nothing
    of the weather; its heat changes as the year's degree days do.

    Examples
    --------
    651 and 100 K d measured, 558 and 120 wanted; the third month had none, so 678 / 751 holds for it.

    >>> had, wanted = np.array([651.0, 100.0, 0.0]), np.array([558.0, 120.0, 0.0])
    >>> normalised_heat_kwh([6510.0, 1000.0, 751.0], had, wanted).tolist()
    [5580.0, 1200.0, 678.0]
    """
    if measured_degree_days.sum() <= 0:
        raise ValueError("the measured year has no degree days")
    whole = float(wanted_degree_days.sum() / measured_degree_days.sum())
    both = (measured_degree_days > 0) & (wanted_degree_days > 0)
    ratio = np.full(len(measured_degree_days), whole)
    np.divide(wanted_degree_days, measured_degree_days, out=ratio, where=both)
    return np.asarray(np.asarray(measured_kwh, dtype=np.float64) * ratio, dtype=np.float64)
