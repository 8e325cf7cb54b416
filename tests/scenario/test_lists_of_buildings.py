"""Plants in several buildings: `at: [school, shop]`, and what is said of `each_building` beside a heat network."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.errors import ScenarioError
from energycommunity.scenario import load_scenario

VILLAGE = (Path(__file__).parent / "village.yaml").read_text(encoding="utf-8")
STOVE = """
  stove:
    {type: fuel_boiler, at: AT, owner: building_member, fuel: pellets, capacity_heat_kw: SIZE, efficiency: 0.7}
"""
PV = """
  sun: {type: photovoltaics, roof: ROOF, owner: building_member, meter: building_meter, production_kw_per_kwp: 0.1,
        capacity_kwp: 30}
"""


def load(folder, more, village=VILLAGE):
    (folder / "village.yaml").write_text(village.replace("variants:", f"{more}\nvariants:", 1), encoding="utf-8")
    return load_scenario(folder / "village.yaml")


def stove(at, size="9"):
    return STOVE.replace("AT", at).replace("SIZE", size)


def test_a_plant_stands_in_each_building_of_a_list(tmp_path):
    assets = load(tmp_path, stove("[school, flats]")).variants["baseline"].assets
    placed = {name: (asset.at, asset.owner) for name, asset in assets.items() if name != "boiler"}
    assert placed == {"stove.school": ("school", "municipality"), "stove.flats": ("flats", "owners")}


def test_a_list_of_roofs(tmp_path):
    assets = load(tmp_path, PV.replace("ROOF", "[flats]")).variants["baseline"].assets
    assert [(name, asset.roof, asset.meter) for name, asset in assets.items() if name != "boiler"] == [
        ("sun.flats", "flats", "flats")
    ]


def test_a_name_of_counted_buildings_stands_for_all_of_them(tmp_path):
    village = VILLAGE.replace("  flats: {meter", "  flats: {count: 2, meter", 1)
    assets = load(tmp_path, stove("[flats]"), village).variants["baseline"].assets
    assert list(assets) == ["boiler", "stove.flats_1", "stove.flats_2"]


def test_a_variant_read_back_from_its_file_has_the_same_assets(tmp_path):
    from energycommunity.scenario.resolved import resolved_yaml

    scenario = load(tmp_path, stove("[school, flats]")).variants["baseline"]
    (tmp_path / "resolved.yaml").write_text(resolved_yaml(scenario), encoding="utf-8")
    assert load_scenario(tmp_path / "resolved.yaml").variants["baseline"].assets == scenario.assets


@pytest.mark.parametrize(
    ("at", "size", "key", "path"),
    [
        ("[school, flat]", "9", "scenario_unknown_name_nearest", "assets.stove.at.1"),
        ("[school, barn]", "9", "scenario_unknown_name", "assets.stove.at.1"),
        ("[school, flats]", "many", "scenario_expected_mapping_or_number", "assets.stove.capacity_heat_kw"),
        ("[school, {a: 1}]", "9", "scenario_expected_text", "assets.stove.at"),
    ],
)
def test_a_slip_is_told_once_under_the_name_of_the_file(tmp_path, at, size, key, path):
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, stove(at, size))
    assert [(fault.key, fault.path) for fault in caught.value.faults] == [(key, path)]
    assert all(fault.tell("lv") for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("at", "told"), [("each_building", ["school, flats"]), ("[school, flats]", []), ("school", [])]
)
def test_plants_in_every_building_beside_a_network_are_told(tmp_path, at, told):
    """Only `each_building` is told: who lists buildings means them."""
    notices = load(tmp_path, stove(at)).notices
    found = [notice for notice in notices if notice.key == "scenario_notice_heated_twice"]
    assert [notice.values["buildings"] for notice in found] == told
    assert all(notice.line == 33 and "centre" in notice.tell("lv") for notice in found)
