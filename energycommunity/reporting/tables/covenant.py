"""Tables A to D of the Covenant of Mayors for one variant, and wood counted in three ways."""

from __future__ import annotations

from dataclasses import replace

from energycommunity.assessment.secap import COLUMN_OF
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column, with_total
from energycommunity.reporting.unconfirmed import marked
from energycommunity.reporting.voice import DAGGER, gas_name
from energycommunity.texts.spoken import HARD_SPACE


def _used_columns(edition: Edition) -> list[str]:
    """Columns that any variant uses, so that the variants have the same."""
    used: dict[str, None] = {}
    for result in edition.variants.values():
        energy, factors = result.assessment.secap.final_energy_mwh, result.assessment.secap.factors_t_per_mwh
        used |= {column: None for column in energy.columns if energy[column].any() or factors[column] > 0.0}
    order = list(edition.baseline.assessment.secap.final_energy_mwh.columns)
    return sorted(used, key=order.index)


def _sectors_by_carriers(edition: Edition, name: str, key: str, unit: str, digits: int) -> Table:
    say, secap = edition.voice.say, edition.variants[name].assessment.secap
    frame = secap.final_energy_mwh if key == "covenant_a" else secap.emissions_t
    carriers = _used_columns(edition)
    columns = (
        text_column(say("sector")),
        *(Column(edition.voice.carrier(carrier), unit, digits=digits) for carrier in carriers),
        Column(say("sum"), unit, digits=digits),
    )
    rows: list[Row] = []
    for sector, row in frame[carriers].iterrows():
        if row.any() or sector in ("municipal", "tertiary", "residential"):
            values = [float(value) for value in row]
            rows.append((say(f"sector_{sector}"), *values, sum(values)))
    return with_total(Table(key, say(key), columns, tuple(rows)), say("total"))


def final_energy(edition: Edition, name: str) -> Table:
    """Table A: final energy by sector and carrier."""
    return _sectors_by_carriers(edition, name, "covenant_a", edition.per_year("MWh"), 1)


def emissions(edition: Edition, name: str) -> Table:
    """Table D: emissions by sector and carrier; it says where own electricity counts like that of the grid."""
    table = _sectors_by_carriers(edition, name, "covenant_d", f"t {edition.gas}", 2)
    made = edition.variants[name].assessment.secap.supply
    is_own = (made["carrier"] == "electricity") & (made["direction"] == "output")
    if edition.scenario.site.covers == "municipality" or not made["energy_mwh"][is_own].any():
        return table
    return replace(table, note=edition.voice.say("covenant_d_note"))


def supply(edition: Edition, name: str) -> Table:
    """Table B: what local plants take in and give out."""
    say, made = edition.voice.say, edition.variants[name].assessment.secap.supply
    columns = (
        text_column(say("covenant_part")),
        text_column(say("asset")),
        text_column(say("place")),
        text_column(say("direction")),
        text_column(say("carrier")),
        Column(say("energy"), edition.per_year("MWh"), digits=1),
        Column(edition.gas, edition.per_year("t"), digits=2),
    )
    rows = tuple(
        (
            table,
            marked(edition, name, asset),
            place,
            say(f"direction_{way}"),
            edition.voice.carrier(carrier),
            mwh,
            tonnes,
        )
        for table, asset, place, way, carrier, mwh, tonnes in made.itertuples(index=False, name=None)
    )
    return Table("covenant_b", say("covenant_b"), columns, rows)


def factors(edition: Edition, name: str) -> Table:
    """Table C: the factors that A is multiplied with, and where they are from."""
    say, assessment = edition.voice.say, edition.variants[name].assessment
    columns = (
        text_column(say("carrier")),
        Column(say("factor"), f"t {edition.gas}/MWh", digits=4),
        text_column(say("source")),
        text_column(say("date")),
    )
    rows: list[Row] = []
    by_name = {str(carrier): factor for carrier, factor in assessment.factors.by_carrier.items()}
    for column, value in assessment.secap.factors_t_per_mwh.dropna().items():
        given = by_name.get(str(column))
        if given is None or column == "heat":
            source, date = (say("follows_from_plants"), "") if column == "heat" else _sources_of(edition, name)
        else:
            source, date = given.source + ("" if given.verified else f"{HARD_SPACE}{DAGGER}"), given.date
        rows.append((edition.voice.carrier(str(column)), float(value), source, date))
    return Table("covenant_c", say("covenant_c"), columns, tuple(rows))


def _sources_of(edition: Edition, name: str) -> tuple[str, str]:
    """Source and date of the factors whose carriers share a column of the template, such as kinds of wood."""
    factors = edition.variants[name].assessment.factors.by_carrier
    shared = [factor for carrier, factor in factors.items() if carrier in COLUMN_OF]
    sources = dict.fromkeys(f.source + ("" if f.verified else f"{HARD_SPACE}{DAGGER}") for f in shared)
    return "; ".join(sources), "; ".join(dict.fromkeys(factor.date for factor in shared))


def wood(edition: Edition, name: str) -> Table:
    """Wood burnt, counted as growing back, over its life cycle, and at the chimney; never added to table D."""
    say = edition.voice.say
    columns = (
        text_column(say("counted_as")),
        Column(say("energy"), edition.per_year("MWh"), digits=1),
        Column(say("factor"), "t/MWh", digits=3),
        Column(say("emissions_short"), edition.per_year("t"), digits=2),
        text_column(say("gas")),
    )
    frame = edition.variants[name].assessment.secap.wood
    rows = tuple(
        (
            say(f"wood_{way}") + ("" if verified else f"{HARD_SPACE}{DAGGER}"),
            float(mwh),
            float(factor),
            float(tonnes),
            gas_name(gas),
        )
        for way, mwh, factor, tonnes, gas, verified in frame.itertuples(name=None)
    )
    return Table("wood", say("wood"), columns, rows, note=say("wood_note"))


#: Final energy (A), supply (B), factors (C), emissions (D), and the memo on wood.
COVENANT_TABLES = (final_energy, supply, factors, emissions, wood)
