"""Ways of pipes along streets, from a plant to buildings.

The streets are a graph whose edges weigh their length. Of all its trees that hold the plant and every building one of
little length is taken: a Steiner tree by Mehlhorn's approximation, no longer than twice the shortest. Metres of trench
cost and lose heat; a tree of shortest ways from the plant would take a second street where one pipe can serve both.
Buildings that are not connected in the end leave a part of the tree, which still reaches all others.

References
----------
networkx 3.6, `networkx.algorithms.approximation.steiner_tree`, method `mehlhorn`: bound and implementation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.errors import Fault, ScenarioError
from energycommunity.heat_network.coordinates import Point
from energycommunity.heat_network.line_network import LineNetwork, joined_lines, path_length_m

if TYPE_CHECKING:
    import networkx as nx

#: A service line that is shorter is counted with this length: a pipe has a length [m].
SHORTEST_M = 0.1


@dataclass(frozen=True)
class Way:
    """A pipe to be: from the node nearer to the plant to the farther one, along a path [m]."""

    begin: str
    end: str
    path_m: tuple[Point, ...]
    length_m: float


@dataclass(frozen=True)
class _Foot:
    """The street point nearest to a place: on which piece, how far along it [m], and how far away [m]."""

    piece: int
    along_m: float
    away_m: float


def route(
    streets_m: Sequence[Sequence[Point]], plant: tuple[str, Point], buildings: Mapping[str, Point], limit_m: float
) -> tuple[Way, ...]:
    """Pipes from a plant to all buildings along streets: a tree, each pipe after the one that feeds it.

    Parameters
    ----------
    streets_m : sequence of paths
        East and north of each street's points [m].
    plant : tuple of str and Point
        Name and place of the plant [m].
    buildings : mapping of str to Point
        Name and place of each building [m]. The order decides which junction gets which number.
    limit_m : float
        Longest line from a street to a building or to the plant [m].

    Raises
    ------
    ScenarioError
        If a place is farther from the streets than the limit, or its streets do not lead to the plant; with a fault for
        each, whose value `name` is the place.

    Examples
    --------
    A plant and two houses 10 m beside a street:

    >>> houses = {"school": (60.0, 10.0), "shop": (100.0, -10.0)}
    >>> ways = route([[(0.0, 0.0), (100.0, 0.0)]], ("boiler_house", (0.0, 10.0)), houses, 50.0)
    >>> [(way.begin, way.end, way.length_m) for way in ways]
    [('boiler_house', 'junction_1', 70.0), ('junction_1', 'school', 10.0), ('junction_1', 'shop', 50.0)]
    """
    import networkx as nx
    from networkx.algorithms.approximation import steiner_tree

    network = joined_lines(streets_m)
    places = {plant[0]: plant[1], **buildings}
    feet = _feet(network, places)
    graph, nodes = _graph(network, places, feet)
    faults = [*_too_far(feet, limit_m), *_apart(graph, nodes, plant[0], places)]
    if faults:
        raise ScenarioError(faults)
    reached = graph.subgraph(nx.node_connected_component(graph, nodes[plant[0]]))
    tree = steiner_tree(reached, sorted(nodes.values()), weight="length_m", method="mehlhorn")
    return tuple(_ways(tree, nodes, plant[0]))


def _feet(network: LineNetwork, places: Mapping[str, Point]) -> dict[str, _Foot]:
    """The nearest street point of each place."""
    import shapely

    lines = [shapely.LineString(piece.path_m) for piece in network.pieces]
    points = shapely.points(list(places.values()))
    nearest = shapely.STRtree(lines).nearest(points)
    found = zip(places, nearest, points, strict=True)
    return {
        name: _Foot(int(piece), float(lines[piece].project(point)), float(lines[piece].distance(point)))
        for name, piece, point in found
    }


def _graph(
    network: LineNetwork, places: Mapping[str, Point], feet: Mapping[str, _Foot]
) -> tuple[nx.Graph, dict[str, int]]:
    """Streets, cut at the feet of the places, and the service lines; and the node of each place."""
    import networkx as nx
    import shapely
    from shapely.ops import substring

    graph: nx.Graph = nx.Graph()
    names = list(places)
    of_place = {name: len(network.nodes_m) + position for position, name in enumerate(names)}
    next_node = len(network.nodes_m) + len(names)
    on_piece: dict[int, list[str]] = {}
    for name in names:
        on_piece.setdefault(feet[name].piece, []).append(name)
    for number, piece in enumerate(network.pieces):
        line = shapely.LineString(piece.path_m)
        begin, begin_m, length_m = piece.begin, 0.0, float(line.length)
        for name in sorted(on_piece.get(number, ()), key=lambda name: (feet[name].along_m, names.index(name))):
            at_m = feet[name].along_m
            if length_m - at_m < SHORTEST_M:
                foot = piece.end
            elif at_m - begin_m < SHORTEST_M:
                foot = begin
            else:
                foot, next_node = next_node, next_node + 1
                _add(graph, begin, foot, shapely.get_coordinates(substring(line, begin_m, at_m)))
                begin, begin_m = foot, at_m
            on_street = shapely.get_coordinates(line.interpolate(at_m))[0]
            _add(graph, foot, of_place[name], np.asarray([on_street, places[name]]))
        _add(graph, begin, piece.end, shapely.get_coordinates(substring(line, begin_m, length_m)))
    return graph, of_place


def _add(graph: nx.Graph, begin: int, end: int, coordinates: np.ndarray) -> None:
    """An edge with its path; of two between the same nodes the shorter one counts."""
    path = tuple((float(east), float(north)) for east, north in coordinates)
    length_m = max(path_length_m(path), SHORTEST_M)
    if begin != end and not (graph.has_edge(begin, end) and graph[begin][end]["length_m"] <= length_m):
        graph.add_edge(begin, end, length_m=length_m, path_m=path, begin=begin)


def _too_far(feet: Mapping[str, _Foot], limit_m: float) -> list[Fault]:
    return [
        Fault("network_far_from_streets", {"name": name, "distance": foot.away_m, "limit": float(limit_m)})
        for name, foot in feet.items()
        if foot.away_m > limit_m
    ]


def _apart(graph: nx.Graph, nodes: Mapping[str, int], plant: str, places: Mapping[str, Point]) -> list[Fault]:
    """Places whose streets do not hang together with those of the plant, with the gap between both."""
    import networkx as nx
    from shapely import MultiLineString

    reached = nx.node_connected_component(graph, nodes[plant])
    faults = []
    for name, node in nodes.items():
        if node in reached:
            continue
        own = nx.node_connected_component(graph, node)
        here, there = (
            MultiLineString([data["path_m"] for _, _, data in graph.edges(part, data=True)]) for part in (own, reached)
        )
        values: dict[str, object] = {"name": name, "plant": plant, "gap": float(here.distance(there))}
        faults.append(Fault("network_streets_apart", values))
    return faults


def _ways(tree: nx.Graph, nodes: Mapping[str, int], plant: str) -> list[Way]:
    """The tree as pipes from the plant on; bends and street corners without a branch are no junctions."""
    names = {node: name for name, node in nodes.items()}
    ways: list[Way] = []
    junctions = 0
    waiting: list[tuple[int, int | None]] = [(nodes[plant], None)]
    for node, came_from in waiting:  # grows while it is walked: breadth first
        for first in sorted(set(tree[node]) - {came_from}, key=lambda other: _order(tree, node, other)):
            path, last, before = list(_path(tree, node, first)), first, node
            length_m = tree[node][first]["length_m"]
            while last not in names and tree.degree(last) == 2:
                (beyond,) = set(tree[last]) - {before}
                path += _path(tree, last, beyond)[1:]
                length_m += tree[last][beyond]["length_m"]
                before, last = last, beyond
            if last not in names:
                junctions += 1
                names[last] = _free_name(f"junction_{junctions}", nodes)
            bends = [point for point, following in zip(path, [*path[1:], None], strict=True) if point != following]
            ways.append(Way(names[node], names[last], tuple(bends), round(length_m, 1)))
            waiting.append((last, before))
    return ways


def _free_name(name: str, taken: Mapping[str, int]) -> str:
    return name if name not in taken else _free_name(f"{name}_of_streets", taken)


def _path(tree: nx.Graph, begin: int, end: int) -> tuple[Point, ...]:
    """The path of an edge in the direction in which it is walked."""
    edge = tree[begin][end]
    path: tuple[Point, ...] = edge["path_m"]
    return path if edge["begin"] == begin else path[::-1]


def _order(tree: nx.Graph, node: int, other: int) -> tuple[Point, ...]:
    """By where the branches lead, not by the order of a search: the names are the same on every machine."""
    return _path(tree, node, other)[1:]
