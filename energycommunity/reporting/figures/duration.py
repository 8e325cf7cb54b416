"""Load-duration curves: for how many hours a power is reached or exceeded."""

from __future__ import annotations

from typing import Any

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.figures.frame import Figure, axis, once_in_legend, short
from energycommunity.reporting.flows import by_group, uses_kw
from energycommunity.reporting.names import part_name
from energycommunity.reporting.palette import INK, flow_colour

#: Points of a curve: more than a screen tells apart.
POINTS = 241


def duration_curves(edition: Edition, name: str) -> Figure:
    """Heat on the left, electricity on the right: demand and each source, each sorted by itself."""
    say, grid, flows = edition.voice.say, edition.grid, edition.flows[name]
    traces: list[dict[str, Any]] = []
    for place, carrier in (("", "heat"), ("2", "electricity")):
        demand = uses_kw(flows, grid.steps, carrier)
        curves = [(say("all_uses"), INK, demand, "dot")] if demand.any() else []
        for (part, group), power in by_group(flows, carrier, ("bought", "made", "sold")).items():
            curves.append((part_name(edition.voice, part, group), flow_colour(part, group), power, "solid"))
        traces += [_curve(title, colour, power, grid.step_h, place, dash) for title, colour, power, dash in curves]
    hours = say("hours")
    layout = {
        "height": 340,
        "xaxis": axis(hours, domain=[0.0, 0.46]),
        "xaxis2": axis(hours, domain=[0.54, 1.0], anchor="y2"),
        "yaxis": axis(f"{edition.voice.carrier('heat')}, kW", rangemode="tozero"),
        "yaxis2": axis(f"{edition.voice.carrier('electricity')}, kW", rangemode="tozero", anchor="x2"),
    }
    return {"data": once_in_legend(traces), "layout": layout}


def _curve(name: str, colour: str, power_kw: FloatArray, step_h: float, place: str, dash: str) -> dict[str, Any]:
    """The largest first, at evenly spread hours."""
    falling = np.sort(power_kw)[::-1]
    at = np.linspace(0.0, falling.size - 1.0, min(POINTS, falling.size))
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": short((at + 0.5) * step_h, 5),
        "y": short(np.interp(at, np.arange(falling.size), falling)),
        "xaxis": f"x{place}",
        "yaxis": f"y{place}",
        "line": {"width": 1.8, "color": colour, "dash": dash},
        "legendgroup": name,
    }
