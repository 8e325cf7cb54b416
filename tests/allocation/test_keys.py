"""Dividing by weight in rounds, against a bisection, and the members a key names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.allocation.base import STEPS_AT_ONCE, by_weight
from energycommunity.allocation.equal import Equal
from energycommunity.allocation.registry import KEY_TYPES


def by_bisection(wanted, available, weight):
    """The same division for one interval: the level is found by halving."""
    most = min(available, wanted[weight > 0].sum())
    low, high = 0.0, 1e6
    for _ in range(200):
        level = (low + high) / 2
        low, high = (level, high) if np.minimum(wanted, weight * level).sum() < most else (low, level)
    return np.minimum(wanted, weight * high)


@given(st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_division_by_weight_is_that_of_one_level_for_all(seed):
    rng = np.random.default_rng(seed)
    members, steps = int(rng.integers(1, 8)), int(rng.integers(1, 6))
    wanted = rng.uniform(0, 5, (members, steps)) * (rng.random((members, steps)) < 0.7)
    weight = rng.uniform(0.1, 3, members) * (rng.random(members) < 0.8)
    available = rng.uniform(0, 12, steps) * (rng.random(steps) < 0.9)
    found = by_weight(wanted, available, weight)
    expected = np.array([by_bisection(wanted[:, t], available[t], weight) for t in range(steps)]).T
    assert found == pytest.approx(expected, abs=1e-6)


def test_more_steps_than_are_divided_at_once():
    """Proves: a long series is divided like a short one.

    Sensitivity: zeros behind step 4096 if only the first piece were divided.
    Hand calculation: 3 kWh for two who draw 2 each: 1.5 each in every step.
    """
    steps = STEPS_AT_ONCE + 5
    into, _ = Equal().share(np.full((2, steps), 2.0), np.vstack([np.zeros(steps), np.full(steps, 3.0)]), ("a", "b"))
    assert into == pytest.approx(np.full((2, steps), 1.5))


def test_keys_are_told_apart_and_have_names_in_both_languages():
    types = [kind.model_fields["type"].default for kind in KEY_TYPES]
    assert sorted(types) == ["by_investment", "dynamic", "equal", "hybrid", "preference_order", "static_shares"]
    assert all(kind.label_en != kind.label_lv for kind in KEY_TYPES)
