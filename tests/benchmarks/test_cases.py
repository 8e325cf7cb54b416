"""The cases that are measured: complete, and such that a fresh process can be told what to do."""

from __future__ import annotations

import inspect
import json
import math
from importlib import import_module

import click
import pytest

from benchmarks.__main__ import chosen_cases
from benchmarks.case import Median, found_cases
from benchmarks.cases import more_houses
from benchmarks.neighbours import write_neighbours
from benchmarks.site import write_site
from benchmarks.town import write_town
from benchmarks.village import write_village
from energycommunity.scenario.loader import load_scenario
from energycommunity.technologies.heating_choice import HeatingChoice

CASES = found_cases()
WAYS = [pytest.param(way, id=f"{case.number} {way.name}") for case in CASES for way in case.ways]


def test_every_case_is_found_once_and_in_order():
    assert [case.number for case in CASES] == [f"P{number}" for number in range(1, 11)]


def test_ours_stands_first():
    assert [case.number for case in CASES if case.ways[0].peer] == []


@pytest.mark.parametrize("way", WAYS)
def test_a_process_can_be_told_what_to_do(way):
    assert getattr(import_module(way.function.__module__), way.function.__name__) is way.function
    inspect.signature(way.function).bind(**json.loads(json.dumps(way.arguments)))


def test_choice_of_cases():
    assert [case.number for case in chosen_cases({"P7", "P1"})] == ["P1", "P7"]
    assert chosen_cases(set()) == list(CASES)
    with pytest.raises(click.UsageError, match="no case P99"):
        chosen_cases({"P99"})


def test_growth_with_the_houses():
    """Hand calculation: (100/30)^1.5 = 6.0858 times the seconds is a growth of 1.5."""
    few, many = (Median(seconds, seconds, None, None, None) for seconds in (2.0, 2.0 * math.pow(100 / 30, 1.5)))
    assert more_houses.growth(many, few) == pytest.approx(1.5)
    assert more_houses.remark(many, few) == "seconds grow with N^1.50"
    assert more_houses.remark(few, few) == ""


@pytest.mark.parametrize(("step_h", "steps"), [(1.0, 8760), (0.25, 35040)])
def test_site_can_be_read(tmp_path, step_h, steps):
    file = load_scenario(write_site(tmp_path, step_h))
    assert file.variants[file.baseline].grid().steps == steps
    assert all(notice.key.startswith("generation_notice") for notice in file.notices)


def test_village_can_be_read(tmp_path):
    file = load_scenario(write_village(tmp_path, 3))
    scenario = file.variants[file.baseline]
    assert scenario.grid().steps == 8760
    assert len(scenario.meters) == 4
    assert len(scenario.assets) == 9
    assert all(notice.key.startswith("generation_notice") for notice in file.notices)


@pytest.mark.parametrize(("contracts", "kinds"), [("spot", {"spot"}), ("mixed", {"spot", "fixed"})])
def test_neighbours_can_be_read(tmp_path, contracts, kinds):
    file = load_scenario(write_neighbours(tmp_path, contracts))
    scenario = file.variants[file.baseline]
    assert scenario.community.analysis == "sizes_fixed"
    assert len(scenario.members) == 10
    assert {meter.purchase for meter in scenario.meters.values()} == kinds


def test_town_can_be_read(tmp_path):
    """Twelve buildings at three corners: each has 3 packages and 3 own supplies beside the network, and a branch."""
    file = load_scenario(write_town(tmp_path, 12, "80/50,65/40"))
    scenario = file.variants[file.baseline]
    choices = [asset for asset in scenario.assets.values() if isinstance(asset, HeatingChoice)]
    assert [(len(choice.packages), len(choice.sources)) for choice in choices] == [(3, 3)] * 12
    network = scenario.heat_networks["town"]
    assert (len(network.fed), len(network.pipes), len(network.levels)) == (12, 12 + 3, 2)
