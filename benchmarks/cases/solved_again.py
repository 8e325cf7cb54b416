"""P5: the village of ten after a change, solved with what its first solution taught."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.case import Case, Way, faster_target, gap_target
from benchmarks.cases.village import by_ecsim
from benchmarks.ecsim import solved_again
from benchmarks.outcome import Outcome
from benchmarks.village import FILE, write_village

HOUSES = 10


def after_change(kind: str) -> Outcome:
    """The village after a change, with the experience of the village before it."""
    then = partial(write_village, houses=HOUSES + 1) if kind == "member" else partial(_changed, change=CHANGES[kind])
    return solved_again(partial(write_village, houses=HOUSES), then)


def _changed(folder: Path, change: Callable[[dict[str, Any], dict[str, Any]], None]) -> Path:
    """The village with something else in its document or in the columns beside it."""
    path = write_village(folder, HOUSES)
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    table = np.genfromtxt(folder / FILE, delimiter=",", names=True)
    columns = {name: table[name] for name in table.dtype.names or ()}
    change(document, columns)
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    values = np.column_stack(list(columns.values()))
    np.savetxt(folder / FILE, values, delimiter=",", header=",".join(columns), comments="", fmt="%.17g")
    return path


def _dearer_panels(document: dict[str, Any], columns: dict[str, Any]) -> None:
    for asset in document["assets"].values():
        if asset["type"] == "photovoltaics":
            asset["annuity_eur_per_kwp_year"] *= 1.1


def _more_demand(document: dict[str, Any], columns: dict[str, Any]) -> None:
    columns["house_001_electricity_kw"] = columns["house_001_electricity_kw"] * 1.2


def _dearer_electricity(document: dict[str, Any], columns: dict[str, Any]) -> None:
    columns["price_eur_per_kwh"] = columns["price_eur_per_kwh"] * 1.1


CHANGES = {"investment": _dearer_panels, "demand": _more_demand, "price": _dearer_electricity}

CASE = Case(
    "P5",
    "village of 10, again",
    (
        Way("the first time", by_ecsim, {"houses": HOUSES}, (gap_target(1e-3),)),
        Way("panels 10 % dearer", after_change, {"kind": "investment"}, (gap_target(1e-3), faster_target(8))),
        Way("one house needs 20 % more", after_change, {"kind": "demand"}, (gap_target(1e-3), faster_target(8))),
        Way("one house more", after_change, {"kind": "member"}, (gap_target(1e-3), faster_target(8))),
        Way("electricity 10 % dearer", after_change, {"kind": "price"}, (gap_target(1e-3), faster_target(2))),
    ),
)
