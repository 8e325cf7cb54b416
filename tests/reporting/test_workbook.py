"""The workbook opens, holds the numbers of the results, and no text in it is a formula."""

from __future__ import annotations

import numpy as np
import openpyxl
import pytest
import xlsxwriter

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.series_sheet import SeriesSheet
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.voice import Voice
from energycommunity.reporting.workbook import excel_days, write_workbook
from energycommunity.time_grid import TimeGrid
from tests.reporting.conftest import with_scenarios


@pytest.fixture(scope="module")
def book(results):
    """The workbook of the saved run."""
    return openpyxl.load_workbook(results.folder / "report.xlsx")


def test_totals_are_those_of_the_results(book, results):
    sheet = book["Costs by kind"]
    totals = [cell.value for cell in sheet[sheet.max_row]]
    assert totals[0] == "Total"
    assert totals[1:] == pytest.approx([r.annual_cost_eur for r in results.variants.values()])
    overview = [[cell.value for cell in row] for row in book["Overview"].iter_rows(min_row=2, max_row=4)]
    assert [row[1] for row in overview] == pytest.approx([r.annual_cost_eur for r in results.variants.values()])


def test_headings_name_units_and_stay_in_sight(book):
    sheet = book["Overview"]
    assert sheet["B1"].value == "Yearly cost, EUR/a"
    assert sheet["B1"].font.bold
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:I4"
    assert sheet["B2"].number_format == "#,##0"


def test_hourly_sheet_has_every_step_and_series(book, results):
    sheet = book["h Heat pump and sun"]
    headings = [cell.value for cell in sheet[1]]
    assert sheet.max_row == 49
    assert sheet["A2"].value.isoformat(" ") == "2025-01-13 00:00:00"
    place = headings.index("heat_pump.heat_kw, kW") + 1
    series = results.variants["heat_pump"].dispatch["heat_pump.heat_kw"].values
    assert [sheet.cell(row, place).value for row in range(2, 50)] == pytest.approx(list(series), abs=1e-2)


def test_a_sheet_of_series_holds_what_single_cells_would(tmp_path):
    """Proves: numbers of any size arrive digit by digit, beyond column Z too, and the first column keeps its format."""
    numbers = np.array([0.1, -1234567.890123, 1e-12, 3e20, 0.0])
    with xlsxwriter.Workbook(tmp_path / "series.xlsx") as made:
        sheet = made.add_worksheet("series", SeriesSheet)
        sheet.write_string(0, 0, "heading")
        sheet.fill([numbers] * 30, made.add_format({"num_format": "0.00"}))
    read = openpyxl.load_workbook(tmp_path / "series.xlsx")["series"]
    assert read.dimensions == "A1:AD6"
    assert [cell.value for cell in read["A"]] == ["heading", *numbers]
    assert [cell.value for cell in read["AD"]] == [None, *numbers]
    assert (read["A6"].number_format, read["AD6"].number_format) == ("0.00", "General")


def test_a_series_with_a_gap_is_refused(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "gap.xlsx") as made, pytest.raises(ValueError, match="finite"):
        sheet = made.add_worksheet("gap", SeriesSheet)
        sheet.write_string(0, 0, "heading")
        sheet.fill([np.array([1.0, np.nan])], made.add_format())


def test_every_input_is_listed(book):
    rows = list(book["Inputs"].iter_rows(min_row=2, values_only=True))
    values = {(row[0], row[1]): row[2] for row in rows}
    assert values["Old boiler", "economics.real_discount_rate"] == 0.04
    assert values["Heat pump and sun", "assets.heat_pump.cop"] == 3.2
    assert values["Dear boiler", "assets.boiler.efficiency"] == 0.85


def test_no_text_is_a_formula(results, tmp_path):
    evil = with_scenarios(results, title="=1+1", variant_title='=HYPERLINK("http://x","y")', question="@SUM(A1)")
    edition = Edition(evil, Voice("lv"))
    write_workbook(edition, sheets_of(edition), tmp_path / "evil.xlsx")
    book = openpyxl.load_workbook(tmp_path / "evil.xlsx")
    formulas = {
        (cell.parent.title, cell.column_letter)
        for sheet in book
        for row in sheet
        for cell in row
        if cell.data_type == "f"
    }
    assert formulas == {("Pārbaude", column) for column in "DEFHI"}
    assert not any(cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)
    assert book.worksheets[0]["A1"].value == "=1+1"
    assert len({sheet.title.casefold() for sheet in book}) == len(book.worksheets)


def test_civil_time_as_excel_counts_days():
    """Proves: Excel's day 45658 is 1 January 2025, in civil time.

    Sensitivity: in UTC it would be 2 hours less, 45657.9167.
    Hand calculation: 125 years of 365 days + 31 leap days (1904-2024) + 2 = 45658.
    """
    grid = TimeGrid.year(2025, "Europe/Riga")
    assert excel_days(grid.local)[0] == 45658.0
