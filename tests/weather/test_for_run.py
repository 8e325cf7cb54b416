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


@pytest.mark.parametrize(("latitude_deg", "told"), [(57.1777 - 59.0 / 111.195, 0), (57.1777 - 61.0 / 111.195, 1)])
def test_weather_of_a_place_far_from_the_site_is_told(latitude_deg, told):
    """A degree of latitude is 2 pi 6371 / 360 = 111.195 km; Gulbene lies at 57.1777 degrees north."""
    notices = weather_of_run(SHIPPED / "gulbene.csv", YEAR, (latitude_deg, 26.7529)).notices
    far = [notice.tell() for notice in notices if notice.key == "weather_of_another_place"]
    assert len(far) == told
    assert all("the weather of 57.18, 26.75, 61 km from the site (56.63, 26.75)" in words for words in far)
