"""Programmes of two hours, small enough to solve by hand."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from energycommunity.optimization.matrix import Matrix


def pv_and_grid() -> Matrix:
    """Columns: grid and sun in both hours, peak power. Demand 1 kW; sun 0.5 and 0 kW/kWp; grid 0.30, panels 0.05."""
    return _matrix(
        [[1, 0, 1, 0, 0], [0, 1, 0, 1, 0], [0, 0, 1, 0, -0.5], [0, 0, 0, 1, 0.0]],
        row_lower=[1, 1, -np.inf, -np.inf],
        row_upper=[1, 1, 0, 0],
        upper=[5, 5, 5, 5, 4],
        cost=[0.30, 0.30, 0, 0, 0.05],
        integer=[False] * 5,
    )


def build_or_not(fee: float) -> Matrix:
    """The same with a last column: built or not, at a fee; peak power at most 4 kWp times it."""
    return _matrix(
        [[1, 0, 1, 0, 0, 0], [0, 1, 0, 1, 0, 0], [0, 0, 1, 0, -0.5, 0], [0, 0, 0, 1, 0, 0], [0, 0, 0, 0, 1, -4]],
        row_lower=[1, 1, -np.inf, -np.inf, -np.inf],
        row_upper=[1, 1, 0, 0, 0],
        upper=[5, 5, 5, 5, 4, 1],
        cost=[0.30, 0.30, 0, 0, 0.05, fee],
        integer=[False] * 5 + [True],
    )


def with_budget(most_kwp: float) -> Matrix:
    """The first one with a row between sizes alone: peak power at most so much, however large it could be."""
    return _matrix(
        [[1, 0, 1, 0, 0], [0, 1, 0, 1, 0], [0, 0, 1, 0, -0.5], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]],
        row_lower=[1, 1, -np.inf, -np.inf, -np.inf],
        row_upper=[1, 1, 0, 0, most_kwp],
        upper=[5, 5, 5, 5, 4],
        cost=[0.30, 0.30, 0, 0, 0.05],
        integer=[False] * 5,
    )


def in_steps_of(step_kwp: float) -> Matrix:
    """The first one with a last column: panels come in one lot of so much peak power, or not at all."""
    return _matrix(
        [[1, 0, 1, 0, 0, 0], [0, 1, 0, 1, 0, 0], [0, 0, 1, 0, -0.5, 0], [0, 0, 0, 1, 0, 0], [0, 0, 0, 0, 1, -step_kwp]],
        row_lower=[1, 1, -np.inf, -np.inf, 0],
        row_upper=[1, 1, 0, 0, 0],
        upper=[5, 5, 5, 5, 4, 1],
        cost=[0.30, 0.30, 0, 0, 0.05, 0],
        integer=[False] * 5 + [True],
    )


def _matrix(
    rows: list[list[float]],
    row_lower: list[float],
    row_upper: list[float],
    upper: list[float],
    cost: list[float],
    integer: list[bool],
) -> Matrix:
    count = len(cost)
    return Matrix(
        a=sparse.csc_array(np.array(rows, dtype=np.float64)),
        row_lower=np.array(row_lower, dtype=np.float64),
        row_upper=np.array(row_upper, dtype=np.float64),
        lower=np.zeros(count),
        upper=np.array(upper, dtype=np.float64),
        cost=np.array(cost),
        search_cost=np.array(cost),
        constant=0.0,
        integer=np.array(integer),
        investment=np.arange(count) >= 4,
        columns={},
        row_step=np.array([0, 1, 0, 1, *[-1] * (len(rows) - 4)]),
        column_step=np.array([0, 1, 0, 1, *[-1] * (count - 4)]),
        row_names={"demand": np.array([0, 1]), "sun": np.array([2, 3])},
    )
