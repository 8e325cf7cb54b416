"""Where names stand on a map so that they can be read: none over another or a mark, and beside lines if possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from energycommunity.heat_network.coordinates import Point
from energycommunity.heat_network.line_network import path_length_m, point_along

#: Room that the map has on the page [px].
MAP_WIDTH, MAP_HEIGHT = 800.0, 480.0
#: Size of the letters, how wide one is on average, and how high a line [px].
LETTERS, LETTER_WIDTH, LINE_HEIGHT = 10, 6.2, 12.0
#: From the edge of a mark to its name [px].
GAP = 2.0
#: Width of a street [px].
LINE_WIDTH = 7.0
#: Positions as plotly.js calls them, in the order in which they are tried.
POSITIONS = ("top center", "bottom center", "middle right", "middle left")
#: Left, lower, right and upper edge [px].
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Label:
    """A name at a point [m] beside a mark of a diameter [px]; `text` is empty where it has no room."""

    text: str
    point: Point
    diameter: float = 0.0
    position: str = POSITIONS[0]


def scale_px_per_m(points: Sequence[Point]) -> float:
    """How large the page draws a map that holds these points.

    >>> scale_px_per_m([(0.0, 0.0), (400.0, 100.0)])
    2.0
    """
    easts, norths = [east for east, _ in points], [north for _, north in points]
    width_m, height_m = max(easts) - min(easts), max(norths) - min(norths)
    return min(MAP_WIDTH / max(width_m, 1.0), MAP_HEIGHT / max(height_m, 1.0))


def placed_labels(
    wanted: Mapping[str, Sequence[Label]], px_per_m: float, taken: Sequence[Box] = (), lines: Sequence[Box] = ()
) -> tuple[dict[str, Label], list[Box]]:
    """Each name at the first of its places, and on the first side of it, where it has room; and all boxes then taken.

    Where no side is free of lines, a name stands on one.

    Parameters
    ----------
    wanted : mapping of str to sequence of Label
        The places that a name may have, the best first; names that come first find room first.
    px_per_m : float
        Scale of the map.
    taken : sequence of Box
        Where nothing may stand.
    lines : sequence of Box
        Where nothing should stand.

    Examples
    --------
    Two houses 20 m apart: the name of the second would cover that of the first, so it stands below.

    >>> houses = {name: [Label(name, (x, 0.0), 8.0)] for name, x in (("Kalna iela 1", 0.0), ("Kalna iela 3", 20.0))}
    >>> labels, _ = placed_labels(houses, 1.0)
    >>> [label.position for label in labels.values()]
    ['top center', 'bottom center']
    """
    boxes, labels = list(taken), {}
    for name, places in wanted.items():
        sides = [replace(place, position=position) for place in places for position in POSITIONS]
        free = [side for side in sides if not _is_over(side, px_per_m, boxes)]
        best = next((side for side in free if not _is_over(side, px_per_m, lines)), None)
        labels[name] = best or next(iter(free), replace(places[0], text=""))
        boxes += [_box(labels[name], px_per_m)] if labels[name].text else []
    return labels, boxes


def line_boxes(paths: Iterable[Sequence[Point]], px_per_m: float) -> list[Box]:
    """Small boxes along lines [m], as near to each other as letters are high.

    >>> len(line_boxes([[(0.0, 0.0), (100.0, 0.0)]], 1.0))
    10
    """
    boxes = []
    for path in paths:
        parts = int(path_length_m(path) * px_per_m / LINE_HEIGHT) + 2
        points = (point_along(path, part / (parts - 1)) for part in range(parts))
        boxes += [mark_box(Label("", point, LINE_WIDTH), px_per_m) for point in points]
    return boxes


def mark_box(label: Label, px_per_m: float) -> Box:
    """Where the mark of a label stands, a little smaller than round it, so that names may touch it."""
    x, y, inside = label.point[0] * px_per_m, label.point[1] * px_per_m, 0.4 * label.diameter
    return x - inside, y - inside, x + inside, y + inside


def _box(label: Label, px_per_m: float) -> Box:
    x, y = label.point[0] * px_per_m, label.point[1] * px_per_m
    width, apart = LETTER_WIDTH * len(label.text), 0.5 * label.diameter + GAP
    if label.position.startswith("middle"):
        left = x + apart if label.position.endswith("right") else x - apart - width
        return left, y - LINE_HEIGHT / 2, left + width, y + LINE_HEIGHT / 2
    low = y + apart if label.position.startswith("top") else y - apart - LINE_HEIGHT
    return x - width / 2, low, x + width / 2, low + LINE_HEIGHT


def _is_over(label: Label, px_per_m: float, boxes: Iterable[Box]) -> bool:
    own = _box(label, px_per_m)
    return any(_overlap(own, box) for box in boxes)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
