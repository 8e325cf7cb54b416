"""Whatever stands in one cell of a table: it is read, or the message names the row of the cell, and nothing crashes."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.errors import ScenarioError
from energycommunity.scenario import load_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ROWS = list(csv.reader((SCENARIOS / "village_30_buildings.csv").read_text(encoding="utf-8-sig").splitlines()))
SCENARIO = (SCENARIOS / "village_30.yaml").read_text(encoding="utf-8")
JUNK = st.one_of(
    st.sampled_from(
        ["", "nan", "inf", "-inf", "1e999", "1e-400", "-1", "0", "5 m", "12 MWh", "1 200,5", "1.200", "1,5", "true",
         "~", "null", "=1+1", "@x", "<b>x</b>", "a\nb", '"', "'", "#REF!", "0x10", "١٢", "💡", "2026-01-01", "12:30",
         "x" * 300, "each_building", "community", "stove", "con", "..", "a.b", "municipality"]
    ),
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=True).map(str),
)  # fmt: skip
HOUSES = st.integers(1, len(ROWS) - 2)  # the school in the last row is named by the file
COLUMNS = st.integers(0, len(ROWS[0]) - 1)


def loaded(folder, name):
    """What the scenario with this table says is wrong; nothing if it is read."""
    text = SCENARIO.replace("../data", (SCENARIOS.parent / "data").as_posix())
    (folder / "village.yaml").write_text(text.replace("village_30_buildings.csv", name), encoding="utf-8")
    try:
        load_scenario(folder / "village.yaml")
    except ScenarioError as error:
        return error.faults
    return ()


def with_cell(row, column, junk):
    return [[junk if (r, c) == (row, column) else cell for c, cell in enumerate(cells)] for r, cells in enumerate(ROWS)]


def assert_told_at(faults, file, row, junk):
    for fault in faults:
        assert (fault.file, fault.line) == (file, row + 1 + junk.count("\n")), fault.tell()
        assert fault.tell("lv")


@pytest.mark.parametrize("delimiter", [",", ";"])
@settings(max_examples=30, deadline=None)
@given(row=HOUSES, column=COLUMNS, junk=JUNK)
def test_any_cell_of_a_csv_table(delimiter, row, column, junk):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(with_cell(row, column, junk))
    with TemporaryDirectory() as folder:
        (Path(folder) / "houses.csv").write_text(buffer.getvalue(), encoding="utf-8", newline="")
        faults = loaded(Path(folder), "houses.csv")
    assert_told_at(faults, str(Path(folder) / "houses.csv"), row, junk)


@settings(max_examples=30, deadline=None)
@given(row=HOUSES, column=COLUMNS, junk=JUNK)
def test_any_cell_of_a_workbook(row, column, junk):
    book = openpyxl.Workbook()
    for cells in with_cell(row, column, junk):
        book.active.append([int(cell) if cell.isdecimal() and cell.isascii() else cell or None for cell in cells])
    with TemporaryDirectory() as folder:
        book.save(Path(folder) / "houses.xlsx")
        faults = loaded(Path(folder), "houses.xlsx")
    assert_told_at(faults, str(Path(folder) / "houses.xlsx"), row, "")
