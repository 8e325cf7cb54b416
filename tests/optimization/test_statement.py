"""How the programme is stated: a rule is called once for all steps, and gives what Pyomo makes of it step by step."""

from __future__ import annotations

from functools import partial

import numpy as np
import pyomo.environ as pyo
import pytest

from energycommunity.optimization.case import Case
from energycommunity.optimization.matrix import assemble
from energycommunity.optimization.programme import state
from energycommunity.technologies.base import Capacity, Technology
from energycommunity.technologies.battery import Battery
from energycommunity.technologies.registry import TECHNOLOGIES
from tests.invariants.random_communities import case_of, random_community
from tests.optimization.row_by_row import compiled_by_pyomo, stated_row_by_row
from tests.technologies.surrounded import day, village

#: Communities that hold every kind of asset between them, with and without sharing and demand charges.
SEEDS = (0, 2, 4, 9)


#: One of every rule that is stated once.
IN_STEPS = Battery.example().model_copy(
    update={"capacity_kwh": Capacity(min=4.0, max=20.0, step=2.0, cost_if_built_eur=500.0), "start_content": 0.5}
)

CASES = {
    "in steps, if built": lambda: IN_STEPS,
    **{f"community-{seed}": partial(random_community, seed) for seed in SEEDS},
    **{kind.__name__: kind.example for kind in TECHNOLOGIES},
}


def _case(name: str) -> Case:
    of_name = CASES[name]()
    return village(of_name, day()) if isinstance(of_name, Technology) else case_of(of_name)


@pytest.mark.parametrize("name", CASES)
def test_the_matrix_is_that_of_pyomo(name):
    """Sensitivity: one coefficient, bound, step or sign that differs anywhere fails."""
    case = _case(name)
    matrix = assemble(state(case))
    a, row_lower, row_upper = compiled_by_pyomo(stated_row_by_row(case), matrix)
    limits = [int(rows[0]) for name, rows in matrix.row_names.items() if name.startswith("limit.")]
    constraints = np.setdiff1d(np.arange(len(row_lower)), limits)
    assert (matrix.a.tocsr()[constraints] != a[constraints]).nnz == 0
    assert np.array_equal(matrix.row_lower[constraints], row_lower[constraints])
    assert np.array_equal(matrix.row_upper[constraints], row_upper[constraints])


def test_the_comparison_does_not_use_our_compilation():
    programme = stated_row_by_row(case_of(random_community(SEEDS[0])))
    assert not any(block.constraints for block in programme.blocks.values())
    stated = list(programme.frame.model.component_data_objects(pyo.Constraint, descend_into=True))
    assert len(stated) > programme.case.time.steps


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_made_per_step(seed):
    """Pyomo keeps an object for single sizes, never one for each step; that is what keeps large villages small."""
    programme = state(case_of(random_community(seed)))
    for variable in programme.variables():
        assert len(variable.pyomo) <= 1, variable.name
    parameters = list(programme.frame.model.component_objects(pyo.Param, descend_into=True))
    assert parameters
    assert not any(list(parameter.sparse_keys()) for parameter in parameters)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_bounds_are_finite(seed):
    """Only finite bounds let any row prices prove a bound on the cost."""
    matrix = assemble(state(case_of(random_community(seed))))
    assert np.isfinite(matrix.lower).all()
    assert np.isfinite(matrix.upper).all()
