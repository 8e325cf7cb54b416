"""`ecsim new`: what it writes runs at once, says the same in both languages, and touches nothing that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from energycommunity.scenario.loader import load_scenario
from energycommunity.scenario.new_scenario import TEMPLATES, template_names, write_all
from tests.cli.command_line import call, last_line

EACH_TEMPLATE = pytest.mark.parametrize("template", template_names())
SHIPPED = Path(__file__).resolve().parents[2] / "data" / "weather"
MEAN_WEEK = "time={start: '2025-11-17', steps: 168}"
COLD_WEEK = "time={start: '2025-01-27', steps: 168}"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder, in which the command is called."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder, *words):
    """The scenario file that the command writes, and what it tells."""
    outcome = call(folder, "new", "my_place", *words)
    assert outcome.exit_code == 0, outcome.told
    return folder / "my_place" / "my_place.yaml", outcome.told


def refused(folder, *words):
    """The last line of a refusal that wrote nothing."""
    outcome = call(folder, "new", *words)
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    return last_line(outcome)


def numbers_of(tree):
    """A tree without its names and words, which differ between the languages: its shape and its numbers."""
    if isinstance(tree, dict):
        return [numbers_of(value) for value in tree.values()]
    if isinstance(tree, list):
        return [numbers_of(value) for value in tree]
    return None if isinstance(tree, str) else tree


@EACH_TEMPLATE
def test_what_is_written_runs_at_once(folder, template):
    scenario, told = written(folder, "--template", template)
    assert f"ecsim run {Path('my_place') / 'my_place.yaml'}" in told
    checked = call(folder, "check", scenario)
    assert (checked.exit_code, "Warning" in checked.told) == (0, False), checked.told
    outcome = call(folder, "run", scenario, "--set", COLD_WEEK, "--out", "results", "--quiet")
    assert outcome.exit_code == 0, outcome.told
    (report,) = (folder / "results" / "my_place").glob("*/report.html")
    assert report.stat().st_size > 0


@EACH_TEMPLATE
def test_radiators_fit_the_water_of_a_template(folder, template):
    """In a week of the mean of the heating season no room stays cold, and no network gets warmer water back."""
    scenario, _ = written(folder, "--template", template)
    outcome = call(folder, "run", scenario, "--set", MEAN_WEEK, "--out", "results", "--quiet")
    assert outcome.exit_code == 0, outcome.told
    assert "radiators" not in outcome.told


@EACH_TEMPLATE
def test_both_languages_say_the_same(folder, template):
    english, _ = written(folder, "--template", template)
    (folder / "latvian").mkdir()
    outcome = call(folder, "new", "latvian/my_place", "--template", template, "--lang", "lv")
    assert outcome.exit_code == 0
    latvian = folder / "latvian" / "my_place" / "my_place.yaml"
    trees = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (english, latvian)]
    assert numbers_of(trees[0]) == numbers_of(trees[1])
    ours = load_scenario(english)
    theirs = load_scenario(latvian)
    assert [s.language for s in (*ours.variants.values(), *theirs.variants.values())] == ["en"] * len(ours.variants) + [
        "lv"
    ] * len(theirs.variants)


@pytest.mark.parametrize("path", sorted(TEMPLATES.iterdir()), ids=lambda path: path.name)
def test_every_pair_of_a_template_has_both_languages(path):
    pairs = re.findall(r"\[\[(.*?)\]\]", path.read_text(encoding="utf-8"), re.DOTALL)
    assert pairs
    assert [pair for pair in pairs if not all(map(str.strip, pair.split("|"))) or pair.count("|") != 1] == []


@EACH_TEMPLATE
def test_comparison_has_a_baseline_and_alternatives(folder, template):
    scenario, _ = written(folder, "--template", template)
    file = load_scenario(scenario)
    tree = yaml.safe_load(scenario.read_text(encoding="utf-8"))
    assert [name for name, variant in tree["variants"].items() if variant.get("baseline")] == [file.baseline]
    assert 2 <= len(file.variants) <= 5


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        ("57,31", "25.36", "cesis"),
        ("57.42", "27.05", "aluksne"),
        ("57.54", "25.43", "valmiera"),
        ("57.38", "26.1", "palsmane"),
    ],
)
def test_weather_is_that_of_the_nearest_place(folder, latitude, longitude, place):
    scenario, told = written(folder, "--template", "house", "--latitude", latitude, "--longitude", longitude)
    series = yaml.safe_load(scenario.read_text(encoding="utf-8"))["weather"]["series"]
    assert (scenario.parent / series).read_bytes() == (SHIPPED / f"{place}.csv").read_bytes()
    assert "Warning" not in told


def test_far_from_all_shipped_weather_is_a_warning(folder):
    """Proves: at the west coast the distance is told.

    Hand calculation: Liepāja 56.51 N 21.01 E; of the places Cēsis (57.31 N 25.27 E) is nearest, 0.80 degrees
    (89 km) north and 4.26 degrees (4.26 x 111.2 x cos 56.9 = 259 km) east: 274 km.
    """
    _, told = written(folder, "--template", "house", "--latitude", "56.51", "--longitude", "21.01")
    kilometres = int(re.search(r"Cēsis, (\d+) km away", told)[1])
    assert kilometres == pytest.approx(274, abs=2)


def test_own_weather_is_named_from_where_the_file_is(folder):
    (folder / "measured.csv").write_bytes((SHIPPED / "cesis.csv").read_bytes())
    scenario, _ = written(folder, "--template", "house", "--weather", "measured.csv")
    tree = yaml.safe_load(scenario.read_text(encoding="utf-8"))
    assert tree["weather"]["series"] == "../measured.csv"
    assert tree["site"] == {"latitude_deg": 57.31, "longitude_deg": 25.27}  # Cēsis, as the file says
    assert sorted(path.suffix for path in scenario.parent.iterdir()) == [".json", ".yaml"]


def test_interruption_leaves_nothing(folder, monkeypatch):
    """A Ctrl-C while the second file is written takes the first one away again, and the folders made for them."""
    opened = []

    def open_once(path, *words, **more):
        if opened:
            raise KeyboardInterrupt
        opened.append(path)
        return path_open(path, *words, **more)

    path_open = Path.open
    monkeypatch.setattr(Path, "open", open_once)
    with pytest.raises(KeyboardInterrupt):
        write_all(folder / "deep" / "place", {"a.txt": "a", "b.txt": "b"})
    assert opened == [folder / "deep" / "place" / "a.txt"]
    assert list(folder.iterdir()) == []


def test_own_weather_must_be_weather(folder):
    (folder / "measured.csv").write_text("time,ghi\n", encoding="utf-8")
    assert "measured.csv" in refused(folder, "my_place", "--template", "house", "--weather", "measured.csv")


def test_nothing_that_exists_is_overwritten(folder):
    (folder / "my_place").mkdir()
    kept = folder / "my_place" / "my_place.yaml"
    kept.write_text("mine", encoding="utf-8")
    told = refused(folder, "my_place", "--template", "house")
    assert told.startswith(f"{Path('my_place') / 'my_place.yaml'}: the file exists already")
    assert kept.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_exists_may_be_used(folder):
    (folder / "my_place").mkdir()
    (folder / "my_place" / "bills.csv").write_text("mine", encoding="utf-8")
    scenario, _ = written(folder, "--template", "house")
    assert call(folder, "check", scenario).exit_code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("my_place", "--template", "hous"), "there is no template 'hous'; allowed: apartment_house, house"),
        (("my place", "--template", "house"), "my place"),
        (("con", "--template", "house"), "con"),
        (("x" * 61, "--template", "house"), "60"),
        (("my_place", "--template", "house", "--latitude", "57.2"), "give both --latitude and --longitude"),
        (("my_place", "--template", "house", "--latitude", "126", "--longitude", "26"), "126"),
        (("taken/my_place", "--template", "house"), "the scenario cannot be written here"),
    ],
)
def test_what_cannot_be_written(folder, words, message):
    (folder / "taken").write_text("a file where a folder is wanted", encoding="utf-8")
    assert message in refused(folder, *words)


def test_refusals_speak_latvian(folder):
    assert "veidnes 'hous' nav" in refused(folder, "my_place", "--template", "hous", "--lang", "lv")


def test_technologies_and_keys_are_told(folder):
    assert "Siltumsūknis" in call(folder, "technologies", "--lang", "lv").told
    assert "heat_pump_air_house" in call(folder, "technologies", "heat_pump").told
    outcome = call(folder, "technologies", "heatpump")
    assert (outcome.exit_code, last_line(outcome)) == (
        2,
        "there is no technology 'heatpump'; do you mean 'heat_pump'?",
    )
    assert "assets.photovoltaics.capacity_kwp" in call(folder, "explain", "assets.my_roof.capacity_kwp").told


def test_schema_beside_a_scenario_can_be_made_anew(folder):
    scenario, _ = written(folder, "--template", "house")
    schema = scenario.parent / "scenario_schema.json"
    assert scenario.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema={schema.name}\n")
    before = schema.read_bytes()
    assert call(folder, "schema", "--out", schema).exit_code == 0
    assert schema.read_bytes() == before


def test_schema_beside_a_latvian_scenario_speaks_latvian(folder):
    assert call(folder, "new", "vieta", "--template", "house", "--lang", "lv").exit_code == 0
    schema = folder / "vieta" / "scenario_schema.json"
    before = schema.read_text(encoding="utf-8")
    assert "Dzīvokļu skaits daudzdzīvokļu mājā" in before
    assert "Number of flats of an apartment house" not in before
    assert call(folder, "schema", "--lang", "lv").told == before
    assert call(folder, "schema", "--lang", "lv", "--out", schema).told == f"Shēma: {schema}\n"
    assert schema.read_text(encoding="utf-8") == before
