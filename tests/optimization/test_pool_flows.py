"""What a pool does in a step with what its meters need on balance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from energycommunity.optimization.pool_flows import PoolFlows

METERS = 3
#: One step of three meters: bought, shared in, sold, shared out, each of all meters.
FLOWS = PoolFlows(np.arange(6).reshape(2, METERS, 1), np.arange(6, 12).reshape(2, METERS, 1))
WIDE = np.full(12, 100.0)
#: Buying costs 0.30, 0.20 and 0.10, selling earns 0.05, 0.04 and 0.03; sharing is free.
COST = np.array([0.30, 0.20, 0.10, 0.0, 0.0, 0.0, -0.05, -0.04, -0.03, 0.0, 0.0, 0.0])


def _crossing(**kw):
    x = np.zeros(12)
    for name, first in (("bought", 0), ("shared_in", 3), ("sold", 6), ("shared_out", 9)):
        x[first : first + METERS] = kw.get(name, [0.0] * METERS)
    return x


def _netted(x, upper=WIDE):
    return FLOWS.netted(x, COST, upper)


def test_what_is_given_goes_to_the_dearest_contract_first():
    """Proves: the pool buys what is lacking where buying is cheapest.

    Sensitivity: 0.2 + 0.2 EUR if what is given was shared by need.
    Hand calculation: needs 2, 2 and -3. 3 kW are shared: 2 with the first, 1 with the second, who buys 1 for 0.20.
    """
    netted = _netted(_crossing(bought=[2, 2, 0], sold=[0, 0, 3]))
    assert netted.tolist() == _crossing(bought=[0, 1, 0], shared_in=[2, 1, 0], shared_out=[0, 0, 3]).tolist()
    assert COST @ netted == pytest.approx(0.20)


def test_with_a_key_by_use_all_share_in_proportion():
    """Hand calculation: needs 2, 6 and -4: each gets half of what it needs, whatever its contract."""
    by_use = PoolFlows(FLOWS.drawn, FLOWS.given, by_use=True)
    netted = by_use.netted(_crossing(bought=[2, 6, 0], sold=[0, 0, 4]), COST, WIDE)
    assert netted.tolist() == _crossing(bought=[1, 3, 0], shared_in=[1, 3, 0], shared_out=[0, 0, 4]).tolist()


def test_what_is_left_is_sold_where_selling_earns_most():
    """Proves: the pool sells what nobody needs.

    Hand calculation: needs -2, -2 and 3. The second shares both of his, the first 1 and sells 1 for 0.05.
    """
    netted = _netted(_crossing(bought=[0, 0, 3], sold=[2, 2, 0]))
    assert netted.tolist() == _crossing(shared_in=[0, 0, 3], sold=[1, 0, 0], shared_out=[1, 2, 0]).tolist()


def test_who_does_not_share_draws_or_gives_alone():
    """Hand calculation: the third buys 3 and sells 1; he buys 2, and the first two share 1 of their own."""
    alone = WIDE.copy()
    alone[[5, 11]] = 0.0
    netted = _netted(_crossing(bought=[1, 0, 3], sold=[0, 2, 1]), alone)
    assert (
        netted.tolist()
        == _crossing(bought=[0, 0, 2], shared_in=[1, 0, 0], sold=[0, 1, 0], shared_out=[0, 1, 0]).tolist()
    )


def test_the_larger_flow_stays_open():
    """Proves: a meter keeps its way, and of two that trade in opposite ways the pool keeps the larger.

    Hand calculation: the pool buys 3 and sells 2: nobody sells; the first and second draw, the third gives.
    """
    x = _crossing(bought=[3, 0, 0], shared_in=[0, 1, 0], sold=[0, 0, 2], shared_out=[0, 0, 1])
    opened = FLOWS.one_way(x, WIDE) > 0.0
    left = _crossing(bought=[1, 1, 0], shared_in=[1, 1, 0], shared_out=[0, 0, 1])
    assert opened.tolist() == (left > 0.0).tolist()


@st.composite
def _cases(draw):
    money = st.lists(st.integers(0, 30), min_size=METERS, max_size=METERS)
    need = np.array(draw(st.lists(st.integers(-9, 9), min_size=METERS, max_size=METERS)), dtype=float)
    buying, fee_in, selling, fee_out = (np.array(draw(money)) / 100.0 for _ in range(4))
    both = draw(st.integers(0, 5))
    x = np.concatenate([np.maximum(need, 0) + both, np.zeros(METERS), np.maximum(-need, 0) + both, np.zeros(METERS)])
    return x, np.concatenate([buying, fee_in, -selling, fee_out])


@settings(max_examples=60, deadline=None)
@given(_cases())
def test_no_other_flows_of_one_way_cost_less(case):
    """Proves: for the same needs, all shared that can be, a linear programme finds nothing cheaper."""
    x, cost = case
    netted = FLOWS.netted(x, cost, WIDE)
    need = x[:METERS] - x[2 * METERS : 3 * METERS]
    drawn, given_ = np.maximum(need, 0.0), np.maximum(-need, 0.0)
    one, zero, sums = np.eye(METERS), np.zeros((METERS, METERS)), np.ones((1, METERS))
    rows = np.block(
        [
            [one, one, zero, zero],
            [zero, zero, one, one],
            [0 * sums, sums, 0 * sums, 0 * sums],
            [0 * sums, 0 * sums, 0 * sums, sums],
        ]
    )
    shared = min(drawn.sum(), given_.sum())
    right = np.concatenate([drawn, given_, [shared, shared]])
    assert rows @ netted == pytest.approx(right, abs=1e-9)
    assert cost @ netted == pytest.approx(linprog(cost, A_eq=rows, b_eq=right).fun, abs=1e-9)
    assert not FLOWS.both_ways(netted, WIDE).any()
