"""Write the report of a run."""

from __future__ import annotations

from pathlib import Path

from energycommunity.results import Results


def write_report(results: Results, folder: Path) -> None:
    """Write `report.html` and `report.xlsx` into the folder of a run."""
