"""Simultaneity of the buildings of a variant: of each group of copies, and of all that are told apart by a seed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from energycommunity.demand.simultaneity import Simultaneity, simultaneity
from energycommunity.results.run_results import VariantResult

#: Demands whose hours differ between equal buildings.
DEMANDS = ("electricity", "hot_water")
#: The group of all buildings that have a seed.
EVERY_SEED = ""


def simultaneities(result: VariantResult) -> Iterator[tuple[str, str, Simultaneity]]:
    """Group, demand and simultaneity, of groups of two buildings or more; the group of all has an empty name."""
    groups: dict[str, list[str]] = {}
    for name, building in result.scenario.buildings.items():
        if building.seed is None:
            continue
        groups.setdefault(EVERY_SEED, []).append(name)
        if building.group is not None:
            groups.setdefault(building.group, []).append(name)
    for group, names in groups.items():
        for demand in DEMANDS:
            variables = [f"{name}.{demand}.power_kw" for name in names]
            known = [result.profiles[variable] for variable in variables if variable in result.profiles]
            if len(known) > 1:
                yield group, demand, simultaneity([np.asarray(array.to_numpy(), dtype=np.float64) for array in known])
