"""Files that a scenario names: there, readable, with the column, and as long as the run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from energycommunity.errors import Fault, ScenarioError
from energycommunity.heat_network.coordinates import to_metres
from energycommunity.heat_network.geography import MapFile, read_map
from energycommunity.profiles import ProfileContext
from energycommunity.scenario.flats import flat_house_of, flat_notices
from energycommunity.scenario.located import Located, fault_at, walk
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.stated_series import Context, read_series, series_notices, stated_series
from energycommunity.scenario.text_file import is_file

#: Where the map of streets stands; a layer of it may stand behind a `#`.
STREETS = ("heat_map", "streets")


def missing_files(tree: Located, folder: Path) -> list[Fault]:
    """Files that a tree names and that are not there."""
    return [
        fault_at(tree, path, "scenario_data_file_not_found", given=file)
        for path, node in walk(tree)
        if isinstance(node.value, str)
        and (path[-1] in ("file", "flats_from") or path in (("weather", "series"), STREETS))
        for file in [node.value.partition("#")[0] if path == STREETS or path[-1] == "flats_from" else node.value]
        if not is_file(folder / file)
    ]


def file_faults(scenario: Scenario, folder: Path) -> list[Fault]:
    """Faults in the contents of all files a scenario names, and in the numbers that stand for such series.

    Each is told at the path that states it. A fault in a line of a file names that file and line, and the path of the
    scenario before the sentence.
    """
    context, faults = _context_of(scenario, folder), list[Fault]()
    for path, source in stated_series(scenario):
        try:
            read_series(source, path, context)
        except ScenarioError as error:
            faults += [replace(fault, file=fault.file if fault.line else "", path=path) for fault in error.faults]
    return [*faults, *_street_faults(scenario, folder), *_flat_faults(scenario, folder)]


def _flat_faults(scenario: Scenario, folder: Path) -> Iterator[Fault]:
    """Faults of the tables of flats; one of a line names file and line."""
    for name, rules in scenario.flats.items():
        if name in scenario.buildings:
            yield from flat_house_of(name, rules, folder, scenario.buildings[name].dwellings)


def _street_faults(scenario: Scenario, folder: Path) -> Iterator[Fault]:
    """Faults of the map of streets; one of a feature names it."""
    if scenario.heat_map is None or scenario.heat_map.streets is None:
        return
    try:
        streets_of(scenario, folder)
    except ScenarioError as error:
        yield from (replace(fault, path=".".join(STREETS)) for fault in error.faults)


def streets_of(scenario: Scenario, folder: Path) -> MapFile | None:
    """The map of the streets that the heat map names; None where it names none.

    Raises
    ------
    ScenarioError
        If the map cannot be used, or holds no lines.
    """
    if scenario.heat_map is None or scenario.heat_map.streets is None:
        return None
    site = scenario.site
    streets = read_map(scenario.heat_map.streets, folder, to_metres(site.longitude_deg, site.latitude_deg))
    if not streets.lines:
        raise ScenarioError(streets.fault(None, "network_map_no_lines"))
    return streets


def file_notices(scenario: Scenario, folder: Path) -> list[Fault]:
    """What should be told of the series and tables of flats a scenario states, each at the path that states it."""
    notices = series_notices(scenario, _context_of(scenario, folder))
    for name, rules in scenario.flats.items():
        notices += flat_notices(f"flats.{name}.flats_from", rules, folder, scenario.buildings[name])
    return notices


def _context_of(scenario: Scenario, folder: Path) -> Context:
    """The steps that files are laid on; made when the first file asks for them, since numbers need none."""
    site = scenario.site
    place = (site.latitude_deg, site.longitude_deg, site.altitude_m)
    return cache(lambda: ProfileContext(scenario.grid(), folder, *place))
