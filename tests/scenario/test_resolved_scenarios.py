"""What a run writes as its scenario can be run again: it is read without a fault, and gives the same answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import xarray as xr
import yaml

from energycommunity.pipeline import run_variant
from energycommunity.scenario import load_scenario
from energycommunity.scenario.resolved import resolved_yaml
from tests.heat_network.made_up_village import streets_map

ROOT = Path(__file__).parents[2]
WEATHER = (ROOT / "data" / "weather" / "gulbene.csv").as_posix()
FRAME = f"""
name: village
site: {{latitude_deg: 57.26, longitude_deg: 26.67}}
time: {{start: "2025-01-15", steps: 24, annual: false}}
weather: {{series: {WEATHER}}}
solver: {{gap: 1.0e-4}}
economics: {{price_year: 2025, real_discount_rate: 0.04}}
tariffs:
  grid: {{type: fixed, price_eur_per_kwh: 0.14}}
  wood: {{type: fuel, carrier: firewood, price_eur_per_kwh: 0.03}}
  pellets: {{type: fuel, carrier: pellets, price_eur_per_kwh: 0.05}}
members: {{municipality: {{kind: municipality}}}}
meters: {{all: {{member: municipality, import: grid, import_limit_kw: 2000}}}}
"""
HOUSE = "meter: all, sector: municipal, type: school, heated_area_m2: 900"
PUMP = "type: heat_pump, owner: municipality, at: school, meter: all"
BOILER = "boiler: {type: fuel_boiler, owner: municipality, at: school, fuel: pellets}"
VILLAGE = """
buildings:
  school: {HOUSE, envelope: {}, space_heat: {annual_kwh: 90000}, radiators: {}, location: {x_m: 80, y_m: 200}}
  clinic: {HOUSE, space_heat: {annual_kwh: 90000}, radiators: {design_flow_c: 70, design_return_c: 50},
           hot_water: {annual_kwh: 20000}, location: {x_m: 120, y_m: -170}}
  shop: {HOUSE, space_heat: {annual_kwh: 90000}, hot_water: {annual_kwh: 5000}, location: {x_m: 420, y_m: -60},
         hot_water_supply: {booster: electric}}
heat_networks:
  centre:
    owner: municipality
    plant_node: boiler_house
    meter: all
    levels: [{supply_c: 80, return_c: 60}, {supply_c: 55, return_c: 35}]
    connections: {school: optional, clinic: optional, shop: required}
    routed: {streets: streets.geojson, plant: {x_m: 0, y_m: 30}, pipe: pre_insulated_series_2}
assets:
  boiler: {type: fuel_boiler, at: boiler_house, owner: municipality, fuel: wood, capacity_heat_kw: {max: 300}}
  school: {type: heating_choice, owner: municipality, at: school, meter: all, packages: [none, deep],
           sources: {pellets: {type: boiler, fuel: pellets}, pump: {type: heat_pump, source: air}}}
  clinic: {type: heating_choice, owner: municipality, at: clinic, meter: all, station: {},
           sources: {pellets: {type: boiler, fuel: pellets, investment_eur: 9000}}}
""".replace("HOUSE", HOUSE)
CASES = {
    "envelope": f"""
buildings: {{school: {{{HOUSE}, envelope: {{window_m2: 150, heat_capacity: heavy}}}}}}
assets: {{{BOILER}}}""",
    "envelope_by_measured_year": f"""
buildings: {{school: {{{HOUSE}, envelope: {{night_setback_k: 2}}, space_heat: {{annual_kwh: 90000, year: 2023}}}}}}
assets: {{{BOILER}}}""",
    "envelope_by_bill": f"""
buildings: {{school: {{{HOUSE}, envelope: {{facades: [{{azimuth_deg: 180, area_m2: 500, window_m2: 90}}]}},
                     heat_bill: {{includes: [space_heat], monthly_mwh: [20, 18, 15, 8, 2, 1, 1, 1, 2, 8, 14, 18]}}}}}}
assets: {{{BOILER}}}""",
    "radiators": f"""
buildings: {{school: {{{HOUSE}, space_heat: {{annual_kwh: 90000}}, hot_water: {{annual_kwh: 9000}},
                     radiators: {{kind: floor_heating}}, hot_water_supply: {{temperature_c: 62}}}}}}
assets: {{pump: {{{PUMP}, source: air}}}}""",
    "renovation": f"""
buildings: {{school: {{{HOUSE}, envelope: {{}}, space_heat: {{annual_kwh: 90000}}, radiators: {{}}}}}}
renovation_packages: {{own: {{from: shallow, without: [roof], walls: {{u_w_per_m2_k: 0.2}}}}}}
assets: {{{BOILER}, renovation: {{type: renovation, owner: municipality, at: school, packages: [none, own, deep]}}}}""",
    "cooling": f"""
time: {{start: "2025-07-15"}}
buildings: {{school: {{{HOUSE}, envelope: {{cooling_setpoint_c: 24}}, cooling: {{modelled: true}},
                     hot_water: {{annual_kwh: 9000}}}}}}
assets: {{pump: {{{PUMP}, source: air, cooling: {{}}}}, split: {{type: air_conditioner, owner: municipality,
          at: school, meter: all}}}}""",
    "village": VILLAGE,
}


@pytest.mark.parametrize("name", CASES)
def test_a_resolved_scenario_is_read_and_answered_the_same(tmp_path, name):
    """Proves: nothing that is filled in counts as stated when it is read, and nothing that counts is lost."""
    document = yaml.safe_load(FRAME)
    for section, content in yaml.safe_load(CASES[name]).items():
        document[section] = {**document[section], **content} if section == "time" else content
    (tmp_path / "streets.geojson").write_text(streets_map(), encoding="utf-8")
    path, again = tmp_path / "village.yaml", tmp_path / "again.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    file = load_scenario(path)
    result = run_variant(file, file.variants["baseline"])
    again.write_text(resolved_yaml(result.scenario), encoding="utf-8")
    (tmp_path / "streets.geojson").unlink()
    resolved = load_scenario(again)
    assert resolved.variants["baseline"] == result.scenario
    second = run_variant(resolved, resolved.variants["baseline"])
    assert second.annual_cost_eur == pytest.approx(result.annual_cost_eur, rel=1e-9)
    xr.testing.assert_allclose(second.profiles, result.profiles)


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_variant_of_a_shipped_scenario_is_read_back_the_same(tmp_path, path):
    file = load_scenario(path)
    shutil.copytree(ROOT / "data" / "weather", tmp_path / "data" / "weather")
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    again = tmp_path / "scenarios" / "again.yaml"
    for name, scenario in file.variants.items():
        again.write_text(resolved_yaml(scenario), encoding="utf-8")
        assert load_scenario(again).variants == {name: scenario}


def test_defaults_that_an_envelope_leaves_without_effect_are_not_listed(tmp_path):
    """Proves: the temperature of the degree-day model is no assumption of a building that has the room model."""
    listed = {}
    for name, envelope in (("with", "envelope: {}, "), ("without", "")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(
            f"{FRAME}\nbuildings: {{school: {{{HOUSE}, {envelope}space_heat: {{annual_kwh: 9000}}}}}}\n"
            f"assets: {{{BOILER}}}\n",
            encoding="utf-8",
        )
        listed[name] = {default.path for default in load_scenario(path).defaults_used["baseline"]}
    assert "buildings.school.space_heat.indoor_c" in listed["without"]
    assert not any(path.startswith("buildings.school.space_heat") for path in listed["with"])
