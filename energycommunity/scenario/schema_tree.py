"""Finding one's way in the models of the scenario file: which keys may stand at a path, and what they are."""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from energycommunity.demand import ElectricityDemand, HotWaterDemand, SpaceHeatDemand
from energycommunity.profiles import FileColumn
from energycommunity.scenario.located import Located, Path

#: Demands that may be written as a column of a file: its keys then stand beside their own.
WRITTEN_AS_COLUMN: tuple[type[BaseModel], ...] = (ElectricityDemand, SpaceHeatDemand, HotWaterDemand)
#: Keys of the top level that name a table, and that of a network's pipes; `tables` reads them.
TABLES_AT_TOP = ("buildings_from", "members_from", "meters_from")
PIPES_FROM = "pipes_from"
#: Keys that only a resolved file has.
WRITTEN_BY_ECSIM = ("variant", "variant_title", "tables")
#: Path of a key, its field, and the model it belongs to.
Entry = tuple[str, FieldInfo, type[BaseModel]]


def alternatives(annotation: Any) -> list[Any]:
    """What an annotation allows, one by one: unions and annotations are opened, None is left out."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return alternatives(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [kind for part in get_args(annotation) for kind in alternatives(part)]
    return [] if annotation is type(None) else [annotation]


def is_model(kind: Any) -> bool:
    """Whether an alternative is a model with named fields."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def models_of(annotation: Any) -> list[type[BaseModel]]:
    """The models that an annotation allows, by themselves or as items of a list or a mapping."""
    kinds = alternatives(annotation)
    items = [item for kind in kinds if get_origin(kind) in (dict, list, tuple) for item in get_args(kind)[-2:]]
    below = [kind for item in items if item is not ... for kind in alternatives(item)]
    return [kind for kind in (*kinds, *below) if is_model(kind)]


def names_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys of a model as they are written in YAML."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def tags_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The values of `type` that choose a model; empty for a model without it."""
    info = model.model_fields.get("type")
    return (
        tuple(str(tag) for tag in get_args(info.annotation)) if info and get_origin(info.annotation) is Literal else ()
    )


def entries_below(model: type[BaseModel], path: str) -> Iterator[Entry]:
    """All keys below a model; a type's name stands for an asset or tariff that the user gives a name."""
    for key, info in names_of(model).items():
        here = f"{path}.{key}" if path else key
        yield here, info, model
        for kind in alternatives(info.annotation):
            yield from _entries_of(kind, here)


def _entries_of(kind: Any, path: str) -> Iterator[Entry]:
    if is_model(kind):
        yield from entries_below(kind, path)
    elif get_origin(kind) in (dict, list, tuple):
        for item in get_args(kind)[-2:]:
            for below in alternatives(item):
                tags = tags_of(below) if is_model(below) else ()
                yield from _entries_of(below, f"{path}.{tags[0]}" if tags else path)


def kinds_at(root: type[BaseModel], tree: Located, path: Path) -> list[Any]:
    """The alternatives that the schema allows at a path; `type` in the tree chooses among models."""
    kinds: list[Any] = [root]
    node: Located | None = tree
    for name in path:
        kinds = [below for kind in _chosen(kinds, node) for below in _below(kind, name)]
        node = node.entries.get(name) if node else None
    return _chosen(kinds, node)


def keys_at(root: type[BaseModel], tree: Located, path: Path) -> list[str]:
    """The keys that models allow at a path, each once."""
    models = [kind for kind in kinds_at(root, tree, path) if is_model(kind)]
    if any(model in WRITTEN_AS_COLUMN for model in models):
        models.append(FileColumn)
    keys = [key for model in models for key in names_of(model)]
    if not path and WRITTEN_BY_ECSIM[0] in keys:  # of a scenario, which other files have no variants
        keys = [key for key in keys if key not in WRITTEN_BY_ECSIM] + ["variants", *TABLES_AT_TOP]
    elif len(path) == 2:
        keys += [key for section, key in (("heat_networks", PIPES_FROM), ("buildings", "count")) if path[0] == section]
    return list(dict.fromkeys(keys))


def keys_below(model: type[BaseModel], key: str) -> list[str]:
    """The keys that may stand in a section of a model, those of a column of a file among them.

    >>> from energycommunity.scenario.members_and_buildings import Building
    >>> keys_below(Building, "roof")[0], "file" in keys_below(Building, "electricity")
    ('area_m2', True)
    """
    models = [kind for kind in alternatives(names_of(model)[key].annotation) if is_model(kind)]
    if any(kind in WRITTEN_AS_COLUMN for kind in models):
        models.append(FileColumn)
    return list(dict.fromkeys(name for kind in models for name in names_of(kind)))


def nearest(given: str, names: Iterable[str]) -> str | None:
    """The name most like the given one, regardless of case, or None.

    >>> nearest("capcity_kw", ["capacity_kw", "owner"]), nearest("xyz", ["owner"])
    ('capacity_kw', None)
    """
    lower = {name.lower(): name for name in names}
    found = difflib.get_close_matches(given.lower(), lower, 1, 0.6)
    return lower[found[0]] if found else None


def _chosen(kinds: list[Any], node: Located | None) -> list[Any]:
    below = node.entries.get("type") if node else None
    tag = below.value if below else None
    chosen = [kind for kind in kinds if is_model(kind) and isinstance(tag, str) and tag in tags_of(kind)]
    return chosen or kinds


def _below(kind: Any, name: str) -> list[Any]:
    if is_model(kind):
        info = names_of(kind).get(name)
        return alternatives(info.annotation) if info else []
    if get_origin(kind) is dict:
        return alternatives(get_args(kind)[1])
    if get_origin(kind) in (list, tuple):
        return [below for item in get_args(kind) if item is not ... for below in alternatives(item)]
    return []
