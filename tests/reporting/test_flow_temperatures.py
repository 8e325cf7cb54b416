"""Flow temperatures in the report, the workbook and the summary."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from energycommunity.demand.heat_emission import Radiators
from energycommunity.heat_network.temperature_level import TemperatureLevel
from energycommunity.reporting.page import page
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.tables.flow_temperatures import flow_temperatures
from energycommunity.reporting.voice import Voice
from energycommunity.results.flow_temperatures import flow_temperatures as flow_temperatures_of
from energycommunity.results.summary import summary
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.site_and_time import TimeFrame
from energycommunity.technologies.heat_network import HeatNetwork
from tests.reporting.conftest import with_scenarios

# With the exponent 1 the heat is in proportion to the excess of the flow: 5 of 10 kW with 37.5 in place of 55 degC.
LINEAR = Radiators(design_flow_c=55.0, design_return_c=45.0, exponent=1.0, oversized_fraction=0.0)


def on_network(results, radiators, supply_c):
    """The results as if they had a building of 10 and 4 kW on a network of a supply temperature."""
    building = Building(meter="main", sector="municipal", radiators=radiators)
    network = HeatNetwork(
        owner="owner",
        level=TemperatureLevel(supply_c=supply_c, return_c=20.0),
        connections={"school": "required"},
        heat_loss_kw=0.0,
    )
    time = TimeFrame(start="2025-01-15", steps=2, annual=False)
    found = with_scenarios(results, buildings={"school": building}, heat_networks={"net": network}, time=time)
    profiles = xr.Dataset({"school.space_heat.power_kw": ("time", np.array([10.0, 4.0]))})
    told = flow_temperatures_of(found.variants[found.baseline].scenario, (profiles, xr.Dataset()), None, {}, ())
    variants = {name: replace(result, flow_temperatures=told) for name, result in found.variants.items()}
    return replace(found, variants=variants)


def table_of(edition, radiators, supply_c):
    """The table of the first variant."""
    results = on_network(edition.results, radiators, supply_c)
    return flow_temperatures(replace(edition, results=results), next(iter(results.variants)))


def test_a_row_tells_need_shortfall_and_cure(edition):
    """Hand calculation: of 10 and 4 kW 5 can be given: 5 kWh short in 1 h; 15.181 kW at 55/45 are 25.455 at 75/65.

    5 and 4 kW return 32.5 and 30 degC: (162.5 + 120) / 9 = 31.389, above the 20 of the level.
    """
    (row,) = table_of(edition, LINEAR, 37.5).rows
    assert row[:3] == ("school", "as it stands", "55/45")
    assert row[3:11] == pytest.approx((10.0, 55.0, 45.0, 37.5, 31.389, 11.389, 5.0, 1.0), abs=1e-3)
    assert row[11:] == pytest.approx((25.455, 5091.0), abs=0.2)


def test_radiators_that_nobody_stated_are_marked(edition):
    (row,) = table_of(edition, None, 90.0).rows
    assert row[2].startswith("90/70") and row[2].endswith("†")
    assert row[9:] == (0.0, 0.0, 0.0, 0.0)


def test_water_as_cold_as_the_room_is_told_in_words(edition):
    (row,) = table_of(edition, LINEAR, 29.0).rows
    assert row[11] == row[12] == edition.voice.say("flow_no_size")


@pytest.mark.parametrize(("language", "title"), [("en", "Flow temperatures"), ("lv", "Turpgaitas temperatūras")])
def test_page_and_workbook_have_the_table_in_both_languages(edition, language, title):
    """The hamlet of the tests has a heat network."""
    of_language = replace(edition, voice=Voice(language))
    sheets = sheets_of(of_language)
    assert sheets.by_key["flow_temperatures"].name == title
    assert f"<h4>{title}</h4>" in page(of_language, sheets)


def test_the_summary_has_the_figures(edition):
    results = on_network(edition.results, LINEAR, 29.0)
    told = summary(next(iter(results.variants.values())))["flow_temperatures"]
    assert told[0]["building"] == "school"
    assert told[0]["extra_radiators_kw"] is None
