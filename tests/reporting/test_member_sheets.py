"""The sheet of a member tells what he pays, draws, gives and shares, and nothing of the others."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from energycommunity.pipeline import run
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.member_sheets import HEIGHT, _figure, _notes, flows_kwh, member_sheet
from energycommunity.reporting.voice import Voice
from energycommunity.time_grid import TimeGrid
from tests.reporting.conftest import readable

#: The last hour of January and the first of February; powers of a large village, so that every euro shows.
VILLAGE = """
name: village
language: lv
site: {latitude_deg: 57.2, longitude_deg: 26.7}
time: {start: "2025-01-31 23:00", steps: 2, annual: false}
economics: {price_year: 2025, real_discount_rate: 0.0, horizon_years: 20}
members:
  Liepas: {kind: company, deducts_vat: true}
  Ozoli: {kind: company, deducts_vat: true, until_month: 2025-01}
  Avoti: {kind: company, deducts_vat: true}
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.10, network: {energy_eur_per_kwh: 0.04}}
  sale: {type: export_fixed, price_eur_per_kwh: 0.03}
meters:
  first: {member: Liepas, import: purchase, export: sale, import_limit_kw: 9999, export_limit_kw: 9999}
  second: {member: Ozoli, import: purchase, import_limit_kw: 9999, export_limit_kw: 9999}
  third: {member: Avoti, import: purchase, import_limit_kw: 9999, export_limit_kw: 9999}
assets:
  sun: {type: photovoltaics, owner: Liepas, meter: first, capacity_kwp: 6000,
        production_kw_per_kwp: {file: sun.csv, column: sun},
        investment_eur_per_kwp: 0, fixed_om_eur_per_kwp_year: 0, lifetime_years: 20, area_m2_per_kwp: 5}
  two: {type: load, owner: Ozoli, meter: second, power_kw: 3000}
  three: {type: load, owner: Avoti, meter: third, power_kw: 1000}
variants:
  baseline: {title: Alone, baseline: true, mode: dispatch}
  shared:
    title: Together
    mode: dispatch
    set:
      community: {sharing: by_interval, internal_price_eur_per_kwh: 0.08}
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("village")
    (folder / "sun.csv").write_text(f"sun\n{2 / 6}\n1.0\n", encoding="utf-8")
    (folder / "village.yaml").write_text(VILLAGE, encoding="utf-8")
    return run(folder / "village.yaml", out=folder / "out")


def _sheet(results, member, language="en"):
    html = member_sheet(Edition(results, Voice(language)), "shared", member)
    return readable(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL))


def test_a_member_sees_what_he_pays_and_shares(results):
    """Proves: cost today and in the community, what is drawn and shared in each month, for a member who leaves.

    Sensitivity: 690 EUR if he went on sharing in February; 6 000 of 6 000 kWh from the community if all were shared.
    Hand calculation: alone 6 000 kWh x 0.14 = 840 EUR. Together, January: 2 000 kWh of sun to 3 000 + 1 000 drawn: 1500
    for him. He buys 4 500 x 0.10 = 450, network 6 000 x 0.04 = 240, shared 1 500 x 0.08 = 120: 810 EUR, 30 less. Bill
    of January: 1 500 x 0.10 + 3 000 x 0.04 + 120 = 390; of February: 3 000 x 0.14 = 420.
    """
    told = _sheet(results, "Ozoli")
    assert "With “Together” you pay 810 EUR; today you pay 840 EUR. You gain 30 EUR." in told
    assert "You draw 6 000 kWh from the grid, 1 500 kWh of it from the community." in told
    assert "from 2025-01 to 2025-01" in told
    assert re.search(r"Drawn, kWh +3 000 +3 000 +6 000 ", told)
    assert re.search(r"from the community +1 500 +0 +1 500 ", told)
    assert re.search(r"Bills, EUR +390 +420 +810 ", told)


def test_a_giver_sees_what_he_gives(results):
    """Proves: what is given to the community and to the trader, and what is earned by it.

    Sensitivity: 7 000 kWh to the community if Ozoli had not left.
    Hand calculation: January: 2 000 kWh given, all shared. February: 6 000 given, 1 000 shared. Earned 3 000 x 0.08 +
    5 000 x 0.03 = 390 EUR; alone 8 000 x 0.03 = 240.
    """
    told = _sheet(results, "Liepas")
    assert "You give 8 000 kWh to the grid, 3 000 kWh of it to the community." in told
    assert "With “Together” you get 390 EUR; today you get 240 EUR. You gain 150 EUR." in told


@pytest.mark.parametrize("member", ["Liepas", "Ozoli", "Avoti"])
@pytest.mark.parametrize("language", ["en", "lv"])
def test_nothing_of_the_others_is_told(results, member, language):
    told = _sheet(results, member, language)
    others = {"Liepas", "Ozoli", "Avoti"} - {member}
    assert member in told
    assert not any(word in told for word in (*others, "first", "second", "third"))


def test_a_run_writes_a_sheet_for_each_in_the_language_of_its_file(results):
    sheets = {path.name: path.read_text(encoding="utf-8") for path in (results.folder / "members").iterdir()}
    assert set(sheets) == {"Liepas.html", "Ozoli.html", "Avoti.html"}
    assert 'lang="lv"' in sheets["Ozoli.html"]
    assert "šodien jūs maksājat 840 EUR. Jūs iegūstat 30 EUR." in readable(sheets["Ozoli.html"])


def test_months_are_called_by_their_names(results):
    assert re.search(r"Together +Jan +Feb +Total", _sheet(results, "Ozoli"))
    assert re.search(r"Together +janv\. +febr\. ", _sheet(results, "Ozoli", "lv"))


@pytest.mark.parametrize(
    ("annual", "language", "told"),
    [
        (False, "en", "computed for 2025-01-31 to 2025-02-01 only, not for a year,"),
        (True, "en", "computed for 2025-01-31 to 2025-02-01 and scaled up to a year,"),
        (False, "lv", "tikai laikam no 2025-01-31 līdz 2025-02-01, nevis gadam,"),
        (True, "lv", "laikam no 2025-01-31 līdz 2025-02-01 un pārrēķināti uz gadu"),
    ],
)
def test_a_window_is_told_as_a_window(results, monkeypatch, annual, language, told):
    window = replace(Edition(results, Voice(language)).grid, annual=annual)
    monkeypatch.setattr(Edition, "grid", window)
    assert told in list(_notes(Edition(results, Voice(language)), "shared"))[-1]


@pytest.mark.parametrize(
    ("language", "told"), [("en", "computed for a whole year in"), ("lv", "aprēķināti veselam gadam")]
)
def test_a_year_is_told_as_a_year(results, monkeypatch, language, told):
    monkeypatch.setattr(Edition, "grid", TimeGrid.year(2025, "Europe/Riga"))
    assert told in list(_notes(Edition(results, Voice(language)), "shared"))[-1]


@pytest.mark.parametrize(
    ("annual", "heading"), [(False, "Your cost in this period, EUR"), (True, "Your yearly cost, EUR")]
)
def test_the_cost_is_headed_as_what_it_is(results, monkeypatch, annual, heading):
    monkeypatch.setattr(Edition, "is_annual", annual)
    told = _sheet(results, "Ozoli")
    assert heading in told
    assert ("yearly" in told) == annual


def test_bars_show_the_energy_of_the_months(results):
    """Proves: the heights of the bars have one scale, up and down.

    Hand calculation: most drawn in a month 3 000 kWh, nothing given: 1 500 kWh are half of the height.
    """
    edition = Edition(results, Voice("en"))
    figure = _figure(flows_kwh(edition, "shared", "Ozoli"))
    heights = [bar.height for bar in figure["bars"]]
    assert heights == pytest.approx([HEIGHT / 2, HEIGHT / 2, 0, 0, 0, HEIGHT, 0, 0])
    given = _figure({name: np.array([1.0]) for name in ("bought", "sold", "shared_in", "shared_out")})
    assert sum(bar.height for bar in given["bars"]) == pytest.approx(HEIGHT)
