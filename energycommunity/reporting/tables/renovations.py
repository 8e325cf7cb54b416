"""Renovation: which package each building gets, what it saves and costs, and what a grant pays or misses."""

from __future__ import annotations

from energycommunity.demand.renovation import package_name
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.reporting.unconfirmed import is_unconfirmed
from energycommunity.reporting.voice import DAGGER
from energycommunity.results.renovations import RenovatedBuilding
from energycommunity.texts.spoken import HARD_SPACE


def renovations(edition: Edition, name: str) -> Table:
    """A row for each building of a variant that has a choice of packages."""
    say, per_area = edition.voice.say, edition.voice.unit("kWh/m**2")
    columns = (
        text_column(say("renovation_building")),
        text_column(say("renovation_package")),
        Column(say("renovation_before"), edition.voice.unit("kWh/a")),
        Column(say("renovation_after"), edition.voice.unit("kWh/a")),
        Column(say("renovation_before"), per_area),
        Column(say("renovation_after"), per_area),
        Column(say("renovation_investment"), "EUR"),
        Column(say("renovation_grant"), "EUR"),
        Column(say("renovation_annuity"), edition.voice.unit("EUR/a")),
        text_column(say("renovation_missed")),
    )
    rows = tuple(_row(edition, name, building) for building in edition.variants[name].renovated)
    return Table("renovations", say("renovations"), columns, rows, note=say("renovations_note"))


def _row(edition: Edition, name: str, building: RenovatedBuilding) -> Row:
    area_m2 = building.heated_area_m2
    before, after = building.rooms_before_kwh, building.rooms_after_kwh
    language = edition.voice.language
    missed = [f"{package_name(name, language)}: {fault.tell(language)}" for name, fault in building.missed_conditions]
    dagger = f"{HARD_SPACE}{DAGGER}" if is_unconfirmed(edition, name, building.asset) else ""
    return (
        building.building + dagger,
        package_name(building.package, language),
        before,
        after,
        before / area_m2 if area_m2 else None,
        after / area_m2 if area_m2 else None,
        building.investment_eur,
        building.grant_eur,
        building.annuity_eur_per_year,
        "; ".join(missed) or "–",
    )
