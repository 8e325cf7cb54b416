"""Buildings with an envelope in a scenario: one batch, a design spell, what is told, and what stays marked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from energycommunity.demand import calibrated_heat as calibration
from energycommunity.errors import ScenarioError
from energycommunity.optimization.modelled_heat import calibration_notices
from energycommunity.optimization.preparation import Preparation
from energycommunity.pipeline import run
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.unconfirmed import is_unconfirmed
from energycommunity.reporting.voice import Voice
from energycommunity.scenario.loader import load_scenario
from energycommunity.weather.for_run import weather_of_run

WEATHER = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
VILLAGE = f"""
schema_version: 1
name: village
site: {{latitude_deg: 57.18, longitude_deg: 26.75, altitude_m: 138}}
time: {{year: 2025}}
weather: {{series: {WEATHER.as_posix()}}}
economics: {{price_year: 2025, real_discount_rate: 0.04}}
tariffs:
  grid: {{type: fixed, price_eur_per_kwh: 0.14}}
  chips: {{type: fuel, carrier: wood_chips, price_eur_per_kwh: 0.03}}
members: {{municipality: {{kind: municipality}}}}
meters: {{main: {{member: municipality, import: grid, fuse_a: 63}}}}
buildings:
  modelled: {{meter: main, sector: residential, series: "103", heated_area_m2: 1150, envelope: {{}}}}
  measured: {{meter: main, sector: residential, series: "103", heated_area_m2: 1150, space_heat: {{annual_kwh: 165000}},
    envelope: {{cooling_setpoint_c: 25}}}}
  billed: {{meter: main, sector: municipal, type: school, heated_area_m2: 900, envelope: {{}},
    heat_bill: {{includes: [space_heat], monthly_mwh: [25, 23, 20, 11, 4, 0, 0, 0, 3, 12, 18, 23]}}}}
  signature: {{meter: main, sector: municipal, type: school, heated_area_m2: 900, space_heat: {{annual_kwh: 120000}}}}
assets:
  boiler: {{type: fuel_boiler, at: each_building, owner: municipality, fuel: chips, efficiency: 0.9,
    capacity_heat_kw: {{max: 300}}, investment_eur_per_kw: 400, lifetime_years: 20, fixed_om_eur_per_kw_year: 5,
    variable_om_eur_per_kwh: 0}}
"""


def preparation_of(tmp_path, changes=()):
    path = tmp_path / "village.yaml"
    path.write_text(VILLAGE, encoding="utf-8")
    (scenario,) = load_scenario(path, changes).variants.values()
    weather = weather_of_run(WEATHER, scenario.grid())
    return Preparation(scenario, tmp_path, weather.on_steps, weather.of_year)


def annual_kwh(case):
    return {
        load.name: float(load.profiles["power_kw"].sum()) for load in case.assets if load.name.endswith(".space_heat")
    }


def test_all_buildings_are_computed_in_one_batch(tmp_path, monkeypatch):
    batches = []
    whole = calibration.room_heat
    monkeypatch.setattr(calibration, "room_heat", lambda many, *rest: batches.append(len(many)) or whole(many, *rest))
    preparation = preparation_of(tmp_path, ["buildings.measured.space_heat=null", "buildings.billed.heat_bill=null"])
    case = preparation.case()
    assert batches == [3, 3]  # the year, and the design spell
    assert set(annual_kwh(case)) == {
        "modelled.space_heat",
        "measured.space_heat",
        "billed.space_heat",
        "signature.space_heat",
    }


def test_measured_heat_comes_out_and_the_factor_is_told(tmp_path):
    preparation = preparation_of(tmp_path)
    kwh = annual_kwh(preparation.case())
    assert kwh["measured.space_heat"] == pytest.approx(165e3, rel=1e-3)
    assert kwh["billed.space_heat"] == pytest.approx(139e3, rel=1e-3)
    assert 120 <= kwh["modelled.space_heat"] / 1150 <= 190
    factor = preparation.modelled_heat.loss_factor[1]
    told = " ".join(notice.tell() for notice in preparation.notices)
    assert f"measured {factor:.2f}" in told
    assert preparation.modelled_heat.cooling_kw("measured").sum() > 0
    assert preparation.modelled_heat.cooling_kw("modelled").sum() == 0


def test_of_many_factors_the_farthest_are_told():
    names = tuple(f"house_{number}" for number in range(30))
    nothing = np.zeros((30, 1))
    factors = np.linspace(0.8, 1.3, 30)
    found = calibration.CalibratedHeat(names, calibration.RoomHeat(nothing, nothing, nothing), factors)
    (notice,) = calibration_notices(found)
    assert "house_29 1.30, house_28 1.28" in notice.tell()
    assert notice.tell().endswith(", …")


def test_a_school_that_needs_far_less_than_its_envelope_is_doubted(tmp_path):
    preparation = preparation_of(tmp_path, ["buildings.billed.heat_bill.monthly_mwh=[9,8,7,4,1,0,0,0,1,4,6,8]"])
    preparation.case()
    assert "envelope_notice_factor" in {notice.key for notice in preparation.notices}


def test_a_design_spell_needs_more_than_any_hour_of_the_year(tmp_path):
    preparation = preparation_of(tmp_path)
    case = preparation.case()
    assert case.reserve is not None
    year, spell = (
        {load.name: load.profiles["power_kw"].max() for load in of.assets if load.name.endswith(".space_heat")}
        for of in (case, case.reserve.spell)
    )
    assert all(spell[name] > year[name] for name in ("modelled.space_heat", "measured.space_heat"))


def test_quarter_hours_of_a_window_are_those_of_the_year(tmp_path):
    window = ["time={start: '2025-01-13', steps: 288, step_h: 0.25, annual: false}"]
    hours = preparation_of(tmp_path, ["time={start: '2025-01-13', steps: 72, annual: false}"]).modelled_heat
    quarters = preparation_of(tmp_path, window).modelled_heat
    for name in ("modelled", "measured"):
        mean = quarters.heating_kw(name).reshape(-1, 4).mean(axis=1)
        assert np.abs(mean - hours.heating_kw(name)).max() < 0.02 * hours.heating_kw(name).max()


def test_impossible_heat_names_the_building_and_writes_nothing(tmp_path):
    with pytest.raises(ScenarioError, match="165"):
        preparation_of(tmp_path, ["buildings.measured.space_heat.annual_kwh=165"]).case()


def test_what_nobody_confirmed_stays_marked(tmp_path):
    path = tmp_path / "village.yaml"
    path.write_text(VILLAGE, encoding="utf-8")
    results = run(path, ["time={start: '2025-01-13', steps: 24, annual: false}"], tmp_path / "results")
    ((name, result),) = results.variants.items()
    defaults = {used.path: used for used in result.defaults_used}
    assert not defaults["buildings.modelled.envelope.facade_per_m2"].verified
    assert "general knowledge" in defaults["buildings.modelled.envelope.wall_u_w_per_m2_k"].source
    assert "buildings.measured.envelope.cooling_setpoint_c" not in defaults
    assert "buildings.signature.envelope.facade_per_m2" not in defaults
    edition = Edition(results, Voice("en"))
    assert is_unconfirmed(edition, name, "modelled.space_heat")
    assert not is_unconfirmed(edition, name, "signature.space_heat")
