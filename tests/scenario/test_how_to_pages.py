"""The examples of the how-to pages are valid parts of a scenario file, and their figures are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from energycommunity.fuel_energy import fuel_energy
from energycommunity.heat_network import CalibrationYear
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.tariffs.registry import AnyTariff

PAGE = Path(__file__).parents[2] / "docs" / "how_to" / "bills_meters_and_wood.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)]
KINDS = {"buildings": TypeAdapter(dict[str, Building]), "tariffs": TypeAdapter(dict[str, AnyTariff])}


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_example_is_valid(example):
    assert set(example) <= set(KINDS)
    for section, content in example.items():
        assert KINDS[section].validate_python(content)


def test_the_figures_of_the_bill_are_those_of_the_page():
    school = KINDS["buildings"].validate_python(EXAMPLES[0]["buildings"])["school"]
    parts = school.heat_bill.separated
    told = f"{parts.summer_kwh_per_day:.0f} kWh a day, {parts.hot_water_kwh.sum() / 1e3:.1f} MWh a year"
    assert told in TEXT
    assert f"The rest, {parts.space_heat_kwh.sum() / 1e3:.1f} MWh" in TEXT


def test_the_heap_is_dearer_by_more_than_half():
    loose, stacked = (fuel_energy("firewood", measure).kwh_per_unit for measure in ("loose_m3", "stacked_m3"))
    assert stacked / loose > 1.5


def test_the_measured_year_can_be_read():
    written = re.search(r"`calibrate_to: (\{.*?\})`", TEXT)
    assert CalibrationYear.model_validate(yaml.safe_load(written[1])).fuel_kwh > 590000
