"""Changing a tree at a dotted path: set, add, remove, everywhere (`*`); what stands elsewhere keeps its lines."""

from __future__ import annotations

from dataclasses import replace
from typing import get_origin

from pydantic import BaseModel

from energycommunity.errors import Fault
from energycommunity.scenario.located import Located, Path
from energycommunity.scenario.schema_tree import WRITTEN_BY_ECSIM, is_model, keys_at, kinds_at, nearest


class OverrideError(Exception):
    """A dotted path that leads nowhere; carries the sentence."""

    def __init__(self, key: str, **values: object) -> None:
        self.fault = Fault(key, values)
        super().__init__(key)


def override(tree: Located, path: Path, new: Located, root: type[BaseModel]) -> Located:
    """The tree with `new` at a path; a null removes, `*` stands for every name or position.

    A missing last name is added; missing sections of the schema on the way are created, missing names of assets,
    buildings, … are not, and `*` passes over entries that lack a section on the way.

    Raises
    ------
    OverrideError
        If the path leads nowhere.
    """
    return _put(tree, path, (), new, (tree, root))


def merge(before: Located | None, new: Located) -> Located | None:
    """A mapping laid over another, entry by entry; anything else replaces, null removes."""
    if new.value is None:
        return None
    if before is None or not isinstance(before.value, dict) or not isinstance(new.value, dict):
        return new
    entries = dict(before.value)
    for name, child in new.value.items():
        merged = merge(entries.get(name), child)
        if merged is None:
            entries.pop(name, None)
        else:
            entries[name] = merged
    return replace(before, value=entries)


def _put(node: Located, path: Path, done: Path, new: Located, whole: tuple[Located, type[BaseModel]]) -> Located:
    name, rest = path[0], path[1:]
    if not done and name == "variants":
        raise OverrideError("scenario_set_variants")
    if not isinstance(node.value, dict | list):
        raise OverrideError("scenario_set_below_a_value", name=name, parent=".".join(done))
    names = _matching(node, rest) if name == "*" else [name]
    if not names:
        raise OverrideError("scenario_set_nothing_there", parent=".".join(done) or "*")
    changed: dict[str, Located | None] = {}
    for each in names:
        below = node.entries.get(each)
        if rest:
            start = below if below is not None and below.value is not None else _section(each, done, new, whole)
            changed[each] = _put(start, rest, (*done, each), new, whole)
        else:
            if below is None:
                _check_new(each, done, new, whole)
            changed[each] = new if new.value is not None else None
    return _with(node, changed, done)


def _matching(node: Located, rest: Path) -> list[str]:
    """What `*` stands for: all entries, except those that lack a section on the way (a building without a roof)."""
    section = rest[0] if len(rest) > 1 else "*"
    return [name for name, below in node.entries.items() if section == "*" or section in below.entries]


def _with(node: Located, changed: dict[str, Located | None], done: Path) -> Located:
    entries: dict[str, Located | None] = {**node.entries, **changed}
    left = {name: child for name, child in entries.items() if child is not None}
    if isinstance(node.value, list):
        beyond = [name for name in changed if not name.isdigit() or int(name) >= len(node.value)]
        if beyond:
            last = len(node.value) - 1
            raise OverrideError("scenario_set_no_position", given=beyond[0], parent=".".join(done), last=last)
        return replace(node, value=list(left.values()))
    return replace(node, value=left)


def _section(name: str, done: Path, new: Located, whole: tuple[Located, type[BaseModel]]) -> Located:
    """An empty section to be filled, if the schema has one of that name here."""
    tree, root = whole
    if name not in keys_at(root, tree, done):
        raise _unknown(name, done, whole)
    return Located({}, new.place)


def _check_new(name: str, done: Path, new: Located, whole: tuple[Located, type[BaseModel]]) -> None:
    """Refuse a last name that does not exist where it can only be a slip: an unknown key, or a name to be removed."""
    tree, root = whole
    kinds = kinds_at(root, tree, done)
    unknown_key = kinds and all(is_model(kind) for kind in kinds) and name not in keys_at(root, tree, done)
    removed = new.value is None and any(get_origin(kind) is dict for kind in kinds)
    if unknown_key or removed:
        raise _unknown(name, done, whole)


def _unknown(name: str, done: Path, whole: tuple[Located, type[BaseModel]]) -> OverrideError:
    tree, root = whole
    node: Located | None = tree
    for part in done:
        node = node.entries.get(part) if node else None
    known = [*(node.entries if node else ()), *keys_at(root, tree, done)]
    names = [name for name in dict.fromkeys(known) if name not in WRITTEN_BY_ECSIM]
    near = nearest(name, names)
    parent = ".".join(done)
    if near:
        return OverrideError("scenario_set_unknown_nearest", given=name, nearest=".".join((*done, near)))
    if not names:
        return OverrideError("scenario_set_unknown_empty", given=name, parent=parent)
    if not parent:
        return OverrideError("scenario_set_unknown_at_top", given=name, allowed=", ".join(names))
    return OverrideError("scenario_set_unknown", given=name, parent=parent, allowed=", ".join(names))
