"""A network at steady flow against the six programs of DESTEST."""

from __future__ import annotations

import pytest

from energycommunity.heat_network import Segment, SteadyState, steady_state
from energycommunity.physics.buried_pipe import insulated_u_w_per_m_k

#: Outer and inner diameter, insulation [mm] of the PE-X pipes of DESTEST CE0.
PIPES = {25: (25.0, 20.4, 34.0), 32: (32.0, 26.2, 30.0), 40: (40.0, 32.6, 26.0), 50: (50.0, 40.8, 31.0)}

#: The two branches from plant i: size, length [m], junctions from the plant outwards.
BRANCH = ((50, 26.83), (40, 24.0), (40, 24.0), (32, 24.0))


def segment(begin: str, end: str, size: int, length_m: float) -> Segment:
    outer, inner, insulation = (value / 1000 for value in PIPES[size])
    return Segment(begin, end, length_m, inner, 7e-6, insulated_u_w_per_m_k(inner, outer, insulation, 0.35, 0.026))


@pytest.fixture(scope="module")
def destest() -> SteadyState:
    """IBPSA Project 1, DESTEST common exercise 0 (BSD-3): 16 houses, 553.4 kg/h each, 30 K, 70 degC, ground 10 degC."""
    segments, houses = [], []
    for branch in ("hgfe", "dcba"):
        begin = "i"
        for junction, (size, length_m) in zip(branch, BRANCH, strict=True):
            segments.append(segment(begin, junction, size, length_m))
            for side in "12":
                houses.append(f"{junction}{side}")
                segments.append(segment(junction, houses[-1], 25, 12.0))
            begin = junction
    return steady_state(segments, dict.fromkeys(houses, 553.4 / 3600), 70.0, 30.0, 10.0, 4180.0)


@pytest.mark.parametrize(
    ("node", "low_c", "high_c"),
    [("h", 69.92, 69.94), ("g", 69.84, 69.87), ("f", 69.74, 69.77), ("e", 69.57, 69.61), ("e1", 69.43, 69.48)],
)
def test_temperatures(destest: SteadyState, node: str, low_c: float, high_c: float) -> None:
    assert low_c - 0.05 < destest.supply_c[node] < high_c + 0.05


def test_pressure_drop(destest: SteadyState) -> None:
    assert destest.supply_drop_pa["e"] == pytest.approx(23200, rel=0.05)


def test_heat_loss_and_source(destest: SteadyState) -> None:
    """314-326 W from i to h, +-3 %; 308.2-314.3 kW at the source, +-1 %."""
    assert 0.97 * 314 < destest.supply_loss_w["h"] < 1.03 * 326
    assert 0.99 * 308.2 < destest.source_kw < 1.01 * 314.3


def test_both_branches_are_alike(destest: SteadyState) -> None:
    assert destest.supply_c["e"] == destest.supply_c["a"]


def test_energy_is_conserved(destest: SteadyState) -> None:
    """Heat at the source is what 16 houses take and all pipes lose."""
    houses_kw = 16 * 553.4 / 3600 * 4.180 * 30
    losses_kw = (sum(destest.supply_loss_w.values()) + sum(destest.return_loss_w.values())) / 1000
    assert destest.source_kw == pytest.approx(houses_kw + losses_kw, rel=1e-9)


def test_still_water_takes_the_ground_s_temperature() -> None:
    pipe = Segment("plant", "school", 100.0, 0.05, 1e-4, 0.2)
    found = steady_state([pipe], {}, 80.0, 30.0, 10.0)
    assert (found.supply_c["school"], found.source_kw) == (10.0, 0.0)
