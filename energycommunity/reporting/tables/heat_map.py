"""The numbers of the heat map: buildings with what heats them today, and streets with what a low temperature saves."""

from __future__ import annotations

from energycommunity.heat_network.heat_density import Segment
from energycommunity.heat_network.laying_costs import pipe_eur_per_m
from energycommunity.parameters.pipe_types import family_of, pipe_sizes
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.reporting.voice import DAGGER
from energycommunity.results.heat_map import HeatMap, MappedBuilding, MappedSegment
from energycommunity.scenario.present_heating import PresentHeating
from energycommunity.texts.spoken import HARD_SPACE


def heat_map_buildings(edition: Edition, name: str) -> Table:
    """A row for each building of the map; none where there is no map."""
    say, heat_map = edition.voice.say, edition.results.heat_maps.get(name)
    a_year = edition.voice.unit("MWh/a")
    columns = (
        text_column(say("building")),
        Column(say("heat_today"), a_year, digits=1),
        Column(say("heat_after"), a_year, digits=1),
        text_column(say("heated_by")),
        text_column(say("heated_today")),
        text_column(say("heating_since")),
        Column(say("heating_efficiency"), digits=2),
        text_column(say("street")),
    )
    rows = [_building_row(edition, name, heat_map, building) for building in heat_map.buildings] if heat_map else []
    return Table("heat_map_buildings", say("heat_map_buildings"), columns, tuple(rows))


def _building_row(edition: Edition, name: str, heat_map: HeatMap, building: MappedBuilding) -> Row:
    heating = building.heating
    street = None if building.segment is None else heat_map.segments[building.segment]
    return (
        building.name,
        building.heat.today_mwh,
        building.heat.after_mwh,
        heated_by(edition, name, building),
        own_heating(edition, heating) if heating else "",
        str(heating.built) if heating and heating.built else "",
        heating.efficiency if heating else None,
        street_name(street.segment) if street else "",
    )


def heated_by(edition: Edition, name: str, building: MappedBuilding) -> str:
    """What gives a building heat in a variant: a network, its own plants, or what the file says of today's heating.

    In the baseline the file's words come before the plants that stand for them: they tell a stove from a boiler.
    """
    voice, heating = edition.voice, building.heating
    if building.networks:
        return voice.say("fed_by_network", network=", ".join(building.networks))
    if heating is not None and (name == edition.results.baseline or not building.plants):
        return own_heating(edition, heating)
    kinds = dict.fromkeys(edition.kind_of(name, plant) for plant in building.plants)
    return ", ".join(kinds) or voice.say("heating_unknown")


def own_heating(edition: Edition, heating: PresentHeating) -> str:
    """Kind and fuel of a heating.

    >>> from types import SimpleNamespace
    >>> from energycommunity.reporting.voice import Voice
    >>> own_heating(SimpleNamespace(voice=Voice("lv")), PresentHeating(type="stove", fuel="firewood"))
    'Krāsns (malka)'
    """
    label = edition.voice.say(f"own_heating_{heating.type}")
    return edition.voice.with_fuel(label, heating.fuel) if heating.fuel else label


def street_name(segment: Segment) -> str:
    """The name of a street, with the number of its part where it has several.

    >>> street_name(Segment("Skolas iela", 2, 3, ())), street_name(Segment("Parka taka", 1, 1, ()))
    ('Skolas iela (2)', 'Parka taka')
    """
    return f"{segment.street} ({segment.number})" if segment.parts > 1 else segment.street


def heat_map_streets(edition: Edition, name: str) -> Table:
    """A row for each part of a street that has buildings, that where a low temperature pays first above."""
    say, heat_map = edition.voice.say, edition.results.heat_maps.get(name)
    high, low = ("", "") if heat_map is None else (heat_map.rules.high.name, heat_map.rules.low.name)
    a_year, per_metre = edition.voice.unit("MWh/a"), edition.voice.unit("MWh/(m·a)")
    columns = (
        text_column(say("street")),
        Column(say("length"), "m"),
        Column(say("buildings")),
        Column(say("peak_of_heat"), "kW"),
        Column(say("heat_today"), a_year, digits=1),
        Column(say("heat_after"), a_year, digits=1),
        Column(say("linear_density_today"), per_metre, digits=2),
        Column(say("linear_density_after"), per_metre, digits=2),
        Column(say("loss_share_at", level=high), kind="percent", digits=1),
        Column(say("loss_share_at", level=low), kind="percent", digits=1),
        Column(say("loss_saved"), a_year, digits=1),
        Column(say("segment_cost_at", level=high), edition.eur),
        Column(say("segment_cost_at", level=low), edition.eur),
        Column(say("segment_cost_at", level=low), "EUR/MWh", digits=1),
        Column(say("saved_per_heat"), "EUR/MWh", digits=1),
    )
    rows = [_street_row(heat_map.segments[place]) for place in heat_map.ranking] if heat_map else []
    note = _streets_note(edition, heat_map) if heat_map else ""
    return Table("heat_map_streets", say("heat_map_streets"), columns, tuple(rows), note=note)


def _street_row(street: MappedSegment) -> Row:
    density, gain = street.density_mwh_per_m_year, street.gain
    return (
        street_name(street.segment),
        street.segment.length_m,
        len(street.buildings),
        street.peak_kw,
        street.heat.today_mwh,
        street.heat.after_mwh,
        density.today_mwh,
        density.after_mwh,
        gain.high_loss_share if gain else None,
        gain.low_loss_share if gain else None,
        gain.saved_mwh if gain else None,
        gain.high.eur if gain else None,
        gain.low.eur if gain else None,
        gain.low.eur / gain.heat_mwh if gain else None,
        gain.saved_eur_per_mwh if gain else None,
    )


def _streets_note(edition: Edition, heat_map: HeatMap) -> str:
    rules, prices = heat_map.rules, heat_map.prices
    loss, cost = pipe_sizes(family_of(rules.pipe))[0].u, pipe_eur_per_m(prices.row, 0.0, prices.price_year)
    return edition.voice.say(
        "heat_map_streets_note",
        pipe=rules.pipe + ("" if loss.verified else f"{HARD_SPACE}{DAGGER}"),
        row=prices.row + ("" if cost.verified else f"{HARD_SPACE}{DAGGER}"),
        rate=edition.voice.percent(prices.real_discount_rate, 1),
        lost=edition.voice.amount(prices.lost_heat_eur_per_mwh, "EUR/MWh", 1),
        high=rules.high.name,
        low=rules.low.name,
    )


#: The tables of a map, for page and workbook.
HEAT_MAP_TABLES = (heat_map_streets, heat_map_buildings)
