"""What solving one programme taught that helps with the next like it: a variant, a sweep point, a coalition.

Sizes and bases are told apart by the names of assets, variables and rules, so that what two programmes share is used
even where the rest differs. Prices are kept where the structure is the same: whatever has changed in costs, demands or
efficiencies, cuts are read from them anew with the matrix of today (cuts.py), so that an old cut never claims too much.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

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
    structure: tuple[tuple[str, int], ...] = ()
    names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    steps: int = 0
    windows: dict[tuple[int, int], Kept] = field(default_factory=dict)
    prices: list[tuple[FloatArray, npt.NDArray[np.float32]]] = field(default_factory=list)

    def keep(self, operation: Operation, found: Found | None) -> None:
        """Keep what a solution taught."""
        self.structure, self.names = _structure(operation), _names(operation)
        self.steps = operation.horizon.steps
        self.windows = {
            place: Kept(solver.basis, solver.window.row_keys, solver.window.column_keys)
            for place, solver in operation.solvers.items()
            if solver.started
        }
        self.prices = []
        if found is not None:
            self.sizes |= dict(zip(_size_names(operation), found.x.tolist(), strict=True))
            self.prices = [(trial.x, trial.row_dual) for trial in found.trials]

    def start_of(self, operation: Operation, otherwise: FloatArray) -> FloatArray | None:
        """The sizes found last, unknown ones as `otherwise`; None where too few are known."""
        names = _size_names(operation)
        known = [name in self.sizes for name in names]
        if not names or np.mean(known) < KNOWN:
            return None
        return np.array([self.sizes.get(name, other) for name, other in zip(names, otherwise, strict=True)])

    def same_structure(self, operation: Operation) -> bool:
        """Whether the last programme had the same variables and rules over the same steps."""
        return self.structure == _structure(operation)

    def warm(self, operation: Operation) -> None:
        """Let every window start where the same stretch of the last programme ended, as far as both have the same."""
        if self.steps != operation.horizon.steps:
            return
        rows, columns = (_numbers(old, new) for old, new in zip(self.names, _names(operation), strict=True))
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


def _names(operation: Operation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the rules and of the variables, in the order of their numbers."""
    matrix = operation.split.matrix
    return tuple(matrix.row_names), tuple(variable.name for variable in matrix.columns)


def _structure(operation: Operation) -> tuple[tuple[str, int], ...]:
    matrix = operation.split.matrix
    variables = ((variable.name, len(index)) for variable, index in matrix.columns.items())
    return (*((name, len(index)) for name, index in matrix.row_names.items()), *variables)


def _size_names(operation: Operation) -> list[str]:
    """The name of each size, in the order of the sizes."""
    matrix = operation.split.matrix
    names = {int(index[0]): variable.name for variable, index in matrix.columns.items() if variable.investment}
    return [names[column] for column in operation.split.sizes.tolist()]
