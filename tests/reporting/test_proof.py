"""What the report says of the gap and of the shorter year that the search began with."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.table import shown
from energycommunity.reporting.tables import records
from energycommunity.reporting.terminal import terminal_summary
from energycommunity.reporting.voice import Voice
from energycommunity.reporting.workbook import write_workbook
from energycommunity.results.run_results import ShorterYearAnswer
from tests.reporting.conftest import page_of, readable

#: Where what is left open and what the key costs stand in the table of proofs.
GAP, KEY, OPEN = 4, 6, 7
TITLES = {"en": "What a shorter year alone would have answered", "lv": "Kādu atbildi dotu saīsināts gads vien"}
SERVES = ShorterYearAnswer(1095, 49_000.0, 52_000.0, 50_000.0)
LACKS = ShorterYearAnswer(1100, 50_500.0, None, 50_000.0)


def proven(results, **proofs):
    """The results with other facts in the proofs of some variants."""
    variants = dict(results.variants)
    for name, facts in proofs.items():
        variants[name] = replace(variants[name], proof=replace(variants[name].proof, **facts))
    return replace(results, variants=variants)


@pytest.fixture
def shortened(results):
    """The results as if two searches had begun with a shorter year."""
    return proven(results, heat_pump={"shorter_year": SERVES}, gold_boiler={"shorter_year": LACKS})


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "Heat pump and sun|1 095|49 000.00|-1 000.00|-2.000|52 000.00|+2 000.00|+4.000",
                "Dear boiler|1 100|50 500.00|+500.00|+1.000|would not serve every demand|–|–",
            ],
        ),
        (
            "lv",
            [
                "Siltumsūknis un saule|1 095|49 000,00|-1 000,00|-2,000|52 000,00|+2 000,00|+4,000",
                "Dārgs katls|1 100|50 500,00|+500,00|+1,000|nenosegtu visu pieprasījumu|–|–",
            ],
        ),
    ],
)
def test_errors_of_the_shorter_year(shortened, language, expected):
    """Proves: the table has both errors with their signs, and no cost for sizes that leave demand unserved.

    Hand calculation: 49 000 - 50 000 = -1 000 (2 %), 52 000 - 50 000 = 2 000 (4 %), 50 500 - 50 000 = 500 (1 %).
    """
    voice = Voice(language)
    table = records.shorter_year(Edition(shortened, voice))
    rows = [[shown(*cell, voice) for cell in zip(row, table.columns, strict=True)] for row in table.rows]
    assert [readable("|".join(row)) for row in rows] == expected
    assert table.title == TITLES[language]


@pytest.mark.parametrize("language", ["en", "lv"])
def test_the_page_tells_of_the_shorter_year_only_where_there_was_one(results, shortened, language):
    assert TITLES[language] in page_of(Edition(shortened, Voice(language)))
    assert TITLES[language] not in page_of(Edition(results, Voice(language)))


@pytest.mark.parametrize(("language", "sheet"), [("en", "Shorter year"), ("lv", "Saīsināts gads")])
def test_the_workbook_has_the_shorter_year(shortened, tmp_path, language, sheet):
    edition = Edition(shortened, Voice(language))
    write_workbook(edition, sheets_of(edition), tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx", read_only=True)
    rows = list(book[sheet].iter_rows(min_row=2, max_row=3, min_col=2, values_only=True))
    assert rows[0] == pytest.approx((1095, 49_000.0, -1_000.0, -0.02, 52_000.0, 2_000.0, 0.04))
    assert rows[1][-2:] == (None, None)


@pytest.mark.parametrize(("language", "heading"), [("en", "Directions"), ("lv", "Virzieni")])
def test_the_proof_has_the_cost_of_directions(results, language, heading):
    edition = Edition(proven(results, heat_pump={"directions_cost_eur_per_year": 12.34}), Voice(language))
    table = records.proof(edition)
    place = [column.heading for column in table.columns].index(heading)
    assert [row[place] for row in table.rows] == [0.0, 12.34, 0.0]
    assert f"{heading}: " in table.note


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "That nothing may draw and give, or charge and discharge, at once costs: "
            "Heat pump and sun: 12.34 EUR a year.",
        ),
        (
            "lv",
            "Prasība, ka vienlaikus nevar saņemt un nodot vai uzlādēt un izlādēt, maksā: "
            "Siltumsūknis un saule: 12,34 EUR gadā.",
        ),
    ],
)
def test_the_console_tells_what_directions_cost_where_it_can_be_seen(results, language, sentence):
    """Proves: costs above a millionth of the yearly cost are told, with the name of the variant; others are not.

    Hand calculation: a millionth of the costs of these variants, all above 10 000 EUR/a, is more than 0.01 EUR/a.
    """
    facts = {name: {"directions_cost_eur_per_year": 0.005} for name in results.variants}
    assert min(result.annual_cost_eur for result in results.variants.values()) > 1e4
    hidden = terminal_summary(proven(results, **facts), language)
    assert hidden == terminal_summary(results, language)
    facts["heat_pump"] = {"directions_cost_eur_per_year": 12.34}
    told = terminal_summary(proven(results, **facts), language)
    assert sentence in " ".join(readable(told).split())
    assert max(map(len, told.splitlines())) <= 100


@pytest.mark.parametrize(
    ("language", "names"), [("en", ("Gap", "Left open")), ("lv", ("Attālums līdz robežai", "Neprecizitāte"))]
)
def test_gap_and_what_is_left_open_are_two_things_with_two_names(results, language, names):
    """Proves: the gap holds what the sharing key costs, what is left open does not.

    Sensitivity: with the key 196 EUR would be left open.
    Hand calculation: 40 000 - 39 804 = 196 EUR, 0.49 % of the cost; less 192 EUR of the key 4 EUR.
    """
    facts = {
        "objective_eur_per_year": 40_000.0,
        "lower_bound_eur_per_year": 39_804.0,
        "optimality_gap": 0.0049,
        "key_cost_eur_per_year": 192.0,
    }
    table = records.proof(Edition(proven(results, heat_pump=facts), Voice(language)))
    assert [table.columns[place].heading for place in (GAP, OPEN)] == list(names)
    row = table.rows[list(results.variants).index("heat_pump")]
    assert (row[GAP], row[KEY], row[OPEN]) == pytest.approx((0.0049, 192.0, 4.0))
