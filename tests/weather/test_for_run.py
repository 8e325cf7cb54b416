"""The weather of a run is read once for all its variants, and anew when its file changes."""

from __future__ import annotations

import os

import pytest

from energycommunity.errors import WeatherError
from energycommunity.time_grid import TimeGrid
from energycommunity.weather.for_run import weather_of_run
from tests.weather.conftest import SHIPPED

YEAR = TimeGrid.year(2025, "Europe/Riga")


def test_variants_share_one_reading():
    first = weather_of_run(SHIPPED / "gulbene.csv", YEAR)
    assert weather_of_run(SHIPPED / "gulbene.csv", TimeGrid.year(2025, "Europe/Riga")) is first
    other = weather_of_run(SHIPPED / "gulbene.csv", TimeGrid.year(2023, "Europe/Riga"))
    assert str(other.on_steps["time"].values[0])[:4] == "2022"  # 1 January in Riga begins at 22 o'clock UTC


def test_a_changed_file_is_read_anew(tmp_path):
    path = tmp_path / "weather.csv"
    text = (SHIPPED / "gulbene.csv").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    before = weather_of_run(path, YEAR)
    path.write_text(text.replace("source: ", "source: changed, "), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    after = weather_of_run(path, YEAR)
    assert after.on_steps.attrs["source"] == "changed, " + before.on_steps.attrs["source"]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(WeatherError, match=r"missing\.csv"):
        weather_of_run(tmp_path / "missing.csv", YEAR)
