"""What stands in English beside fields and in docstrings has a Latvian side, and every Latvian side an English one."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import pairwise

import pytest

from energycommunity.scenario.explain import explain
from energycommunity.scenario.field_text import summary_of
from energycommunity.scenario.json_schema import json_schema
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import entries_below, names_of
from energycommunity.scenario.technology_text import technology_text
from energycommunity.settlement.rules import Rules
from energycommunity.settlement.rules_schema import rules_schema
from energycommunity.technologies.registry import TECHNOLOGIES
from energycommunity.texts import FROM_CODE, words_of_sources
from tests.architecture import source_tree

TABLES = sorted(FROM_CODE.glob("*.csv"))
#: What each file is read as, and its schema.
FILES = {Scenario: json_schema, Rules: rules_schema}
EVERY_FILE = pytest.mark.parametrize("root", FILES, ids=lambda root: root.__name__)
EVERY_TABLE = pytest.mark.parametrize("path", TABLES, ids=source_tree.name_of)

#: What is written alike in both languages: keys, words of the file, lists, numbers.
SAME_IN_BOTH = re.compile(r"`\w+`|\w+_\w+|\{[^}]*\}|\[[^\]]*\]|\d+(?:\.\d+)?")


def rows(path):
    """The rows of a table of sentences."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pairs():
    """All rows of all tables."""
    return [row for path in TABLES for row in rows(path)]


def sentences_shown():
    """Every sentence of the code that people are shown: meanings of keys, and what each section or type is."""
    entries = [(info, model) for root in FILES for _, info, model in entries_below(root, "")]
    entries += [(info, technology) for technology in TECHNOLOGIES for info in names_of(technology).values()]
    meanings = {info.description for info, _ in entries if info.description}
    return meanings | {summary_of(model) for _, model in entries}


def test_every_sentence_has_its_latvian():
    """Where this fails: put the sentence of the code into a table of `texts/from_code`, with its Latvian."""
    assert sorted(sentences_shown() - {row["en"] for row in pairs()}) == []


def test_every_latvian_has_its_sentence():
    """Where this fails: a description was edited or is gone; edit the row likewise, or delete it."""
    assert sorted({row["en"] for row in pairs()} - sentences_shown()) == []


def test_sentences_stand_once():
    counts = Counter(row["en"] for row in pairs())
    assert [sentence for sentence, count in counts.items() if count > 1] == []


@EVERY_TABLE
def test_both_languages_are_filled_and_differ(path):
    bad = [row for row in rows(path) if set(row) != {"en", "lv"} or not all(map(str.strip, row.values()))]
    assert bad == []
    assert [row["en"] for row in rows(path) if row["en"] == row["lv"]] == []


@EVERY_TABLE
def test_keys_and_numbers_are_the_same_in_both(path):
    differing = [
        row
        for row in rows(path)
        if Counter(SAME_IN_BOTH.findall(row["en"])) != Counter(SAME_IN_BOTH.findall(row["lv"]))
    ]
    assert differing == []


@EVERY_TABLE
def test_what_is_unverified_is_so_in_both(path):
    differing = [row for row in rows(path) if ("unverified" in row["en"]) != ("nepārbaud" in row["lv"])]
    assert differing == []


@EVERY_TABLE
def test_sentences_end_alike(path):
    assert [row for row in rows(path) if row["en"].endswith(".") != row["lv"].endswith(".")] == []


@EVERY_FILE
def test_every_key_is_explained_in_latvian(root):
    alike = [
        path
        for path in {path for path, _, _ in entries_below(root, "")}
        if meanings(explain(path, "en", root)) & meanings(explain(path, "lv", root))
    ]
    assert sorted(alike) == []


def meanings(told):
    """The lines of an explanation that tell what keys mean: each the first below its paths."""
    lines = told.splitlines()
    return {line for above, line in pairwise(lines) if line[:1] == " " and above[:1] != " "}


@pytest.mark.parametrize("technology", TECHNOLOGIES, ids=lambda technology: technology.__name__)
def test_technologies_are_told_in_latvian(technology):
    name = technology.model_fields["type"].default
    english, latvian = technology_text(name, "en").splitlines(), technology_text(name, "lv").splitlines()
    keys = [line for line in latvian if re.match(r"  \w+: ", line) and line in english]
    assert (latvian[1] != english[1], keys) == (True, [])


@EVERY_FILE
def test_editors_are_told_everything_in_latvian(root):
    english, latvian = (descriptions(FILES[root](language)) for language in ("en", "lv"))
    assert english.keys() == latvian.keys()
    assert sorted(place for place, told in english.items() if told == latvian[place]) == []


@EVERY_FILE
def test_schemas_differ_in_words_only(root):
    assert without_descriptions(FILES[root]("en")) == without_descriptions(FILES[root]("lv"))


def without_descriptions(node):
    """A schema without its descriptions."""
    if isinstance(node, list):
        return [without_descriptions(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        name: without_descriptions(entry)
        for name, entry in node.items()
        if not (name == "description" and isinstance(entry, str))
    }


def descriptions(node, place=""):
    """Every description of a schema by its place."""
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found = {}
    for name, entry in below:
        if name == "description" and isinstance(entry, str):
            found[place] = entry
        found |= descriptions(entry, f"{place}/{name}")
    return found


def test_every_word_of_sources_stands_in_a_source():
    """Where this fails: the source of a figure was edited or is gone; edit the row likewise, or delete it."""
    folder = source_tree.PACKAGE / "parameters"
    sources = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml")))
    assert [ours for ours, _ in words_of_sources() if ours not in sources] == []
    assert all(latvian for _, latvian in words_of_sources())
