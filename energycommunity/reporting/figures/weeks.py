"""A winter and a summer week: who gives and takes heat and electricity, hour by hour."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from energycommunity.quantities import FloatArray
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.figures.frame import Figure, area, axis, domains, line, once_in_legend
from energycommunity.reporting.flows import by_group, total_kw, uses_kw
from energycommunity.reporting.names import figure_name
from energycommunity.reporting.palette import INK, flow_colour


def weeks(edition: Edition, name: str) -> dict[str, Figure]:
    """The week of the most heat (or electricity) demand, and that of the least with the most own production."""
    winter, summer = chosen_weeks(edition)
    found = {"winter_week": winter}
    if summer != winter:
        found["summer_week"] = summer
    return {key: _week(edition, name, steps) for key, steps in found.items()}


def chosen_weeks(edition: Edition) -> tuple[slice, slice]:
    """Steps of the winter and the summer week; whole weeks from Monday where there are some, else all steps.

    Both are those of the baseline's demand for heat, or for electricity where none is needed, so that the variants
    show the same days.
    """
    flows, grid = edition.flows[edition.results.baseline], edition.grid
    need = total_kw(flows, grid.steps, "used", carrier="heat")
    if not need.any():
        need = total_kw(flows, grid.steps, "used", carrier="electricity")
    length = round(7 * 24 / grid.step_h)
    local = grid.local
    mondays = np.flatnonzero((local.day_of_week == 0) & (local.hour == 0) & (local.minute == 0))
    begins = [int(begin) for begin in mondays if begin + length <= grid.steps]
    if not begins:
        whole = slice(0, min(grid.steps, length))
        return whole, whole
    needs = [float(need[begin : begin + length].sum()) for begin in begins]
    made = total_kw(flows, grid.steps, "made", carrier="electricity")
    least = min(range(len(begins)), key=lambda i: (round(needs[i]), -float(made[begins[i] : begins[i] + length].sum())))
    most = int(np.argmax(needs))
    return slice(begins[most], begins[most] + length), slice(begins[least], begins[least] + length)


def _week(edition: Edition, name: str, steps: slice) -> Figure:
    """Heat above electricity; the one that does not occur has no place."""
    traces: list[dict[str, Any]] = []
    titles: list[str] = []
    for carrier in ("heat", "electricity"):
        found = _balance(edition, name, carrier, steps, "2" if titles else "")
        titles += [f"{edition.voice.carrier(carrier)}, kW"] if found else []
        traces += found
    local = edition.grid.local[steps]
    dates = f"{local[0]:%d.%m.%Y} – {local[-1]:%d.%m.%Y}"
    layout: dict[str, Any] = {"height": 480 if len(titles) > 1 else 300, "hovermode": "x unified"}
    layout["xaxis"] = axis(dates, type="date", anchor="y2" if len(titles) > 1 else "y", tickformat="%d.%m.")
    for place, title, domain in zip(("", "2"), titles, reversed(domains(len(titles), 0.1)), strict=False):
        layout[f"yaxis{place}"] = axis(title, domain=domain, anchor="x")
    return {"data": once_in_legend(traces), "layout": layout}


def _balance(edition: Edition, name: str, carrier: str, steps: slice, place: str) -> list[dict[str, Any]]:
    """What gives above zero, what is stored and sold below, and what is used as a line."""
    flows, voice, x = edition.flows[name], edition.voice, _times(edition, steps, place)
    traces = [
        area(figure_name(voice, part, group), flow_colour(part, group), power[steps], x, f"up{place}")
        for (part, group), power in by_group(flows, carrier, ("made", "discharged", "bought")).items()
    ]
    traces += [
        area(figure_name(voice, part, group), flow_colour(part, group), -power[steps], x, f"down{place}")
        for (part, group), power in by_group(flows, carrier, ("charged", "sold")).items()
    ]
    used: FloatArray = uses_kw(flows, edition.grid.steps, carrier)
    return [*traces, line(voice.say("all_uses"), INK, used[steps], x, "dot")] if used.any() else traces


def _times(edition: Edition, steps: slice, place: str) -> dict[str, Any]:
    """Civil time of the week; its clock does not change within it but on two weeks a year, where it runs on."""
    begin: pd.Timestamp = edition.grid.local[steps.start]
    return {
        "x0": f"{begin:%Y-%m-%d %H:%M}",
        "dx": round(edition.grid.step_h * 3_600_000),
        "xaxis": "x",
        "yaxis": f"y{place}",
    }
