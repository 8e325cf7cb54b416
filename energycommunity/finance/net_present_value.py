"""The worth today of a row of yearly payments."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import numpy_financial

from energycommunity.finance.present_worth import discount_factor


def net_present_value(cash_flows_eur: npt.ArrayLike, discount_rate: float) -> float:
    """Worth today of yearly payments, the first of them made now [EUR].

    Parameters
    ----------
    cash_flows_eur : array-like, shape (years + 1,)
        Payments at the end of year 0, 1, 2 …, received ones positive [EUR].
    discount_rate : float
        Yearly discount rate as a fraction, above -1 [-].

    Returns
    -------
    float
        Sum of the payments, each divided by (1 + i)^t [EUR].

    Raises
    ------
    ValueError
        If the rate is -1 or below.

    References
    ----------
    .. [1] R. Brealey, S. Myers, F. Allen, "Principles of Corporate Finance": net present value.

    Examples
    --------
    >>> round(net_present_value([-1000.0, 500.0, 500.0, 500.0], 0.10), 2)
    243.43
    """
    discount_factor(discount_rate, 1.0)  # refuses a rate of -1 or below
    return float(numpy_financial.npv(discount_rate, np.asarray(cash_flows_eur, dtype=np.float64)))
