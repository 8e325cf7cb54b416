"""What the sizes can carry in the coldest days of a design winter: the margin at every place that needs heat."""

from __future__ import annotations

from datetime import date

from energycommunity.optimization.margins import DesignWinter, HeatMargin
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, Value, text_column
from energycommunity.reporting.unconfirmed import marked
from energycommunity.reporting.voice import DAGGER
from energycommunity.results import VariantResult
from energycommunity.scenario.design_winter import places_that_may_lose_a_plant
from energycommunity.texts.spoken import HARD_SPACE

#: Decimals to which rows are alike: more than are shown, less than the solver leaves to chance.
TOLD_DECIMALS = 3


def design_winter(edition: Edition) -> Table:
    """By variant and place: heat demand, what can be given, the margin, and what is left when a plant fails.

    A place with the same figures in several variants has one row.
    """
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
        Column(say("left_asked"), kind="percent"),
    )
    winters = {name: result.design_winter for name, result in edition.variants.items()}
    rows = [_row(edition, name, heat) for name, winter in winters.items() if winter for heat in winter.heat]
    found = [_note(edition, result) for result in edition.variants.values() if result.design_winter]
    notes = dict.fromkeys(sentence for place in (0, 1) for sentence in dict.fromkeys(note[place] for note in found))
    asked = any(row[-1] is not None for row in rows)  # the last column tells of plants that may fail
    shown = None if asked else -1
    told = tuple(row[:shown] for row in _merged(edition, rows))
    return Table("design_winter", say("design_winter"), columns[:shown], told, note=" ".join(notes))


def _merged(edition: Edition, rows: list[Row]) -> tuple[Row, ...]:
    """Rows that differ in the variant only as one, in the order of their first."""
    variants: dict[tuple[Value, ...], list[str]] = {}
    first: dict[tuple[Value, ...], Row] = {}
    for row in rows:
        told = tuple(round(cell, TOLD_DECIMALS) if isinstance(cell, float) else cell for cell in row[1:])
        variants.setdefault(told, []).append(str(row[0]))
        first.setdefault(told, row)
    every = len(edition.variants)
    return tuple(
        (edition.voice.say("all_variants") if len(of) == every > 1 else ", ".join(of), *first[told][1:])
        for told, of in variants.items()
    )


def _row(edition: Edition, name: str, heat: HeatMargin) -> Row:
    left_kw, scenario = heat.available_without_it_kw, edition.variants[name].scenario
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
        scenario.reserve.covered_fraction if heat.place in places_that_may_lose_a_plant(scenario) else None,
    )


def _note(edition: Edition, result: VariantResult) -> tuple[str, str]:
    """Which days they are and who says how cold, and whether sizes are held to them."""
    say, voice, winter = edition.voice.say, edition.voice, result.design_winter
    if winter is None:
        return "", ""
    days = say(
        "winter_days",
        outdoor=voice.number(winter.outdoor_c, signed=True).removeprefix("+"),
        days=voice.number(winter.length_days),
        first_day=date.fromisoformat(winter.first_day),
        source=_source(edition, result),
    )
    return days, _held(winter, result, edition)


def _held(winter: DesignWinter, result: VariantResult, edition: Edition) -> str:
    """What the sizes are held to."""
    say, asked = edition.voice.say, result.scenario.reserve.loss_of_largest_unit
    if not winter.binds:
        return say("winter_not_binding")
    if isinstance(asked, bool):
        return say("winter_without_any_unit" if asked else "winter_binding")
    return say("winter_without_units_at", places=", ".join(asked))


def _source(edition: Edition, result: VariantResult) -> str:
    for default in result.defaults_used:
        if default.path == "reserve.outdoor_c":
            return edition.voice.source(default.source) + ("" if default.verified else f"{HARD_SPACE}{DAGGER}")
    return edition.voice.say("from_file")
