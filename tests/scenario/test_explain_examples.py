"""Keys that only the loader reads are explained, sections come with an example, and every example can be used."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from energycommunity.errors import ScenarioError
from energycommunity.scenario import load_scenario
from energycommunity.scenario.explain import explain
from energycommunity.scenario.keys_beside import SENTENCES, examples

WEATHER = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
BASE = f"""
schema_version: 1
name: village
site: {{latitude_deg: 57.26, longitude_deg: 26.67}}
time: {{year: 2025}}
weather: {{series: {WEATHER.as_posix()}}}
economics: {{price_year: 2025, real_discount_rate: 0.04}}
tariffs:
  grid: {{type: fixed, price_eur_per_kwh: 0.14}}
  wood: {{type: fuel, carrier: firewood, price_eur_per_kwh: 0.03}}
members:
  municipality: {{kind: municipality}}
meters:
  school: {{member: municipality, import: grid, fuse_a: 63}}
buildings:
  school: {{meter: school, sector: municipal, roof: {{area_m2: 300}}}}
  flats: {{meter: school, sector: residential, hot_water: {{annual_kwh: 30000}}}}
heat_networks:
  centre:
    owner: municipality
    level: {{supply_c: 65, return_c: 40}}
    plant_node: boiler_house
    connections: {{flats: required}}
    pipes: [{{from: boiler_house, to: flats, length_m: 50, pipe: pre_insulated_series_2_dn50}}]
assets:
  one: {{type: fuel_boiler, at: boiler_house, owner: municipality, fuel: wood, capacity_heat_kw: 100}}
  two: {{type: fuel_boiler, at: boiler_house, owner: municipality, fuel: wood, capacity_heat_kw: 100}}
  stove: {{type: fuel_boiler, at: school, owner: municipality, fuel: wood, capacity_heat_kw: 100}}
  spare: {{type: fuel_boiler, at: school, owner: municipality, fuel: wood, capacity_heat_kw: 100}}
"""
TABLES = {
    "houses.csv": "name,type,year,renovation,area_m2,meter,sector\nhall,shop,1980,none,200,school,tertiary\n",
    "pipes.csv": "from,to,length_m,pipe\nflats,school,60,pre_insulated_series_2_dn50\n",
    "meters.csv": "name,member,import,fuse_a\nspare_meter,municipality,grid,20\n",
}
HALL = "  hall_stove: {type: fuel_boiler, at: hall, owner: municipality, fuel: wood, capacity_heat_kw: 50}\n"


def overlaid(base, added):
    if not isinstance(base, dict) or not isinstance(added, dict):
        return added
    return {**base, **{key: overlaid(base.get(key), value) for key, value in added.items()}}


@pytest.mark.parametrize("path", sorted(examples()))
def test_every_example_can_be_used(tmp_path, path):
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.active.title = "Members"
    for row in (["name", "kind"], ["owners", "household"]):
        workbook.active.append(row)
    workbook.save(tmp_path / "owners.xlsx")
    for name, table in TABLES.items():
        (tmp_path / name).write_text(table, encoding="utf-8")
    base = yaml.safe_load(BASE + HALL if path == "buildings_from" else BASE)
    if path in (
        "buildings.count",
        "heat_networks.heat_network.connections",
    ):  # the pipe of the base leads to one building
        base["heat_networks"]["centre"]["heat_loss_kw"] = 5
    whole = overlaid(base, yaml.safe_load(examples()[path]))
    (tmp_path / "village.yaml").write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
    file = load_scenario(tmp_path / "village.yaml")
    assert file.variants[file.baseline].name == "village"


def test_every_example_stands_at_its_key():
    for path, example in examples().items():
        shown = explain(path)
        assert path in shown.splitlines()
        assert example.splitlines()[-1] in shown


@pytest.mark.parametrize("path", sorted(SENTENCES))
def test_keys_that_only_the_loader_reads_are_explained(path):
    assert path in explain(path.rpartition(".")[2]).splitlines()
    assert path in explain(path, "lv").splitlines()
    assert explain(path, "lv") != explain(path)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("co2", "limits.co2_cap_kg_co2e"),
        ("variants.mine.set", "variants.set"),
        ("heat_networks.centre.pipes_from", "heat_networks.heat_network.pipes_from"),
        ("heat bill", "buildings.heat_bill"),
    ],
)
def test_a_part_of_a_name_finds_the_key(words, path):
    assert path in explain(words).splitlines()


def test_a_miss_lists_the_nearest_three():
    with pytest.raises(ScenarioError) as caught:
        explain("heat pipes pump")
    near = caught.value.faults[0].values["nearest"].split(", ")
    assert len(near) == 3
    assert "'heat_pump'" in near
