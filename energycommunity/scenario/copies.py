"""Equal buildings: `count: 30` makes thirty of one, each with a seed of its own, by which their profiles differ."""

from __future__ import annotations

import zlib
from dataclasses import replace

from energycommunity.errors import Fault
from energycommunity.scenario.located import Located, fault_at
from energycommunity.scenario.tables import stands_in_table

MOST_COPIES = 1000


def repeat_buildings(tree: Located) -> tuple[Located, list[Fault]]:
    """The tree with a building of `count: 30` as thirty of them, called `house_1` … `house_30`.

    What is named after a building of a table and made for it alone, its meter and its member, is repeated with it.
    Each copy has a `seed`, made from its name, and remembers the `group` it belongs to.
    """
    buildings = tree.entries.get("buildings")
    if buildings is None or not isinstance(buildings.value, dict):
        return tree, []
    faults: list[Fault] = []
    copies: dict[str, list[str]] = {}
    own: dict[str, list[str]] = {}
    repeated: dict[str, Located] = {}
    for name, building in buildings.value.items():
        count = building.entries.get("count")
        if count is None or not isinstance(building.value, dict):
            repeated[name] = building
            continue
        number = count.value
        single = replace(building, value={key: child for key, child in building.value.items() if key != "count"})
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= MOST_COPIES:
            path = ("buildings", name, "count")
            faults.append(fault_at(tree, path, "scenario_count", given=number, most=MOST_COPIES))
            repeated[name] = single
            continue
        copies[name] = [f"{name}_{copy}" for copy in range(1, number + 1)]
        repeated |= {copy: _copy(single, copy, name) for copy in copies[name]}
        if stands_in_table(building) and "meter" not in building.entries:
            own[name] = copies[name]
    top = {**tree.entries, "buildings": replace(buildings, value=repeated)}
    for section in ("meters", "members"):
        if section in top and isinstance(top[section].value, dict):
            top[section] = _repeated(top[section], own)
    return _connect_copies(replace(tree, value=top), copies), faults


def seed_of(name: str) -> int:
    """A number made from a name, the same on every machine.

    >>> seed_of("liepas_1"), seed_of("liepas_2")
    (3832748611, 2105166841)
    """
    return zlib.crc32(name.encode("utf-8"))


def _copy(building: Located, name: str, group: str) -> Located:
    written = building.entries
    seed = written.get("seed")
    number = seed.value if seed is not None and isinstance(seed.value, int) else 0
    values = {
        "seed": Located((seed_of(name) + number) % 2**32, building.place),
        "group": Located(group, building.place),
    }
    return replace(building, value={**written, **values})


def _repeated(section: Located, own: dict[str, list[str]]) -> Located:
    each = {copy: node for name, node in section.entries.items() for copy in own.get(name, [name])}
    return replace(section, value=each)


def _connect_copies(tree: Located, copies: dict[str, list[str]]) -> Located:
    """A network connected to `house` is connected to all of its copies, and a group with it holds all of them."""
    networks = tree.entries.get("heat_networks")
    if networks is None or not isinstance(networks.value, dict):
        return tree
    changed = dict(networks.value)
    for name, network in networks.value.items():
        entries = dict(network.entries)
        connections, groups = entries.get("connections"), entries.get("groups")
        if connections is not None and isinstance(connections.value, dict):
            fed = {copy: how for key, how in connections.value.items() for copy in copies.get(key, [key])}
            entries["connections"] = replace(connections, value=fed)
        if groups is not None and isinstance(groups.value, dict):
            all_or_none = {key: _with_copies(group, copies) for key, group in groups.value.items()}
            entries["groups"] = replace(groups, value=all_or_none)
        if entries != network.entries:
            changed[name] = replace(network, value=entries)
    return replace(tree, value={**tree.entries, "heat_networks": replace(networks, value=changed)})


def _with_copies(group: Located, copies: dict[str, list[str]]) -> Located:
    """A list of buildings with the copies in place of those that are repeated."""
    if not isinstance(group.value, list):
        return group
    each = [
        replace(item, value=copy)
        for item in group.value
        for copy in (copies.get(item.value, [item.value]) if isinstance(item.value, str) else [item.value])
    ]
    return replace(group, value=each)
