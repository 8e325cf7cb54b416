"""Never a wrong certificate: lower bound <= optimum of the whole matrix <= cost, for whatever community.

The horizon is cut into windows of a few hours, so that neighbours disagree, become one and are mended; the stretches
that have cuts of their own are long, short, or single steps. The optimum comes from another door (SciPy's `milp` on the
whole matrix). The operation's switches are left free there first, which makes it the smallest number that the bound may
not exceed; where whole switches raised the bound beyond it, no dispatch that keeps them may cost less. That the cost
belongs to a dispatch that keeps every row and every switch is checked beside it.
"""

from __future__ import annotations

import numpy as np
import pytest

from energycommunity.optimization import branched_bound, decomposition, operation, sizing
from energycommunity.optimization.experience import Experience
from energycommunity.optimization.matrix import Matrix
from energycommunity.optimization.programme import Programme, state
from energycommunity.optimization.proof import relative_gap
from energycommunity.optimization.sizing import Solution, SolverOptions, solve
from energycommunity.optimization.spell_rows import with_spells
from energycommunity.optimization.split import Split
from tests.invariants.random_communities import case_of
from tests.invariants.varied_communities import changed_community, reserved_community, varied_community
from tests.optimization.exact_programme import enclosed_optimum

#: Rounding of both solvers, over the size of the cost.
ROUNDING = 1e-7
#: Switches up to which the optimum with all of them is sought in any case; more would take minutes in all.
FEW_SWITCHES = 4
#: How near the optimum with whole switches is looked for where these raised the bound, unless SciPy's own bound lies
#: above it before: no dispatch costs less then.
NEAR = 1e-3


@pytest.fixture(autouse=True)
def _short_windows(monkeypatch):
    """Windows of six hours with two around, for small programmes too; few branches, which any bound may take."""
    monkeypatch.setattr(branched_bound, "MOST_NODES", 30)
    monkeypatch.setattr(operation, "CORE_H", 6.0)
    monkeypatch.setattr(operation, "AROUND_H", 2.0)
    monkeypatch.setattr(sizing, "SMALL", 0)


@pytest.mark.parametrize("seed", range(200))
def test_bound_and_cost_enclose_the_optimum_of_the_whole_matrix(seed, monkeypatch):
    monkeypatch.setattr(decomposition, "STRETCHES", (80, 6, 1)[seed % 3])
    monkeypatch.setattr(operation, "MEMORY", (6e9, 0.0)[seed // 3 % 2])
    programme = state(case_of(varied_community(seed)))
    _check(programme, solve(programme, SolverOptions(method="decomposition", gap=(1e-3, 1e-4)[seed % 2])))


@pytest.mark.parametrize("seed", range(1000, 1050))
def test_what_was_learnt_from_other_programmes_spoils_no_certificate(seed, monkeypatch):
    """A chain of programmes, each with one thing changed: a price, a demand, a member, an efficiency, a cost, a bound.

    All share one experience; each is held against its own whole matrix.
    """
    monkeypatch.setattr(decomposition, "STRETCHES", (80, 6, 1)[seed % 3])
    rng = np.random.default_rng([seed, 11])
    community, experience = varied_community(seed, 2, 26), Experience()
    for _ in range(4):
        programme = state(case_of(community))
        options = SolverOptions(method="decomposition", gap=1e-4, experience=experience)
        _check(programme, solve(programme, options))
        community = changed_community(community, rng)


@pytest.mark.parametrize("seed", range(2000, 2020))
def test_a_design_spell_spoils_no_certificate(seed, monkeypatch):
    """Cold days beside the horizon, with and without the loss of a plant, alone and after a programme like it."""
    monkeypatch.setattr(decomposition, "STRETCHES", (80, 6, 1)[seed % 3])
    experience = Experience()
    for loss in (False, True):
        programme = state(case_of(reserved_community(seed, loss)))
        options = SolverOptions(method="decomposition", gap=1e-4, experience=experience)
        _check(programme, solve(programme, options))


def _check(programme: Programme, solution: Solution) -> None:
    """Bound, cost and gap are what they claim to be."""
    matrix, x = with_spells(programme), solution.values.x
    cost, bound = solution.objective_eur_per_year, solution.lower_bound_eur_per_year
    least, most = enclosed_optimum(programme, 1e-9, switches=False)
    room = ROUNDING * max(1.0, abs(cost))
    assert least <= cost + room
    if bound > most + room:
        least, most = enclosed_optimum(programme, max(NEAR, solution.gap))
        if bound > least + room:
            most = enclosed_optimum(programme, NEAR)[1]
    assert bound <= most + room
    assert cost == pytest.approx(float(matrix.cost @ x) + matrix.constant, abs=1e-9 * max(1.0, abs(cost)))
    assert _is_allowed(matrix, x)
    assert solution.gap == relative_gap(cost, bound) == max(cost - bound, 0.0) / max(abs(cost), 1e-9)
    if np.count_nonzero(matrix.integer & ~matrix.investment) <= FEW_SWITCHES:
        least, most = enclosed_optimum(programme, 1e-6)
        assert bound <= most + room
        assert least <= cost + room


def _is_allowed(matrix: Matrix, x: np.ndarray) -> bool:
    """Whether a vector keeps rows, bounds and integers but for rounding."""
    rows = matrix.a @ x
    off = [matrix.row_lower - rows, rows - matrix.row_upper, matrix.lower - x, x - matrix.upper]
    whole = np.abs(x - np.round(x))[matrix.integer].max(initial=0.0)
    return max(float(each.max(initial=0.0)) for each in off) <= 1e-5 and whole <= 1e-6


@pytest.mark.parametrize("seed", [19, 34, 97])
def test_the_gap_that_was_asked_for_is_reached(seed, monkeypatch):
    """What is left between cost and bound, but for deciding directions, is no more than was asked for."""
    monkeypatch.setattr(decomposition, "STRETCHES", (80, 6, 1)[seed % 3])
    solution = solve(state(case_of(varied_community(seed))), SolverOptions(method="decomposition", gap=1e-4))
    relaxed = solution.objective_eur_per_year - solution.directions_cost_eur_per_year
    assert relaxed - solution.lower_bound_eur_per_year <= 1e-4 * max(1.0, abs(relaxed))


@pytest.mark.parametrize("seed", [0, 19, 4210])
def test_a_whole_dispatch_costs_no_more_than_its_prices_allow(seed):
    """Whatever the sizes; of 4210, contents meet at one step of an overlap and prices at another."""
    matrix, rng = with_spells(state(case_of(varied_community(seed)))), np.random.default_rng(seed)
    least, most = (side[matrix.investment] for side in (matrix.lower, matrix.upper))
    for _ in range(6):
        x = rng.uniform(least, most)
        windows = operation.Operation(Split(matrix), matrix.search_cost)
        allowed = 1e-4 * abs(windows.cost_of(windows.under(x), x))
        dispatch = windows.whole(x, windows.own, allowed)
        assert windows.cost_of(dispatch, x) - windows.least_cost(dispatch, x) <= allowed * (1.0 + 1e-6)
