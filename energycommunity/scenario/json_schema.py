"""JSON Schema of the scenario file, so that editors complete and check it while it is typed."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import unit_of
from energycommunity.scenario.copies import MOST_COPIES
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import PIPES_FROM, TABLES_AT_TOP, WRITTEN_AS_COLUMN
from energycommunity.scenario.units import shown_unit

TITLE = "ecsim scenario"
#: A number with its unit, such as 1.2 MWh.
_QUANTITY = r"^\s*[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?\s*[^\s0-9].*$"


def json_schema() -> dict[str, Any]:
    """The schema of a scenario file with its variants; quantities may be numbers or texts with a unit.

    >>> schema = json_schema()
    >>> schema["required"], sorted(schema["properties"]["variants"]["additionalProperties"]["properties"])[:3]
    (['name', 'site', 'time', 'economics'], ['assets', 'baseline', 'buildings'])
    """
    schema = Scenario.model_json_schema(by_alias=True)
    for model in [schema, *schema.get("$defs", {}).values()]:
        for name, entry in model.get("properties", {}).items():
            _admit_quantity(name, entry)
    for model in schema["$defs"].values():
        kind = model["properties"].get("type", {})
        if "const" in kind:
            kind["description"] = model["description"].partition("\n")[0]
    for model in WRITTEN_AS_COLUMN:
        column = schema["$defs"]["FileColumn"]["properties"]
        schema["$defs"][model.__name__]["properties"].update(copy.deepcopy(column))
    own = {name: entry for name, entry in schema["properties"].items() if not name.startswith("variant")}
    tables = {
        name: {"type": "string", "description": "Table with one row each: CSV or .xlsx"} for name in TABLES_AT_TOP
    }
    schema["properties"] = {**own, **tables, **_variant_properties({**own, **tables})}
    _add_keys_of_tables(schema["$defs"])
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = TITLE
    return schema


def schema_text() -> str:
    """The schema as a file of JSON."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def write_schema(file: Path) -> Path:
    """Write the schema to a file, in place of an older one.

    Raises
    ------
    ScenarioError
        If it cannot be written, or something else than a schema stands there.
    """
    try:
        if file.exists() and TITLE not in file.read_text(encoding="utf-8", errors="replace"):
            raise ScenarioError(Fault("new_file_exists", file=str(file)))
        file.write_text(schema_text(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ScenarioError(Fault("new_not_written", {"reason": error.strerror}, file=str(file))) from None
    return file


def _add_keys_of_tables(models: dict[str, Any]) -> None:
    models["HeatNetwork"]["properties"][PIPES_FROM] = {"type": "string", "description": "Table of pipes: CSV or .xlsx"}
    models["Building"]["properties"]["count"] = {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_COPIES,
        "description": "Number of equal buildings, called name_1, name_2 …",
    }


def _admit_quantity(name: str, entry: dict[str, Any]) -> None:
    unit = unit_of(name)
    if unit is None:
        return
    text = {
        "type": "string",
        "pattern": _QUANTITY,
        "description": f"Number with a unit, converted to {shown_unit(unit)}",
    }
    if entry.get("type") in ("number", "integer"):
        moved = {key: entry.pop(key) for key in list(entry) if key not in ("title", "description", "default")}
        entry["anyOf"] = [moved, text]
    elif any(option.get("type") == "number" for option in entry.get("anyOf", ())):
        entry["anyOf"].append(text)


def _variant_properties(own: dict[str, Any]) -> dict[str, Any]:
    title = copy.deepcopy(own["title"])
    # A variant may state a part of a section, so sections are not checked against their required keys here.
    direct = {name: {"description": entry.get("description", "")} for name, entry in own.items()}
    variant = {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            **direct,
            "title": title,
            "from": {"type": "string", "description": "The variant this one builds on; else the file itself"},
            "set": {"type": "object", "description": "Dotted path -> value; `*` for all, null removes"},
            "baseline": {"type": "boolean", "description": "True for the variant the others are compared with"},
        },
    }
    return {
        "baseline": {"type": "string", "description": "Name of the variant the others are compared with"},
        "variants": {
            "type": "object",
            "description": "Named changes to the file; they may build on each other",
            "additionalProperties": variant,
        },
    }
