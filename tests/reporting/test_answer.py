"""The answer says what the numbers say, and admits what they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from energycommunity.reporting.answer import answer, cheapest, question
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.tables import costs
from energycommunity.reporting.tables.overview import overview
from energycommunity.reporting.voice import Voice
from tests.reporting.conftest import readable, with_costs, with_scenarios


def told(results, language="en"):
    """The sentences of the answer, as one text."""
    return readable(" ".join(answer(Edition(results, Voice(language)))))


def test_cheaper_variant_with_its_saving(results):
    """Proves: saving and percent are those to the baseline, not to the variant itself.

    Sensitivity: percent of the variant's cost would be 33 %.
    Hand calculation: 40 000 - 30 000 = 10 000; 10 000 / 40 000 = 25 %.
    """
    words = told(with_costs(results, baseline=40_000.0, heat_pump=30_000.0, gold_boiler=50_000.0))
    assert "“Heat pump and sun” costs the least: 30 000 EUR a year" in words
    assert "10 000 EUR a year (25 %) less than “Old boiler”" in words
    assert "heat pump 45 kW heat" in words


def test_answer_names_investment_payback_and_worth(results):
    words = told(results)
    worth = results.profitability("heat_pump")
    investment_eur = -results.variants["heat_pump"].assessment.cash_flow.investment_eur[0]
    assert f"takes {investment_eur:,.0f} EUR".replace(",", " ") in words
    assert f"{worth.net_present_value_eur:,.0f} EUR".replace(",", " ") in words
    assert f"in {worth.simple_payback.years:.1f} years" in words


def test_baseline_may_be_best(results):
    """Proves: the next option is the second cheapest, and its surplus is to the baseline.

    Sensitivity: the dearest option would cost 30 000 (100 %) more.
    Hand calculation: 33 000 - 30 000 = 3 000; 3 000 / 30 000 = 10 %.
    """
    words = told(with_costs(results, baseline=30_000.0, heat_pump=33_000.0, gold_boiler=60_000.0))
    assert "No option costs less than the baseline “Old boiler” (30 000 EUR a year)." in words
    assert "“Heat pump and sun”, which costs 3 000 EUR a year (10 %) more" in words


def test_baseline_wins_a_tie(results):
    tied = with_costs(results, baseline=30_000.0, heat_pump=30_000.0, gold_boiler=60_000.0)
    assert cheapest(Edition(tied, Voice("en"))) == "baseline"


def test_variant_that_cannot_be_told_apart(results):
    """Proves: a difference of 500 with 60 + 40 left open is not claimed.

    Sensitivity: with either gap alone 60 > 50 still hides it; with 40 it would be claimed.
    Hand calculation: 100 > 500 / 10.
    """
    near = with_costs(
        results,
        {"baseline": 39_940.0, "heat_pump": 39_460.0},
        baseline=40_000.0,
        heat_pump=39_500.0,
        gold_boiler=90_000.0,
    )
    words = told(near)
    assert (
        "cannot be told apart: they differ by 500 EUR a year, and the calculation leaves 100 EUR a year open" in words
    )
    assert "costs the least" not in words


def test_baseline_best_but_not_known(results):
    near = with_costs(results, {"heat_pump": 39_000.0}, baseline=40_000.0, heat_pump=40_500.0, gold_boiler=90_000.0)
    assert "the cost of “Heat pump and sun” cannot be told apart from it" in told(near)


def test_rival_of_the_cheapest_is_named(results):
    near = with_costs(results, {"gold_boiler": 30_000.0}, baseline=80_000.0, heat_pump=30_000.0, gold_boiler=30_900.0)
    assert "cannot be told apart from that of: Dear boiler" in told(near)


def test_single_variant_is_not_compared(results):
    single = replace(results, variants={"baseline": results.variants["baseline"]})
    words = told(single)
    assert "There is no other option in the file" in words
    assert "less than" not in words


@pytest.mark.parametrize(("language", "wanted"), [("en", "Emissions rise by 75 %"), ("lv", "Emisijas pieaug par 75 %")])
def test_emissions_may_rise(results, language, wanted):
    """Proves: electricity for the heat pump shows, firewood counts as none.

    Sensitivity: with the chimney counted, emissions would fall.
    Hand calculation: both use 10 kW; the heat pump takes 45 / 3.2 = 14.0625 kW, the sun gives 60 x 0.11 = 6.6 kW.
    (10 + 14.0625 - 6.6) / 10 = 1.746, so 75 % more.
    """
    assert wanted in told(results, language)


def test_question_of_the_file_or_the_usual_one(results):
    assert question(Edition(results, Voice("lv"))) == "Vai ciemam paturēt malkas katlu?"
    assert "at the least cost" in question(Edition(with_scenarios(results, question=None), Voice("en")))


def with_members(edition, monkeypatch, **sums):
    """The edition with given costs of the members by variant."""
    monkeypatch.setattr(costs, "member_sums", lambda _, name: sums[name])
    return edition


def test_who_gains_by_sharing(results, monkeypatch):
    """Proves: members are told by the change of their own cost to the baseline, from the least to the most.

    Sensitivity: by the change of the whole all three would gain; with ends exchanged “110 to 26”.
    Hand calculation: 500 - 474 = 26; 900 - 790 = 110; 300 - 240 = 60; 707 - 300 = 407 more.
    """
    before = {"ann": 500.0, "bob": 900.0, "cat": 300.0, "association": 300.0}
    after = {"ann": 474.0, "bob": 790.0, "cat": 240.0, "association": 707.0}
    proven = with_costs(results, baseline=2_000.0, heat_pump=2_211.0, gold_boiler=9_000.0)
    for language, words in {
        "en": "3 members gain 26 to 110 EUR a year; association pays 407 EUR a year more.",
        "lv": "dalībnieki (3): par 26 līdz 110 EUR gadā mazāk; association: par 407 EUR gadā vairāk.",
    }.items():
        edition = Edition(proven, Voice(language))
        with_members(edition, monkeypatch, baseline=before, heat_pump=after)
        assert words in readable(" ".join(answer(edition)))


def test_change_of_a_member_within_the_gap_is_not_told(results, monkeypatch):
    """Proves: a change of a member or of all is told by the rule of the overview, in the answer and in the table.

    Sensitivity: with one gap alone (3) Ann would gain 50; by gaps that are taken whole (7) as well.
    Hand calculation: 3 + 4 = 7 are open, so changes from 70 on are told; Ann's 50 are below, Bob's 100 = 100 / 400 =
    25 % above.
    """
    bounds = {"baseline": 997.0, "heat_pump": 846.0}
    open_ones = with_costs(results, bounds, baseline=1_000.0, heat_pump=850.0, gold_boiler=9_000.0)
    edition = Edition(open_ones, Voice("en"))
    sums = {"baseline": {"ann": 600.0, "bob": 400.0}, "heat_pump": {"ann": 550.0, "bob": 300.0}, "gold_boiler": {}}
    words = readable(" ".join(answer(with_members(edition, monkeypatch, **sums))))
    assert "bob gains 100 EUR a year; for ann the change is too small to be told (below 70 EUR a year)." in words
    table = costs.costs_by_member(edition)
    assert table.rows[0][:5] == ("ann", 600.0, 550.0, "not distinguishable", None)
    assert table.rows[1][:5] == ("bob", 400.0, 300.0, pytest.approx(-100.0), pytest.approx(-0.25))
    assert table.rows[2][:5] == ("Total", 1000.0, 850.0, pytest.approx(-150.0), pytest.approx(-0.15))
    assert "Heat pump and sun: 70 EUR a year" in readable(table.note)


def test_the_total_of_the_members_is_told_where_the_overview_tells_it(results):
    """Proves: one rule for both tables.

    Sensitivity: with 140 of 1 400 EUR open both tell the change.
    Hand calculation: 100 + 50 = 150 EUR are open of 1 400: more than a tenth.
    """
    costs_eur = {"baseline": 138_000.0, "heat_pump": 139_404.0, "gold_boiler": 900_000.0}
    for lower, told_change in ((137_950.0, "not distinguishable"), (137_970.0, pytest.approx(1404.0))):
        near = with_costs(results, {"baseline": lower, "heat_pump": 139_304.0}, **costs_eur)
        edition = Edition(near, Voice("en"))
        assert overview(edition).rows[1][2] == told_change
        assert costs._change(edition, "heat_pump", 139_404.0, 138_000.0)[0] == told_change


def test_no_change_is_smaller_than_nothing(results, monkeypatch):
    """Proves: what is too small to be told is below one euro, not below none, where the proofs leave nothing open."""
    proven = with_costs(results, baseline=2_000.0, heat_pump=1_900.0, gold_boiler=9_000.0)
    edition = Edition(proven, Voice("en"))
    sums = {"baseline": {"ann": 500.0, "bob": 900.0}, "heat_pump": {"ann": 500.1, "bob": 800.0}}
    words = readable(" ".join(answer(with_members(edition, monkeypatch, **sums))))
    assert "for ann the change is too small to be told (below 1 EUR a year)" in words


def test_least_emissions_are_told_against_the_cheapest(results):
    """Proves: the surplus of what emits least is that to the cheapest variant, which is named.

    Sensitivity: to the baseline it would be nothing more.
    Hand calculation: firewood counts as none in both boilers, so the baseline emits least: 45 000 - 30 000 = 15 000
    more than the heat pump.
    """
    words = told(with_costs(results, baseline=45_000.0, heat_pump=30_000.0, gold_boiler=60_000.0))
    assert "The least is emitted by “Old boiler”" in words
    assert "for 15 000 EUR a year more than “Heat pump and sun”." in words


def test_nothing_is_said_of_members_where_nobody_shares(results):
    alone = replace(results, variants={name: results.variants[name] for name in ("baseline", "gold_boiler")})
    assert "beside the baseline" not in told(alone)
