"""The reference pages say what the program says today, and their examples are what they claim to be."""

from __future__ import annotations

import doctest
import re

import click
import pytest
import yaml

from docs import generate, key_tables
from energycommunity.cli import ecsim
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import entries_below, tags_of
from energycommunity.settlement.rules import Rules
from energycommunity.technologies.registry import ASSET_TYPES, TECHNOLOGIES
from tests.docs import pages

REFRESH = "out of date: give `python -m docs.generate`"


def test_pages_are_up_to_date():
    fresh, written = generate.pages(), generate.written_pages()
    wrong = sorted(name for name in fresh.keys() | written.keys() if fresh.get(name) != written.get(name))
    assert wrong == [], REFRESH


@pytest.mark.parametrize("technology", TECHNOLOGIES, ids=lambda technology: tags_of(technology)[0])
def test_example_on_the_page_is_the_technology(technology):
    page = generate.REFERENCE / key_tables.technology_page(technology)
    (block,) = (block for block in pages.blocks_of(page) if block.kind == "yaml")
    shown = yaml.safe_load(block.text)[technology.stands_under]
    (values,) = (shown,) if technology.stands_under == "community" else shown.values()
    assert (values.get("type") == tags_of(technology)[0]) == (technology in ASSET_TYPES)
    assert technology.model_validate(values) == technology.example()


@pytest.mark.parametrize("root", [Scenario, Rules], ids=lambda root: root.__name__)
def test_every_key_of_the_file_is_told(root):
    """Keys are counted by the walk that `ecsim explain` uses, not by that of the pages."""
    told = {
        key for text in generate.written_pages().values() for key in re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    }
    keys = {path.rpartition(".")[2] for path, _, _ in entries_below(root, "")}
    assert sorted(keys - told - {"type", "variant", "variant_title", "tables"}) == []


def test_every_option_is_told():
    text = generate.written_pages()[generate.COMMANDS_PAGE]
    waiting, options = [ecsim], set()
    while waiting:
        command = waiting.pop()
        options |= {name for parameter in command.params for name in parameter.opts if name.startswith("--")}
        waiting += command.commands.values() if isinstance(command, click.Group) else ()
    assert {"--set", "--template", "--latitude"} <= options
    assert sorted(option for option in options if option not in text) == []


@pytest.mark.parametrize("module", [generate, key_tables], ids=["generate", "key_tables"])
def test_examples_of_functions(module):
    assert doctest.testmod(module).failed == 0
