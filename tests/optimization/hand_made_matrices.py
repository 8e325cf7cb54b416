"""Programmes of a few hours, small enough to solve by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from energycommunity.optimization.matrix import Matrix
from energycommunity.quantities import IntArray


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


@dataclass(frozen=True)
class Named:
    """What a matrix needs to know of a variable."""

    name: str
    investment: bool = False


def storage_and_grid(
    price: Sequence[float], most_kwh: float = 10.0, months: Sequence[int] = (), *, yearly_limit: bool = False
) -> Matrix:
    """Demand 1 kW in every hour, grid up to 50 kW at a price, and a storage without losses whose size costs nothing.

    Columns: grid, charge, discharge, content of all hours, then peaks of months at 1 EUR/kW (not without `months`),
    then the size. Rows: balance, content, capacity of all hours, then peaks of all hours, then at most 1000 kWh a year.
    """
    steps, peaks = len(price), len(set(months))
    one, nothing, following = np.eye(steps), np.zeros((steps, steps)), np.roll(np.eye(steps), 1, axis=1)
    month = np.array([[float(number == of_step) for number in range(peaks)] for of_step in months])
    blocks = [
        [one, -one, one, nothing, np.zeros((steps, peaks)), np.zeros((steps, 1))],
        [nothing, -one, one, following - one, np.zeros((steps, peaks)), np.zeros((steps, 1))],
        [nothing, nothing, nothing, one, np.zeros((steps, peaks)), -np.ones((steps, 1))],
    ]
    sides = [(1.0, 1.0), (0.0, 0.0), (-np.inf, 0.0)]
    names, of_step = ["balance", "content", "capacity"], [np.arange(steps)] * 3
    if peaks:
        blocks.append([one, nothing, nothing, nothing, -month, np.zeros((steps, 1))])
        sides, names, of_step = [*sides, (-np.inf, 0.0)], [*names, "peak"], [*of_step, np.arange(steps)]
    if yearly_limit:
        blocks.append([np.ones((1, steps)), *[np.zeros((1, steps))] * 3, np.zeros((1, peaks)), np.zeros((1, 1))])
        sides, names, of_step = [*sides, (-np.inf, 1000.0)], [*names, "limit"], [*of_step, np.array([-1])]
    upper = np.repeat([50.0, 50.0, 50.0, most_kwh, 50.0, most_kwh], [steps] * 4 + [peaks, 1])
    cost = np.concatenate([price, np.zeros(3 * steps), np.ones(peaks), [0.0]])
    variables = [Named("grid"), Named("charge"), Named("discharge"), Named("content"), Named("peaks")]
    lengths = [steps] * 4 + [peaks, 1]
    columns = dict(zip([*variables, Named("size", True)], _numbered(lengths), strict=True))
    return Matrix(
        a=sparse.csc_array(np.block(blocks)),
        row_lower=np.concatenate([np.full(len(at), side[0]) for side, at in zip(sides, of_step, strict=True)]),
        row_upper=np.concatenate([np.full(len(at), side[1]) for side, at in zip(sides, of_step, strict=True)]),
        lower=np.zeros(len(cost)),
        upper=upper,
        cost=cost,
        search_cost=cost,
        constant=0.0,
        integer=np.zeros(len(cost), dtype=bool),
        investment=np.arange(len(cost)) == len(cost) - 1,
        columns={variable: index for variable, index in columns.items() if len(index)},
        row_step=np.concatenate(of_step),
        column_step=np.concatenate([*[np.arange(steps)] * 4, np.full(peaks + 1, -1)]),
        row_names=dict(zip(names, _numbered(list(map(len, of_step))), strict=True)),
    )


def _numbered(lengths: list[int]) -> list[IntArray]:
    """Consecutive numbers in groups of the given lengths."""
    return np.split(np.arange(sum(lengths)), np.cumsum(lengths)[:-1])


def two_houses(*, pool: bool) -> Matrix:
    """One hour: each house needs 1 kW, from the grid at 1 EUR/kWh or from panels of its own (last columns).

    Panels cost 2 EUR/kWp at the first house and 0.25 at the second; with a pool the second may give to the first.
    Columns: grid, sun and shared (taken, given) of both houses.
    """
    return Matrix(
        a=sparse.csc_array(
            np.array(
                [
                    [1.0, 0, 1, 0, 1, 0, 0, 0],
                    [0, 1.0, 0, 1, 0, -1, 0, 0],
                    [0, 0, 1.0, 0, 0, 0, -1, 0],
                    [0, 0, 0, 1.0, 0, 0, 0, -1],
                    [0, 0, 0, 0, 1.0, -1, 0, 0],
                ]
            )[: 5 if pool else 4]
        ),
        row_lower=np.array([1.0, 1.0, -np.inf, -np.inf, 0.0])[: 5 if pool else 4],
        row_upper=np.array([1.0, 1.0, 0.0, 0.0, 0.0])[: 5 if pool else 4],
        lower=np.zeros(8),
        upper=np.array([5.0, 5.0, 4.0, 4.0, *[5.0 if pool else 0.0] * 2, 4.0, 4.0]),
        cost=np.array([1.0, 1.0, 0, 0, 0, 0, 2.0, 0.25]),
        search_cost=np.array([1.0, 1.0, 0, 0, 0, 0, 2.0, 0.25]),
        constant=0.0,
        integer=np.zeros(8, dtype=bool),
        investment=np.arange(8) >= 6,
        columns={},
        row_step=np.zeros(5 if pool else 4, dtype=np.int64),
        column_step=np.array([0] * 6 + [-1] * 2),
        row_names={str(number): np.array([number]) for number in range(5 if pool else 4)},
    )
