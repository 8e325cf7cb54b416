"""How minimum loads and starts are stated: as templates, and not at all where nothing is asked."""

from __future__ import annotations

import numpy as np
import pytest

from energycommunity.optimization.matrix import assemble
from energycommunity.optimization.programme import state
from energycommunity.technologies.base import Capacity
from energycommunity.technologies.fuel_boiler import FuelBoiler
from energycommunity.technologies.heat_pump import HeatPump
from tests.invariants.random_communities import case_of
from tests.optimization.heat_plants import random_plant
from tests.optimization.row_by_row import compiled_by_pyomo, stated_row_by_row
from tests.technologies.surrounded import TESTED, day, village

COMMITTED = {"minimum_load_fraction": 0.4, "start_cost_eur": 5.0}


def test_the_matrix_is_that_of_pyomo():
    case = case_of(random_plant(1, steps=24))
    matrix = assemble(state(case))
    a, row_lower, row_upper = compiled_by_pyomo(stated_row_by_row(case), matrix)
    limits = [int(rows[0]) for name, rows in matrix.row_names.items() if name.startswith("limit.")]
    constraints = np.setdiff1d(np.arange(len(row_lower)), limits)
    assert sum("minimum_load" in name for name in matrix.row_names) == 3
    assert (matrix.a.tocsr()[constraints] != a[constraints]).nnz == 0
    assert np.array_equal(matrix.row_lower[constraints], row_lower[constraints])
    assert np.array_equal(matrix.row_upper[constraints], row_upper[constraints])


@pytest.mark.parametrize("technology", [FuelBoiler, HeatPump])
@pytest.mark.parametrize(
    ("asked", "integers"),
    [({}, 0), (COMMITTED, 24), ({"start_cost_eur": 5.0}, 24), (COMMITTED | {"start_cost_eur": None}, 24)],
)
def test_binaries_are_stated_only_where_they_are_needed(technology, asked, integers):
    programme = state(village(_with(technology, **asked), day()))
    assert int(assemble(programme).integer.sum()) == integers
    assert len(programme.blocks[TESTED].commitments) == (1 if integers else 0)
    assert programme.blocks[TESTED].exclusions == []


@pytest.mark.parametrize("technology", [FuelBoiler, HeatPump])
def test_the_size_stands_on_right_hand_sides_only(technology):
    """The size has the same coefficient whatever its bound: 1 in each capacity row, the minimum in each other one."""
    for most in (10.0, 77.0):
        programme = state(village(_with(technology, capacity_heat_kw=Capacity(max=most), **COMMITTED), day()))
        matrix = assemble(programme)
        size = matrix.columns[programme.blocks[TESTED].variables["capacity_heat_kw"]]
        coefficients = np.abs(matrix.a[:, size].toarray())
        assert sorted(coefficients[coefficients > 0]) == pytest.approx([0.4] * 24 + [1.0] * 24)


def _with(technology: type[FuelBoiler | HeatPump], **fields: object) -> FuelBoiler | HeatPump:
    return technology.model_validate({**technology.example().model_dump(), **fields})
