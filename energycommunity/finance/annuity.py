"""Investments spread evenly over years."""

from __future__ import annotations

from energycommunity.finance.present_worth import discount_factor, present_worth_factor


def capital_recovery_factor(discount_rate: float, lifetime_years: float) -> float:
    """Equal yearly payment, at the end of each year, that is worth one euro of today [1/a].

    i (1 + i)^n / ((1 + i)^n - 1), and 1/n at a rate of zero.

    Parameters
    ----------
    discount_rate : float
        Yearly discount rate i as a fraction, above -1 [-].
    lifetime_years : float
        Number of payments n, above 0 [a].

    Returns
    -------
    float
        Euros a year per euro invested [1/a].

    Raises
    ------
    ValueError
        If the rate is -1 or below, or the lifetime is not positive.

    References
    ----------
    .. [1] W. Short, D. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and Renewable
       Energy Technologies", NREL/TP-462-5173, 1995: uniform capital recovery factor.
    .. [2] VDI 2067 part 1: annuity factor.

    Examples
    --------
    >>> round(capital_recovery_factor(0.05, 20), 6)
    0.080243
    >>> capital_recovery_factor(0.0, 20)
    0.05
    """
    if lifetime_years <= 0.0:
        raise ValueError(f"the lifetime must be above 0 years, is {lifetime_years}")
    return 1.0 / present_worth_factor(discount_rate, lifetime_years)


def annual_cost(
    investment_eur: float,
    lifetime_years: float,
    discount_rate: float,
    horizon_years: float,
    remaining_years: float = 0.0,
) -> float:
    """Capital cost of an asset and its replacements as an equal payment in every year of the horizon [EUR/a].

    A new asset costs its annuity A(L). One that stands already costs nothing until its end after r years – past
    investment counts nothing – and from then on the annuity of its replacement, spread over all H years:
    A(L) (1 + i)^-r P(H - r) / P(H), with P(n) the present worth of n yearly euros. Nothing if it outlives the horizon.

    Parameters
    ----------
    investment_eur : float
        What the asset, or the replacement of one that stands, costs when it is built [EUR].
    lifetime_years : float
        Life L of a new one, above 0 [a].
    discount_rate : float
        Yearly discount rate i as a fraction, above -1 [-].
    horizon_years : float
        Years H looked at, above 0 [a].
    remaining_years : float
        Years r that a standing asset still works; 0 for a new one [a].

    Returns
    -------
    float
        Euros in each year [EUR/a].

    Raises
    ------
    ValueError
        If the rate is -1 or below, the lifetime or horizon is not positive, or the remaining life is negative.

    References
    ----------
    .. [1] VDI 2067 part 1: annuity method with replacements and residual values. Here lives past the horizon are
       counted by the annuities that fall into it.

    Examples
    --------
    >>> annual_cost(1000.0, 20, 0.0, 25)
    50.0
    >>> annual_cost(1000.0, 20, 0.0, 25, remaining_years=5)
    40.0
    >>> annual_cost(1000.0, 20, 0.0, 25, remaining_years=30)
    0.0
    """
    if horizon_years <= 0.0 or remaining_years < 0.0:
        raise ValueError(f"horizon {horizon_years} must be above and remaining life {remaining_years} not below 0")
    annuity = investment_eur * capital_recovery_factor(discount_rate, lifetime_years)
    if remaining_years >= horizon_years:
        return 0.0
    later = present_worth_factor(discount_rate, horizon_years - remaining_years)
    share = discount_factor(discount_rate, remaining_years) * later
    return annuity * share / present_worth_factor(discount_rate, horizon_years)
