"""Pipes of a network from a map: drawn there (`pipes_from: network.geojson`), or laid along its streets (`routed`).

They are laid into the tree as `pipes`, each with its course, before variants and models see it: so a variant may change
them like pipes that stand in the file, and the resolved scenario holds them all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from energycommunity.errors import Cell, EnergyCommunityError, Fault, ScenarioError
from energycommunity.heat_network.coordinates import Point, place_m, to_degrees, to_metres
from energycommunity.heat_network.drawn_pipes import DrawnPipe, Surroundings, drawn_pipes
from energycommunity.heat_network.geography import FARTHEST_M, FARTHEST_OF_ALL_M, Feature, MapFile, is_map, read_map
from energycommunity.heat_network.location import Location
from energycommunity.heat_network.routed_pipes import RoutedPipes
from energycommunity.heat_network.routing import Way, route
from energycommunity.parameters.pipe_types import family_of, pipe_sizes
from energycommunity.scenario.located import Located, Place, Plain, fault_at, find, located, plain
from energycommunity.scenario.scalars import plain_value, with_point
from energycommunity.scenario.schema_tree import PIPES_FROM, nearest
from energycommunity.scenario.table_headings import key_of, name_of
from energycommunity.scenario.text_file import is_file
from energycommunity.scenario.units import convert_units

ROUTED = "routed"
#: What the plant is called where the network does not say it.
UNNAMED_PLANT = "plant"


@dataclass(frozen=True)
class _Setting:
    """The tree, the network's name and its node, the folder of the file, the site [m], and where to put faults."""

    tree: Located
    name: str
    network: Located
    folder: Path
    site_m: Point
    faults: list[Fault]

    @property
    def plant(self) -> str:
        """The name of the plant's node."""
        node = self.network.entries.get("plant_node")
        return name_of(node.value) if node is not None and isinstance(node.value, str) else UNNAMED_PLANT

    def path(self, *keys: str) -> tuple[str, ...]:
        """A path below the network."""
        return ("heat_networks", self.name, *keys)


def with_pipes_of_maps(tree: Located, name: str, folder: Path, faults: list[Fault]) -> Located:
    """A network of the tree with the pipes that a map gives it; as it stands where no map is named."""
    network = tree.entries["heat_networks"].entries[name]
    drawn, routed = network.entries.get(PIPES_FROM), network.entries.get(ROUTED)
    given = drawn.value if drawn is not None else None
    by_map = isinstance(given, str) and is_map(given)
    if not by_map and (routed is None or routed.value is None):
        return network
    site_m = _site_m(tree)
    if site_m is None:
        faults.append(fault_at(tree, ("site",), "network_map_without_site"))
        return network
    setting = _Setting(tree, name, network, folder, site_m, faults)
    try:
        if routed is not None and routed.value is not None:
            return _with_routed(setting, routed)
        return _with_drawn(setting, str(given))
    except ScenarioError as error:
        faults += error.faults
        return replace(network, value={key: node for key, node in network.entries.items() if key != PIPES_FROM})


def _site_m(tree: Located) -> Point | None:
    site = find(tree, ("site",))
    given = plain(convert_units(site)[0]) if site is not None else None
    values = [given.get(key) for key in ("longitude_deg", "latitude_deg")] if isinstance(given, dict) else []
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    return to_metres(numbers[0], numbers[1]) if len(numbers) == 2 else None


def _places(setting: _Setting, names: list[str]) -> dict[str, Point | None]:
    """The place of each building; None where the file does not say it.

    Raises
    ------
    ScenarioError
        For those that cannot be read.
    """
    places: dict[str, Point | None] = {}
    faults = []
    for name in names:
        path = ("buildings", name, "location")
        node = find(setting.tree, path)
        if node is None or node.value is None:
            places[name] = None
            continue
        try:
            location = Location.model_validate(plain(convert_units(node)[0]))
        except ValidationError:
            faults.append(fault_at(setting.tree, path, "network_location_two_numbers"))
            continue
        place = place_m(location, setting.site_m)
        away_m = math.dist(place, setting.site_m)
        if away_m > FARTHEST_M:
            faults.append(
                fault_at(setting.tree, path, "network_map_elsewhere", km=min(away_m, FARTHEST_OF_ALL_M) / 1e3)
            )
        places[name] = place
    if faults:
        raise ScenarioError(faults)
    return places


def _names(setting: _Setting, *path: str) -> dict[str, Located]:
    node = find(setting.tree, path)
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _with_routed(setting: _Setting, node: Located) -> Located:
    """The network with pipes along streets to all buildings that it may connect, in place of `routed`."""
    entries = {key: child for key, child in setting.network.entries.items() if key != ROUTED}
    known = entries.get("pipes")
    if PIPES_FROM in entries or (
        known is not None and any("path_deg" not in pipe.entries for pipe in known.children())
    ):
        raise ScenarioError(fault_at(setting.tree, setting.path(ROUTED), "network_pipes_beside_routed"))
    try:
        stated = RoutedPipes.model_validate(plain(convert_units(node)[0]))
    except ValidationError:
        return setting.network  # told with all other faults of the models
    _know_pipe(setting, stated.pipe)
    places = _places(setting, [name for name in _connected(setting) if name in _names(setting, "buildings")])
    if not places:
        return _without_buildings(setting)
    missing = list(_cannot_be_reached(setting, places))
    if missing:
        raise ScenarioError(missing)
    streets = _map(setting, stated.streets, ROUTED, "streets")
    paths = [line.path_m for line in streets.lines]
    if not paths:
        raise ScenarioError(streets.fault(None, "network_map_no_lines"))
    plant = (setting.plant, place_m(stated.plant, setting.site_m))
    known_places = {name: place for name, place in places.items() if place is not None}
    try:
        ways = route(paths, plant, known_places, stated.longest_service_m)
    except ScenarioError as error:
        raise ScenarioError([_at_place(setting, fault) for fault in error.faults]) from None
    pipes = [located(_routed_pipe(way, stated), node.place) for way in ways]
    return replace(setting.network, value={**entries, "pipes": Located(pipes, node.place)})


def _know_pipe(setting: _Setting, pipe: str) -> None:
    """Refuse a kind of pipe that the catalogue does not have where it is stated, not at each pipe that is laid."""
    try:
        pipe_sizes(family_of(pipe))
    except EnergyCommunityError as error:
        path = setting.path(ROUTED, "pipe")
        raise ScenarioError([fault_at(setting.tree, path, each.key, **each.values) for each in error.faults]) from None


def _without_buildings(setting: _Setting) -> Located:
    """The network as it stands, if why it has no buildings is told elsewhere: connections or buildings are amiss.

    Raises
    ------
    ScenarioError
        If it is stated that it feeds none.
    """
    path = setting.path("connections")
    node = find(setting.tree, path)
    if node is not None and isinstance(node.value, dict) and not _connected(setting):
        raise ScenarioError(fault_at(setting.tree, path, "network_nothing_to_connect", network=setting.name))
    return setting.network


def _map(setting: _Setting, given: str, *path: str) -> MapFile:
    """The map that stands at a path of the network."""
    file = given.partition("#")[0]
    if not is_file(setting.folder / file):
        raise ScenarioError(fault_at(setting.tree, setting.path(*path), "scenario_data_file_not_found", given=file))
    return read_map(given, setting.folder, setting.site_m)


def _connected(setting: _Setting) -> list[str]:
    """The buildings that the network feeds or may feed."""
    connections = _names(setting, *setting.path("connections"))
    return [name for name, node in connections.items() if node.value != "forbidden"]


def _cannot_be_reached(setting: _Setting, places: Mapping[str, Point | None]) -> Iterator[Fault]:
    """Buildings without a place, and rows that stand for several."""
    for name, place in places.items():
        path = ("buildings", name)
        if find(setting.tree, (*path, "count")) is not None:
            yield fault_at(setting.tree, (*path, "count"), "network_counted_building", building=name)
        elif place is None:
            yield fault_at(setting.tree, path, "network_building_without_location", building=name, network=setting.name)


def _at_place(setting: _Setting, fault: Fault) -> Fault:
    """A fault of the route at the building that is meant, or at the plant."""
    name = str(fault.values["name"])
    buildings = _names(setting, "buildings")
    path = ("buildings", name, "location") if name in buildings else setting.path(ROUTED, "plant")
    return fault_at(setting.tree, path, fault.key, **fault.values)


def _routed_pipe(way: Way, stated: RoutedPipes) -> dict[str, Plain]:
    pipe: dict[str, Plain] = {"from": way.begin, "to": way.end, "length_m": way.length_m, "pipe": stated.pipe}
    return pipe | ({"built": stated.built} if stated.built is not None else {}) | {"path_deg": _course(way.path_m)}


def _course(path_m: tuple[Point, ...]) -> Plain:
    return [list(point) for point in to_degrees(path_m)]


def _with_drawn(setting: _Setting, given: str) -> Located:
    """The network with the pipes of a map behind those that it states."""
    drawn = _map(setting, given, PIPES_FROM)
    drawn = replace(drawn, features=tuple(_by_keys(feature) for feature in drawn.features))
    places = _places(setting, list(_names(setting, "buildings")))
    try:
        pipes = drawn_pipes(drawn, Surroundings(places, setting.plant))
    except ScenarioError as error:
        raise ScenarioError([_with_nearest(fault, list(places)) for fault in error.faults]) from None
    of_line = {position: line for position, line in enumerate(drawn.lines)}
    nodes = [_drawn_pipe(pipe, of_line[pipe.line], drawn) for pipe in pipes]
    entries = {key: child for key, child in setting.network.entries.items() if key != PIPES_FROM}
    before = entries["pipes"].children() if "pipes" in entries else []
    place = entries["pipes"].place if before else Place(drawn.file, None)
    return replace(setting.network, value={**entries, "pipes": Located([*before, *nodes], place)})


def _by_keys(feature: Feature) -> Feature:
    """A feature with its properties under the keys of pipes, and of buildings for the name of a point."""
    section = "buildings" if feature.is_point else "pipes"
    properties: dict[str, Any] = {}
    for heading, value in feature.properties.items():
        key = key_of(heading, section)[0]
        if value is not None:
            properties[key] = name_of(str(value)) if key in ("from", "to", "name") else value
    return replace(feature, properties=properties)


def _with_nearest(fault: Fault, buildings: list[str]) -> Fault:
    """A fault of an unknown building with the name that can be meant."""
    if fault.key != "network_map_unknown_building":
        return fault
    near = nearest(str(fault.values["given"]), buildings)
    values = {**fault.values, "nearest": near}
    return replace(fault, key="network_map_unknown_building_nearest", values=values) if near else fault


def _drawn_pipe(pipe: DrawnPipe, line: Feature, drawn: MapFile) -> Located:
    """A pipe as an entry of `pipes`; its length is that of the file where it says one, else that of the drawing."""
    place = Place(drawn.file, pipe.feature, Cell(drawn.layer, feature=True))
    stated = {key: _number(line.properties[key]) for key in ("length_m", "built") if key in line.properties}
    length_m = stated.get("length_m", round(pipe.length_m, 1))
    if "length_m" in stated and isinstance(length_m, int | float):
        length_m = round(length_m * pipe.share, 1)
    entries: dict[str, Plain] = {"from": pipe.begin, "to": pipe.end, "length_m": length_m}
    entries |= {"pipe": str(line.properties["pipe"])} if "pipe" in line.properties else {}
    entries |= {"built": stated["built"]} if "built" in stated else {}
    return located({**entries, "path_deg": _course(pipe.path_m)}, place)


def _number(value: Any) -> Plain:
    """A property as a number where it is one; maps keep years as 1976.0 and lengths as texts."""
    read = plain_value(with_point(value) or value) if isinstance(value, str) else value
    if isinstance(read, float) and read.is_integer():
        return int(read)
    return read if isinstance(read, bool | int | float | str) else str(read)
