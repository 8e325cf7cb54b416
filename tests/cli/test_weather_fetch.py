"""`ecsim weather fetch` against a server on this machine that answers as PVGIS does."""

from __future__ import annotations

import socket

import numpy as np
import pandas as pd
import pytest

from energycommunity.time_grid import TimeGrid
from energycommunity.weather import on_grid, read_weather
from tests.cli.command_line import call, last_line
from tests.weather.pvgis_server import LATITUDE_DEG, LONGITUDE_DEG, serving

PLACE = ("--latitude", str(LATITUDE_DEG), "--longitude", str(LONGITUDE_DEG))
TYPICAL_FILE = "pvgis_57.26_26.67_typical.csv"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder, in which the command is called; no proxy stands before this machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return tmp_path


@pytest.fixture
def pvgis(monkeypatch):
    """The server, which the command asks in place of the real one."""
    with serving() as server:
        monkeypatch.setenv("ECSIM_PVGIS_URL", server.url)
        yield server


def fetched(folder, *words):
    """The weather that the command writes, read again, and what it tells."""
    outcome = call(folder, "weather", "fetch", *PLACE, *words)
    assert outcome.exit_code == 0, outcome.told
    (name,) = outcome.new_files
    return read_weather(folder / name), outcome.told


def refused(folder, *words):
    """The message of a refusal that wrote nothing."""
    outcome = call(folder, "weather", "fetch", *words)
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    assert "Traceback" not in outcome.told
    return last_line(outcome)


def test_typical_year(folder, pvgis):
    """Proves: months of different years make one year, with the sun at the moment of the image and our names.

    Sensitivity: with the sun in the middle of the hour sun_offset_h is 0.5; with Gb(n) on the horizontal dni falls.
    Hand calculation: 0.1761 h = 10 min 34 s (10.566 min); 540 W/m2 is the server's beam whenever the sun is up; on
    1 January at 00:00 it is 6 - 12 cos(2 pi / 365) = -5.998 -> -6.0 degC.
    """
    weather, told = fetched(folder)
    assert TYPICAL_FILE in told
    assert "8760 steps of 1 h" in told
    assert weather.sizes["time"] == 8760
    assert weather.attrs["typical"] == 1
    assert str(weather.sun_time.values[0])[11:19] == "00:10:33"
    assert set(np.unique(weather.dni)) == {0.0, 540.0}
    assert float(weather.temp_air[0]) == pytest.approx(-6.0)
    assert pvgis.asked[0][0] == "/api/v5_3/tmy"
    assert {name: pvgis.asked[0][1][name] for name in ("lat", "lon")} == {"lat": "57.26", "lon": "26.67"}


def test_file_says_where_it_comes_from(folder, pvgis):
    fetched(folder, "--year", "2020", "--out", "w.csv")
    heading = [line for line in (folder / "w.csv").read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert "# source: PVGIS PVGIS-SARAH3, ERA5, from 2005, to 2023" in heading
    (asked,) = [line for line in heading if line.startswith("# Asked: ")]
    assert asked.endswith(f"{pvgis.url}seriescalc, latitude 57.26, longitude 26.67, year 2020")
    assert any("European Commission, Joint Research Centre" in line for line in heading)


def test_year_as_it_was(folder, pvgis):
    """Proves: a leap year has its 29 February, and the horizontal beam is turned to its normal.

    Sensitivity: without the sine of the sun's height dni is at most 540 x sin 56 degrees = 448 in June.
    Hand calculation: 366 days of 24 hours are 8784 rows; the server's beam is 540 W/m2 on the normal.
    """
    weather, _ = fetched(folder, "--year", "2020")
    assert weather.sizes["time"] == 8784
    assert weather.attrs["typical"] == 0
    assert {name: pvgis.asked[0][1][name] for name in ("startyear", "endyear", "angle", "components")} == {
        "startyear": "2020",
        "endyear": "2020",
        "angle": "0",
        "components": "1",
    }
    june = weather.dni.sel(time="2020-06-21T09:00")
    assert float(june) == pytest.approx(540.0, abs=0.1)


@pytest.mark.parametrize("step_h", [1.0, 0.25])
@pytest.mark.parametrize("year", [None, "2019", "2020"])
@pytest.mark.parametrize("run_year", [2024, 2025])
def test_fetched_weather_serves_common_and_leap_years(folder, pvgis, step_h, year, run_year):
    """Proves: in a leap year a 29 February that is not in the weather repeats the 28th, one too many is left out.

    Sensitivity: taken by row number, 1 March 2024 would have the weather of 2 March.
    Hand calculation: 366 x 24 = 8784 and 365 x 24 = 8760 hours, four times as many quarters; noon of each date keeps
    the temperature that the server gives for that date.
    """
    weather, _ = fetched(folder, *(("--year", year) if year else ()))
    grid = TimeGrid.year(run_year, "Europe/Riga", step_h)
    laid = on_grid(weather, grid)
    assert laid.sizes["time"] == (8784 if run_year == 2024 else 8760) / step_h

    def noon(of, day):
        times = pd.DatetimeIndex(of["time"].to_numpy())
        (row, *_) = np.flatnonzero((times.strftime("%m-%d") == day) & (times.hour == 12))
        return float(of["temp_air"][row])

    for day in ("02-28", "03-01", "12-30"):
        assert noon(laid, day) == noon(weather, day)
    if run_year == 2024:
        assert noon(laid, "02-29") == noon(weather, "02-29" if year == "2020" else "02-28")


def test_place_over_the_sea(folder, pvgis):
    told = refused(folder, "--latitude", "57,5", "--longitude", "19,5")
    assert told.startswith("PVGIS has no weather for a place over the sea")
    assert "on land" in told


def test_year_that_pvgis_has_not(folder, pvgis):
    told = refused(folder, *PLACE, "--year", "2025", "--lang", "lv")
    assert told.startswith("PVGIS noraida pieprasījumu: startyear: Incorrect value.")
    assert "between 2005 and 2023" in told


@pytest.mark.parametrize(
    ("status", "words", "message"),
    [
        (529, "<html>overloaded</html>", "PVGIS is overloaded or out of order (HTTP 529)"),
        (500, '{"message": "Internal Server Error", "status": 500}', "Internal Server Error"),
        (400, '["no message"]', "is no answer of PVGIS"),
        (200, "<html>please log in</html>", "is no answer of PVGIS"),
        (200, "{}", "is no answer of PVGIS"),
        (
            200,
            '{"inputs": {}, "outputs": {"tmy_hourly": [], "months_selected": []}, "meta": {"inputs": {}}}',
            "no answer",
        ),
    ],
)
def test_what_is_no_weather(folder, pvgis, status, words, message):
    pvgis.out_of_order = (status, words)
    assert message in refused(folder, *PLACE)
    assert message in refused(folder, *PLACE, "--year", "2020")


def test_no_network(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = refused(folder, *PLACE, "--url", f"http://127.0.0.1:{port}/")
    assert "PVGIS cannot be reached" in told
    assert "ecsim weather import" in told


def test_nothing_is_overwritten_nor_asked_for_it(folder, pvgis):
    (folder / TYPICAL_FILE).write_text("mine", encoding="utf-8")
    assert "exists already" in refused(folder, *PLACE)
    assert pvgis.asked == []


def test_year_that_is_none(folder, pvgis):
    assert "'next' is neither a year nor 'typical'" in refused(folder, *PLACE, "--year", "next")
    assert fetched(folder, "--year", "typical")[0].attrs["typical"] == 1
