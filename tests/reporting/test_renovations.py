"""What is renovated, at what cost and with which grant, stands in the summary, the report and the workbook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from energycommunity.pipeline import run
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.page import page
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.tables.renovations import renovations
from energycommunity.reporting.tables.sizes import main_sizes
from energycommunity.reporting.voice import Voice
from energycommunity.results.summary import summary

#: Of 8 kW a package saves a half, for 1000 EUR; a programme pays a part where 60 % are saved.
TWO_HOUSES = """
name: two_houses
site: {latitude_deg: 57.26, longitude_deg: 26.67}
time: {start: 2025-01-15, steps: 24, annual: false}
reserve: {design_spell: false}
economics: {price_year: 2025, real_discount_rate: 0.0, horizon_years: 20}
tariffs:
  grid: {type: fixed, price_eur_per_kwh: 10}
members:
  family: {kind: household, deducts_vat: false}
meters:
  main: {member: family, import: grid, fuse_a: 63, phases: 3}
buildings:
  home: {meter: main, sector: residential, type: private_house, heated_area_m2: 96, space_heat: {power_kw: 8}}
  barn: {meter: main, sector: residential, type: private_house, heated_area_m2: 96, space_heat: {power_kw: 8}}
renovation_packages:
  half: {balancing_and_thermostats: {saved_fraction: 0.5, investment_eur: 1000, lifetime_years: 20}}
  walls: {walls: {}}
assets:
  heater: {type: electric_boiler, at: each_building, owner: family, meter: main, capacity_heat_kw: 10}
  renovation: {type: renovation, at: each_building, owner: building_member, packages: [none, half], grant: {share: 0.4}}
variants:
  baseline: {baseline: true}
  missed:
    set:
      assets.renovation.package: walls
      assets.renovation.packages: null
      assets.renovation.grant: {share: 0.4, min_primary_energy_saved_fraction: 0.9}
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """Two houses that are renovated, in English."""
    folder = tmp_path_factory.mktemp("renovated")
    (folder / "two_houses.yaml").write_text(TWO_HOUSES, encoding="utf-8")
    return Edition(run(folder / "two_houses.yaml", (), folder / "out"), Voice("en"))


def test_a_row_tells_package_heat_money_and_grant(edition):
    """Hand calculation: 8 kW for 24 h are 192 kWh, 2 kWh/m2; half is saved. 600 of 1000 EUR over 20 years."""
    table = renovations(edition, "baseline")
    assert table.rows == (
        ("home", "half", *map(pytest.approx, (192.0, 96.0, 2.0, 1.0, 1000.0, 400.0, 30.0)), "–"),
        ("barn", "half", *map(pytest.approx, (192.0, 96.0, 2.0, 1.0, 1000.0, 400.0, 30.0)), "–"),
    )


def test_missed_conditions_are_told_in_both_languages_and_the_catalogue_is_marked(edition):
    english = renovations(edition, "missed").rows[0]
    latvian = renovations(replace(edition, voice=Voice("lv")), "missed").rows[0]
    assert english[0].endswith("†")
    assert english[7] == 0.0
    assert "walls: " in english[-1]
    assert "at least 90 % are asked for" in english[-1]
    assert "jāietaupa vismaz 90 %" in latvian[-1]


def test_page_and_workbook_have_the_table(edition, tmp_path):
    from openpyxl import load_workbook

    from energycommunity.reporting.workbook import write_workbook

    for language, title in (("en", "Renovation"), ("lv", "Ēku atjaunošana")):
        told = replace(edition, voice=Voice(language))
        sheets = sheets_of(told)
        assert title in page(told, sheets)
        write_workbook(told, sheets, tmp_path / f"{language}.xlsx")
        sheet = load_workbook(tmp_path / f"{language}.xlsx")[title]
        assert "half" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_the_line_of_sizes_and_the_summary_name_the_package(edition):
    assert main_sizes(edition, "baseline").endswith("renovation half (2)")
    (home, barn) = summary(edition.variants["missed"])["renovations"]
    assert (home["building"], barn["building"], home["package"]) == ("home", "barn", "walls")
    assert len(home["missed_conditions"]) == 1
