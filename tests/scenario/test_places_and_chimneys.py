"""Where buildings stand and how they are heated today, in the file and as columns of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.errors import ScenarioError
from energycommunity.scenario import load_scenario

SCENARIO = """
name: village
site: {latitude_deg: 57.26, longitude_deg: 26.67}
time: {start: 2025-01-15, steps: 24, annual: false}
weather: {series: WEATHER}
economics: {price_year: 2025, real_discount_rate: 0.04}
tariffs:
  wood: {type: fuel, carrier: firewood, price_eur_per_kwh: 0.03}
  sale: {type: export_fixed, price_eur_per_kwh: 0.05}
  grid: {type: fixed, price_eur_per_kwh: 0.14}
buildings_from: houses.csv
assets:
  stove:
    {type: fuel_boiler, at: each_building, owner: building_member, fuel: wood, capacity_heat_kw: 500, efficiency: 0.7}
mode: dispatch
"""
WEATHER = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
FIRST = "nosaukums;tips;gads;renovācija;platība;"


def house(tmp_path, headings, cells):
    text = SCENARIO.replace("WEATHER", WEATHER.as_posix())
    (tmp_path / "village.yaml").write_text(text, encoding="utf-8")
    table = f"{FIRST}{headings}\nLiepas;māja;1978;nav;100;{cells}\n"
    (tmp_path / "houses.csv").write_text(table, encoding="utf-8")
    return load_scenario(tmp_path / "village.yaml").variants["baseline"].buildings["Liepas"]


def test_a_chimney_inventory_in_latvian(tmp_path):
    headings = "apkures veids;kurināmais;katla gads;katla lietderība;ģeogrāfiskais platums;ģeogrāfiskais garums"
    liepas = house(tmp_path, headings, "krāsns;malka;1990;0,6;57,26;26,67")
    heating, location = liepas.present_heating, liepas.location
    assert (heating.type, heating.fuel, heating.built, heating.efficiency) == ("stove", "firewood", 1990, 0.6)
    assert (location.latitude_deg, location.longitude_deg, location.x_m) == (57.26, 26.67, None)
    assert liepas.built == 1978


def test_metres_of_a_plan_and_empty_cells(tmp_path):
    liepas = house(tmp_path, "heating;fuel;x_m;location.y_m", ";;-40;12.5")
    assert (liepas.present_heating, liepas.location.x_m, liepas.location.y_m) == (None, -40.0, 12.5)


def test_a_word_that_is_no_kind_of_heating_is_answered_with_those_that_are(tmp_path):
    with pytest.raises(ScenarioError) as caught:
        house(tmp_path, "apkures veids;kurināmais", "kattls;malka")
    (fault,) = caught.value.faults
    assert "katls" in fault.tell("lv")
    assert "2. rinda" in fault.tell("lv")
    assert "privātmāja" not in fault.tell("lv")
