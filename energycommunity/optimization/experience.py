"""What solving one programme taught that helps with the next like it: a variant, a sweep point, a coalition.

Sizes, prices and bases are told apart by the names of assets, variables and rules, so that what two programmes share is
used even where the rest differs. What has no name of its own there is lent by what differs only in the numbers of its
name: one house more is much like the last one. Whatever has changed in costs, demands or efficiencies, cuts are read
from the prices anew with the matrix of today (cuts.py), so that an old cut never claims too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import highspy
import numpy as np
import numpy.typing as npt

from energycommunity.optimization.decomposition import Found
from energycommunity.optimization.operation import Operation
from energycommunity.optimization.window_solver import WindowSolver, moved_basis
from energycommunity.quantities import FloatArray, IntArray

#: Part of the sizes that must be known for them to be a start.
KNOWN = 0.75


@dataclass(frozen=True, eq=False)
class Kept:
    """Where a window ended, with the keys of its rows and columns."""

    basis: highspy.HighsBasis
    row_keys: IntArray
    column_keys: IntArray


@dataclass(eq=False)
class Experience:
    """Filled by each solution and asked by the next; empty at first."""

    sizes: dict[str, float] = field(default_factory=dict)
    size_names: tuple[str, ...] = ()
    rows: dict[str, IntArray] = field(default_factory=dict)
    variables: tuple[str, ...] = ()
    steps: int = 0
    windows: dict[tuple[int, int], Kept] = field(default_factory=dict)
    prices: list[tuple[FloatArray, npt.NDArray[np.float32]]] = field(default_factory=list)

    def without_bases(self) -> Experience:
        """What can travel between processes."""
        return replace(self, windows={})

    def take(self, other: Experience) -> None:
        """Keep what was learnt elsewhere in place of what is known here."""
        vars(self).update(vars(other))

    def keep(self, operation: Operation, found: Found | None) -> None:
        """Keep what a solution taught."""
        self.rows, self.variables = operation.split.matrix.row_names, _variable_names(operation)
        self.steps = operation.horizon.steps
        self.windows = {
            place: Kept(solver.basis, solver.window.row_keys, solver.window.column_keys)
            for place, solver in operation.solvers.items()
            if solver.started
        }
        self.prices = []
        if found is not None:
            self.size_names = _size_names(operation)
            self.sizes |= dict(zip(self.size_names, found.x.tolist(), strict=True))
            self.prices = [(trial.x, trial.row_dual) for trial in found.trials]

    def start_of(self, operation: Operation, otherwise: FloatArray) -> FloatArray | None:
        """The sizes found last, or lent, unknown ones as `otherwise`; None where too few are known."""
        names = _size_names(operation)
        if not names or np.mean([name in self.sizes for name in names]) < KNOWN:
            return None
        lenders = _lenders(names, self.sizes)
        known = ((lenders.get(name), other) for name, other in zip(names, otherwise, strict=True))
        return np.array([other if lender is None else self.sizes[lender] for lender, other in known])

    def prices_for(self, operation: Operation, start: FloatArray) -> Iterator[tuple[FloatArray, FloatArray]]:
        """Each trial of the last programme: its sizes, and its prices as prices of the rows of this one.

        Nothing if it had other steps. Unknown sizes are those of the `start`, unknown prices are zero.
        """
        if self.steps != operation.horizon.steps:
            return
        groups, names = operation.split.matrix.row_names, _size_names(operation)
        row = np.full(len(operation.split.matrix.row_lower), -1)
        for name, lender in _lenders(groups, self.rows).items():
            if len(self.rows[lender]) == len(groups[name]):
                row[groups[name]] = self.rows[lender]
        lenders = _lenders(names, self.size_names)
        size = _numbers((lenders.get(name, "") for name in names), self.size_names)
        for x, prices in self.prices:
            yield np.where(size >= 0, x[size], start), np.where(row >= 0, prices[row].astype(np.float64), 0.0)

    def warm(self, operation: Operation) -> None:
        """Let every window start where the same stretch of the last programme ended, as far as both have the same."""
        if self.steps != operation.horizon.steps:
            return
        rows = _numbers(self.rows, operation.split.matrix.row_names)
        columns = _numbers(self.variables, _variable_names(operation))
        for place, solver in operation.solvers.items():
            kept = self.windows.get(place)
            if kept is not None:
                _start(solver, kept, (rows, columns), self.steps)


def _start(solver: WindowSolver, kept: Kept, numbers: tuple[IntArray, IntArray], steps: int) -> None:
    row_keys, column_keys = (
        _renumbered(keys, number, steps)
        for keys, number in zip((kept.row_keys, kept.column_keys), numbers, strict=True)
    )
    solver.start_from(moved_basis(kept.basis, (row_keys, column_keys), solver.window))


def _renumbered(keys: IntArray, number: IntArray, steps: int) -> IntArray:
    """The keys under the numbers of the new programme; those it lacks are negative."""
    group, place = np.divmod(keys, steps + 1)
    return np.where(number[group] >= 0, number[group] * (steps + 1) + place, -1 - keys)


def _numbers(old: Iterable[str], new: Iterable[str]) -> IntArray:
    """The new number of each old name; -1 where there is none."""
    place = {name: number for number, name in enumerate(new)}
    return np.array([place.get(name, -1) for name in old], dtype=np.int64)


def _variable_names(operation: Operation) -> tuple[str, ...]:
    """The name of each variable, in the order of their numbers."""
    return tuple(variable.name for variable in operation.split.matrix.columns)


def _lenders(wanted: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """For each name the known one that lends what it knows: itself, or the last that differs only in numbers."""
    known = list(known)
    alike = {_unnumbered(name): name for name in known} | {name: name for name in known}
    found = {name: alike.get(name, alike.get(_unnumbered(name))) for name in wanted}
    return {name: lender for name, lender in found.items() if lender is not None}


def _unnumbered(name: str) -> str:
    return re.sub(r"\d+", "#", name)


def _size_names(operation: Operation) -> tuple[str, ...]:
    """The name of each size, in the order of the sizes."""
    matrix = operation.split.matrix
    names = {int(index[0]): variable.name for variable, index in matrix.columns.items() if variable.investment}
    return tuple(names[column] for column in operation.split.sizes.tolist())
