"""A damaged workbook has one message, wherever inside the damage stands, for tables and for series."""

from __future__ import annotations

import io
import random
import zipfile

import openpyxl
import pytest

from energycommunity.errors import ScenarioError
from energycommunity.profiles.tables import read_table
from energycommunity.scenario.table_rows import read_rows

READERS = {
    "series": lambda folder: read_table(folder / "houses.xlsx"),
    "table": lambda folder: read_rows("houses.xlsx", "", folder),
}


def workbook():
    """The bytes of a small workbook."""
    book = openpyxl.Workbook()
    for row in (("name", "area_m2"), ("Liepas", 96), ("Avoti", 118.5)):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def damaged(content, seed):
    """The workbook with a part missing, cut off or changed, or the file itself so."""
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(parts))
    kind = chance.choice(("part_missing", "part_cut", "part_changed", "file_cut", "file_changed"))
    changed = bytearray(content if kind == "file_changed" else parts[name])
    for _ in range(4):
        changed[chance.randrange(len(changed))] = chance.randrange(32, 127)
    if kind.startswith("file"):
        return bytes(changed) if kind == "file_changed" else content[: chance.randrange(1, len(content))]
    cut = parts[name][: chance.randrange(len(parts[name]))]
    parts[name] = cut if kind == "part_cut" else bytes(changed)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part, text in parts.items():
            if kind != "part_missing" or part != name:
                archive.writestr(part, text)
    return buffer.getvalue()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("seed", range(60))
def test_damaged_workbook_is_read_or_refused(tmp_path, reader, seed):
    (tmp_path / "houses.xlsx").write_bytes(damaged(workbook(), seed))
    try:
        READERS[reader](tmp_path)
    except ScenarioError as error:
        assert all(fault.file == str(tmp_path / "houses.xlsx") for fault in error.faults)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("content", [b"name,area_m2\n", b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_file_of_another_kind_says_how_to_save_it(tmp_path, reader, content):
    (tmp_path / "houses.xlsx").write_bytes(content)
    with pytest.raises(ScenarioError, match=r"houses\.xlsx: .*protected by a password.*save it as \.xlsx"):
        READERS[reader](tmp_path)


@pytest.mark.parametrize("reader", READERS)
def test_workbook_is_free_for_excel_after_reading(tmp_path, reader):
    path = tmp_path / "houses.xlsx"
    path.write_bytes(workbook())
    READERS[reader](tmp_path)
    path.rename(tmp_path / "other.xlsx")  # Windows refuses to move a file that is open


def test_file_that_the_system_keeps_is_told(tmp_path, monkeypatch):
    (tmp_path / "houses.csv").write_text("name\nLiepas\n", encoding="utf-8")

    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(ScenarioError, match=r"houses\.csv: The file cannot be read: Permission denied"):
        read_rows("houses.csv", "", tmp_path)
