"""The quarter, spoilt in every way, is run: a message with file and line, or complete results; never a traceback."""

from __future__ import annotations

import random
import re
import shutil

import openpyxl
import pytest

from tests.cli.command_line import call
from tests.cli.quarter_folder import TABLES, WEATHER, WORKBOOKS, write_quarter, write_workbook
from tests.cli.test_mutations import spoilt

SCENARIOS, FILES = 100, 100
INTERNAL = re.compile(r"Traceback|Located\(|pydantic|[a-z]Error\b|<class|object at 0x|NoneType|openpyxl|numpy|pandas")
#: How a line of a message begins: file and line, or file, sheet and row.
PLACED = re.compile(r"[\w./-]+\.(yaml|csv|xlsx)(:\d+|(, sheet \"[^\"]*\")?, row \d+(, column \"[^\"]*\")?): ")
#: What is wrong with a file as a whole, or with a row that it does not have, names the file only.
OF_WHOLE_FILE = re.compile(
    r"[\w./-]+\.(yaml|csv|xlsx)(, sheet \"[^\"]*\")?: "
    r"(the file|the workbook|the heading|missing:|a typical year|heat_networks\.\w+\.pipes: no pipe leads)",
    re.I,
)
COMPLETE = {"report.html", "report.xlsx", "comparison.json"}
OF_A_VARIANT = {
    "scenario.yaml", "weather.nc", "profiles.nc", "dispatch.nc", "settlement.nc", "summary.json", "provenance.json",
}  # fmt: skip
UNITS = ("kW", "MW", "kWh", "W", "EUR/MWh", "ct/kWh", "%", "°C", "K", "m", "m³", "t", "h", "parsec", "kg CO2", "€/kW·a")
CELLS = (
    "", "-5", "0", "1e400", "nan", "true", "null", "x", "1,5", "1.5", "1 200,5", "1.200,5", "#REF!", "=1+1", "5 %",
    "🏡", "<b>", "2025-13-45", "2025-01-15 05:00", "31.02.2025", "-", "9" * 30, "'", '"', ";", "„x“", "\t", "\\0", "#",
    "@x", "12:30", "kW",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the quarter, in which the command is called."""
    write_quarter(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(folder):
    """The outcome of a run, which is held to what every run must keep."""
    outcome = call(folder, "run", "quarter.yaml", "--out", "out", "--quiet")
    assert not INTERNAL.search(outcome.told), outcome.told
    assert outcome.exit_code in (0, 2), outcome.told
    if outcome.exit_code == 2:
        lines = [line for line in outcome.told.splitlines() if not line.startswith("Warning")]
        assert lines
        assert [line for line in lines if not (PLACED.match(line) or OF_WHOLE_FILE.match(line))] == []
        assert outcome.new_files == ()
    else:
        (made,) = (folder / "out" / "quarter").glob("20*")
        assert {path.name for path in made.iterdir()} >= COMPLETE
        assert {path.name for path in (made / "baseline").iterdir()} >= OF_A_VARIANT
        assert not [name for name in outcome.new_files if "unfinished" in name]
    return outcome


@pytest.mark.parametrize("spell", ["false", "true"])
def test_the_quarter_itself_runs(folder, spell):
    path = folder / "quarter.yaml"
    text = path.read_text(encoding="utf-8").replace("design_spell: false", f"design_spell: {spell}")
    path.write_text(text, encoding="utf-8")
    assert run(folder).exit_code == 0


@pytest.mark.parametrize("seed", range(SCENARIOS))
def test_spoilt_scenario_is_run_or_refused(folder, seed):
    chance = random.Random(seed)
    path = folder / "quarter.yaml"
    text = path.read_text(encoding="utf-8")
    if chance.random() < 0.3:
        text = text.replace("houses.csv", "houses.xlsx")
    text = chance.choice((spoilt, spoilt, other_unit, other_key, other_file, other_number))(text, chance)
    path.write_bytes(encoded(text, chance))
    run(folder)


@pytest.mark.parametrize("seed", range(FILES))
def test_spoilt_file_is_read_or_refused(folder, seed):
    chance = random.Random(1000 + seed)
    path = folder / chance.choice((*TABLES, *WORKBOOKS, WEATHER.name))
    text = (folder / "quarter.yaml").read_text(encoding="utf-8")
    if path.name == "houses.xlsx":
        text = text.replace("houses.csv", "houses.xlsx")
    elif path.name == WEATHER.name:
        shutil.copy(WEATHER, path)
        text = text.replace(WEATHER.as_posix(), path.name)
    (folder / "quarter.yaml").write_text(text, encoding="utf-8")
    change = chance.choice(OF_ANY_FILE if chance.random() < 0.25 else OF_TABLES)
    change(path, chance)
    run(folder)


def encoded(text, chance):
    """The text as an editor may save it."""
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1257"))
    return text.replace("\n", chance.choice(("\n", "\r\n"))).encode(encoding, errors="replace")


def other_unit(text, chance):
    """A number with some unit, or a unit that is another."""
    found = chance.choice(list(re.finditer(r"(?<=: )(-?[\d.]+|\"[^\"]*\")(?=[,}\n])", text)))
    number = found.group().strip('"').split(" ")[0]
    return f'{text[: found.start()]}"{number} {chance.choice(UNITS)}"{text[found.end() :]}'


def other_number(text, chance):
    """A number of another size or sign."""
    found = chance.choice(list(re.finditer(r"(?<=: )-?[\d.]+(?=[,}\n])", text)))
    number = chance.choice(("0", "-1", "1e-9", "1e9", "0.5", "7", "100000", "1e30", "2.5e-3"))
    return text[: found.start()] + number + text[found.end() :]


def other_key(text, chance):
    """A key of another place, misspelt or left out."""
    keys = list(re.finditer(r"[a-z_0-9]+(?=: )", text))
    found, other = chance.choice(keys), chance.choice(keys).group()
    new = chance.choice((other, found.group()[:-1], found.group().upper(), found.group().replace("_", "-")))
    return text[: found.start()] + new + text[found.end() :]


def other_file(text, chance):
    """Another file or column, one that is not there, or a folder."""
    found = chance.choice(list(re.finditer(r"(?<=file: )\w+\.\w+|(?<=_from: )\w+\.\w+|(?<=column: )\w+", text)))
    other = chance.choice(
        (*TABLES, *WORKBOOKS, "none.csv", ".", "quarter.yaml", "hall", "cop", "houses.csv#x", "heat.xlsx#y")
    )
    return text[: found.start()] + other + text[found.end() :]


def rows_of(path):
    """The rows of a table as texts, and how to write them back."""
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        return rows, lambda changed: write_workbook(path, changed)
    text = path.read_text(encoding="utf-8")
    delimiter = ";" if ";" in text else ","
    rows = [line.split(delimiter) for line in text.splitlines()]
    return rows, lambda changed: path.write_text("\n".join(map(delimiter.join, changed)) + "\n", encoding="utf-8")


def drop_row(path, chance):
    """A row, or all after it, are missing."""
    rows, write = rows_of(path)
    at = chance.randrange(len(rows))
    write(rows[:at] + (rows[at + 1 :] if chance.random() < 0.7 else []))


def double_row(path, chance):
    """A row stands twice."""
    rows, write = rows_of(path)
    at = chance.randrange(len(rows))
    write([*rows[: at + 1], *rows[at:]])


def swap_rows(path, chance):
    """Two rows change places."""
    rows, write = rows_of(path)
    one, other = chance.randrange(len(rows)), chance.randrange(len(rows))
    rows[one], rows[other] = rows[other], rows[one]
    write(rows)


def other_cell(path, chance):
    """Something odd in a cell."""
    rows, write = rows_of(path)
    row = chance.choice(rows)
    row[chance.randrange(len(row))] = chance.choice(CELLS)
    write(rows)


def other_column(path, chance):
    """A whole column of something else."""
    rows, write = rows_of(path)
    column, cell = chance.randrange(len(rows[0])), chance.choice(CELLS)
    write([rows[0], *([*row[:column], cell, *row[column + 1 :]] for row in rows[1:])])


def drop_column(path, chance):
    """A column is missing."""
    rows, write = rows_of(path)
    column = chance.randrange(len(rows[0]))
    write([row[:column] + row[column + 1 :] for row in rows])


def more_cells(path, chance):
    """A row has a cell more than the heading."""
    rows, write = rows_of(path)
    chance.choice(rows).append(chance.choice(CELLS))
    write(rows)


def other_delimiter(path, chance):
    """Semicolons, commas and tabs, or points and commas, change places."""
    text = path.read_text(encoding="utf-8") if path.suffix == ".csv" else ""
    swaps = chance.choice(({";": ",", ",": ";"}, {";": "\t"}, {",": "\t"}, {".": ","}, {",": "."}, {";": "|"}))
    path.write_text(text.translate(str.maketrans(swaps)), encoding="utf-8")


def other_encoding(path, chance):
    """Saved otherwise, or with a letter broken."""
    text = path.read_text(encoding="utf-8") if path.suffix == ".csv" else "a;b\n1;2\n"
    encoding = chance.choice(("utf-8-sig", "utf-16", "utf-16-be", "cp1257", "latin-1", "utf-32"))
    path.write_bytes(text.replace("\n", chance.choice(("\n", "\r\n", "\r"))).encode(encoding, errors="replace"))


def put_bytes(path, chance):
    """A few bytes are others."""
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 5)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(bytes(content))


def cut_off(path, chance):
    """The end of the file is missing."""
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def empty(path, chance):
    """Nothing in it, or next to nothing."""
    path.write_bytes(chance.choice((b"", b"\n\n", b"\xef\xbb\xbf", b"#", b";;;\n", b"\x00" * 50, b"a\n")))


def folder_instead(path, chance):
    """A folder has its name."""
    path.unlink()
    if chance.random() < 0.7:
        path.mkdir()


def other_kind(path, chance):
    """The content of a file of another kind."""
    path.write_bytes((path.parent / chance.choice((*TABLES, *WORKBOOKS, "quarter.yaml"))).read_bytes())


OF_TABLES = (drop_row, double_row, swap_rows, other_cell, other_cell, other_cell, other_column, drop_column, more_cells)
OF_ANY_FILE = (other_delimiter, other_encoding, put_bytes, cut_off, empty, folder_instead, other_kind)
