"""A search of the whole matrix that is stopped: what it has is kept, what it lacks comes from the relaxation."""

from __future__ import annotations

import math
import signal
from dataclasses import replace

import numpy as np
import pytest

from energycommunity.optimization import whole_matrix
from energycommunity.optimization.highs import HighsOptions, run
from energycommunity.optimization.nearest_sizes import allowed_sizes
from energycommunity.optimization.split import Split
from energycommunity.optimization.whole_matrix import sizes_of_whole
from energycommunity.stopping import Stop
from tests.optimization.hand_made_matrices import build_or_not, in_steps_of, pv_and_grid, with_budget


def over():
    """A stop whose time is over."""
    stop = Stop()
    stop.limit(1e-12)
    while not stop.wanted():
        pass
    return stop


def test_a_limit_that_is_over_leaves_sizes_and_a_bound(monkeypatch):
    """Proves: no solution in time is no error; sizes are those of the relaxation, made whole.

    Presolve is left out, which would solve so small a programme.

    Hand calculation: a kWp saves 0.5 x 0.30 = 0.15 EUR in the first hour and costs 0.05, so 2 kWp serve it: 0.10 + 0.30
    for the other hour. At a fee of 0.1, half a building in the relaxation costs 0.05: bound 0.45. One is built.
    """
    monkeypatch.setattr(whole_matrix, "run", lambda *given: run(*given[:-1], replace(given[-1], presolve=False)))
    sizes, bound = sizes_of_whole(build_or_not(0.1), 1e-4, over())
    assert sizes == pytest.approx([2.0, 1.0])
    assert bound == pytest.approx(0.45)


def test_without_a_limit_the_search_says_that_it_has_found():
    stop = Stop()
    sizes, bound = sizes_of_whole(build_or_not(0.1), 1e-6, stop)
    assert (stop.found, sizes) == (True, pytest.approx([2.0, 1.0]))
    assert bound == pytest.approx(0.50, abs=1e-5)


@pytest.mark.parametrize(
    ("matrix", "wanted", "allowed"),
    [
        (in_steps_of(3.0), [0.5, 0.2], [3.0, 1.0]),
        (in_steps_of(3.0), [0.0, 0.0], [0.0, 0.0]),
        (with_budget(1.5), [4.0], [1.5]),
        (pv_and_grid(), [2.5], [2.5]),
    ],
)
def test_sizes_are_made_whole_upwards_and_keep_their_limits(matrix, wanted, allowed):
    assert allowed_sizes(Split(matrix), np.array(wanted)) == pytest.approx(allowed)


def test_ctrl_c_ends_the_solver_where_nothing_is_found(monkeypatch):
    """Proves: an interruption in the midst of a solve is passed on, and not only after the solver's own end."""
    stop = Stop()
    monkeypatch.setattr(stop, "wanted", lambda: signal.raise_signal(signal.SIGINT) or False)
    matrix = pv_and_grid()
    options = HighsOptions("simplex", presolve=False, stop=stop)
    with stop.listening(), pytest.raises(KeyboardInterrupt):
        run(matrix, matrix.cost, matrix.lower, matrix.upper, options)
    assert stop.asked


def test_cut_off_before_any_solution_has_no_values():
    matrix = build_or_not(0.1)
    answer = run(matrix, matrix.cost, matrix.lower, matrix.upper, HighsOptions("integer", presolve=False, stop=over()))
    assert answer.cut_off
    assert np.isnan(answer.x).all()
    assert answer.integer_bound < math.inf
