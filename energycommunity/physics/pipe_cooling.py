"""How water cools on its way through a supply and a return pipe side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energycommunity.physics.buried_pipe import WATER_HEAT_CAPACITY
from energycommunity.quantities import FloatArray


def pair_passage(
    u_w_per_m_k: npt.ArrayLike,
    exchange_w_per_m_k: npt.ArrayLike,
    length_m: npt.ArrayLike,
    flow_kg_per_s: npt.ArrayLike,
    heat_capacity_j_per_kg_k: float = WATER_HEAT_CAPACITY,
) -> tuple[FloatArray, FloatArray]:
    """What is left of the excess temperature over the ground at the end of each pipe, shapes as broadcast.

    The same flow goes out in the one pipe and comes back in the other. With `kept, passed` the excess temperatures [K]
    are, at the far end of the supply pipe, `kept * supply at the near end + passed * return at the far end`; at the
    near end of the return pipe, `kept * return at the far end + passed * supply at the near end`.

    Parameters
    ----------
    u_w_per_m_k : array_like
        Heat loss of each pipe to the ground, 0 or more [W/(m K)].
    exchange_w_per_m_k : array_like
        From the supply to the return pipe [W/(m K)]; 0 for pipes that do not feel each other.
    length_m : array_like
        Of each pipe [m].
    flow_kg_per_s : array_like
        Mass flow, above 0 [kg/s].
    heat_capacity_j_per_kg_k : float
        Of the water [J/(kg K)].

    References
    ----------
    Energy balance of a length element, `m c dTs = -(U (Ts - Tg) + X (Ts - Tr)) dx` and the like for the return pipe,
    whose water flows the other way; solved by the matrix exponential, eigenvalues `±sqrt(U² + 2 U X) / (m c)`.

    Examples
    --------
    100 m of 75 mm pipe losing 100 W/(m2 K), 90 degC in surroundings of 20 degC, 3 kg/s (OpenModelica: 78.26 degC):

    >>> kept, passed = pair_passage(100 * np.pi * 0.075, 0.0, 100.0, 3.0)
    >>> (20.0 + 70.0 * kept).round(2).item(), passed.item()
    (78.04, 0.0)
    """
    flow = np.asarray(flow_kg_per_s, dtype=np.float64)
    u = np.maximum(np.asarray(u_w_per_m_k, dtype=np.float64), 1e-12)
    exchange, length = (np.asarray(values, dtype=np.float64) for values in (exchange_w_per_m_k, length_m))
    eigenvalue = np.sqrt(u * (u + 2.0 * exchange))
    decayed = np.exp(-2.0 * eigenvalue * length / (flow * heat_capacity_j_per_kg_k))
    growth = 1.0 + decayed + (u + exchange) / eigenvalue * (1.0 - decayed)
    kept = 2.0 * np.sqrt(decayed) / growth
    passed = exchange / eigenvalue * (1.0 - decayed) / growth
    return np.asarray(kept, dtype=np.float64), np.asarray(passed, dtype=np.float64)
