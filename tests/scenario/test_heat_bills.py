"""Heat bills in the file itself, as a table of twelve rows, and as columns of the table of buildings."""

from __future__ import annotations

import pandas as pd
import pytest

from energycommunity.errors import ScenarioError
from energycommunity.results.provenance import files_named
from energycommunity.scenario.loader import load_scenario
from energycommunity.scenario.resolved import resolved_yaml
from tests.scenario.test_tables import VILLAGE

FRAME = """
name: bills
site: {latitude_deg: 57.26, longitude_deg: 26.67}
time: {year: 2025}
weather: {series: gulbene.csv}
economics: {price_year: 2025, real_discount_rate: 0.04}
tariffs:
  grid: {type: fixed, price_eur_per_kwh: 0.14}
  pellets: {type: fuel, carrier: pellets, price_eur_per_kwh: 0.05}
members: {owner: {kind: municipality}}
meters: {main: {member: owner, import: grid, fuse_a: 40}}
buildings:
  school:
    meter: main
    sector: municipal
    heat_bill: {BILL}
assets:
  boiler: {type: fuel_boiler, owner: owner, at: each_building, fuel: pellets, capacity_heat_kw: 60}
"""
WHOLE = "[space_heat, hot_water, circulation]"
LIST = "[40, 34, 28, 15, 5, 3, 2.8, 3.4, 4, 16, 26, 36]"
MWH = (40, 34, 28, 15, 5, 3, 2.8, 3.4, 4, 16, 26, 36)
ROWS = "mēnesis;skola (kWh);birojs (kWh)\n" + "".join(
    f"{month:02}.2023;{value * 1000:.0f};100\n" for month, value in reversed(list(enumerate(MWH, 1)))
)
NAMES = "january february march april may june july august september october november december".split()  # noqa: SIM905


def load(folder, bill, more=""):
    (folder / "gulbene.csv").write_text("", encoding="utf-8")
    path = folder / "bills.yaml"
    path.write_text(FRAME.replace("{BILL}", bill) + more, encoding="utf-8")
    return load_scenario(path)


def refusal(folder, bill):
    with pytest.raises(ScenarioError) as caught:
        load(folder, bill)
    assert caught.value.tell("lv")
    return caught.value.tell().replace(f"{folder}/", "").replace(f"{folder}\\", "")


def school(file):
    return file.variants["baseline"].buildings["school"]


def test_list_in_the_file(tmp_path):
    bill = school(load(tmp_path, f"{{monthly_mwh: {LIST}, includes: {WHOLE}, year: 2023}}")).heat_bill
    assert bill.bill_kwh.tolist() == [value * 1000 for value in MWH]


def test_months_with_units_are_converted(tmp_path):
    bill = school(load(tmp_path, f'{{monthly_mwh: ["144 GJ", {LIST[5:]}, includes: [space_heat]}}')).heat_bill
    assert bill.monthly_mwh[0] == pytest.approx(40.0)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1257", "utf-16"])
def test_table_of_twelve_rows_in_any_order(tmp_path, encoding):
    """The rows run from December to January in kWh; the column of months puts them right."""
    (tmp_path / "bills.csv").write_text(ROWS, encoding=encoding)
    bill = school(load(tmp_path, f'{{file: bills.csv, column: "skola (kWh)", includes: {WHOLE}}}')).heat_bill
    assert bill.monthly_mwh == pytest.approx(MWH)


def test_the_resolved_file_says_the_same(tmp_path):
    (tmp_path / "bills.csv").write_text(ROWS, encoding="utf-8")
    bill = f'{{file: bills.csv, column: "skola (kWh)", includes: {WHOLE}, year: 2023}}'
    scenario = load(tmp_path, bill).variants["baseline"]
    again = tmp_path / "again.yaml"
    again.write_text(resolved_yaml(scenario), encoding="utf-8")
    assert load_scenario(again).variants["baseline"].buildings == scenario.buildings
    assert "bills.csv" in list(files_named(scenario))


def test_a_wrong_cell_is_told_with_its_line(tmp_path):
    (tmp_path / "bills.csv").write_text(ROWS.replace("05.2023;5000", "05.2023;-5000"), encoding="utf-8")
    told = refusal(tmp_path, f'{{file: bills.csv, column: "skola (kWh)", includes: {WHOLE}}}')
    assert told == "bills.csv:9: buildings.school.heat_bill.monthly_mwh.4: -5 is given; it must be at least 0"


@pytest.mark.parametrize(
    ("content", "bill", "words"),
    [
        (ROWS, "{file: bills.csv, includes: [space_heat]}", "several columns: skola (kWh), birojs (kWh)"),
        (ROWS, "{file: [bills.csv], includes: [space_heat]}", "heat_bill.file: ['bills.csv'] is no text"),
        (ROWS, "{file: none.csv, includes: [space_heat]}", "the file 'none.csv' is not there"),
        (ROWS, "{file: bills.csv, column: dome, includes: [space_heat]}", "no column 'dome'"),
        (ROWS[:-18], "{file: bills.csv, column: birojs (kWh), includes: [space_heat]}", "11 rows; twelve are needed"),
        (ROWS.replace("03.2023", "04.2023"), '{file: bills.csv, column: "birojs (kWh)", includes: [space_heat]}',
         "bills.csv:11: buildings.school.heat_bill.file: the month '04.2023' stands twice"),
        (ROWS.replace("03.2023", "pavasaris"), '{file: bills.csv, column: "birojs (kWh)", includes: [space_heat]}',
         "bills.csv:11: buildings.school.heat_bill.file: 'pavasaris' is no month"),
        (ROWS, "{file: bills.csv, column: birojs (kWh), unit: m3, includes: [space_heat]}", "'m3' cannot be turned"),
        (ROWS.replace(";3000;", ";?;"), '{file: bills.csv, column: "skola (kWh)", includes: [space_heat]}',
         "bills.csv:8: buildings.school.heat_bill.file: Column 'skola (kWh)' holds '?'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_table_is_told(tmp_path, content, bill, words):
    (tmp_path / "bills.csv").write_text(content, encoding="utf-8")
    assert words in refusal(tmp_path, bill)


def test_bill_beside_a_demand_is_refused(tmp_path):
    text = f"{{monthly_mwh: {LIST}, includes: [space_heat, hot_water]}}\n    hot_water: {{annual_kwh: 4000}}"
    assert "hot_water is in the bill already" in refusal(tmp_path, text)
    alone = f"{{monthly_mwh: {LIST}, includes: [space_heat]}}\n    hot_water: {{annual_kwh: 4000}}"
    building = school(load(tmp_path, alone))
    assert building.water_heat.annual_kwh == 4000
    assert building.room_heat.yearly_kwh()[0] == pytest.approx(213_200)


def notices(file):
    return [(notice.key, notice.path, notice.values) for notice in file.notices]


def test_not_normalised_is_told_until_the_temperatures_are_given(tmp_path):
    bill = f"monthly_mwh: {LIST}, includes: {WHOLE}, year: 2023"
    ((key, path, values),) = notices(load(tmp_path, f"{{{bill}}}"))
    assert (key, path) == ("heat_bill_notice_not_normalised", "buildings.school.heat_bill")
    assert values == {"building": "school", "year": 2023}
    temperatures = "monthly_outdoor_c: [-3, -3, 0, 6, 11, 15, 18, 17, 12, 7, 2, -1]"
    assert notices(load(tmp_path, f"{{{bill}, {temperatures}}}")) == []


@pytest.mark.parametrize(
    ("months", "key", "values"),
    [
        ("[40, 34, 28, 15, 5, 0, 0, 0, 4, 16, 26, 36]", "no_summer_heat", {"months": "6, 7, 8"}),
        ("[40, 34, 28, 15, 5, 6, 3, 3, 4, 16, 26, 36]", "heating_in_summer", {"month": 6, "least": 7, "times": "2.1"}),
        ("[40, 34, 28, 15, 5, 3, 3, 3, 1, 16, 26, 36]", "below_summer", {"months": "9"}),
    ],
)
def test_doubtful_summers_are_told(tmp_path, months, key, values):
    temperatures = "monthly_outdoor_c: [-3, -3, 0, 6, 11, 15, 18, 17, 12, 7, 2, -1]"
    file = load(tmp_path, f"{{monthly_mwh: {months}, includes: {WHOLE}, year: 2023, {temperatures}}}")
    ((told, _, found),) = notices(file)
    assert told == f"heat_bill_notice_{key}"
    assert found == {"building": "school"} | values
    assert file.notices[0].tell("lv") != file.notices[0].tell("en")


def test_temperatures_of_a_table(tmp_path):
    means = [-3, -3.5, 0, 6, 11, 15, 18, 17, 12, 7, 2, -1]
    rows = "".join(f"{number};{str(mean).replace('.', ',')}\n" for number, mean in enumerate(means, 1))
    (tmp_path / "means.csv").write_text("month;temperature_c\n" + rows, encoding="utf-8")
    bill = school(load(tmp_path, f"{{monthly_mwh: {LIST}, includes: {WHOLE}, temperatures_of: means.csv}}")).heat_bill
    assert bill.monthly_outdoor_c == tuple(means)


def weather_file(folder, name, head="", year=2023):
    hours = pd.date_range(f"{year}-01-01", periods=8760, freq="h", tz="Etc/GMT-2")
    rows = "".join(f"{time:%Y-%m-%dT%H:%M%z},0,0,0,{time.month - 5},3\n" for time in hours)
    place = "# latitude: 57.2\n# longitude: 26.7\n# altitude: 140\n"
    heading = "time,ghi,dni,dhi,temp_air,wind_speed\n"
    (folder / name).write_text(place + head + heading + rows, encoding="utf-8")


def test_temperatures_of_a_weather_file(tmp_path):
    """Hours of month m have m - 5 degC, so the means are -4 to 7, but for an hour in winter time at the changes."""
    weather_file(tmp_path, "station.csv")
    bill = f"{{monthly_mwh: {LIST}, includes: {WHOLE}, year: 2023, temperatures_of: station.csv}}"
    assert school(load(tmp_path, bill)).heat_bill.monthly_outdoor_c == pytest.approx(range(-4, 8), abs=2e-3)


def test_temperatures_of_another_year_are_refused(tmp_path):
    weather_file(tmp_path, "station.csv", year=2022)
    told = refusal(tmp_path, f"{{monthly_mwh: {LIST}, includes: {WHOLE}, year: 2023, temperatures_of: station.csv}}")
    assert "buildings.school.heat_bill.temperatures_of" in told
    assert "does not cover month 1 of 2023" in told


def test_columns_of_the_table_of_buildings(tmp_path):
    headings = ";".join(f"heat_bill.{name}_mwh" for name in NAMES)
    cells = ";".join(str(value).replace(".", ",") for value in MWH)
    row = f"name;meter;sector;heat_bill.includes;heat_bill.year;{headings}\n"
    row += f"liepas;flats;residential;space_heat hot_water;2023;{cells}\n"
    (tmp_path / "houses.csv").write_text(row, encoding="cp1257")
    text = VILLAGE.replace("heat_networks:\n", "buildings_from: houses.csv\nheat_networks:\n", 1)
    text = text.replace("flats: required}", "flats: required, liepas: required}")
    (tmp_path / "village.yaml").write_text(
        text.replace("time:", "weather: {series: w.csv}\ntime:", 1), encoding="utf-8"
    )
    (tmp_path / "w.csv").write_text("", encoding="utf-8")
    building = load_scenario(tmp_path / "village.yaml").variants["baseline"].buildings["liepas"]
    assert building.heat_bill.bill_kwh.tolist() == pytest.approx([value * 1e3 for value in MWH])
    assert building.water_heat.yearly_kwh()[0] == pytest.approx(36_500)


def test_equal_buildings_are_told_of_their_bill_once(tmp_path):
    """Proves: thirty houses of one row give one notice, not thirty."""
    file = load(tmp_path, f"{{monthly_mwh: {LIST}, includes: {WHOLE}}}\n    count: 30")
    told = [notice for notice in file.notices if notice.key == "heat_bill_notice_not_normalised"]
    assert [notice.values["building"] for notice in told] == ["school_1"]


def test_a_measure_may_reduce_the_heat_of_a_bill(tmp_path):
    measure = """  insulation:
    {type: demand_reduction, owner: owner, reduces: school.space_heat, saved_fraction: 0.3, investment_eur: 50000,
     lifetime_years: 30}
"""
    file = load(tmp_path, f"{{monthly_mwh: {LIST}, includes: {WHOLE}}}", measure)
    assert "insulation" in file.variants["baseline"].assets
