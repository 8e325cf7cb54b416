"""Delete old runs, keeping the newest of every scenario."""

from __future__ import annotations

import shutil
from pathlib import Path

from energycommunity.errors import Fault, ResultsError
from energycommunity.results.saving import DEFAULT_FOLDER


def clean_runs(out: Path | None, keep: int) -> list[Path]:
    """Delete all but the `keep` newest runs of every scenario and return the folders deleted.

    Only folders that hold a `comparison.json` are runs; the run `latest.json` names is kept if any is.

    Raises
    ------
    ResultsError
        If the folder does not exist or a run cannot be deleted.
    """
    home = out or DEFAULT_FOLDER
    if not home.is_dir():
        raise ResultsError(Fault("results_no_folder", {"folder": str(home)}))
    removed = []
    for scenario in sorted(path for path in home.iterdir() if path.is_dir()):
        runs = sorted(path.parent for path in scenario.glob("*/comparison.json"))
        removed += runs[: max(len(runs) - keep, 0)]
        if keep == 0:
            (scenario / "latest.json").unlink(missing_ok=True)
    for run in removed:
        try:
            shutil.rmtree(run)
        except OSError as error:
            raise ResultsError(Fault("results_not_deleted", {"folder": str(run), "reason": str(error)})) from error
    return removed
