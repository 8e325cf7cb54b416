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
    """Time after which the sum of the payments is never negative again, without interest [a].

    Parameters
    ----------
    cash_flows_eur : array-like, shape (years + 1,)
        Payments at the end of year 0, 1, 2 …, received ones positive [EUR].

    Returns
    -------
    Payback
        Time from year 0 until the money laid out has come back for good, with even payments within a year [a]: where
        a later replacement makes the sum negative once more, the time after it. None with a reason where there is no
        such time.

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

    What a replacement spends again has to come back too:

    >>> simple_payback([-1000.0, 1000.0, -500.0, 400.0, 400.0]).years
    3.25
    """
    flows = np.asarray(cash_flows_eur, dtype=np.float64)
    balance = np.cumsum(flows)
    # A sum that is zero but for the rounding of its terms counts as paid back.
    balance[np.abs(balance) <= 1e-12 * float(np.abs(flows).sum())] = 0.0
    below = np.flatnonzero(balance < 0.0)
    if below.size == 0:
        return Payback(None, "nothing_to_pay_back")
    year = int(below[-1]) + 1
    if year == balance.size:
        return Payback(None, "not_paid_back")
    return Payback(float(year - 1 - balance[year - 1] / flows[year]), None)


def discounted_payback(cash_flows_eur: npt.ArrayLike, discount_rate: float) -> Payback:
    """Time after which the discounted payments never again sum to less than zero [a].

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
    return simple_payback(flows * np.asarray(factors))
