"""The answer says what the numbers say, and admits what they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from energycommunity.reporting.answer import answer, cheapest, question
from energycommunity.reporting.edition import Edition
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
    assert "least yearly cost" in question(Edition(with_scenarios(results, question=None), Voice("en")))
