"""The discount rate at which a row of payments is worth nothing, if there is one and only one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray

#: Why there is no rate: all payments have one sign; none makes them worth nothing; several do.
NoRate = Literal["no_sign_change", "no_rate", "several_rates"]


@dataclass(frozen=True)
class RateOfReturn:
    """An internal rate of return as a fraction, or why there is none.

    `rates` holds every rate that makes the payments worth nothing, also where there are several.
    """

    rate: float | None
    reason: NoRate | None
    rates: tuple[float, ...] = ()


def sign_changes(cash_flows_eur: npt.ArrayLike) -> int:
    """How often the payments turn from paid to received or back; zeros don't count [-].

    By Descartes' rule there are at most as many rates above -1.

    Examples
    --------
    >>> sign_changes([-100.0, 0.0, 60.0, 60.0]), sign_changes([-100.0, 230.0, -132.0])
    (1, 2)
    """
    signs = np.sign(np.asarray(cash_flows_eur, dtype=np.float64))
    signs = signs[signs != 0.0]
    return int(np.count_nonzero(signs[1:] != signs[:-1]))


def internal_rate_of_return(cash_flows_eur: npt.ArrayLike) -> RateOfReturn:
    """The discount rate at which yearly payments are worth nothing today [-].

    Parameters
    ----------
    cash_flows_eur : array-like, shape (years + 1,)
        Payments at the end of year 0, 1, 2 …, received ones positive [EUR].

    Returns
    -------
    RateOfReturn
        The rate as a fraction; None with a reason where the payments have one sign (`no_sign_change`), no rate above
        -1 makes them worth nothing (`no_rate`) or more than one does (`several_rates`, listed in `rates`).

    References
    ----------
    .. [1] R. Brealey, S. Myers, F. Allen, "Principles of Corporate Finance": the pitfalls of the internal rate of
       return, among them several rates and none.

    Examples
    --------
    >>> internal_rate_of_return([-100.0, 110.0]).rate
    0.1
    >>> internal_rate_of_return([-100.0, 230.0, -132.0])
    RateOfReturn(rate=None, reason='several_rates', rates=(0.1, 0.2))
    >>> internal_rate_of_return([100.0, 110.0]).reason
    'no_sign_change'
    """
    flows = np.trim_zeros(np.asarray(cash_flows_eur, dtype=np.float64))
    changes = sign_changes(flows)
    if changes == 0:
        return RateOfReturn(None, "no_sign_change")
    factors = [_single_factor(flows)] if changes == 1 else _factors(flows)
    rates = tuple(sorted(round(1.0 / factor - 1.0, 12) for factor in factors))
    if not rates:
        return RateOfReturn(None, "no_rate")
    if len(rates) > 1:
        return RateOfReturn(None, "several_rates", rates)
    return RateOfReturn(rates[0], None, rates)


def _worth(flows: FloatArray, factor: float) -> float:
    return float(np.polynomial.polynomial.polyval(factor, flows))


def _single_factor(flows: FloatArray) -> float:
    """The one yearly factor 1 / (1 + rate) of payments with one change of sign, by bracketing."""
    from scipy.optimize import brentq

    high = 1.0
    while np.sign(_worth(flows, high)) == np.sign(flows[0]):
        high *= 2.0
    return float(brentq(lambda factor: _worth(flows, factor), 0.0, high, xtol=1e-15, rtol=1e-14))


def _factors(flows: FloatArray) -> list[float]:
    """All positive yearly factors, from the roots of the polynomial; double ones once."""
    roots = np.polynomial.polynomial.polyroots(flows / np.abs(flows).max())
    # A root met twice comes out as a pair with a small imaginary part, about the square root of the precision.
    real = np.sort(roots.real[(np.abs(roots.imag) < 1e-6) & (roots.real > 1e-9)])
    distinct: list[float] = []
    for root in real:
        if not distinct or root - distinct[-1] > 1e-6:
            distinct.append(float(root))
    return distinct
