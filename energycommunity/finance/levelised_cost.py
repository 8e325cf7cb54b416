"""Cost per unit of energy over many years."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energycommunity.finance.net_present_value import net_present_value


def levelised_cost(costs_eur: npt.ArrayLike, energy_kwh: npt.ArrayLike, discount_rate: float) -> float:
    """The constant price of energy that pays all costs of the years looked at [EUR/kWh].

    Discounted costs over discounted energy: sum c_t (1 + i)^-t / sum e_t (1 + i)^-t.

    Parameters
    ----------
    costs_eur : array-like, shape (years + 1,)
        Costs at the end of year 0, 1, 2 …; a residual value is a negative cost of the last year [EUR].
    energy_kwh : array-like, shape (years + 1,)
        Energy of the same years; that of year 0 is usually nothing [kWh].
    discount_rate : float
        Yearly real discount rate as a fraction, above -1 [-].

    Returns
    -------
    float
        Real price [EUR/kWh].

    Raises
    ------
    ValueError
        If the shapes differ, the rate is -1 or below, or there is no energy.

    References
    ----------
    .. [1] W. Short, D. Packey, T. Holt, "A Manual for the Economic Evaluation of Energy Efficiency and Renewable
       Energy Technologies", NREL/TP-462-5173, 1995: levelised cost of energy.

    Examples
    --------
    >>> levelised_cost([1000.0, 0.0, 0.0], [0.0, 5000.0, 5000.0], 0.0)
    0.1
    """
    costs, energy = np.asarray(costs_eur, dtype=np.float64), np.asarray(energy_kwh, dtype=np.float64)
    if costs.shape != energy.shape:
        raise ValueError(f"costs of {costs.size} years but energy of {energy.size}")
    delivered = net_present_value(energy, discount_rate)
    if delivered <= 0.0:
        raise ValueError("no energy to spread the costs over")
    return net_present_value(costs, discount_rate) / delivered
