"""Which step and which rule every row and column of the matrix belongs to."""

from __future__ import annotations

import numpy as np
import pytest

from energycommunity.optimization.matrix import Matrix, assemble
from energycommunity.optimization.programme import Programme, state
from tests.invariants.random_communities import case_of, random_community

#: Communities that hold sizes, billed peaks and directions that exclude each other.
SEEDS = (0, 2, 4, 9)


def _assembled(seed: int) -> tuple[Programme, Matrix]:
    programme = state(case_of(random_community(seed)))
    return programme, assemble(programme)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_has_one_name(seed):
    _, matrix = _assembled(seed)
    rows = np.concatenate(list(matrix.row_names.values()))
    assert np.array_equal(np.sort(rows), np.arange(matrix.a.shape[0]))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_rule_over_time_has_a_row_in_each_step(seed):
    """Rules for some steps only are those of directions, whose switches know their steps."""
    programme, matrix = _assembled(seed)
    steps = np.arange(programme.case.time.steps)
    for name, rows in matrix.row_names.items():
        of_rows = matrix.row_step[rows]
        if (of_rows == -1).all():
            assert len(rows) == 1, name
        elif len(rows) != len(steps):
            switch = name.rsplit("_", 1)[0] if name.endswith(("_one", "_other")) else "community.buying"
            of_switch = _steps_by_variable(programme, matrix)
            assert any(np.array_equal(of_rows, other) for other in of_switch.values()), switch
        else:
            assert np.array_equal(of_rows, steps), name


def _steps_by_variable(programme: Programme, matrix: Matrix) -> dict[str, np.ndarray]:
    return {v.name: matrix.column_step[matrix.columns[v]] for v in programme.variables() if v.steps is not None}


@pytest.mark.parametrize("seed", SEEDS)
def test_only_columns_of_steps_have_a_step(seed):
    programme, matrix = _assembled(seed)
    for variable in programme.variables():
        steps = matrix.column_step[matrix.columns[variable]]
        if variable.span != "step":
            assert (steps == -1).all(), variable.name
        elif variable.steps is None:
            assert np.array_equal(steps, np.arange(programme.case.time.steps)), variable.name
        else:
            assert np.array_equal(steps, variable.steps), variable.name


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_join_only_the_same_step_but_for_storages(seed):
    """A row of a step holds columns of its own step, of the next one (content), or of none."""
    programme, matrix = _assembled(seed)
    entries = matrix.a.tocoo()
    of_row, of_column = matrix.row_step[entries.row], matrix.column_step[entries.col]
    joined = (of_row >= 0) & (of_column >= 0)
    ahead = (of_column - of_row)[joined] % programme.case.time.steps
    assert set(np.unique(ahead)) <= {0, 1}
    content = np.concatenate([rows for name, rows in matrix.row_names.items() if name.endswith(".content")] or [[]])
    assert np.isin(entries.row[joined][ahead == 1], content).all()
