"""Branching networks: the order of their nodes, and what passes each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from energycommunity.errors import Fault, ScenarioError

#: From the node nearer to the plant to the farther one.
Edge = tuple[str, str]


def nodes_from_plant(edges: Sequence[Edge], *, one_plant: bool = False) -> list[str]:
    """All nodes, each after the one that it is fed from.

    Parameters
    ----------
    edges : sequence of Edge
        In any order.
    one_plant : bool
        Whether several nodes that nothing feeds are an error.

    Raises
    ------
    ScenarioError
        If a node is reached twice or the edges run in a circle; if there is not one plant, where that is asked for.

    Examples
    --------
    >>> nodes_from_plant([("junction", "school"), ("plant", "junction")])
    ['plant', 'junction', 'school']
    """
    below: dict[str, list[str]] = defaultdict(list)
    above: dict[str, str] = {}
    for begin, end in edges:
        if end in above:
            raise ScenarioError(_met_twice(end, begin, edges))
        above[end] = begin
        below[begin].append(end)
    reached = set(above)
    order = [node for node in below if node not in reached]
    roots = len(order)
    if one_plant and roots > 1:
        raise ScenarioError(Fault("network_several_plants", {"nodes": ", ".join(order)}))
    for node in order:  # grows while it is walked: breadth first
        order += below.get(node, [])
    if len(order) < len(reached) + roots:
        raise ScenarioError(Fault("network_circle", {"nodes": ", ".join(sorted(reached - set(order)))}))
    return order


def _met_twice(node: str, second: str, edges: Sequence[Edge]) -> Fault:
    """Two pipes lead to a node: from two supply points, or by two ways from the same one."""
    above: dict[str, str] = {}
    for begin, end in edges:
        above.setdefault(end, begin)
    first_plant, second_plant = (_origin(begin, above) for begin in (above[node], second))
    if first_plant == second_plant:
        return Fault("network_reached_twice", {"node": node})
    return Fault("network_two_supply_points", {"node": node, "first": first_plant, "second": second_plant})


def _origin(node: str, above: Mapping[str, str]) -> str:
    """The node that nothing feeds, from which a node is reached; in a circle the node before it closes."""
    passed = {node}
    while node in above and above[node] not in passed:
        node = above[node]
        passed.add(node)
    return node


def sums_beyond(edges: Sequence[Edge], amounts: Mapping[str, float]) -> dict[str, float]:
    """Sum of the amounts at each node and all nodes that it feeds.

    >>> sums_beyond([("plant", "junction"), ("junction", "school")], {"school": 3.0, "junction": 1.0})
    {'plant': 4.0, 'junction': 4.0, 'school': 3.0}
    """
    order = nodes_from_plant(edges)
    above = {end: begin for begin, end in edges}
    sums = {node: amounts.get(node, 0.0) for node in order}
    for node in reversed(order):
        if node in above:
            sums[above[node]] += sums[node]
    return sums


def ends_behind(edges: Sequence[Edge], ends: Iterable[str]) -> list[list[str]]:
    """For each edge those of the ends that are fed through it.

    >>> ends_behind([("plant", "junction"), ("junction", "school")], ["school", "junction"])
    [['school', 'junction'], ['school']]
    """
    into = {end: number for number, (_, end) in enumerate(edges)}
    behind: list[list[str]] = [[] for _ in edges]
    for end in ends:
        node = end
        while node in into:
            behind[into[node]].append(end)
            node = edges[into[node]][0]
    return behind
