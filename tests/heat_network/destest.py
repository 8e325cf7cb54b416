"""The network of DESTEST common exercise 0 (IBPSA Project 1; BSD-3), which other programs compute too."""

from __future__ import annotations

from energycommunity.heat_network.segments import Segment
from energycommunity.heat_network.steady_state import Customers, SteadyState, Water, steady_state
from energycommunity.physics.buried_pipe import insulated_u_w_per_m_k

#: Outer and inner diameter, insulation [mm] of the PE-X pipes.
PIPES = {25: (25.0, 20.4, 34.0), 32: (32.0, 26.2, 30.0), 40: (40.0, 32.6, 26.0), 50: (50.0, 40.8, 31.0)}
#: The two branches from plant i: size, length [m], junctions from the plant outwards.
BRANCH = ((50, 26.83), (40, 24.0), (40, 24.0), (32, 24.0))
HOUSE_KG_PER_S = 553.4 / 3600


def segment(begin: str, end: str, size: int, length_m: float) -> Segment:
    outer, inner, insulation = (value / 1000 for value in PIPES[size])
    return Segment(begin, end, length_m, inner, 7e-6, insulated_u_w_per_m_k(inner, outer, insulation, 0.35, 0.026))


def destest_segments() -> tuple[list[Segment], list[str]]:
    """The pipes and the names of the 16 houses."""
    segments, houses = [], []
    for branch in ("hgfe", "dcba"):
        begin = "i"
        for junction, (size, length_m) in zip(branch, BRANCH, strict=True):
            segments.append(segment(begin, junction, size, length_m))
            for side in "12":
                houses.append(f"{junction}{side}")
                segments.append(segment(junction, houses[-1], 25, 12.0))
            begin = junction
    return segments, houses


def destest_state() -> SteadyState:
    """16 houses, 553.4 kg/h each, cooled by 30 K; 70 degC, ground 10 degC; water as at 50 degC."""
    segments, houses = destest_segments()
    taken = Customers(flow_kg_per_s=dict.fromkeys(houses, HOUSE_KG_PER_S), cooling_k=30.0)
    return steady_state(segments, taken, 70.0, 10.0, Water(4180.0, properties_at_c=50.0))
