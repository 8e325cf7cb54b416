"""Figures that are legal but hardly true are told, with their value and the likely slip."""

from __future__ import annotations

import pytest

from energycommunity.scenario import load_scenario

FRAME = """
name: slips
site: {latitude_deg: 57.26, longitude_deg: 26.67}
time: {year: 2025}
weather: {series: gulbene.csv}
economics: {price_year: 2025, real_discount_rate: 0.04}
tariffs:
  grid: {type: fixed, price_eur_per_kwh: 0.14, standing_charge_eur_per_month: 2,
         network: {capacity_eur_per_a_month: 0.5, standing_charge_eur_per_month: 1}}
  pellets: {type: fuel, carrier: pellets, price_eur_per_t: 240, lower_heating_value_kwh_per_t: 4800}
members: {owner: {kind: municipality}}
meters: {main: {member: owner, import: grid, fuse_a: 40}}
buildings:
  school:
    meter: main
    sector: municipal
    series: "103"
    heated_area_m2: 1000
    electricity: {annual_kwh: 20000}
    space_heat: {annual_kwh: 90000}
heat_networks:
  centre:
    owner: owner
    level: {supply_c: 80, return_c: 60}
    calibrate_to: {produced_kwh: 100000, sold_kwh: 90000, fuel: "118 MWh pellets"}
    pipes: [{from: centre_plant, to: school, length_m: 50, pipe: steel_uninsulated_dn50}]
    connections: {school: required}
    meter: main
assets:
  boiler: {type: fuel_boiler, owner: owner, at: centre, fuel: pellets, efficiency: 0.85, capacity_heat_kw: 60}
"""
BILL = "heat_bill: {includes: [space_heat], year: 2023, monthly_mwh: ["


def notices(folder, *edits, more=""):
    (folder / "gulbene.csv").write_text("", encoding="utf-8")
    text = FRAME
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    (folder / "slips.yaml").write_text(text + more, encoding="utf-8")
    found = load_scenario(folder / "slips.yaml").notices
    assert all(notice.tell("lv") for notice in found)
    return found


def test_a_plausible_file_tells_nothing(tmp_path):
    assert notices(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        # 12 x 7,500 MWh over 1000 m2: 90,000 kWh/m2; 12 x 0.0075 MWh: 0.09 kWh/m2
        ("space_heat: {annual_kwh: 90000}", BILL + "7500, " * 12 + "]}",
         "buildings.school.heat_bill", "90 000 kWh per m²"),
        ("space_heat: {annual_kwh: 90000}", BILL + "0.0075, " * 12 + "]}",
         "buildings.school.heat_bill", "0.09 kWh per m²"),
        ("annual_kwh: 90000", "annual_kwh: 90", "buildings.school.space_heat", "0.09 kWh per m²"),
        ("annual_kwh: 90000", "annual_kwh: 14900", "buildings.school.space_heat", "14.9 kWh per m²"),
        ("annual_kwh: 90000", "annual_kwh: 601000", "buildings.school.space_heat", "601 kWh per m²"),
        ("annual_kwh: 20000", "annual_kwh: 20", "buildings.school.electricity", "0.02 kWh per m²"),
        ("annual_kwh: 20000", "annual_kwh: 20000000", "buildings.school.electricity", "20 000 kWh per m²"),
        ("price_eur_per_t: 240", "price_eur_per_t: -240", "tariffs.pellets.price_eur_per_t", "negative price -240"),
        ("heated_area_m2: 1000", "heated_area_m2: 1000000", "buildings.school.heated_area_m2", "1 000 000 m²"),
        ("site: {latitude_deg: 57.26, longitude_deg: 26.67}", "site: {latitude_deg: 26.67, longitude_deg: 57.26}",
         "site", "write latitude_deg: 57.26, longitude_deg: 26.67"),
        ("latitude_deg: 57.26", "latitude_deg: 52.5", "site", "outside Latvia"),
        ("time: {year: 2025}", "time: {year: 2031}", "time", "computes 2031, but money is that of 2025"),
        ('series: "103"', 'series: "133"', "buildings.school.series", "no series 133; do you mean 103?"),
        ('series: "103"', "series: brick", "buildings.school.series", "no series brick"),
        # 100 / 118 = 0.847 was measured
        ("efficiency: 0.85", "efficiency: 0.65", "assets.boiler.efficiency", "is 0.65, but 0.85 was measured"),
    ],
)  # fmt: skip
def test_a_slip_is_told_at_its_place(tmp_path, old, new, path, words):
    spoken = [notice.tell().replace("\u00a0", " ") for notice in notices(tmp_path, (old, new))]
    (told,) = [words_ for words_ in spoken if words in words_]
    assert f": {path}: " in told


@pytest.mark.parametrize(("kwh", "words"), [(12, "0.012 kWh per m²"), (400_000, "400 kWh per m²"), (20_000, None)])
def test_cold_in_another_unit_is_told(tmp_path, kwh, words):
    cold = ("    space_heat:", f"    cooling: {{annual_kwh: {kwh}}}\n    space_heat:")
    cooler = "  cooler: {type: air_conditioner, owner: owner, at: school, meter: main, capacity_cooling_kw: 50}\n"
    told = [notice.tell().replace("\u00a0", " ") for notice in notices(tmp_path, cold, more=cooler)]
    of_cold = [spoken for spoken in told if ": buildings.school.cooling: " in spoken]
    assert len(of_cold) == (0 if words is None else 1)
    assert words is None or words in of_cold[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("annual_kwh: 90000", "annual_kwh: 15000"),
        ("annual_kwh: 90000", "annual_kwh: 600000"),
        ("annual_kwh: 20000", "annual_kwh: 1000"),
        ("annual_kwh: 20000", "annual_kwh: 0"),
        ("time: {year: 2025}", "time: {year: 2030}"),
        ("efficiency: 0.85", "efficiency: 0.80"),
        ("efficiency: 0.85, capacity_heat_kw: 60", "efficiency: 0.65, capacity_heat_kw: {max: 60}"),  # a new boiler
        ("118 MWh pellets", "300 MWh firewood"),
    ],
)
def test_what_may_well_be_is_not_told(tmp_path, old, new):
    told = {notice.key for notice in notices(tmp_path, (old, new))}
    assert not told - {"scenario_notice_free"}


def test_a_hint_at_a_section_that_is_not_written_has_a_whole_path(tmp_path):
    """The reserve is not written: the path ends with its name, not with a dot."""
    told = [notice.tell() for notice in notices(tmp_path, ("latitude_deg: 57.26", "latitude_deg: 52.5"))]
    (reserve,) = [words for words in told if "design winter" in words]
    assert ": reserve: no design temperature" in reserve


PLANT = """
variants:
  baseline: {baseline: true}
  pump:
    set:
      assets.boiler: null
      assets.pump: {type: heat_pump, source: air, owner: owner, meter: plant, at: centre, cop: 3, capacity_heat_kw: 60}
"""


def test_a_meter_of_another_variant_is_told_with_what_it_costs(tmp_path):
    """12 months x (2 + 1 + 0.5 x 100 A) = 636 EUR, where only the heat pump of the other variant uses it."""
    meter = "fuse_a: 40}\n  plant: {member: owner, import: grid, fuse_a: 100}}"
    edits = [("meters: {main:", "meters:\n  main:"), ("fuse_a: 40}}", meter[:-1])]
    (notice,) = [one for one in notices(tmp_path, *edits, more=PLANT) if "idle" in one.key]
    assert notice.path == "meters.plant"
    assert (
        "costs there a year, without VAT: baseline: 636 EUR. State it inside the variants that use it" in notice.tell()
    )


def test_an_idle_meter_of_the_only_variant_is_told(tmp_path):
    edits = [("meters: {main:", "meters:\n  main:")]
    edits += [("fuse_a: 40}}", "fuse_a: 40}\n  plant: {member: owner, import: grid, fuse_a: 100, count: 2}")]
    (notice,) = notices(tmp_path, *edits)
    assert "costs 1 272 EUR a year" in notice.tell().replace("\u00a0", " ")
