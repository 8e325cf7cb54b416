"""The shipped towns and villages: every building of their tables stands beside one of their streets, and can be fed."""

from __future__ import annotations

import csv
import json

import pytest

from energycommunity.scenario import load_scenario
from tests.architecture.source_tree import ROOT

FOLDER = ROOT / "scenarios"
SCENARIO = """
name: place
site: {{latitude_deg: {site[0]}, longitude_deg: {site[1]}}}
time: {{year: 2025}}
weather: {{series: {weather}}}
economics: {{price_year: 2025, real_discount_rate: 0.04}}
mode: dispatch
tariffs:
  power: {{type: spot, price_eur_per_kwh: latvia_typical}}
  chips: {{type: fuel, carrier: wood_chips, price_eur_per_kwh: 0.025}}
members: {{municipality: {{kind: municipality}}, operator: {{kind: company}}}}
meters: {{plant: {{member: operator, import: power, phases: 3, fuse_a: 160}}}}
buildings_from: {folder}/{place}_buildings.csv
heat_networks:
  town:
    owner: operator
    plant_node: boiler_house
    level: {{supply_c: 80, return_c: 60}}
    connections: {connections}
    routed: {{streets: {folder}/{place}_streets.geojson, plant: {plant}, pipe: pre_insulated_series_1, built: 2000}}
assets:
  boiler: {{type: fuel_boiler, at: boiler_house, owner: operator, fuel: chips, efficiency: 0.85, capacity_heat_kw: 9e3}}
  other: {{type: fuel_boiler, at: {others}, owner: operator, fuel: chips, efficiency: 0.7, capacity_heat_kw: 100}}
"""


@pytest.mark.parametrize(
    ("place", "site", "buildings", "street_m"),
    [("aluksne", (57.4215, 27.0485), 39, 4760), ("palsmane", (57.38, 26.16), 15, 1481)],
)
def test_network_along_the_streets_reaches_the_buildings(tmp_path, place, site, buildings, street_m):
    """Proves: table and streets load together, are marked as assumed and made up, and belong to the same plan.

    Hand calculation, Palsmane, along the streets as drawn: 646 + 238 + 229 + 241 + 125 m = 1.5 km. Pipes are no longer
    than the streets and a line of at most 100 m to each building, and longer than a third of the streets.
    """
    with (FOLDER / f"{place}_buildings.csv").open(encoding="utf-8-sig") as table:
        rows = list(csv.DictReader(table))
    streets = json.loads((FOLDER / f"{place}_streets.geojson").read_text(encoding="utf-8"))
    assert len(rows) == buildings
    assert {row["assumed"] for row in rows} == {"yes"}
    assert streets["note"].startswith("Made up")
    fed = [row["name"] for row in rows if row["heating"] == "network"]
    others = [row["name"] for row in rows if row["heating"] != "network"]
    text = SCENARIO.format(
        site=site,
        place=place,
        folder=FOLDER,
        weather=ROOT / "data" / "weather" / f"{place}.csv",
        connections=json.dumps(dict.fromkeys(fed, "required"), ensure_ascii=False),
        others=json.dumps(others, ensure_ascii=False),
        plant=json.dumps(streets["plant"]),
    )
    (tmp_path / "place.yaml").write_text(text, encoding="utf-8")
    (variant,) = load_scenario(tmp_path / "place.yaml").variants.values()
    assert len(variant.buildings) == buildings
    pipes = variant.heat_networks["town"].pipes
    assert {pipe.to for pipe in pipes} >= set(fed)
    length_m = sum(pipe.length_m for pipe in pipes)
    assert street_m / 3.0 < length_m < street_m + 100.0 * buildings
