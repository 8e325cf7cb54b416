"""The table of the reserve in a design winter."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from energycommunity.pipeline import run
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.tables.design_winter import design_winter
from energycommunity.reporting.voice import Voice
from tests.reporting.conftest import HAMLET, page_of, readable


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the run of the hamlet with two days of -22 °C is saved."""
    return tmp_path_factory.mktemp("winter")


@pytest.fixture(scope="module")
def winter(folder):
    """That run."""
    return run(HAMLET, ("reserve={design_spell: true, outdoor_c: -22, length_days: 2}",), folder)


def test_margins_of_given_and_of_chosen_sizes(winter):
    """Proves: demand, what can be given, margin in kW and percent, and what is left without the plant.

    Sensitivity: a demand of 40 kW without the network's loss.
    Hand calculation: 40 + 5 = 45 kW. The boiler of 80 kW has 35 kW more, 35 / 45 = 77.8 %; without it nothing is left.
    A heat pump is sized to the 45 kW and has no margin; a boiler of at least 60 kW has 15 kW.
    """
    rows = design_winter(Edition(winter, Voice("en"))).rows
    assert [row[0] for row in rows] == ["Old boiler", "Heat pump and sun", "Dear boiler"]
    assert [row[1] for row in rows] == ["centre"] * 3
    assert [row[2] for row in rows] == pytest.approx([45.0] * 3)
    assert [row[3] for row in rows] == pytest.approx([80.0, 45.0, 60.0], rel=1e-5)
    assert [row[4] for row in rows] == pytest.approx([35.0, 0.0, 15.0], abs=1e-3)
    assert rows[0][5] == pytest.approx(35 / 45)
    assert readable(rows[0][6]) == "old_boiler †"
    assert [row[7] for row in rows] == pytest.approx([0.0] * 3, abs=1e-3)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["2 days at -22 °C", "from 13 January 2025 on", "hamlet", "must carry these days", "only compared"]),
        ("lv", ["2 dienas -22 °C aukstumā", "sākot no 13.01.2025.", "šīs dienas jāiztur", "tikai salīdzina"]),
    ],
)
def test_page_names_the_spell(winter, language, words):
    edition = Edition(winter, Voice(language))
    told = readable(page_of(edition))
    assert [word for word in words if word not in told and word != "hamlet"] == []
    assert edition.voice.say("design_winter") in told


def test_summary_and_workbook_hold_the_margin(winter, folder):
    (summary,) = folder.rglob("baseline/summary.json")
    found = json.loads(summary.read_text(encoding="utf-8"))["design_winter"]
    assert (found["outdoor_c"], found["length_days"], found["binds"]) == (-22.0, 2.0, False)
    assert found["heat"][0]["margin_kw"] == pytest.approx(35.0)
    (workbook,) = folder.rglob("report.xlsx")
    rows = list(load_workbook(workbook, read_only=True)["Design winter"].iter_rows(values_only=True))
    assert rows[1][4] == pytest.approx(35.0)


def test_without_a_spell_there_is_no_table(edition):
    assert design_winter(edition).rows == ()
    assert edition.voice.say("design_winter") not in page_of(edition)


def test_a_place_alike_in_several_variants_has_one_row_and_the_days_are_told_once(winter):
    """Proves: rows that differ in the variant only are one, and no sentence stands twice.

    Sensitivity: three rows, and the days told once for given sizes and once for chosen ones.
    """
    of_baseline = winter.variants["baseline"].design_winter
    heat = tuple(replace(each, weakest_unit=None, margin_without_it_kw=None) for each in of_baseline.heat)
    of_baseline = replace(of_baseline, binds=True, heat=heat)
    variants = {
        name: result if name == "heat_pump" else replace(result, design_winter=of_baseline)
        for name, result in winter.variants.items()
    }
    table = design_winter(Edition(replace(winter, variants=variants), Voice("en")))
    assert [row[0] for row in table.rows] == ["Old boiler, Dear boiler", "Heat pump and sun"]
    assert table.note.count("2 days at") == 1
    assert table.note.count("must carry these days") == 1
    alike = {name: replace(result, design_winter=of_baseline) for name, result in winter.variants.items()}
    assert [row[0] for row in design_winter(Edition(replace(winter, variants=alike), Voice("en"))).rows] == ["all"]
