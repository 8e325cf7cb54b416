"""What is taken over from one programme to the next, and what is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from energycommunity.optimization import operation
from energycommunity.optimization.decomposition import Found, Search
from energycommunity.optimization.experience import Experience
from energycommunity.optimization.matrix import Matrix
from energycommunity.optimization.operation import Operation
from energycommunity.optimization.split import Split
from energycommunity.stopping import Stop
from tests.optimization.hand_made_matrices import Named, storage_and_grid

CHEAP_THEN_DEAR = [0.1] * 6 + [0.5] * 6


@pytest.fixture(autouse=True)
def _short_windows(monkeypatch):
    monkeypatch.setattr(operation, "CORE_H", 3.0)
    monkeypatch.setattr(operation, "AROUND_H", 1.0)


def _operation(matrix: Matrix) -> Operation:
    return Operation(Split(matrix), matrix.search_cost)


def _learnt(matrix: Matrix) -> tuple[Experience, Found]:
    experience, first = Experience(), _operation(matrix)
    found = Search(first).run(1e-6, None, lambda key, values: None, Stop())
    experience.keep(first, found)
    return experience, found


def _named(matrix: Matrix, name: str) -> Matrix:
    """The same with another name for the size."""
    columns = {Named(name, True) if v.investment else v: index for v, index in matrix.columns.items()}
    return replace(matrix, columns=columns)


def test_nothing_is_known_at_first():
    empty, first = Experience(), _operation(storage_and_grid(CHEAP_THEN_DEAR))
    assert empty.start_of(first, np.array([5.0])) is None
    assert not list(empty.prices_for(first, np.array([5.0])))
    empty.warm(first)
    assert not any(solver.started for solver in first.solvers.values())


def test_the_next_search_starts_where_the_last_ended():
    """Proves: sizes are known by name. Sensitivity: a start for a size that no programme before had."""
    matrix = storage_and_grid(CHEAP_THEN_DEAR)
    experience, found = _learnt(matrix)
    dearer = _operation(replace(matrix, search_cost=matrix.search_cost * 2.0))
    assert experience.start_of(dearer, np.array([-1.0])) == pytest.approx(found.x)
    assert experience.start_of(_operation(_named(matrix, "another")), np.array([-1.0])) is None


def test_unknown_sizes_start_where_they_would_have(monkeypatch):
    """Proves: where three of four sizes are known, the fourth is taken from elsewhere; where two are, none is known."""
    names = ["a", "b", "c", "d"]
    monkeypatch.setattr("energycommunity.optimization.experience._size_names", lambda operation: names)
    now, otherwise = _operation(storage_and_grid(CHEAP_THEN_DEAR)), np.array([9.0, 9.0, 9.0, 9.0])
    known = Experience(sizes={"a": 1.0, "b": 2.0, "d": 4.0})
    assert known.start_of(now, otherwise).tolist() == [1.0, 2.0, 9.0, 4.0]
    assert Experience(sizes={"a": 1.0, "b": 2.0}).start_of(now, otherwise) is None


def test_a_house_more_starts_like_the_last_one(monkeypatch):
    """Proves: a size unknown by name is lent by one whose name differs only in numbers, here that of house 2."""
    names = ("house_1_pv.kwp", "house_2_pv.kwp", "boiler.kw", "house_3_pv.kwp")
    monkeypatch.setattr("energycommunity.optimization.experience._size_names", lambda operation: names)
    known = Experience(sizes={"house_1_pv.kwp": 1.0, "house_2_pv.kwp": 2.0, "boiler.kw": 3.0})
    now = _operation(storage_and_grid(CHEAP_THEN_DEAR))
    assert known.start_of(now, np.full(4, 9.0)).tolist() == [1.0, 2.0, 3.0, 2.0]


def test_prices_go_to_the_rows_of_the_same_name_and_are_lent_to_those_like_them():
    """Proves: prices follow the names of rules, wherever their rows stand; what no rule is like has none.

    Sensitivity: prices by place would give the new rule the prices of another.
    """
    matrix = storage_and_grid(CHEAP_THEN_DEAR)
    experience, found = _learnt(matrix)
    first, *others = matrix.row_names
    rows, last = matrix.row_names[first], found.trials[-1].row_dual
    renamed = {f"{first}_2": matrix.row_names[first], **{f"new_{name}": matrix.row_names[name] for name in others}}
    learnt = Experience(**vars(experience) | {"rows": {f"{first}_1": rows, **{n: matrix.row_names[n] for n in others}}})
    *_, (x, prices) = learnt.prices_for(_operation(replace(matrix, row_names=renamed)), np.array([7.0]))
    assert x.tolist() == found.trials[-1].x.tolist()
    assert prices[rows].tolist() == last[rows].tolist()
    assert not prices[np.setdiff1d(np.arange(len(prices)), rows)].any()


def test_prices_of_other_steps_are_not_taken():
    experience, _ = _learnt(storage_and_grid(CHEAP_THEN_DEAR))
    assert list(experience.prices_for(_operation(storage_and_grid([0.2] * 12)), np.array([1.0])))
    assert not list(experience.prices_for(_operation(storage_and_grid([0.2] * 11)), np.array([1.0])))


def test_windows_start_where_the_same_hours_ended():
    """Proves: windows that stood at the end start warm, and what they answer does not depend on that."""
    matrix = storage_and_grid(CHEAP_THEN_DEAR)
    first = _operation(matrix)
    first.under(np.array([3.0]))
    experience = Experience()
    experience.keep(first, None)
    again, x = _operation(replace(matrix, search_cost=matrix.search_cost * 3.0)), np.array([2.0])
    experience.warm(again)
    assert all(solver.started for solver in again.solvers.values())
    cold = _operation(again.split.matrix)
    answers = [each.under(x, allowed_loss=1e-9) for each in (again, cold)]
    assert again.proven(answers[0], x) == pytest.approx(cold.proven(answers[1], x))
    shorter = _operation(storage_and_grid([0.1] * 11))
    experience.warm(shorter)
    assert not any(solver.started for solver in shorter.solvers.values())


def test_prices_of_another_programme_never_claim_too_much():
    """Proves: prices from dear hours, read with the costs of cheap ones, make a bound below the true cost.

    Sensitivity: 2.40 or more if the bound of the dear year were kept.
    Hand calculation: twelve hours at 0.10: 1.20.
    """
    experience, found = _learnt(storage_and_grid(CHEAP_THEN_DEAR, 3.0))
    cheap = storage_and_grid([0.1] * 12, 3.0)
    search = Search(_operation(cheap))
    for x, row_dual in experience.prices_for(search.operation, found.x):
        search.know(x, row_dual)
    assert search.master.solve().bound <= 1.20 + 1e-9
    assert found.bound == pytest.approx(2.40, rel=1e-5)
