"""A part of a year tells how things run, not what they are worth."""

from __future__ import annotations

import pytest

from energycommunity.reporting.answer import answer
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.tables.heat_networks import temperature_levels
from energycommunity.reporting.tables.join_or_leave import join_or_leave, ways_of_living
from energycommunity.reporting.tables.overview import overview, worth_table
from energycommunity.reporting.terminal import terminal_summary
from energycommunity.reporting.voice import Voice
from energycommunity.results.summary import comparison
from tests.reporting.conftest import page_of, readable, with_scenarios


@pytest.fixture(scope="module")
def window(results):
    """The run as one of 48 hours that stand for themselves."""
    time = results.variants["baseline"].scenario.time
    return with_scenarios(results, time=time.model_copy(update={"annual": False}))


def _texts(table):
    return [column.title for column in table.columns]


@pytest.mark.parametrize("language", ["en", "lv"])
def test_no_worth_of_a_window_is_told(window, language):
    """Neither table, answer, terminal nor page tells present value, rate of return or payback; a note says why."""
    edition = Edition(window, Voice(language))
    note = edition.voice.say("no_worth_of_a_window")
    assert {row[7:] for row in overview(edition).rows} == {(None, None)}
    assert {row[2:6] for row in worth_table(edition).rows} == {(None, None, None, None)}
    assert note in overview(edition).note
    assert note in worth_table(edition).note
    told = readable(" ".join(answer(edition)))
    assert not any(words in told for words in ("paid back", "present value", "atmaks", "pašreizējā"))
    assert "cash_flow" not in sheets_of(edition).by_key
    assert note in readable(page_of(edition))
    lines = terminal_summary(window, language)
    assert note.split(":")[1][:30] in " ".join(lines.split())


def test_a_year_is_still_told_its_worth(edition):
    assert all(isinstance(row[7], float) for row in overview(edition).rows[1:])
    assert "no_worth" not in overview(edition).note
    assert "cash_flow" in sheets_of(edition).by_key


def test_the_summary_of_a_window_has_no_worth(window, results, tmp_path):
    keys = ("net_present_value_eur", "internal_rate_of_return", "simple_payback_years", "discounted_payback_years")
    for found in comparison(window)["variants"].values():
        assert [found[key] for key in keys] == [None] * 4
    assert comparison(results)["variants"]["heat_pump"]["net_present_value_eur"] is not None


@pytest.mark.parametrize(("language", "words"), [("en", "Yearly"), ("lv", "Gada")])
def test_cost_of_a_window_is_not_called_yearly(window, results, language, words):
    for found, yearly in ((window, False), (results, True)):
        edition = Edition(found, Voice(language))
        for table in (ways_of_living(edition, "baseline"), temperature_levels(edition)):
            assert any(title.startswith(words) for title in _texts(table)) == yearly
        note = join_or_leave(edition, "baseline").note
        assert (("in a year" in note) or ("maksājums gadā" in note)) == yearly
