"""Branching networks: the order of their nodes, and what passes each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from energycommunity.errors import Fault, ScenarioError

#: From the node nearer to the plant to the farther one.
Edge = tuple[str, str]


def nodes_from_plant(edges: Sequence[Edge]) -> list[str]:
    """All nodes, each after the one that it is fed from.

    Raises
    ------
    ScenarioError
        If a node is reached twice or the edges run in a circle.

    Examples
    --------
    >>> nodes_from_plant([("junction", "school"), ("plant", "junction")])
    ['plant', 'junction', 'school']
    """
    below: dict[str, list[str]] = defaultdict(list)
    reached: set[str] = set()
    for begin, end in edges:
        if end in reached:
            raise ScenarioError(Fault("network_reached_twice", {"node": end}))
        reached.add(end)
        below[begin].append(end)
    order = [node for node in below if node not in reached]
    roots = len(order)
    for node in order:  # grows while it is walked: breadth first
        order += below.get(node, [])
    if len(order) < len(reached) + roots:
        raise ScenarioError(Fault("network_circle", {"nodes": ", ".join(sorted(reached - set(order)))}))
    return order


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
