"""Reading YAML as people type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.errors import ScenarioError
from energycommunity.scenario.document import read_document
from energycommunity.scenario.located import find, plain
from energycommunity.scenario.scalars import with_point


def values(text):
    tree, faults = read_document(text, "x.yaml")
    assert faults == []
    return plain(tree)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),  # the country code of Norway, false in YAML 1.1
        ("on", "on"),
        ("12:30", "12:30"),  # 750 in YAML 1.1
        ("2025-01-15", "2025-01-15"),
        ("010", 10),  # 8 in YAML 1.1
        ("1e3", 1000.0),
        (".5", 0.5),
        ("+7", 7),
        ("true", True),
        ("~", None),
        ("'12'", "12"),
        ("„Beļava”", "Beļava"),
        ("“Beļava”", "Beļava"),
        ("1_000", "1_000"),
        ("!!str 12", "12"),
    ],
)
def test_scalars_mean_what_people_mean(written, meant):
    read = values(f"a: {written}")["a"]
    assert read == meant
    assert type(read) is type(meant)


def test_every_value_knows_the_line_of_its_key():
    tree, _ = read_document("a: 1\nb:\n  c:\n    - x\n    - y\n  d: {e: 2,\n      f: 3}\n", "x.yaml")
    lines = {path: find(tree, tuple(path.split("."))).place.line for path in ("a", "b", "b.c", "b.c.1", "b.d", "b.d.f")}
    assert lines == {"a": 1, "b": 2, "b.c": 3, "b.c.1": 5, "b.d": 6, "b.d.f": 7}


def test_anchors_and_merge_keys_are_read():
    text = "a: &a {x: 1, y: 2}\nb: *a\nc: {<<: *a, y: 3}\nd: {<<: [*a, {z: 4}]}\n"
    assert values(text) == {
        "a": {"x": 1, "y": 2},
        "b": {"x": 1, "y": 2},
        "c": {"x": 1, "y": 3},
        "d": {"x": 1, "y": 2, "z": 4},
    }


def test_list_of_two_numbers_is_no_decimal_comma():
    assert values("a: [0,14]\nb: {c: 1, d: 2}") == {"a": [0, 14], "b": {"c": 1, "d": 2}}


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("{p: 0,14}", "0.14"),
        ("{p: 1 200,5}", "1200.5"),
        ("{p: -3,5, q: 1}", "-3.5"),
        ("{p: 0,14 ct/kWh}", '"0.14 ct/kWh"'),
    ],
)
def test_decimal_comma_in_braces_is_noticed(written, cure):
    _, faults = read_document(f"a: {written}", "x.yaml")
    assert [(fault.path, fault.values["cure"]) for fault in faults] == [("a.p", cure)]


def test_tabs_are_harmless_where_yaml_takes_them():
    assert values("a:\t1\nb: {c: 2,\n\td: 3}") == {"a": 1, "b": {"c": 2, "d": 3}}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        tree, _ = read_document(text, "x.yaml")
    except ScenarioError as error:
        assert error.faults
    else:
        plain(tree)


@given(st.integers(-999_999, 999_999), st.integers(0, 999))
def test_decimal_comma_is_told_with_the_same_number(whole, part):
    assert float(with_point(f"{whole},{part:03d}")) == pytest.approx(float(f"{whole}.{part:03d}"))
