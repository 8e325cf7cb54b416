"""`explain` and `technologies`: every key and every technology can be asked for, by any path that a file has."""

from __future__ import annotations

import pytest

from energycommunity.errors import ScenarioError
from energycommunity.parameters import technology_defaults
from energycommunity.scenario.explain import explain
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import entries_below, tags_of
from energycommunity.scenario.technology_text import technology_list, technology_text
from energycommunity.technologies.registry import TECHNOLOGIES

PATHS = sorted({path for path, _, _ in entries_below(Scenario, "")})
BY_TYPE = {tags_of(technology)[0]: technology for technology in TECHNOLOGIES}


def test_every_key_has_a_meaning():
    silent = [path for path, info, _ in entries_below(Scenario, "") if not (info.description or "").strip()]
    assert [path for path in silent if not path.endswith(".type")] == []
    assert "  A fixed price per kWh without VAT and network." in explain("tariffs.fixed.type").splitlines()


@pytest.mark.parametrize("language", ["en", "lv"])
def test_every_path_is_explained(language):
    assert [path for path in PATHS if path not in explain(path, language).splitlines()] == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("buildings.school.space_heat.annual_kwh", ["buildings.space_heat.annual_kwh", "  unit: kWh", "  at least 0"]),
        ("renovation", ["buildings.renovation", "  allowed: none, partly, full", "  default: none"]),
        ("assets.roof_field.capacity_kwp", ["assets.photovoltaics.capacity_kwp", "  unit: kW"]),
        ("inverter_efficiency", ["  above 0, at most 1", "  default: 0.96"]),
        ("site.latitude_deg", ["  from -90 to 90", "  no default: it must be given"]),
        ("assets.battery.assumed", ["  default: false"]),
        ("roof.tilt_deg", ["buildings.roof.tilt_deg", "  default: 30"]),
    ],
)
def test_what_is_told(asked, told):
    lines = explain(asked).splitlines()
    assert [line for line in told if line not in lines] == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("economics.inflation", "  Gada inflācija, tikai nominālajām tabulām"),
        ("tariffs.fixed.type", "  Fiksēta cena par kWh bez PVN un tīkla tarifa."),
        ("fuel_boiler.fuel", "  Kurināmā tarifs, pēc kura kurināmo pērk"),
        ("buildings.school.space_heat.indoor_c", "  Telpu temperatūra."),
    ],
)
def test_meaning_is_told_in_latvian(asked, told):
    assert told in explain(asked, "lv").splitlines()


def test_name_of_ones_own_hides_no_slip():
    with pytest.raises(ScenarioError, match="do you mean 'annual_kwh'"):
        explain("buildings.school.anual_kwh")


def test_default_names_its_row_and_source():
    """Proves: the default of a cost is that of the catalogue, with row, source and date.

    Hand calculation: 353 EUR/kW of 2015 times 1.336 (HICP 2015 to 2025) = 471.6.
    """
    (line,) = [line for line in explain("heat_pump.investment_eur_per_kw").splitlines() if "default" in line]
    assert line.startswith("  default: 471.6")
    assert "heat_pump_air_building; DEA individual heating catalogue 2018, sheet 207.5" in line


def test_key_of_many_places_is_told_once():
    told = explain("remaining_years").splitlines()
    assert told.count("  Years until it must be replaced") == 1
    assert {"assets.battery.existing.remaining_years", "assets.heat_pump.existing.remaining_years"} <= set(told)


def test_words_of_the_catalogues_are_told():
    assert "series_103" in explain("space_heat.building_type")
    assert "sadales_tikls_pamata_1" in explain("spot.network")
    assert "steel_uninsulated" in explain("pipe")
    assert "boiler_pellets_house" in explain("fuel_boiler.catalogue")
    assert "boiler_pellets_house" not in explain("heat_pump.catalogue")


def test_types_are_explained():
    assert "price_eur_per_kwh" in explain("spot")
    assert "ecsim technologies battery" in explain("battery")
    with pytest.raises(ScenarioError, match="do you mean 'photovoltaics'"):
        explain("photovoltaic")


@pytest.mark.parametrize("language", ["en", "lv"])
def test_all_technologies_are_listed(language):
    told = technology_list(language)
    for name, technology in BY_TYPE.items():
        (line,) = [line for line in told.splitlines() if line.split()[:1] == [name]]
        assert (technology.label_lv if language == "lv" else technology.label_en) in line
        assert line.split(maxsplit=2)[2].strip()


@pytest.mark.parametrize("name", sorted(BY_TYPE))
def test_technology_tells_all_keys(name):
    told = technology_text(name, "en")
    keys = {info.alias or key for key, info in BY_TYPE[name].model_fields.items()} - {"type"}
    assert [key for key in keys if f"\n  {key}: " not in told] == []


def test_technology_is_told_in_latvian():
    assert "Tvertnes ar kompresoru; izmērs ir lietderīgā ietilpība." in technology_list("lv")
    told = technology_text("hydrogen_store", "lv").splitlines()
    assert told[1] == "  Tvertnes ar kompresoru; izmērs ir lietderīgā ietilpība."
    assert "  meter: Kompresora skaitītājs" in told


def test_row_of_the_catalogue_is_told_with_its_mark():
    """Proves: a row's figures, its unit, its source, and which of them nobody has verified.

    Hand calculation: photovoltaics_roof, price base 2025: 904 EUR/kWp as it stands; its area per peak power is general
    knowledge. The row of pellet boilers of buildings has no source at all.
    """
    told = technology_text("photovoltaics", "en")
    row = told[told.index("\n  photovoltaics_roof (if none is named)") :].split("\n\n")[0]
    assert "investment_eur_per_kwp: 904 EUR/kW\n" in row
    assert "area_m2_per_kwp: 5 m2/kW (unverified)" in row
    assert "PV rooftop commercial; 2025)" in row
    boilers = technology_text("fuel_boiler", "lv")
    row = boilers[boilers.index("\n  boiler_pellets_building") :].split("\n\n")[0]
    figures = technology_defaults("boiler_pellets_building", 2025)
    assert row.count("(nepārbaudīts)") == len([figure for figure in figures.values() if not figure.verified])


@pytest.mark.parametrize(
    ("given", "near"),
    [("comunity.key", "'community.key'"), ("buildings.school.space_heet", "'buildings.space_heat'")],
)
def test_an_unknown_path_names_the_nearest_path(given, near):
    with pytest.raises(ScenarioError) as caught:
        explain(given)
    assert caught.value.tell().endswith(f"there is no key '{given}'; do you mean {near}?")


def test_unknown_technology_names_the_nearest():
    with pytest.raises(ScenarioError, match="do you mean 'heat_pump'"):
        technology_text("heatpump", "en")
    with pytest.raises(ScenarioError) as caught:
        technology_text("xyz", "en")
    assert caught.value.tell("lv").startswith("iekārtas tipa 'xyz' nav; atļauts: air_conditioner, battery")


@pytest.mark.parametrize(
    ("name", "section", "key"),
    [
        ("electric_vehicle", "workdays", "arrive_h"),
        ("electric_vehicle", "weekend", "depart_h"),
        ("heat_network", "pipes", "length_m"),
        ("load", "electricity", "annual_kwh"),
        ("photovoltaics", "capacity_kwp", "cost_if_built_eur"),
    ],
)
@pytest.mark.parametrize("language", ["en", "lv"])
def test_a_technology_tells_the_keys_of_its_sections(name, section, key, language):
    lines = technology_text(name, language).splitlines()
    begin = next(at for at, line in enumerate(lines) if line.startswith(f"  {section}: "))
    later = (at for at, line in enumerate(lines[begin + 1 :], begin + 1) if not line.startswith("    "))
    below = next(later, len(lines))
    assert any(line.strip().startswith(f"{key}: ") for line in lines[begin:below])
