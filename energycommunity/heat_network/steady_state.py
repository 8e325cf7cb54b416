"""Temperatures and pressures in a branching network at steady flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from energycommunity.heat_network.tree import nodes_from_plant, sums_beyond
from energycommunity.physics.buried_pipe import WATER_HEAT_CAPACITY, outlet_c
from energycommunity.physics.pipe_flow import pressure_gradient_pa_per_m


@dataclass(frozen=True)
class Segment:
    """A supply pipe and a return pipe of the same kind between two nodes.

    Parameters
    ----------
    begin, end : str
        Node nearer to and farther from the plant.
    length_m, inner_diameter_m, roughness_m : float
        Of each pipe [m].
    u_w_per_m_k : float
        Heat loss of each pipe to the ground [W/(m K)].
    """

    begin: str
    end: str
    length_m: float
    inner_diameter_m: float
    roughness_m: float
    u_w_per_m_k: float


@dataclass(frozen=True)
class SteadyState:
    """What settles in a network under constant conditions.

    Parameters
    ----------
    supply_c, return_c : dict of str to float
        Temperature of the water at each node [degC].
    supply_drop_pa : dict of str to float
        Pressure lost in the supply pipes from the plant to each node [Pa]; about the same is lost on the way back.
    supply_loss_w, return_loss_w : dict of str to float
        Heat lost by the pipe that ends at each node [W].
    source_kw : float
        Heat that the plant must give [kW].
    """

    supply_c: dict[str, float]
    return_c: dict[str, float]
    supply_drop_pa: dict[str, float]
    supply_loss_w: dict[str, float]
    return_loss_w: dict[str, float]
    source_kw: float


def steady_state(
    segments: Sequence[Segment],
    flow_kg_per_s: Mapping[str, float],
    supply_c: float,
    cooling_k: float,
    ground_c: float,
    heat_capacity_j_per_kg_k: float = WATER_HEAT_CAPACITY,
) -> SteadyState:
    """Temperatures, pressure drops and losses of a branching network.

    Parameters
    ----------
    segments : sequence of Segment
        A tree with one plant.
    flow_kg_per_s : mapping of str to float
        Flow that each customer takes [kg/s].
    supply_c : float
        At the plant [degC].
    cooling_k : float
        By which each customer cools the water [K].
    ground_c : float
        Temperature outside the pipes' insulation [degC].
    heat_capacity_j_per_kg_k : float
        Of the water [J/(kg K)].

    Raises
    ------
    ScenarioError
        If the segments are no tree.

    References
    ----------
    Energy and momentum balance of each pipe; ideal mixing where return pipes meet.

    Examples
    --------
    1 kg/s through 100 m that lose 0.2 W/(m K): 20 W/K, so 70 K over the ground fall by 0.33 K.

    >>> pipe = Segment("plant", "school", 100.0, 0.0539, 1e-4, 0.2)
    >>> found = steady_state([pipe], {"school": 1.0}, 80.0, 30.0, 10.0)
    >>> round(found.supply_c["school"], 2), round(found.supply_drop_pa["school"])
    (79.67, 4712)
    """
    edges = [(segment.begin, segment.end) for segment in segments]
    order = nodes_from_plant(edges)
    flow = sums_beyond(edges, flow_kg_per_s)
    to = {segment.end: segment for segment in segments}
    going, drop = {order[0]: supply_c}, {order[0]: 0.0}
    supply_loss, return_loss = {}, {}

    def end_of(node: str, inlet_c: float) -> float:
        if flow[node] <= 0:
            return ground_c  # still water takes on the temperature around it
        pipe = to[node]
        reached = outlet_c(inlet_c, ground_c, pipe.u_w_per_m_k, pipe.length_m, flow[node], heat_capacity_j_per_kg_k)
        return float(reached)

    for node in order[1:]:
        pipe = to[node]
        going[node] = end_of(node, going[pipe.begin])
        supply_loss[node] = flow[node] * heat_capacity_j_per_kg_k * (going[pipe.begin] - going[node])
        mean_c = (going[pipe.begin] + going[node]) / 2.0
        gradient = pressure_gradient_pa_per_m(flow[node], pipe.inner_diameter_m, pipe.roughness_m, mean_c)
        drop[node] = drop[pipe.begin] + float(gradient) * pipe.length_m
    # Heat content of the return water that meets at each node, relative to 0 degC [kg/s degC].
    meets = {node: flow_kg_per_s.get(node, 0.0) * (going[node] - cooling_k) for node in order}
    coming: dict[str, float] = {}
    for node in reversed(order):
        coming[node] = meets[node] / flow[node] if flow[node] > 0 else ground_c
        if node in to:
            arriving = end_of(node, coming[node])
            return_loss[node] = flow[node] * heat_capacity_j_per_kg_k * (coming[node] - arriving)
            meets[to[node].begin] += flow[node] * arriving
    plant = order[0]
    source_kw = flow[plant] * heat_capacity_j_per_kg_k * (supply_c - coming[plant]) / 1000.0
    return SteadyState(going, coming, drop, supply_loss, return_loss, source_kw)
