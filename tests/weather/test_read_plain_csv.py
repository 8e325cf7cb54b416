"""Plain CSV as people keep it, and the dispatch by content."""

from __future__ import annotations

import pytest

from energycommunity.errors import WeatherError
from energycommunity.weather import read_weather, write_netcdf
from energycommunity.weather.read_plain_csv import read_plain_csv
from energycommunity.weather.reading import read_unchecked

LATVIAN = (
    "# latitude: 57,2\n# longitude: 26.8\n# times: Europe/Riga\n# label: end\n# source: Mērījumi Gulbenē\n"
    "time;ghi;dni;dhi;temp_air;wind_speed\n"
    "01.06.2025 12:00;450,5;600;150;15,5;2\n01.06.2025 13:00;500;600;200;16;2,5\n"
)


@pytest.fixture
def write(tmp_path):
    def written(content, encoding="utf-8", name="own.csv"):
        path = tmp_path / name
        path.write_bytes(content.replace("\n", "\r\n").encode(encoding))
        return path

    return written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1257"])
def test_latvian_table(write, encoding):
    """Proves: semicolons, decimal commas, summer time and labels at the end of the hour.

    Sensitivity: with winter time the hour begins at 09:00 UTC, with labels at the start at 09:00 too, with both 10:00.
    Hand calculation: 12:00 at UTC+3 is 09:00 UTC and ends the hour that begins at 08:00 UTC.
    """
    weather = read_plain_csv(write(LATVIAN, encoding))
    assert str(weather.time.values[0])[:16] == "2025-06-01T08:00"
    assert str(weather.sun_time.values[0])[:16] == "2025-06-01T08:30"
    assert [float(weather[name][0]) for name in ("ghi", "temp_air", "wind_speed")] == [450.5, 15.5, 2.0]
    assert weather.attrs["latitude"] == 57.2
    assert weather.attrs["source"] == "Mērījumi Gulbenē"
    assert weather.line.values.tolist() == [7, 8]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("# longitude: 26.8\n", "", "own.csv: the heading lacks # longitude"),
        ("57,2", "north", "own.csv:1: latitude: 'north' is not a number"),
        ("label: end", "label: middle", "own.csv:4: label is 'middle'; allowed: start, end"),
        ("Europe/Riga", "Europe/Gulbene", "own.csv:3: times: 'Europe/Gulbene' is not a time zone"),
        (";dhi", ";diffuse", "own.csv: missing: dhi"),
        ("450,5", "bright", "own.csv:7: "),
        ("01.06.2025 13:00", "01.06.2025 11:00", "own.csv:8: "),
        ("01.06.2025 13:00", "later", "own.csv:8: "),
    ],
)
def test_fault_names_line_and_cure(write, old, new, words):
    with pytest.raises(WeatherError) as caught:
        read_plain_csv(write(LATVIAN.replace(old, new)))
    assert words in caught.value.tell()


def test_netcdf_gives_the_dataset_back(shipped_gulbene, tmp_path):
    path = tmp_path / "gulbene.nc"
    write_netcdf(shipped_gulbene, path)
    assert read_weather(path).identical(shipped_gulbene)


def test_netcdf_of_somebody_else_is_refused(shipped_gulbene, tmp_path):
    path = tmp_path / "other.nc"
    bare = shipped_gulbene.copy()
    bare.attrs = {}
    write_netcdf(bare, path)
    with pytest.raises(WeatherError, match="lacks latitude"):
        read_weather(path)


def test_broken_netcdf_is_told(tmp_path):
    path = tmp_path / "broken.nc"
    path.write_bytes(b"not a dataset")
    with pytest.raises(WeatherError, match="cannot be read as NetCDF"):
        read_weather(path)


@pytest.mark.parametrize(
    ("name", "words"), [("weather.docx", "no weather format known"), ("gone.csv", "cannot be opened")]
)
def test_unknown_and_missing_files(tmp_path, name, words):
    with pytest.raises(WeatherError, match=words):
        read_unchecked(tmp_path / name)


def test_faults_speak_latvian(tmp_path):
    with pytest.raises(WeatherError) as caught:
        read_unchecked(tmp_path / "weather.docx")
    assert "nav zināms laikapstākļu formāts" in caught.value.tell("lv")
