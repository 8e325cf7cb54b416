"""`ecsim weather import`: any file a reader knows becomes one of ours, with what it covers told; gaps are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pvlib
import pytest

from energycommunity.weather import read_weather
from tests.cli.command_line import call, last_line
from tests.weather.test_read_epw import HEADING, row

SAND_POINT = Path(pvlib.__file__).parent / "data" / "703165TY.csv"
SHIPPED = Path(__file__).resolve().parents[2] / "data" / "weather" / "gulbene.csv"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder, in which the command is called."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def alike(ours, theirs):
    """Two datasets that say the same, but for the lines of their files."""
    for name in theirs.data_vars:
        np.testing.assert_allclose(ours[name], theirs[name], rtol=0.0, atol=0.5e-3)
    assert (ours.time == theirs.time).all()
    assert (ours.sun_time == theirs.sun_time).all()
    assert ours.attrs == theirs.attrs


@pytest.mark.parametrize("source", [SAND_POINT, SHIPPED], ids=["tmy3", "own"])
def test_file_becomes_one_of_ours(folder, source):
    outcome = call(folder, "weather", "import", source)
    assert outcome.exit_code == 0, outcome.told
    assert outcome.new_files == (f"{source.stem}_weather.csv",)
    alike(read_weather(folder / outcome.new_files[0]), read_weather(source))
    assert f"# Imported from: {source.name}" in (folder / outcome.new_files[0]).read_text(encoding="utf-8")


def test_ranges_and_doubts_are_told(folder):
    """Proves: period, step, least, mean and largest value of each column, and that two hours are no year.

    Hand calculation: hours 13 and 14 at UTC+2 begin at 10:00 and 11:00 UTC; temperatures 1.5 and 3.5, mean 2.5.
    """
    lines = [*HEADING, row(6, 1, 13), row(6, 1, 14, temp="3.5")]
    (folder / "testa.epw").write_text("\n".join(lines), encoding="utf-8")
    outcome = call(folder, "weather", "import", "testa.epw", "--out", "ours.csv")
    assert outcome.exit_code == 0, outcome.told
    assert "2019-06-01 10:00 to 2019-06-01 11:00 UTC, 2 steps of 1 h" in outcome.told
    assert "temp_air: 1.5 to 3.5 degC, mean 2.5" in outcome.told
    assert "Warning: ours.csv: the weather covers 2 h, not a whole year" in outcome.told


def test_gap_is_told_and_not_filled(folder):
    lines = [*HEADING, *(row(6, 1, hour) for hour in (1, 2, 5, 6, 9))]
    (folder / "testa.epw").write_text("\n".join(lines), encoding="utf-8")
    outcome = call(folder, "weather", "import", "testa.epw")
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    assert last_line(outcome).startswith("testa.epw:11: rows are missing before 2019-06-01 02:00 (gaps: 2)")


def test_value_outside_its_range_is_told(folder):
    lines = [*HEADING, row(6, 1, 1), row(6, 1, 2, temp="81.5")]
    (folder / "testa.epw").write_text("\n".join(lines), encoding="utf-8")
    outcome = call(folder, "weather", "import", "testa.epw")
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    assert "temp_air is 81.5" in last_line(outcome)


def test_nothing_is_overwritten(folder):
    (folder / "gulbene_weather.csv").write_text("mine", encoding="utf-8")
    outcome = call(folder, "weather", "import", SHIPPED)
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    assert "exists already" in last_line(outcome)
