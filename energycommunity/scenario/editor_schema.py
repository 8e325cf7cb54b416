"""JSON Schema of a file whose models are pydantic's, so that editors complete and check it while it is typed.

Beside what the models say, it tells editors the unit of a key, the default of its catalogue row and the words of the
catalogues, admits quantities with a unit, and chooses the keys of a section's entries by their `type`, so that a slip
is told at its key.
"""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from energycommunity.errors import Fault, ScenarioError
from energycommunity.parameters import technology_defaults
from energycommunity.quantities import unit_of
from energycommunity.scenario.field_text import PRICE_YEAR, catalogue_words
from energycommunity.scenario.schema_tree import entries_below
from energycommunity.scenario.units import shown_unit
from energycommunity.technologies.base import Technology
from energycommunity.texts import text, translated

#: A number with its unit, such as 1.2 MWh.
_QUANTITY = r"^\s*[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?\s*[^\s0-9].*$"


def editor_schema(root: type[BaseModel], title: str, language: str) -> dict[str, Any]:
    """The schema of a file, with words for editors in a language; quantities may be numbers or texts with a unit.

    Parameters
    ----------
    root : type of BaseModel
        What the whole file is read as.
    title : str
        Of the schema; `write_schema` knows by it what it may replace.
    language : {"en", "lv"}
        Of what editors show; keys and units are the same in both.
    """
    schema = copy.deepcopy(_schema_of_models(root))
    _translate(schema, language)
    models = schema["$defs"]
    for model in {model for _, _, model in entries_below(root, "") if model.__name__ in models}:
        _tell_catalogue(models[model.__name__]["properties"], model, language)
    for model in [schema, *models.values()]:
        for name, entry in model.get("properties", {}).items():
            _admit_quantity(name, entry, language)
            _tell_editor(name, entry)
        if "const" in model.get("properties", {}).get("type", {}):
            model["properties"]["type"]["description"] = model["description"]
    for entry in schema["properties"].values():
        either = entry.get("additionalProperties")
        if isinstance(either, dict) and "discriminator" in either:
            entry["additionalProperties"] = _chosen_by_type(either, models)
    return {**schema, "$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}


@cache
def _schema_of_models(root: type[BaseModel]) -> dict[str, Any]:
    """What pydantic tells of the models, before anything is added; it takes its time."""
    return root.model_json_schema(by_alias=True)


def schema_text(schema: dict[str, Any]) -> str:
    """A schema as a file of JSON."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write_schema(file: Path, schema: dict[str, Any]) -> Path:
    """Write a schema to a file, in place of an older one of the same title.

    Raises
    ------
    ScenarioError
        If it cannot be written, or something else stands there.
    """
    try:
        if file.exists() and schema["title"] not in file.read_text(encoding="utf-8", errors="replace"):
            raise ScenarioError(Fault("new_file_exists", file=str(file)))
        file.write_text(schema_text(schema), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ScenarioError(Fault("new_not_written", {"reason": error.strerror}, file=str(file))) from None
    return file


def _translate(node: Any, language: str) -> None:
    """Every description in a language; of a docstring its first line, which says what the thing is."""
    if isinstance(node, list):
        for item in node:
            _translate(item, language)
    elif isinstance(node, dict):
        if isinstance(node.get("description"), str):
            node["description"] = translated(node["description"].partition("\n")[0], language)
        for below in node.values():
            _translate(below, language)


def _chosen_by_type(either: dict[str, Any], models: dict[str, Any]) -> dict[str, Any]:
    """One of several models, chosen by `type` alone: a slip is then told at its key, not as a misfit to all of them."""
    mapping: dict[str, str] = either["discriminator"]["mapping"]
    lines = [f"{tag}: {models[target.rpartition('/')[2]]['description']}" for tag, target in mapping.items()]
    chosen = [
        {
            "if": {"type": "object", "properties": {"type": {"const": tag}}, "required": ["type"]},
            "then": {"$ref": target},
        }
        for tag, target in mapping.items()
    ]
    kind = {"enum": list(mapping), "description": "\n".join(lines)}
    return {"type": "object", "required": ["type"], "properties": {"type": kind}, "allOf": chosen}


def _tell_editor(name: str, entry: dict[str, Any]) -> None:
    """The unit behind the meaning, and no `null` for editors to fill in."""
    unit = unit_of(name)
    if unit is not None:
        entry["description"] = f"{entry.get('description', '')} [{shown_unit(unit)}]".strip()
    if entry.get("default", "") is None:
        del entry["default"]


def _tell_catalogue(entries: dict[str, Any], model: type[BaseModel], language: str) -> None:
    """Words of the catalogues to choose from, and the default of each key from the row that counts if none is named."""
    for name, entry in entries.items():
        words = catalogue_words(name, model)
        if words:
            entry["examples"] = words
    row = model.catalogue_default if issubclass(model, Technology) else None
    for name, parameter in technology_defaults(row, PRICE_YEAR).items() if row else ():
        if name in entries and model.model_fields[name].default is None:
            default = text("schema_catalogue_default", language, row=row, value=f"{parameter.value:.4g}")
            entries[name]["description"] += f" {default}"


def _admit_quantity(name: str, entry: dict[str, Any], language: str) -> None:
    unit = unit_of(name)
    if unit is None:
        return
    with_unit = {
        "type": "string",
        "pattern": _QUANTITY,
        "description": text("schema_quantity", language, unit=shown_unit(unit)),
    }
    if entry.get("type") in ("number", "integer"):
        moved = {key: entry.pop(key) for key in list(entry) if key not in ("title", "description", "default")}
        entry["anyOf"] = [moved, with_unit]
    elif any(option.get("type") == "number" for option in entry.get("anyOf", ())):
        entry["anyOf"].append(with_unit)
