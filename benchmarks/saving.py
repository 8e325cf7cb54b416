"""The file of a run of the benchmarks: rows, single measurements, and what they were measured on."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.measuring import Measurement
from benchmarks.table import Row


def machine() -> dict[str, Any]:
    """When and on what is measured; `load` is how many processes wanted a core in the last minute."""
    load = None if sys.platform == "win32" else os.getloadavg()[0]
    return {
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "system": platform.platform(),
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "load": load,
    }


def save(
    path: Path,
    measured_on: Mapping[str, Any],
    rows: Sequence[Row],
    measurements: Mapping[str, Mapping[str, Sequence[Measurement]]],
) -> None:
    """Write the file; `measurements` are those of each way of each case by number and name."""
    single = {
        number: {way: [asdict(one) for one in of_way] for way, of_way in of_case.items()}
        for number, of_case in measurements.items()
    }
    found = versions(measurements)
    content = {**measured_on, "versions": found, "rows": [asdict(row) for row in rows], "measurements": single}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def versions(measurements: Mapping[str, Mapping[str, Sequence[Measurement]]]) -> dict[str, str]:
    """Versions of all packages; where the interpreters of program and peers differ, both."""
    found: dict[str, dict[str, None]] = {}
    for of_case in measurements.values():
        for one in chain(*of_case.values()):
            for package, version in one.versions.items():
                found.setdefault(package, {})[version] = None
    return {package: " / ".join(of_package) for package, of_package in sorted(found.items())}


def saved_rows(path: Path) -> list[Row]:
    """The rows of a file that was saved before."""
    return [Row(**row) for row in json.loads(path.read_text(encoding="utf-8"))["rows"]]
