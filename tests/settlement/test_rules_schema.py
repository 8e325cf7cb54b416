"""The JSON Schema of rules lets pass what `ecsim settle` reads, and tells a slip at its key."""

from __future__ import annotations

import copy

import pytest
import yaml

from energycommunity.settlement.rules_schema import rules_schema
from tests.cli.command_line import call
from tests.scenario.test_json_schema import Reader
from tests.settlement.test_bad_meter_files import RULES
from tests.settlement.test_cases import CASES, laid_over

#: What is replaced by what in rules, the key at which an editor shows it, and words of what it says.
SLIPS = {
    "unknown key": (("vat_rate", "vat"), [], "'vat' was unexpected"),
    "unknown key of a meter": (("import: buy}", "imports: buy}"), ["meters", "anna"], "'imports' was unexpected"),
    "unknown contract": (("type: fixed", "type: fixt"), ["tariffs", "buy", "type"], "'fixt' is not one of"),
    "four phases": (("import: buy}", "phases: 4}"), ["meters", "anna", "phases"], "4 is not one of [1, 3]"),
    "meter of nobody": (("member: anna, ", ""), ["meters", "anna"], "'member' is a required property"),
}


@pytest.fixture(scope="module")
def faults():
    """The faults that the schema finds in rules: path and words."""
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(rules_schema())
    validator = jsonschema.Draft202012Validator(rules_schema())

    def found(text):
        return [(list(fault.absolute_path), fault.message) for fault in validator.iter_errors(yaml.load(text, Reader))]

    return found


@pytest.mark.parametrize(("for_all", "case"), CASES)
def test_rules_of_the_cases_pass(faults, for_all, case):
    rules = laid_over({"name": "case", **copy.deepcopy(for_all)}, case["input"].get("rules", {}))
    assert faults(yaml.safe_dump(rules)) == []


@pytest.mark.parametrize(("change", "path", "words"), SLIPS.values(), ids=SLIPS)
def test_slip_is_told_at_its_key(faults, change, path, words):
    assert change[0] in RULES
    told = faults(RULES.replace(*change, 1))
    assert [where for where, _ in told] == [path]
    assert words in told[0][1]


def test_units_are_told_and_may_be_written(faults):
    sharing = rules_schema()["$defs"]["SharingRules"]["properties"]["internal_price_eur_per_kwh"]
    assert sharing["description"].endswith("[EUR/kWh]")
    assert faults(RULES.replace("0.08}", "8 ct/kWh}")) == []


def test_command_writes_it_and_explains_a_key(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call(tmp_path, "schema", "--rules", "--out", "rules.schema.json").exit_code == 0
    assert '"title": "ecsim settlement rules"' in (tmp_path / "rules.schema.json").read_text(encoding="utf-8")
    refused = call(tmp_path, "schema", "--out", "rules.schema.json")
    assert (refused.exit_code, "exists already" in refused.told) == (2, True)
    told = call(tmp_path, "explain", "--rules", "meters.anna.fuse_a", "--lang", "lv").told.splitlines()
    assert told[:2] == ["meters.fuse_a", "  Ievada drošinātājs tīkla tarifiem pēc ampēriem"]
