"""Bad input to `run` and `check`: exit code 2, a message that can be acted upon, nothing written."""

from __future__ import annotations

import shutil
from itertools import pairwise

import pytest

from energycommunity.time_grid import TimeGrid
from tests.cli.command_line import FARM, call, last_line

RUN_AND_CHECK = pytest.mark.parametrize("command", ["run", "check"])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the farm, in which the command is called."""
    shutil.copy(FARM, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(folder, *words):
    """The message of a command that must refuse its input and write nothing."""
    outcome = call(folder, *words)
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    assert "Traceback" not in outcome.told
    return last_line(outcome)


def write_weather(folder, text):
    """A file of weather that the farm's heat pump would need."""
    (folder / "weather.csv").write_text(text, encoding="utf-8")


@RUN_AND_CHECK
@pytest.mark.parametrize(
    ("name", "message"), [(".", ".: this is a folder; a scenario file (.yaml) is needed"), ("no.yaml", "no such file")]
)
def test_scenario_that_is_none(folder, command, name, message):
    assert message in refused(folder, command, name)


@RUN_AND_CHECK
@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("assets.boiler.capacity_heat_kv=6", "do you mean assets.boiler.capacity_heat_kw?"),
        ("nonsense", "write --set path=value, for example --set economics.real_discount_rate=0.03"),
        ("=5", "write --set path=value"),
        ("assets.boiler=5", "5 is given; here must stand keys"),
        ("assets.*.colour=red", "there is no 'colour' in assets.boiler"),
        ("a..b=1", "there is no 'a' at the top of the file"),
        ("assets.boiler.efficiency=[1", "is not closed"),
        ("assets.boiler.efficiency=0,8", "decimal comma"),
    ],
)
def test_setting_with_a_bad_path_or_value(folder, command, setting, message):
    told = refused(folder, command, "farm.yaml", "--set", setting)
    assert told.startswith(f"--set {setting}")
    assert message in told


@RUN_AND_CHECK
def test_profile_that_is_too_short(folder, command):
    (folder / "load.csv").write_text("kW\n" + "2\n" * 23, encoding="utf-8")
    told = refused(
        folder, command, "farm.yaml", "--set", "buildings.home.electricity.power_kw={file: load.csv, column: kW}"
    )
    assert "buildings.home.electricity.power_kw" in told
    assert "The file has 23 rows" in told
    assert "24" in told


def test_broken_weather_is_told_with_its_line(folder):
    lines = (FARM.parents[2] / "data" / "weather" / "gulbene.csv").read_text(encoding="utf-8").splitlines()
    broken = next(number for number, line in enumerate(lines) if line.startswith("time,")) + 3
    lines[broken] = lines[broken].replace(",", ",warm", 1)
    write_weather(folder, "\n".join(lines))
    told = refused(folder, "run", "farm.yaml", "--set", "weather={series: weather.csv}")
    assert told.startswith(f"weather.csv:{broken + 1}: ")
    assert "is not a number" in told


def test_weather_that_is_none(folder):
    write_weather(folder, "")
    assert "weather.csv" in refused(folder, "run", "farm.yaml", "--set", "weather={series: weather.csv}")
    told = refused(folder, "run", "farm.yaml", "--set", "weather={series: farm.yaml}")
    assert ".yaml is no weather format known; allowed: EPW" in told


def test_check_tells_what_is_in_order(folder):
    outcome = call(folder, "check", "farm.yaml")
    assert (outcome.exit_code, outcome.new_files) == (0, ())
    assert "farm.yaml is in order. Variants: baseline." in outcome.told


@pytest.mark.parametrize("as_market_file", [True, False])
def test_prices_shorter_than_a_step_are_a_warning(folder, as_market_file):
    quarters = TimeGrid.year(2025, "Europe/Riga", 0.25).local.strftime("%Y-%m-%d %H:%M:%S")
    rows = "".join(f"{begin},{end},0.1\n" for begin, end in pairwise(quarters))
    (folder / "p.csv").write_text("ts_start,ts_end,price\n" + rows, encoding="utf-8")
    column = "" if as_market_file else ", column: price, unit: EUR/kWh, time_column: ts_start"
    price = f"tariffs.grid={{type: spot, price_eur_per_kwh: {{file: p.csv{column}}}}}"
    outcome = call(folder, "run", "farm.yaml", "--set", price)
    assert outcome.exit_code == 0
    assert "Warning: p.csv: Prices of 15 min are averaged to steps of 60 min." in outcome.told
    summary = next(folder.glob("results/farm/*/baseline/summary.json")).read_text(encoding="utf-8")
    assert "Prices of 15 min are averaged" in summary


def test_hours_of_a_tariff_within_a_longer_step_are_a_warning(folder):
    tariff = "tariffs.grid={type: time_of_use, price_eur_per_kwh: 0.1, periods: [{hours: [7], price_eur_per_kwh: 0.2}]}"
    outcome = call(folder, "check", "farm.yaml", "--set", tariff, "--set", "time.step_h=3")
    assert outcome.exit_code == 0
    assert "tariffs.grid: tariff 'grid' tells hours apart, but a step lasts 3 h" in outcome.told
    assert "hours apart" not in call(folder, "check", "farm.yaml", "--set", tariff).told
    refusal = refused(folder, "check", "farm.yaml", "--set", tariff.replace("[7]", "[24]"))
    assert "24 is given; it must be at most 23" in refusal


@pytest.mark.parametrize("place", ["Rīga", "", "../gulbene"])
def test_weather_of_an_unknown_place(folder, place):
    assert "known places are gulbene" in refused(folder, "weather", "generate", place)


def test_generated_weather_is_written_once(folder):
    assert call(folder, "weather", "generate", "Alūksne", "--year", "2024").new_files == ("aluksne.csv",)
    assert "exists already" in refused(folder, "weather", "generate", "aluksne")
    assert "cannot be written" in refused(folder, "weather", "generate", "aluksne", "--out", "no/a.csv")
    told = refused(folder, "weather", "generate", "Talsi", "--lang", "lv")
    assert "vietas 'Talsi' klimats nav zināms" in told
