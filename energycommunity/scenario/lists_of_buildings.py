"""One asset for each of several buildings: `at: [school, shop]` stands for an asset at each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from energycommunity.errors import Fault
from energycommunity.scenario.located import Located, fault_at, plain
from energycommunity.scenario.schema_tree import nearest

#: Keys of an asset that may list buildings.
LISTING = ("at", "roof")


@dataclass(frozen=True)
class Spread:
    """The tree without lists, the name in the file of each asset that was made of one, and buildings not known."""

    tree: Located
    origins: dict[str, str]
    faults: list[Fault]


def spread_lists(tree: Located) -> Spread:
    """An asset `<asset>.<building>` for each building of a list; a row with a `count` stands for all its copies."""
    assets, buildings = tree.entries.get("assets"), tree.entries.get("buildings")
    if assets is None or buildings is None or not isinstance(assets.value, dict):
        return Spread(tree, {}, [])
    origins: dict[str, str] = {}
    faults: list[Fault] = []
    single: dict[str, Located] = {}
    for name, asset in assets.value.items():
        listed = _listed(asset)
        if not listed:
            single[name] = asset
            continue
        chosen = listed[next(iter(listed))]
        for position, item in enumerate(chosen):
            named = list(_named(str(item.value), buildings))
            if not named:
                faults.append(_unknown(tree, ("assets", name, next(iter(listed)), str(position)), item, buildings))
            for building in named:
                values = {key: Located(building, items[0].place) for key, items in listed.items()}
                single[f"{name}.{building}"] = replace(asset, value={**asset.entries, **values})
                origins[f"{name}.{building}"] = name
    return Spread(replace(tree, value={**tree.entries, "assets": replace(assets, value=single)}), origins, faults)


def as_written(faults: list[Fault], origins: dict[str, str]) -> list[Fault]:
    """Faults of assets that were made of a list, under the name that the file has."""
    return [replace(fault, path=_first_name(fault.path, origins)) for fault in faults]


def _first_name(path: str, origins: dict[str, str]) -> str:
    for new, name in origins.items():
        if f"{path}.".startswith(f"assets.{new}."):
            return f"assets.{name}" + path[len(f"assets.{new}") :]
    return path


def _listed(asset: Located) -> dict[str, list[Located]]:
    """The keys of an asset that list buildings, with what they list."""
    lists = {key: asset.entries[key].children() for key in LISTING if _is_list(asset.entries.get(key))}
    return {key: items for key, items in lists.items() if items and all(isinstance(i.value, str) for i in items)}


def _is_list(node: Located | None) -> bool:
    return node is not None and isinstance(node.value, list)


def _named(given: str, buildings: Located) -> Iterator[str]:
    """The building of a name, or the copies that were made of it."""
    for name, building in buildings.entries.items():
        group = building.entries.get("group")
        if name == given or (group is not None and group.value == given):
            yield name


def _unknown(tree: Located, path: tuple[str, ...], item: Located, buildings: Located) -> Fault:
    given, known = str(plain(item)), list(buildings.entries)
    near = nearest(given, known)
    key = "scenario_unknown_name_nearest" if near else "scenario_unknown_name"
    return fault_at(tree, path, key, given=given, section="buildings", nearest=near, allowed=", ".join(known))
