"""What must hold of a reserve for every community: it never lowers the cost, and both ways of solving agree on it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.optimization.margins import design_winter
from energycommunity.optimization.programme import state
from energycommunity.optimization.sizing import Solution, SolverOptions, solve
from tests.invariants.random_communities import GAP, Community, case_of
from tests.invariants.varied_communities import reserved_community

SEEDS = st.sampled_from(range(3000, 3008))


def _reserved(seed: int, any_unit_may_fail: bool) -> Community:
    """A community that sells nothing, makes nothing it may not want and has prices above zero: it needs no binaries."""
    community = reserved_community(seed, any_unit_may_fail)
    assets = community.document["assets"]
    for name in [name for name, asset in assets.items() if asset["type"] == "combined_heat_and_power"]:
        assets.pop(name)
    for cell in (asset for asset in assets.values() if asset["type"] == "fuel_cell"):
        cell.pop("at", None)
    for meter in community.document["meters"].values():
        meter.pop("export", None)
    community.columns["price"] = 0.02 + abs(community.columns["price"])
    return community


def _solved(community: Community, method: str = "whole") -> Solution:
    return solve(state(case_of(community)), SolverOptions(method=method, gap=GAP))


def _without(community: Community) -> Community:
    return community.changed("reserve", {})


@settings(max_examples=8)
@given(SEEDS)
def test_asking_for_reserve_never_lowers_the_cost(seed):
    with_spell, with_loss = (_reserved(seed, loss) for loss in (False, True))
    costs = [_solved(each).objective_eur_per_year for each in (_without(with_spell), with_spell, with_loss)]
    room = 2.0 * GAP * max(1.0, abs(costs[-1])) + 1e-5
    assert costs[0] <= costs[1] + room
    assert costs[1] <= costs[2] + room


@settings(max_examples=8)
@given(SEEDS)
def test_whole_matrix_and_decomposition_agree(seed):
    community = _reserved(seed, True)
    whole, decomposed = (_solved(community, method) for method in ("whole", "decomposition"))
    cost, room = whole.objective_eur_per_year, 2.0 * GAP * max(1.0, abs(whole.objective_eur_per_year)) + 1e-5
    assert decomposed.objective_eur_per_year == pytest.approx(cost, abs=room)
    assert max(decomposed.lower_bound_eur_per_year, whole.lower_bound_eur_per_year) <= cost + room


@settings(max_examples=8)
@given(SEEDS)
def test_sizes_have_a_margin_with_all_plants_and_without_any_one(seed):
    programme = state(case_of(_reserved(seed, True)))
    winter = design_winter(programme, solve(programme, SolverOptions(gap=GAP)).values)
    assert winter is not None
    assert winter.lacking_electricity_kw == {}
    for heat in winter.heat:
        assert heat.margin_kw >= -1e-3
        assert heat.margin_without_it_kw is not None
        assert -1e-3 <= heat.margin_without_it_kw <= heat.margin_kw + 1e-6


def test_some_of_these_communities_pay_for_their_reserve():
    """The tests above would hold of a reserve without effect."""
    community = _reserved(3000, True)
    assert _solved(community).objective_eur_per_year > 1.0001 * _solved(_without(community)).objective_eur_per_year
