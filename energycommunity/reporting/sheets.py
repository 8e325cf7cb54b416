"""The sheets of the workbook: which holds which table, and in which row its lines stand.

The page names sheet and row beside its numbers, and the check sheet computes with the cells; all ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from xlsxwriter.utility import xl_col_to_name

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.formula import Cells, Formula, cell
from energycommunity.reporting.table import Table, stacked, with_rows
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
from energycommunity.reporting.tables.hourly import HourlySeries, hourly
from energycommunity.reporting.tables.impact import impact
from energycommunity.reporting.tables.inputs import inputs
from energycommunity.reporting.tables.join_or_leave import COMMUNITY_TABLES
from energycommunity.reporting.tables.measured_and_modelled import measured_and_modelled
from energycommunity.reporting.tables.network_hydraulics import NETWORK_TABLES
from energycommunity.reporting.tables.network_tariffs import network_tariffs
from energycommunity.reporting.tables.renovations import renovations
from energycommunity.reporting.tables.simultaneity import simultaneity

#: Excel takes no longer name of a sheet, and none of these characters in it.
LONGEST_NAME = 31
_FORBIDDEN = str.maketrans("[]:*?/\\'", "()-----’")
#: Tables that have no sheet where they have no lines.
MAY_BE_EMPTY = (
    "network_connections",
    "network_pipes",
    "certificates",
    "flow_temperatures",
    "renovations",
    "financing",
    "bank_cash_flow",
    "profit_and_loss",
    "balance_sheet",
    "heating_choices",
    "heating_ways",
    "network_hydraulics",
    "network_supplies",
    "simultaneity",
    "heat_map_streets",
    "heat_map_buildings",
    "allocation_keys",
    "ways_of_living",
    "join_or_leave",
    "gains_by_key",
    *(f"monthly_{carrier}" for carrier in energy.BALANCED),
)
#: Tables that set the variants side by side.
COMPARISON: tuple[Callable[[Edition], Table], ...] = (
    overview.overview,
    overview.worth_table,
    sizes.sizes,
    heat_networks.temperature_levels,
    design_winter,
    costs.costs_by_kind,
    costs.costs_by_member,
    network_tariffs,
    energy.indicators,
    impact,
)
#: The row of Excel below the headings.
FIRST_ROW = 2


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table; `begins` is the row of Excel at which the lines of each variant begin."""

    name: str
    table: Table
    begins: Mapping[str, int] = field(default_factory=dict)

    def place(self, variant: str = "") -> tuple[str, int]:
        """Name of the sheet, and the row of Excel that holds the first line of a variant's table."""
        return self.name, self.begins.get(variant, FIRST_ROW)

    def row_of(self, *begin: str) -> int | None:
        """The row of Excel whose cells begin with these words; None if there is none."""
        rows = enumerate(self.table.rows, FIRST_ROW)
        return next((place for place, row in rows if row[: len(begin)] == begin), None)

    def cell(self, row: int | None, title: str) -> Formula | None:
        """The cell of a row under the heading of a column; None if it holds no number."""
        titles = [column.title for column in self.table.columns]
        if row is None or title not in titles:
            return None
        value = self.table.rows[row - FIRST_ROW][titles.index(title)]
        if not isinstance(value, int | float):
            return None
        return cell(self.name, xl_col_to_name(titles.index(title)), row, float(value))


@dataclass(frozen=True, eq=False)
class HourlySheet:
    """A sheet with the series of one variant: the time in the first column, then each series."""

    name: str
    found: HourlySeries

    def cells(self, series: str) -> Cells | None:
        """The column of a series, by its name; None if it is zero throughout, and so has none."""
        names = list(self.found.series)
        if series not in names:
            return None
        return Cells(self.name, xl_col_to_name(names.index(series) + 1), FIRST_ROW, self.found.series[series])


@dataclass(frozen=True, eq=False)
class Sheets:
    """All sheets: the first, the check sheet, those with a table by its key, and the series by variant."""

    first: str
    check: str
    by_key: Mapping[str, Sheet]
    hourly: Mapping[str, HourlySheet]


def sheets_of(edition: Edition) -> Sheets:
    """The sheets of an edition, in the order of the workbook."""
    say, names = edition.voice.say, _Names()
    first, check = names.take(say("section_answer")), names.take(say("sheet_check"))
    by_key = {}
    for table, begins in _tables(edition):
        by_key[table.key] = Sheet(names.take(say(f"sheet_{table.key}")), table, begins)
    of_hours = {
        name: HourlySheet(names.take(say("sheet_hourly", variant=edition.titles[name])), hourly(edition, name))
        for name in edition.variants
    }
    return Sheets(first, check, by_key, of_hours)


#: Tables that each variant has.
OF_VARIANTS: tuple[Callable[[Edition, str], Table], ...] = (
    costs.costs_by_asset,
    costs.member_accounts,
    *COMMUNITY_TABLES,
    bills,
    monthly_bills,
    allocation_keys,
    sizes.operation,
    *heat_networks.OF_VARIANT,
    certificates,
    flow_temperatures,
    renovations,
    *FINANCE_TABLES,
    heating_choices,
    heating_ways,
    *NETWORK_TABLES,
    sizes.demands,
    simultaneity,
    *HEAT_MAP_TABLES,
    *(partial(energy.monthly_balance, carrier=carrier) for carrier in energy.BALANCED),
    energy.emissions,
    *COVENANT_TABLES,
)


def _tables(edition: Edition) -> list[tuple[Table, dict[str, int]]]:
    """All tables of the page, those of the variants one below the other, and the inputs."""
    every, baseline = list(edition.variants), edition.results.baseline
    others = [name for name in every if name != baseline]
    side_by_side = [make(edition) for make in COMPARISON]
    found: list[tuple[Table, dict[str, int]]] = [(table, {}) for table in side_by_side if table.rows]
    of_all = (_stacked(edition, make, every) for make in OF_VARIANTS)
    found += [(table, begins) for table, begins in of_all if table.rows or table.key not in MAY_BE_EMPTY]
    found += [_stacked(edition, cash_flows, others)] if others and edition.is_annual else []
    derived = with_rows(measured_and_modelled(edition), heat_bills(edition))
    records_of_run = (records.warnings(edition), *derived, records.defaults(edition), *records.proofs(edition))
    return [*found, *((table, {}) for table in records_of_run), _stacked(edition, inputs, every)]


def _stacked(edition: Edition, make: Callable[[Edition, str], Table], names: list[str]) -> tuple[Table, dict[str, int]]:
    """The tables of variants one below the other, and where each begins."""
    tables = {name: make(edition, name) for name in names}
    begins, row = {}, FIRST_ROW
    for name, table in tables.items():
        begins[name] = row
        row += len(table.rows)
    under = [(edition.titles[name], table) for name, table in tables.items()]
    return stacked(under, edition.voice.say("variant")), begins


class _Names:
    """Names of sheets that Excel takes, each only once."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def take(self, name: str) -> str:
        """The name, shortened and numbered where it must be."""
        cleaned = name.translate(_FORBIDDEN)[:LONGEST_NAME].strip("’ ") or "-"
        number, free = 1, cleaned
        while free.casefold() in self.taken:
            number += 1
            free = f"{cleaned[: LONGEST_NAME - 4]} ({number})"
        self.taken.add(free.casefold())
        return free
