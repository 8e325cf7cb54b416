"""The summary of a variant: the keys that other programs rely on, and which gas the emissions count."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from energycommunity.optimization import level_race
from energycommunity.optimization.sizing import ShorterYear
from energycommunity.results.summary import certificate, summary
from tests.hand_calculated.small_scenario import run_small

PROMISED = """schema_version scenario variant status objective_eur_per_year lower_bound_eur_per_year optimality_gap
capacities annual_cost_eur annual_emissions_kg_co2e indicators timings_s peak_memory_mb defaults_used warnings"""
LOAD = "assets: {demand: {type: load, owner: owner, meter: main, power_kw: 10}}"


@pytest.mark.parametrize(
    ("rules", "gas", "kg_per_kwh"),
    [("{set: ipcc}", "CO2", 0.0491), ("{set: lca, electricity: latvia_consumption_lca}", "CO2e", None)],
)
def test_the_promised_keys_are_there_and_the_gas_is_said(tmp_path, rules, gas, kg_per_kwh):
    """Proves: one key holds the emissions whatever is counted, and another says what is.

    Sensitivity: no such key with factors of burning, whose gas is CO2 alone.
    Hand calculation: 4 h x 10 kW x 0.0491 kg/kWh (Latvian ministry, electricity of 2022) = 1.964 kg.
    """
    told = summary(run_small(tmp_path, [LOAD, f"emissions: {rules}"]))
    assert set(PROMISED.split()) <= set(told)
    assert told["emission_gas"] == gas
    if kg_per_kwh is not None:
        assert told["annual_emissions_kg_co2e"] == pytest.approx(40 * kg_per_kwh)


def solved_with(monkeypatch, **facts):
    """Lets the next runs find what they find, and these facts beside it."""
    found = level_race.solve
    monkeypatch.setattr(level_race, "solve", lambda programme, choice: replace(found(programme, choice), **facts))


def test_what_a_shorter_year_would_have_answered(tmp_path, monkeypatch):
    """Proves: both errors of the shorter year, in EUR/a and over the cost of the answer.

    Sensitivity: beside the cost with directions fixed (4 EUR/a) the errors are -1.0 and +1.0 EUR/a.
    Hand calculation: 4 h x 10 kW x 0.10 EUR/kWh = 4 EUR/a, of it 1.5 for directions: the answer is 2.5 EUR/a before.
    Claimed 3.0, 0.5 too much (20 %); its sizes truly cost 5.0, 2.5 more (100 %).
    """
    year = ShorterYear(1095, 3.0, 5.0, lacks=False)
    solved_with(monkeypatch, directions_cost_eur_per_year=1.5, lower_bound_eur_per_year=2.4, shorter_year=year)
    told = summary(run_small(tmp_path, [LOAD]))
    assert told["directions_cost_eur_per_year"] == 1.5
    assert told["shorter_year"] == pytest.approx(
        {
            "steps": 1095,
            "claimed_eur_per_year": 3.0,
            "true_eur_per_year": 5.0,
            "answer_eur_per_year": 2.5,
            "serves_every_demand": True,
            "claim_error_eur_per_year": 0.5,
            "claim_error_fraction": 0.2,
            "sizes_error_eur_per_year": 2.5,
            "sizes_error_fraction": 1.0,
        }
    )


def test_directions_that_the_bound_knows_are_no_part_of_the_gap(tmp_path, monkeypatch):
    """Proves: what fixing directions costs is told only as far as the gap is open.

    Sensitivity: 1.5 EUR/a, said to be part of a gap of 0.2 EUR/a.
    Hand calculation: cost 4.0, bound 3.8 with binaries: 0.2 EUR/a are open.
    """
    solved_with(monkeypatch, directions_cost_eur_per_year=1.5, lower_bound_eur_per_year=3.8)
    assert summary(run_small(tmp_path, [LOAD]))["directions_cost_eur_per_year"] == pytest.approx(0.2)


def test_sizes_that_leave_demand_unserved_have_no_cost(tmp_path, monkeypatch):
    """Proves: the price of what is lacking is nowhere shown as a cost."""
    solved_with(monkeypatch, shorter_year=ShorterYear(1095, 3.0, 987654.0, lacks=True))
    told = certificate(run_small(tmp_path, [LOAD]).proof)
    year = told["shorter_year"]
    assert year["serves_every_demand"] is False
    assert [year[name] for name in ("true_eur_per_year", "sizes_error_eur_per_year", "sizes_error_fraction")] == [
        None
    ] * 3
    assert year["claim_error_eur_per_year"] == pytest.approx(-1.0)
    assert "987654" not in json.dumps(told)


def test_a_search_without_a_shorter_year_says_so(tmp_path):
    told = summary(run_small(tmp_path, [LOAD]))
    assert (told["shorter_year"], told["directions_cost_eur_per_year"]) == (None, 0.0)
