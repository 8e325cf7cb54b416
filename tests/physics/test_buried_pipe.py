"""Heat loss and flow in pipes against the maker's table and other programs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.parameters.pipe_types import pipe_type
from energycommunity.physics.buried_pipe import BuriedPair, outlet_c, pair_loss_w_per_m, pair_u_w_per_m_k
from energycommunity.physics.pipe_flow import friction_factor, pressure_gradient_pa_per_m, water_density

#: Casings of EN 253 by nominal diameter for series 1, 2, 3 [mm].
CASINGS = {25: (90, 110, 125), 50: (125, 140, 160), 80: (160, 180, 200), 100: (200, 225, 250), 150: (250, 280, 315)}


@pytest.mark.parametrize("size", CASINGS)
@pytest.mark.parametrize("series", [1, 2, 3])
@pytest.mark.parametrize("foam", [0.026, 0.027])
def test_maker_s_table_follows_from_sizes(size: int, series: int, foam: float) -> None:
    """ISOPLUS' printed U-values within 5 % for the foam's conductivity of EN 253 (0.025-0.027 W/(m K))."""
    kind = pipe_type(f"pre_insulated_series_{series}_dn{size}")
    pair = BuriedPair(kind.outer_diameter_m, CASINGS[size][series - 1] / 1000, 0.0035, foam)
    assert pair_u_w_per_m_k(pair) == pytest.approx(kind.u.value, rel=0.05)


def test_one_pipe_against_openmodelica() -> None:
    """pandapipes' published comparison: 351.406 K at the outlet, +-0.1 %."""
    outlet = outlet_c(90.0, 20.0, 100.0 * np.pi * 0.075, 100.0, 3.0).item()
    assert outlet + 273.15 == pytest.approx(351.406, rel=0.001)


def test_low_temperature_loses_two_fifths_less() -> None:
    """Hand calculation: (72 + 52) to (47 + 27) kelvin: 0.597 of the loss."""
    old, new = pair_loss_w_per_m(0.2013, np.array([80.0, 55.0]), np.array([60.0, 35.0]), 8.0)
    assert new / old == pytest.approx(74 / 124)


@given(u=st.floats(0.05, 2), length=st.floats(1, 5000), flow=st.floats(0.01, 50), inlet=st.floats(20, 110))
def test_water_cools_towards_the_ground(u: float, length: float, flow: float, inlet: float) -> None:
    assert 8.0 - 1e-9 <= outlet_c(inlet, 8.0, u, length, flow).item() <= inlet


def test_long_pipe_equals_two_halves() -> None:
    half = outlet_c(80.0, 8.0, 0.3, 250.0, 0.5)
    assert outlet_c(half, 8.0, 0.3, 250.0, 0.5).item() == pytest.approx(outlet_c(80.0, 8.0, 0.3, 500.0, 0.5).item())


def test_friction() -> None:
    """Moody's chart: Re 1e5, relative roughness 1e-3: 0.0222; laminar 64/Re."""
    assert friction_factor(1e5, 1e-3).item() == pytest.approx(0.0222, rel=0.01)
    assert friction_factor(2000.0, 1e-3).item() == pytest.approx(0.032)


def test_pressure_gradient_by_hand() -> None:
    """Hand calculation with the fluid of DESTEST (988 kg/m3, 0.5434e-3 Pa s, 7 um), 4427 kg/h, d = 40 mm.

    v = 1.2298 / (988 * 0.0012566) = 0.9905 m/s; Re = 988 * 0.9905 * 0.04 / 0.5434e-3 = 72 040; f by Colebrook for
    7 um: 0.0201; gradient = 0.0201 * 988 * 0.9811 / 0.08 = 243.5 Pa/m.
    """
    assert water_density(50.0).item() == pytest.approx(988.0, rel=0.001)
    assert pressure_gradient_pa_per_m(4427 / 3600, 0.04, 7e-6, 50.0).item() == pytest.approx(243.5, rel=0.02)


def test_no_flow_no_pressure_drop() -> None:
    assert pressure_gradient_pa_per_m(0.0, 0.05, 1e-4, 60.0).item() == 0.0
