"""Yearly payments of a variant beside the baseline."""

from __future__ import annotations

import numpy as np

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column


def cash_flows(edition: Edition, name: str) -> Table:
    """What a variant pays and receives more than the baseline, year by year, and the sum so far discounted [EUR]."""
    say = edition.voice.say
    frame = edition.results.profitability(name).difference.table()
    kinds = [kind for kind in frame.columns if kind != "net_eur" and frame[kind].any()]
    columns = (
        text_column(say("year")),
        *(Column(say(f"flow_{kind}"), "EUR", signed=True) for kind in kinds),
        Column(say("flow_net_eur"), "EUR", signed=True),
        Column(say("flow_discounted"), "EUR", signed=True),
    )
    worth = discounted_sum(edition, name)
    rows: tuple[Row, ...] = tuple(
        (str(year), *(float(frame[kind].iloc[year]) for kind in kinds), float(frame["net_eur"].iloc[year]), float(sum_))
        for year, sum_ in enumerate(worth)
    )
    return Table("cash_flow", say("cash_flow"), columns, rows, note=say("cash_flow_note"))


def discounted_sum(edition: Edition, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Present value of the difference to the baseline up to each year [EUR]; the last is the net present value."""
    net = edition.results.profitability(name).difference.net_eur
    rate = edition.variants[name].scenario.economics.real_discount_rate
    return np.asarray(np.cumsum(net / (1.0 + rate) ** np.arange(net.size)), dtype=np.float64)
