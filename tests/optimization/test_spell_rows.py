"""Where design spells stand in the matrix: beside the year, at one step, without cost, on the sizes of the year."""

from __future__ import annotations

import numpy as np
import pytest

from energycommunity.optimization.matrix import assemble
from energycommunity.optimization.programme import state
from energycommunity.optimization.reduced_year import reduced_year
from energycommunity.optimization.spell_rows import spell_matrix, with_spells
from energycommunity.optimization.split import Split
from energycommunity.optimization.windows import Horizon
from tests.invariants.random_communities import case_of
from tests.invariants.varied_communities import reserved_community


@pytest.fixture(params=range(2000, 2006))
def programme(request):
    """A community with a day of design winter and the loss of any plant."""
    return state(case_of(reserved_community(request.param, True)))


def test_the_year_is_as_without_spells(programme):
    year, whole = assemble(programme), with_spells(programme)
    rows, columns = year.a.shape
    assert abs(whole.a[:rows, :columns] - year.a).nnz == 0
    assert whole.a[:rows, columns:].nnz == 0
    for name in ("lower", "upper", "cost", "search_cost", "integer", "investment", "column_step"):
        assert np.array_equal(getattr(whole, name)[:columns], getattr(year, name)), name


def test_spells_cost_nothing_and_add_no_sizes(programme):
    year, whole = assemble(programme), with_spells(programme)
    beside = slice(len(year.cost), None)
    assert not whole.cost[beside].any()
    assert not whole.investment[beside].any()
    assert not whole.integer[beside].any()
    assert (whole.search_cost[beside] >= 0.0).all()
    assert whole.constant == year.constant


def test_each_spell_has_the_coefficients_of_its_own_matrix(programme):
    whole = with_spells(programme)
    assert whole.spells
    for spell in whole.spells:
        own = spell_matrix(spell.spell)
        kept = spell.columns >= 0
        block = whole.a[spell.rows][:, spell.columns[kept]]
        assert block.sum() == pytest.approx(own.a[_rows_like(own, spell)][:, kept].sum())
        assert set(whole.column_step[spell.operation]) == set(whole.row_step[spell.rows])
        assert len(set(whole.column_step[spell.operation])) == 1


def _rows_like(own, spell):
    """The rows of the spell's own matrix that hold an operation column which stands in the whole."""
    kept = (spell.columns >= 0) & ~own.investment
    return np.flatnonzero(np.diff(own.a[:, np.flatnonzero(kept)].tocsr().indptr))


def test_a_plant_that_is_lost_gives_nothing_in_its_spell_alone(programme):
    whole = with_spells(programme)
    for spell in whole.spells:
        for lost in spell.spell.lost.variables if spell.spell.lost else ():
            assert not whole.upper[spell.columns[spell.matrix.columns[lost]]].any()
    with_all = whole.spells[0]
    assert with_all.spell.lost is None
    for unit in (spell.spell.lost for spell in whole.spells[1:]):
        (variable,) = (v for v in with_all.matrix.columns if v.name == unit.variables[0].name)
        assert np.array_equal(whole.upper[with_all.columns[with_all.matrix.columns[variable]]], variable.upper)


def test_no_window_has_its_edge_in_a_spell_and_nothing_is_carried_in_it(programme):
    split = Split(with_spells(programme))
    horizon = Horizon(split)
    assert horizon.steps == programme.case.time.steps
    beside = split.operation >= len(assemble(programme).cost)
    assert not horizon.links[beside].any()
    assert np.array_equal(horizon.column_span[0][beside], horizon.column_span[1][beside])


def test_a_shorter_year_keeps_spells_as_they_are(programme):
    whole = with_spells(programme)
    shorter = reduced_year(whole, np.arange(programme.case.time.steps) // 3)
    for spell in whole.spells:
        rows = shorter.row_of[spell.rows]
        assert len(np.unique(rows)) == len(rows)
        assert shorter.matrix.row_lower[rows] == pytest.approx(whole.row_lower[spell.rows])
