"""Plants that get the costs of a catalogue row whose unit is far from their size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from energycommunity.errors import Fault
from energycommunity.parameters.unit_sizes import FITTING_FACTOR, better_rows, times_off, unit_size
from energycommunity.scenario.defaults import DefaultUsed
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import Capacity, Technology

#: Costs that depend on the size of the unit.
_COSTS_PER_SIZE = ("investment_eur_per_kw", "fixed_om_eur_per_kw")
#: A size below it is none.
_NOTHING = 1e-6


def row_size_notices(scenario: Scenario, used: Iterable[DefaultUsed]) -> Iterator[Fault]:
    """Before the run: of plants whose size the file fixes."""
    sizes = {name: _fixed_size(asset) for name, asset in scenario.assets.items()}
    yield from _told(scenario, used, {name: size for name, size in sizes.items() if size is not None})


def row_size_warnings(
    scenario: Scenario, used: Iterable[DefaultUsed], capacities: Mapping[str, float]
) -> Iterator[Fault]:
    """After the run: of plants whose size was chosen; `capacities` by `asset.capacity_unit`."""
    chosen: dict[str, float] = {}
    for name, asset in scenario.assets.items():
        key = _key(asset)
        if key is not None and _fixed_size(asset) is None and f"{name}.{key}" in capacities:
            chosen[name] = capacities[f"{name}.{key}"]
    yield from _told(scenario, used, chosen)


def _told(scenario: Scenario, used: Iterable[DefaultUsed], sizes: Mapping[str, float]) -> Iterator[Fault]:
    """One sentence for all plants that the same row does not fit and the same rows would fit better."""
    costed = {_asset_of(default.path) for default in used if _is_cost_per_size(default)}
    found: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for name, size in sizes.items():
        row = scenario.assets[name].catalogue
        if row is None or name not in costed or size < _NOTHING or times_off(row, size) <= FITTING_FACTOR:
            continue
        found[row, better_rows(row, size)].append(name)
    for (row, better), names in found.items():
        unit = unit_size(row)
        shown = ", ".join(f"{name} ({sizes[name]:.0f} {unit.unit if unit else ''})" for name in names)
        values: dict[str, object] = {"names": shown, "row": row, "unit": str(unit), "factor": f"{FITTING_FACTOR:g}"}
        values["better"] = ", ".join(f"{name} ({unit_size(name)})" for name in better)
        key = "row_size_better" if better else "row_size_no_better"
        yield Fault(key, values, path=f"assets.{names[0]}")


def _key(asset: Technology) -> str | None:
    """The field whose size the rows of the catalogue mean: the first of its sizes."""
    return next(iter(asset.size_fields()), None)


def _fixed_size(asset: Technology) -> float | None:
    key = _key(asset)
    size = Capacity() if key is None else Capacity.of(getattr(asset, key))
    return size.max if size.min == size.max else None


def _is_cost_per_size(default: DefaultUsed) -> bool:
    return default.path.startswith("assets.") and default.path.rpartition(".")[2].startswith(_COSTS_PER_SIZE)


def _asset_of(path: str) -> str:
    return path.removeprefix("assets.").rpartition(".")[0]
