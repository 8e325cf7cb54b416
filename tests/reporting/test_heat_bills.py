"""What was derived from a heat bill stands in the summary, the report and the workbook."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from energycommunity.demand import HeatBill
from energycommunity.reporting.page import page
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.tables.heat_bills import heat_bills
from energycommunity.results.separated_bills import separated_bills
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.site_and_time import TimeFrame
from tests.reporting.conftest import with_scenarios

MWH = (40, 34, 28, 15, 5, 3, 2.8, 3.4, 4, 16, 26, 36)
WHOLE = ("space_heat", "hot_water")


def with_bill(results, weather=None, **bill):
    """The results as if their only building had a bill, and their year a weather."""
    building = Building(
        meter="school", sector="municipal", heat_bill=HeatBill(monthly_mwh=MWH, includes=WHOLE, year=2023, **bill)
    )
    found = with_scenarios(results, buildings={"school": building}, time=TimeFrame(year=2025))
    variants = {name: replace(result, weather=weather) for name, result in found.variants.items()}
    return replace(found, variants=variants)


def test_a_bill_has_one_row_in_all_variants(edition):
    table = heat_bills(replace(edition, results=with_bill(edition.results)))
    (row,) = table.rows
    assert row[:6] == ("school", "2023", pytest.approx(213.2), "6, 7, 8", pytest.approx(36.5), pytest.approx(176.7))
    assert row[6:] == (None, None, None, "no, as billed")


def test_the_normalised_figure_stands_beside_the_billed(edition):
    """Hand calculation: all year 8 degC billed and 3 degC in the run: 10 and 15 K, so 1.5 times 176.7 MWh.

    Degree days: 365 x 10 = 3650 and 5475.
    """
    cold = xr.Dataset({"temp_air": ("time", np.full(8760, 3.0))})
    results = with_bill(edition.results, cold, monthly_outdoor_c=(8.0,) * 12)
    (bill,) = separated_bills(next(iter(results.variants.values())))
    assert (bill.billed_degree_days, bill.run_degree_days) == (3650.0, 5475.0)
    assert bill.computed_space_heat_mwh == pytest.approx(1.5 * 176.7)
    assert heat_bills(replace(edition, results=results)).rows[0][-1] == "by degree days"


def test_no_table_without_bills(edition):
    assert heat_bills(edition).rows == ()
    assert "Heat bills" not in page(edition, sheets_of(edition))


def test_the_workbook_has_a_sheet_of_them(edition, tmp_path):
    from openpyxl import load_workbook

    from energycommunity.reporting.workbook import write_workbook

    results = edition.results
    building = Building(meter="school", sector="municipal", heat_bill=HeatBill(monthly_mwh=MWH, includes=WHOLE))
    billed = with_scenarios(results, buildings=results.variants["baseline"].scenario.buildings | {"school": building})
    found = replace(edition, results=billed)
    write_workbook(found, sheets_of(found), tmp_path / "report.xlsx")
    sheet = load_workbook(tmp_path / "report.xlsx")["Heat bills"]
    assert "school" in [cell.value for row in sheet.iter_rows() for cell in row]
