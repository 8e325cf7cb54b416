"""Files that a scenario names: there, readable, with the column, and as long as the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from energycommunity.errors import Fault, ScenarioError
from energycommunity.prices import PriceFile, price_values
from energycommunity.profiles import FileColumn, ProfileContext, profile_notices, profile_values
from energycommunity.quantities import UNIT_SUFFIXES
from energycommunity.scenario.located import Located, fault_at, walk
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.text_file import is_file


def missing_files(tree: Located, folder: Path) -> list[Fault]:
    """Files that a tree names and that are not there."""
    return [
        fault_at(tree, path, "scenario_data_file_not_found", given=node.value)
        for path, node in walk(tree)
        if isinstance(node.value, str)
        and (path[-1] == "file" or path == ("weather", "series"))
        and not is_file(folder / node.value)
    ]


def file_faults(scenario: Scenario, folder: Path) -> list[Fault]:
    """Faults in the contents of all files a scenario names, each at the path that names it.

    A fault in a line of such a file names that file and line, and the path of the scenario before the sentence.
    """
    sources = list(_sources(scenario, ""))
    if not sources:
        return []
    site = scenario.site
    context = ProfileContext(scenario.grid(), folder, site.latitude_deg, site.longitude_deg, site.altitude_m)
    faults: list[Fault] = []
    for path, source in sources:
        try:
            _read(source, path, context)
        except ScenarioError as error:
            faults += [replace(fault, file=fault.file if fault.line else "", path=path) for fault in error.faults]
    return faults


def file_notices(scenario: Scenario, folder: Path) -> list[Fault]:
    """What should be told of the contents of the files a scenario names, each at the path that names it."""
    site = scenario.site
    columns = [(path, source) for path, source in _sources(scenario, "") if isinstance(source, FileColumn)]
    if not columns:
        return []
    context = ProfileContext(scenario.grid(), folder, site.latitude_deg, site.longitude_deg, site.altitude_m)
    return [
        replace(notice, path=path)
        for path, column in columns
        for notice in profile_notices(column, context, suffix_of(path.rpartition(".")[2]))
    ]


def suffix_of(key: str) -> str:
    """The unit suffix at the end of a key; none for a dimensionless one.

    >>> suffix_of("production_kw_per_kwp"), suffix_of("price_eur_per_kwh"), suffix_of("cop")
    ('kw_per_kwp', 'eur_per_kwh', '')
    """
    parts = key.split("_")
    suffixes = ("_".join(parts[start:]) for start in range(1, len(parts)))
    return next((suffix for suffix in suffixes if suffix in UNIT_SUFFIXES), "")


def _sources(value: Any, path: str) -> Iterator[tuple[str, FileColumn | PriceFile]]:
    """Every model that names a file, with its path."""
    if isinstance(value, FileColumn | PriceFile):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            key = info.alias or name
            yield from _sources(getattr(value, name), f"{path}.{key}" if path else key)
    elif isinstance(value, dict | list | tuple):
        pairs: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for name, below in pairs:
            yield from _sources(below, f"{path}.{name}")


def _read(source: FileColumn | PriceFile, path: str, context: ProfileContext) -> None:
    if isinstance(source, PriceFile):
        price_values(source, context)
    else:
        profile_values(source, context, suffix_of(path.rpartition(".")[2]))
