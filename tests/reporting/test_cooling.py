"""Cooling in the report: its balance closes, electricity for it is a use of its own, and Latvian has words for it."""

from __future__ import annotations

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
time: {start: "2025-07-15", steps: 4, annual: true}
buildings:
  clinic: {meter: main, sector: municipal, hot_water: {power_kw: 6}, cooling: {power_kw: 10}}
  shop: {meter: main, sector: tertiary, cooling: {power_kw: 4}}
assets:
  pump: {type: heat_pump, owner: owner, at: clinic, meter: main, cop: 3, capacity_heat_kw: 20, cooling: {eer: 5}}
  split: {type: air_conditioner, owner: owner, at: each_building, meter: main, eer: 2, capacity_cooling_kw: 15}
  servers: {type: load, owner: owner, at: shop, carrier: cooling, power_kw: 2}
  blinds: {type: demand_reduction, owner: owner, reduces: shop.cooling, saved_fraction: 0.25, extent: 1,
           investment_eur: 0, lifetime_years: 20}
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """A year made of four hours of summer."""
    folder = tmp_path_factory.mktemp("cooling")
    (folder / "site.yaml").write_text(yaml.safe_dump(yaml.safe_load(FRAME) | yaml.safe_load(SITE)), encoding="utf-8")
    return run(folder / "site.yaml", (), folder / "results")


@pytest.fixture(scope="module", params=["en", "lv"])
def edition(results, request) -> Edition:
    """The report in either language."""
    return Edition(results, Voice(request.param))


@pytest.mark.parametrize("carrier", ["electricity", "heat", "cooling"])
def test_what_gives_and_what_takes_are_equal_in_every_hour(edition, carrier):
    flows = edition.flows["baseline"]
    given, taken = (total_kw(flows, 4, *parts, carrier=carrier) for parts in (GIVING, TAKING))
    assert given.max() > 1.0
    assert given == pytest.approx(taken, abs=1e-6)


def test_the_better_machine_cools_and_every_building_is_cooled(results):
    """Hand calculation: the pump's EER of 5 beats 2 where both stand; the shop has 4 - 1 + 2 = 5 kW to be cooled."""
    dispatch = results.variants["baseline"].dispatch
    assert dispatch["pump.cooling_kw"].values == pytest.approx(10.0)
    assert dispatch["split.shop.cooling_kw"].values == pytest.approx(5.0)
    assert dispatch["split.clinic.cooling_kw"].values == pytest.approx(0.0, abs=1e-9)
    assert dispatch["pump.eer"].values == pytest.approx(5.0)


def test_electricity_for_cooling_is_a_use_of_its_own_in_the_flows_of_a_year(edition):
    """Proves: cold, which is heat that leaves, adds no energy: only its electricity is drawn.

    Hand calculation: electricity for cooling 10 / 5 + 5 / 2 = 4.5 kW over 8760 h = 39.42 MWh; ambient heat of the pump
    6 - 2 = 4 kW = 35.04 MWh, which would be 43.8 or more if its cold were counted.
    """
    figure = sankey(edition, "baseline")["data"][0]
    labels, link = figure["node"]["label"], figure["link"]
    ends = [(labels[source], labels[target]) for source, target in zip(link["source"], link["target"], strict=True)]
    mwh = dict(zip(ends, link["value"], strict=True))
    names = ("Electricity", "Cooling", "Ambient heat", "Heat pump")
    if edition.voice.language == "lv":
        names = ("Elektroenerģija", "Dzesēšana", "Apkārtējās vides siltums", "Siltumsūknis")
    electricity, cooling, ambient, pump = names
    assert mwh[electricity, cooling] == pytest.approx(39.42)
    assert mwh[ambient, pump] == pytest.approx(35.04)
    assert not any(source == cooling for source, _ in mwh)


def test_months_and_hours_are_told(edition):
    """Hand calculation: cold 15 kW x 8760 h; the split in the shop gives 5 of its 15 kW: 2920 h."""
    table = monthly_balance(edition, "baseline", "cooling")
    assert table.rows
    operation = sizes.operation(edition, "baseline")
    hours = {str(row[0]).split()[0]: row[-1] for row in operation.rows}
    assert hours["split.shop"] == pytest.approx(2920.0)
    lines = check_sheet(edition, sheets_of(edition)).lines
    word = edition.voice.carrier("cooling")
    begin = next(place for place, line in enumerate(lines) if line.what.endswith(f": {word}")) + 1
    for line in lines[begin : begin + len(table.columns)]:
        assert line.formula.value == pytest.approx(line.reported.value, abs=1e-6), line.what
