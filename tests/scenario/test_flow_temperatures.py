"""Radiators and hot water in the whole file: defaults used, and networks that are too cool."""

from __future__ import annotations

import pytest

from energycommunity.scenario.loader import load_scenario

VILLAGE = """
name: village
site: {latitude_deg: 57.26, longitude_deg: 26.67}
time: {start: 2025-01-15, steps: 24, annual: false}
economics: {price_year: 2025, real_discount_rate: 0.04}
tariffs: {grid: {type: fixed, price_eur_per_kwh: 0.14}}
members: {municipality: {kind: municipality}}
meters: {school: {member: municipality, import: grid, fuse_a: 63}}
buildings:
  school: {meter: school, sector: municipal, space_heat: {power_kw: 20}, hot_water: {power_kw: 2}, SCHOOL}
  hall: {meter: school, sector: municipal, space_heat: {power_kw: 20}}
heat_networks:
  centre:
    {owner: municipality, level: {supply_c: SUPPLY, return_c: 30}, heat_loss_kw: 1,
     connections: {school: required, hall: required}}
assets:
  boiler: {type: electric_boiler, owner: municipality, at: centre, meter: school, capacity_heat_kw: 60}
"""


def loaded(tmp_path, supply_c, school="assumed: true", network="heat_loss_kw: 1"):
    """The file of a village with a network of that supply temperature."""
    path = tmp_path / "village.yaml"
    text = VILLAGE.replace("SUPPLY", str(supply_c)).replace("SCHOOL", school).replace("heat_loss_kw: 1", network)
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


def too_cool(file):
    """What is told of networks too cool for hot water."""
    return [notice.tell() for notice in file.notices if notice.key == "hot_water_network_too_cool"]


def test_a_network_too_cool_for_hot_water_is_told_with_building_and_cure(tmp_path):
    (told,) = too_cool(loaded(tmp_path, 55))
    assert "heat_networks.centre.level" in told
    assert "school (65 °C)" in told
    assert "hall" not in told  # it has no hot water
    assert "hot_water_supply: {booster: electric}" in told


@pytest.mark.parametrize(
    ("supply_c", "school"),
    [
        (65, "assumed: true"),
        (55, "hot_water_supply: {booster: electric}"),
        (55, "hot_water_supply: {system: fresh_water_station}"),
    ],
)
def test_a_warm_network_a_booster_or_a_station_is_no_fault(tmp_path, supply_c, school):
    assert too_cool(loaded(tmp_path, supply_c, school)) == []


def test_catalogue_figures_of_radiators_and_hot_water_are_listed_as_unverified(tmp_path):
    file = loaded(
        tmp_path, 55, "radiators: {design_flow_c: 95, design_return_c: 70}, hot_water_supply: {booster: electric}"
    )
    used = {default.path: default for default in file.defaults_used[file.baseline]}
    assert used["buildings.school.radiators.design_outdoor_c"].value == -24.0
    assert not used["buildings.school.radiators.design_outdoor_c"].verified
    assert used["buildings.school.radiators.exponent"].verified
    assert used["buildings.school.hot_water_supply.temperature_c"].value == 60.0
    assert "buildings.school.radiators.design_flow_c" not in used
    assert file.variants[file.baseline].buildings["school"].radiators.design_outdoor_c == -24.0


@pytest.mark.parametrize(
    ("network", "told"), [("assumed: true", True), ("meter: school", False), ("pumping_electricity_fraction: 0", False)]
)
def test_pumps_that_draw_from_no_meter_are_told(tmp_path, network, told):
    notices = loaded(tmp_path, 65, network=f"heat_loss_kw: 1, {network}").notices
    assert ("scenario_notice_pumps_without_meter" in {notice.key for notice in notices}) == told


@pytest.mark.parametrize("asked", [False, True])
def test_catalogue_radiators_that_a_return_follows_from_are_listed(tmp_path, asked):
    """What decides the return of a network is a default used, though nobody states radiators; unverified, as it is."""
    file = loaded(tmp_path, 65, network=f"heat_loss_kw: 1, return_by_radiators: {str(asked).lower()}")
    used = {default.path for default in file.defaults_used[file.baseline]}
    assert ("buildings.hall.radiators.exponent" in used) == asked
