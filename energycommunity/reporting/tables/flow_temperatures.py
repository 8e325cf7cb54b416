"""How warm the water of the buildings has to be, beside what their networks offer."""

from __future__ import annotations

from energycommunity.demand.renovation import package_name
from energycommunity.parameters.heat_emission import enlarging_eur_per_kw
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.reporting.voice import DAGGER
from energycommunity.results.flow_temperatures import FlowTemperature
from energycommunity.texts.spoken import HARD_SPACE


def flow_temperatures(edition: Edition, name: str) -> Table:
    """A row for each building on a network or with radiators stated; daggers where figures are unverified."""
    say = edition.voice.say
    columns = (
        text_column(say("flow_building")),
        text_column(say("flow_package")),
        text_column(say("flow_radiators")),
        Column(say("flow_design_heat"), "kW", digits=1),
        Column(say("flow_needed"), "°C", digits=1),
        Column(say("flow_needed_return"), "°C", digits=1),
        Column(say("flow_supply"), "°C", digits=1),
        Column(say("flow_returned"), "°C", digits=1),
        Column(say("flow_warmer"), "K", digits=1, signed=True),
        Column(say("flow_short"), edition.per_year("kWh")),
        Column(say("flow_short_h"), edition.per_year("h")),
        Column(say("flow_extra"), "kW", digits=1),
        Column(f"{say('flow_extra_cost')}{HARD_SPACE}{DAGGER}", "EUR"),
    )
    rows = tuple(_row(edition, found) for found in edition.variants[name].flow_temperatures)
    cost = edition.voice.amount(enlarging_eur_per_kw().value, edition.voice.unit("EUR/kW"))
    return Table("flow_temperatures", say("flow_temperatures"), columns, rows, note=say("flow_note", cost=cost))


def _row(edition: Edition, found: FlowTemperature) -> Row:
    mark = "" if found.stated else f"{HARD_SPACE}{DAGGER}"
    on_network = found.supply_c is not None
    no_size = edition.voice.say("flow_no_size") if on_network and found.short_kwh else None
    return (
        found.building,
        package_name(found.package, edition.voice.language),
        f"{edition.voice.rounded(found.design_flow_c)}/{edition.voice.rounded(found.design_return_c)}{mark}",
        found.design_heat_kw,
        found.needed_flow_c,
        found.needed_return_c,
        found.supply_c,
        found.returned_c,
        found.warmer_k,
        found.short_kwh,
        found.short_h,
        no_size if found.extra_radiators_kw is None else found.extra_radiators_kw,
        no_size if found.extra_radiators_eur is None else found.extra_radiators_eur,
    )
