"""Individual or shared: what each building chose, what its other ways would have cost, at which price it would stay."""

from __future__ import annotations

from energycommunity.assessment.heating_ways import ChosenHeating, HeatingWay
from energycommunity.demand.renovation import package_name
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.reporting.unconfirmed import is_unconfirmed
from energycommunity.reporting.voice import DAGGER
from energycommunity.technologies.way_of_heating import NETWORK
from energycommunity.texts.spoken import HARD_SPACE


def heating_choices(edition: Edition, name: str) -> Table:
    """A row for each building of a variant that chooses its heating."""
    say, price = edition.voice.say, edition.voice.unit("EUR/MWh")
    columns = (
        text_column(say("heating_building")),
        text_column(say("heating_supply")),
        text_column(say("heating_package")),
        Column(say("heating_own_cost"), edition.eur),
        Column(say("heating_bought"), edition.per_year("MWh"), digits=1),
        text_column(say("heating_best_own")),
        Column(say("heating_best_own_cost"), edition.eur),
        Column(say("heating_no_worse"), price, digits=1),
        Column(say("heating_tariff"), price, digits=1),
    )
    rows = tuple(_row(edition, name, each) for each in edition.variants[name].assessment.heating)
    note = say("heating_choices_note" if edition.is_annual else "no_tariff_of_a_window")
    return Table("heating_choices", say("heating_choices"), columns, rows, note=note)


def heating_ways(edition: Edition, name: str) -> Table:
    """A row for each way of each of these buildings, the cheapest without the network first."""
    say = edition.voice.say
    columns = (
        text_column(say("heating_building")),
        text_column(say("heating_package")),
        text_column(say("heating_supply")),
        Column(say("heating_own_cost"), edition.eur),
        Column(say("heating_bought"), edition.per_year("MWh"), digits=1),
        Column(say("heating_grant"), "EUR"),
        text_column(say("renovation_missed")),
        text_column(say("heating_taken")),
    )
    rows = tuple(
        (
            _building(edition, name, each),
            _package(edition, way),
            _supply(edition, way),
            way.eur_per_year,
            way.network_kwh / 1e3 if way.network_kwh else None,
            way.grant_eur or None,
            "; ".join(fault.tell(edition.voice.language) for fault in way.missed_conditions) or "–",
            say("heating_is_taken") if way is each.chosen else "",
        )
        for each in edition.variants[name].assessment.heating
        for way in sorted(each.ways, key=lambda way: (way.source == NETWORK, way.eur_per_year))
    )
    return Table("heating_ways", say("heating_ways"), columns, rows, note=say("heating_ways_note"))


def _row(edition: Edition, name: str, each: ChosenHeating) -> Row:
    own, price = each.best_own, each.no_worse_eur_per_kwh
    return (
        _building(edition, name, each),
        _supply(edition, each.chosen),
        _package(edition, each.chosen),
        each.chosen.eur_per_year,
        each.chosen.network_kwh / 1e3 if each.chosen.network_kwh else None,
        "–" if own is None else f"{_supply(edition, own)}, {_package(edition, own)}",
        None if own is None else own.eur_per_year,
        None if price is None or not edition.is_annual else 1e3 * price,
        _tariff_eur_per_mwh(edition, name, each.building),
    )


def _tariff_eur_per_mwh(edition: Edition, name: str, building: str) -> float | None:
    """What the network that a building is or may be connected to has to charge; None where it sells nothing."""
    variant = edition.variants[name]
    feeding = (network for network, each in variant.scenario.heat_networks.items() if building in each.fed)
    tariffs = (variant.assessment.tariffs[network] for network in feeding if network in variant.assessment.tariffs)
    price = next((tariff.eur_per_kwh for tariff in tariffs), None)
    return None if price is None or not edition.is_annual else 1e3 * price


def _building(edition: Edition, name: str, each: ChosenHeating) -> str:
    return each.building + (f"{HARD_SPACE}{DAGGER}" if is_unconfirmed(edition, name, each.asset) else "")


def _supply(edition: Edition, way: HeatingWay) -> str:
    return edition.voice.say("heating_network") if way.source == NETWORK else way.source


def _package(edition: Edition, way: HeatingWay) -> str:
    return package_name(way.package, edition.voice.language)
