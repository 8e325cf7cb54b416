"""Envelopes, archetypes of Latvian buildings, and their heat by the room model, calibrated or not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from energycommunity.demand import SpaceHeatDemand
from energycommunity.demand.calibrated_heat import CalibratedHeat, ModelledRooms, calibrated_heat
from energycommunity.demand.envelope import Envelope, Facade
from energycommunity.demand.room_heat import opaque_w_per_k, room_heat
from energycommunity.demand.written_envelope import WrittenEnvelope
from energycommunity.errors import ParameterError, ScenarioError
from energycommunity.parameters.building_envelope import envelope_figures
from energycommunity.profiles import ProfileContext
from energycommunity.time_grid import TimeGrid
from energycommunity.weather.design_spell import spell_days, spell_weather
from energycommunity.weather.for_run import weather_of_run

GULBENE = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
YEAR = TimeGrid.year(2025, "Europe/Riga")
#: Series of 1960 to 1990 of the catalogue.
SERIES = ("316", "318", "464", "467", "103", "104", "119", "602")


@cache
def vidzeme(grid: TimeGrid = YEAR) -> ProfileContext:
    """A typical year of Vidzeme, or what of it lies on other steps."""
    weather = weather_of_run(GULBENE, grid)
    year = None if grid == YEAR else vidzeme()
    return ProfileContext(grid, Path(), 57.18, 26.75, 138.0, weather.on_steps, year=year)


def heat_kwh_per_m2(*envelopes: Envelope) -> list[float]:
    areas = np.array([envelope.heated_area_m2 for envelope in envelopes])
    return (room_heat(envelopes, vidzeme()).heating_kw.sum(axis=1) / areas).tolist()


def test_series_of_1960_to_1990_need_what_was_measured():
    """All multi-apartment houses 151-158 kWh/m2 in 2014-16 (ministry): within 120-190, as the task sets it."""
    assert all(120 <= each <= 190 for each in heat_kwh_per_m2(*(Envelope.of_series(name, 1500.0) for name in SERIES)))


def test_deeply_renovated_series_need_as_little_as_measured():
    """ALTUM's 624 renovated houses 54 kWh/m2: with LBN 002-19's U-values and shafts, without a plant, 45-80."""
    assert all(45 <= each <= 80 for each in heat_kwh_per_m2(*(full(name) for name in SERIES)))


@pytest.mark.parametrize("changes_per_h", [0.3, 0.5])
def test_a_ventilation_plant_brings_the_heat_of_the_air_that_it_moves(changes_per_h):
    """Proves: what recovery saves is heat of the moved air, so that renovated houses with a plant lie near or below 45.

    Hand calculation: 0.75 of 0.3 changes an hour of 2.7 m3 each m2, at 1/3 Wh/(m3 K): 0.2025 W/(m2 K). More than that
    over all hours in which the plant recovers, and more than 5 % less over the hours that are heated without it, cannot
    be. At Gulbene these are 24 and 21 kWh/m2: of 59-64 with shafts 38-42 are left. With half a change 42-47 are left of
    79-84.
    """
    shafts = [full(name).model_copy(update={"ventilation_per_h": changes_per_h}) for name in SERIES]
    plants = [each.model_copy(update={"heat_recovery_fraction": 0.75}) for each in shafts]
    outdoor_c = vidzeme().weather["temp_air"].to_numpy()
    recovered = 0.75 * changes_per_h * 2.7 / 3.0 * (20.0 - outdoor_c) / 1000.0
    heated = room_heat(shafts, vidzeme()).heating_kw > 0
    saved = np.subtract(heat_kwh_per_m2(*shafts), heat_kwh_per_m2(*plants))
    assert (saved <= recovered[outdoor_c <= 15.0].sum()).all()
    assert (saved >= 0.95 * np.array([recovered[hours].sum() for hours in heated])).all()


def full(series: str) -> Envelope:
    """A house of a series whose state is full."""
    return Envelope.of_series(series, 1500.0, renovation="full")


def test_schools_lie_on_both_sides_of_what_was_measured():
    """BVKB: education 154-162 kWh/m2 in 2016-18, renovated or not; newer houses need less than old ones."""
    before, after = (Envelope.of_series("school", 900.0, renovation=state) for state in ("none", "full"))
    houses = (Envelope.of_series("private_house", 140.0, built=year) for year in (1975, 1995, 2005, 2015))
    school, renovated, *by_year = heat_kwh_per_m2(before, after, *houses)
    assert renovated < 154
    assert 162 < school < 250
    assert by_year == sorted(by_year, reverse=True)


def steady(envelope: Envelope, outdoor_c: float) -> float:
    """Heat of a building on days without sun [kW]."""
    grid = TimeGrid(YEAR.start, 48, 1.0, "Europe/Riga", annual=False)
    nothing = np.zeros(48)
    columns = {"ghi": nothing, "dni": nothing, "dhi": nothing, "temp_air": nothing + outdoor_c}
    weather = xr.Dataset({name: ("time", values) for name, values in columns.items()})
    return float(room_heat([envelope], ProfileContext(grid, Path(), 57.2, 26.7, 0.0, weather)).heating_kw[0, -1])


def test_a_steady_day_by_hand():
    """Proves: what of an envelope becomes heat loss.

    Hand calculation, 100 m2 of 2.5 m: walls 80 m2 of 0.5 and roof 50 m2 of 0.4: 60 W/K; cellar 50 m2 of 0.6, factor
    0.5: 15; thermal bridges 0.1 * (80 + 20 + 50 + 25) = 17.5; together 92.5. Windows 20 m2 of 1.5: 30. Behind the
    surfaces' 3.45 * 450 = 1552.5 W/K: 122.5 * 1552.5 / 1675 = 113.54. Air (0.2 + 0.4 * 0.5) * 250 / 3 = 33.33. At -10
    degC outside 30 K * 146.87 = 4406 W. Gains: 300 W. Sky: 0.04 * 4.5 * 11 = 1.98 K over the roof's 20 W/K and half of
    it over 40 + 30 W/K: 108.9 W, weakened by the film like all that leaves the surfaces, 0.927: 101 W. 4406 - 300 + 101
    = 4207 W; the gains on the surfaces lose some at the windows. Sensitivity: without thermal bridges 3740 W.
    """
    facades = [Facade(azimuth_deg=180, area_m2=100, window_m2=20)]
    fields = {
        "heated_area_m2": 100, "storey_height_m": 2.5, "facades": facades, "roof_m2": 50, "cellar_m2": 50,
        "wall_u_w_per_m2_k": 0.5, "roof_u_w_per_m2_k": 0.4, "cellar_u_w_per_m2_k": 0.6, "window_u_w_per_m2_k": 1.5,
        "window_g": 0.6, "window_frame_fraction": 0.3, "absorptance": 0.6, "cellar_factor": 0.5,
        "thermal_bridges_w_per_m2_k": 0.1, "infiltration_per_h": 0.2, "ventilation_per_h": 0.4,
        "heat_recovery_fraction": 0.5, "internal_gains_w_per_m2": 3.0, "capacity_kj_per_m2_k": 165, "mass_factor": 2.5,
    }  # fmt: skip
    envelope = Envelope.model_validate(fields)
    assert opaque_w_per_k(envelope) == pytest.approx(92.5)
    assert steady(envelope, -10.0) == pytest.approx(4.207, abs=0.015)


def test_a_plant_is_bypassed_when_it_is_warm_outside():
    envelope = Envelope.of_series("103", 1000.0, renovation="full")
    changed = {"heat_recovery_fraction": 0.8, "internal_gains_w_per_m2": 0.0, "bypass_above_c": 15.0}
    recovering = envelope.model_copy(update=changed)
    cold, mild = (
        steady(recovering.model_copy(update={"heat_recovery_fraction": 0.0}), outdoor_c) - steady(recovering, outdoor_c)
        for outdoor_c in (10.0, 16.0)
    )
    # 0.3 changes of 2700 m3 carry 270 W/K, of which 0.8 are kept: 216 W/K over 10 K.
    assert cold == pytest.approx(2.16, abs=0.01)
    assert mild == pytest.approx(0.0, abs=1e-9)


def test_at_night_it_may_be_colder_and_the_windows_open():
    day = Envelope.of_series("103", 1000.0).model_copy(update={"cooling_setpoint_c": 24.0})
    night = {"night_setback_k": 3.0, "night_ventilation_per_h": 2.0, "cooling_at_night": False}
    found = room_heat([day, day.model_copy(update=night)], vidzeme())
    hours = YEAR.local.hour.to_numpy()
    at_night = (hours >= 22) | (hours < 6)
    assert found.cooling_kw[0, at_night].sum() > 0
    assert found.cooling_kw[1, at_night].sum() == 0
    assert found.cooling_kw[1].sum() < found.cooling_kw[0].sum()
    assert found.air_c[1, ~at_night].min() == pytest.approx(20.0)
    assert 17.0 - 1e-9 <= found.air_c[1].min() < 18.5


def test_a_batch_gives_what_each_building_alone_gives():
    envelopes = [Envelope.of_series(name, 900.0) for name in ("103", "private_house", "school")] * 40
    together = room_heat(envelopes, vidzeme())
    alone = room_heat(envelopes[-1:], vidzeme())
    assert together.heating_kw.shape == (120, 8760)
    assert np.allclose(together.heating_kw[-1], alone.heating_kw[0], atol=1e-3)


def calibrated(
    measured: SpaceHeatDemand | None, context: ProfileContext, of_run: CalibratedHeat | None = None
) -> CalibratedHeat:
    rooms = [
        ModelledRooms("house", Envelope.of_series("103", 1150.0), measured),
        ModelledRooms("other", Envelope.of_series("school", 700.0)),
    ]
    return calibrated_heat(rooms, context, of_run)


@pytest.mark.parametrize("kwh", [90e3, 165e3, 230e3])
def test_a_calibrated_building_needs_what_was_measured(kwh):
    found = calibrated(SpaceHeatDemand(annual_kwh=kwh), vidzeme())
    assert found.heating_kw("house").sum() == pytest.approx(kwh, rel=1e-3)
    assert found.loss_factor[1] == 1.0
    assert found.loss_factor[0] == pytest.approx(kwh / 200e3, rel=0.35)


def test_months_are_met_each():
    months = np.array([29, 27, 23, 12, 5, 0, 0, 0, 3, 13, 21, 27]) * 1e3
    found = calibrated(SpaceHeatDemand(monthly_kwh=tuple(months)), vidzeme())
    month_of = YEAR.local.month.to_numpy() - 1
    assert np.bincount(month_of, found.heating_kw("house")) == pytest.approx(months, rel=1e-6)
    assert 0.7 < found.loss_factor[0] < 1.2


def test_nothing_measured_is_nothing_needed():
    assert calibrated(SpaceHeatDemand(annual_kwh=0.0), vidzeme()).heating_kw("house").sum() == 0


def test_heat_of_another_building_is_refused():
    with pytest.raises(ScenarioError, match="heated_area_m2"):
        calibrated(SpaceHeatDemand(annual_kwh=165.0), vidzeme())


def test_a_window_is_cut_from_the_year():
    window = TimeGrid(YEAR.start, 14 * 96, 0.25, "Europe/Riga", annual=False)
    measured = SpaceHeatDemand(annual_kwh=165e3)
    quarters = replace(vidzeme(window), year=vidzeme())
    of_year, of_window = calibrated(measured, vidzeme()), calibrated(measured, quarters)
    first = of_year.heating_kw("house")[: 14 * 24]
    assert of_window.heating_kw("house").reshape(-1, 4).mean(axis=1) == pytest.approx(first, rel=1e-9)
    assert of_window.loss_factor == pytest.approx(of_year.loss_factor)


def test_a_design_spell_has_the_factor_of_its_run():
    """Days of -24 degC without sun: the peak of a house of 165 MWh/a on 1150 m2, about 1.8 W/(m2 K) times 44 K."""
    context = vidzeme()
    days = spell_days(context.weather, YEAR, 5)
    spell = ProfileContext(
        days, Path(), 57.18, 26.75, 138.0, spell_weather(days, -24.0, context.weather), spell_of=context
    )
    measured = SpaceHeatDemand(annual_kwh=165e3)
    run = calibrated(measured, context)
    found = calibrated(measured, spell)
    assert found.loss_factor == pytest.approx(run.loss_factor)
    assert found.heating_kw("house").std() == pytest.approx(0.0, abs=0.05)
    assert found.heating_kw("house").mean() == pytest.approx(1.150 * 44 * 1.7, rel=0.15)
    again = calibrated(measured, spell, of_run=run)
    assert np.array_equal(again.heat.heating_kw, found.heat.heating_kw)


def test_changes_only_lower_losses():
    before = Envelope.of_series("103", 1000.0)
    after = before.with_changes(
        wall_u_w_per_m2_k=0.23, roof_u_w_per_m2_k=2.0, window_u_w_per_m2_k=1.1, window_g=0.5, heat_recovery_fraction=0.7
    )
    assert (after.wall_u_w_per_m2_k, after.roof_u_w_per_m2_k) == (0.23, before.roof_u_w_per_m2_k)
    assert (after.window_u_w_per_m2_k, after.window_g, after.heat_recovery_fraction) == (1.1, 0.5, 0.7)
    same = after.with_changes(window_u_w_per_m2_k=1.4, window_g=0.3, heat_recovery_fraction=0.2)
    assert same == after


@settings(max_examples=15, deadline=None)
@given(
    series=st.sampled_from(SERIES),
    wall=st.floats(0.1, 1.5),
    window=st.floats(0.7, 3.0),
    air=st.floats(0.0, 0.5),
    recovered=st.floats(0.0, 0.9),
    gains=st.floats(0.0, 5.0),
)
def test_better_envelopes_and_more_gains_never_raise_heating(series, wall, window, air, recovered, gains):
    before = Envelope.of_series(series, 1000.0)
    better = before.with_changes(wall_u_w_per_m2_k=wall)
    best = better.with_changes(window_u_w_per_m2_k=window, infiltration_per_h=air, heat_recovery_fraction=recovered)
    warmed = best.model_copy(update={"internal_gains_w_per_m2": best.internal_gains_w_per_m2 + gains})
    heat = heat_kwh_per_m2(before, better, best, warmed)
    assert np.diff(heat).max() <= 1e-3


def test_what_is_written_comes_first_and_the_rest_is_of_the_catalogue():
    figures = envelope_figures("103")
    facades = [{"azimuth_deg": 180, "area_m2": 300, "window_m2": 90, "overhang_m": 1}]
    written = WrittenEnvelope.model_validate({"facades": facades, "roof_m2": 250, "heat_capacity": "very_heavy"})
    envelope = written.complete(figures, 1000.0)
    assert (envelope.window_m2, envelope.wall_m2, envelope.roof_m2, envelope.cellar_m2) == (90, 210, 250, 235)
    assert (envelope.capacity_kj_per_m2_k, envelope.mass_factor) == (370, 3.5)
    left = written.open_figures(figures)
    assert {"roof_per_m2", "facade_per_m2", "window_per_m2", "shading_factor", "mass_factor"} & left.keys() == set()
    assert {"wall_u_w_per_m2_k", "cellar_per_m2"} <= left.keys()
    assert not left["cellar_per_m2"].verified


@pytest.mark.parametrize(
    "written",
    [
        {"facades": [{"azimuth_deg": 0, "area_m2": 10, "window_m2": 11}]},
        {"facades": [{"azimuth_deg": 0, "area_m2": 10}], "window_m2": 3},
        {"heat_capacity": "heavy", "capacity_kj_per_m2_k": 200},
    ],
)
def test_contradictions_are_refused(written):
    with pytest.raises(ValidationError):
        WrittenEnvelope.model_validate(written)


def test_unknown_series_are_refused():
    with pytest.raises(ParameterError, match="series_103"):
        Envelope.of_series("1003", 1000.0)
