"""What the sizes can carry in the coldest days of a design winter: the margin at every place that needs heat."""

from __future__ import annotations

from energycommunity.optimization.margins import DesignWinter, HeatMargin
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.reporting.unconfirmed import marked
from energycommunity.reporting.voice import DAGGER, HARD_SPACE
from energycommunity.results import VariantResult


def design_winter(edition: Edition) -> Table:
    """By variant and place: heat demand, what can be given, the margin, and what is left when a plant fails."""
    say = edition.voice.say
    columns = (
        text_column(say("variant")),
        text_column(say("heat_place")),
        Column(say("winter_demand"), "kW", digits=1),
        Column(say("winter_available"), "kW", digits=1),
        Column(say("winter_margin"), "kW", digits=1),
        Column(say("winter_margin"), kind="percent", signed=True),
        text_column(say("weakest_unit")),
        Column(say("left_without_it"), "kW", digits=1),
        Column(say("left_of_demand"), kind="percent"),
    )
    winters = {name: result.design_winter for name, result in edition.variants.items()}
    rows = [_row(edition, name, heat) for name, winter in winters.items() if winter for heat in winter.heat]
    notes = dict.fromkeys(_note(edition, result) for result in edition.variants.values() if result.design_winter)
    return Table("design_winter", say("design_winter"), columns, tuple(rows), note=" ".join(notes))


def _row(edition: Edition, name: str, heat: HeatMargin) -> Row:
    left_kw = heat.available_without_it_kw
    return (
        edition.titles[name],
        marked(edition, name, heat.place),
        heat.demand_kw,
        heat.available_kw,
        heat.margin_kw,
        heat.margin_kw / heat.demand_kw if heat.demand_kw else None,
        None if heat.weakest_unit is None else marked(edition, name, heat.weakest_unit),
        left_kw,
        left_kw / heat.demand_kw if left_kw is not None and heat.demand_kw else None,
    )


def _note(edition: Edition, result: VariantResult) -> str:
    """Which days they are, who says how cold, and whether sizes are held to them."""
    say, voice, winter = edition.voice.say, edition.voice, result.design_winter
    if winter is None:
        return ""
    days = say(
        "winter_days",
        outdoor=voice.number(winter.outdoor_c, signed=True).removeprefix("+"),
        days=voice.number(winter.length_days),
        first_day=winter.first_day,
        source=_source(edition, result),
    )
    return f"{days} {say(_held(winter, result))}"


def _held(winter: DesignWinter, result: VariantResult) -> str:
    """What the sizes are held to."""
    if not winter.binds:
        return "winter_not_binding"
    return "winter_without_any_unit" if result.scenario.reserve.loss_of_largest_unit else "winter_binding"


def _source(edition: Edition, result: VariantResult) -> str:
    for default in result.defaults_used:
        if default.path == "reserve.outdoor_c":
            return default.source + ("" if default.verified else f"{HARD_SPACE}{DAGGER}")
    return edition.voice.say("from_file")
