"""What may wait, and with which power everything is served in time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from energycommunity.demand.waiting import WaitingDemand, may_wait, served_within, stretches


def least_power_by_linear_programme(demand: WaitingDemand) -> float:
    """The smallest power with which a cyclic dispatch exists, by another program [kW]."""
    steps, h = len(demand.wanted_kw), demand.step_h
    waiting, power = np.eye(steps), np.eye(steps)
    balance = np.hstack([np.roll(waiting, -1, axis=0) - waiting, h * power, np.zeros((steps, 1))])
    limit = np.hstack([np.zeros((steps, steps)), power, -demand.available[:, None].astype(float)])
    bounds = [(0, most) for most in demand.most_waiting_kwh] + [(0, None)] * (steps + 1)
    cost = np.r_[np.zeros(2 * steps), 1.0]
    found = linprog(cost, limit, np.zeros(steps), balance, h * demand.wanted_kw, bounds)
    assert found.success
    return float(found.x[-1])


@given(st.integers(0, 10_000))
def test_the_least_power_is_that_of_a_linear_programme(seed):
    """Serving as soon as can be is late only where every other way is."""
    rng = np.random.default_rng(seed)
    steps, step_h = int(rng.integers(3, 15)), float(rng.choice([0.25, 1.0]))
    wanted = rng.uniform(0, 3, steps) * (rng.random(steps) < 0.5)
    within, waiting = np.ones(steps, dtype=bool), may_wait(wanted, int(rng.integers(0, steps)), step_h)
    if rng.random() < 0.5:
        within = rng.random(steps) < 0.6
        begins, number = stretches(within)
        energy = rng.uniform(0, 3, np.count_nonzero(begins))
        waiting = served_within(energy, within)
        wanted = np.where(begins, energy[number] if len(energy) else 0.0, 0.0) / step_h
    demand = WaitingDemand(wanted, within, waiting, step_h)
    assert demand.least_power_kw() == pytest.approx(least_power_by_linear_programme(demand), rel=1e-6, abs=1e-6)


def test_nothing_waits_for_less_than_a_step():
    assert not may_wait(np.ones(5), 0).any()


def test_what_may_wait_longer_than_the_run_is_all_of_it():
    assert may_wait(np.array([1.0, 2.0]), 50).tolist() == [3.0, 3.0]
