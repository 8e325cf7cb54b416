"""Every input of a variant: value, unit, whether the file says so, source and date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from energycommunity.quantities import unit_of
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, Value, text_column
from energycommunity.scenario.defaults import MODEL_SOURCE, DefaultUsed


def inputs(edition: Edition, name: str) -> Table:
    """A row for every value of the scenario as it was computed."""
    say, result = edition.voice.say, edition.variants[name]
    columns = (
        text_column(say("input")),
        Column(say("value"), kind="plain"),
        text_column(say("unit")),
        text_column(say("origin_of_input")),
        text_column(say("source")),
        text_column(say("date")),
        text_column(say("checked")),
    )
    used = {default.path: default for default in result.defaults_used}
    given = dict(leaves(result.scenario.model_dump(mode="json", by_alias=True, exclude_unset=True)))
    rows: list[Row] = []
    for path, value in leaves(result.scenario.model_dump(mode="json", by_alias=True, exclude_none=True)):
        unit = edition.voice.unit(unit_of(_key(path)))
        default = used.pop(path, None)
        if default is not None:
            rows.append((path, value, unit, *_from_default(edition, default)))
        elif path in given:
            rows.append((path, value, unit, say("from_file"), edition.results.source.name, "", ""))
        else:
            rows.append((path, value, unit, say("from_model"), "", "", ""))
    for path, default in used.items():
        rows.append((path, default.value, edition.voice.unit(default.unit), *_from_default(edition, default)))
    return Table("inputs", say("inputs"), columns, tuple(rows))


def _from_default(edition: Edition, default: DefaultUsed) -> Row:
    """Origin, source, date of a default, and whether it is verified."""
    say = edition.voice.say
    checked = say("verified") if default.verified else say("unverified")
    if default.source == MODEL_SOURCE:
        return say("from_model"), "", default.date, checked
    return say("from_catalogue"), edition.voice.source(default.source), default.date, checked


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Value]]:
    """Every value of nested mappings and lists with its path.

    >>> list(leaves({"a": {"b": 1.5}, "c": [True, "x"]}))
    [('a.b', 1.5), ('c.0', 'true'), ('c.1', 'x')]
    """
    if isinstance(node, dict):
        for key, child in node.items():
            yield from leaves(child, f"{path}.{key}" if path else str(key))
    elif isinstance(node, list):
        for position, child in enumerate(node):
            yield from leaves(child, f"{path}.{position}")
    elif isinstance(node, bool):
        yield path, str(node).lower()
    else:
        yield path, node


def _key(path: str) -> str:
    """The part of a path that carries the unit: positions in lists and the parts of a size to choose do not."""
    parts = [part for part in path.split(".") if not part.isdigit() and part not in ("min", "max", "step")]
    return parts[-1] if parts else path
