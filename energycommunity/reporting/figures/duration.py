"""Load-duration curves: for how many hours a power is reached or exceeded."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.figures.frame import Figure, axis, domains, once_in_legend, short
from energycommunity.reporting.flows import by_group, uses_kw
from energycommunity.reporting.names import part_name
from energycommunity.reporting.palette import INK, flow_colour

#: Points of a curve: more than a screen tells apart.
POINTS = 241


def duration_curves(edition: Edition, name: str) -> Figure:
    """Heat on the left, electricity on the right: demand and each source, each sorted by itself.

    The one that does not occur has no place.
    """
    found = {carrier: curves for carrier in ("heat", "electricity") if (curves := _curves(edition, name, carrier))}
    layout: dict[str, Any] = {"height": 340}
    traces: list[dict[str, Any]] = []
    for place, domain, (carrier, curves) in zip(("", "2"), domains(len(found), 0.08), found.items(), strict=False):
        layout[f"xaxis{place}"] = axis(edition.voice.say("hours"), domain=domain, anchor=f"y{place}")
        title = f"{edition.voice.carrier(carrier)}, kW"
        layout[f"yaxis{place}"] = axis(title, rangemode="tozero", anchor=f"x{place}")
        traces += [_curve(curve, edition.grid.step_h, place) for curve in curves]
    return {"data": once_in_legend(traces), "layout": layout}


class _Line(NamedTuple):
    name: str
    colour: str
    power_kw: FloatArray
    dash: str


def _curves(edition: Edition, name: str, carrier: str) -> list[_Line]:
    """The demand for a carrier, and what gives and sells it; nothing where it does not occur."""
    flows = edition.flows[name]
    demand = uses_kw(flows, edition.grid.steps, carrier)
    curves = [_Line(edition.voice.say("all_uses"), INK, demand, "dot")] if demand.any() else []
    for (part, group), power in by_group(flows, carrier, ("bought", "made", "sold")).items():
        curves.append(_Line(part_name(edition.voice, part, group), flow_colour(part, group), power, "solid"))
    return curves


def _curve(curve: _Line, step_h: float, place: str) -> dict[str, Any]:
    """The largest first, at evenly spread hours."""
    falling = np.sort(curve.power_kw)[::-1]
    at = np.linspace(0.0, falling.size - 1.0, min(POINTS, falling.size))
    return {
        "type": "scatter",
        "mode": "lines",
        "name": curve.name,
        "x": short((at + 0.5) * step_h, 5),
        "y": short(np.interp(at, np.arange(falling.size), falling)),
        "xaxis": f"x{place}",
        "yaxis": f"y{place}",
        "line": {"width": 1.8, "color": curve.colour, "dash": curve.dash},
        "legendgroup": curve.name,
    }
