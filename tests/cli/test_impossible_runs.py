"""What cannot be computed ends with exit code 2, one message that names the cure, and nothing written."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.command_line import FARM, call, last_line

SOLAR = (
    "assets.pv={type: photovoltaics, meter: house, owner: family, "
    "production_kw_per_kwp: 0.5, investment_eur_per_kwp: 1}"
)

#: Settings laid over the farm -> what the message must say, first the place. The farm needs 10 kW of heat and 2 kW of
#: electricity.
IMPOSSIBLE = {
    "boiler_too_small": (
        ["assets.boiler.capacity_heat_kw=6"],
        [
            "farm.yaml:14: buildings.home: ",
            "home lacks heat",
            "4 kW in 24 h",
            "2025-01-15 00:00",
            "10 kW",
            "40 % less demand",
        ],
    ),
    "connection_too_small": (
        # sqrt(3) * 400 V * 2 A = 1.386 kW
        ["meters.house.fuse_a=2"],
        ["farm.yaml:12: meters.house: ", "lacks electricity", "0.614 kW in 24 h", "2025-01-15 00:00", "2 kW", "fuse_a"],
    ),
    "cap_below_the_least": (
        ["limits.co2_cap_kg_co2e=1"],
        [
            "--set limits.co2_cap_kg_co2e=1: limits.co2_cap_kg_co2e: ",
            "The cap of 1 kg a year cannot be met",
            "least possible",
            "Raise the cap",
        ],
    ),
    "profit_without_limit": (
        [SOLAR, "meters.house.fuse_a=null", "tariffs.surplus.price_eur_per_kwh=5", "tariffs.grid.price_eur_per_kwh=6"],
        [
            f"--set {SOLAR}: assets.pv.capacity_kwp: ",
            "The profit has no limit",
            "pv",
            "Give it a max",
            "export_limit_kw",
        ],
    ),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the farm, in which the command is called."""
    shutil.copy(FARM, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_impossible_run_says_what_lacks_and_what_would_cure_it(folder, name):
    settings, words = IMPOSSIBLE[name]
    outcome = call(folder, "run", "farm.yaml", "--quiet", *(word for s in settings for word in ("--set", s)))
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    assert outcome.told.startswith(words[0])
    assert len(outcome.told.splitlines()) == 1
    assert [word for word in words if word not in outcome.told] == []


def test_message_names_the_variant_that_is_impossible(folder):
    with (folder / "farm.yaml").open("a", encoding="utf-8") as file:
        file.write("variants: {baseline: , small: {set: {assets.boiler.capacity_heat_kw: 6}}}\n")
    outcome = call(folder, "run", "farm.yaml", "--quiet")
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    assert outcome.told.startswith("farm.yaml:14: variants.small: buildings.home: home lacks heat")


@pytest.mark.parametrize("variants", ["", "variants: {baseline: , other: {set: {assets.boiler.efficiency: 0.9}}}\n"])
def test_fault_that_shows_while_series_are_made_names_its_line(folder, variants):
    late = "  pump: {type: shiftable_load, owner: family, meter: house, electricity: {power_kw: 1}, hours: [12]}\n"
    with (folder / "farm.yaml").open("a", encoding="utf-8") as file:
        file.write(late + variants)
    outcome = call(folder, "run", "farm.yaml", "--quiet", "--set", "time.steps=4")
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    place = "farm.yaml:21: variants.baseline: assets.pump: " if variants else "farm.yaml:21: assets.pump: "
    assert outcome.told.startswith(f"{place}the run is too short")


@pytest.mark.parametrize("asked", ["option", "setting", "file"])
def test_message_is_told_in_the_language_that_is_asked_for(folder, asked):
    words = {"option": ["--lang", "lv"], "setting": ["--set", "language=lv"], "file": []}[asked]
    if asked == "file":
        with (folder / "farm.yaml").open("a", encoding="utf-8") as file:
            file.write("language: lv\n")
    outcome = call(folder, "run", "farm.yaml", "--quiet", "--set", "assets.boiler.capacity_heat_kw=6", *words)
    assert "trūkst siltuma" in outcome.told
    outcome = call(folder, "check", "farm.yaml", "--set", "assets.boiler.efficency=0.8", *words)
    assert "varbūt" in outcome.told


@pytest.mark.parametrize("name", ["results.txt", "results.txt/deeper"])
def test_file_where_the_folder_of_results_should_be_is_told_before_computing(folder, name):
    (folder / "results.txt").write_text("mine", encoding="utf-8")
    outcome = call(folder, "run", "farm.yaml", "--out", name)
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    assert last_line(outcome).endswith("Choose another folder with --out.")
    assert "results.txt is a file" in outcome.told
    assert (folder / "results.txt").read_text(encoding="utf-8") == "mine"


def test_run_writes_its_folder_and_tells_where(folder):
    outcome = call(folder, "run", "farm.yaml", "--out", "mine")
    assert outcome.exit_code == 0
    assert "Report: mine" in outcome.told.replace("\\", "/")
    assert {"mine/farm/latest.json"} < set(outcome.new_files)
    assert not any("unfinished" in name for name in outcome.new_files)
