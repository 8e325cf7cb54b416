"""Figures of bars: months, bills, and the payments of the years."""

from __future__ import annotations

from typing import Any

import numpy as np

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.figures.frame import Figure, axis, once_in_legend, short
from energycommunity.reporting.flows import GIVING, balance, monthly_kwh
from energycommunity.reporting.names import figure_name
from energycommunity.reporting.palette import COST_KINDS, INK, PAYMENTS, flow_colour
from energycommunity.reporting.tables.bills import lines_of
from energycommunity.reporting.tables.cash_flows import discounted_sum


def monthly_balance(edition: Edition, name: str, carrier: str) -> Figure | None:
    """What gives (above zero) and takes (below) a carrier in each month [MWh]; None where it does not occur."""
    grid, bars = edition.grid, []
    for part, group, power in balance(edition.flows[name], carrier):
        sign = 1.0 if part in GIVING else -1.0
        mwh = sign * monthly_kwh(grid, power) / 1e3
        bars.append(
            _bar(figure_name(edition.voice, part, group), flow_colour(part, group), x=list(grid.months), y=short(mwh))
        )
    if not bars:
        return None
    layout = {
        "height": 340,
        "barmode": "relative",
        "xaxis": {"type": "category"},
        "yaxis": axis(f"{edition.voice.carrier(carrier)}, MWh"),
    }
    return {"data": once_in_legend(bars), "layout": layout}


def bills_by_member(edition: Edition, name: str) -> Figure | None:
    """The bills of each member by kind, VAT apart [EUR]."""
    sums: dict[str, dict[str, float]] = {}
    members: dict[str, None] = {}
    for line in lines_of(edition.variants[name]):
        members[line.member] = None
        for kind, eur in ((line.kind, float(line.eur.sum())), ("tax", float(line.vat_eur.sum()))):
            of_kind = sums.setdefault(kind, {})
            of_kind[line.member] = of_kind.get(line.member, 0.0) + eur
    bars = [
        _bar(
            edition.voice.say("vat" if kind == "tax" else f"kind_{kind}"),
            COST_KINDS.get(kind, INK),
            orientation="h",
            y=list(members),
            x=short(np.array([amounts.get(member, 0.0) for member in members]), 6),
        )
        for kind, amounts in sums.items()
        if any(abs(eur) > 0.5 for eur in amounts.values())
    ]
    if not bars:
        return None
    layout = {
        "height": 120 + 34 * len(members),
        "barmode": "relative",
        "xaxis": axis("EUR", tickformat=",.0f"),
        "yaxis": {"type": "category", "autorange": "reversed", "automargin": True},
    }
    return {"data": bars, "layout": layout}


def payments(edition: Edition, name: str) -> Figure | None:
    """Payments of each year beside the baseline, and their discounted sum so far [EUR]; None for baseline or window."""
    if name == edition.results.baseline or not edition.is_annual:
        return None
    frame, say = edition.results.profitability(name).difference.table(), edition.voice.say
    years = list(range(len(frame)))
    data: list[dict[str, Any]] = [
        _bar(say(f"flow_{kind}"), colour, x=years, y=short(frame[kind].to_numpy(), 6))
        for kind, colour in PAYMENTS.items()
        if frame[kind].any()
    ]
    total = {"name": say("flow_discounted"), "x": years, "y": short(discounted_sum(edition, name), 6)}
    data.append({"type": "scatter", "mode": "lines+markers", "line": {"color": INK}, "marker": {"size": 4}, **total})
    layout = {"height": 320, "barmode": "relative", "xaxis": axis(say("year")), "yaxis": axis("EUR", tickformat=",.0f")}
    return {"data": data, "layout": layout}


def _bar(name: str, colour: str, **values: Any) -> dict[str, Any]:
    return {"type": "bar", "name": name, "marker": {"color": colour}, **values}
