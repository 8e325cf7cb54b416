"""One thing wrong in the table of a shipped scenario: file, sheet, row, column, cure; exit code 2, nothing written."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import openpyxl
import pytest

from energycommunity.errors import ScenarioError
from energycommunity.scenario import load_scenario
from tests.cli.command_line import call

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TABLE = "village_30_buildings.csv"
TEXT = (SCENARIOS / TABLE).read_text(encoding="utf-8-sig")
#: Row and column of a house that is easily spoilt: Akmeņi, in the third row, and its area in the sixth column.
AKMENI = "Akmeņi,house,,1978,partly,142,,"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder from which the command is called."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_scenario(folder, table=TABLE):
    """The shipped scenario beside a table of its own."""
    text = (SCENARIOS / "village_30.yaml").read_text(encoding="utf-8")
    text = text.replace("../data", (SCENARIOS.parent / "data").as_posix()).replace(TABLE, table)
    (folder / "village.yaml").write_text(text, encoding="utf-8")


def refusal(folder, command="run"):
    """What the command tells of a table that it cannot use, a line each, after it wrote nothing."""
    outcome = call(folder, command, "village.yaml")
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    assert "Traceback" not in outcome.told
    return [line for line in outcome.told.strip().splitlines() if not line.endswith("Reading village.yaml")]


def workbook(folder, change=lambda sheet: None, title="Houses"):
    """The table as a sheet of a workbook that holds another sheet too."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for cells in csv.reader(TEXT.splitlines()):
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in cells])
    book.create_sheet("Notes").append(["nothing here"])
    change(sheet)
    book.save(folder / "houses.xlsx")


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (AKMENI, "Akmeņi,house,,1978,partly,l42,,",
         'row 3, column "heated_area_m2": buildings.Akmeņi.heated_area_m2: \'l42\' is no number; give a number in m2'),
        (AKMENI, "Akmeņi,house,,1978,partly,-142,,",
         'row 3, column "heated_area_m2": buildings.Akmeņi.heated_area_m2: -142 is given; it must be more than 0'),
        (AKMENI, "Akmeņi,house,,78,partly,142,,",
         'row 3, column "built": buildings.Akmeņi.built: 78 is given; it must be at least'),
        (AKMENI, "Akmeņi,house,,01.05.1978,partly,142,,",
         'row 3, column "built": the cell holds a date or a time (01.05.1978); write the number'),
        (AKMENI, "Akmeņi,hause,,1978,partly,142,,",
         'row 3, column "type": buildings.Akmeņi.type: \'hause\' is not allowed; do you mean \'private_house\'?'),
        (AKMENI, "Akmeņi,,105,1978,partly,142,,",
         'row 3, column "series": buildings.Akmeņi.series: \'105\' is not allowed'),
        (AKMENI, "Akmeņi,house,,1978,mostly,142,,", 'row 3, column "renovation": buildings.Akmeņi.renovation: '),
        (AKMENI, "Akmeņi,,,1978,partly,142,,", "row 3: buildings.Akmeņi: the row says neither type nor series"),
        (AKMENI, "Akmeņi,house,,1978,partly,,,", "row 3: buildings.Akmeņi.heated_area_m2: the heated area is missing"),
        (AKMENI, "Akmeņi,house,,1978,partly,142,0,", 'row 3, column "count": buildings.Akmeņi.count: count is 0'),
        (AKMENI, "Ābeles,house,,1978,partly,142,,",
         f"row 3, column \"name\": the name 'Ābeles' stands twice, first in {TABLE}, row 2"),
        (AKMENI, ",house,,1978,partly,142,,", "row 3: this row has no name"),
        (AKMENI, "2nd house,house,,1978,partly,142,,", "row 3, column \"name\": '2nd_house' cannot be a name"),
        (AKMENI, "Akmeņi,house,,1978,partly,142,,somebody",
         "row 3, column \"member\": meters.Akmeņi.member: there is no 'somebody'"),
        (AKMENI, "Akmeņi,house,,1978,partly,142,5,,", "row 3: The row has 9 cells, the heading has 8"),
        (AKMENI, "Akmeņi,house,,1978,partly,142", "row 3: The row has 6 cells, the heading has 8"),
        (f"none,118,,\n{AKMENI}", 'none,"118,5",,\nAkmeņi,house,,1978,partly,142.5,,',
         'row 3, column "heated_area_m2": 142.5 has a decimal point, but row 2 of this column has a decimal comma'),
        (f"none,118,,\n{AKMENI}", 'none,"1.118,5",,\nAkmeņi,house,,1978,partly,1.420,,',
         'row 3, column "heated_area_m2": 1.420 has a decimal point, but row 2 of this column has a decimal comma'),
        ("heated_area_m2", "heated_aera_m2",
         'row 1, column "heated_aera_m2": no column is called \'heated_aera_m2\'; did you mean \'heated_area_m2\'?'),
        ("name,", "nom,", "row 1, column \"nom\": no column is called 'nom'"),
        ("built,renovation", "area,renovation",
         "row 1, column \"heated_area_m2\": the columns 'area' and 'heated_area_m2'"),
        ("series,built", "built,built", "row 1: The column 'built' stands twice in the heading."),
    ],
)  # fmt: skip
def test_one_wrong_cell_of_a_csv_table(folder, command, old, new, told):
    assert TEXT.count(old) == 1
    (folder / TABLE).write_text(TEXT.replace(old, new), encoding="utf-8")
    write_scenario(folder)
    lines = refusal(folder, command)
    assert any(f"{TABLE}, {told}" in line for line in lines), lines
    assert len(lines) == 1, lines


def without_column(name):
    """The table without one of its columns."""
    rows = list(csv.reader(TEXT.splitlines()))
    position = rows[0].index(name)
    return "\n".join(",".join(cells[:position] + cells[position + 1 :]) for cells in rows)


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("heated_area_m2", "the table has no column 'heated_area_m2' (it may also be called heated_area, area_m2"),
        ("name", "the table has no column 'name' (it may also be called building"),
    ],
)
def test_column_that_is_missing_is_told_once(folder, column, told):
    (folder / TABLE).write_text(without_column(column), encoding="utf-8")
    write_scenario(folder)
    (line,) = refusal(folder)
    assert f"{TABLE}, row 1: {column}: {told}" in line


def test_broken_encoding_names_the_row(folder):
    content = TEXT.encode().replace(b"Cielavas", b"Cielav\xe2s")
    (folder / TABLE).write_bytes(content)
    write_scenario(folder)
    (line,) = refusal(folder)
    assert f"{TABLE}, row 7: The text cannot be decoded" in line


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1257"])
def test_usual_encodings_line_ends_and_empty_rows_are_read(folder, encoding):
    text = TEXT.replace("\nAvoti", "\n,,,,,,,\n\nAvoti").replace("\n", "\r\n")
    (folder / TABLE).write_bytes(text.encode(encoding))
    write_scenario(folder)
    buildings = load_scenario(folder / "village.yaml").variants["baseline"].buildings
    assert len(buildings) == 31
    assert buildings["Akmeņi"].heated_area_m2 == 142.0
    assert buildings["Avoti"].heated_area_m2 == 96.0


def merge(sheet):
    sheet.merge_cells("E3:E5")


def date(sheet):
    sheet["D3"] = datetime.date(1978, 1, 1)


def formula(sheet):
    sheet["F3"] = "=71*2"


def error(sheet):
    sheet["F3"] = "#DIV/0!"
    sheet["F3"].data_type = "e"


def word(sheet):
    sheet["F3"] = "about 140"


def unknown(sheet):
    sheet["B3"] = "stable"


def repeated(sheet):
    sheet["A3"] = "Ābeles"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (merge, 'row 3, column "renovation": the cells E3:E5 are merged'),
        (date, 'row 3, column "built": the cell holds a date or a time (1978-01-01'),
        (formula, 'row 3, column "heated_area_m2": the cell holds the formula =71*2, but not its value'),
        (error, 'row 3, column "heated_area_m2": the formula in this cell gives the error #DIV/0!'),
        (word, "row 3, column \"heated_area_m2\": buildings.Akmeņi.heated_area_m2: 'about 140' is no number"),
        (unknown, "row 3, column \"type\": buildings.Akmeņi.type: 'stable' is not allowed"),
        (repeated, "row 3, column \"name\": the name 'Ābeles' stands twice"),
    ],
)
def test_one_wrong_cell_of_a_workbook(folder, change, told):
    workbook(folder, change)
    write_scenario(folder, "houses.xlsx#Houses")
    (line,) = refusal(folder)
    assert f'houses.xlsx, sheet "Houses", {told}' in line


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        ("Hauses", "houses.xlsx: the workbook has no sheet 'Hauses'; did you mean 'Houses'?"),
        ("2026", "houses.xlsx: the workbook has no sheet '2026'; it has: Houses, Notes"),
        ("Notes", 'houses.xlsx, sheet "Notes", row 1: there is no table in this sheet'),
    ],
)
def test_wrong_sheet_names_those_there_are(folder, sheet, told):
    workbook(folder)
    write_scenario(folder, f"houses.xlsx#{sheet}")
    (line,) = refusal(folder)
    assert told in line


@pytest.mark.parametrize("name", ["houses.xls", "houses.ods"])
def test_table_of_another_kind_says_how_to_save_it(folder, name):
    (folder / name).write_bytes(b"whatever")
    write_scenario(folder, name)
    (line,) = refusal(folder)
    assert f"{name}: tables of this kind ({Path(name).suffix}) are not read; save it as .xlsx or as CSV" in line


def test_workbook_that_is_none(folder):
    (folder / "houses.xlsx").write_text("name,type", encoding="utf-8")
    write_scenario(folder, "houses.xlsx")
    (line,) = refusal(folder)
    assert "houses.xlsx: The file cannot be read as an Excel workbook" in line


def test_sheet_of_a_workbook_says_the_same_as_the_csv(folder):
    workbook(folder)
    write_scenario(folder, "houses.xlsx#Houses")
    of_sheet = load_scenario(folder / "village.yaml").variants["baseline"]
    of_text = load_scenario(SCENARIOS / "village_30.yaml").variants["baseline"]
    assert of_sheet.buildings == of_text.buildings
    assert of_sheet.meters == of_text.meters
    assert of_sheet.members == of_text.members


def test_texts_with_a_decimal_comma_stand_beside_numbers_of_a_workbook(folder):
    def mixed(sheet):
        sheet["F2"], sheet["F3"] = "118,5", 142.5

    workbook(folder, mixed)
    write_scenario(folder, "houses.xlsx")
    buildings = load_scenario(folder / "village.yaml").variants["baseline"].buildings
    assert [buildings[name].heated_area_m2 for name in ("Ābeles", "Akmeņi")] == [118.5, 142.5]


def test_place_is_told_in_latvian(folder):
    (folder / TABLE).write_text(TEXT.replace(AKMENI, "Akmeņi,house,,1978,partly,l42,,"), encoding="utf-8")
    write_scenario(folder)
    with pytest.raises(ScenarioError) as caught:
        load_scenario("village.yaml")
    assert caught.value.tell("lv").startswith(f'{TABLE}, 3. rinda, kolonna "heated_area_m2": ')
