"""The decomposition against the whole matrix: never a wrong bound, and the same sizes' cost within the gap."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.errors import SolverError
from energycommunity.optimization import operation
from energycommunity.optimization.cuts import Cuts, Stretches
from energycommunity.optimization.decomposition import Found, Search
from energycommunity.optimization.highs import HighsOptions, run
from energycommunity.optimization.master import Master
from energycommunity.optimization.matrix import Matrix, assemble
from energycommunity.optimization.operation import Operation
from energycommunity.optimization.programme import state
from energycommunity.optimization.split import Split
from energycommunity.optimization.windows import Horizon
from energycommunity.quantities import FloatArray
from energycommunity.stopping import Stop
from tests.invariants.random_communities import case_of, random_community
from tests.optimization.hand_made_matrices import build_or_not, in_steps_of, pv_and_grid, storage_and_grid, with_budget

GAP = 1e-5


def _found(matrix: Matrix, gap: float) -> Found:
    """The best sizes, with nobody listening."""
    search = Search(Operation(Split(matrix), matrix.search_cost))
    return search.run(gap, None, lambda key, values: None, Stop())


def _cost(matrix: Matrix, x: FloatArray) -> float:
    """What the sizes cost, by a dispatch of the whole matrix."""
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    lower[matrix.investment] = upper[matrix.investment] = x
    return float(matrix.search_cost @ run(matrix, matrix.search_cost, lower, upper, HighsOptions("simplex")).x)


@cache
def _matrix(seed: int) -> Matrix:
    """The programme of a random community whose prices do not go below zero."""
    return assemble(state(case_of(random_community(seed, 0.0))))


@pytest.mark.parametrize("seed", range(300, 316))
def test_cost_and_bound_enclose_the_optimum_of_the_whole_matrix(seed):
    """Lower bound <= optimum of the relaxed whole matrix <= cost of the sizes found; they meet within the gap."""
    matrix = _matrix(seed)
    whole = run(matrix, matrix.search_cost, matrix.lower, matrix.upper, HighsOptions("simplex"))
    optimum = float(matrix.search_cost @ whole.x)
    investments_are_free = not matrix.integer[matrix.investment].any()
    search = _found(matrix, GAP)
    found, bound = _cost(matrix, search.x), search.bound
    room = 1e-7 * max(1.0, abs(optimum))
    assert found >= optimum - room
    assert found - bound <= GAP * max(1.0, abs(found)) + room
    if investments_are_free:
        assert bound <= optimum + room


@settings(max_examples=40)
@given(st.integers(300, 303), st.integers(0, 10_000))
def test_any_row_prices_make_a_cut_below_the_true_cost(seed, draw):
    """Weak duality: whatever the prices, the cuts lie below the cost of operating under any sizes.

    Cuts of stretches of time may come from different prices, for all of them agree on what is handed over.
    """
    matrix = _matrix(seed)
    rng = np.random.default_rng(draw)
    split = Split(matrix)
    horizon = Horizon(split)
    edges = np.unique(rng.integers(0, horizon.steps, rng.integers(1, 5)))
    stretches = Stretches(split, horizon, edges)
    values = rng.normal(0, 0.1, stretches.handed)
    cuts, again = (
        stretches.cut(stretches.read(rng.normal(0, 0.1, len(matrix.row_lower)), matrix.search_cost), values)
        for _ in range(2)
    )
    lower, upper = matrix.lower[split.sizes], matrix.upper[split.sizes]
    x = lower + rng.uniform(0, 1, len(lower)) * (upper - lower)
    truth = _cost(matrix, x) - matrix.search_cost[split.sizes] @ x
    highest = np.maximum(cuts.constants + cuts.slopes @ x, again.constants + again.slopes @ x)
    assert highest.sum() <= truth + 1e-7 * max(1.0, abs(truth))


def test_sizes_of_a_hand_made_programme():
    """Proves: the sizes and their cost are the optimum of two hours with sun and grid.

    Sensitivity: 0.60 without photovoltaics; 0.54 if sun in the second hour could be kept.
    Hand calculation: demand 1 kW in both hours, grid 0.30 EUR/kWh, panels give 0.5 kW/kWp in the first hour only and
    cost 0.05 EUR/kWp: 2 kWp save 0.30 for 0.10: 0.10 + 0.30 = 0.40.
    """
    matrix = pv_and_grid()
    found = _found(matrix, 1e-9)
    assert found.x == pytest.approx([2.0], abs=1e-6)
    assert found.bound == pytest.approx(0.40, abs=1e-7)


@pytest.mark.parametrize(("fee", "size", "cost"), [(0.15, 2.0, 0.55), (0.25, 0.0, 0.60)])
def test_building_at_all_is_decided_in_the_master(fee, size, cost):
    """Proves: a fee for building at all is paid only where it is earned back.

    Sensitivity: 0.475 and 0.525 if half of the fee were paid for half of the largest size (4 kWp).
    Hand calculation: as above, with the fee on top: 0.40 + 0.15 < 0.60 builds, 0.40 + 0.25 > 0.60 does not.
    """
    matrix = build_or_not(fee)
    found = _found(matrix, 1e-9)
    assert found.x[0] == pytest.approx(size, abs=1e-6)
    assert found.bound == pytest.approx(cost, abs=1e-7)


def test_no_trial_breaks_a_limit_between_sizes():
    """Proves: the first trial, half of every largest size, keeps to a budget as all others do.

    Sensitivity: 2 kWp for 0.40 if half of the largest 4 kWp were tried although only 1 kWp may be built.
    Hand calculation: 1 kWp saves 0.5 x 0.30 for 0.05: 0.60 - 0.15 + 0.05 = 0.50.
    """
    matrix = with_budget(1.0)
    found = _found(matrix, 1e-9)
    assert found.x == pytest.approx([1.0], abs=1e-6)
    assert found.bound == pytest.approx(0.50, abs=1e-7)


def test_no_trial_breaks_the_steps_of_a_size():
    """Proves: sizes in lots are whole lots in every trial.

    Sensitivity: 2 kWp for 0.40, half of the largest size, if the trial left the lots of 3 kWp aside.
    Hand calculation: a lot of 3 kWp covers the hour with sun: 0.30 + 3 x 0.05 = 0.45; without it 0.60.
    """
    matrix = in_steps_of(3.0)
    found = _found(matrix, 1e-9)
    assert found.x == pytest.approx([3.0, 1.0], abs=1e-6)
    assert found.bound == pytest.approx(0.45, abs=1e-7)


def test_what_limits_an_operation_besides_its_size_has_no_price_for_the_size():
    """Proves: a cut is tight where the column's own bound, not the size, is what limits it.

    Sensitivity: the price on the row makes a cut of 0.40 at 2 kWp, below the true 0.55.
    Hand calculation: of 1 kW from 2 kWp only 0.5 kW may be used: 0.5 x 0.30 + 0.30 + 2 x 0.05 = 0.55.
    """
    matrix = pv_and_grid()
    capped = replace(matrix, upper=np.where(np.arange(5) == 2, 0.5, matrix.upper))
    dispatched = Operation(Split(capped), capped.search_cost)
    answer = dispatched.under(np.array([2.0]))
    fees = 2.0 * 0.05
    assert capped.search_cost[:4] @ answer.y + fees == pytest.approx(0.55)
    assert dispatched.proven(answer, np.array([2.0])) + fees == pytest.approx(0.55)


@pytest.mark.parametrize("seed", [37, 56, 59])
def test_windows_that_see_too_little_ahead_are_joined_in_time(monkeypatch, seed):
    """Proves: a storage that waits half of the horizon needs few trials, though windows see an hour beyond their core.

    Sensitivity: 300 trials, gaps of up to 4.6 % where a trial is thought dear by what windows cost that do not meet.
    """
    monkeypatch.setattr(operation, "CORE_H", 4.0)
    monkeypatch.setattr(operation, "AROUND_H", 1.0)
    rng = np.random.default_rng(seed)
    steps = int(rng.choice([24, 36, 48]))
    price = np.where(np.arange(steps) < steps // 2, 0.1, 0.5) + rng.uniform(0, 0.1, steps)
    matrix = storage_and_grid(price.tolist(), float(rng.choice([10, 30])))
    cost = matrix.search_cost.copy()
    cost[-1] = rng.uniform(0.05, 0.4)
    search = Search(Operation(Split(replace(matrix, search_cost=cost)), cost))
    found = search.run(1e-4, None, lambda key, values: None, Stop())
    assert found.cost - found.bound <= 1e-4 * abs(found.cost)
    assert search.tried < 30


def test_a_row_of_one_column_is_a_bound_whether_or_not_a_size_reaches_it():
    """Proves: neither the row of the sunny hour (size) nor that of the dark one (none) stays a row of the operation.

    Sensitivity: half of the hours are dark, and each solar plant would keep a row for all of them. Where the row
    contradicts the column's lower bound it has to stay, or an impossible programme would have an answer.
    """
    matrix = pv_and_grid()
    split = Split(matrix)
    assert split.single.row.tolist() == [2, 3]
    assert split.kept.tolist() == [0, 1]
    assert split.bounds(np.array([2.0]), matrix.lower[:4], matrix.upper[:4]).upper.tolist() == [5.0, 5.0, 1.0, 0.0]
    impossible = Split(replace(matrix, row_upper=np.array([1.0, 1.0, 0.0, -1.0])))
    assert impossible.kept.tolist() == [0, 1, 3]


def test_windows_whose_solver_does_not_stay_answer_alike(monkeypatch):
    """Proves: with no memory for solvers between dispatches, each starts from its basis and finds the same costs."""
    matrix = pv_and_grid()
    costs = {}
    for memory in (6e9, 0.0):
        monkeypatch.setattr(operation, "MEMORY", memory)
        dispatched = Operation(Split(matrix), matrix.search_cost)
        answers = [dispatched.under(np.array([size])) for size in (2.0, 4.0, 2.0)]
        costs[memory] = [float(matrix.search_cost[:4] @ answer.y) for answer in answers]
        assert all(solver.stays is (memory > 0.0) and solver.started for solver in dispatched.solvers.values())
    assert costs[6e9] == costs[0.0] == pytest.approx([0.30, 0.30, 0.30])


def test_a_master_without_an_optimum_gives_no_bound():
    """Proves: no bound is taken from a solver that found no optimum. Sensitivity: a bound of 0 from an empty answer."""
    matrix = with_budget(-1.0)
    of_parts, of_stretches = (Cuts(np.full(count, 0.3), np.zeros((count, 1))) for count in (2, 1))
    master = Master(Split(matrix), matrix.search_cost, np.array([0]))
    master.add(of_parts, of_stretches)
    with pytest.raises(SolverError):
        master.solve()


def test_an_operation_that_stops_early_is_solved_afresh(monkeypatch):
    """Proves: where the warm start ends without an optimum, the operation is solved from scratch."""
    matrix = pv_and_grid()
    dispatched = Operation(Split(matrix), matrix.search_cost)
    told = iter([highspy.HighsModelStatus.kUnknown])
    monkeypatch.setattr(
        highspy.Highs,
        "getModelStatus",
        lambda self, real=highspy.Highs.getModelStatus: next(told, None) or real(self),
    )
    assert matrix.search_cost[:4] @ dispatched.under(np.array([2.0])).y + 2.0 * 0.05 == pytest.approx(0.40)
