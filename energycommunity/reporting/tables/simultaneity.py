"""How far the peaks of buildings fall together."""

from __future__ import annotations

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.results.simultaneity import EVERY_SEED, simultaneities


def simultaneity(edition: Edition, name: str) -> Table:
    """A row for each group of buildings and demand; none where no buildings are told apart."""
    say = edition.voice.say
    columns = (
        text_column(say("group")),
        text_column(say("demand")),
        Column(say("buildings")),
        Column(say("peak_of_sum"), "kW", digits=1),
        Column(say("sum_of_peaks"), "kW", digits=1),
        Column(say("simultaneity_factor"), digits=2),
    )
    rows: list[Row] = [
        (
            say("all_seeded") if group == EVERY_SEED else group,
            say(f"simultaneity_{demand}"),
            found.buildings,
            found.peak_of_sum_kw,
            found.sum_of_peaks_kw,
            found.factor,
        )
        for group, demand, found in simultaneities(edition.variants[name])
    ]
    return Table("simultaneity", say("simultaneity"), columns, tuple(rows), note=say("simultaneity_note"))
