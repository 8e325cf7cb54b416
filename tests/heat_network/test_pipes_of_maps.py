"""Pipes from maps: drawn or laid along streets, as a user writes it, and every slip with file, feature and cure."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
import yaml

from energycommunity.errors import ScenarioError
from energycommunity.heat_network.coordinates import to_metres
from energycommunity.heat_network.line_network import path_length_m
from energycommunity.scenario import load_scenario
from energycommunity.scenario.resolved import resolved_yaml
from tests.heat_network.made_up_village import BUILDINGS, PLANT, degrees, geojson, metres, scenario, streets_map

WEATHER = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
ROUTED = "    routed: {streets: streets.geojson, plant: {x_m: 0, y_m: 30}, pipe: pre_insulated_series_2}"
DRAWN = "    pipes_from: network.geojson"
TWO = {"school": (100, 60), "shop": (200, 0)}
PIPE = {"pipe": "pre_insulated_series_2_dn50"}
#: A main of 200 m, to the shop, and a branch to the school that ends in its middle.
LINES = [({**PIPE, "from": "boiler_house"}, [(0, 0), (200, 0)]), (PIPE, [(100, 0.4), (100, 60)])]


@pytest.fixture
def load(tmp_path, monkeypatch):
    """Write a scenario and its maps into a folder, and load it there, so that messages have short names."""
    monkeypatch.chdir(tmp_path)

    def loaded(network, maps, **more):
        for name, content in maps.items():
            Path(name).write_text(content, encoding="utf-8")
        text = scenario(network, **more).replace("WEATHER", WEATHER.as_posix())
        Path("village.yaml").write_text(text, encoding="utf-8")
        return load_scenario("village.yaml")

    return loaded


def pipes_of(file, variant="baseline"):
    return {(p.from_, p.to): p for p in file.variants[variant].heat_networks["centre"].pipes}


def faults_of(load, network, maps, **more):
    with pytest.raises(ScenarioError) as caught:
        load(network, maps, **more)
    assert "{" not in caught.value.tell("lv").replace("{latitude", "").replace("{'", "")
    return caught.value.tell().splitlines()


def test_routed_pipes_stand_in_the_resolved_scenario_with_their_course(load, tmp_path):
    file = load(ROUTED, {"streets.geojson": streets_map()})
    pipes = pipes_of(file)
    assert sum(pipe.length_m for pipe in pipes.values()) == pytest.approx(1440.0)
    assert file.variants["baseline"].heat_networks["centre"].routed is None
    assert file.variants["baseline"].tables == ("streets.geojson",)
    for pipe in pipes.values():
        assert path_length_m([to_metres(*point) for point in pipe.path_deg]) == pytest.approx(pipe.length_m, abs=0.1)
    alone = tmp_path / "alone.yaml"
    alone.write_text(resolved_yaml(file.variants["baseline"]), encoding="utf-8")
    (tmp_path / "streets.geojson").unlink()
    assert pipes_of(load_scenario(alone)) == pipes
    assert yaml.safe_load(alone.read_text(encoding="utf-8"))["heat_networks"]["centre"]["pipes"][0]["path_deg"]


def test_a_variant_changes_pipes_that_were_routed_or_routes_anew(load):
    more = """
variants:
  baseline: {}
  thin:
    set: {heat_networks.centre.pipes.*.pipe: pre_insulated_series_1}
  shorter:
    set:
      heat_networks.centre.connections.clinic: null
      buildings.clinic: null
      heat_networks.centre.routed: {streets: streets.geojson, plant: {x_m: 0, y_m: 30}, pipe: pre_insulated_series_2}
"""
    file = load(ROUTED, {"streets.geojson": streets_map()}, more=more)
    assert {pipe.pipe for pipe in pipes_of(file, "thin").values()} == {"pre_insulated_series_1"}
    # Without the clinic 150 m of Dārza iela, 80 m of Kapu ceļš and its own 20 m are not laid.
    assert sum(pipe.length_m for pipe in pipes_of(file, "shorter").values()) == pytest.approx(1440.0 - 250.0)


def test_drawn_pipes_end_at_the_nearest_building_and_touch_each_other(load):
    """Proves: a branch that ends half a metre before the main cuts it, and ends find their buildings.

    Hand calculation: the main of 200 m becomes 100 + 100 m, the branch has 60 - 0.4 m.
    """
    pipes = pipes_of(load(DRAWN, {"network.geojson": geojson(LINES)}, buildings=TWO))
    assert {ends: pipe.length_m for ends, pipe in pipes.items()} == {
        ("boiler_house", "junction_1"): 100.0,
        ("junction_1", "shop"): 100.0,
        ("junction_1", "school"): 59.6,
    }


def test_drawn_lengths_are_shared_by_what_the_file_states_and_points_name_ends(load):
    lines = [({"caurule": "pre_insulated_series_2", "garums": "240,0", "gads": 1999.0}, [(200, 0), (0, 0)]), LINES[1]]
    points = [({"nosaukums": "boiler house"}, (0, 1)), ({"name": "crossing"}, (100, 0))]
    pipes = pipes_of(load(DRAWN, {"network.geojson": geojson(lines, points)}, buildings=TWO))
    assert {ends: pipe.length_m for ends, pipe in pipes.items()} == {
        ("boiler_house", "crossing"): 120.0,
        ("crossing", "shop"): 120.0,
        ("crossing", "school"): 59.6,
    }
    assert pipes["crossing", "shop"].built == 1999


def test_ends_with_names_need_neither_places_nor_touching_lines(load):
    lines = [
        ({**PIPE, "from": "boiler_house", "to": "x1"}, [(0, 0), (50, 0)]),
        ({**PIPE, "from": "x1", "to": "school"}, [(60, 0), (90, 0)]),
        ({**PIPE, "from": "shop", "to": "x1"}, [(60, 40), (60, 9)]),
    ]
    pipes = pipes_of(load(DRAWN, {"network.geojson": geojson(lines)}, buildings={"school": None, "shop": None}))
    assert {ends: pipe.length_m for ends, pipe in pipes.items()} == {
        ("boiler_house", "x1"): 50.0,
        ("x1", "school"): 30.0,
        ("x1", "shop"): 31.0,
    }


def write_layer(name, crs, lines, layer="pipes"):
    """A GeoPackage of lines in metres."""
    import pyogrio
    import shapely

    wkb = shapely.to_wkb(np.array([shapely.LineString(path) for _, path in lines]))
    columns = [np.array([properties.get(key) for properties, _ in lines], dtype=object) for key in ("pipe", "from")]
    with pytest.warns(UserWarning, match="crs") if crs is None else nullcontext():
        pyogrio.raw.write(
            name, wkb, columns, fields=["pipe", "from"], geometry_type="LineString", crs=crs, layer=layer, driver="GPKG"
        )


def test_a_geopackage_in_lks_92_is_read_in_metres(load):
    write_layer("network.gpkg", "EPSG:3059", [(p, [metres(point) for point in path]) for p, path in LINES])
    pipes = pipes_of(load("    pipes_from: network.gpkg#pipes", {}, buildings=TWO))
    assert pipes["boiler_house", "junction_1"].length_m == 100.0


def test_a_geopackage_without_a_coordinate_system_or_layer(load):
    write_layer("network.gpkg", None, [(p, [metres(point) for point in path]) for p, path in LINES])
    (told,) = faults_of(load, "    pipes_from: network.gpkg", {}, buildings=TWO)
    assert told.startswith("network.gpkg: the map does not say its coordinate system; set it in QGIS")
    (told,) = faults_of(load, "    pipes_from: network.gpkg#pips", {}, buildings=TWO)
    assert told == "network.gpkg: there is no layer 'pips'; the layers are: pipes"
    (told,) = faults_of(load, DRAWN + "#pips", {"network.geojson": geojson(LINES)}, buildings=TWO)
    assert told == "network.geojson: there is no layer 'pips'; the layers are: network"


def in_metres(lines):
    """A GeoJSON in LKS-92 that does not say so."""
    content = json.loads(geojson(lines))
    for feature, (_, path) in zip(content["features"], lines, strict=True):
        feature["geometry"]["coordinates"] = [list(metres(point)) for point in path]
    return json.dumps(content)


def exchanged(lines):
    content = json.loads(geojson(lines))
    for feature in content["features"]:
        feature["geometry"]["coordinates"] = [point[::-1] for point in feature["geometry"]["coordinates"]]
    return json.dumps(content)


def changed(content, **members):
    """A GeoJSON with other members beside its features."""
    return json.dumps({**json.loads(content), **members})


def with_shape(shape):
    """The two lines, the second with another shape."""
    content = json.loads(geojson(LINES))
    content["features"][1]["geometry"] = shape
    return json.dumps(content)


def test_a_geojson_may_state_other_coordinates_and_the_name_of_its_layer(load):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3059"}}
    maps = {"network.geojson": changed(in_metres(LINES), crs=crs, name="caurules")}
    pipes = pipes_of(load("    pipes_from: network.geojson#caurules", maps, buildings=TWO))
    assert pipes["boiler_house", "junction_1"].length_m == 100.0


def test_a_geojson_of_points_with_heights_and_properties_with_parts(load):
    content = json.loads(geojson(LINES))
    for feature in content["features"]:
        feature["geometry"]["coordinates"] = [[*point, 120.5] for point in feature["geometry"]["coordinates"]]
        feature["properties"]["tags"] = {"surface": ["gravel"]}
    pipes = pipes_of(load(DRAWN, {"network.geojson": json.dumps(content)}, buildings=TWO))
    assert pipes["boiler_house", "junction_1"].length_m == 100.0


MAIN, BRANCH = LINES
BAD_DRAWINGS = {
    "no_json": ('{"type": "FeatureCollection",\n"features": [},',
                "network.geojson:2: from position 14 of this line on the file is no JSON (},): a comma, a bracket"),
    "cut_off": (geojson(LINES)[:-2], "network.geojson:1: the file ends here, at position "),
    "empty": ("", "network.geojson:1: the file ends here, at position 1"),
    "no_geojson": ('{"type": "Topology"}', "network.geojson: this is JSON, but no GeoJSON: type FeatureCollection"),
    "no_crs": (changed(geojson(LINES), crs=None), "network.geojson: the map does not say its coordinate system"),
    "no_shape": (with_shape(None), "network.geojson, feature 2: – is neither a line nor a point"),
    "broken_shape": (with_shape({"type": "LineString", "coordinates": [[26.0, 57.0]]}),
                     "network.geojson, feature 2: its coordinates are no shape: a point is [longitude, latitude]"),
    "no_degrees": (in_metres(LINES), "network.geojson, feature 1: 661040, 349486 are no degrees, but the map"),
    "exchanged": (exchanged(LINES), "network.geojson, feature 1: this lies "),
    "nothing": (geojson([]), "network.geojson: there is nothing on this map"),
    "points_only": (geojson([], [({"name": "a"}, (0, 0))]), "network.geojson: there are no lines on this map"),
    "no_plant": (geojson([(PIPE, [(190, 0), (200, 0)]), (PIPE, [(190, 0), (100, 60)])]),
                 "network.geojson: the map does not say where the plant 'boiler_house' is; add a point"),
    "unknown_building": (geojson([({**PIPE, "from": "boiler_house", "to": "skool"}, MAIN[1]), BRANCH]),
                         "network.geojson, feature 1: the pipe ends at 'skool', which is no building of the scenario; "
                         "do you mean 'school'?"),
    "loose_end": (geojson([MAIN, (PIPE, [(100, 0), (100, 30)])]),
                  "network.geojson, feature 2: the pipe ends 30 m from the nearest building, school; an end"),
    "apart": (geojson([MAIN, (PIPE, [(100, 2), (100, 60)]), ({**PIPE, "from": "island"}, [(100, 2), (150, 2)])]),
              "network.geojson, feature 2: nothing leads from the plant boiler_house to this line (of 2 that hang "
              "together); the gap is 2.0 m"),
    "twice": (geojson([MAIN, BRANCH, (PIPE, [(150, 0), (110, 62)])]),
              "network.geojson, feature 3: this is a second pipe to school; one pipe leads to each"),
    "circle": (geojson([MAIN, BRANCH, (PIPE, [(0, 0), (0, -50), (100, -50), (100, 0)])]),
               "network.geojson, feature 3: this line closes a circle at junction_1"),
    "two_names": (geojson([MAIN, BRANCH], [({"name": "other"}, (0, 0))]),
                  "network.geojson, feature 3: this end is called other here and boiler_house"),
    "point_apart": (geojson(LINES, [({"name": "valve"}, (150, 0))]),
                    "network.geojson, feature 3: the point valve lies 50.0 m from the nearest end of a line"),
    "no_length": (geojson([MAIN, (PIPE, [(100, 0), (100, 0)])]),
                  "network.geojson, feature 2: this line has no length; delete it, or draw it anew"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_DRAWINGS)
def test_bad_drawings_are_told_with_their_feature(load, name):
    content, expected = BAD_DRAWINGS[name]
    told = faults_of(load, DRAWN, {"network.geojson": content}, buildings=TWO)
    assert any(line.startswith(expected) for line in told), told


def test_a_shape_that_is_no_line(load):
    content = json.loads(geojson(LINES))
    ring = degrees([(0, 0), (10, 0), (10, 10), (0, 0)])
    content["features"][1]["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    (told,) = faults_of(load, DRAWN, {"network.geojson": json.dumps(content)}, buildings=TWO)
    assert told.startswith("network.geojson, feature 2: Polygon is neither a line nor a point")


def test_a_pipe_that_the_catalogue_does_not_have_is_told_at_its_feature(load):
    lines = [MAIN, ({"pipe": "pre_insulated_series_9"}, BRANCH[1])]
    told = faults_of(load, DRAWN, {"network.geojson": geojson(lines)}, buildings=TWO)
    assert told[0].startswith("network.geojson, feature 2: heat_networks.centre.pipes.2.pipe: ")


def test_a_pipe_without_a_kind_is_told_at_its_feature(load):
    told = faults_of(load, DRAWN, {"network.geojson": geojson([MAIN, ({}, BRANCH[1])])}, buildings=TWO)
    assert told[0].startswith("network.geojson, feature 2: heat_networks.centre.pipes.2")


def test_buildings_far_from_streets_without_place_or_counted(load):
    maps = {"streets.geojson": streets_map()}
    (told,) = faults_of(load, ROUTED, maps, buildings={**BUILDINGS, "clinic": (120, -400)})
    assert told == (
        "village.yaml:22: buildings.clinic.location: clinic is 250 m from the nearest street, more than "
        "longest_service_m: 100; check the place, add the street to the map, or allow longer lines"
    )
    (told,) = faults_of(load, ROUTED, maps, buildings={**BUILDINGS, "clinic": None})
    assert told.startswith(
        "village.yaml:22: buildings.clinic: the pipes of centre are laid along streets to clinic, but"
    )
    (told,) = faults_of(load, ROUTED, maps, buildings={**BUILDINGS, "clinic": ("12", "north")})
    assert told.startswith("village.yaml:22: buildings.clinic.location: a place is latitude_deg and longitude_deg, or")


def test_streets_that_do_not_lead_to_the_plant(load):
    streets = {"Galvenā iela": [(0, 0), (100, 0)], "Ezera iela": [(105, 0), (200, 0)]}
    (told,) = faults_of(load, ROUTED, {"streets.geojson": streets_map(streets)}, buildings=TWO)
    assert "the streets at shop do not lead to those at boiler_house; the gap between them is 5.0 m" in told


def test_routed_beside_pipes_and_without_its_map(load):
    maps = {"streets.geojson": streets_map()}
    both = "    pipes: [{from: boiler_house, to: school, length_m: 5, pipe: pre_insulated_series_2}]\n" + ROUTED
    (told,) = faults_of(load, both, maps, buildings=TWO)
    assert "heat_networks.centre.routed: pipes are stated as well; leave either pipes or routed" in told
    (told,) = faults_of(load, ROUTED.replace("streets.geojson", "streets.gpkg"), maps, buildings=TWO)
    assert told.startswith(
        "village.yaml:23: heat_networks.centre.routed.streets: the file 'streets.gpkg' is not there;"
    )


def test_slips_in_routed_are_told_as_everywhere(load):
    text = "    routed: {streets: streets.geojson, plant: {x_m: 0, y_m: 30}, pip: pre_insulated_series_2}"
    told = faults_of(load, text, {"streets.geojson": streets_map()})
    assert any("'pip'" in line and "'pipe'" in line for line in told)
    assert PLANT == (0, 30)


def _listed(connections, tables="buildings_from: buildings.csv"):
    """A network along streets to the buildings of a table, not of the file."""
    before, _, after = scenario(ROUTED).partition("buildings:")
    network = after[after.index("heat_networks:") :]
    line = next(line for line in network.splitlines() if "connections:" in line)
    return f"{before}{tables}\n{network.replace(line, connections)}".replace("WEATHER", WEATHER.as_posix())


@pytest.mark.parametrize(
    ("table", "key", "said"),
    [
        ("name,meter\n", "buildings_from", "buildings.csv: The file has no rows below its heading."),
        ("nosaukums;apkurre_kwh\na;100000\n", "buildings_from", "no column is called 'apkurre_kwh'"),
        ("name,meter\n", "buildings_fromm", "do you mean 'buildings_from'?"),
    ],
)
def test_where_no_building_is_left_to_lay_pipes_to_the_reason_is_told(tmp_path, monkeypatch, table, key, said):
    monkeypatch.chdir(tmp_path)
    Path("streets.geojson").write_text(streets_map(), encoding="utf-8")
    Path("buildings.csv").write_text(table, encoding="utf-8")
    Path("village.yaml").write_text(_listed("    connections: optional", f"{key}: buildings.csv"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=re.escape(said)) as caught:
        load_scenario("village.yaml")
    assert "heat loss" not in caught.value.tell()


@pytest.mark.parametrize(
    ("connections", "said"),
    [
        ("", "the key 'connections' is missing"),
        ("    connections: {}", "no building is to be connected; name at least one there as required or optional"),
        ("    connections: {school: forbidden}", "no building is to be connected; name at least one"),
        ("    connections: {schol: required}", "there is no 'schol' among buildings; do you mean 'school'?"),
    ],
)
def test_routed_with_connections_that_name_no_building(tmp_path, monkeypatch, connections, said):
    monkeypatch.chdir(tmp_path)
    Path("streets.geojson").write_text(streets_map(), encoding="utf-8")
    text = scenario(ROUTED).replace("WEATHER", WEATHER.as_posix())
    line = next(line for line in text.splitlines() if "connections:" in line)
    Path("village.yaml").write_text(text.replace(line, connections), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("village.yaml")
    (told,) = caught.value.tell().splitlines()
    assert said in told


def test_a_misspelt_kind_of_pipe_along_streets_is_told_once(load):
    maps = {"streets.geojson": streets_map()}
    (told,) = faults_of(load, ROUTED.replace("series_2", "seriess_2"), maps)
    assert "heat_networks.centre.routed.pipe: the catalogue of pipe_types has no row 'pre_insulated_seriess_2'" in told
