"""Variants, what they build on, and changes from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.errors import ScenarioError
from energycommunity.scenario import load_scenario
from energycommunity.scenario.document import read_document
from energycommunity.scenario.located import find, plain
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.variants import resolve_variants

VILLAGE = Path(__file__).parent / "village.yaml"


def resolved(text, *overrides):
    tree, _ = read_document(text, "x.yaml")
    return resolve_variants(tree, Scenario, overrides)


def test_file_without_variants_has_one():
    result = resolved("name: a")
    assert (result.baseline, list(result.trees)) == ("baseline", ["baseline"])


def test_variant_builds_on_another_and_on_the_file():
    text = """
assets: {a: {x: 1, y: 2}, b: {x: 3}}
variants:
  third: {from: second, set: {assets.a.y: 5}}
  baseline:
  second: {set: {assets.a: {x: 9, y: 9}, assets.b: null, assets.c: {x: 4}}}
"""
    result = resolved(text)
    assert {name: plain(tree)["assets"] for name, tree in result.trees.items()} == {
        "third": {"a": {"x": 9, "y": 5}, "c": {"x": 4}},
        "baseline": {"a": {"x": 1, "y": 2}, "b": {"x": 3}},
        "second": {"a": {"x": 9, "y": 9}, "c": {"x": 4}},
    }


def test_set_replaces_and_a_key_of_the_file_merges():
    text = "economics: {price_year: 2025, inflation: 0.02}\nvariants:\n  baseline: {economics: {inflation: 0.03}}\n"
    assert plain(resolved(text).trees["baseline"])["economics"] == {"price_year": 2025, "inflation": 0.03}
    text = (
        "economics: {price_year: 2025, inflation: 0.02}\nvariants:\n  baseline: {set: {economics: {inflation: 0.03}}}\n"
    )
    assert plain(resolved(text).trees["baseline"])["economics"] == {"inflation": 0.03}


def test_star_reaches_all_entries_and_all_positions():
    text = """
heat_networks: {n: {pipes: [{pipe: a}, {pipe: b}]}, m: {pipes: [{pipe: c}]}}
variants: {baseline: {set: {heat_networks.*.pipes.*.pipe: new, heat_networks.n.pipes.0.length_m: 5}}}
"""
    networks = plain(resolved(text).trees["baseline"])["heat_networks"]
    assert networks == {
        "n": {"pipes": [{"pipe": "new", "length_m": 5}, {"pipe": "new"}]},
        "m": {"pipes": [{"pipe": "new"}]},
    }


def test_missing_section_is_made():
    tree = resolved("name: a\nvariants: {baseline: {set: {limits.investment_eur: 5}}}").trees["baseline"]
    assert plain(tree)["limits"] == {"investment_eur": 5}


def test_value_set_by_a_variant_keeps_the_line_where_it_is_written():
    text = "assets: {a: {x: 1}}\nvariants:\n  baseline:\n    set:\n      assets.a.x: 2\n"
    assert find(resolved(text).trees["baseline"], ("assets", "a", "x")).place.line == 5


@pytest.mark.parametrize("text", ["variants: {a: {baseline: true}, b: }", "baseline: a\nvariants: {a: , b: }"])
def test_baseline_is_named_or_marked(text):
    result = resolved(text)
    assert (result.baseline, result.faults) == ("a", [])


def test_override_holds_in_every_variant_that_has_the_path():
    text = "assets: {a: {x: 1}}\nvariants: {baseline: , other: {set: {assets.b: {x: 2}}}}"
    result = resolved(text, "assets.b.x=7", "mode=dispatch")
    assert result.faults == []
    assert [plain(tree)["assets"] for tree in result.trees.values()] == [
        {"a": {"x": 1}},
        {"a": {"x": 1}, "b": {"x": 7}},
    ]
    assert {plain(tree)["mode"] for tree in result.trees.values()} == {"dispatch"}


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("foo", "--set foo: write --set path=value, for example --set economics.real_discount_rate=0.03"),
        (
            "assets.boilr.efficiency=1",
            "--set assets.boilr.efficiency=1: there is no 'boilr' here; do you mean assets.boiler?",
        ),
        (
            "economics.inflation=0,03",
            "--set economics.inflation=0,03: economics.inflation: '0,03' has a decimal comma or grouped digits; "
            "write 0.03",
        ),
        (
            "site.latitude_deg=[1",
            "--set site.latitude_deg=[1: the bracket or brace that opens here is not closed, or a "
            "comma is missing between its entries: value: [1",
        ),
    ],
)
def test_bad_override_is_told(override, told):
    with pytest.raises(ScenarioError) as caught:
        load_scenario(VILLAGE, [override])
    assert caught.value.tell() == told


def test_override_takes_units_lists_and_null():
    loaded = load_scenario(
        VILLAGE,
        ["assets.boiler.capacity_heat_kw=0.2 MW", "buildings.shed=null", "title=null", "limits.investment_eur=5"],
    )
    for scenario in loaded.variants.values():
        assert scenario.assets["boiler"].capacity_heat_kw == 200.0
        assert "shed" not in scenario.buildings
        assert scenario.title is None
        assert scenario.limits.investment_eur == 5.0
