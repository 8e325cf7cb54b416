"""Defaults that hold alike for many buildings stand in one line of the report, and are all counted."""

from __future__ import annotations

import re
from importlib.resources import files
from types import SimpleNamespace

import pytest

from energycommunity.reporting.tables.records import defaults
from energycommunity.reporting.voice import Voice
from energycommunity.scenario.defaults import DefaultUsed
from energycommunity.texts import source_in
from energycommunity.texts import table as texts


def default(path, value, verified=False):
    return DefaultUsed(path, value, "kWh", "somebody", "2020", verified)


def table_of(*used):
    scenario = SimpleNamespace(buildings={"oak": None, "elm": None, "ash": None})
    result = SimpleNamespace(defaults_used=used, scenario=scenario)
    return defaults(SimpleNamespace(voice=Voice("en"), variants={"today": result}, titles={"today": "Today"}))


def test_alike_figures_of_buildings_are_one_line():
    table = table_of(
        default("buildings.oak.electricity.annual_kwh", 2100.0),
        default("buildings.elm.electricity.annual_kwh", 2100.0),
        default("buildings.ash.electricity.annual_kwh", 4200.0),
        default("assets.stove.oak.variable_om_eur_per_kwh", 1.0, verified=True),
    )
    assert [row[:2] for row in table.rows] == [
        ("buildings.*.electricity.annual_kwh (2 alike)", 2100.0),
        ("buildings.ash.electricity.annual_kwh", 4200.0),
        ("assets.stove.oak.variable_om_eur_per_kwh", 1.0),
    ]
    assert ": 4, of them unverified: 3" in table.title


@pytest.mark.parametrize("path", ["meters.oak.fuse_a", "meters.plant.fuse_a"])
def test_a_figure_that_stands_alone_keeps_its_path(path):
    assert table_of(default(path, 20.0)).rows[0][0] == path


def test_own_words_of_sources_are_latvian(latvian):
    """Proves: no source in the Latvian table of defaults says “general knowledge” or “from memory” in English."""
    sources = {str(row[3]) for row in defaults(latvian).rows}
    assert not [words for words in sources if "general knowledge" in words or "from memory" in words]
    assert latvian.voice.source("EN ISO 52000-1:2017, from memory") == "EN ISO 52000-1:2017, pēc atmiņas"


@pytest.mark.parametrize(
    "english", ["no published source", "that of Gulbene", "state aid to households", "second half"]
)
def test_notes_in_sources_are_latvian(english):
    """Proves: every source of the catalogue that says this in English is told in Latvian without it."""
    folder = files("energycommunity") / "parameters"
    catalogue = "\n".join(path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name.endswith(".yaml"))
    assert english in catalogue
    assert english not in source_in(catalogue, "lv")


def test_names_of_networks_stand_in_quotation_marks(latvian):
    """„Tīkla centrs radiatori” would read as one name."""
    told = [words["lv"] for words in texts().values()]
    assert not [words for words in told if re.search(r"[Tt]īkl\w* \{network\}", words)]
    assert [words for words in told if "Tīkla „{network}”" in words]


def test_the_charge_of_the_network_has_one_name(latvian):
    say = latvian.voice.say
    assert {say("kind_network"), say("invoice_network"), say("sheet_network")} == {"Tīkla tarifs"}


def test_one_latvian_word_for_present_value_and_plain_units(latvian):
    told = [words["lv"] for words in texts().values()]
    assert not [words for words in told if "tagadnes vērt" in words]
    assert latvian.voice.unit("EUR/kW/year").replace("\u00a0", " ") == "EUR/kW gadā"
    assert latvian.voice.unit("EUR/A/month").replace("\u00a0", " ") == "EUR/A mēnesī"
