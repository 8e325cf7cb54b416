"""Rows of single rules, checked by hand, and what a rule may not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyomo.environ as pyo
import pytest
from pyomo.common.errors import PyomoException

from energycommunity.optimization.compilation import Compiler, Rows
from energycommunity.technologies.block import Block, Frame, Series, Variable
from energycommunity.technologies.surroundings import Economics, Surroundings
from energycommunity.time_grid import TimeGrid


@dataclass(frozen=True)
class Stage:
    """Three hours around the end of January: x in columns 0-2, y in 3-5, a peak in 6-7, a switch in 8 for the last."""

    block: Block
    x: Variable
    y: Variable
    peak: Variable
    switch: Variable
    known: Series

    def rows(self) -> Rows:
        """The rows of the one rule stated so far."""
        columns, begin = {}, 0
        for variable in self.block.variables.values():
            columns[variable] = np.arange(begin, begin := begin + variable.shape[0])
        compiler = Compiler({variable.pyomo: variable for variable in columns}, columns, self.block.frame)
        (constraint,) = self.block.constraints.values()
        return compiler.rows(constraint)

    def dense(self) -> list[list[float]]:
        """Their coefficients."""
        rows = self.rows()
        entries = (np.zeros(rows.entries, dtype=int), np.zeros(rows.entries, dtype=int), np.zeros(rows.entries))
        assert rows.fill(entries, 0, 0) == rows.entries
        together = np.zeros((rows.count, 9))
        np.add.at(together, entries[:2], entries[2])
        return together.tolist()


@pytest.fixture
def stage() -> Stage:
    time = TimeGrid(pd.Timestamp("2025-01-31 20:00", tz="UTC"), 3, 1.0, "Europe/Riga")
    frame = Frame.over(time)
    frame.model.inner = pyo.Block(concrete=True)
    block = Block("a", "who", time, Surroundings({}, {}, Economics(2025, 0.0, 1.0)), frame.model.inner, frame)
    x, y, peak = block.operate("x_kw", 10.0), block.operate("y_kw", 10.0), block.monthly("peak_kw", 10.0)
    switch = block.binary("on", np.array([False, False, True]))
    return Stage(block, x, y, peak, switch, block.series("known", np.array([2.0, 4.0, 8.0])))


def test_next_step_and_known_series_by_hand(stage):
    """x[next] = 0.5 x - y / known + 3, the first hour after the last."""
    x, y, known, after = stage.x, stage.y, stage.known, stage.block.next_step
    stage.block.constrain("rule", lambda t: x[after(t)] == 0.5 * x[t] - y[t] / known[t] + 3)
    assert stage.dense() == [
        [-0.5, 1, 0, 0.5, 0, 0, 0, 0, 0],
        [0, -0.5, 1, 0, 0.25, 0, 0, 0, 0],
        [1, 0, -0.5, 0, 0, 0.125, 0, 0, 0],
    ]
    rows = stage.rows()
    assert np.array_equal(rows.lower, [3.0, 3.0, 3.0])
    assert np.array_equal(rows.upper, [3.0, 3.0, 3.0])
    assert np.array_equal(rows.step, [0, 1, 2])


def test_months_by_hand(stage):
    """Two hours of January (22 and 23 o'clock in Riga) and one of February share no peak."""
    x, peak, known = stage.x, stage.peak, stage.known
    stage.block.constrain("rule", lambda t: known[t] * (x[t] + 1) <= peak[stage.block.month_of(t)])
    assert stage.dense() == [
        [2, 0, 0, 0, 0, 0, -1, 0, 0],
        [0, 4, 0, 0, 0, 0, -1, 0, 0],
        [0, 0, 8, 0, 0, 0, 0, -1, 0],
    ]
    rows = stage.rows()
    assert np.array_equal(np.broadcast_to(rows.lower, 3), [-np.inf] * 3)
    assert np.array_equal(rows.upper, [-2.0, -4.0, -8.0])


def test_some_steps_by_hand(stage):
    """x <= 10 (1 - on) in the last hour alone."""
    stage.block.constrain("rule", lambda t: stage.x[t] <= 10 * (1 - stage.switch[t]), stage.switch)
    assert stage.dense() == [[0, 0, 1, 0, 0, 0, 0, 0, 10]]
    rows = stage.rows()
    assert (rows.upper, rows.step) == (10.0, [2])


def test_a_rule_for_no_step_has_no_rows(stage):
    never = stage.block.binary("never", np.zeros(3, dtype=bool))
    stage.block.constrain("rule", lambda t: stage.x[t] <= 10 * never[t], never)
    assert stage.dense() == []


def test_a_number_on_the_left_becomes_a_lower_bound(stage):
    """As Pyomo does it, so that a row keeps its sign: known <= x + y."""
    stage.block.constrain("rule", lambda t: stage.known[t] <= stage.x[t] + stage.y[t])
    assert stage.dense()[0] == [1, 0, 0, 1, 0, 0, 0, 0, 0]
    rows = stage.rows()
    assert np.array_equal(rows.lower, [2.0, 4.0, 8.0])
    assert rows.upper == np.inf


def test_one_element_by_hand(stage):
    stage.block.constrain_once("rule", stage.x[1] == 4)
    assert stage.dense() == [[0, 1, 0, 0, 0, 0, 0, 0, 0]]
    assert (stage.rows().count, stage.rows().step, stage.rows().lower) == (1, -1, 4.0)


def test_the_same_variable_twice_is_summed(stage):
    stage.block.constrain("rule", lambda t: stage.x[t] + stage.y[t] == 0.25 * stage.x[t])
    assert stage.dense()[0] == [0.75, 0, 0, 1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "rule",
    [
        lambda s, t: s.x[t] * s.y[t] <= 1,
        lambda s, t: s.known[t] / s.x[t] <= 1,
        lambda s, t: s.x[t] ** 2 <= 1,
        lambda s, t: pyo.exp(s.x[t]) <= 1,
        lambda s, t: s.x[t] < 1,
        lambda s, t: pyo.inequality(0, s.x[t], 1),
        lambda s, t: s.x[t] + s.y[t],
        lambda s, t: s.x[t] <= t,
        lambda s, t: s.x[t + 1] <= 1,
        lambda s, t: s.x[t] <= s.switch[t],
        lambda s, t: pyo.Expr_if(s.known[t] >= 3, s.x[t], s.y[t]) <= 1,
        lambda s, t: _stranger(s)[t] <= 1,
        lambda s, t: s.x[t] <= _strange_number(s)[t],
        lambda s, t: True,
    ],
)
def test_what_is_not_known_is_refused(stage, rule):
    stage.block.constrain("rule", lambda t: rule(stage, t))
    with pytest.raises(TypeError):
        stage.rows()


def _stranger(stage: Stage) -> Any:
    stage.block.pyomo.stranger = pyo.Var(stage.block.frame.sets["step"])
    return stage.block.pyomo.stranger


def _strange_number(stage: Stage) -> Any:
    stage.block.pyomo.strange = pyo.Param(stage.block.frame.sets["step"], default=3.0, within=pyo.Reals)
    return stage.block.pyomo.strange


@pytest.mark.parametrize(
    "rule",
    [
        lambda s, t: (s.x[t] if t == 0 else s.y[t]) <= 1,
        lambda s, t: s.x[t] <= np.arange(3.0)[t],
        lambda s, t: s.x[t] <= {0: 1.0, 1: 2.0, 2: 3.0}[t],
        lambda s, t: max(s.x[t], s.y[t]) <= 1,
        lambda s, t: 0 <= s.x[t] <= 1,
    ],
)
def test_what_depends_on_the_number_of_the_step_is_refused(stage, rule):
    """Else the placeholder would stand for one case of it in all steps."""
    with pytest.raises((PyomoException, TypeError, IndexError)):
        stage.block.constrain("rule", lambda t: rule(stage, t))


def test_a_second_rule_of_a_name_is_refused(stage):
    stage.block.constrain("rule", lambda t: stage.x[t] <= 1)
    with pytest.raises(ValueError, match="rule"):
        stage.block.constrain("rule", lambda t: stage.x[t] <= 2)
