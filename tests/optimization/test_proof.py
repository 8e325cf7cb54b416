"""The bound that row prices prove: by hand, and against another solver on random programmes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, sparse

from energycommunity.optimization.matrix import Matrix
from energycommunity.optimization.proof import dual_bound, largest_violation


def _matrix(a, row_lower, row_upper, lower, upper, cost) -> Matrix:
    none = np.zeros(len(cost), dtype=bool)
    bounds = [np.asarray(x, dtype=float) for x in (row_lower, row_upper, lower, upper, cost, cost)]
    steps = np.full(len(a), -1), np.full(len(cost), -1)
    return Matrix(sparse.csc_array(np.asarray(a, dtype=float)), *bounds, 0.0, none, none, {}, *steps, {})


def _bound(matrix: Matrix, prices) -> float:
    return dual_bound(matrix, matrix.cost, np.asarray(prices, dtype=float), matrix.lower, matrix.upper)


def test_bound_by_hand():
    """Proves: bound = prices x row bounds + what each column can lose by its reduced cost.

    Sensitivity: 4 if the columns' bounds were left out at the price 2, 6 if reduced costs were taken as gains.
    Hand calculation: min 2 x + 3 y, x + y >= 4, 0 <= x <= 3, 0 <= y <= 5. Optimum x = 3, y = 1: 9. At a row price of 3:
    3 x 4 + min((2 - 3) x) = 12 - 3 = 9; at 2: 2 x 4 + 0 + 0 = 8; at 4: 16 - 2 x 3 - 1 x 5 = 5.
    """
    matrix = _matrix([[1, 1]], [4], [np.inf], [0, 0], [3, 5], [2, 3])
    assert [_bound(matrix, [price]) for price in (3, 2, 4)] == pytest.approx([9.0, 8.0, 5.0])
    # A price of the wrong sign leans on a side that the row does not have: it proves nothing more than no price.
    assert _bound(matrix, [-1]) == pytest.approx(0.0)


def test_violation_by_hand():
    """Proves: the largest of what rows lack or exceed and columns leave their bounds by.

    Sensitivity: 1 if columns were not looked at.
    Hand calculation: x + y = 3 - 2.5 with y = -2 is 0.5: 3.5 below 4; x = 2.5 within 0..3, y 2 below 0.
    """
    matrix = _matrix([[1, 1]], [4], [np.inf], [0, 0], [3, 5], [2, 3])
    assert largest_violation(matrix, np.array([2.5, -2.0])) == pytest.approx(3.5)
    assert largest_violation(matrix, np.array([3.0, 7.0])) == pytest.approx(2.0)
    assert largest_violation(matrix, np.array([3.0, 1.0])) == 0.0


def _random(seed: int) -> tuple[Matrix, np.random.Generator]:
    """A programme that has a solution: its row bounds lie around the rows of a point within the column bounds."""
    rng = np.random.default_rng(seed)
    rows, columns = int(rng.integers(1, 8)), int(rng.integers(1, 10))
    a = rng.normal(0, 1, (rows, columns)) * (rng.random((rows, columns)) < 0.6)
    lower = rng.uniform(-3, 0, columns)
    upper = lower + rng.uniform(0, 5, columns)
    middle = a @ rng.uniform(lower, upper)
    kind = rng.integers(0, 3, rows)
    row_lower = np.where(kind == 1, -np.inf, middle - (kind != 0) * rng.uniform(0, 1, rows))
    row_upper = np.where(kind == 2, np.inf, middle + (kind != 0) * rng.uniform(0, 1, rows))
    return _matrix(a, row_lower, row_upper, lower, upper, rng.normal(0, 2, columns)), rng


def _optimum(matrix: Matrix) -> tuple[float, np.ndarray]:
    """Optimum and row prices of a matrix, by scipy."""
    a = matrix.a.toarray()
    up, down = np.isfinite(matrix.row_upper), np.isfinite(matrix.row_lower)
    answer = optimize.linprog(
        matrix.cost,
        A_ub=np.vstack([a[up], -a[down]]),
        b_ub=np.concatenate([matrix.row_upper[up], -matrix.row_lower[down]]),
        bounds=list(zip(matrix.lower, matrix.upper, strict=True)),
    )
    assert answer.status == 0
    prices = np.zeros(len(a))
    prices[up] += answer.ineqlin.marginals[: up.sum()]
    prices[down] -= answer.ineqlin.marginals[up.sum() :]
    return float(answer.fun), prices


@given(st.integers(0, 10_000))
def test_right_prices_prove_the_optimum(seed):
    matrix, _ = _random(seed)
    optimum, prices = _optimum(matrix)
    assert _bound(matrix, prices) == pytest.approx(optimum, abs=1e-6)


@given(st.integers(0, 10_000))
def test_wrong_prices_never_prove_too_much(seed):
    matrix, rng = _random(seed)
    optimum, prices = _optimum(matrix)
    for wrong in (rng.normal(0, 3, len(prices)), -prices, prices * 1.1, np.zeros(len(prices))):
        assert _bound(matrix, wrong) <= optimum + 1e-7
