"""The table of texts is complete in both languages, and the code and the table know the same keys."""

from __future__ import annotations

import ast
import csv
import re
import string
from collections import Counter
from functools import cache

import pytest

from tests.architecture import source_tree

TABLES = sorted((source_tree.PACKAGE / "texts").glob("*.csv"))
EVERY_TABLE = pytest.mark.parametrize("path", TABLES, ids=source_tree.name_of)

#: Names under which code hands over a key with the values of the sentence: function -> position of the key.
TELLERS = {"text": 0, "Fault": 0, "refusal": 0}


def rows(path):
    """The rows of a table of texts."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def sentences():
    """Every key with its English text."""
    return {row["key"]: row["en"] for path in TABLES for row in rows(path)}


def placeholders(sentence):
    """The names in braces of a sentence."""
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@cache
def patterns_in_code():
    """What code can form as a key: its string constants, and f-strings as patterns that begin with a known part."""
    constants, patterns = set(), set()
    for path in source_tree.program_modules():
        for node in ast.walk(source_tree.tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in node.values
                ]
                patterns.add("".join(parts))
    for path in sorted(source_tree.PACKAGE.rglob("templates/*")):
        constants.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return frozenset(constants), frozenset(pattern for pattern in patterns if re.match(r"[a-z]{3,}_", pattern))


def calls_with_a_key():
    """Every call that names a key outright: place, key, names of the values or None where they are not written out."""
    for path in source_tree.program_modules():
        for call in ast.walk(source_tree.tree_of(path)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TELLERS:
                keywords = {keyword.arg: keyword.value for keyword in call.keywords}
                key = keywords.get("key", call.args[0] if call.args else None)
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield f"{source_tree.name_of(path)}:{call.lineno}", key.value, value_names(call, keywords)


def value_names(call, keywords):
    """The names of the values that a call gives to its sentence, or None where they are not written out."""
    if call.func.id in ("text", "refusal"):
        return None if None in keywords else set(keywords) - {"key", "language"}
    values = keywords.get("values", call.args[1] if len(call.args) > 1 else None)
    if values is None:
        return set()
    if isinstance(values, ast.Dict) and all(isinstance(name, ast.Constant) for name in values.keys):
        return {name.value for name in values.keys}
    return None


@EVERY_TABLE
def test_both_languages_are_filled(path):
    unfilled = [
        row["key"] for row in rows(path) if set(row) != {"key", "en", "lv"} or not all(map(str.strip, row.values()))
    ]
    assert unfilled == []


@EVERY_TABLE
def test_both_languages_take_the_same_values(path):
    differing = [row["key"] for row in rows(path) if placeholders(row["en"]) != placeholders(row["lv"])]
    assert differing == []


def test_keys_are_unique():
    counts = Counter(row["key"] for path in TABLES for row in rows(path))
    assert [key for key, count in counts.items() if count > 1] == []


def test_every_key_is_used():
    constants, patterns = patterns_in_code()
    unused = [key for key in sentences() if key not in constants and not any(re.fullmatch(p, key) for p in patterns)]
    assert unused == []


def test_every_key_in_code_exists():
    assert [(place, key) for place, key, _ in calls_with_a_key() if key not in sentences()] == []


def test_every_sentence_gets_its_values():
    lacking = [
        (place, key, sorted(placeholders(sentences()[key]) - names))
        for place, key, names in calls_with_a_key()
        if key in sentences() and names is not None and not placeholders(sentences()[key]) <= names
    ]
    assert lacking == []
