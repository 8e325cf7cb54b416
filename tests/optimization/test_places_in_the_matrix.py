"""Which step and which rule every row and column of the matrix belongs to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from energycommunity.optimization.matrix import Matrix, assemble
from energycommunity.optimization.programme import Programme, state
from energycommunity.optimization.sharing_key import KEY
from energycommunity.technologies.base import Capacity
from energycommunity.technologies.battery import Battery
from tests.invariants.random_communities import case_of, random_community
from tests.technologies.surrounded import day, village

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
def test_every_rule_has_a_row_in_each_of_its_steps(seed):
    """Those of directions that exclude each other hold in the steps of their switch, limits in none, others in all.

    What the pool never does in some steps holds in those, and what the key says of a meter in some of its rate.
    """
    programme, matrix = _assembled(seed)
    some = ("direction", "buying", "beyond")
    switches = [variable.steps.tolist() for variable in programme.variables() if variable.steps is not None]
    for name, rows in matrix.row_names.items():
        steps = matrix.row_step[rows].tolist()
        if name.rsplit(".", 1)[1].startswith(some):
            assert steps in switches or "_never_" in name, name
        elif name.startswith("limit."):
            assert steps == [-1], name
        elif name.startswith(KEY):
            way = name.removeprefix(f"{KEY}.").partition("_")[0]
            assert set(steps) <= set(programme.blocks[KEY].variables[f"{way}_shared_fraction"].steps), name
        else:
            assert steps == list(range(programme.case.time.steps)), name


def test_single_rows_belong_to_no_step():
    battery = Battery.example().model_copy(update={"start_content": 0.5, "capacity_kwh": Capacity(max=20.0, step=2.0)})
    case = replace(village(battery, day()), co2_cap_kg_per_year=1e6, investment_cap_eur=1e6)
    matrix = assemble(state(case))
    single = ("tested.start", "tested.capacity_kwh_in_steps", "limit.co2", "limit.investment")
    assert [matrix.row_step[matrix.row_names[name]].tolist() for name in single] == [[-1]] * 4


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
    """A row of a step holds columns of its own step, of the next one (what a storage holds, what waits), or of none."""
    programme, matrix = _assembled(seed)
    entries = matrix.a.tocoo()
    of_row, of_column = matrix.row_step[entries.row], matrix.column_step[entries.col]
    joined = (of_row >= 0) & (of_column >= 0)
    ahead = (of_column - of_row)[joined] % programme.case.time.steps
    assert set(np.unique(ahead)) <= {0, 1}
    kept = [rows for name, rows in matrix.row_names.items() if name.endswith((".content", ".waiting"))]
    assert np.isin(entries.row[joined][ahead == 1], np.concatenate(kept or [[]])).all()
