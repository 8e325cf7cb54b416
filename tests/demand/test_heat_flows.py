"""The COP of a building whose rooms and hot water are made at their own temperatures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.demand.design_heat import design_heat_kw
from energycommunity.demand.heat_flows import heat_flows, hottest_c, mixed_cop
from energycommunity.physics.heat_pump import regression_cop
from energycommunity.quantities import FloatArray

heat = st.floats(0.0, 100.0)
flow = st.floats(25.0, 90.0)


def cop_at(flow_c: FloatArray) -> FloatArray:
    """COP of an air heat pump at 0 degC."""
    return regression_cop("air", flow_c, 0.0)


@given(rooms_kw=heat, water_kw=heat, rooms_c=flow, water_c=flow, cooler_k=st.floats(0.0, 40.0))
def test_cooler_water_never_lowers_the_cop(
    rooms_kw: float, water_kw: float, rooms_c: float, water_c: float, cooler_k: float
) -> None:
    """Nor is the COP of the mixture outside those of its parts."""
    rooms, water = np.full(1, rooms_kw), np.full(1, water_kw)
    hot = heat_flows(rooms, np.full(1, rooms_c), water, np.full(1, water_c))
    cool = heat_flows(rooms, np.full(1, rooms_c - cooler_k), water, np.full(1, water_c))
    assert mixed_cop(cool, cop_at)[0] >= mixed_cop(hot, cop_at)[0] - 1e-12
    parts = cop_at(np.array([rooms_c, water_c]))
    assert parts.min() - 1e-9 <= mixed_cop(hot, cop_at)[0] <= parts.max() + 1e-9


def test_hours_without_heat_count_as_hot_water() -> None:
    """What is made then goes to a store, whose water is the hotter; without hot water the rooms alone count."""
    nothing, one = np.zeros(2), np.array([0.0, 1.0])
    flows = heat_flows(nothing, np.full(2, 35.0), one, np.full(2, 60.0))
    assert mixed_cop(flows, cop_at) == pytest.approx(cop_at(np.full(2, 60.0)))
    assert hottest_c(flows).tolist() == [60.0, 60.0]
    assert hottest_c(heat_flows(nothing, np.full(2, 35.0), nothing, np.full(2, 60.0))).tolist() == [35.0, 35.0]


def test_design_heat_of_a_mild_year() -> None:
    """Hand calculation: 30 kW on a day of -10 degC are 1 kW/K; at -24 degC 44 kW. A set-back's peak of 50 kW counts."""
    outdoor_c, rooms_kw = np.repeat([5.0, -10.0], 24), np.repeat([15.0, 30.0], 24)
    assert design_heat_kw(rooms_kw, outdoor_c, 1.0, 20.0, -24.0) == pytest.approx(44.0)
    rooms_kw[0] = 50.0
    assert design_heat_kw(rooms_kw, outdoor_c, 1.0, 20.0, -24.0) == 50.0
    assert design_heat_kw(np.array([7.0]), None, 1.0, 20.0, None) == 7.0
