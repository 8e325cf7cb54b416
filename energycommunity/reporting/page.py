"""The report as one HTML file: words, tables and figures, with all that they need inside."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from energycommunity.reporting.answer import answer, question
from energycommunity.reporting.assumptions import driven_in_words, main_assumptions
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.figures.bars import bills_by_member, monthly_balance, payments
from energycommunity.reporting.figures.duration import duration_curves
from energycommunity.reporting.figures.frame import Figure
from energycommunity.reporting.figures.heat_demand_map import heat_demand_map
from energycommunity.reporting.figures.heat_map import heat_maps
from energycommunity.reporting.figures.sankey import sankey
from energycommunity.reporting.figures.weeks import weeks
from energycommunity.reporting.first_figure import first_figure
from energycommunity.reporting.sheet_links import sheet_links
from energycommunity.reporting.sheets import Sheets
from energycommunity.reporting.table import Table, parts_for_page, shown, with_rows
from energycommunity.reporting.tables import costs, energy, heat_networks, overview, records, sizes
from energycommunity.reporting.tables.allocation_keys import allocation_keys
from energycommunity.reporting.tables.bills import bills, monthly_bills
from energycommunity.reporting.tables.cash_flows import cash_flows
from energycommunity.reporting.tables.certificates import certificates
from energycommunity.reporting.tables.covenant import COVENANT_TABLES
from energycommunity.reporting.tables.design_winter import design_winter
from energycommunity.reporting.tables.finance import FINANCE_TABLES
from energycommunity.reporting.tables.flow_temperatures import flow_temperatures
from energycommunity.reporting.tables.heat_bills import heat_bills
from energycommunity.reporting.tables.heat_map import HEAT_MAP_TABLES
from energycommunity.reporting.tables.heating_ways import heating_choices, heating_ways
from energycommunity.reporting.tables.impact import impact
from energycommunity.reporting.tables.join_or_leave import COMMUNITY_TABLES
from energycommunity.reporting.tables.measured_and_modelled import measured_and_modelled
from energycommunity.reporting.tables.network_hydraulics import NETWORK_TABLES
from energycommunity.reporting.tables.network_tariffs import network_tariffs
from energycommunity.reporting.tables.renovations import renovations
from energycommunity.reporting.tables.simultaneity import simultaneity

if TYPE_CHECKING:
    from jinja2 import Environment


#: A record with more rows starts folded.
MANY_ROWS = 30


#: Beginnings of the keys of tables that start folded.
FOLDED = ("covenant", "monthly", "wood", "cash_flow", "heat_map", "bank", "profit", "balance")


@dataclass(frozen=True)
class Block:
    """One part of a section: a heading with a table, or with the name of a figure; some tables start folded.

    `sheet` is the one of the workbook that holds the numbers, a table's first line in its row `row`.
    """

    title: str
    table: Table | None = None
    figure: str = ""
    folded: bool = False
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True)
class Section:
    """A chapter, or the part about one variant."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    intro: str = ""


def page(edition: Edition, sheets: Sheets) -> str:
    """The whole report as HTML."""
    figures: dict[str, Figure] = {}
    variants = [_variant(edition, sheets, name, number, figures) for number, name in enumerate(edition.variants)]
    summary = overview.overview(edition)
    return (
        _environment()
        .get_template("report.html")
        .render(
            e=edition,
            say=edition.voice.say,
            parts=parts_for_page,
            shown=lambda value, column: shown(value, column, edition.voice),
            question=question(edition),
            answer=answer(edition),
            overview=_block(sheets, summary),
            subtitles=[sizes.main_sizes(edition, name) for name in edition.variants],
            first_figure=first_figure(edition),
            assumptions=main_assumptions(edition),
            driven=driven_in_words,
            notes=_notes(edition),
            comparison=_comparison(edition, sheets),
            variants=variants,
            handed_out=tuple(sheet_links(edition)),
            records=_records(edition, sheets),
            figures=_json(figures),
            plotly=_plotly(),
            made=records.made(),
        )
    )


def _notes(edition: Edition) -> tuple[str, ...]:
    """What a reader must know before the numbers: a window, a run that was stopped, synthetic weather or prices."""
    say, grid, notes = edition.voice.say, edition.grid, []
    if not edition.is_annual:
        notes.append(say("note_window", hours=edition.voice.number(grid.hours)))
    elif grid.weight != 1.0:
        notes.append(say("note_scaled", hours=edition.voice.number(grid.hours)))
    notes += [warning.tell(edition.voice.language) for warning in edition.results.warnings]
    told = dict.fromkeys(
        warning.tell(edition.voice.language)
        for result in edition.variants.values()
        for warning in result.warnings
        if "synthetic" in warning.key or warning.key == "search_stopped"
    )
    return (*notes, *_wood_note(edition), *told)


def _wood_note(edition: Edition) -> tuple[str, ...]:
    """What the wood burnt emits at the chimney, where the factors count it as nothing."""
    if edition.scenario.emissions.set != "ipcc" or edition.scenario.emissions.biomass != "sustainable":
        return ()
    stacks = {name: float(r.assessment.secap.wood["emissions_t"]["stack"]) for name, r in edition.variants.items()}
    unit = edition.per_year("t")
    told = [f"{edition.titles[name]}: {edition.voice.amount(t, unit)}" for name, t in stacks.items() if t >= 0.5]
    return (edition.voice.say("note_wood", gas=edition.gas, tonnes="; ".join(told)),) if told else ()


def _block(sheets: Sheets, table: Table, variant: str = "", folded: bool = False) -> Block:
    """A table with its place in the workbook."""
    sheet, row = sheets.by_key[table.key].place(variant)
    return Block(table.title, table, folded=folded, sheet=sheet, row=row)


def _comparison(edition: Edition, sheets: Sheets) -> Section:
    say = edition.voice.say
    tables = [
        overview.worth_table(edition),
        sizes.sizes(edition),
        heat_networks.temperature_levels(edition),
        design_winter(edition),
        costs.costs_by_kind(edition),
        costs.costs_by_member(edition),
        network_tariffs(edition),
        energy.indicators(edition),
        impact(edition),
    ]
    return Section("comparison", say("comparison"), tuple(_block(sheets, table) for table in tables if table.rows))


def _variant(edition: Edition, sheets: Sheets, name: str, number: int, figures: dict[str, Figure]) -> Section:
    """All figures and tables of one variant; the figures are added to those of the page."""
    own = {key: figure for key, figure in _figures(edition, name).items() if figure is not None}
    figures.update({f"{key}-{number}": figure for key, figure in own.items()})
    drawn = [
        Block(edition.voice.say(f"figure_{key}"), figure=f"{key}-{number}", sheet=_sheet_of(sheets, key, name))
        for key in own
    ]
    blocks = []
    for table in _tables(edition, name):
        folded = table.key.startswith(FOLDED)
        block = _block(sheets, table, name, folded)
        blocks.append(replace(block, table=replace(table, key=f"{table.key}-{number}")))
    return Section(f"variant-{number}", edition.titles[name], (*drawn, *blocks), _beside(edition, name))


def _sheet_of(sheets: Sheets, figure: str, name: str) -> str:
    """The sheet that holds the numbers of a figure: that of the table drawn, else the series."""
    tables = {"bills": "monthly_bills", "cash_flow": "cash_flow", "monthly_heat": "monthly_heat"}
    tables |= {f"monthly_{carrier}": f"monthly_{carrier}" for carrier in ("electricity", "cooling")}
    tables["heat_demand_map"] = "heat_map_buildings"
    return sheets.by_key[tables[figure]].name if figure in tables else sheets.hourly[name].name


def _beside(edition: Edition, name: str) -> str:
    """Cost, emissions and sizes of a variant in a line, with the changes to the baseline."""
    voice, result, base = edition.voice, edition.variants[name], edition.baseline
    values: dict[str, object] = {
        "cost": voice.amount(result.annual_cost_eur, edition.a_year("EUR")),
        "tonnes": voice.amount(result.emissions_kg_per_year / 1e3, edition.a_year(f"t {edition.gas}"), 1),
        "sizes": sizes.main_sizes(edition, name) or voice.say("nothing_built"),
    }
    if name == edition.results.baseline:
        return voice.say("beside_baseline", **values)
    cost = overview.relative(result.annual_cost_eur, base.annual_cost_eur)
    tonnes = overview.relative(result.emissions_kg_per_year, base.emissions_kg_per_year)
    known = edition.results.distinguishable(name)
    change = voice.percent(cost, signed=True) if known else voice.say("not_distinguishable")
    return voice.say("beside", cost_change=change, tonnes_change=voice.percent(tonnes, signed=True), **values)


def _figures(edition: Edition, name: str) -> dict[str, Figure | None]:
    return {
        "heat_demand_map": heat_demand_map(edition, name),
        "sankey": sankey(edition, name),
        "duration": duration_curves(edition, name),
        **weeks(edition, name),
        **heat_maps(edition, name),
        "monthly_heat": monthly_balance(edition, name, "heat"),
        "monthly_electricity": monthly_balance(edition, name, "electricity"),
        "monthly_cooling": monthly_balance(edition, name, "cooling"),
        "bills": bills_by_member(edition, name),
        "cash_flow": payments(edition, name),
    }


def _tables(edition: Edition, name: str) -> tuple[Table, ...]:
    flows = (cash_flows(edition, name),) if edition.is_annual and name != edition.results.baseline else ()
    tables = (
        sizes.operation(edition, name),
        *(make(edition, name) for make in heat_networks.OF_VARIANT),
        certificates(edition, name),
        flow_temperatures(edition, name),
        renovations(edition, name),
        *(make(edition, name) for make in FINANCE_TABLES),
        heating_choices(edition, name),
        heating_ways(edition, name),
        *(make(edition, name) for make in NETWORK_TABLES),
        sizes.demands(edition, name),
        simultaneity(edition, name),
        *(make(edition, name) for make in HEAT_MAP_TABLES),
        costs.costs_by_asset(edition, name),
        costs.member_accounts(edition, name),
        *(make(edition, name) for make in COMMUNITY_TABLES),
        energy.emissions(edition, name),
        bills(edition, name),
        allocation_keys(edition, name),
        *(make(edition, name) for make in COVENANT_TABLES),
        monthly_bills(edition, name),
        *(energy.monthly_balance(edition, name, carrier) for carrier in energy.BALANCED),
        *flows,
    )
    return tuple(table for table in tables if table.rows and len(table.columns) > 1)


def _records(edition: Edition, sheets: Sheets) -> tuple[Section, ...]:
    say = edition.voice.say
    parts = (
        ("warnings", (records.warnings(edition),)),
        ("defaults", (*with_rows(measured_and_modelled(edition), heat_bills(edition)), records.defaults(edition))),
        ("proof", records.proofs(edition)),
    )
    return tuple(
        Section(
            key,
            say(f"section_{key}"),
            tuple(_block(sheets, table, folded=len(table.rows) > MANY_ROWS) for table in tables),
        )
        for key, tables in parts
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader

    return Environment(
        loader=PackageLoader("energycommunity.reporting"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _plotly() -> str:
    """The code of plotly.js, kept with its Python package; it goes into the page, which then needs no network."""
    return (files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8")


def _json(figures: dict[str, Any]) -> str:
    """Figures as JSON that can stand in a script element whatever names it holds."""
    content = json.dumps(figures, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return content.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
