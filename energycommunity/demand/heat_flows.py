"""At which temperatures a heat pump makes the heat of a building: that of the rooms and that of hot water.

In each step the parts are those of the heat wanted then. Where none is wanted, what is made goes to a store and counts
as hot water if the building has any, since that is the hotter of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import FloatArray


@dataclass(frozen=True, eq=False)
class HeatFlow:
    """A part of the heat of a building and the flow it needs, each of shape (steps,).

    Parameters
    ----------
    flow_c : FloatArray
        Temperature of the water [degC].
    share : FloatArray
        Part of the heat of the step, 0-1; those of all parts are 1 together [-].
    """

    flow_c: FloatArray
    share: FloatArray


def heat_flows(
    rooms_kw: FloatArray, rooms_flow_c: FloatArray, water_kw: FloatArray, water_c: FloatArray
) -> tuple[HeatFlow, ...]:
    """The parts of a building's heat: rooms and, if it has any, hot water.

    Parameters
    ----------
    rooms_kw, water_kw : FloatArray
        Heat in each step, shape (steps,) [kW].
    rooms_flow_c, water_c : FloatArray
        What each needs, shape (steps,) [degC].

    Examples
    --------
    >>> given = ([3.0, 0.0], [40.0, 20.0], [1.0, 0.0], [60.0, 60.0])
    >>> rooms, water = heat_flows(*(np.array(series) for series in given))
    >>> rooms.share.tolist(), water.share.tolist()
    ([0.75, 0.0], [0.25, 1.0])
    """
    if not (water_kw > 0.0).any():
        return (HeatFlow(rooms_flow_c, np.ones_like(rooms_kw)),)
    together = rooms_kw + water_kw
    rooms = np.divide(rooms_kw, together, out=np.zeros_like(together), where=together > 0.0)
    return HeatFlow(rooms_flow_c, rooms), HeatFlow(water_c, np.asarray(1.0 - rooms, dtype=np.float64))


def mixed_cop(flows: Sequence[HeatFlow], cop_at: Callable[[FloatArray], FloatArray]) -> FloatArray:
    """Heat over electricity where each part is made at its own flow: the harmonic mean, shape (steps,) [-].

    Parameters
    ----------
    flows : sequence of HeatFlow
        The parts.
    cop_at : callable
        COP in each step by the flow in each step.

    Examples
    --------
    3 kW at a COP of 4 and 1 kW at 2 take 0.75 + 0.5 kW:

    >>> parts = heat_flows(*(np.array(series) for series in ([3.0], [40.0], [1.0], [60.0])))
    >>> mixed_cop(parts, lambda flow_c: np.where(flow_c < 50.0, 4.0, 2.0)).tolist()
    [3.2]
    """
    if len(flows) == 1:
        return cop_at(flows[0].flow_c)
    return np.asarray(1.0 / sum(part.share / cop_at(part.flow_c) for part in flows), dtype=np.float64)


def hottest_c(flows: Sequence[HeatFlow]) -> FloatArray:
    """The hottest flow of a part that is wanted in each step, shape (steps,) [degC].

    >>> parts = heat_flows(*(np.array(series) for series in ([3.0, 3.0], [40.0, 70.0], [0.0, 1.0], [60.0, 60.0])))
    >>> hottest_c(parts).tolist()
    [40.0, 70.0]
    """
    wanted = [np.where(part.share > 0.0, part.flow_c, -np.inf) for part in flows]
    return np.asarray(np.max(wanted, axis=0), dtype=np.float64)
