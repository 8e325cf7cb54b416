"""Saved runs side by side, and the summary at the console."""

from __future__ import annotations

import json
import shutil

import pytest

from energycommunity.errors import ResultsError
from energycommunity.reporting.comparison import comparison_table, run_folder
from energycommunity.reporting.terminal import terminal_summary
from tests.reporting.conftest import with_costs

CODE_PAGES = ("cp1252", "cp1257")


def test_run_scenario_and_variant_folders_are_found(results):
    run = results.folder
    assert run_folder(run) == (run, None)
    assert run_folder(run.parent) == (run, None)
    assert run_folder(run / "heat_pump") == (run, "heat_pump")


def test_table_of_a_saved_run(results):
    lines = comparison_table([results.folder]).splitlines()
    assert [line.split()[0] for line in lines[3:6]] == ["baseline", "heat_pump", "gold_boiler"]
    costs = [f"{r.annual_cost_eur:,.0f}".replace(",", " ") for r in results.variants.values()]
    assert all(cost in line for cost, line in zip(costs, lines[3:6], strict=True))
    assert "not paid back" in lines[5]
    assert lines[-1] == f"A: hamlet/{results.folder.name}"


def test_single_variant_folder_is_one_row(results):
    lines = comparison_table([results.folder, results.folder / "heat_pump"]).splitlines()
    assert sum(line.startswith("heat_pump") for line in lines) == 2


def test_folder_without_a_run_is_said_so(tmp_path):
    with pytest.raises(ResultsError) as caught:
        comparison_table([tmp_path])
    assert f"{tmp_path} is no run of ecsim" in caught.value.tell()
    assert "nav ecsim aprēķina mape" in caught.value.tell("lv")


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"schema_version": 99}', "in form 99"),
        ('{"schema_version": 2}', "cannot be read"),
    ],
)
def test_broken_run_is_said_so(results, tmp_path, content, wanted):
    shutil.copy(results.folder / "comparison.json", tmp_path)
    (tmp_path / "comparison.json").write_text(content, encoding="utf-8")
    with pytest.raises(ResultsError, match=wanted):
        comparison_table([tmp_path])


def test_close_costs_are_not_told_apart(results, tmp_path):
    """Proves: a difference of 100 EUR/a with 0.1 % of 50 000 EUR/a open in each is not shown.

    Hand calculation: 50 + 50.1 > 100 / 10.
    """
    content = json.loads((results.folder / "comparison.json").read_text(encoding="utf-8"))
    for name, cost in (("baseline", 50_000.0), ("heat_pump", 50_100.0)):
        content["variants"][name] |= {"annual_cost_eur": cost, "open_eur_per_year": cost / 1000.0}
    (tmp_path / "comparison.json").write_text(json.dumps(content), encoding="utf-8")
    assert "not distinguishable" in comparison_table([tmp_path]).splitlines()[4]


@pytest.mark.parametrize("language", ["en", "lv"])
@pytest.mark.parametrize("code_page", CODE_PAGES)
def test_summary_fits_the_console(results, language, code_page):
    words = terminal_summary(results, language)
    assert max(map(len, words.splitlines())) <= 100
    if language == "en" or code_page == "cp1257":
        words.encode(code_page)
        comparison_table([results.folder], language).encode(code_page)


def test_summary_has_a_row_for_each_variant(results):
    words = terminal_summary(results, "en")
    for result in results.variants.values():
        assert f"{result.annual_cost_eur:,.0f}".replace(",", " ") in words
    near = with_costs(results, {"heat_pump": 30_000.0}, baseline=50_000.0, heat_pump=49_900.0)
    assert "not distinguishable" in terminal_summary(near, "en")
