"""Windows of the horizon: where they begin, that equal ones look equal, and how their answers become one."""

from __future__ import annotations

from types import SimpleNamespace

import highspy
import numpy as np
import pytest

from energycommunity.optimization import operation
from energycommunity.optimization.decomposition import Search
from energycommunity.optimization.joining import joined
from energycommunity.optimization.operation import Operation
from energycommunity.optimization.proof import largest_violation
from energycommunity.optimization.split import Split
from energycommunity.optimization.window_solver import moved_basis
from energycommunity.optimization.windows import Horizon
from energycommunity.stopping import Stop
from tests.optimization.hand_made_matrices import storage_and_grid, two_houses

LOWER, UPPER, BASIC = (getattr(highspy.HighsBasisStatus, name) for name in ("kLower", "kUpper", "kBasic"))
#: Six cheap hours before six dear ones.
CHEAP_THEN_DEAR = [0.1] * 6 + [0.5] * 6


def _edges(core_steps, **spans):
    return Horizon(Split(storage_and_grid([0.1] * 6, **spans))).edges(core_steps).tolist()


@pytest.mark.parametrize(("core_steps", "edges"), [(1, [0, 1, 2, 3, 4, 5]), (2, [0, 2, 4]), (4, [0]), (6, [0])])
def test_edges_stand_at_even_distances(core_steps, edges):
    """Proves: a rest shorter than half a core is no core of its own. Sensitivity: [0, 4] for cores of four hours."""
    assert _edges(core_steps) == edges


def test_no_edge_lies_inside_a_month_with_a_peak():
    """Proves: hours of one billed peak stay in one window. Sensitivity: edges at 2 and 4 without the months."""
    assert _edges(2, months=[0, 0, 0, 1, 1, 1]) == [0, 3]


def test_a_limit_over_the_year_leaves_one_window():
    """Proves: hours under one limit stay in one window. Sensitivity: edges at 2 and 4 without it."""
    assert _edges(2, yearly_limit=True) == [0]


def test_windows_of_the_same_shape_have_the_same_keys():
    """Proves: the same rule at the same distance from the window's first hour has the same number in every window.

    Hand calculation: rule 0 (balance) and rule 1 (content) in four hours of twelve: 0 … 3 and 13 + 0 … 13 + 3.
    """
    horizon = Horizon(Split(storage_and_grid(CHEAP_THEN_DEAR)))
    one, other, over_the_end = (horizon.window(first, 2, 1) for first in (4, 6, 11))
    assert one.row_keys.tolist() == [0, 1, 2, 3, 13, 14, 15, 16]
    for window in (other, over_the_end):
        assert window.row_keys.tolist() == one.row_keys.tolist()
        assert window.column_keys.tolist() == one.column_keys.tolist()
        assert (window.a != one.a).nnz == 0
    assert [window.begin for window in (one, other, over_the_end)] == [3, 5, 10]


@pytest.mark.parametrize(("begins", "expected"), [((0, 2), [1.0, 2.0, 30.0, 40.0]), ((1, 3), [10.0, 2.0, 3.0, 40.0])])
def test_each_window_says_what_lies_between_its_join_and_the_next(begins, expected):
    """Proves: a window answers from where it joins to where the next one does, also over the end of the horizon."""
    everywhere, steps = np.arange(4), np.arange(4)
    answers = [(everywhere, np.array([1.0, 2.0, 3.0, 4.0])), (everywhere, np.array([10.0, 20.0, 30.0, 40.0]))]
    joins = [np.array([begin]) for begin in begins]
    assert joined(answers, joins, (steps, np.zeros(4, dtype=int)), 4).tolist() == expected


def test_one_window_alone_is_the_answer():
    values = np.array([1.0, 2.0, 3.0, 4.0])
    places = np.arange(4), np.zeros(4, dtype=int)
    assert joined([(np.arange(4), values)], [np.array([0])], places, 4).tolist() == values.tolist()


@pytest.mark.parametrize("allowed_loss", [1e-9, 0.05, np.inf])
@pytest.mark.parametrize(("core_h", "around_h"), [(1.0, 1.0), (3.0, 1.0), (6.0, 2.0), (12.0, 0.0)])
def test_the_dispatch_of_the_whole_horizon_keeps_every_row(core_h, around_h, allowed_loss, monkeypatch):
    """Proves: whatever windows of a few hours say, the dispatch that is put together keeps all rows at the right cost.

    Sensitivity: 3.60 if no window carried anything from the cheap hours to the dear ones.
    Hand calculation: 3 kWh carried from 0.10 to 0.50: (6 + 3) x 0.10 + (6 - 3) x 0.50 = 2.40.
    """
    monkeypatch.setattr(operation, "CORE_H", core_h)
    monkeypatch.setattr(operation, "AROUND_H", around_h)
    matrix = storage_and_grid(CHEAP_THEN_DEAR)
    dispatched = Operation(Split(matrix), matrix.search_cost)
    x = np.array([3.0])
    answer = dispatched.whole(x, dispatched.own, allowed_loss)
    together = np.concatenate([answer.y, x])
    cost = float(matrix.cost @ together)
    assert largest_violation(matrix, together) <= 1e-7
    assert dispatched.proven(answer, x) <= 2.40 + 1e-9
    assert 2.40 - 1e-9 <= cost <= (2.40 + allowed_loss) * (1.0 + 1e-9)


@pytest.mark.parametrize("core_h", [3.0, 6.0])
def test_contents_meet_at_every_edge_whatever_the_windows_say(core_h, monkeypatch):
    """Proves: with what stands around a window, contents that do not meet are mended at least cost between held ends.

    Sensitivity: a broken content row, where joined windows are taken as they are.
    Hand calculation: at most 3.60, without storing anything; at least the 2.40 above.
    """
    monkeypatch.setattr(operation, "CORE_H", core_h)
    monkeypatch.setattr(operation, "AROUND_H", 1.0)
    matrix = storage_and_grid(CHEAP_THEN_DEAR)
    dispatched, x = Operation(Split(matrix), matrix.search_cost), np.array([3.0])
    answer = dispatched.meeting(dispatched.under(x), x, dispatched.own)
    together = np.concatenate([answer.y, x])
    assert largest_violation(matrix, together) <= 1e-7
    assert 2.40 - 1e-9 <= matrix.cost @ together <= 3.60 + 1e-9


@pytest.mark.parametrize(
    ("step", "reach", "stretch"), [(4, 1, (3, 2)), (0, 2, (10, 4)), (11, 1, (10, 2)), (4, 6, (10, 12))]
)
def test_a_stretch_around_a_step_may_pass_the_end_of_the_horizon(step, reach, stretch):
    """Hand calculation: one hour before and behind hour 4 are hours 3 and 4; before hour 0 stands hour 11."""
    assert Horizon(Split(storage_and_grid(CHEAP_THEN_DEAR))).around(step, reach) == stretch


def test_a_stretch_ends_where_a_month_does():
    months = [0] * 3 + [1] * 3 + [2] * 3
    horizon = Horizon(Split(storage_and_grid([0.1] * 9, months=months)))
    assert horizon.around(4, 1) == (3, 3)
    assert horizon.around(5, 1) == (3, 3)
    assert horizon.around(6, 1) == (3, 6)


def test_windows_that_disagree_are_joined_until_their_prices_lose_no_more_than_allowed(monkeypatch):
    """Proves: with nothing to lose the prices of all windows prove the whole cost of 2.40 (as above)."""
    monkeypatch.setattr(operation, "CORE_H", 3.0)
    monkeypatch.setattr(operation, "AROUND_H", 1.0)
    matrix = storage_and_grid(CHEAP_THEN_DEAR)
    dispatched = Operation(Split(matrix), matrix.search_cost)
    assert len(dispatched.edges) == 4
    answer = dispatched.under(np.array([3.0]), allowed_loss=1e-9)
    assert dispatched.proven(answer, np.array([3.0])) == pytest.approx(2.40, abs=1e-8)


def test_houses_of_one_pool_share_their_cuts():
    """Proves: what one house may get from the other's panels is known to the bound.

    Sensitivity: two parts, and a bound of 1.25 if the first house counted 1 EUR from the grid by cuts of its own.
    Hand calculation: 2 kWp at the second house serve both: 2 x 0.25 = 0.50.
    """
    split = Split(two_houses(pool=True))
    assert split.parts.count == 1
    search = Search(Operation(split, split.matrix.search_cost))
    search.try_out(np.array([0.0, 0.0]), 1e-6)
    assert search.master.solve().bound <= 0.50 + 1e-9
    found = search.run(1e-9, None, lambda key, values: None, Stop())
    assert found.bound == pytest.approx(0.50, abs=1e-8)
    assert found.x == pytest.approx([0.0, 2.0], abs=1e-6)


def test_houses_without_a_pool_take_their_best_from_different_trials():
    """Proves: each house keeps the size that was best for it.

    Sensitivity: 2.25 or 2.00 if the best were one of the trials.
    Hand calculation: first house 0 kWp: 1.00 (1 kWp: 2.00); second 1 kWp: 0.25 (0 kWp: 1.00). Trials (1, 1) for 2.25
    and (0, 0) for 2.00; the best of both is (0, 1) for 1.25.
    """
    split = Split(two_houses(pool=False))
    assert split.parts.count >= 2
    search = Search(Operation(split, split.matrix.search_cost))
    search.try_out(np.array([1.0, 1.0]), 1e-6)
    assert search.cost == pytest.approx(2.25)
    search.try_out(np.array([0.0, 0.0]), 1e-6)
    assert search.x.tolist() == [0.0, 1.0]
    assert search.cost == pytest.approx(1.25)


def test_a_basis_moves_to_a_window_with_other_columns():
    """Proves: what both windows have keeps its status; a new column starts at its lower bound, a new row is basic."""
    basis = highspy.HighsBasis()
    basis.col_status, basis.row_status = [UPPER, BASIC, UPPER], [LOWER, UPPER]
    target = SimpleNamespace(row_keys=np.array([4, 7, 9]), column_keys=np.array([3, 5, 6, 8]))
    moved = moved_basis(basis, (np.array([9, 4]), np.array([8, 5, 2])), target)
    assert moved.col_status == [LOWER, BASIC, LOWER, UPPER]
    assert moved.row_status == [UPPER, BASIC, LOWER]


def test_a_trial_is_not_said_to_cost_less_than_its_dispatch(monkeypatch):
    """Proves: sizes are judged by what they truly cost, also where neighbouring windows hold different contents.

    Sensitivity: 0.60 if windows of two hours, whose contents do not meet, are joined at what their prices promise.
    Hand calculation: a storage of 3 kWh is filled in the two hours at 0.10 and serves all but one hour at 0.30:
    5 x 0.10 + 0.30 = 0.80.
    """
    monkeypatch.setattr(operation, "CORE_H", 2.0)
    monkeypatch.setattr(operation, "AROUND_H", 1.0)
    matrix = storage_and_grid([0.3, 0.3, 0.4, 0.5, 0.1, 0.1], 3.0)
    search = Search(Operation(Split(matrix), matrix.search_cost))
    search.try_out(np.array([3.0]), 1e-6)
    assert search.master.solve().bound <= 0.80 + 1e-9
    assert search.cost >= 0.80 - 1e-9
