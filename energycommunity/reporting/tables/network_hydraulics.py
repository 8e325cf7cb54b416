"""Temperatures, pressures, pumping and losses of the heat networks, as they follow from the flow."""

from __future__ import annotations

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.results.network_hydraulics import NetworkHydraulics


def network_hydraulics(edition: Edition, name: str) -> Table:
    """A row for each network of a variant whose pipes are known; none where there is no such network."""
    say, energy = edition.voice.say, edition.per_year("MWh")
    columns = (
        text_column(say("heat_network")),
        Column(say("network_delivered"), energy, digits=1),
        text_column(say("steepest_pipe")),
        Column(say("highest_gradient"), "Pa/m"),
        Column(say("pressure_difference"), "kPa"),
        Column(say("pumping"), energy, digits=2),
        Column(say("pumping_fraction"), kind="percent", digits=2),
        Column(say("pumping_assumed"), energy, digits=2),
        Column(say("network_loss"), energy, digits=1),
        Column(say("loss_assumed"), energy, digits=1),
        Column(say("loss_by_catalogue"), energy, digits=1),
        Column(say("loss_measured"), energy, digits=1),
        Column(say("ratio_to_catalogue"), digits=2),
    )
    rows = tuple(_row(found) for found in edition.variants[name].network_hydraulics)
    return Table("network_hydraulics", say("network_hydraulics"), columns, rows, note=say("network_hydraulics_note"))


def network_supplies(edition: Edition, name: str) -> Table:
    """A row for each building on such a network, the one whose supply is cooled most first."""
    say = edition.voice.say
    columns = (
        text_column(say("heat_network")),
        text_column(say("bill_building")),
        Column(say("supply_at_building"), "°C", digits=1),
        Column(say("supply_wanted"), "°C", digits=1),
        Column(say("supply_lowest"), "°C", digits=1),
    )
    rows = tuple(
        (found.network, building.building, building.supply_c, building.wanted_c, building.lowest_c)
        for found in edition.variants[name].network_hydraulics
        for building in found.year.buildings
    )
    return Table("network_supplies", say("network_supplies"), columns, rows, note=say("network_supplies_note"))


NETWORK_TABLES = (network_hydraulics, network_supplies)


def _row(found: NetworkHydraulics) -> Row:
    year = found.year
    return (
        found.network,
        year.delivered_kwh / 1e3,
        " – ".join(year.steepest_pipe),
        year.highest_gradient_pa_per_m,
        year.pressure_difference_pa / 1e3,
        year.pumping_kwh / 1e3,
        found.pumping_fraction,
        found.assumed_pumping_kwh / 1e3,
        year.loss_kwh / 1e3,
        found.assumed_loss_kwh / 1e3,
        found.catalogue_loss_kwh / 1e3,
        None if found.measured_loss_kwh is None else found.measured_loss_kwh / 1e3,
        found.ratio_to_catalogue,
    )
