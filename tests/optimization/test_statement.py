"""How the programme is stated: every constraint over time as one template, and the same matrix without templates."""

from __future__ import annotations

import inspect

import numpy as np
import pyomo.environ as pyo
import pytest
from pyomo.core.base import constraint as pyomo_constraint
from pyomo.core.base.constraint import TemplateConstraintData

from energycommunity.optimization.matrix import assemble
from energycommunity.optimization.programme import Programme, state, templates
from tests.invariants.random_communities import case_of, random_community

#: Communities that hold every kind of asset between them, with and without sharing and demand charges.
SEEDS = (0, 2, 4, 9)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_constraint_over_time_is_a_template(seed):
    found, others = _templates_and_others(state(case_of(random_community(seed))))
    assert found
    assert not others


def _templates_and_others(programme: Programme) -> tuple[list[str], list[str]]:
    """Names of the constraints over time that are stored as a template, and of those that are not."""
    sorts: tuple[list[str], list[str]] = ([], [])
    for constraint in programme.model.component_objects(pyo.Constraint, descend_into=True):
        if constraint.is_indexed():
            plain = any(not isinstance(data, TemplateConstraintData) for data in constraint.values())
            sorts[plain].append(constraint.name)
    return sorts


@pytest.mark.parametrize("seed", SEEDS)
def test_templates_do_not_change_the_matrix(seed):
    case = case_of(random_community(seed))
    by_template, row_by_row = assemble(state(case)), assemble(inspect.unwrap(state)(case))
    assert (by_template.a != row_by_row.a).nnz == 0
    for name in ("row_lower", "row_upper", "lower", "upper", "cost", "search_cost", "integer", "investment"):
        assert np.array_equal(getattr(by_template, name), getattr(row_by_row, name)), name


def test_without_the_switch_there_are_no_templates():
    """Without it the test above would compare templates with templates."""
    programme = inspect.unwrap(state)(case_of(random_community(SEEDS[0])))
    assert not _templates_and_others(programme)[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_all_bounds_are_finite(seed):
    """Only finite bounds let any row prices prove a bound on the cost."""
    matrix = assemble(state(case_of(random_community(seed))))
    assert np.isfinite(matrix.lower).all()
    assert np.isfinite(matrix.upper).all()


def test_the_switch_of_pyomo_is_put_back():
    before = pyomo_constraint.TEMPLATIZE_CONSTRAINTS
    with templates():
        assert pyomo_constraint.TEMPLATIZE_CONSTRAINTS
    assert before == pyomo_constraint.TEMPLATIZE_CONSTRAINTS
