"""Photovoltaics on the ground and over fields, checked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energycommunity.physics.photovoltaics import PhotovoltaicSystem, plane_irradiance
from energycommunity.physics.tilted_plane import Plane
from energycommunity.profiles import ProfileContext
from energycommunity.technologies.base import AssetContext
from energycommunity.technologies.photovoltaics import Photovoltaics
from energycommunity.time_grid import TimeGrid
from tests.hand_calculated.small_scenario import run_small

#: Middles of the hours at which, on the equator at the equinox, the sun stands 45 degrees high in the east and in the
#: west: noon is at 12:07:30, for the sun is 7.5 minutes late on 20 March.
MORNING, AFTERNOON = "2025-03-20 08:37:30", "2025-03-20 14:37:30"
PLANT = "type: photovoltaics, owner: owner, meter: main, capacity_kwp: {max: 50}"
SITE = "site: {latitude_deg: 57.2, longitude_deg: 26.7, ground_area_m2: 100}"


def irradiance(start, plane, dni, ghi, bifaciality):
    """Irradiance on a plane on the equator in one hour without light from the sky."""
    grid = TimeGrid(pd.Timestamp(start, tz="UTC"), 1, 1.0, "Etc/GMT", annual=False)
    values = {"dni": dni, "dhi": 0.0, "ghi": ghi}
    weather = xr.Dataset({name: ("time", np.array([value])) for name, value in values.items()})
    system = PhotovoltaicSystem(bifaciality=bifaciality, glass_reflection=False, albedo=0.2)
    return plane_irradiance(weather, grid, 0.0, 0.0, 0.0, plane, system)


@pytest.mark.parametrize(("start", "effective_w_per_m2"), [(MORNING, 667.5), (AFTERNOON, 554.4)])
def test_both_faces_of_upright_modules_count(start, effective_w_per_m2):
    """Proves: irradiance of the front and bifaciality times that of the back add up, for beam and ground alike.

    Sensitivity: 622.3 and 56.6 W/m2 without the back; 678.8 in both if the back counted in full.
    Hand calculation: the beam meets the face under 45 degrees: 800 cos 45 = 565.7 W/m2, which is also the global
    irradiance; each face sees the ground with half of its view: 0.5 x 0.2 x 565.7 = 56.57. Lit face 622.3, other 56.57.
    Front lit: 622.3 + 0.8 x 56.57 = 667.5. Back lit: 56.57 + 0.8 x 622.3 = 554.4; both together warm with 678.8.
    """
    found = irradiance(start, Plane(90, 90), dni=800.0, ghi=565.7, bifaciality=0.8)
    assert found.effective_w_per_m2 == pytest.approx([effective_w_per_m2], rel=2e-3)
    assert found.total_w_per_m2 == pytest.approx([678.8], rel=2e-3)


def test_noon_leaves_upright_modules_no_beam():
    """Proves: what faces east and west has its two peaks beside noon.

    Sensitivity: 800 W/m2 if the modules faced upwards.
    Hand calculation: at noon on the equator at the equinox the beam falls along the modules: 800 cos 90 = 0.
    """
    found = irradiance("2025-03-20 11:37:30", Plane(90, 90), dni=800.0, ghi=0.0, bifaciality=0.8)
    assert found.effective_w_per_m2 == pytest.approx([0.0], abs=3.0)


@pytest.mark.parametrize(
    ("layout", "written"),
    [
        ({"layout": "south"}, {"tilt_deg": 40, "azimuth_deg": 180}),
        ({"layout": "south", "tilt_deg": 25}, {"tilt_deg": 25, "azimuth_deg": 180}),
        (
            {"layout": "east_west"},
            {"planes": [{"tilt_deg": 10, "azimuth_deg": side, "share": 0.5} for side in (90, 270)]},
        ),
        ({"layout": "vertical", "bifaciality": 0.7}, {"tilt_deg": 90, "azimuth_deg": 90, "bifaciality": 0.7}),
    ],
)
def test_a_layout_is_short_for_its_directions(layout, written):
    """Proves: each layout gives the production of the directions it stands for."""
    grid = TimeGrid(pd.Timestamp("2025-06-21", tz="UTC"), 24, 1.0, "Europe/Riga", annual=False)
    values = {"ghi": 300.0, "dni": 400.0, "dhi": 100.0, "temp_air": 15.0, "wind_speed": 3.0}
    weather = xr.Dataset({name: ("time", np.full(24, value)) for name, value in values.items()})
    run = ProfileContext(grid, Path(), 57.2, 26.7, 100.0, weather)
    context = AssetContext(run, {}, {}, lambda tariff, phases, fuse_a, count: ())
    one, other = (
        Photovoltaics.model_validate({"owner": "owner", "meter": "main", "mounting": "ground", **fields})
        .profiles(context)["production_kw_per_kwp"]
        .tolist()
        for fields in (layout, written)
    )
    assert one == other
    assert max(one) > 0.1


def test_layouts_share_the_ground_and_leave_the_roof_alone(tmp_path):
    """Proves: all plants on the ground together keep to the ground of the site; a roof is another area.

    Sensitivity: 14 kWp of the two if each had the ground for itself; 4 kWp upright if the better yield per kWp won;
    no roof plant, or less ground, if both were one area.
    Hand calculation: 100 m2; to the south 10 m2/kWp and 0.4 kW/kWp = 0.04 kW/m2, upright 25 m2/kWp and 0.5 = 0.02. So
    10 kWp to the south: 4 kW; on the roof 20 m2 / 5 = 4 kWp: 4 x 0.3 = 1.2 kW. Demand 10 kW: 2 x 4.8 x 0.10 = 0.96 EUR.
    """
    result = run_small(
        tmp_path,
        [
            SITE,
            f"""
        time: {{steps: 2}}
        buildings:
          house: {{meter: main, sector: residential, roof: {{area_m2: 20}}, electricity: {{power_kw: 10}}}}
        assets:
          south: {{{PLANT}, mounting: ground, layout: south, production_kw_per_kwp: 0.4, area_m2_per_kwp: 10}}
          upright: {{{PLANT}, mounting: ground, layout: vertical, production_kw_per_kwp: 0.5, area_m2_per_kwp: 25}}
          roof: {{{PLANT}, roof: house, production_kw_per_kwp: 0.3, area_m2_per_kwp: 5}}
        """,
        ],
    )
    sizes = {"south.capacity_kwp": 10.0, "upright.capacity_kwp": 0.0, "roof.capacity_kwp": 4.0}
    assert result.capacities == pytest.approx(sizes, abs=1e-6)
    assert result.annual_cost_eur == pytest.approx(0.96)


def test_evening_light_can_be_worth_more_than_ground(tmp_path):
    """Proves: which layout is built follows from when it produces, not from its yield alone.

    Sensitivity: 10 kWp to the south, which yields more in all, if the hours counted alike.
    Hand calculation: demand 0, 2 kW; to the south (0.8, 0.1), upright (0.0, 0.5) kW/kWp, each 0.01 EUR/kWp a. Upright
    4 kWp take 100 m2 and meet the 2 kW: cost 0.04. To the south 10 kWp give 1 kW: 0.10 + 0.10 bought = 0.20.
    """
    result = run_small(
        tmp_path,
        [
            SITE,
            f"""
        time: {{steps: 2}}
        assets:
          demand: {{type: load, owner: owner, meter: main, power_kw: $demand}}
          south: {{{PLANT}, mounting: ground, layout: south, production_kw_per_kwp: $south, area_m2_per_kwp: 10,
                  annuity_eur_per_kwp_year: 0.01}}
          upright: {{{PLANT}, mounting: ground, layout: vertical, production_kw_per_kwp: $upright, area_m2_per_kwp: 25,
                    annuity_eur_per_kwp_year: 0.01}}
        """,
        ],
        {"demand": [0, 2], "south": [0.8, 0.1], "upright": [0.0, 0.5]},
    )
    assert result.capacities == pytest.approx({"south.capacity_kwp": 0.0, "upright.capacity_kwp": 4.0}, abs=1e-6)
    assert result.annual_cost_eur == pytest.approx(0.04)
