"""One measurement in a process of its own: `python -m benchmarks.process MODULE FUNCTION ARGUMENTS PACKAGE`.

The answer is one JSON object on stdout; whatever libraries print goes to stderr.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

#: Packages whose versions the measured times depend on.
PACKAGES = (
    "highspy",
    "highspy-extras",
    "numpy",
    "scipy",
    "pandas",
    "xarray",
    "pyomo",
    "pydantic",
    "pvlib",
    "pypsa",
    "linopy",
    "oemof-solph",
)
STATUS = Path("/proc/self/status")


def main(module: str, function: str, arguments: str, package: str) -> None:
    """Measure and tell; an error is told as the reason why there is no outcome."""
    answer = os.dup(1)
    os.dup2(2, 1)
    told = measured(module, function, json.loads(arguments), package)
    with os.fdopen(answer, "w", encoding="utf-8") as out:
        json.dump({**told, "peak_mb": peak_mb(), "versions": versions()}, out)


def measured(module: str, function: str, arguments: dict[str, Any], package: str) -> dict[str, Any]:
    """The outcome of a function, or the reason why there is none."""
    if package and not is_installed(package):
        return {"reason": "not installed: pip install energycommunity[peer]"}
    try:
        return {"outcome": asdict(getattr(import_module(module), function)(**arguments))}
    except Exception as error:  # whatever a measured tool raises belongs in the table
        return {"reason": f"{type(error).__name__}: {error}"}


def is_installed(package: str) -> bool:
    """Whether this interpreter could import a package."""
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        return False


def peak_mb() -> float | None:
    """Largest memory of this process or of one below it [MB]; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    own, below = (resource.getrusage(user).ru_maxrss for user in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    if STATUS.exists():  # on Linux the first of them can be the memory of the process that started this one
        own = next((int(line.split()[1]) for line in STATUS.open() if line.startswith("VmHWM:")), own)
    return max(own, below) / (1024.0 * 1024.0 if sys.platform == "darwin" else 1024.0)


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that are there."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
