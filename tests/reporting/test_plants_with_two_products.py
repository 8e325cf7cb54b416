"""Combined heat and power and hydrogen in the report: every balance closes, and hours are counted as the size is."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

from energycommunity.pipeline import run
from energycommunity.reporting.check_sheet.sheet import check_sheet
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.figures.sankey import sankey
from energycommunity.reporting.flows import GIVING, TAKING, total_kw
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.tables import sizes
from energycommunity.reporting.tables.energy import monthly_balance
from energycommunity.reporting.voice import Voice
from tests.hand_calculated.small_scenario import FRAME

SITE = """
time: {start: "2025-01-15", steps: 4, annual: true}
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.30}
  sale: {type: export_fixed, price_eur_per_kwh: 0.05}
  gas: {type: fuel, carrier: natural_gas, price_eur_per_kwh: 0.05}
meters: {main: {member: owner, import: purchase, export: sale, import_limit_kw: 100, export_limit_kw: 100}}
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: 10}}}
assets:
  engine: {type: combined_heat_and_power, owner: owner, at: house, meter: main, fuel: gas, capacity_electric_kw: 20,
           may_dump_heat: true, electric_efficiency: 0.4, heat_efficiency: 0.5}
  sun: {type: photovoltaics, owner: owner, meter: main, capacity_kwp: 60,
        production_kw_per_kwp: {file: sun.csv, column: sun}}
  demand: {type: load, owner: owner, meter: main, power_kw: 16}
  electrolyser: {type: electrolyser, owner: owner, meter: main, store: tanks, at: house, capacity_electric_kw: 20}
  tanks: {type: hydrogen_store, owner: owner, meter: main, capacity_kwh: 40}
  cell: {type: fuel_cell, owner: owner, meter: main, store: tanks, at: house, capacity_electric_kw: 9}
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> Edition:
    """The report of a year made of four hours, one of them sunny."""
    folder = tmp_path_factory.mktemp("two_products")
    (folder / "sun.csv").write_text("sun\n0\n1\n0\n0\n", encoding="utf-8")
    document = yaml.safe_load(FRAME) | yaml.safe_load(SITE)
    (folder / "site.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    return Edition(run(folder / "site.yaml", (), folder / "results"), Voice("en"))


@pytest.mark.parametrize("carrier", ["electricity", "heat", "hydrogen"])
def test_what_gives_and_what_takes_are_equal_in_every_hour(edition, carrier):
    flows = edition.flows["baseline"]
    given, taken = (total_kw(flows, 4, *parts, carrier=carrier) for parts in (GIVING, TAKING))
    assert given.max() > 1.0
    assert given == pytest.approx(taken, abs=1e-6)


def test_full_load_hours_count_what_the_size_counts(edition):
    """Proves: hours of the engine and of the cell are those of electricity made, of the electrolyser of that taken.

    Sensitivity: the engine would have 2.25 times as many if its heat were counted with its electricity.
    """
    table = sizes.operation(edition, "baseline")
    place = [column.heading for column in table.columns].index("Full-load hours")
    hours = {str(row[0]).split()[0]: row[place] for row in table.rows}
    dispatch = edition.variants["baseline"].dispatch
    counted = {"engine": ("generated_kw", 20), "electrolyser": ("electricity_kw", 20), "cell": ("generated_kw", 9)}
    for asset, (series, size) in counted.items():
        power = dispatch[f"{asset}.{series}"].values
        assert power.max() > 1.0, asset
        assert hours[asset] == pytest.approx(power.sum() / size * 8760 / 4), asset


def test_hydrogen_has_its_months_and_is_recomputed(edition):
    """Proves: the balance of hydrogen stands in a table of its own, and the check sheet comes to the same.

    Sensitivity: no line at all if only electricity and heat were balanced.
    """
    table = monthly_balance(edition, "baseline", "hydrogen")
    assert sum(table.rows[-1][1:]) == pytest.approx(0.0, abs=1e-6)
    assert max(table.rows[-1][1:]) > 1.0
    lines = check_sheet(edition, sheets_of(edition)).lines
    begin = [line.what for line in lines].index("Energy balance: Hydrogen") + 1
    of_hydrogen = lines[begin : begin + len(table.columns)]
    assert [line.what for line in of_hydrogen][-1] == "Sum of all; has to be zero"
    for line in of_hydrogen:
        assert line.formula.value == pytest.approx(line.reported.value, abs=1e-6), line.what


def test_energy_flows_pass_through_hydrogen(edition):
    """Proves: no energy comes from or goes to nowhere in the figure: what enters a node leaves it."""
    (trace,) = sankey(edition, "baseline")["data"]
    labels = trace["node"]["label"]
    link = trace["link"]
    node = labels.index("Hydrogen")
    into = sum(value for value, target in zip(link["value"], link["target"], strict=True) if target == node)
    out = sum(value for value, source in zip(link["value"], link["source"], strict=True) if source == node)
    assert into > 0.0
    assert into == pytest.approx(out, abs=0.011 * len(link["value"]))
    assert not np.isnan(link["value"]).any()
