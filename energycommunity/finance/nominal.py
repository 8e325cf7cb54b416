"""From euros of the price year to the euros that will be paid."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray


def nominal(real_eur: npt.ArrayLike, inflation: float) -> FloatArray:
    """Real payments of year 0, 1 … as they will be paid: times (1 + inflation)^t [EUR], of the same shape.

    >>> nominal([100.0, 100.0, 100.0], 0.02).round(2).tolist()
    [100.0, 102.0, 104.04]
    """
    real = np.asarray(real_eur, dtype=np.float64)
    return np.asarray(real * (1.0 + inflation) ** np.arange(real.size), dtype=np.float64)


def nominal_rate(real_rate: float, inflation: float) -> float:
    """The nominal yearly rate that discounts nominal payments as the real one does real payments (Fisher) [-].

    >>> round(nominal_rate(0.04, 0.02), 4)
    0.0608
    """
    return (1.0 + real_rate) * (1.0 + inflation) - 1.0
