"""Calibrated networks: the measured year beside what the run makes of it."""

from __future__ import annotations

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.results.measured_and_modelled import NetworkYear
from energycommunity.results.measured_and_modelled import measured_and_modelled as networks_of


def measured_and_modelled(edition: Edition) -> Table:
    """By network: a row with the measured year, then one for each variant that keeps the calibration."""
    say, per_year = edition.voice.say, edition.voice.unit("MWh/a")
    columns = (
        text_column(say("heat_network")),
        text_column(say("figures_of")),
        Column(say("network_fuel"), per_year, digits=1),
        Column(say("network_produced"), per_year, digits=1),
        Column(say("network_sold"), per_year, digits=1),
        Column(say("plant_efficiency"), kind="percent", digits=1),
        Column(say("network_loss"), per_year, digits=1),
        Column(say("network_loss_share"), kind="percent", digits=1),
    )
    rows: dict[Row, None] = {}
    for name, result in edition.variants.items():
        for found in networks_of(result.scenario, result.dispatch):
            year = "" if found.year is None else f" {found.year}"
            rows[_row(found.network, say("measured_in", year=year), found.measured)] = None
            rows[_row(found.network, say("modelled_in", variant=edition.titles[name]), found.modelled)] = None
    in_order = tuple(sorted(rows, key=lambda row: str(row[0])))
    return Table("measured", say("measured"), columns, in_order, note=say("measured_note"))


def _row(network: str, what: str, year: NetworkYear) -> Row:
    return (
        network,
        what,
        None if year.fuel_kwh is None else year.fuel_kwh / 1e3,
        year.produced_kwh / 1e3,
        year.sold_kwh / 1e3,
        year.efficiency,
        year.loss_kwh / 1e3,
        year.loss_share,
    )
