"""Pipes drawn on a map: which line joins which, what stands at its ends, and which way the water goes.

Ends are told by `from` and `to` of a line, by a point with a `name` beside it, or by the building that is nearest to a
dead end. All else where lines meet is a junction, numbered from the plant on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.errors import Fault, ScenarioError
from energycommunity.heat_network.coordinates import Point
from energycommunity.heat_network.geography import MapFile
from energycommunity.heat_network.line_network import LineNetwork, joined_lines

if TYPE_CHECKING:
    import networkx as nx

#: A dead end that lies nearer to the place of a building leads to it: a place may be the middle of a large house [m].
REACHING_M = 20.0
#: A point with a name names what ends nearer than this [m].
NAMING_M = 2.0


@dataclass(frozen=True)
class DrawnPipe:
    """A pipe between two nodes, from the plant on; `share` is its part of the line that it was cut from."""

    begin: str
    end: str
    path_m: tuple[Point, ...]
    length_m: float
    feature: int
    line: int
    share: float


@dataclass(frozen=True)
class Surroundings:
    """What pipes may lead to: the place of each building [m], None where it is not known, and the plant's node."""

    buildings_m: Mapping[str, Point | None]
    plant: str


@dataclass
class _Drawing:
    """A map, its lines joined, and what its nodes are called; `loose` are the pieces whose end leads to nothing."""

    map: MapFile
    around: Surroundings
    network: LineNetwork
    names: dict[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    loose: dict[int, Fault] = field(default_factory=dict)

    def feature(self, piece: int) -> int:
        """The number of the feature that a piece was cut from."""
        return self.map.lines[self.network.pieces[piece].line].number


def drawn_pipes(drawn: MapFile, around: Surroundings) -> tuple[DrawnPipe, ...]:
    """The pipes of a map as a tree, each after the one that feeds it.

    The properties of its lines are read by the keys `from` and `to`, those of its points by `name`.

    Raises
    ------
    ScenarioError
        If the plant is not on the map, lines lie apart or run in a circle, or one ends at no building; each fault names
        the feature.
    """
    if not drawn.lines:
        raise ScenarioError(drawn.fault(None, "network_map_no_lines"))
    network = joined_lines([line.path_m for line in drawn.lines], crossings_meet=False)
    drawing = _Drawing(drawn, around, network)
    _name_ends(drawing)
    _name_by_points(drawing)
    _name_dead_ends(drawing)
    if around.plant not in drawing.names.values() and not drawing.faults:
        drawing.faults.append(drawn.fault(None, "network_map_without_plant", plant=around.plant))
    if drawing.faults:
        raise ScenarioError([*drawing.faults, *drawing.loose.values()])
    pipes = list(_from_plant(drawing))
    if drawing.faults or drawing.loose:
        raise ScenarioError([*drawing.faults, *drawing.loose.values()])
    return tuple(pipes)


def _call(drawing: _Drawing, node: int, name: str, feature: int) -> None:
    """Give a node its name; a node has one."""
    known = drawing.names.setdefault(node, name)
    if known != name:
        drawing.faults.append(drawing.map.fault(feature, "network_map_two_names", given=name, other=known))


def _name_ends(drawing: _Drawing) -> None:
    """By `from` and `to` of the lines, which hold at the first and the last piece of each."""
    for position, line in enumerate(drawing.map.lines):
        own = [piece for piece in drawing.network.pieces if piece.line == position]
        for key, node in (("from", own[0].begin), ("to", own[-1].end)) if own else ():
            if line.properties.get(key) is not None:
                _call(drawing, node, str(line.properties[key]), line.number)


def _name_by_points(drawing: _Drawing) -> None:
    """By the points of the map that have a name."""
    places = np.asarray(drawing.network.nodes_m)
    for point in drawing.map.points:
        name = point.properties.get("name")
        away = np.hypot(*(places - point.path_m[0]).T)
        if name is not None and away.min() <= NAMING_M:
            _call(drawing, int(away.argmin()), str(name), point.number)
        elif name is not None:
            values: dict[str, object] = {"name": str(name), "distance": float(away.min()), "limit": NAMING_M}
            drawing.faults.append(drawing.map.fault(point.number, "network_map_point_apart", **values))


def _name_dead_ends(drawing: _Drawing) -> None:
    """Ends that nothing goes on from lead to a building; one that is told by its name must be one."""
    known = {name: place for name, place in drawing.around.buildings_m.items() if place is not None}
    for node, piece in _dead_ends(drawing):
        feature, name = drawing.feature(piece), drawing.names.get(node)
        if name is not None:
            if name not in drawing.around.buildings_m and name != drawing.around.plant:
                allowed = ", ".join(drawing.around.buildings_m)
                values = {"given": name, "allowed": allowed}
                drawing.faults.append(drawing.map.fault(feature, "network_map_unknown_building", **values))
            continue
        place = np.asarray(drawing.network.nodes_m[node])
        away_m = {building: float(np.hypot(*(place - at))) for building, at in known.items()}
        nearest = min(away_m, key=lambda building: away_m[building], default=None)
        if nearest is not None and away_m[nearest] <= REACHING_M:
            drawing.names[node] = nearest
        else:
            drawing.loose[piece] = _loose_end(drawing, feature, nearest, away_m)


def _loose_end(drawing: _Drawing, feature: int, nearest: str | None, away_m: Mapping[str, float]) -> Fault:
    if nearest is None:
        return drawing.map.fault(feature, "network_map_end_without_places")
    values: dict[str, object] = {"building": nearest, "distance": away_m[nearest], "limit": REACHING_M}
    return drawing.map.fault(feature, "network_map_loose_end", **values)


def _dead_ends(drawing: _Drawing) -> Iterator[tuple[int, int]]:
    """Nodes of a single piece, with it; nodes of one name are one."""
    pieces_at: dict[int | str, list[tuple[int, int]]] = {}
    for number, piece in enumerate(drawing.network.pieces):
        for node in (piece.begin, piece.end):
            pieces_at.setdefault(drawing.names.get(node, node), []).append((node, number))
    yield from (found[0] for found in pieces_at.values() if len(found) == 1)


def _from_plant(drawing: _Drawing) -> Iterator[DrawnPipe]:
    """The pieces in the direction of the water, as a walk from the plant meets them."""
    import networkx as nx

    graph: nx.MultiGraph = nx.MultiGraph()
    for number, piece in enumerate(drawing.network.pieces):
        graph.add_edge(*(drawing.names.get(node, node) for node in (piece.begin, piece.end)), key=number)
    reached: dict[int | str, str] = {drawing.around.plant: drawing.around.plant}
    taken: set[int] = set()
    waiting: list[int | str] = [drawing.around.plant]
    for node in waiting:  # grows while it is walked: breadth first
        for _, other, number in sorted(graph.edges(node, keys=True), key=lambda edge: edge[2]):
            if number in taken:
                continue
            taken.add(number)
            if other in reached:
                drawing.faults.append(_circle(drawing, number, reached[other]))
                continue
            reached[other] = other if isinstance(other, str) else _junction(reached, drawing)
            waiting.append(other)
            yield _pipe(drawing, number, (node, reached[node]), reached[other])
    _tell_apart(drawing, graph, taken)


def _junction(reached: Mapping[int | str, str], drawing: _Drawing) -> str:
    """The next free name of a junction."""
    taken = {*reached.values(), *drawing.names.values(), *drawing.around.buildings_m}
    return next(name for name in (f"junction_{n}" for n in range(1, len(taken) + 2)) if name not in taken)


def _pipe(drawing: _Drawing, number: int, begin: tuple[int | str, str], end: str) -> DrawnPipe:
    piece = drawing.network.pieces[number]
    forward = drawing.names.get(piece.begin, piece.begin) == begin[0]
    whole_m = sum(other.length_m for other in drawing.network.pieces if other.line == piece.line)
    path = piece.path_m if forward else piece.path_m[::-1]
    share = piece.length_m / whole_m
    return DrawnPipe(begin[1], end, path, piece.length_m, drawing.feature(number), piece.line, share)


def _circle(drawing: _Drawing, number: int, name: str) -> Fault:
    """A line that leads to what is reached already."""
    key = "network_map_building_twice" if name in drawing.around.buildings_m else "network_map_circle"
    return drawing.map.fault(drawing.feature(number), key, name=name)


def _tell_apart(drawing: _Drawing, graph: nx.MultiGraph, reached: set[int]) -> None:
    """Parts of the map that do not hang together with the plant: a fault for each, with the gap, in place of others."""
    import networkx as nx
    from shapely import MultiLineString

    def lines(numbers: Sequence[int]) -> MultiLineString:
        return MultiLineString([drawing.network.pieces[number].path_m for number in numbers])

    for part in nx.connected_components(graph):
        numbers = sorted(number for _, _, number in graph.edges(part, keys=True))
        if numbers[0] not in reached:
            gap_m = float(lines(numbers).distance(lines(sorted(reached))))
            values: dict[str, object] = {"plant": drawing.around.plant, "gap": gap_m, "lines": len(numbers)}
            drawing.faults.append(drawing.map.fault(drawing.feature(numbers[0]), "network_map_apart", **values))
            drawing.loose = {piece: fault for piece, fault in drawing.loose.items() if piece not in numbers}
