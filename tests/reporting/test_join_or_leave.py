"""What the community is worth to each member stands in page, workbook and summary, in both languages."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from energycommunity.pipeline import run
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.page import page
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.tables.join_or_leave import COMMUNITY_TABLES, gains_by_key, join_or_leave, ways_of_living
from energycommunity.reporting.voice import Voice
from energycommunity.results.community_worth import CommunityWorth, Excess
from tests.hand_calculated.small_scenario import run_small
from tests.hand_calculated.test_join_or_leave import COLUMNS, THREE


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The three of tests/hand_calculated/test_join_or_leave.py, where the figures are reckoned by hand."""
    folder = tmp_path_factory.mktemp("three")
    run_small(folder, THREE, COLUMNS)
    return run(folder / "small.yaml", out=folder / "out")


def _edition(results, language="en"):
    return Edition(results, Voice(language))


def test_tables_hold_the_figures(results):
    edition, name = _edition(results), results.baseline
    assert [row[2] for row in ways_of_living(edition, name).rows] == [None, pytest.approx(0.35), pytest.approx(0.35)]
    day = join_or_leave(edition, name).rows[1]
    assert day[0] == "day"
    assert day[1:4] == pytest.approx((0.56, 0.48, 0.08))
    assert day[6:] == pytest.approx((0.20, 0.28, 0.0, 0.0))
    gains = gains_by_key(edition, name)
    assert [column.heading for column in gains.columns][1:] == [
        "Dynamic, by metered use",
        "Equal",
        "Shapley value",
        "Nucleolus",
    ]
    assert gains.rows[-1][1:] == pytest.approx((0.35,) * 4)
    assert "no coalition gains" in gains.note


@pytest.mark.parametrize("language", ["en", "lv"])
def test_the_note_calls_the_ways_as_the_rows_do(results, language):
    table = ways_of_living(_edition(results, language), results.baseline)
    assert len(table.rows) == 3
    assert all(f"{row[0]}: " in table.note for row in table.rows)


def test_latvian_has_the_same_figures(results):
    for make in COMMUNITY_TABLES:
        english, latvian = (make(_edition(results, language), results.baseline) for language in ("en", "lv"))
        assert [row[1:] for row in latvian.rows if row[0] in ("owner", "day", "night")] == [
            row[1:] for row in english.rows if row[0] in ("owner", "day", "night")
        ]
        assert latvian.title != english.title


def test_page_workbook_and_summary_have_them(results):
    edition = _edition(results)
    sheets = sheets_of(edition)
    assert {"ways_of_living", "join_or_leave", "gains_by_key"} <= set(sheets.by_key)
    assert "Join or leave" in page(edition, sheets)
    written = json.loads((results.folder / results.baseline / "summary.json").read_text(encoding="utf-8"))
    assert written["community"]["members"]["day"]["lost_without_eur"] == pytest.approx(0.28)
    assert written["community"]["ways"]["together"]["distinguishable"]
    told = [written["community"][key] for key in ("sizes_free", "orders", "coalitions")]
    assert told == [False, 0, 2]
    assert written["community"]["open_coalition_eur"] == pytest.approx(0.0, abs=1e-6)


def test_what_is_not_known_well_is_said(results):
    """A saving that the proofs leave open by more than a tenth of it is not told; a sampled value tells its error."""
    found = results.variants[results.baseline]
    assert "open" not in gains_by_key(_edition(results), results.baseline).note
    loose = replace(found.community, open_alone_eur=0.04, open_coalition_eur=2.0, excess=None)
    loose = replace(loose, shapley_error_eur=dict.fromkeys(loose.members, 12.0), orders=40, coalitions=33)
    edition = _edition(replace(results, variants={results.baseline: replace(found, community=loose)}))
    assert [row[2] for row in ways_of_living(edition, results.baseline).rows[1:]] == ["not distinguishable"] * 2
    note = gains_by_key(edition, results.baseline).note
    assert "40 orders drawn by chance (33 coalitions worked out): standard error at most 12" in note
    assert "There is no nucleolus" in note
    assert "Nucleolus: divides" not in note
    assert "leaves at most 2" in note
    apart = replace(found.community, excess=Excess(3.0, 3.0, 0))
    edition = _edition(replace(results, variants={results.baseline: replace(found, community=apart)}))
    assert "would gain 3" in gains_by_key(edition, results.baseline).note


def test_what_is_proven_of_the_least_core_is_told(results):
    found = results.variants[results.baseline]

    def noted(excess):
        gains = {name: {**m.gains_eur, "least_core": 0.1} for name, m in found.community.members.items()}
        for each in gains.values():
            each.pop("nucleolus")
        members = {name: replace(m, gains_eur=gains[name]) for name, m in found.community.members.items()}
        many = replace(found.community, members=members, orders=40, excess=excess)
        edition = _edition(replace(results, variants={results.baseline: replace(found, community=many)}))
        return gains_by_key(edition, results.baseline)

    table = noted(Excess(-2.0, 4.0, 31))
    assert [column.heading for column in table.columns][-1] == "Least core"
    assert "no coalition gains more than 4" in table.note
    assert "by working out 31" in table.note
    assert "no coalition gains by standing apart" not in table.note
    assert "no coalition gains by standing apart" in noted(Excess(-2.0, -1.0, 31)).note
    assert "Whatever is paid, some coalition would gain 1" in noted(Excess(1.0, 2.0, 31)).note


def test_sizes_of_each_way_are_told(results):
    found = results.variants[results.baseline]
    assert "those of this option in all three" in ways_of_living(_edition(results), results.baseline).note
    freely = replace(found, community=replace(found.community, sizes_free=True))
    edition = _edition(replace(results, variants={results.baseline: freely}))
    assert "the sizes that suit him alone" in ways_of_living(edition, results.baseline).note


def test_nothing_where_nobody_asked(results):
    found = results.variants[results.baseline]
    assert isinstance(found.community, CommunityWorth)
    edition = _edition(replace(results, variants={results.baseline: replace(found, community=None)}))
    assert not any(make(edition, results.baseline).rows for make in COMMUNITY_TABLES)
