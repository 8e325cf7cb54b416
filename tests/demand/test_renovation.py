"""What packages do to heat and money."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.demand.envelope import Envelope
from energycommunity.demand.grants import GrantCase, GrantProgramme, grant_of
from energycommunity.demand.renovation import (
    MEASURES,
    Package,
    PackageMeasure,
    RenovationPackage,
    loss_w_per_k,
    package_of,
)
from energycommunity.errors import ParameterError, ScenarioError
from energycommunity.optimization.renovated_rooms import RenovatedBuildings
from energycommunity.profiles import ProfileContext
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.time_grid import TimeGrid

GRID = TimeGrid.year(2025, "Europe/Riga")


@cache
def year() -> ProfileContext:
    """A year with a cold winter and some sun."""
    days = np.arange(GRID.steps) / 24.0
    hour = GRID.local.hour.to_numpy()
    high = np.maximum(np.sin(np.pi * (hour - 6) / 12), 0) * (1.1 - np.cos(2 * np.pi * (days - 10) / 365))
    columns = {
        "temp_air": 6.0 - 11.0 * np.cos(2 * np.pi * (days - 25) / 365) + 3 * np.sin(2 * np.pi * (hour - 9) / 24),
        "ghi": 250 * high,
        "dni": 200 * high,
        "dhi": 150 * high,
        "wind_speed": np.full(GRID.steps, 3.0),
    }
    weather = xr.Dataset({name: ("time", values) for name, values in columns.items()})
    return ProfileContext(GRID, Path(), 57.2, 26.7, weather=weather)


def building(**given: object) -> Building:
    """1000 m2 of the series 103."""
    return Building.model_validate(
        {"meter": "m", "sector": "residential", "series": "103", "heated_area_m2": 1000.0, **given}
    )


FIGURES = {
    "walls": {"u_w_per_m2_k": st.floats(0.1, 2.0), "thermal_bridges_w_per_m2_k": st.floats(0.0, 0.3)},
    "roof": {"u_w_per_m2_k": st.floats(0.1, 2.0)},
    "cellar_ceiling": {"u_w_per_m2_k": st.floats(0.1, 2.0)},
    "windows": {"u_w_per_m2_k": st.floats(0.6, 3.0), "infiltration_per_h": st.floats(0.05, 0.6)},
    "ventilation": {"heat_recovery_fraction": st.floats(0.0, 0.9)},
    "balancing_and_thermostats": {"saved_fraction": st.floats(0.0, 0.3)},
}


@st.composite
def two_packages(draw: st.DrawFn) -> tuple[Package, Package]:
    """A package, and a deeper one: every measure of the first at least as good, and further ones."""
    first: list[PackageMeasure] = []
    second: list[PackageMeasure] = []
    for name in (measure for measure in MEASURES if measure in FIGURES):
        figures = {field: draw(values) for field, values in FIGURES[name].items()}
        better = {field: value * draw(st.floats(0.5, 1.0)) for field, value in figures.items()}
        for field in ("heat_recovery_fraction", "saved_fraction"):
            if field in figures:
                better[field] = figures[field] + (0.95 - figures[field]) * draw(st.floats(0.0, 1.0))
        if draw(st.booleans()):
            first.append(PackageMeasure(name, figures))
            second.append(PackageMeasure(name, better))
        elif draw(st.booleans()):
            second.append(PackageMeasure(name, better))
    return Package("first", tuple(first)), Package("second", tuple(second))


@settings(max_examples=25, deadline=None)
@given(two_packages(), st.sampled_from([{"space_heat": {"annual_kwh": 150e3}}, {"space_heat": {"power_kw": 40.0}}]))
def test_a_deeper_package_never_raises_heat(packages: tuple[Package, Package], demand: dict[str, object]) -> None:
    house = building(**demand)
    renovated = RenovatedBuildings({"a": house}, {"a": (Package("none"), *packages)}, {})
    found = renovated.rooms_kw(year())
    none, first, second = (found["a", name] for name in ("none", "first", "second"))
    assert (first <= none + 1e-9).all()
    assert (second <= first + 1e-9).all()


@settings(max_examples=8, deadline=None)
@given(two_packages(), st.floats(0.6, 1.4))
def test_a_deeper_package_never_raises_the_year_s_heat_of_the_room_model(
    packages: tuple[Package, Package], factor: float
) -> None:
    renovated = RenovatedBuildings({"a": building(envelope={})}, {"a": (Package("none"), *packages)}, {"a": factor})
    found = renovated.rooms_kw(year())
    none, first, second = (found["a", name].sum() for name in ("none", "first", "second"))
    assert second <= first + 1e-6
    assert first <= none + 1e-6


def test_deep_makes_of_an_old_envelope_that_of_the_full_state() -> None:
    old, full = (Envelope.of_series("103", 1000.0, renovation=state) for state in ("none", "full"))
    assert loss_w_per_k(package_of("deep", {}, 2025).applied_to(old)) == pytest.approx(loss_w_per_k(full))


def test_the_loss_of_an_own_series_falls_by_the_ratio_of_both_envelopes() -> None:
    """Hand calculation: 1909.8 W/K (docstring of `loss_w_per_k`), less 170 m2 of windows from 2.6 to 1.0 W/(m2 K).

    That is 272 W/K less, and 2700 m3 with 0.1 less air changes an hour 90 W/K: 1547.8 / 1909.8 = 0.8105. Sensitivity:
    0.8576 if the air were left out.
    """
    mine = RenovationPackage.model_validate(
        {"windows": {"u_w_per_m2_k": 1.0, "infiltration_per_h": 0.2, "investment_eur": 1.0}}
    )
    packages = (Package("none"), package_of("mine", {"mine": mine}, 2025))
    house = building(space_heat={"power_kw": 40.0})
    found = RenovatedBuildings({"a": house}, {"a": packages}, {}).rooms_kw(year())
    assert found["a", "mine"] == pytest.approx(np.full(GRID.steps, 40.0 * 1547.8 / 1909.8), rel=1e-4)


def test_what_was_measured_stays_and_the_months_keep_what_the_model_missed() -> None:
    months = [30e3, 26e3, 22e3, 12e3, 0, 0, 0, 0, 2e3, 13e3, 20e3, 27e3]
    house = building(envelope={}, space_heat={"monthly_kwh": months})
    packages = (Package("none"), package_of("shallow", {}, 2025))
    found = RenovatedBuildings({"a": house}, {"a": packages}, {"a": 0.9}).rooms_kw(year())
    month = GRID.local.month.to_numpy() - 1
    assert np.bincount(month, weights=found["a", "none"]) == pytest.approx(months)
    assert (found["a", "shallow"] <= found["a", "none"] + 1e-9).all()


def test_money_adds_up_over_the_parts_of_the_building() -> None:
    """Hand calculation: 100 m2 of a box with 4 x 30 m2 of facade, of it 20 m2 windows; 40 m2 roof and 40 m2 cellar."""
    box = replace_areas(Envelope.of_series("103", 100.0))
    written = {
        "walls": {"investment_eur_per_m2": 100},
        "roof": {"investment_eur_per_m2": 10},
        "cellar_ceiling": {"investment_eur": 7.0},
        "windows": {"investment_eur_per_m2": 200},
        "ventilation": {"investment_eur_per_m2": 3},
    }
    package = package_of("mine", {"mine": RenovationPackage.model_validate(written)}, 2025)
    money = {part.measure: part.investment_eur for part in package.investments(box)}
    assert money == pytest.approx(
        {"walls": 10000.0, "roof": 400.0, "cellar_ceiling": 7.0, "windows": 4000.0, "ventilation": 300.0}
    )


def replace_areas(envelope: Envelope) -> Envelope:
    """The envelope with round areas."""
    facades = [facade.model_copy(update={"area_m2": 30.0, "window_m2": 5.0}) for facade in envelope.facades]
    return envelope.model_copy(update={"facades": tuple(facades), "roof_m2": 40.0, "cellar_m2": 40.0})


@settings(max_examples=100, deadline=None)
@given(
    st.floats(0, 1), st.none() | st.floats(0, 1e6), st.none() | st.floats(0, 1), st.floats(0, 1e6), st.floats(0, 1e5)
)
def test_a_grant_is_all_or_nothing_and_never_above_share_and_cap(
    share: float, cap: float | None, asked: float | None, investment: float, after: float
) -> None:
    programme = GrantProgramme(share=share, cap_eur=cap, min_primary_energy_saved_fraction=asked)
    case = GrantCase("renovation", "household", 2025, investment, primary_before_kwh=1e5, primary_after_kwh=after)
    decision = grant_of(programme, case)
    most = share * investment if cap is None else min(share * investment, cap)
    assert decision.eur in (0.0, most)
    assert (decision.eur == most) or bool(decision.missed_conditions)
    saved_more = grant_of(programme, replace(case, primary_after_kwh=0.0))
    assert saved_more.eur >= decision.eur


@pytest.mark.parametrize(
    ("packages", "error"),
    [
        ({"a": {"from": "b"}, "b": {"from": "a"}}, ScenarioError),
        ({"a": {"from": "shallow", "without": ["walls"]}}, ScenarioError),
        ({"a": {"from": "depe"}}, ParameterError),
    ],
)
def test_packages_that_cannot_be_are_refused(packages: dict[str, object], error: type[Exception]) -> None:
    own = {name: RenovationPackage.model_validate(written) for name, written in packages.items()}
    with pytest.raises(error):
        package_of("a", own, 2025)
