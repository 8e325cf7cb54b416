"""Certified heat pumps: what the certificate says beside what the run found."""

from __future__ import annotations

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.reporting.unconfirmed import marked
from energycommunity.technologies.heat_pump import HeatPump


def certificates(edition: Edition, name: str) -> Table:
    """The seasonal COP of each certified heat pump: stated, by the bin method of EN 14825, and in this run."""
    say = edition.voice.say
    columns = (
        text_column(say("asset")),
        Column(say("certificate_application"), "°C"),
        Column(say("certificate_stated"), digits=2),
        Column(say("certificate_reckoned"), digits=2),
        Column(say("certificate_in_run"), digits=2),
    )
    rows = []
    for asset, technology in edition.variants[name].scenario.assets.items():
        if isinstance(technology, HeatPump) and technology.certified is not None:
            unit = technology.certified
            row: Row = (
                marked(edition, name, asset),
                unit.application_c,
                unit.seasonal_cop,
                unit.reckoned_seasonal_cop(),
                _in_run(edition, name, asset),
            )
            rows.append(row)
    return Table("certificates", say("certificates"), columns, tuple(rows), note=say("certificates_note"))


def _in_run(edition: Edition, name: str, asset: str) -> float | None:
    """Heat over electricity; none where the unit stands all the time."""
    dispatch = edition.variants[name].dispatch
    heat, electricity = (float(dispatch[f"{asset}.{flow}"].sum()) for flow in ("heat_kw", "electricity_kw"))
    return heat / electricity if electricity > 0.0 else None
