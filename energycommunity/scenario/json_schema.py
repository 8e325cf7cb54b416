"""JSON Schema of the scenario file: its models, and what the loader reads besides, such as tables and variants."""

from __future__ import annotations

import copy
from typing import Any

from energycommunity.scenario.copies import MOST_COPIES
from energycommunity.scenario.editor_schema import editor_schema
from energycommunity.scenario.lists_of_buildings import LISTING
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import PIPES_FROM, TABLES_AT_TOP, WRITTEN_AS_COLUMN, WRITTEN_BY_ECSIM
from energycommunity.technologies.registry import ASSET_TYPES
from energycommunity.texts import text

TITLE = "ecsim scenario"


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
    schema = editor_schema(Scenario, TITLE, language)
    models = schema["$defs"]
    for model in WRITTEN_AS_COLUMN:
        models[model.__name__]["properties"].update(copy.deepcopy(models["FileColumn"]["properties"]))
    own = {name: entry for name, entry in schema["properties"].items() if name not in WRITTEN_BY_ECSIM}
    tables = {name: {"type": "string", "description": text("schema_table", language)} for name in TABLES_AT_TOP}
    in_set = {
        f"^{section}\\.[^.*]+$": {**own[section]["additionalProperties"], "type": ["object", "null"], "required": []}
        for section in ("assets", "tariffs")
    }
    schema["properties"] = {**own, **tables, **_variant_properties({**own, **tables}, in_set, language)}
    _admit_other_writings(models, language)
    return schema


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
