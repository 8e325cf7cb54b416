"""What payments of later years are worth today."""

from __future__ import annotations

import math


def discount_factor(discount_rate: float, years: float) -> float:
    """Worth today of one euro paid after `years` [-].

    Parameters
    ----------
    discount_rate : float
        Yearly discount rate as a fraction, above -1 [-].
    years : float
        Time until the payment [a].

    Returns
    -------
    float
        (1 + i)^-n [-].

    Raises
    ------
    ValueError
        If the rate is -1 or below.

    References
    ----------
    .. [1] W. Short, D. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and Renewable
       Energy Technologies", NREL/TP-462-5173, 1995, the chapter on present value.

    Examples
    --------
    >>> round(discount_factor(0.05, 10), 6)
    0.613913
    """
    if discount_rate <= -1.0:
        raise ValueError(f"the discount rate must be above -1, not {discount_rate}")
    return math.pow(1.0 + discount_rate, -years)


def present_worth_factor(discount_rate: float, years: float, escalation_rate: float = 0.0) -> float:
    """Worth today of a yearly payment that is one euro in today's prices and grows every year [a].

    The payments fall due at the end of each year, the first one already grown once:
    sum over t = 1..n of ((1 + e) / (1 + i))^t.

    Parameters
    ----------
    discount_rate : float
        Yearly discount rate i as a fraction, above -1 [-].
    years : float
        Number of payments n, at least 0; a part of a year by the closed form of the sum [a].
    escalation_rate : float
        Yearly growth e of the payment as a fraction, above -1 [-].

    Returns
    -------
    float
        Euros of today per euro a year [a].

    Raises
    ------
    ValueError
        If a rate is -1 or below, or `years` is negative.

    References
    ----------
    .. [1] S. Mishra et al., "Computational framework for behind-the-meter DER techno-economic modeling and
       optimization: REopt Lite", Energy Systems, 2022: present worth factors of escalated costs. Its case of 20 years,
       5.64 % and 2.6 % gives 14.92855.

    Examples
    --------
    >>> round(present_worth_factor(0.0564, 20, escalation_rate=0.026), 5)
    14.92855
    >>> present_worth_factor(0.0, 20)
    20.0
    """
    if discount_rate <= -1.0 or escalation_rate <= -1.0:
        raise ValueError(f"rates must be above -1, not {discount_rate} and {escalation_rate}")
    if years < 0.0:
        raise ValueError(f"the number of years must not be negative, is {years}")
    log_ratio = math.log1p(escalation_rate) - math.log1p(discount_rate)
    if abs(log_ratio) < 1e-12:
        return float(years)
    return math.exp(log_ratio) * math.expm1(log_ratio * years) / math.expm1(log_ratio)


def levelised_price(discount_rate: float, years: float, escalation_rate: float) -> float:
    """Constant price that is worth as much as one that is 1 today and grows every year [-].

    P(i, n, e) / P(i, n, 0), with the present worth factor P.

    Parameters
    ----------
    discount_rate, escalation_rate : float
        Yearly rates as fractions, above -1 [-].
    years : float
        Number of payments, above 0 [a].

    Returns
    -------
    float
        The constant price over today's [-].

    Raises
    ------
    ValueError
        If a rate is -1 or below.

    References
    ----------
    .. [1] W. Short, D. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and Renewable
       Energy Technologies", NREL/TP-462-5173, 1995, the chapter on levelised cost.

    Examples
    --------
    One payment is that of the first year, which has grown once:

    >>> round(levelised_price(0.05, 1, 0.02), 6)
    1.02
    >>> round(levelised_price(0.0, 2, 0.10), 6)
    1.155
    """
    return present_worth_factor(discount_rate, years, escalation_rate) / present_worth_factor(discount_rate, years)


def levelised_production(discount_rate: float, years: float, escalation_rate: float, degradation_rate: float) -> float:
    """Production of the year that stands for all years of a plant that makes less every year [-].

    The first year is whole; year t has (1 - d)^(t - 1) of it and counts with ((1 + e) / (1 + i))^t, the worth of the
    energy it saves.

    Parameters
    ----------
    discount_rate, escalation_rate : float
        Yearly rates as fractions: discount, and growth of the price of the energy [-].
    years : float
        Years that the plant works, above 0 [a].
    degradation_rate : float
        Loss of production a year as a fraction, below 1 [-].

    Returns
    -------
    float
        Over the production of the first year [-].

    Raises
    ------
    ValueError
        If a rate is -1 or below, or the degradation 1 or above.

    References
    ----------
    .. [1] S. Mishra et al., "Computational framework for behind-the-meter DER techno-economic modeling and
       optimization: REopt Lite", Energy Systems, 2022: levelised production. Its case of 20 years, 5.64 %, 2.6 % and
       0.5 % gives 0.958515.

    Examples
    --------
    >>> round(levelised_production(0.0564, 20, 0.026, 0.005), 6)
    0.958515
    >>> levelised_production(0.05, 20, 0.0, 0.0)
    1.0
    """
    if degradation_rate >= 1.0:
        raise ValueError(f"the degradation must be below 1, not {degradation_rate}")
    kept = 1.0 - degradation_rate
    shrinking = present_worth_factor(discount_rate, years, (1.0 + escalation_rate) * kept - 1.0)
    return shrinking / kept / present_worth_factor(discount_rate, years, escalation_rate)
