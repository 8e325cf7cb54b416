"""Figures that the how-to pages work out in their sentences are those of the program."""

from __future__ import annotations

import re

import yaml

from energycommunity.demand import HeatBill
from energycommunity.fuel_energy import fuel_energy
from energycommunity.heat_network import CalibrationYear
from energycommunity.texts import text
from tests.docs import pages


def text_of(name):
    """The text of a how-to page."""
    return (pages.DOCS / "how_to" / name).read_text(encoding="utf-8")


def test_the_figures_of_the_bill_are_those_of_the_page():
    block = next(b for b in pages.blocks_of(pages.DOCS / "how_to" / "heat_bill.md") if "monthly_mwh" in b.text)
    parts = HeatBill.model_validate(yaml.safe_load(block.content)["buildings"]["home"]["heat_bill"]).separated
    text = " ".join(text_of("heat_bill.md").split())
    assert f"{parts.summer_kwh_per_day:.0f} kWh a day, {parts.hot_water_kwh.sum() / 1e3:.2f} MWh a year" in text
    assert f"The rest, {parts.space_heat_kwh.sum() / 1e3:.2f} MWh" in text


def test_the_heap_is_dearer_by_more_than_half():
    loose, stacked = (fuel_energy("firewood", measure).kwh_per_unit for measure in ("loose_m3", "stacked_m3"))
    assert stacked / loose > 1.5
    assert "dearer than a pile by more than half" in text_of("fuel_by_volume.md")


def test_the_measured_year_can_be_read():
    written = re.search(r"`calibrate_to: (\{.*?\})`", text_of("fuel_by_volume.md"))
    assert CalibrationYear.model_validate(yaml.safe_load(written[1])).fuel_kwh > 590000


def test_sheets_and_tables_are_called_as_the_pages_say():
    for page, keys in {
        "check_the_workbook.md": ("report_sheet_check", "report_sheet_checks"),
        "certified_heat_pump.md": ("report_certificates",),
        "heat_bill.md": ("report_heat_bills",),
        "reserve.md": ("report_design_winter",),
    }.items():
        assert [text(key, "en") for key in keys if f"*{text(key, 'en')}*" not in text_of(page)] == []
