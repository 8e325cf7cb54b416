"""The JSON Schema lets pass what the loader reads, refuses slips at their key, and tells units, words and defaults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from energycommunity.errors import ScenarioError
from energycommunity.scenario.editor_schema import schema_text, write_schema
from energycommunity.scenario.json_schema import json_schema
from energycommunity.scenario.new_scenario import TEMPLATES, filled, template_names

ROOT = Path(__file__).resolve().parents[2]
#: YAML files of tests that are no scenarios: cases of settlement.
NO_SCENARIOS = ("settlement",)
GOOD = [
    *sorted((ROOT / "scenarios").glob("*.yaml")),
    *(path for path in sorted((ROOT / "tests").glob("*/*.yaml")) if path.parent.name not in NO_SCENARIOS),
]
BAD = Path(__file__).parent / "bad"
FILLINGS = {"name": "place", "language": "en", "schema": "s.json", "weather": "w.csv"}
FILLINGS |= {"latitude": "57.2", "longitude": "26.7"}
#: Slip -> path of the key at which an editor shows it, and words of what it says.
SLIPS = {
    "unknown_key": (["assets", "boiler"], "'capcity_heat_kw' was unexpected"),
    "unknown_key_at_top": ([], "'notes' was unexpected"),
    "unknown_type": (["assets", "boiler", "type"], "'fuel_boyler' is not one of"),
    "unknown_choice": (["buildings", "school", "sector"], "'municipality' is not one of"),
    "missing_key": (["members", "shop_owner"], "'kind' is a required property"),
    "missing_type": (["assets", "boiler"], "'type' is a required property"),
    "negative_capacity": (["assets", "boiler", "capacity_heat_kw"], "is not valid under any"),
    "text_for_mapping": (["site"], "is not of type 'object'"),
    "unknown_key_of_variant": (["variants", "bigger"], "was unexpected"),
}


class Reader(yaml.SafeLoader):
    """Reads a file as editors do: dates stay texts."""


Reader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(":timestamp")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="module")
def faults():
    """The faults that the schema finds in a text of YAML: path and words."""
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(json_schema())
    validator = jsonschema.Draft202012Validator(json_schema())

    def found(text):
        return [(list(fault.absolute_path), fault.message) for fault in validator.iter_errors(yaml.load(text, Reader))]

    return found


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_scenario_passes(faults, path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("language", ["en", "lv"])
@pytest.mark.parametrize("template", template_names())
def test_template_passes(faults, template, language):
    text = filled(
        (TEMPLATES / f"{template}.yaml").read_text(encoding="utf-8"), language, FILLINGS | {"weather": "w.csv"}
    )
    assert text.startswith("# yaml-language-server: $schema=s.json\n")
    assert faults(text) == []


@pytest.mark.parametrize("name", SLIPS)
def test_slip_is_told_at_its_key(faults, name):
    path, words = SLIPS[name]
    told = faults((BAD / f"{name}.yaml").read_text(encoding="utf-8"))
    assert [where for where, _ in told] == [path]
    assert words in told[0][1]


def test_slip_in_an_asset_of_a_variant_is_told(faults):
    text = (ROOT / "scenarios" / "belava.yaml").read_text(encoding="utf-8")
    told = faults(text.replace("tilt_deg: 40", "tild_deg: 40"))
    assert "variants" in told[0][0]
    assert "'tild_deg' was unexpected" in told[0][1]


def test_editors_are_told_unit_default_and_words():
    models = json_schema()["$defs"]
    cost = models["Photovoltaics"]["properties"]["investment_eur_per_kwp"]
    assert cost["description"] == "Cost per peak power (catalogue row photovoltaics_roof: 904) [EUR/kW]"
    assert models["Building"]["properties"]["renovation"]["enum"] == ["none", "partly", "full"]
    assert models["Roof"]["properties"]["tilt_deg"]["default"] == 30.0
    assert "photovoltaics_ground" in models["Photovoltaics"]["properties"]["catalogue"]["examples"]
    assert "heat_pump_air_house" not in models["Photovoltaics"]["properties"]["catalogue"]["examples"]
    assert "sadales_tikls_pamata_1" in models["Spot"]["properties"]["network"]["examples"]


def test_editors_fill_in_no_null():
    entries = [entry for model in json_schema()["$defs"].values() for entry in model.get("properties", {}).values()]
    assert [entry for entry in entries if entry.get("default", "") is None] == []


def test_every_key_has_words():
    models = json_schema()["$defs"]
    silent = [f"{name}.{key}" for name, m in models.items() for key, e in m["properties"].items() if not has_words(e)]
    assert silent == []


def has_words(entry):
    """Whether an editor has something to show at a key."""
    return bool(entry.get("description"))


def test_schema_is_written_anew_but_nothing_else(tmp_path):
    file = tmp_path / "schema.json"
    assert json.loads(write_schema(file, json_schema()).read_text(encoding="utf-8")) == json_schema()
    file.write_text(schema_text(json_schema()).replace("Short name", "Old name"), encoding="utf-8")
    assert "Old name" not in write_schema(file, json_schema()).read_text(encoding="utf-8")
    other = tmp_path / "notes.txt"
    other.write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="exists already"):
        write_schema(other, json_schema())
    with pytest.raises(ScenarioError, match="cannot be written"):
        write_schema(tmp_path / "no" / "schema.json", json_schema())
