"""JSON Schema of the scenario file, so that editors complete and check it while it is typed.

Beside what the models say, it tells editors the unit of a key, the default of its catalogue row and the words of the
catalogues, admits what the loader reads besides (quantities with a unit, tables, columns of files), and chooses the
keys of an asset or a tariff by its `type`, so that a slip is told at its key.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from energycommunity.errors import Fault, ScenarioError
from energycommunity.parameters import technology_defaults
from energycommunity.quantities import unit_of
from energycommunity.scenario.copies import MOST_COPIES
from energycommunity.scenario.field_text import PRICE_YEAR, catalogue_words
from energycommunity.scenario.lists_of_buildings import LISTING
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import (
    PIPES_FROM,
    TABLES_AT_TOP,
    WRITTEN_AS_COLUMN,
    WRITTEN_BY_ECSIM,
    entries_below,
)
from energycommunity.scenario.units import shown_unit
from energycommunity.technologies.base import Technology
from energycommunity.technologies.registry import ASSET_TYPES
from energycommunity.texts import text, translated

TITLE = "ecsim scenario"
#: A number with its unit, such as 1.2 MWh.
_QUANTITY = r"^\s*[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?\s*[^\s0-9].*$"


def json_schema(language: str = "en") -> dict[str, Any]:
    """The schema of a scenario file with its variants; quantities may be numbers or texts with a unit.

    Parameters
    ----------
    language : {"en", "lv"}
        Of what editors show; keys and units are the same in both.

    Examples
    --------
    >>> schema = json_schema()
    >>> schema["required"], sorted(schema["properties"]["variants"]["additionalProperties"]["properties"])[:3]
    (['name', 'site', 'time', 'economics'], ['assets', 'baseline', 'buildings'])
    >>> json_schema("lv")["$defs"]["Member"]["properties"]["flats"]["description"]
    'Dzīvokļu skaits daudzdzīvokļu mājā'
    """
    schema = Scenario.model_json_schema(by_alias=True)
    _translate(schema, language)
    models = schema["$defs"]
    for model in {model for _, _, model in entries_below(Scenario, "") if model.__name__ in models}:
        _tell_catalogue(models[model.__name__]["properties"], model, language)
    for model in [schema, *models.values()]:
        for name, entry in model.get("properties", {}).items():
            _admit_quantity(name, entry, language)
            _tell_editor(name, entry)
        if "const" in model.get("properties", {}).get("type", {}):
            model["properties"]["type"]["description"] = model["description"]
    for model in WRITTEN_AS_COLUMN:
        models[model.__name__]["properties"].update(copy.deepcopy(models["FileColumn"]["properties"]))
    for section in ("assets", "tariffs"):
        entry = schema["properties"][section]
        entry["additionalProperties"] = _chosen_by_type(entry["additionalProperties"], models)
    own = {name: entry for name, entry in schema["properties"].items() if name not in WRITTEN_BY_ECSIM}
    tables = {name: {"type": "string", "description": text("schema_table", language)} for name in TABLES_AT_TOP}
    in_set = {
        f"^{section}\\.[^.*]+$": {**own[section]["additionalProperties"], "type": ["object", "null"], "required": []}
        for section in ("assets", "tariffs")
    }
    schema["properties"] = {**own, **tables, **_variant_properties({**own, **tables}, in_set, language)}
    _admit_other_writings(models, language)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = TITLE
    return schema


def schema_text(language: str = "en") -> str:
    """The schema as a file of JSON, with words for editors in a language."""
    return json.dumps(json_schema(language), ensure_ascii=False, indent=1) + "\n"


def write_schema(file: Path, language: str = "en") -> Path:
    """Write the schema to a file, in place of an older one, with words for editors in a language.

    Raises
    ------
    ScenarioError
        If it cannot be written, or something else than a schema stands there.
    """
    try:
        if file.exists() and TITLE not in file.read_text(encoding="utf-8", errors="replace"):
            raise ScenarioError(Fault("new_file_exists", file=str(file)))
        file.write_text(schema_text(language), encoding="utf-8", newline="\n")
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


def _admit_other_writings(models: dict[str, Any], language: str) -> None:
    """Keys that the loader takes away before the models see them, and texts that a model takes apart."""
    pipes = {"type": "string", "description": text("schema_pipes_table", language)}
    models["HeatNetwork"]["properties"][PIPES_FROM] = pipes
    models["Building"]["properties"]["count"] = {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_COPIES,
        "description": text("schema_count", language),
    }
    for technology in ASSET_TYPES:
        entries = models[technology.__name__]["properties"]
        for key in [key for key in LISTING if key in entries]:
            entries[key] = _or_list_of_buildings(entries[key], language)
    amount = {
        "type": "string",
        "pattern": r"^\s*\d[\d\s.,]*[kMG]Wh\s+\w+\s*$",
        "description": text("schema_fuel_amount", language),
    }
    models["CalibrationYear"]["properties"]["fuel"]["anyOf"].append(amount)


def _or_list_of_buildings(entry: dict[str, Any], language: str) -> dict[str, Any]:
    told = {key: value for key, value in entry.items() if key not in ("type", "anyOf")}
    kinds = entry.get("anyOf", [{"type": entry.get("type")}])
    names = {"type": "array", "items": {"type": "string"}, "description": text("schema_list_of_buildings", language)}
    return {**told, "anyOf": [*kinds, names]}


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


def _variant_properties(own: dict[str, Any], in_set: dict[str, Any], language: str) -> dict[str, Any]:
    title = copy.deepcopy(own["title"])
    # A variant may state a part of a section, so sections are not checked against their required keys here.
    direct = {name: {"description": entry.get("description", "")} for name, entry in own.items()}
    variant = {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            **direct,
            "title": title,
            "from": {"type": "string", "description": text("schema_variant_from", language)},
            "set": {
                "type": "object",
                "description": text("schema_variant_set", language),
                "patternProperties": in_set,
            },
            "baseline": {"type": "boolean", "description": text("schema_variant_baseline", language)},
        },
    }
    return {
        "baseline": {"type": "string", "description": text("schema_baseline", language)},
        "variants": {
            "type": "object",
            "description": text("schema_variants", language),
            "additionalProperties": variant,
        },
    }
