"""What is settled whoever shares is left out of the matrix and put back again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from energycommunity.optimization.coalition_matrix import reduced
from energycommunity.optimization.proof import largest_violation
from tests.optimization.hand_made_matrices import pv_and_grid, storage_and_grid


def _least_cost(matrix):
    """The optimum, by another way of solving it."""
    rows = LinearConstraint(matrix.a, matrix.row_lower, matrix.row_upper)
    found = milp(matrix.cost, constraints=rows, bounds=Bounds(matrix.lower, matrix.upper))
    return found.x, found.fun + matrix.constant


def _all_rows(matrix):
    return np.ones(len(matrix.row_lower), dtype=bool)


def test_settled_columns_go_to_the_right_hand_side():
    """Proves: a column with one value left counts in rows and cost as before, and rows that hold anyway are gone.

    Hand calculation: with 2 kWp the sun gives up to 1 kW in the first hour: the second buys 1 kW, 0.30 + 2 x 0.05.
    """
    matrix = pv_and_grid()
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    lower[4] = upper[4] = 2.0
    upper[2], upper[3] = 1.0, 0.0
    left = reduced(matrix, lower, upper, _all_rows(matrix))
    assert left.matrix.a.shape == (2, 3)  # two balances; grid in both hours, sun in the first
    y, cost = _least_cost(left.matrix)
    assert cost == pytest.approx(0.40)
    assert left.completed(y).tolist() == pytest.approx([0.0, 1.0, 1.0, 0.0, 2.0])


@pytest.mark.parametrize("closed", [[], [0, 3], [0, 1, 2]])
def test_the_optimum_is_that_of_the_whole(closed):
    """Proves: whatever is closed, no dispatch is lost, and contents stay in all steps, as windows need them."""
    matrix = storage_and_grid([0.1] * 3 + [0.5] * 3)
    upper = matrix.upper.copy()
    upper[closed] = matrix.lower[closed]
    whole = replace(matrix, upper=upper)
    left = reduced(matrix, matrix.lower, upper, _all_rows(matrix))
    assert len(left.columns) <= len(matrix.cost) - len(closed)
    y, cost = _least_cost(left.matrix)
    assert cost == pytest.approx(_least_cost(whole)[1])
    assert largest_violation(whole, left.completed(y)) <= 1e-7


def test_rows_that_do_not_stay_hold_nothing():
    """Hand calculation: without the balance of the second hour, grid for one hour at 0.30 or 2 kWp at 0.10."""
    matrix = pv_and_grid()
    stays = _all_rows(matrix)
    stays[1] = False
    assert _least_cost(reduced(matrix, matrix.lower, matrix.upper, stays).matrix)[1] == pytest.approx(0.10)
