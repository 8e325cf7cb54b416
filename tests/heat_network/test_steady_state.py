"""Networks at steady flow: six programs of DESTEST, hand calculations, and what holds in every network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.errors import ScenarioError
from energycommunity.heat_network.segments import Segment
from energycommunity.heat_network.steady_state import Customers, SteadyState, steady_state
from tests.heat_network.destest import destest_state


@pytest.fixture(scope="module")
def destest() -> SteadyState:
    return destest_state()


def at(state: SteadyState, name: str, node: str) -> float:
    return float(getattr(state, name)[state.tree.nodes.index(node), 0])


@pytest.mark.parametrize(
    ("node", "low_c", "high_c"),
    [("h", 69.92, 69.94), ("g", 69.84, 69.87), ("f", 69.74, 69.77), ("e", 69.57, 69.61), ("e1", 69.43, 69.48)],
)
def test_temperatures_of_destest(destest: SteadyState, node: str, low_c: float, high_c: float) -> None:
    """Six tools, +-0.05 K."""
    assert low_c - 0.05 < at(destest, "supply_c", node) < high_c + 0.05


def test_pressure_drop_of_destest(destest: SteadyState) -> None:
    """22,385-25,399 Pa from i to e by six tools; +-5 % around 23,200."""
    assert at(destest, "supply_drop_pa", "e") == pytest.approx(23200, rel=0.05)


def test_heat_loss_and_source_of_destest(destest: SteadyState) -> None:
    """314-326 W from i to h, +-3 %; 308.2-314.3 kW at the source, +-1 %."""
    assert 0.97 * 314 < at(destest, "supply_loss_w", "h") < 1.03 * 326
    assert 0.99 * 308.2 < destest.source_kw[0] < 1.01 * 314.3


def test_both_branches_are_alike(destest: SteadyState) -> None:
    assert at(destest, "supply_c", "e") == pytest.approx(at(destest, "supply_c", "a"), abs=1e-12)


def test_a_given_return_needs_the_flow_that_the_cooled_supply_allows() -> None:
    """Hand calculation: 1000 m, 0.5 W/(m K) = 500 W/K, ground 10, supply 80, return 50 degC, c = 4190.

    With 0.25 kg/s the supply arrives at 10 + 70 exp(-500 / 1047.5) = 10 + 70 * 0.620455 = 53.4318 degC; it gives
    0.25 * 4.19 * 3.4318 = 3.5949 kW. Sensitivity: without the cooling 3.5949 kW would take 0.0286 kg/s.
    """
    pipe = Segment("plant", "house", 1000.0, 0.05, 1e-4, 0.5)
    found = steady_state([pipe], Customers(heat_kw={"house": 3.59485}, return_c=50.0), 80.0, 10.0)
    assert found.taken_kg_per_s[1, 0] == pytest.approx(0.25, rel=1e-4)
    assert found.supply_c[1, 0] == pytest.approx(53.4318, abs=1e-3)
    # The return arrives at 10 + 40 * 0.620455 = 34.818 degC: the plant gives 1.0475 * (80 - 34.818) = 47.328 kW.
    assert found.source_kw[0] == pytest.approx(47.328, rel=1e-4)


def test_return_water_mixes_by_flow() -> None:
    """Hand calculation: 1 kg/s cooled by 10 K and 3 kg/s cooled by 30 K, no loss: 80 - (10 + 90) / 4 = 55 degC."""
    pipes = [Segment("plant", node, 10.0, 0.05, 1e-4, 0.0) for node in ("a", "b")]
    heat = {"a": 41.9, "b": 3 * 125.7}
    found = steady_state(pipes, Customers(flow_kg_per_s={"a": 1.0, "b": 3.0}, cooling_k=25.0), 80.0, 10.0)
    assert found.return_c[0, 0] == pytest.approx(55.0)
    found = steady_state(pipes, Customers(heat_kw=heat, return_c=55.0), 80.0, 10.0)
    assert found.taken_kg_per_s[1:, 0] == pytest.approx([41.9 / 4.19 / 25, 377.1 / 4.19 / 25])


def test_still_water_takes_the_ground_s_temperature() -> None:
    """One class without any heat, one where only the first of two branches runs."""
    pipes = [Segment("plant", node, 100.0, 0.05, 1e-4, 0.2, 0.05) for node in ("school", "hall")]
    taken = Customers(heat_kw={"school": [0.0, 50.0]}, return_c=40.0)
    found = steady_state(pipes, taken, 80.0, [10.0, 8.0])
    assert found.supply_c[:, 0].tolist() == [10.0, 10.0, 10.0]
    assert (found.source_kw[0], found.loss_kw[0], found.supply_drop_pa[1, 0]) == (0.0, 0.0, 0.0)
    assert found.supply_c[2, 1] == 8.0
    assert found.source_kw[1] == pytest.approx(50.0 + found.loss_kw[1])


def test_impossible_conditions_are_refused() -> None:
    pipe = Segment("plant", "school", 100.0, 0.05, 1e-4, 0.2)
    with pytest.raises(ValueError, match="warmer than the supply"):
        steady_state([pipe], Customers(heat_kw={"school": 5.0}, return_c=85.0), 80.0, 10.0)
    with pytest.raises(ValueError, match="cooling or return"):
        Customers(heat_kw={"school": 5.0})
    with pytest.raises(ValueError, match="needs cooling_k"):
        Customers(flow_kg_per_s={"school": 5.0}, return_c=30.0)


@pytest.mark.parametrize(
    ("edges", "words"),
    [
        ([("a", "b"), ("b", "c"), ("a", "d"), ("d", "c")], "close a loop"),
        ([("a", "b"), ("x", "y"), ("y", "b")], "two supply points, a and x"),
        ([("a", "b"), ("x", "y")], "several nodes that nothing feeds: a, x"),
        ([("a", "b"), ("b", "a")], "circle"),
    ],
)
def test_only_trees_with_one_plant_are_solved(edges: list[tuple[str, str]], words: str) -> None:
    pipes = [Segment(begin, end, 10.0, 0.05, 1e-4, 0.2) for begin, end in edges]
    with pytest.raises(ScenarioError, match=words):
        steady_state(pipes, Customers(heat_kw={}, cooling_k=30.0), 80.0, 10.0)


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Segment], dict[str, list[float]]]:
    """A random tree of up to 12 pipes, singles and twins, with heat in three classes, some of it none."""
    count = draw(st.integers(1, 12))
    segments, heat = [], {}
    for place in range(1, count + 1):
        begin = draw(st.integers(0, place - 1))
        diameter = draw(st.sampled_from([0.0217, 0.0419, 0.0697, 0.1071]))
        u, exchange = draw(st.sampled_from([(0.1, 0.06), (0.2, 0.01), (0.5, 0.0), (1.5, 0.0)]))
        length = draw(st.floats(1, 300))
        segments.append(Segment(f"n{begin}", f"n{place}", length, diameter, 1e-4, u, exchange))
        if draw(st.booleans()):
            heat[f"n{place}"] = draw(st.lists(st.just(0.0) | st.floats(0.05, 200), min_size=3, max_size=3))
    return segments, heat


def solved(network: tuple[list[Segment], dict[str, list[float]]], supply_c: float, given_return: bool) -> SteadyState:
    segments, heat = network
    customers = Customers(heat_kw=heat, return_c=40.0) if given_return else Customers(heat_kw=heat, cooling_k=25.0)
    return steady_state(segments, customers, supply_c, [2.0, 8.0, 12.0])


@settings(deadline=None)
@given(network=networks(), supply_c=st.floats(50, 110), given_return=st.booleans())
def test_energy_is_conserved_at_every_node(network, supply_c: float, given_return: bool) -> None:
    """What a pipe brings to a node is what the customer takes and what goes on with its loss; all get what they ask."""
    state = solved(network, supply_c, given_return)
    tree, heat_capacity = state.tree, 4.19
    brought_kw = state.flow_kg_per_s * heat_capacity * (state.supply_c[tree.feeders] - state.supply_c)
    assert brought_kw * 1000 == pytest.approx(state.supply_loss_w, abs=1e-4, rel=1e-6)
    net_kw = state.flow_kg_per_s * heat_capacity * (state.supply_c - state.return_c)
    for place in range(len(tree.nodes)):
        beyond = np.flatnonzero((tree.feeders == place) & (np.arange(len(tree.nodes)) > place))
        onward = sum((net_kw[child] + (state.supply_loss_w + state.return_loss_w)[child] / 1000 for child in beyond), 0)
        assert net_kw[place] == pytest.approx(onward + state.taken_kw[place], rel=1e-7, abs=1e-6)
    asked = tree.rows(network[1], 3)
    assert state.taken_kw == pytest.approx(asked, rel=1e-7, abs=1e-7)
    assert state.source_kw == pytest.approx(asked.sum(axis=0) + state.loss_kw, rel=1e-7, abs=1e-6)


@settings(deadline=None)
@given(network=networks(), supply_c=st.floats(50, 100), lower_k=st.floats(0.5, 9))
def test_a_cooler_supply_never_raises_the_loss(network, supply_c: float, lower_k: float) -> None:
    """With the same cooling both pipes become cooler; ground 2-12 degC lies below all of them."""
    warm, cool = (solved(network, at_c, given_return=False) for at_c in (supply_c, supply_c - lower_k))
    assert (cool.loss_kw <= warm.loss_kw + 1e-9).all()


@settings(deadline=None)
@given(network=networks(), factor=st.floats(1.0, 5.0))
def test_more_flow_never_lowers_the_pressure_drop(network, factor: float) -> None:
    segments, heat = network
    drops = []
    for times in (1.0, factor):
        flow = {node: [times * kw / 100 for kw in values] for node, values in heat.items()}
        drops.append(steady_state(segments, Customers(flow_kg_per_s=flow, cooling_k=25.0), 80.0, 8.0).supply_drop_pa)
    # Warmer water is thinner: less than 1 % of the drop for the kelvins that more flow saves.
    assert (drops[1] >= 0.99 * drops[0] - 1e-9).all()


@pytest.mark.parametrize("seed", [3, 5, 9, 75])
def test_customers_that_take_next_to_nothing_settle_too(seed: int) -> None:
    """Proves: with loads from ten watts to 100 kW the heat that is asked arrives, and source = taken + lost.

    Sensitivity: with steps that see one customer at a time these flows had not settled after 500 rounds.
    """
    rng = np.random.default_rng(seed)
    pipes = [
        Segment(f"n{rng.integers(0, k)}", f"n{k}", float(rng.uniform(10, 400)), 0.05, 1e-4, 0.8) for k in range(1, 25)
    ]
    heat_kw = {f"n{k}": 10 ** rng.uniform(-2, 2, 24) for k in range(1, 25)}
    found = steady_state(pipes, Customers(heat_kw=heat_kw, return_c=50.0), 68.0, 8.0)
    for node, taken_kw in zip(found.tree.nodes[1:], found.taken_kw[1:], strict=True):
        assert taken_kw == pytest.approx(heat_kw[node], rel=1e-6)
    assert found.source_kw == pytest.approx(found.taken_kw.sum(axis=0) + found.loss_kw, rel=1e-6)
