"""The same scenario in every encoding and with every line end that Windows makes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from energycommunity.scenario import load_scenario

VILLAGE = Path(__file__).parent / "village.yaml"
TEXT = VILLAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1257"),
        TEXT.replace("\n", "\r\n").encode("utf-8"),
        TEXT.replace("\n", "\r\n").encode("utf-16"),
        TEXT.replace("\n", "\r").encode("cp1257"),
    ],
    ids=["bom", "utf-16", "utf-16-le", "utf-16-be", "cp1257", "crlf", "utf-16-crlf", "cp1257-cr"],
)
def test_encoding_does_not_change_the_scenario(data, tmp_path):
    path = tmp_path / "village.yaml"
    path.write_bytes(data)
    read = load_scenario(path)
    notices = tuple(replace(notice, file=str(VILLAGE)) for notice in read.notices)
    assert replace(read, path=VILLAGE, notices=notices) == load_scenario(VILLAGE)


def test_names_with_latvian_letters_in_the_path(tmp_path):
    folder = tmp_path / "Beļavas ciems"
    folder.mkdir()
    (folder / "siltumsūknis.yaml").write_text(TEXT, encoding="utf-8")
    assert load_scenario(folder / "siltumsūknis.yaml").name == "village"
