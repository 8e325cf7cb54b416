"""What was decided about heat networks: temperature levels, connections, pipes."""

from __future__ import annotations

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column


def temperature_levels(edition: Edition) -> Table:
    """By variant and temperature level: what it costs, or at least, and how its search ended."""
    say = edition.voice.say
    columns = (
        text_column(say("variant")),
        text_column(say("temperature_level")),
        Column(edition.cost_heading, edition.eur),
        Column(say("lower_bound"), edition.eur),
        text_column(say("level_ending")),
        Column(say("level_seconds"), "s"),
    )
    rows: list[Row] = [
        (
            edition.titles[name],
            found.level,
            found.cost_eur_per_year,
            found.lower_bound_eur_per_year,
            say(f"level_{found.ending}"),
            found.seconds,
        )
        for name, result in edition.variants.items()
        for found in result.levels
    ]
    title, note = say("temperature_levels"), say("temperature_levels_note")
    return Table("temperature_levels", title, columns, tuple(rows), note=note)


def network_pipes(edition: Edition, name: str) -> Table:
    """The pipes that are laid where that was decided: size, length, and the heat that each loses."""
    say = edition.voice.say
    columns = (
        text_column(say("network")),
        text_column(say("pipe_from")),
        text_column(say("pipe_to")),
        text_column(say("pipe")),
        Column(say("pipe_length"), "m"),
        Column(say("pipe_loss"), edition.per_year("kWh")),
    )
    rows: list[Row] = [
        (found.network, pipe.start, pipe.end, pipe.pipe, pipe.length_m, pipe.loss_kwh_per_year)
        for found in edition.variants[name].networks
        for pipe in found.pipes
    ]
    return Table("network_pipes", say("network_pipes"), columns, tuple(rows))


def network_connections(edition: Edition, name: str) -> Table:
    """The buildings that each network connects, and those that it could and does not."""
    say = edition.voice.say
    columns = (text_column(say("network")), text_column(say("building")), text_column(say("connection")))
    rows: list[Row] = [
        (found.network, building, say("connected" if building in found.connected else "left_out"))
        for found in edition.variants[name].networks
        for building in (*found.connected, *found.left_out)
    ]
    return Table("network_connections", say("network_connections"), columns, tuple(rows))


#: The tables of each variant, in their order.
OF_VARIANT = (network_connections, network_pipes)
