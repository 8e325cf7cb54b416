"""A table beside the scenario file: one spelling of names in both, and rows that the file completes."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.errors import ScenarioError
from energycommunity.scenario import load_scenario

SCENARIO = """
schema_version: 1
name: village
site: {latitude_deg: 57.26, longitude_deg: 26.67}
time: {start: 2025-01-15, steps: 4, annual: false}
weather: {series: WEATHER}
economics: {price_year: 2025, real_discount_rate: 0.04}
tariffs:
  wood: {type: fuel, carrier: firewood, price_eur_per_kwh: 0.03}
  grid: {type: fixed, price_eur_per_kwh: 0.14}
MORE
mode: dispatch
"""
WEATHER = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
BOILER = """
assets:
  boiler:
    {type: fuel_boiler, at: each_building, owner: building_member, fuel: wood, capacity_heat_kw: 90, efficiency: 0.7}
"""
NETWORK = """
members: {parish: {kind: municipality}}
members_from: members.csv
meters_from: meters.csv
buildings_from: houses.csv
heat_networks:
  centre:
    owner: parish
    plant_node: Katlu māja
    level: {supply_c: 65, return_c: 40}
    connections: {Kultūras_nams: required}
    pipes_from: pipes.csv
assets:
  boiler: {type: fuel_boiler, at: Katlu_māja, owner: parish, fuel: wood, capacity_heat_kw: 90, efficiency: 0.7}
"""
HOUSES = "name,type,year,area_m2\nSkola,school,1976,1000\n"
TABLES = {
    "members.csv": "name,kind\nSIA Bērzi,company\n",
    "meters.csv": "name,member,import,fuse_a\nKN ievads,SIA Bērzi,grid,32\n",
    "houses.csv": "name,type,year,area_m2,meter\nKultūras nams,culture_house,1976,500,KN ievads\n",
    "pipes.csv": "from,to,length_m,pipe\nKatlu māja,pie skolas,50,pre_insulated_series_2\n"
    "pie skolas,Kultūras nams,20,pre_insulated_series_2\n",
}


def load(folder, more, tables):
    text = SCENARIO.replace("MORE", more).replace("WEATHER", WEATHER.as_posix())
    (folder / "village.yaml").write_text(text, encoding="utf-8")
    for name, table in tables.items():
        (folder / name).write_text(table, encoding="utf-8")
    return load_scenario(folder / "village.yaml").variants["baseline"]


def faults_of(folder, more, tables):
    with pytest.raises(ScenarioError) as caught:
        load(folder, more, tables)
    return [(fault.key, Path(fault.file).name, fault.line, fault.path) for fault in caught.value.faults]


def test_names_are_spelt_alike_in_every_column_that_holds_names(tmp_path):
    scenario = load(tmp_path, NETWORK, TABLES)
    assert scenario.buildings["Kultūras_nams"].meter == "KN_ievads"
    assert scenario.meters["KN_ievads"].owner == "SIA_Bērzi"
    pipes = scenario.heat_networks["centre"].pipes
    assert [(pipe.from_, pipe.to) for pipe in pipes] == [("Katlu_māja", "pie_skolas"), ("pie_skolas", "Kultūras_nams")]


@pytest.mark.parametrize(
    ("old", "new", "line", "end"),
    [
        ("\npie skolas,Kult", "\nveikals,Kult", 3, "1.from"),  # a pipe that hangs in the air
        (",Kultūras nams,", ",Kultūras namz,", 3, "1.to"),  # a building that is misspelt
    ],
)
def test_a_pipe_that_does_not_reach_is_told_at_its_row(tmp_path, old, new, line, end):
    tables = TABLES | {"pipes.csv": TABLES["pipes.csv"].replace(old, new)}
    path = f"heat_networks.centre.pipes.{end}"
    assert faults_of(tmp_path, NETWORK, tables) == [("scenario_pipe_does_not_reach", "pipes.csv", line, path)]


def test_a_node_reached_twice_is_told_at_the_second_row(tmp_path):
    more = TABLES["pipes.csv"] + "Katlu māja,Kultūras nams,90,pre_insulated_series_2\n"
    path = "heat_networks.centre.pipes.2.to"
    assert faults_of(tmp_path, NETWORK, TABLES | {"pipes.csv": more}) == [
        ("network_reached_twice", "pipes.csv", 4, path)
    ]


def test_a_building_that_no_row_names_is_told_with_the_name_of_the_table(tmp_path):
    first = TABLES["pipes.csv"].splitlines()[:2]
    found = faults_of(tmp_path, NETWORK, TABLES | {"pipes.csv": "\n".join(first) + "\n"})
    assert found == [("scenario_pipe_does_not_reach", "pipes.csv", None, "heat_networks.centre.pipes")]


def test_the_file_completes_a_row_and_wins(tmp_path):
    """A measured series for one building of the table; what both say is taken from the file, the rest from the row."""
    own = """
buildings_from: houses.csv
buildings:
  Skola: {electricity: {power_kw: 3}, roof: {tilt_deg: 10}, renovation: full, type: school}
"""
    table = "name,type,year,area_m2,renovation,electricity_kwh,roof_m2\nSkola,school,1976,1000,none,20000,80\n"
    school = load(tmp_path, own + BOILER, {"houses.csv": table}).buildings["Skola"]
    assert (school.electricity.power_kw, school.electricity.annual_kwh) == (3.0, None)
    assert (school.roof.area_m2, school.roof.tilt_deg) == (80.0, 10.0)
    assert (school.renovation, school.type, school.heated_area_m2, school.sector) == (
        "full",
        "school",
        1000,
        "municipal",
    )
    assert school.hot_water is not None  # still follows from the kind, as for any row


def test_the_file_may_name_the_meter_of_a_row(tmp_path):
    own = """
members: {parish: {kind: municipality}}
meters: {main: {member: parish, import: grid}}
buildings_from: houses.csv
buildings: {Skola: {meter: main}}
"""
    scenario = load(tmp_path, own + BOILER, {"houses.csv": HOUSES})
    assert (list(scenario.meters), list(scenario.members)) == (["main"], ["parish"])


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("electricity_file", "electricity.file"),
        ("Heat bill file", "heat_bill.file"),
        ("roof_tilt_deg", "roof.tilt_deg"),
    ],
)
def test_a_section_joined_without_a_dot_is_answered_with_the_dot(tmp_path, heading, meant):
    table = f"name,type,year,area_m2,{heading}\nSkola,school,1976,1000,x\n"
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, "buildings_from: houses.csv" + BOILER, {"houses.csv": table})
    (fault,) = caught.value.faults
    assert (fault.key, fault.values["nearest"]) == ("scenario_unknown_column_nearest", meant)


def test_a_series_may_be_named_in_a_column(tmp_path):
    table = "name,type,year,area_m2,electricity.file,electricity.column\nSkola,school,1976,1000,skola.csv,kWh\n"
    series = "time,kWh\n" + "".join(f"2025-01-15 0{hour}:00,{hour + 1}\n" for hour in range(4))
    tables = {"houses.csv": table, "skola.csv": series}
    school = load(tmp_path, "buildings_from: houses.csv" + BOILER, tables).buildings["Skola"]
    assert school.electricity.power_kw.file == "skola.csv"


@pytest.mark.parametrize(
    ("column", "cell", "latvian"),
    [
        ("type", "klēts", "privātmāja (private_house)"),
        ("type", "skolla", "varbūt 'skola'"),
        ("renovation", "pa pusei", "daļēji (partly)"),
        ("sector", "lauki", "pašvaldība (municipal)"),
    ],
)
def test_a_word_that_is_none_is_answered_with_latvian_words_in_latvian(tmp_path, column, cell, latvian):
    row = {"name": "Skola", "type": "school", "area_m2": "1000"} | {column: cell}
    table = f"{','.join(row)}\n{','.join(row.values())}\n"
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, "buildings_from: houses.csv" + BOILER, {"houses.csv": table})
    (fault,) = caught.value.faults
    assert latvian in fault.tell("lv")
    assert latvian not in fault.tell()


def test_latvian_words_of_messages_can_be_written_into_the_table():
    from energycommunity.scenario.table_headings import LATVIAN_WORDS, word_of

    for key, words in LATVIAN_WORDS.items():
        assert {word_of(latvian, key): latvian for latvian in words.values()} == words
