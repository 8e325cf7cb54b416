"""The heat map of a run: its file, its numbers in baseline and variant, its figure and tables."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from energycommunity.errors import ScenarioError
from energycommunity.pipeline import run
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.figures.heat_demand_map import heat_demand_map
from energycommunity.reporting.tables.heat_map import heat_map_buildings, heat_map_streets
from energycommunity.reporting.voice import Voice
from energycommunity.results.heat_map import heat_of_buildings_mwh
from energycommunity.scenario import load_scenario
from tests.hand_calculated.small_scenario import run_small
from tests.heat_network.made_up_village import geojson

WEATHER = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
#: Two streets that cross; two houses of constant heat in a network, one heated by its own stove.
SCENARIO = """
name: crossing
site: {latitude_deg: 57.26, longitude_deg: 26.67}
time: {start: 2025-01-13, steps: 24}
weather: {series: WEATHER}
economics: {price_year: 2025, real_discount_rate: 0.04}
tariffs:
  wood: {type: fuel, carrier: firewood, price_eur_per_kwh: 0.045}
  grid: {type: fixed, price_eur_per_kwh: 0.14}
members: {municipality: {kind: municipality}}
meters: {all: {member: municipality, import: grid, fuse_a: 63}}
buildings:
  school:
    {meter: all, sector: municipal, space_heat: {power_kw: 40}, hot_water: {power_kw: 10}, location: {x_m: 50, y_m: 20}}
  hall: {meter: all, sector: municipal, space_heat: {power_kw: 20}, location: {x_m: 120, y_m: -40}}
  oak:
    {meter: all, sector: residential, space_heat: {power_kw: 2}, location: {x_m: -60, y_m: 10},
     present_heating: {type: stove, fuel: firewood, built: 1985, efficiency: 0.6}}
  far: {meter: all, sector: residential}
heat_networks:
  centre:
    owner: municipality
    plant_node: boiler_house
    level: {supply_c: 80, return_c: 60}
    connections: {school: required, hall: required}
    routed: {streets: streets.geojson, plant: {x_m: 100, y_m: 50}, pipe: pre_insulated_series_1_dn50}
assets:
  boiler:
    {type: fuel_boiler, at: boiler_house, owner: municipality, fuel: wood, capacity_heat_kw: 90, efficiency: 0.8,
     investment_eur_per_kw: 0, fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0}
  stove: {type: fuel_boiler, at: oak, owner: municipality, fuel: wood, capacity_heat_kw: 5, efficiency: 0.6}
mode: dispatch
heat_map: {streets: streets.geojson, pipe: pre_insulated_series_1_dn50}
variants:
  baseline: {}
  renovated:
    set:
      buildings.school.space_heat.power_kw: 15
      assets.windows:
        {type: demand_reduction, owner: municipality, reduces: hall.space_heat, saved_fraction: 0.5, extent: 1,
         investment_eur: 1000, lifetime_years: 30}
"""
#: Flats that are renovated, and a house that chooses its heating; both packages save half of the heat for rooms.
RENOVATED_AND_CHOOSING = """
tariffs: {pellets: {type: fuel, carrier: pellets, price_eur_per_kwh: 0.05}}
renovation_packages:
  half: {balancing_and_thermostats: {saved_fraction: 0.5, investment_eur: 1, lifetime_years: 20}}
buildings:
  flats: {meter: main, sector: residential, type: private_house, heated_area_m2: 100, space_heat: {power_kw: 8}}
  house:
    {meter: main, sector: residential, type: private_house, heated_area_m2: 100, space_heat: {power_kw: 6},
     hot_water: {power_kw: 1}}
assets:
  boiler: {type: fuel_boiler, owner: owner, at: flats, fuel: pellets, efficiency: 0.8, capacity_heat_kw: 50}
  insulation: {type: renovation, owner: owner, at: flats, package: half}
  heating:
    type: heating_choice
    at: house
    owner: owner
    packages: [half]
    sources: {stove: {type: boiler, fuel: pellets, efficiency: 0.8, investment_eur_per_kw: 0, lifetime_years: 20,
              fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0}}
"""
STREETS = geojson(
    [
        ({"name": "Long street"}, [(-100, 0), (100, 0)]),
        ({"name": "Short street"}, [(100, -80), (100, 60)]),
    ]
)


def folder_with(tmp_path, text):
    (tmp_path / "streets.geojson").write_text(STREETS, encoding="utf-8")
    (tmp_path / "crossing.yaml").write_text(text.replace("WEATHER", WEATHER.as_posix()), encoding="utf-8")
    return tmp_path / "crossing.yaml"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crossing")
    return run(folder_with(folder, SCENARIO), (), folder / "runs")


def features(results, variant, layer):
    content = json.loads((results.folder / variant / "heat_map.geojson").read_text(encoding="utf-8"))
    return [feature for feature in content["features"] if feature["properties"]["layer"] == layer]


def test_heat_of_a_year_in_both_states(results):
    """Proves: rooms and hot water count, and what a measure saves does not.

    Hand calculation: 50 kW over 8760 h are 438 MWh; after renovation 15 + 10 kW are 219 MWh. The hall needs 175.2 MWh,
    with half of it saved 87.6 MWh.
    """
    heat = {each.name: each.heat for each in results.heat_maps["renovated"].buildings}
    assert (heat["school"].today_mwh, heat["school"].after_mwh) == pytest.approx((438.0, 219.0))
    assert (heat["hall"].today_mwh, heat["hall"].after_mwh) == pytest.approx((175.2, 87.6))
    assert "far" not in heat


def test_heat_under_packages_that_were_chosen(tmp_path):
    """Proves: a renovation takes off what it saves; a choice of heating tells the heat of its package itself.

    Hand calculation: four hours of 8 kW of rooms are 32 kWh, half of it saved 16 kWh; the house that chooses keeps half
    of 6 kW and all of 1 kW of hot water: 4 * (3 + 1) = 16 kWh.
    Sensitivity: 32 and 28 kWh without what was saved; 0 for the house if its series had another name.
    """
    result = run_small(tmp_path, RENOVATED_AND_CHOOSING)
    assert heat_of_buildings_mwh(result) == pytest.approx({"flats": 0.016, "house": 0.016})


def test_streets_have_the_heat_of_their_buildings(results):
    """Proves: linear densities, and the order by cost saved per heat delivered.

    Hand calculation: Long street of 200 m (up to the crossing at its end) has school and oak: 438 + 17.52 = 455.52 MWh,
    2.278 MWh/(m a). Short street south of the crossing has 80 m and the hall: 175.2 / 80 = 2.19. Per metre the long one
    delivers more, so a low temperature pays first on the short one; after renovation the long one has 236.52 MWh on
    200 m (1.183), the short one 87.6 on 80 m (1.095). Wood at 0.045 EUR/kWh makes heat for 0.045 / 0.8 = 56.25 EUR/MWh,
    and nothing else costs; at both levels the pipe is the same: what is saved is 7.759 MWh at this price.
    Sensitivity: 0.045 EUR/kWh if the efficiency of the boiler were left out.
    """
    found = [feature["properties"] for feature in features(results, "renovated", "street")]
    streets = {(street["name"], street["part"]): street for street in found}
    long, short = streets["Long street", 1], streets["Short street", 1]
    assert long["length_m"] == pytest.approx(200.0, abs=0.01)
    assert long["linear_density_today_mwh_per_m_year"] == pytest.approx(455.52 / 200.0, rel=1e-4)
    assert short["linear_density_today_mwh_per_m_year"] == pytest.approx(2.19, rel=1e-4)
    assert short["linear_density_after_mwh_per_m_year"] == pytest.approx(1.095, rel=1e-4)
    gain = short["cost_at_80_60_eur_per_year"] - short["cost_at_55_30_eur_per_year"]
    assert short["saved_per_heat_delivered_eur_per_mwh"] == pytest.approx(gain / 87.6, rel=1e-4)
    assert gain == pytest.approx(7.759 * 56.25, rel=1e-3)
    assert (short["low_temperature_rank"], long["low_temperature_rank"]) == (1, 2)
    # DN50: 11.071 W/m less at 55/30, over 8760 h and 80 m 7.759 MWh, of 87.6 MWh.
    assert short["loss_saved_mwh_per_year"] == pytest.approx(7.759, abs=2e-3)
    assert streets["Short street", 2]["low_temperature_rank"] is None
    assert "heat_after_mwh_per_year" not in features(results, "baseline", "street")[0]["properties"]


def test_the_file_holds_every_layer_in_degrees(results):
    pipes, squares, buildings = (features(results, "baseline", layer) for layer in ("pipe", "square", "building"))
    assert {pipe["properties"]["to"] for pipe in pipes} >= {"school", "hall"}
    assert sum(square["properties"]["density_today_mwh_per_ha_year"] for square in squares) == pytest.approx(630.72)
    oak = next(each for each in buildings if each["properties"]["name"] == "oak")["properties"]
    assert (oak["present_heating"], oak["present_fuel"], oak["present_heating_built"]) == ("stove", "firewood", 1985)
    longitude, latitude = buildings[0]["geometry"]["coordinates"]
    assert (longitude, latitude) == pytest.approx((26.67, 57.26), abs=0.01)


def test_the_figure_switches_between_both_states_and_needs_no_network(results):
    edition = Edition(results, Voice("en"))
    figure = heat_demand_map(edition, "renovated")
    assert "tile" not in json.dumps(figure)
    assert "http" not in json.dumps(figure)
    today, after = (button["args"][0] for button in figure["layout"]["updatemenus"][0]["buttons"])
    names = [trace["name"] for trace in figure["data"]]
    place = names.index("Heat network centre")
    assert "438.0" in today["hovertext"][place][0]
    assert "219.0" in after["hovertext"][place][0]
    assert today["marker.size"][place][0] > after["marker.size"][place][0]
    assert "Stove (firewood)" in [trace["name"] for trace in heat_demand_map(edition, "baseline")["data"]]
    oak = figure["data"][names.index("Boiler (firewood)")]
    assert "so far: Stove (firewood)<br>set up in 1985<br>efficiency 0.60" in oak["hovertext"][0]
    assert {"Pipes: centre", "Plant: boiler_house", "2–4 MWh/(m·a)"} <= set(names)
    assert len(today["x"]) == len(names) == len(figure["layout"]["updatemenus"][0]["buttons"][0]["args"][1])
    assert "updatemenus" not in heat_demand_map(edition, "baseline")["layout"]
    json.dumps(figure, allow_nan=False)


def test_tables_and_report_tell_the_map(results):
    latvian = Edition(results, Voice("lv"))
    rows = {row[0]: row for row in heat_map_buildings(latvian, "renovated").rows}
    assert rows["oak"][3:7] == ("Apkures katls (malka)", "Krāsns (malka)", "1985", 0.6)
    baseline = {row[0]: row for row in heat_map_buildings(latvian, "baseline").rows}
    assert baseline["oak"][3:5] == ("Krāsns (malka)", "Krāsns (malka)")
    assert rows["hall"][3] == "Siltumtīkls „centre”"
    streets = [row[0] for row in heat_map_streets(latvian, "renovated").rows]
    assert streets == ["Short street (1)", "Long street"]
    page = (results.folder / "report.html").read_text(encoding="utf-8")
    assert "Heat map: where heat is needed" in page
    assert "Heat map: streets where a low temperature pays first" in page


def told(tmp_path, monkeypatch, old, new):
    monkeypatch.chdir(tmp_path)
    folder_with(tmp_path, SCENARIO.replace(old, new))
    with pytest.raises(ScenarioError) as caught:
        load_scenario("crossing.yaml")
    return caught.value.tell().splitlines()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("location: {x_m: 120, y_m: -40}", "location: {latitude_deg: 26.67, longitude_deg: 57.26}",
         "buildings.hall.location: this lies 4375 km from the site; check the coordinates of the site, and whether"),
        ("heat_map: {streets: streets.geojson,", "heat_map: {streets: streets.gpkg#a,",
         "heat_map.streets: the file 'streets.gpkg' is not there"),
        ("heat_map: {streets: streets.geojson,", "heat_map: {low: {supply_c: 80, return_c: 40},",
         "heat_map.low: the low level's supply (80 °C) must be colder than that of the high level (80 °C)"),
        ("pipe: pre_insulated_series_1_dn50}\nvariants", "pipe: pre_insulated_series_9}\nvariants",
         "heat_map.pipe: "),
        ("heat_map: {streets: streets.geojson,", "heat_map: {catalogue: heat_network_gold,", "heat_map.catalogue: "),
    ],
)  # fmt: skip
def test_bad_maps_are_told(tmp_path, monkeypatch, old, new, expected):
    lines = told(tmp_path, monkeypatch, old, new)
    assert any(expected in line for line in lines), lines


def test_a_map_of_streets_that_cannot_be_used_is_told_with_its_feature(tmp_path, monkeypatch):
    (tmp_path / "points.geojson").write_text(geojson([], [({"name": "a"}, (0, 0))]), encoding="utf-8")
    (line,) = told(tmp_path, monkeypatch, "heat_map: {streets: streets.geojson", "heat_map: {streets: points.geojson")
    assert line == "crossing.yaml:33: heat_map.streets: there are no lines on this map"


def test_a_map_without_places(tmp_path, monkeypatch):
    text = re.sub(r",\s+location: \{[^}]*\}", "", SCENARIO[: SCENARIO.index("variants:")])
    text = re.sub(r"routed: .*", "heat_loss_kw: 5", text)
    (line,) = told(tmp_path, monkeypatch, SCENARIO, text)
    assert "heat_map: no building has a location, so there is nothing to map; give buildings location: {lat" in line


def test_a_building_that_is_not_on_the_map_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = SCENARIO.replace("sector: residential}", "sector: residential, hot_water: {power_kw: 1}}")
    folder_with(tmp_path, text.replace("at: oak,", "at: [oak, far],"))
    keys = {notice.key: notice.values for notice in load_scenario("crossing.yaml").notices}
    assert keys["scenario_notice_not_on_heat_map"] == {"count": 1, "names": "far"}


def test_a_window_that_is_no_year_has_no_map(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder_with(tmp_path, SCENARIO.replace("steps: 24", "steps: 24, annual: false"))
    assert "scenario_notice_heat_map_needs_a_year" in {n.key for n in load_scenario("crossing.yaml").notices}
