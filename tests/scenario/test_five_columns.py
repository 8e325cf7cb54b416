"""Name, type or series, year, renovation and area are enough; the rest follows from the dated catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.errors import ScenarioError
from energycommunity.scenario import load_scenario

SCENARIO = """
schema_version: 1
name: village
site: {latitude_deg: 57.26, longitude_deg: 26.67}
time: {start: 2025-01-15, steps: 24, annual: false}
weather: {series: WEATHER}
economics: {price_year: 2025, real_discount_rate: 0.04}
tariffs:
  wood: {type: fuel, carrier: firewood, price_eur_per_kwh: 0.03}
  sale: {type: export_fixed, price_eur_per_kwh: 0.05}
  grid: {type: fixed, price_eur_per_kwh: 0.14}
  other_grid: {type: fixed, price_eur_per_kwh: 0.15}
buildings_from: houses.csv
assets:
  stove:
    {type: fuel_boiler, at: each_building, owner: building_member, fuel: wood, capacity_heat_kw: 500, efficiency: 0.7}
mode: dispatch
"""
HEADINGS = "name,type,series,built,renovation,heated_area_m2"
WEATHER = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"


def load(tmp_path, table, more=""):
    text = (SCENARIO + more).replace("WEATHER", WEATHER.as_posix())
    (tmp_path / "village.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "houses.csv").write_text(table, encoding="utf-8")
    return load_scenario(tmp_path / "village.yaml")


def building(tmp_path, row, headings=HEADINGS):
    """The one building of a table of one row."""
    (single,) = load(tmp_path, f"{headings}\n{row}\n").variants["baseline"].buildings.values()
    return single


def heat_kwh(house):
    return house.space_heat.yearly_kwh(house.heated_area_m2, house.renovation)[0]


def test_a_house_of_five_columns(tmp_path):
    """Proves: every default of a private house of 100 m2 of 1978, not renovated.

    Hand calculation: electricity of one household 12 · 175 = 2100 kWh; 2.4 persons of 650 kWh draw 1560 kWh of hot
    water; rooms 215 kWh/m2 · 100 m2 = 21500 kWh; roof 0.35 · 100 = 35 m2; 3 x 20 A.
    Sensitivity: with 70 m2 a dwelling it would count 1.4 households and 2940 kWh.
    """
    scenario = load(tmp_path, f"{HEADINGS}\nliepas,house,,1978,none,100\n").variants["baseline"]
    house, meter = scenario.buildings["liepas"], scenario.meters["liepas"]
    assert (house.type, house.sector, house.meter) == ("private_house", "residential", "liepas")
    assert (house.electricity.annual_kwh, house.electricity.profile) == (2100.0, "lt_household")
    assert house.hot_water.yearly_kwh()[0] == pytest.approx(1560.0)
    assert heat_kwh(house) == pytest.approx(21500.0)
    assert house.roof.area_m2 == pytest.approx(35.0)
    assert (meter.owner, meter.purchase, meter.sale, meter.phases, meter.fuse_a) == ("liepas", "grid", "sale", 3, 20)
    assert scenario.members["liepas"].kind == "household"


@pytest.mark.parametrize(
    ("row", "kwh"),
    [
        ("a,house,,1950,none,100", 21500.0),  # 215 kWh/m2 before renovation
        ("a,house,,1950,full,100", 9000.0),  # 90 after
        ("a,house,,1950,partly,100", 15250.0),  # half-way
        ("a,house,,1989,none,100", 21500.0),
        ("a,house,,1990,none,100", 20584.0),  # houses of the nineties, 205.84
        ("a,house,,2010,none,100", 11028.0),  # 110.28
        ("a,house,,2011,none,100", 4785.0),  # 47.85
        ("a,house,,,none,100", 21500.0),  # year unknown
        ("a,,103,1985,full,1000", 57500.0),  # 57.5
        ("a,,103,1995,none,1000", 145000.0),  # a series is a series whatever the year says
        ("a,apartment_house,,1975,none,1000", 135500.0),  # mean of 139.3, 130.3 and 136.8
        ("a,school,,1976,none,1000", 140000.0),
    ],
)
def test_heat_for_rooms_follows_type_or_series_year_renovation_and_area(tmp_path, row, kwh):
    assert heat_kwh(building(tmp_path, row)) == pytest.approx(kwh)


def test_an_apartment_house_counts_its_dwellings_by_area(tmp_path):
    """Proves: dwellings, and all that follows from their number.

    Hand calculation: 700 m2 / 70 m2 = 10 dwellings; 10 · 2100 kWh; 24 persons; spread 0.5 / sqrt(10) = 0.158.
    """
    scenario = load(tmp_path, f"{HEADINGS}\nparka_1,,103. sērija,1978,none,700\n").variants["baseline"]
    house = scenario.buildings["parka_1"]
    assert (house.type, house.dwellings, house.hot_water.persons) == ("apartment_house", 10, 24.0)
    assert house.electricity.annual_kwh == 21000.0
    assert house.electricity.spread == pytest.approx(0.158, abs=5e-4)
    assert (scenario.members["parka_1"].kind, scenario.meters["parka_1"].fuse_a) == ("apartment_house", 100)


def test_a_school_uses_by_area_and_is_municipal(tmp_path):
    """Hand calculation: 1000 m2 · 20 kWh/m2 electricity, 1000 m2 · 2.92 kWh/m2 hot water; nobody lives there."""
    scenario = load(tmp_path, f"{HEADINGS}\nskola,skola,,1976,partly,1000\n").variants["baseline"]
    school = scenario.buildings["skola"]
    assert (school.sector, school.dwellings, school.electricity.spread) == ("municipal", None, 0.0)
    assert (school.electricity.annual_kwh, school.hot_water.annual_kwh) == (20000.0, pytest.approx(2920.0))
    assert scenario.members["skola"].kind == "municipality"


def test_every_figure_filled_in_is_listed_with_its_source(tmp_path):
    file = load(tmp_path, f"{HEADINGS}\nliepas,house,,1978,none,100\n")
    used = {default.path: default for default in file.defaults_used["baseline"]}
    electricity, fuse = used["buildings.liepas.electricity.annual_kwh"], used["meters.liepas.fuse_a"]
    assert (electricity.value, electricity.unit, electricity.date, electricity.verified) == (
        2100.0,
        "kWh",
        "2020",
        True,
    )
    assert "Central Statistical Bureau" in electricity.source
    assert (fuse.value, fuse.unit, fuse.verified) == (20.0, "A", False)
    told = {path for path in used if path.startswith(("buildings.liepas.", "meters.liepas."))}
    assert {
        "buildings.liepas.electricity.spread", "buildings.liepas.hot_water", "buildings.liepas.hot_water.persons",
        "buildings.liepas.roof.area_m2", "buildings.liepas.space_heat", "meters.liepas.phases",
    } <= told  # fmt: skip


def test_what_a_row_states_stays(tmp_path):
    headings = (
        HEADINGS + ",electricity_mwh,hot_water_kwh,persons,roof_m2,fuse,phases,member,space_heat.annual_kwh,spread"
    )
    headings = headings.replace(",spread", ",electricity.spread")
    row = "liepas,house,,1978,none,100,3.5,900,5,60,25,1,anna,8 MWh,0"
    scenario = load(tmp_path, f"{headings}\n{row}\n", "members:\n  anna: {kind: household}\n").variants["baseline"]
    house, meter = scenario.buildings["liepas"], scenario.meters["liepas"]
    assert (house.electricity.annual_kwh, house.electricity.spread) == (3500.0, 0.0)
    assert (house.hot_water.annual_kwh, heat_kwh(house), house.roof.area_m2) == (900.0, 8000.0, 60.0)
    assert (meter.owner, meter.fuse_a, meter.phases) == ("anna", 25.0, 1)
    assert list(scenario.members) == ["anna"]


def test_a_column_of_notes_is_for_people(tmp_path):
    with_notes = building(tmp_path, "liepas,house,,1978,none,100,2026-05-01", HEADINGS + ",Piezīmes")
    assert with_notes == building(tmp_path, "liepas,house,,1978,none,100")


def test_latvian_headings_and_words_say_the_same(tmp_path):
    latvian = building(
        tmp_path,
        "Bērzu iela 5;privātmāja;1978;daļēji;100,5",
        "Nosaukums;Tips;Būvgads;Renovācija;Apkurināmā platība (m²)",
    )
    english = building(tmp_path, "Bērzu_iela_5,private_house,,1978,partly,100.5")
    assert latvian == english


def test_a_variant_may_change_what_the_rest_follows_from(tmp_path):
    """Hand calculation: 100 m2 renovated in one variant: 9000 instead of 21500 kWh; a larger fuse there."""
    variants = """
variants:
  baseline: {}
  renovated: {set: {buildings.*.renovation: full, meters.*.fuse_a: 32, meters.liepas.import: other_grid}}
"""
    file = load(tmp_path, f"{HEADINGS}\nliepas,house,,1978,none,100\n", variants)
    base, renovated = file.variants["baseline"], file.variants["renovated"]
    assert [heat_kwh(one.buildings["liepas"]) for one in (base, renovated)] == pytest.approx([21500.0, 9000.0])
    assert [one.meters["liepas"].fuse_a for one in (base, renovated)] == [20.0, 32.0]
    assert [one.meters["liepas"].purchase for one in (base, renovated)] == ["grid", "other_grid"]


def test_a_meter_of_the_same_name_in_the_file_is_that_of_the_building(tmp_path):
    meters = "meters:\n  skola: {member: parish, import: other_grid, fuse_a: 160}\n"
    more = "members:\n  parish: {kind: municipality}\n" + meters
    scenario = load(tmp_path, f"{HEADINGS}\nskola,school,,1976,partly,1000\n", more).variants["baseline"]
    meter = scenario.meters["skola"]
    assert (meter.owner, meter.purchase, meter.sale, meter.fuse_a) == ("parish", "other_grid", "sale", 160.0)
    assert list(scenario.members) == ["parish"]


def test_copies_of_a_row_have_meters_members_and_seeds_of_their_own(tmp_path):
    scenario = load(tmp_path, f"{HEADINGS},count\niela,house,,1978,none,100,3\n").variants["baseline"]
    names = ["iela_1", "iela_2", "iela_3"]
    assert list(scenario.buildings) == list(scenario.meters) == list(scenario.members) == names
    assert [scenario.buildings[name].meter for name in names] == names
    assert {house.group for house in scenario.buildings.values()} == {"iela"}
    assert len({house.seed for house in scenario.buildings.values()}) == 3


def test_meters_that_are_made_are_told(tmp_path):
    notices = load(tmp_path, f"{HEADINGS}\nliepas,house,,1978,none,100\n").notices
    (notice,) = (notice for notice in notices if notice.key == "scenario_notice_own_meters")
    assert (notice.values["count"], notice.values["names"], notice.values["contracts"]) == (1, "liepas", "sale, grid")


def test_the_only_contracts_of_a_file_are_no_news(tmp_path):
    scenario = SCENARIO.replace("  other_grid: {type: fixed, price_eur_per_kwh: 0.15}\n", "")
    assert scenario != SCENARIO
    (tmp_path / "village.yaml").write_text(scenario.replace("WEATHER", WEATHER.as_posix()), encoding="utf-8")
    (tmp_path / "houses.csv").write_text(f"{HEADINGS}\nliepas,house,,1978,none,100\n", encoding="utf-8")
    notices = load_scenario(tmp_path / "village.yaml").notices
    assert not [notice for notice in notices if notice.key.startswith("scenario_notice_own_meters")]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("liepas,house,,1978,none,100,anna", "a meter of its own, with the member of its row"),
        (
            "liepas,house,,1978,none,100,anna\nbērzi,house,,1978,none,100,",
            "(liepas, bērzi): each has a meter of its own, with the first contracts of the file (sale, grid); "
            "those that name no member have one of their own too: 1",
        ),
    ],
)
def test_members_of_the_rows_are_told_as_such(tmp_path, rows, words):
    notices = load(tmp_path, f"{HEADINGS},member\n{rows}\n", "members:\n  anna: {kind: household}\n").notices
    (notice,) = [notice for notice in notices if notice.key.startswith("scenario_notice_own_meters")]
    assert words in notice.tell()
    assert notice.tell("lv")


def test_a_variant_read_back_from_its_file_is_the_same(tmp_path):
    from energycommunity.scenario.resolved import resolved_yaml

    scenario = load(tmp_path, f"{HEADINGS},count\niela,house,,1978,none,100,2\n").variants["baseline"]
    (tmp_path / "resolved.yaml").write_text(resolved_yaml(scenario), encoding="utf-8")
    again = load_scenario(tmp_path / "resolved.yaml").variants["baseline"]
    assert (again.buildings, again.meters, again.members) == (scenario.buildings, scenario.meters, scenario.members)


def test_a_row_without_a_contract_to_buy_by_is_a_fault(tmp_path):
    text = SCENARIO.replace("  sale:", "  #").replace("  grid:", "  #").replace("  other_grid:", "  #")
    (tmp_path / "village.yaml").write_text(text.replace("WEATHER", WEATHER.as_posix()), encoding="utf-8")
    (tmp_path / "houses.csv").write_text(f"{HEADINGS}\nliepas,house,,1978,none,100\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(tmp_path / "village.yaml")
    assert [(fault.key, fault.path) for fault in caught.value.faults] == [
        ("technologies_meter_without_tariff", "meters.liepas")
    ]


@pytest.mark.parametrize(
    ("includes", "filled"),
    [("space_heat", {"hot_water"}), ("space_heat hot_water", set()), ("hot_water", {"space_heat"})],
)
def test_what_a_heat_bill_includes_is_not_filled_in(includes, filled):
    from energycommunity.errors import Cell
    from energycommunity.scenario.located import Place, located
    from energycommunity.scenario.usual_buildings import fill_usual

    house = {"type": "private_house", "heated_area_m2": 100, "heat_bill": {"includes": includes}}
    tree = located({"buildings": {"liepas": house}}, Place("houses.csv", 2, Cell()))
    entries = fill_usual(tree).tree.entries["buildings"].entries["liepas"].entries
    assert {"space_heat", "hot_water"} & entries.keys() == filled


def test_the_table_is_named_among_the_inputs_of_a_result(tmp_path):
    from energycommunity.results.provenance import provenance

    file = load(tmp_path, f"{HEADINGS}\nliepas,house,,1978,none,100\n")
    inputs = provenance(file.path, file.variants["baseline"])["inputs"]
    assert {Path(name).name for name in inputs} == {"village.yaml", "houses.csv", "gulbene.csv"}
    assert all(inputs.values())


def test_row_that_begins_with_a_number_sign_is_told(tmp_path):
    """Proves: a building whose name begins with # is not dropped silently; a remark in the table is."""
    table = f"# five columns\n{HEADINGS}\nliepas,house,,1978,none,100\n#5,house,,1978,none,100\n# not, counted\n"
    file = load(tmp_path, table)
    assert list(file.variants["baseline"].buildings) == ["liepas"]
    (notice,) = [fault for fault in file.notices if fault.key == "scenario_rows_left_out"]
    assert notice.tell().startswith(
        f"{tmp_path / 'houses.csv'}, row 4: rows that begin with # are comments and are left out: 4;"
    )
    assert notice.tell("lv").startswith(f"{tmp_path / 'houses.csv'}, 4. rinda: ")
