"""When an investment has paid itself back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from energycommunity.finance.present_worth import discount_factor

#: Why there is no time: nothing is laid out first, or it does not come back within the years given.
NoPayback = Literal["nothing_to_pay_back", "not_paid_back"]


@dataclass(frozen=True)
class Payback:
    """A payback time [a], counted from year 0, or why there is none."""

    years: float | None
    reason: NoPayback | None


def simple_payback(cash_flows_eur: npt.ArrayLike) -> Payback:
    """Time until the sum of the payments is no longer negative, without interest [a].

    Parameters
    ----------
    cash_flows_eur : array-like, shape (years + 1,)
        Payments at the end of year 0, 1, 2 …, received ones positive [EUR].

    Returns
    -------
    Payback
        Time from year 0 until the money laid out first has come back for the first time, with even payments within
        a year [a]; later replacements are not looked at. None with a reason where there is no such time.

    References
    ----------
    .. [1] W. Short, D. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and Renewable
       Energy Technologies", NREL/TP-462-5173, 1995: simple payback period.

    Examples
    --------
    >>> simple_payback([-1000.0, 400.0, 400.0, 400.0]).years
    2.5
    >>> simple_payback([-1000.0, 400.0, 400.0]).reason
    'not_paid_back'
    """
    flows = np.asarray(cash_flows_eur, dtype=np.float64)
    balance = np.cumsum(flows)
    below = np.flatnonzero(balance < 0.0)
    if below.size == 0:
        return Payback(None, "nothing_to_pay_back")
    back = np.flatnonzero(balance[below[0] :] >= 0.0)
    if back.size == 0:
        return Payback(None, "not_paid_back")
    year = int(below[0] + back[0])
    return Payback(float(year - 1 - balance[year - 1] / flows[year]), None)


def discounted_payback(cash_flows_eur: npt.ArrayLike, discount_rate: float) -> Payback:
    """Time until the discounted payments sum to no less than zero [a].

    Parameters
    ----------
    cash_flows_eur : array-like, shape (years + 1,)
        Payments at the end of year 0, 1, 2 …, received ones positive [EUR].
    discount_rate : float
        Yearly discount rate as a fraction, above -1 [-].

    Returns
    -------
    Payback
        As `simple_payback`, of the payments' worth today.

    Raises
    ------
    ValueError
        If the rate is -1 or below.

    References
    ----------
    .. [1] W. Short, D. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and Renewable
       Energy Technologies", NREL/TP-462-5173, 1995: discounted payback period.

    Examples
    --------
    >>> discounted_payback([-100.0, 110.0], 0.10).years
    1.0
    """
    flows = np.asarray(cash_flows_eur, dtype=np.float64)
    factors = [discount_factor(discount_rate, year) for year in range(flows.size)]
    worth = flows * np.asarray(factors)
    # A sum that is zero but for the rounding of its terms counts as paid back.
    tolerance = 1e-12 * float(np.abs(worth).sum())
    if worth.size > 1 and abs(float(worth.sum())) <= tolerance:
        worth[-1] = -float(np.cumsum(worth)[-2])
    return simple_payback(worth)
