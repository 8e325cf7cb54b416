"""Lines of a map as a network: where they meet they are joined, and each is cut there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from energycommunity.heat_network.coordinates import Point
from energycommunity.quantities import FloatArray

#: Ends that lie nearer together, or nearer to another line, are taken to meet: maps are drawn by hand [m].
MEETING_M = 1.0


@dataclass(frozen=True)
class Piece:
    """A part of a line between two nodes, which are numbers; `line` is the position of the line it was cut from."""

    begin: int
    end: int
    path_m: tuple[Point, ...]
    line: int

    @property
    def length_m(self) -> float:
        """Length along the path [m]."""
        return path_length_m(self.path_m)


@dataclass(frozen=True)
class LineNetwork:
    """Nodes with their places [m], and the pieces of lines between them."""

    nodes_m: tuple[Point, ...]
    pieces: tuple[Piece, ...]


def path_length_m(path_m: Sequence[Point]) -> float:
    """Length of a path [m].

    >>> path_length_m([(0.0, 0.0), (3.0, 4.0), (3.0, 10.0)])
    11.0
    """
    steps = np.diff(np.asarray(path_m, dtype=np.float64), axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def point_along(path_m: Sequence[Point], part: float) -> Point:
    """The point of a path that has a part of its length before it.

    >>> point_along([(0.0, 0.0), (30.0, 0.0), (30.0, 10.0)], 0.5)
    (20.0, 0.0)
    """
    points = np.asarray(path_m, dtype=np.float64)
    along = np.concatenate([[0.0], np.hypot(*np.diff(points, axis=0).T).cumsum()])
    east, north = (float(np.interp(part * along[-1], along, axis)) for axis in points.T)
    return east, north


def joined_lines(
    paths_m: Sequence[Sequence[Point]], meeting_m: float = MEETING_M, crossings_meet: bool = True
) -> LineNetwork:
    """Lines cut into pieces at their ends, at the ends of others that touch them, and where they cross.

    Parameters
    ----------
    paths_m : sequence of paths
        East and north of each line's points [m].
    meeting_m : float
        Points that lie nearer together are one node; an end nearer to another line touches it [m].
    crossings_meet : bool
        Whether lines that cross without an end meet there: streets do, pipes lie one above the other.

    Examples
    --------
    A side street that ends half a metre before a street of 100 m cuts it in two:

    >>> network = joined_lines([[(0.0, 0.0), (100.0, 0.0)], [(40.0, 0.5), (40.0, 30.0)]])
    >>> [(piece.begin, piece.end, round(piece.length_m)) for piece in network.pieces]
    [(0, 2, 40), (2, 1, 60), (2, 3, 30)]
    """
    import shapely

    lines = [shapely.LineString(path) for path in paths_m]
    tree = shapely.STRtree(lines)
    ends = [point for path in paths_m for point in (path[0], path[-1])]
    points = [*ends, *(_crossings(lines, tree) if crossings_meet else ())]
    node_of, nodes = _one_node_each(np.asarray(points, dtype=np.float64), meeting_m)
    touching = tree.query(shapely.points(nodes), predicate="dwithin", distance=meeting_m)
    on_line: dict[int, set[int]] = {}
    for node, line in touching.T:
        on_line.setdefault(int(line), set()).add(int(node))
    pieces = [
        piece
        for number, line in enumerate(lines)
        for piece in _cut(line, number, (node_of[2 * number], node_of[2 * number + 1]), on_line[number], nodes)
    ]
    return LineNetwork(tuple((float(east), float(north)) for east, north in nodes), tuple(pieces))


def _crossings(lines: list[Any], tree: Any) -> Iterator[Point]:
    """Where lines cross or lie upon each other."""
    import shapely

    for first, second in sorted(map(tuple, tree.query(lines, predicate="intersects").T)):
        if first < second:
            for part in shapely.get_parts(shapely.intersection(lines[first], lines[second])):
                coordinates = shapely.get_coordinates(part)
                yield from ((float(east), float(north)) for east, north in coordinates[[0, -1]])


def _one_node_each(points: FloatArray, meeting_m: float) -> tuple[list[int], FloatArray]:
    """The node of each point, and the place of each node: that of its first point."""
    import networkx as nx
    import shapely

    places = shapely.points(points)
    near: nx.Graph = nx.Graph()
    near.add_nodes_from(range(len(points)))
    near.add_edges_from(shapely.STRtree(places).query(places, predicate="dwithin", distance=meeting_m).T.tolist())
    groups = sorted(map(sorted, nx.connected_components(near)))
    number = {point: rank for rank, group in enumerate(groups) for point in group}
    return [number[point] for point in range(len(points))], points[[group[0] for group in groups]]


def _cut(line: Any, number: int, ends: tuple[int, int], touching: set[int], nodes: FloatArray) -> Iterator[Piece]:
    """The pieces of a line, in its direction; what is no longer than a slip of the pen is left out."""
    import shapely
    from shapely.ops import substring

    between = sorted((float(line.project(shapely.Point(nodes[node]))), node) for node in touching - set(ends))
    places = [(0.0, ends[0]), *between, (float(line.length), ends[1])]
    for (begin_m, begin), (end_m, end) in pairwise(places):
        inner = shapely.get_coordinates(substring(line, begin_m, end_m))[1:-1]
        path = tuple((float(east), float(north)) for east, north in (nodes[begin], *inner, nodes[end]))
        if begin != end or path_length_m(path) > 4.0 * MEETING_M:
            yield Piece(begin, end, path, number)
