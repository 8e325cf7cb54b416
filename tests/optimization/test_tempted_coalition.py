"""The search for who may gain most by standing apart finds what looking at every coalition finds."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.optimization.tempted_coalition import Ceiling, Temptations

EUROS = st.integers(-1000, 1000)


@st.composite
def asked(draw):
    """The amounts of two to six players, and ceilings with the coalitions that they came from."""
    players = draw(st.integers(2, 6))
    amounts = st.lists(EUROS, min_size=players, max_size=players).map(lambda each: np.array(each, dtype=float))
    coalition = st.lists(st.booleans(), min_size=players, max_size=players).map(np.array)
    ceiling = st.builds(Ceiling, EUROS.map(float), amounts)
    return draw(amounts), draw(st.lists(st.tuples(coalition, ceiling), min_size=1, max_size=5))


@given(asked())
@settings(max_examples=60, deadline=None)
def test_nobody_left_may_gain_more(case):
    amounts, learnt = case
    temptations = Temptations(len(amounts), 1000.0)
    for inside, ceiling in learnt:
        temptations.learn(inside, ceiling)
    known = {inside.tobytes() for inside, _ in learnt}
    coalitions = map(np.array, product((False, True), repeat=len(amounts)))
    left = [s for s in coalitions if s.any() and not s.all() and s.tobytes() not in known]
    found = temptations.strongest(amounts)
    if not left:
        assert found.inside is None
        return
    may_gain = [min(ceiling.over(s) for _, ceiling in learnt) - amounts @ s for s in left]
    assert found.excess_eur == pytest.approx(max(may_gain), abs=0.5)
    assert found.excess_eur >= max(may_gain) - 1e-3
    assert found.inside.tobytes() not in known
