"""Hourly heat maps: a column for each day, a row for each hour of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.figures.frame import Figure, axis, short
from energycommunity.reporting.flows import total_kw
from energycommunity.reporting.palette import DIVERGING, SEQUENTIAL
from energycommunity.time_grid import TimeGrid


def heat_maps(edition: Edition, name: str) -> dict[str, Figure]:
    """Net exchange with the grid, and heat demand with losses; what does not occur is left out."""
    flows, grid = edition.flows[name], edition.grid
    net = total_kw(flows, grid.steps, "bought") - total_kw(flows, grid.steps, "sold")
    heat = total_kw(flows, grid.steps, "used", "lost", carrier="heat")
    figures = {}
    if net.any():
        figures["heat_map_grid"] = _heat_map(edition, net, two_sided=bool(net.min() < 0.0))
    if heat.any():
        figures["heat_map_heat"] = _heat_map(edition, heat, two_sided=False)
    return figures


def _heat_map(edition: Edition, power_kw: FloatArray, two_sided: bool) -> Figure:
    local = edition.grid.local
    day_one = local[0].normalize()
    most = float(np.abs(power_kw).max())
    trace: dict[str, Any] = {
        "type": "heatmap",
        "z": [short(row, 3) for row in by_hour_and_day(edition.grid, power_kw)],
        "x0": f"{day_one:%Y-%m-%d}",
        "dx": 86_400_000,
        "y0": 0,
        "dy": 1,
        "colorscale": DIVERGING if two_sided else SEQUENTIAL,
        "colorbar": {"title": {"text": "kW"}, "thickness": 12},
        "hoverongaps": False,
        **({"zmid": 0} if two_sided else {"zmin": 0, "zmax": round(most, 1)}),
    }
    layout = {
        "height": 300,
        "xaxis": {"type": "date", "tickformat": "%d.%m."},
        "yaxis": axis(edition.voice.say("hour_of_day"), tickvals=[0, 6, 12, 18], autorange="reversed"),
    }
    return {"data": [trace], "layout": layout}


def by_hour_and_day(grid: TimeGrid, values: FloatArray) -> FloatArray:
    """Means by civil hour and day, shape (24, days); NaN where the clock skips the hour or the window has none."""
    days = np.asarray((grid.local.tz_localize(None).normalize() - grid.local[0].tz_localize(None).normalize()).days)
    place = grid.local.hour.to_numpy() * (days[-1] + 1) + days
    cells = 24 * int(days[-1] + 1)
    counts = np.bincount(place, minlength=cells)
    sums = np.bincount(place, weights=values, minlength=cells)
    means = np.divide(sums, counts, out=np.full(cells, np.nan), where=counts > 0)
    return np.asarray(means.reshape(24, -1), dtype=np.float64)
