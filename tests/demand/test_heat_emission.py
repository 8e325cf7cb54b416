"""Radiators of a building: needed water, heating curve, shortfall, larger radiators."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.demand.heat_emission import Radiators, shortfall
from energycommunity.errors import ScenarioError


def test_defaults_are_the_catalogue_of_old_latvian_radiators() -> None:
    """FACTS.md §7: 90/70, exponent 1.3; unverified, so that a report can say it."""
    figures = Radiators().figures()
    assert {name: figure.value for name, figure in figures.items()} == {
        "design_flow_c": 90.0,
        "design_return_c": 70.0,
        "design_room_c": 20.0,
        "exponent": 1.3,
        "oversized_fraction": 0.0,
    }
    assert not figures["design_flow_c"].verified
    assert Radiators(kind="floor_heating").nominal.exponent == 1.1


def test_the_same_radiators_in_a_renovated_house() -> None:
    """Proves that installed heat is that before renovation. At 50 of 100 kW 90/70 radiators need 60.1 degC."""
    rooms_kw = np.array([100.0, 50.0, 0.0])
    need = Radiators().needed(rooms_kw, 100.0, 20.0)
    assert need.flow_c == pytest.approx([90.0, 60.11, 20.0], abs=0.01)
    assert need.return_c == pytest.approx([70.0, 50.11, 20.0], abs=0.01)


def test_heating_curve_of_a_renovated_house() -> None:
    """At -24 degC outdoors half the design heat, at -2 a quarter.

    Hand calculation of the quarter: mean 59.440 * 0.25 ** (1 / 1.3) = 20.461 K; spread 5 K; return 20 + 5 /
    (exp(0.24437) - 1) = 38.06 degC, flow 43.06 degC.
    """
    curve = Radiators(design_outdoor_c=-24.0).weather_compensated([-24.0, -2.0, 25.0], load_fraction=0.5)
    assert curve.flow_c == pytest.approx([60.11, 43.06, 20.0], abs=0.01)


def test_the_curve_needs_the_design_temperature() -> None:
    with pytest.raises(ScenarioError, match="radiator data are missing"):
        Radiators().weather_compensated([0.0])


def test_shortfall_of_a_cooler_network() -> None:
    """100 kW of 90/70 radiators give 50 kW with 60.11 degC: of 100, 60 and 40 kW lack 50 and 10 kW, in half hours."""
    short_kw = Radiators().short_kw([100.0, 60.0, 40.0], 100.0, 20.0, 60.1135)
    found = shortfall(short_kw, 0.5)
    assert found.kwh == pytest.approx(30.0, abs=0.01)
    assert found.duration_h == 1.0
    assert found.most_kw == pytest.approx(50.0, abs=0.01)


@given(
    peak_kw=st.floats(1.0, 150.0), flow_c=st.floats(45.0, 95.0), over=st.floats(0.0, 0.5), spread_k=st.floats(5.0, 25.0)
)
def test_enlarged_radiators_have_no_shortfall(peak_kw: float, flow_c: float, over: float, spread_k: float) -> None:
    """The enlarged radiators, restated at the mass flow of the old ones, give the peak with the flow there is."""
    old = Radiators(design_flow_c=75.0 + spread_k, design_return_c=75.0, oversized_fraction=over)
    more = old.enlargement_kw(peak_kw, 100.0, flow_c)
    lacks = bool(old.short_kw([peak_kw], 100.0, 20.0, flow_c)[0] > 0.0)
    assert (more.design_kw > 0.0) == lacks or more.design_kw < 1e-4
    if not lacks or math.isinf(more.design_kw):
        return
    nominal_kw = 100.0 * (1.0 + over)
    return_c = flow_c - spread_k * peak_kw / nominal_kw
    mean_k = (flow_c - return_c) / math.log((flow_c - 20.0) / (return_c - 20.0))
    design_k = spread_k / math.log((55.0 + spread_k) / 55.0)
    assert (nominal_kw + more.design_kw) * (mean_k / design_k) ** 1.3 == pytest.approx(peak_kw, rel=1e-6)
    larger = old.enlarged(100.0, more)
    assert larger.short_kw([peak_kw], 100.0, 20.0, flow_c)[0] <= 1e-9 * nominal_kw
    assert larger.short_kw([peak_kw], 100.0, 20.0, flow_c - 0.5)[0] > 0.0


def test_no_radiator_is_large_enough_for_water_as_cold_as_the_room() -> None:
    assert math.isinf(Radiators().enlargement_kw(100.0, 100.0, 35.0).design_kw)
