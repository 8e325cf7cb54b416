"""Plans that are legal and come to something else than they look like are told, each at its line."""

from __future__ import annotations

import pytest

from energycommunity.scenario import load_scenario

HOUSE = """\
name: house
site: {latitude_deg: 57.26, longitude_deg: 26.67}
time: {start: 2025-01-15, steps: 24, annual: false}
economics: {price_year: 2025, real_discount_rate: 0.04, horizon_years: 20}
tariffs:
  grid: {type: fixed, price_eur_per_kwh: 0.14}
  sale: {type: export_fixed, price_eur_per_kwh: 0.05}
members:
  owners: {kind: apartment_house, flats: 3}
meters:
  common: {member: owners, import: grid, export: sale, fuse_a: 63}
buildings:
  house: {meter: common, sector: residential, electricity: {annual_kwh: 4000}, roof: {area_m2: 400}}
assets:
  old: {type: photovoltaics, owner: owners, meter: common, roof: house, production_kw_per_kwp: 0.1, capacity_kwp: 2}
financing:
  bank:
    member: owners
    assets: [LIST]
    loans:
LOANS
variants:
  today: {baseline: true}
  sun:
    set:
      assets.new: {type: photovoltaics, owner: owners, meter: common, roof: house, production_kw_per_kwp: 0.1,
                   capacity_kwp: 5}
OTHER
"""


def told(folder, assets="new", loans="      - {rate: 0.04, years: 20}", other="", language="en"):
    """Notices of financing, as they are said of the file."""
    text = HOUSE.replace("LIST", assets).replace("LOANS", loans).replace("OTHER", other)
    (folder / "house.yaml").write_text(text, encoding="utf-8")
    notices = load_scenario(folder / "house.yaml").notices
    return [(fault.line, fault.tell(language)) for fault in notices if fault.path.startswith("financing")]


def test_a_plan_that_does_what_it_looks_like_is_not_told(tmp_path):
    loans = "      - {rate: 0.04, years: 20, amount_eur: 1000}\n      - {rate: 0.05, years: 10}"
    assert told(tmp_path, loans=loans) == []


def test_a_loan_behind_one_that_takes_all(tmp_path):
    terms = ("{rate: 0.04, years: 20}", "{rate: 0.05, years: 10}", "{rate: 0.05, years: 10, amount_eur: 5}")
    loans = "\n".join(f"      - {each}" for each in terms)
    found = told(tmp_path, loans=loans)
    assert [line for line, _ in found] == [22, 23]
    assert all("nothing is drawn of this loan: loans.0 before it has no amount_eur" in words for _, words in found)


def test_a_loan_beyond_the_horizon(tmp_path):
    ((line, words),) = told(tmp_path, loans="      - rate: 0.04\n        years: 21")
    assert line == 22
    assert "the loan runs 21 years, the plan ends after horizon_years 20" in words


@pytest.mark.parametrize(
    ("language", "words"), [("en", "stands just so in the baseline today"), ("lv", "bāzes variantā today")]
)
def test_an_asset_that_the_baseline_has_too(tmp_path, language, words):
    ((line, said),) = told(tmp_path, "new, old", language=language)
    assert line == 19
    assert words in said


def test_a_plant_built_in_place_of_one_of_the_same_name_is_a_project(tmp_path):
    assert told(tmp_path, "old", other="      assets.old.capacity_kwp: 6") == []
