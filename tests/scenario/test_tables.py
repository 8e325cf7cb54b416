"""Buildings and pipes as rows of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.errors import ScenarioError
from energycommunity.scenario import load_scenario

VILLAGE = (Path(__file__).parent / "village.yaml").read_text(encoding="utf-8")
HOUSES = """name;meter;sector;count;hot_water.annual_kwh;electricity.annual_kwh;roof.area_m2;assumed
liepas;flats;residential;;12 000,5;3 MWh;40;TRUE
kalnini;flats;residential;3;3000;;;
"""
PIPES = "from;to;length_m;pipe\nboiler_house;school;60,5;pre_insulated_series_2_dn50\n"


def load(tmp_path, houses=HOUSES, houses_name="houses.csv"):
    text = VILLAGE.replace("heat_networks:\n", f"buildings_from: {houses_name}\nheat_networks:\n", 1)
    text = text.replace("    heat_loss_kw: 5\n", "    heat_loss_kw: 5\n    pipes_from: pipes.csv\n")
    text = text.replace("flats: required}", "flats: required, liepas: required, kalnini: required}")
    (tmp_path / "village.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "pipes.csv").write_text(PIPES, encoding="cp1257")
    if houses is not None:
        (tmp_path / "houses.csv").write_text(houses, encoding="cp1257")
    return load_scenario(tmp_path / "village.yaml").variants["baseline"]


def faults_of(tmp_path, *arguments):
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, *arguments)
    return [(fault.key, Path(fault.file).name, fault.line, fault.path) for fault in caught.value.faults]


def test_rows_become_buildings_and_count_repeats_them(tmp_path):
    scenario = load(tmp_path)
    copies = ["kalnini_1", "kalnini_2", "kalnini_3"]
    assert list(scenario.buildings) == ["school", "flats", "shed", "liepas", *copies]
    liepas = scenario.buildings["liepas"]
    assert (liepas.hot_water.annual_kwh, liepas.electricity.annual_kwh, liepas.roof.area_m2) == (12000.5, 3000.0, 40.0)
    assert liepas.assumed is True
    assert scenario.buildings["kalnini_2"].roof is None
    assert list(scenario.heat_networks["centre"].connections) == ["school", "flats", "liepas", *copies]


def test_rows_become_pipes(tmp_path):
    (pipe,) = load(tmp_path).heat_networks["centre"].pipes
    assert (pipe.from_, pipe.to, pipe.length_m) == ("boiler_house", "school", 60.5)


def test_sheet_of_a_workbook_is_read_as_a_table(tmp_path):
    import openpyxl

    workbook = openpyxl.Workbook()
    for row in (["name", "meter", "sector", "hot_water.annual_kwh"], ["liepas", "flats", "residential", 12000.5],
                ["kalnini", "flats", "residential", 3000]):  # fmt: skip
        workbook.active.append(row)
    workbook.save(tmp_path / "houses.xlsx")
    scenario = load(tmp_path, None, "houses.xlsx")
    assert scenario.buildings["liepas"].hot_water.annual_kwh == 12000.5


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("liepas;flats;residential", "liepas;flat;residential",
         ("scenario_unknown_name_nearest", "houses.csv", 2, "buildings.liepas.meter")),
        ("12 000,5", "many",
         ("scenario_number_expected_in_unit", "houses.csv", 2, "buildings.liepas.hot_water.annual_kwh")),
        ("kalnini;flats;residential;3", "kalnini;flats;residential;-3",
         ("scenario_count", "houses.csv", 3, "buildings.kalnini.count")),
        ("kalnini;", "liepas;", ("scenario_row_name_twice", "houses.csv", 3, "")),
        ("liepas;flats", ";flats", ("scenario_row_without_name", "houses.csv", 2, "")),
        ("3 MWh", "3 kW", ("scenario_unit_wrong", "houses.csv", 2, "buildings.liepas.electricity.annual_kwh")),
        ("assumed", "asumed", ("scenario_unknown_column_nearest", "houses.csv", 1, "")),
    ],
)  # fmt: skip
def test_fault_in_a_row_names_the_line_of_the_table(old, new, expected, tmp_path):
    assert expected in faults_of(tmp_path, HOUSES.replace(old, new, 1))


def test_missing_table_is_told_at_the_key_that_names_it(tmp_path):
    found = faults_of(tmp_path, None)
    assert ("scenario_data_file_not_found", "village.yaml", 22, "buildings_from") in found
