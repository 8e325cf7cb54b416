"""YAML as people type it -> a tree of values with their lines, and all that is wrong with the writing itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from energycommunity.errors import Fault, ScenarioError
from energycommunity.scenario.located import Located, Path, Place
from energycommunity.scenario.scalars import Scalar, plain_value, with_point
from energycommunity.scenario.syntax_faults import syntax_fault, syntax_faults_before

#: Nesting and number of values (aliases unfolded) beyond which a file is taken for an accident or an attack.
DEEPEST = 40
MOST_VALUES = 1_000_000

_OPENING_QUOTES = "„“”«‟"
_CLOSING_QUOTES = "“”»‟"
_TAGS_READ = ("str", "int", "float", "bool", "null", "map", "seq")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class _Reading:
    """What is known while one file is read."""

    file: str
    events: Iterator[Any]
    faults: list[Fault] = field(default_factory=list)
    anchors: dict[str, Located | None] = field(default_factory=dict)

    def refuse(self, key: str, line: int, path: Path, **values: object) -> None:
        """Note a fault and read on."""
        self.faults.append(Fault(key, values, file=self.file, line=line, path=".".join(path)))

    def stop(self, key: str, line: int, path: Path, **values: object) -> ScenarioError:
        """The error for what cannot be read past."""
        return ScenarioError([*self.faults, Fault(key, values, file=self.file, line=line, path=".".join(path))])


def read_document(text: str, file: str) -> tuple[Located, list[Fault]]:
    """The tree of a YAML text, and the faults that reading got past (repeated keys, decimal commas …).

    Unquoted scalars follow the core schema of YAML 1.2. Anchors, aliases and merge keys are read.

    Raises
    ------
    ScenarioError
        If the text is empty, no YAML, or nested or unfolded beyond measure.

    Examples
    --------
    >>> tree, faults = read_document("a: {b: 1}", "x.yaml")
    >>> tree.entries["a"].entries["b"].value, faults
    (1, [])
    """
    early = syntax_faults_before(text, file)
    if early:
        raise ScenarioError(early)
    reading = _Reading(file, iter(yaml.parse(text, Loader=_LOADER)))
    try:
        tree = _read_documents(reading)
    except yaml.YAMLError as error:
        last = syntax_fault(error, text, file)
        raise ScenarioError([*(fault for fault in reading.faults if fault.line != last.line), last]) from None
    return tree, reading.faults


def _read_documents(reading: _Reading) -> Located:
    tree: Located | None = None
    for event in reading.events:
        if isinstance(event, yaml.DocumentStartEvent):
            if tree is not None:
                raise reading.stop("scenario_second_document", _line(event), ())
            tree = _read_node(reading, next(reading.events), Place(reading.file, 1), (), 1)
    if tree is None or tree.value is None:
        raise ScenarioError(Fault("scenario_empty", file=reading.file))
    return tree


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _read_node(reading: _Reading, event: Any, place: Place, path: Path, depth: int) -> Located:
    line = _line(event)
    if depth > DEEPEST:
        raise reading.stop("scenario_too_deep", line, (), deepest=DEEPEST)
    if isinstance(event, yaml.AliasEvent):
        return _read_alias(reading, event, place, path)
    if event.anchor:
        reading.anchors[event.anchor] = None
    _check_tag(reading, event, path)
    if isinstance(event, yaml.MappingStartEvent):
        node = _read_mapping(reading, event, place, path, depth)
    elif isinstance(event, yaml.SequenceStartEvent):
        node = _read_list(reading, place, path, depth)
    else:
        node = Located(_scalar(reading, event, path), place)
    if event.anchor:
        reading.anchors[event.anchor] = node
    if node.size > MOST_VALUES or node.depth > DEEPEST:
        raise reading.stop("scenario_too_big", line, path, most=MOST_VALUES)
    return node


def _read_alias(reading: _Reading, event: Any, place: Place, path: Path) -> Located:
    node = reading.anchors.get(event.anchor)
    if node is None:
        raise reading.stop("scenario_unknown_anchor", _line(event), path, anchor=event.anchor)
    return node.at(place)


def _check_tag(reading: _Reading, event: Any, path: Path) -> None:
    tag = event.tag
    if tag and tag not in {"!", *(f"tag:yaml.org,2002:{name}" for name in _TAGS_READ)}:
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        reading.refuse("scenario_tag", _line(event), path, tag=shown)


def _read_list(reading: _Reading, place: Place, path: Path, depth: int) -> Located:
    items: list[Located] = []
    for position in itertools.count():
        event = next(reading.events)
        if isinstance(event, yaml.SequenceEndEvent):
            break
        item_place = Place(reading.file, _line(event))
        items.append(_read_node(reading, event, item_place, (*path, str(position)), depth + 1))
    return Located(items, place)


def _read_mapping(reading: _Reading, start: Any, place: Place, path: Path, depth: int) -> Located:
    entries: dict[str, Located] = {}
    merged: list[Located] = []
    last = ""
    while not isinstance(key := next(reading.events), yaml.MappingEndEvent):
        line = _line(key)
        if not isinstance(key, yaml.ScalarEvent):
            raise reading.stop("scenario_key_is_no_name", line, path)
        value = next(reading.events)
        node = _read_node(reading, value, Place(reading.file, line), (*path, key.value), depth + 1)
        if start.flow_style and _splits_a_number(entries, last, key, value):
            entries[last] = _joined(reading, entries[last], key, (*path, last))
        elif key.value == "<<" and key.implicit[0]:
            merged += _mappings_to_merge(reading, node, line, path)
        elif key.value in entries:
            first = entries[key.value].place.line
            reading.refuse("scenario_key_twice", line, (*path, key.value), given=key.value, first=first)
        else:
            _check_key(reading, key, path)
            entries[key.value] = node
            last = key.value
    for node in merged:
        entries = {**node.entries, **entries}
    return Located(entries, place)


def _mappings_to_merge(reading: _Reading, node: Located, line: int, path: Path) -> list[Located]:
    """What stands at a merge key: a mapping or a list of mappings."""
    parts = node.children() if isinstance(node.value, list) else [node]
    if not all(isinstance(part.value, dict) for part in parts):
        reading.refuse("scenario_merge_no_mapping", line, (*path, "<<"))
    return parts


def _check_key(reading: _Reading, key: Any, path: Path) -> None:
    """Refuse a key with a typographic quote or a hard space, which look right and are not."""
    if key.implicit[0] and key.value and (key.value[0] in _OPENING_QUOTES or key.value[-1] in _CLOSING_QUOTES):
        reading.refuse("scenario_smart_quote", _line(key), path, given=key.value)
    elif "\u00a0" in key.value:
        cured = key.value.replace("\u00a0", " ").strip()
        reading.refuse("scenario_hard_space", _line(key), path, given=cured)


def _splits_a_number(entries: dict[str, Located], last: str, key: Any, value: Any) -> bool:
    """Whether `{price: 0,14}` was read as `price: 0` and an entry `14` without value."""
    empty = isinstance(value, yaml.ScalarEvent) and value.value == "" and value.implicit[0]
    if not (empty and last and re.fullmatch(r"[0-9]+(\s*[^\W\d_%€/][^,]*)?", key.value)):
        return False
    before = entries[last].value
    return isinstance(before, int | float) or (isinstance(before, str) and with_point(before) is not None)


def _joined(reading: _Reading, before: Located, key: Any, path: Path) -> Located:
    given = f"{before.value},{key.value}"
    number, _, unit = key.value.partition(" ")
    cure = with_point(f"{before.value},{number}") or f"{before.value}.{number}"
    quoted = f'"{cure} {unit}"' if unit else cure
    reading.refuse("scenario_decimal_comma", _line(key), path, given=given, cure=quoted)
    return Located(f"{cure} {unit}" if unit else float(cure), before.place)


def _scalar(reading: _Reading, event: Any, path: Path) -> Scalar:
    if event.style or not event.implicit[0] or event.tag:
        return str(event.value)
    raw = event.value
    if raw and (raw[0] in _OPENING_QUOTES or raw[-1] in _CLOSING_QUOTES):
        if len(raw) > 1 and raw[0] in _OPENING_QUOTES and raw[-1] in _CLOSING_QUOTES:
            return str(raw[1:-1])
        reading.refuse("scenario_smart_quote", _line(event), path, given=raw)
        return str(raw)
    return plain_value(raw)
