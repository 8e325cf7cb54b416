"""Beļava's file, spoilt in every way: `ecsim check` has a message or succeeds, and never a traceback."""

from __future__ import annotations

import random
import re

import pytest

from tests.architecture.source_tree import ROOT
from tests.cli.command_line import call

SEEDS = 200

#: What may stand in place of a value, or inside a line.
ODD_VALUES = (
    "", "-5", "0", "1e400", "9" * 400, ".nan", ".inf", "true", "null", "[]", "{}", "[[1]]", "{a: 1}", "0,14",
    "5 %", "12 ct/kg", "57°15'", "2025-13-45", "x" * 3000, "🏡", "<b>", "=1+1", "con", "a/b", "..", "*", "*x",
    "1 200,5", "&x", "!!python/object:os.system x", "'", '"', "„x“", "a: b: c", "#", "@", "%", "\\0", "{0}", "\t",
)  # fmt: skip

#: A change of the file -> what its message says.
CHANGES = {
    "device_as_variant": (
        "  pellet_low_temperature:",
        "  con:",
        "variants.con: 'con' is the name of a device on Windows",
    ),
    "folder_as_variant": ("  pellet_low_temperature:", "  ../pellet:", "'../pellet' cannot be a name"),
    "device_as_name": ("name: belava", "name: NUL", "'NUL' is the name of a device on Windows"),
    "long_name": ("name: belava", f"name: {'b' * 61}", "is longer than the 60 characters"),
    "case_of_variant": (
        "  individual_heat_pumps:",
        "  Baseline:",
        "'Baseline' and 'baseline' differ in upper and lower",
    ),
    "formula_as_name": ("name: belava", "name: =1+1", "'=1+1' cannot be a name"),
    "parent_in_a_list": (
        "from: pellet_low_temperature",
        "from: [a]",
        "variants.heat_pump_pv_storage.from: ['a'] is no",
    ),
    "parent_as_mapping": ("from: pellet_low_temperature", "from: {a: b}", "{a} is no text"),
    "baseline_as_text": ("baseline: true", "baseline: 'yes'", "'yes' is neither true nor false"),
    "list_of_variants": ("variants:", "variants: [a]\nx:", "['a'] is given; here must stand names"),
    "set_of_variants": ("heat_networks.centre.pipes.*.built:", "variants.baseline:", "not the variants themselves"),
    "set_everywhere": ("heat_networks.centre.pipes.*.built:", '"*.*.*":', "'*' cannot stand below schema_version"),
    "merge_of_a_number": ("{kind: company,", "{<<: 5, kind: company,", "<< takes over the entries of a mapping"),
    "alias_in_itself": ("members:", "members: &m\n  a: *m", "*m refers to nothing"),
    "long_file_name": ("../data/weather/gulbene.csv", "x" * 5000, "x…' is not there"),
    "zero_in_file_name": ("../data/weather/gulbene.csv", '"a\\0b"', "is not there"),
    "table_in_a_list": ("mode: size", "buildings_from: [a]", "buildings_from: ['a'] is no text"),
    "time_zone_as_path": ("time_zone: Europe/Riga", "time_zone: ../../etc/passwd", "there is no time zone"),
    "last_year_of_all": ("{year: 2025}", "{start: 9999-12-31, steps: 9}", "the year must be from 1950 to 2100"),
    "quoted_number": ("schema_version: 1", 'schema_version: "1"', "write 1 without quotes"),
    "endless_count": ("count: 18", "count: 1e12", "it must be at most 100000"),
    "two_points": ('"980 MWh firewood"', '"9.8.0 MWh firewood"', "write amount, unit and carrier"),
    "list_of_connections": ("connections: {", "connections: [culture_house]\n    x: {", "['culture_house'] is given"),
    "markup_as_name": ("  shop_owner:", "  <b>:", "'<b>' cannot be a name"),
    "braces_as_value": ("mode: size", "mode: '{given} {0} {'", "'{given} {0} {' is not allowed"),
    "emoji_as_unit": ('"12 ct/kWh"', '"12 €🏡"', "cannot be converted to EUR/kWh"),
    "power_as_unit": ('"12 ct/kWh"', '"12 m**m"', "the unit 'm**m' in '12 m**m' is unknown"),
    "not_a_number": ("latitude_deg: 57.26", "latitude_deg: .nan", "nan is no number"),
    "above_all_numbers": ("heated_area_m2: 900", "heated_area_m2: 1e400", "inf is no number"),
    "plant_by_nobody": ("assets:", "Assets:", "do you mean 'assets'?"),
}


@pytest.fixture(scope="module")
def belava():
    """The text of the shipped scenario."""
    return (ROOT / "scenarios" / "belava.yaml").read_text(encoding="utf-8")


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Writes a text to a file beside the shipped weather and checks it; what ecsim does not expect is raised."""

    def checked(text, language="en"):
        monkeypatch.chdir(tmp_path)
        text = text.replace("../data/weather/gulbene.csv", (ROOT / "data/weather/gulbene.csv").as_posix())
        (tmp_path / "spoilt.yaml").write_bytes(text.encode("utf-8", errors="surrogatepass"))
        return call(tmp_path, "check", "spoilt.yaml", "--lang", language)

    return checked


@pytest.mark.parametrize("name", CHANGES)
def test_change_gets_its_message(belava, check, name):
    before, after, message = CHANGES[name]
    outcome = check(belava.replace(before, after, 1))
    assert (outcome.exit_code, outcome.new_files) == (2, ())
    assert message in outcome.told
    assert "Located(" not in outcome.told
    assert max(map(len, outcome.told.splitlines())) < 1500


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("value", ["variants: {}", "variants:", "variants: {baseline: , b: null}"])
def test_variants_may_be_empty_whatever_the_line_ends(belava, check, value, line_end):
    text = belava.split("variants:")[0] + value + "\n"
    assert check(text.replace("\n", line_end)).exit_code == 0


@pytest.mark.parametrize("seed", range(SEEDS))
def test_spoilt_file_has_a_message_or_is_read(belava, check, seed):
    outcome = check(spoilt(belava, random.Random(seed)), "lv" if seed % 2 else "en")
    assert outcome.exit_code in (0, 2)
    assert outcome.told.strip()
    assert not re.search(r"Traceback|Located\(|pydantic|Error\b|<class|object at 0x", outcome.told)
    if outcome.exit_code == 2:
        assert [line for line in outcome.told.splitlines() if not line.startswith("spoilt.yaml")] == []


def spoilt(text, chance):
    """The text with one to three changes such as slips of the hand make, and worse ones."""
    lines = text.splitlines()
    for _ in range(chance.randint(1, 3)):
        chance.choice((drop, repeat, swap, indent, put_value, put_characters, cut_characters))(lines, chance)
    return chance.choice(("\n", "\n", "\r\n")).join(lines)


def drop(lines, chance):
    """A line less."""
    del lines[chance.randrange(len(lines))]


def repeat(lines, chance):
    """A line stands a second time somewhere."""
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))


def swap(lines, chance):
    """Two lines change places."""
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def indent(lines, chance):
    """A line begins elsewhere."""
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((" ", "   ", "\t", "\u00a0", "")) + lines[at].lstrip(chance.choice((" ", "")))


def put_value(lines, chance):
    """An odd value after a colon."""
    places = [(at, found) for at, line in enumerate(lines) for found in re.finditer(r"(?<=: )[^,{}\[\]#]+", line)]
    at, found = chance.choice(places)
    lines[at] = lines[at][: found.start()] + chance.choice(ODD_VALUES) + lines[at][found.end() :]


def put_characters(lines, chance):
    """Something odd in the midst of a line."""
    at = chance.randrange(len(lines))
    column = chance.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:column] + chance.choice(ODD_VALUES) + lines[at][column:]


def cut_characters(lines, chance):
    """A few characters less."""
    at = chance.randrange(len(lines))
    column = chance.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:column] + lines[at][column + chance.randint(1, 4) :]
