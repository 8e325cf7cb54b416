"""How well yearly earnings cover what is owed to banks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray


def debt_service_cover_ratio(available_eur: npt.ArrayLike, service_eur: npt.ArrayLike) -> FloatArray:
    """Cash available for debt service over interest, repayment and fees, in year 0, 1 … [-].

    Parameters
    ----------
    available_eur : array-like, shape (years,)
        What is earned or saved before the debt is served [EUR].
    service_eur : array-like, shape (years,)
        Interest, repayment and fees [EUR].

    Returns
    -------
    numpy.ndarray, shape (years,)
        Ratio of each year; not a number in year 0, when loans are drawn and nothing is earned yet, and in years
        without debt service.

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    .. [1] R. Brealey, S. Myers, F. Allen, "Principles of Corporate Finance": coverage ratios.

    Examples
    --------
    >>> debt_service_cover_ratio([0.0, 130.0, 90.0, 90.0], [10.0, 100.0, 100.0, 0.0]).tolist()
    [nan, 1.3, 0.9, nan]
    """
    available, service = np.asarray(available_eur, dtype=np.float64), np.asarray(service_eur, dtype=np.float64)
    if available.shape != service.shape:
        raise ValueError(f"{available.size} years of earnings beside {service.size} of debt service")
    served = (service > 0.0) & (np.arange(service.size) > 0)
    return np.asarray(np.where(served, available / np.where(served, service, 1.0), np.nan), dtype=np.float64)


def minimum_cover_ratio(available_eur: npt.ArrayLike, service_eur: npt.ArrayLike) -> float | None:
    """The lowest cover ratio of the years after year 0 with debt service; None where there is no debt [-].

    >>> minimum_cover_ratio([0.0, 130.0, 90.0], [10.0, 100.0, 100.0]), minimum_cover_ratio([0.0, 1.0], [0.0, 0.0])
    (0.9, None)
    """
    ratios = debt_service_cover_ratio(available_eur, service_eur)
    known = ratios[np.isfinite(ratios)]
    return float(known.min()) if known.size else None
