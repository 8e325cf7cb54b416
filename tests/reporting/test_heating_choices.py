"""Individual or shared: what was chosen, what else it would have cost, and the tariff stand in report and summary."""

from __future__ import annotations

from dataclasses import replace

import pytest

from energycommunity.pipeline import run
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.flows import flows_of
from energycommunity.reporting.page import page
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.tables.heating_ways import heating_choices, heating_ways
from energycommunity.reporting.tables.network_tariffs import network_tariffs
from energycommunity.reporting.tables.sizes import demands, main_sizes
from energycommunity.reporting.voice import Voice
from energycommunity.results.summary import summary

#: The village of tests/hand_calculated/test_heat_price.py, where its figures are reckoned by hand.
VILLAGE = """
name: village
site: {latitude_deg: 57.2, longitude_deg: 26.7}
time: {start: "2025-01-15", steps: 4, annual: false}
reserve: {design_spell: false}
economics: {price_year: 2025, real_discount_rate: 0.0, horizon_years: 20}
members: {owner: {kind: company, deducts_vat: true}}
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.10}
  pellets: {type: fuel, carrier: pellets, price_eur_per_kwh: 0.02}
meters: {main: {member: owner, import: purchase, import_limit_kw: 100}}
buildings:
  house: {meter: main, sector: residential, space_heat: {power_kw: 2}}
  hall: {meter: main, sector: municipal, space_heat: {power_kw: 3}}
heat_networks:
  net:
    {owner: owner, level: {supply_c: 95, return_c: 70}, heat_loss_kw: 1, connections: {house: optional, hall: required},
     investment_eur_per_m: 0, lifetime_years: 20, fixed_om_eur_per_year: 0.6, variable_om_eur_per_kwh: 0,
     sales_eur_per_kwh: 0.01, pumping_electricity_fraction: 0}
assets:
  boiler:
    {type: fuel_boiler, owner: owner, at: net, fuel: pellets, efficiency: 0.8, capacity_heat_kw: 20, investment_eur: 20,
     lifetime_years: 20, fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0}
  heating:
    type: heating_choice
    at: house
    owner: owner
    station: {investment_eur: 4, lifetime_years: 20, fixed_om_eur_per_year: 0, variable_om_eur_per_kwh: 0}
    sources:
      heater: {type: electric, electricity: purchase, efficiency: 1, investment_eur_per_kw: 1, lifetime_years: 20,
               fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0}
      stove: {type: boiler, fuel: pellets, efficiency: 0.5, investment_eur: 100, lifetime_years: 20,
              fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0}
variants:
  together: {baseline: true}
  apart: {heat_networks: {net: {connections: {house: forbidden}}}}
  burning: {from: apart, tariffs: {purchase: {price_eur_per_kwh: 10}}}
"""


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    """What came of the village."""
    folder = tmp_path_factory.mktemp("village")
    (folder / "village.yaml").write_text(VILLAGE, encoding="utf-8")
    return run(folder / "village.yaml", (), folder / "out")


@pytest.fixture
def edition(village):
    """The village in English."""
    return Edition(village, Voice("en"))


@pytest.fixture
def _of_a_year(monkeypatch):
    """The four hours taken for the year, so that a tariff is told."""
    monkeypatch.setattr(Edition, "is_annual", True)


@pytest.mark.usefixtures("_of_a_year")
def test_a_building_is_told_with_its_best_own_supply_and_the_price_of_no_difference(edition):
    (row,) = heating_choices(edition, "together").rows
    assert row[:3] == ("house", "network", "as it stands")
    assert row[3:5] == (pytest.approx(0.20), pytest.approx(0.008))
    assert row[5] == "heater, as it stands"
    assert row[6:] == (pytest.approx(0.90), pytest.approx(87.5), pytest.approx(120.0))  # it would rather leave
    ways = heating_ways(edition, "together").rows
    assert [(way[2], way[-1]) for way in ways] == [("heater", ""), ("stove", ""), ("network", "yes")]


def test_the_demand_is_that_of_the_building_that_chooses(edition):
    """Proves: 2 kW for four hours are the house's space heating, not a demand called `heating`."""
    rows = {row[:2]: row[2:] for row in demands(edition, "together").rows}
    assert rows["house", "Space heating"] == pytest.approx((8.0, 2.0))
    assert {building for building, _ in rows} == {"house", "hall"}


@pytest.mark.usefixtures("_of_a_year")
def test_the_tariff_is_told_before_and_after(edition):
    before, after, _ = network_tariffs(edition).rows
    figures = (2, 0.020, 80.0, 30.0, 10.0, 120.0, 0.0, 0.0, 0.0)
    assert before[2:] == tuple(pytest.approx(figure, abs=1e-12) for figure in figures)
    figures = (1, 0.012, 1400 / 12, 50.0, 10.0, 2120 / 12, 2120 / 12 - 120.0, 0.0, -0.68)
    assert after[2:] == tuple(pytest.approx(figure, abs=1e-12) for figure in figures)


def test_both_languages_page_workbook_and_summary_have_them(edition):
    for voice, words in ((Voice("en"), "Individual or shared"), (Voice("lv"), "Individuāli vai kopā")):
        spoken = replace(edition, voice=voice)
        sheets = sheets_of(spoken)
        assert {"heating_choices", "heating_ways", "network_tariffs"} <= set(sheets.by_key)
        assert words in page(spoken, sheets)
    told = summary(edition.variants["together"])
    assert told["heating"][0]["no_worse_eur_per_kwh"] == pytest.approx(0.0875)
    assert told["network_tariffs"]["net"]["sold_kwh"] == pytest.approx(20.0)


def test_a_part_of_a_year_has_no_tariff(edition):
    """Four hours bear the building and upkeep of a year: no price is told, but what was sold."""
    before, after, _ = network_tariffs(edition).rows
    assert before[2:] == (2, pytest.approx(0.020), *[None] * 7)
    assert after[2:4] == (1, pytest.approx(0.012))
    (row,) = heating_choices(edition, "together").rows
    assert row[-2:] == (None, None)
    assert "only a part of a year" in heating_choices(edition, "together").note
    assert summary(edition.variants["together"])["network_tariffs"]["net"]["eur_per_kwh"] is None


def test_what_a_building_burns_or_draws_has_its_part_in_the_balances(edition):
    """Hand calculation: 2 kW are drawn by the heater, or burnt as 4 kW of pellets in the stove of 50 %."""
    found = {
        name: {
            (flow.part, flow.carrier): float(flow.power_kw[0])
            for flow in flows_of(edition.variants[name])
            if flow.asset == "heating"
        }
        for name in ("apart", "burning")
    }
    served = {("used", "heat"): 2.0, ("made", "heat"): 2.0}
    assert found["apart"] == pytest.approx({**served, ("taken", "electricity"): 2.0, ("bought", "electricity"): 2.0})
    assert found["burning"] == pytest.approx({**served, ("fuel", "pellets"): 4.0})


def test_the_answer_tells_what_heats_how_many_buildings(edition):
    assert main_sizes(edition, "together").endswith("heating by network (1)")
    assert main_sizes(edition, "apart").endswith("heating by heater (1)")
