"""The heat map on the page: streets by linear density, squares by heat per hectare, pipes, and buildings by their heat.

Drawn in metres east and north of the site, so that it needs nothing but the page; each layer is an entry of the legend.
In a variant two buttons switch all layers between today and after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from energycommunity.heat_network.coordinates import Point, to_metres
from energycommunity.heat_network.heat_density import Segment
from energycommunity.heat_network.line_network import point_along
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.figures.frame import Figure, axis
from energycommunity.reporting.figures.map_labels import (
    LETTERS,
    LINE_WIDTH,
    Label,
    line_boxes,
    mark_box,
    placed_labels,
    scale_px_per_m,
)
from energycommunity.reporting.palette import FAINT, GROUPS, INK, SEQUENTIAL, group_colour
from energycommunity.reporting.tables.heat_map import heated_by, own_heating, street_name
from energycommunity.results.heat_map import Heat, HeatMap, MappedBuilding, MappedPipe, MappedSegment
from energycommunity.scenario.present_heating import PresentHeating

#: Linear densities from which the next colour begins [MWh/(m a)], and the colours: dark is much, also in print.
CLASSES = (0.0, 0.5, 1.0, 2.0, 4.0)
COLOURS = ("#fdd49e", "#fdbb84", "#fc8d59", "#e34a33", "#b30000")
#: Diameter of the mark of the building with most heat, and of one with hardly any.
LARGEST, SMALLEST = 34.0, 7.0
#: Names on the map, with a light rim so that they can be read over lines and colours.
LABEL_FONT = {"size": LETTERS, "color": INK, "shadow": "auto"}
STREET_NAMES = "#4a4f55"
#: How a building is marked by the kind of its heating.
SYMBOLS = {
    "boiler": "square",
    "stove": "triangle-up",
    "heat_pump": "diamond",
    "electric": "cross",
    "network": "hexagon",
}
HEATINGS = {"heat_pump": GROUPS["heat_pump"], "electric": GROUPS["electricity"], "network": GROUPS["district_heat"]}
When = Callable[[Heat], float]
WHEN: tuple[When, When] = (lambda heat: heat.today_mwh, lambda heat: heat.after_mwh)


@dataclass(frozen=True)
class _Drawing:
    """What every layer asks of."""

    edition: Edition
    variant: str
    map: HeatMap

    def heated_by(self, building: MappedBuilding) -> str:
        """What gives a building heat in the variant."""
        return heated_by(self.edition, self.variant, building)

    def at(self, point: Point) -> Point:
        """East and north of the site, to a decimetre."""
        return round(point[0] - self.map.site_m[0], 1), round(point[1] - self.map.site_m[1], 1)

    def path(self, points: Sequence[Point]) -> tuple[list[float | None], list[float | None]]:
        """The coordinates of a line, with a gap behind."""
        moved = [self.at(point) for point in points]
        return [*(x for x, _ in moved), None], [*(y for _, y in moved), None]


def heat_demand_map(edition: Edition, name: str) -> Figure | None:
    """The map of a variant; None where there is none."""
    found = edition.results.heat_maps.get(name)
    if found is None:
        return None
    drawing = _Drawing(edition, name, found)
    today, after = (list(_traces(drawing, when)) for when in WHEN)
    return {
        "data": today,
        "layout": {**_layout(edition), **(_buttons(edition, today, after) if found.has_after else {})},
    }


def _traces(drawing: _Drawing, when: When) -> Iterator[dict[str, Any]]:
    """All layers, the lowest first; the same ones today and after."""
    yield _squares(drawing, when)
    yield from _streets(drawing, when)
    yield from _pipes(drawing)
    street_names, building_names = _labels(drawing)
    yield from _buildings(drawing, when, building_names)
    yield from _street_names(drawing, street_names)


def _squares(drawing: _Drawing, when: When) -> dict[str, Any]:
    """Heat per hectare of each square, as a picture of the grid."""
    side, say = drawing.map.rules.cell_m, drawing.edition.voice.say
    density = {cell.number: when(cell.density_mwh_per_ha_year) for cell in drawing.map.cells}
    columns = range(min(x for x, _ in density), max(x for x, _ in density) + 1)
    rows = range(min(y for _, y in density), max(y for _, y in density) + 1)
    values = [[density.get((x, y)) for x in columns] for y in rows]
    most = max(each.density_mwh_per_ha_year.today_mwh for each in drawing.map.cells)
    x0, y0 = drawing.at(((columns[0] + 0.5) * side, (rows[0] + 0.5) * side))
    return {
        "type": "heatmap",
        "name": say("map_squares", side=f"{side:g}"),
        "x": [x0 + side * step for step in range(len(columns))],
        "y": [y0 + side * step for step in range(len(rows))],
        "z": [[None if value is None else float(f"{value:.4g}") for value in row] for row in values],
        "colorscale": SEQUENTIAL,
        "zmin": 0,
        "zmax": float(f"{most:.3g}") or 1.0,
        "opacity": 0.35,
        "hoverongaps": False,
        "hovertemplate": f"%{{z:.0f}} {drawing.edition.voice.unit('MWh/(ha·a)')}<extra></extra>",
        "showlegend": True,
        "colorbar": {"title": {"text": drawing.edition.voice.unit("MWh/(ha·a)")}, "thickness": 12, "len": 0.6},
    }


def _streets(drawing: _Drawing, when: When) -> Iterator[dict[str, Any]]:
    """A layer for each class of linear density, and one for streets without buildings."""
    say, voice = drawing.edition.voice.say, drawing.edition.voice
    if not drawing.map.segments:
        return
    yield _lines(drawing, say("map_no_heat"), "#b9bfc4", [s for s in drawing.map.segments if not when(s.heat)], when)
    for low, high, colour in zip(CLASSES, (*CLASSES[1:], None), COLOURS, strict=True):
        chosen = [
            street
            for street in drawing.map.segments
            if when(street.heat) and low <= when(street.density_mwh_per_m_year) < (high or float("inf"))
        ]
        unit = voice.unit("MWh/(m·a)")
        bounds = f"≥ {voice.rounded(low)}" if high is None else f"{voice.rounded(low)}–{voice.rounded(high)}"
        yield _lines(drawing, f"{bounds} {unit}", colour, chosen, when)


def _lines(drawing: _Drawing, name: str, colour: str, streets: Sequence[MappedSegment], when: When) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[float | None] = []
    told: list[str | None] = []
    for street in streets:
        xs, ys = drawing.path(_with_middles(street.segment.path_m))
        x, y = x + xs, y + ys
        told += [_street_words(drawing, street, when)] * len(xs)
    trace = {"type": "scatter", "mode": "lines", "name": name, "x": x, "y": y, "hovertext": told}
    return trace | {"hoverinfo": "text", "line": {"color": colour, "width": LINE_WIDTH}}


def _with_middles(path_m: Sequence[Point]) -> list[Point]:
    """A path with the middle of each step, since only its points answer the mouse."""
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(path_m)]
    return [path_m[0], *(point for pair in zip(middles, path_m[1:], strict=True) for point in pair)]


def _street_words(drawing: _Drawing, street: MappedSegment, when: When) -> str:
    voice = drawing.edition.voice
    lines = [
        f"<b>{_safe(street_name(street.segment))}</b>, {voice.amount(street.segment.length_m, 'm')}",
        voice.amount(when(street.heat), voice.unit("MWh/a"), 1),
        voice.amount(when(street.density_mwh_per_m_year), voice.unit("MWh/(m·a)"), 2),
    ]
    if street.gain is not None:
        lines.append(voice.amount(street.gain.low.eur / street.gain.heat_mwh, "EUR/MWh", 1))
        lines.append(voice.say("map_saved", saved=voice.number(street.gain.saved_eur_per_mwh, 1)))
    return "<br>".join(lines)


def _pipes(drawing: _Drawing) -> Iterator[dict[str, Any]]:
    """A layer for each network: its pipes, and a mark where they begin."""
    ends = {(pipe.network, pipe.end) for pipe in drawing.map.pipes}
    for network in dict.fromkeys(pipe.network for pipe in drawing.map.pipes):
        x: list[float | None] = []
        y: list[float | None] = []
        told: list[str | None] = []
        for pipe in drawing.map.pipes:
            if pipe.network == network:
                xs, ys = drawing.path(_with_middles([to_metres(*point) for point in pipe.path_deg]))
                x, y = x + xs, y + ys
                length = drawing.edition.voice.amount(pipe.length_m, "m")
                told += [f"{_safe(pipe.begin)} – {_safe(pipe.end)}: {length}, {_safe(pipe.kind)}"] * len(xs)
        name = drawing.edition.voice.say("map_pipes", network=network)
        trace = {"type": "scatter", "mode": "lines", "name": name, "x": x, "y": y, "hovertext": told}
        yield trace | {"hoverinfo": "text", "line": {"color": INK, "width": 1.6}}
        first = [pipe for pipe in drawing.map.pipes if pipe.network == network and (network, pipe.begin) not in ends]
        yield _plant(drawing, first[0])


def _plant(drawing: _Drawing, first: MappedPipe) -> dict[str, Any]:
    x, y = drawing.at(to_metres(*first.path_deg[0]))
    marker = {"size": 15, "symbol": "star", "color": INK, "line": {"color": "#fff", "width": 1}}
    name = drawing.edition.voice.say("map_plant", plant=first.begin)
    trace = {"type": "scatter", "mode": "markers", "name": name, "x": [x], "y": [y], "hovertext": [_safe(first.begin)]}
    return trace | {"hoverinfo": "text", "marker": marker}


def _labels(drawing: _Drawing) -> tuple[dict[str, Label], dict[str, Label]]:
    """Where the names of streets stand, and those of buildings, of most heat first."""
    size_of = _sizes(drawing, WHEN[0])
    houses = sorted(drawing.map.buildings, key=lambda each: -each.heat.today_mwh)
    buildings = {each.name: [Label(_safe(each.name), drawing.at(each.place_m), size_of(each))] for each in houses}
    longest: dict[str, Segment] = {}
    for street in sorted(drawing.map.segments, key=lambda each: -each.segment.length_m):
        longest.setdefault(street.segment.street, street.segment)
    streets = {
        name: [Label(_safe(name), drawing.at(point_along(segment.path_m, part))) for part in (0.5, 0.25, 0.75)]
        for name, segment in longest.items()
    }
    streets_m = (street.segment.path_m for street in drawing.map.segments)
    pipes_m = (tuple(to_metres(*point) for point in pipe.path_deg) for pipe in drawing.map.pipes)
    lines = [[drawing.at(point) for point in path] for path in (*streets_m, *pipes_m)]
    scale = scale_px_per_m([*(label.point for (label,) in buildings.values()), *(p for line in lines for p in line)])
    along, marks = line_boxes(lines, scale), [mark_box(label, scale) for (label,) in buildings.values()]
    street_names, taken = placed_labels(streets, scale, marks, along)
    return street_names, placed_labels(buildings, scale, taken, along)[0]


def _street_names(drawing: _Drawing, labels: Mapping[str, Label]) -> Iterator[dict[str, Any]]:
    """A layer of the names of streets, each once."""
    if labels:
        yield {
            "type": "scatter",
            "mode": "text",
            "name": drawing.edition.voice.say("map_street_names"),
            "x": [label.point[0] for label in labels.values()],
            "y": [label.point[1] for label in labels.values()],
            "text": [f"<i>{label.text}</i>" if label.text else "" for label in labels.values()],
            "textposition": [label.position for label in labels.values()],
            "textfont": {**LABEL_FONT, "color": STREET_NAMES},
            "hoverinfo": "skip",
        }


def _sizes(drawing: _Drawing, when: When) -> Callable[[MappedBuilding], float]:
    """Diameter of the mark of a building, by its heat."""
    most = max((each.heat.today_mwh for each in drawing.map.buildings), default=0.0) or 1.0
    return lambda building: SMALLEST + (LARGEST - SMALLEST) * (when(building.heat) / most) ** 0.5


def _buildings(drawing: _Drawing, when: When, labels: Mapping[str, Label]) -> Iterator[dict[str, Any]]:
    """A layer for each way of heating: each network, and of buildings heated by themselves each kind and fuel."""
    size_of = _sizes(drawing, when)
    layers: dict[str, list[MappedBuilding]] = {}
    for building in drawing.map.buildings:
        layers.setdefault(drawing.heated_by(building), []).append(building)
    for name, buildings in layers.items():
        places = [drawing.at(building.place_m) for building in buildings]
        yield {
            "type": "scatter",
            "mode": "markers+text",
            "name": name,
            "x": [x for x, _ in places],
            "y": [y for _, y in places],
            "text": [labels[building.name].text for building in buildings],
            "textposition": [labels[building.name].position for building in buildings],
            "textfont": LABEL_FONT,
            "hovertext": [_building_words(drawing, building, when) for building in buildings],
            "hoverinfo": "text",
            "marker": {
                "size": [round(size_of(building), 1) for building in buildings],
                "color": _colour(drawing, buildings[0]),
                "symbol": _symbol(drawing, buildings[0]),
                "opacity": 0.9,
                "line": {"color": "#fff", "width": 1},
            },
        }


def _colour(drawing: _Drawing, building: MappedBuilding) -> str:
    """By what heats a building: the colours that plants and fuels have in all figures."""
    if building.networks:
        return GROUPS["heat_network"]
    heating = _today(drawing, building)
    if heating is not None:
        return GROUPS.get(f"fuel_boiler:{heating.fuel}") or HEATINGS[heating.type]
    made = [flow for flow in drawing.edition.flows[drawing.variant] if flow.part == "made"]
    groups = [flow.group for flow in made if flow.asset in building.plants]
    return group_colour(groups[0]) if groups else FAINT


def _symbol(drawing: _Drawing, building: MappedBuilding) -> str:
    heating = _today(drawing, building)
    if building.networks or (heating is None and not building.plants):
        return "circle"
    return SYMBOLS[heating.type] if heating is not None else "square"


def _today(drawing: _Drawing, building: MappedBuilding) -> PresentHeating | None:
    """The heating of today, where it is what heats the building in the variant."""
    heating = building.heating
    is_shown = heating is not None and drawing.heated_by(building) == own_heating(drawing.edition, heating)
    return heating if is_shown else None


def _building_words(drawing: _Drawing, building: MappedBuilding, when: When) -> str:
    edition, voice, heating = drawing.edition, drawing.edition.voice, building.heating
    lines = [f"<b>{_safe(building.name)}</b>", voice.amount(when(building.heat), voice.unit("MWh/a"), 1)]
    lines.append(_safe(drawing.heated_by(building)))
    if heating is not None and _today(drawing, building) is None:
        lines.append(voice.say("map_heated_before", heating=own_heating(edition, heating)))
    if heating is not None and heating.built is not None:
        lines.append(voice.say("map_heating_built", year=heating.built))
    if heating is not None and heating.efficiency is not None:
        lines.append(voice.say("map_efficiency", efficiency=voice.number(heating.efficiency, 2)))
    if building.segment is not None:
        lines.append(_safe(street_name(drawing.map.segments[building.segment].segment)))
    return "<br>".join(lines)


def _safe(words: str) -> str:
    """A name from the file as plotly.js shows it: it reads a few tags."""
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _layout(edition: Edition) -> dict[str, Any]:
    say = edition.voice.say
    return {
        "height": 680,
        "hovermode": "closest",
        "xaxis": axis(say("map_east"), zeroline=False),
        "yaxis": axis(say("map_north"), zeroline=False, scaleanchor="x", scaleratio=1),
        "legend": {"orientation": "h", "y": -0.12, "x": 0, "yanchor": "top"},
    }


def _buttons(edition: Edition, today: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[str, Any]:
    """Two buttons that put the numbers of today and after into all layers, and leave alone which of them are shown."""
    buttons = [
        {"label": edition.voice.say(label), "method": "restyle", "args": [_restyled(traces), list(range(len(traces)))]}
        for label, traces in (("map_today", today), ("map_after", after))
    ]
    menu = {"type": "buttons", "direction": "right", "x": 0, "y": 1.01, "xanchor": "left", "yanchor": "bottom"}
    return {"updatemenus": [{**menu, "showactive": True, "buttons": buttons}]}


def _restyled(traces: list[dict[str, Any]]) -> dict[str, Any]:
    """What differs between today and after, for each layer."""
    keys = ("x", "y", "z", "hovertext")
    return {key: [trace.get(key) for trace in traces] for key in keys} | {
        "marker.size": [trace.get("marker", {}).get("size") for trace in traces]
    }
