"""Where a result comes from: versions, machine, and the fingerprint of every input file."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.table_rows import file_and_sheet

PACKAGES = (
    "energycommunity",
    "highspy",
    "pyomo",
    "pvlib",
    "numpy",
    "pandas",
    "xarray",
    "demandlib",
    "networkx",
    "pyproj",
    "shapely",
)


def provenance(source: Path, scenario: Scenario) -> dict[str, Any]:
    """Versions, time, and SHA-256 of the scenario file and of every file it names."""
    tables = [file_and_sheet(table, source.parent)[0] for table in scenario.tables]
    files = sorted({source, *(source.parent / name for name in (*files_named(scenario), *tables))})
    return {
        "made": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "python": sys.version.split()[0],
        "system": platform.platform(terse=True),
        "packages": dict(_versions()),
        "inputs": {file.as_posix(): _fingerprint(file) for file in files},
    }


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    """The version of each package, which stands in a file of its own."""
    return tuple((name, version(name)) for name in PACKAGES)


def files_named(model: BaseModel) -> Iterator[str]:
    """Every file that a scenario names, by the fields `file`, `series`, `temperatures_of` and `streets`."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name in ("file", "series", "temperatures_of") and isinstance(value, str) and "." in value:
            yield value
        if name == "streets" and isinstance(value, str):
            yield value.partition("#")[0]
        yield from _inside(value)


def _inside(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from files_named(value)
    elif isinstance(value, dict):
        for child in value.values():
            yield from _inside(child)
    elif isinstance(value, tuple | list):
        for child in value:
            yield from _inside(child)


def _fingerprint(file: Path) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None
