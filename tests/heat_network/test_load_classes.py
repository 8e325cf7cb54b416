"""Load classes against all hours of a year."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.heat_network.load_classes import load_classes
from energycommunity.heat_network.pumping import pump_power_kw
from energycommunity.heat_network.segments import Segment
from energycommunity.heat_network.steady_state import Customers, steady_state


@given(
    loads=st.lists(st.just(0.0) | st.floats(0.001, 500), min_size=1, max_size=80),
    hours=st.floats(0.25, 10),
    classes=st.integers(2, 20),
)
def test_energy_and_hours_stay(loads: list[float], hours: float, classes: int) -> None:
    """Every class has steps, the first the highest; the year's heat and hours are kept."""
    heat = np.array(loads)
    found = load_classes({"a": heat * 0.3, "b": heat * 0.7}, hours, classes)
    assert (found.weights_h > 0).all()
    assert len(found.weights_h) <= classes + 1
    assert found.weights_h.sum() == pytest.approx(hours * len(loads))
    means = found.means(heat)
    assert found.total(means) == pytest.approx(hours * heat.sum(), abs=1e-9)
    assert means[0] == pytest.approx(heat.max())
    assert (np.diff(means) <= 1e-9).all()


@pytest.mark.parametrize("seed", [1, 2])
def test_classes_stand_for_the_hours(seed: int) -> None:
    """A street of ten houses with heat by the cold and hot water by chance: loss within 1 %, pumping within 2 %."""
    rng = np.random.default_rng(seed)
    hours = np.arange(0, 8760, 3)
    outdoor_c = 6 - 12 * np.cos(2 * np.pi * hours / 8760) + rng.normal(0, 4, len(hours))
    heat = {f"h{i}": np.maximum(17 - outdoor_c, 0) * 0.3 + rng.gamma(0.5, 1.0, len(hours)) for i in range(10)}
    ground_c = 7 - 5 * np.cos(2 * np.pi * (hours - 900) / 8760)
    segments = [Segment("plant" if i == 0 else f"j{i - 1}", f"j{i}", 40.0, 0.0545, 1e-4, 0.2, 0.01) for i in range(10)]
    segments += [Segment(f"j{i}", f"h{i}", 15.0, 0.0217, 1e-4, 0.13, 0.006) for i in range(10)]
    all_hours = steady_state(segments, Customers(heat_kw=heat, return_c=40.0), 70.0, ground_c)
    found = load_classes(heat, 3.0)
    of_classes = Customers(heat_kw={name: found.means(kw) for name, kw in heat.items()}, return_c=40.0)
    state = steady_state(segments, of_classes, 70.0, found.means(ground_c))
    pumped = found.total(pump_power_kw(state, 50e3, 0.6))
    assert found.total(state.loss_kw) == pytest.approx(3 * float(all_hours.loss_kw.sum()), rel=0.01)
    assert pumped == pytest.approx(3 * float(pump_power_kw(all_hours, 50e3, 0.6).sum()), rel=0.02)


def test_pumping_by_hand() -> None:
    """Hand calculation: the farther of two customers decides; 2 kg/s in all at 990 kg/m3.

    The drops are those of the state, on both ways to the farther one: 2 / 990 m3/s x (drop + 60 kPa) / 0.5.
    Sensitivity: with the nearer customer it would be less.
    """
    pipes = [Segment("plant", "near", 100.0, 0.0539, 1e-4, 0.2), Segment("near", "far", 300.0, 0.0539, 1e-4, 0.2)]
    state = steady_state(pipes, Customers(flow_kg_per_s={"near": 1.0, "far": 1.0}, cooling_k=30.0), 75.0, 8.0)
    far = float(state.supply_drop_pa[2, 0] + state.return_drop_pa[2, 0])
    near = float(state.supply_drop_pa[1, 0] + state.return_drop_pa[1, 0])
    assert near < far
    assert pump_power_kw(state, 60e3, 0.5)[0] == pytest.approx(2 / 990.0 * (far + 60e3) / 0.5 / 1000, rel=2e-3)
