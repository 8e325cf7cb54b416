"""How clear days and hours are spread around their mean: the distributions behind a synthetic sky.

The clear-sky index (irradiance over that of a clear sky) lies between that of a dark overcast and 1.
"""

from __future__ import annotations

import numpy as np

from energycommunity.quantities import FloatArray


def daily_clearness_quantile(
    probability: FloatArray, steepness: float, darkest_clearness: float, brightest_clearness: float = 1.0
) -> FloatArray:
    """Clear-sky index [-] of a day by its rank among the days of a month, shape of `probability`.

    The density is proportional to `exp(steepness * index)` between `darkest_clearness` and `brightest_clearness`.

    Parameters
    ----------
    probability : FloatArray
        Fraction of days that are darker, 0-1.
    steepness : float
        Positive where clear days prevail, negative where dark ones do, 0 for a uniform spread.
    darkest_clearness, brightest_clearness : float
        Bounds of the clear-sky index.

    References
    ----------
    P. Bendt, M. Collares-Pereira, A. Rabl (1981), The frequency distribution of daily insolation values, Solar Energy
    27, 1-5 (not at hand, known as quoted): a truncated exponential distribution of the daily clearness index.
    Dividing by the clear sky of the same day, so that the upper bound is 1, is a simplification made here.

    Examples
    --------
    >>> daily_clearness_quantile(np.array([0.0, 0.5, 1.0]), 0.0, 0.1).round(3).tolist()
    [0.1, 0.55, 1.0]
    >>> bool(daily_clearness_quantile(np.array([0.5]), 3.0, 0.1)[0] > 0.55)
    True
    """
    span = brightest_clearness - darkest_clearness
    if abs(steepness * span) < 1e-6:
        return darkest_clearness + probability * span
    if steepness < 0.0:  # mirrored, as the formula loses its digits where it takes the logarithm of nearly nothing
        mirrored = daily_clearness_quantile(1.0 - probability, -steepness, darkest_clearness, brightest_clearness)
        return darkest_clearness + brightest_clearness - mirrored
    return np.asarray(darkest_clearness + np.log1p(probability * np.expm1(steepness * span)) / steepness)


def hourly_clearness_quantile(
    probability: FloatArray,
    mean_clearness: FloatArray,
    concentration: FloatArray,
    darkest_clearness: float,
    brightest_clearness: float = 1.0,
) -> FloatArray:
    """Clear-sky index [-] of an hour by its rank, given the mean of its day, shape of `probability`.

    Parameters
    ----------
    probability : FloatArray
        Fraction of hours that are darker, 0-1.
    mean_clearness : FloatArray
        Clear-sky index of the day; values at the bounds are moved inside by a thousandth of the span.
    concentration : FloatArray
        Sum of the two parameters of the beta distribution: large for an even sky, small for sun and cloud in turn.
    darkest_clearness, brightest_clearness : float
        Bounds of the clear-sky index.

    References
    ----------
    V. A. Graham, K. G. T. Hollands (1990), A method to generate synthetic hourly solar radiation globally, Solar
    Energy 44, 333-341 (abstract): hourly clearness is beta-distributed around that of its day, successive hours
    correlate by 0.54 ± 0.14.

    Examples
    --------
    With both parameters 1 the distribution is uniform:

    >>> half = np.array([0.25, 0.5])
    >>> hourly_clearness_quantile(half, np.full(2, 0.55), np.full(2, 2.0), 0.1).round(3).tolist()
    [0.325, 0.55]
    """
    from scipy.special import betaincinv

    share = np.clip((mean_clearness - darkest_clearness) / (brightest_clearness - darkest_clearness), 1e-3, 1.0 - 1e-3)
    position = betaincinv(share * concentration, (1.0 - share) * concentration, probability)
    return np.asarray(darkest_clearness + position * (brightest_clearness - darkest_clearness), dtype=np.float64)


def autoregressive_cycle(innovations: FloatArray, persistence: float) -> FloatArray:
    """A first-order autoregressive series [-] of unit variance that returns to its start, shape of `innovations`.

    Parameters
    ----------
    innovations : FloatArray
        Independent standard normal numbers, one a step.
    persistence : float
        Correlation of a step with the one before, 0 to below 1.

    References
    ----------
    G. E. P. Box, G. M. Jenkins, Time Series Analysis: `z[t] = p z[t-1] + sqrt(1 - p²) e[t]`; closing the series to a
    ring makes the last day of a typical year fit its first.

    Examples
    --------
    >>> autoregressive_cycle(np.array([1.0, -1.0]), 0.0).tolist()
    [1.0, -1.0]
    >>> z = autoregressive_cycle(np.random.default_rng(1).standard_normal(20000), 0.8)
    >>> bool(abs(np.corrcoef(z, np.roll(z, 1))[0, 1] - 0.8) < 0.02)
    True
    """
    from scipy.signal import lfilter

    gain = np.sqrt(1.0 - persistence**2)
    twice = lfilter([gain], [1.0, -persistence], np.concatenate([innovations, innovations]))
    return np.asarray(twice[len(innovations) :], dtype=np.float64)
