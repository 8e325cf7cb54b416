"""Which packages may be chosen at which building, the envelope they change, and what is wrong with either."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from dataclasses import dataclass

from energycommunity.demand.envelope import Envelope
from energycommunity.demand.grants import GrantProgramme, programme_of
from energycommunity.demand.renovation import NONE, known_packages, package_of
from energycommunity.errors import EnergyCommunityError, Fault, ScenarioError
from energycommunity.parameters.renovation_measures import package_names
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import nearest
from energycommunity.technologies.base import Technology
from energycommunity.technologies.demand_reduction import DemandReduction


@dataclass(frozen=True)
class PackageChoice:
    """What may choose a package at a building: the assets that have a key `packages` do."""

    at: str
    owner: str
    packages: tuple[str, ...]
    grant: str | GrantProgramme | None = None


def choices_of_packages(scenario: Scenario) -> dict[str, PackageChoice]:
    """The choices by the name of their asset."""
    return {
        name: PackageChoice(asset.at, asset.owner, _packages(asset), getattr(asset, "grant", None))  # type: ignore[attr-defined]
        for name, asset in scenario.assets.items()
        if "packages" in type(asset).model_fields and getattr(asset, "at", None) in scenario.buildings
    }


def _packages(asset: Technology) -> tuple[str, ...]:
    decided: str | None = getattr(asset, "package", None)
    offered: tuple[str, ...] = getattr(asset, "packages", ())
    return offered if decided is None else (decided,)


def packages_at(scenario: Scenario, building: str) -> tuple[str, ...]:
    """All packages that may be chosen at a building, and `none`, which comes first."""
    names = (name for choice in choices_of_packages(scenario).values() if choice.at == building for name in choice.packages)
    return tuple(dict.fromkeys((NONE, *names)))


def envelope_of(building: Building) -> Envelope:
    """The envelope of a building as it stands: the archetype of its series or type, year and state.

    Raises
    ------
    ScenarioError
        If heated area or type are missing.
    ParameterError
        If the catalogue has no such building.
    """
    heated_as = building.room_heat.building_type if building.room_heat is not None else None
    kind = building.series or heated_as or building.type
    if kind is None:
        raise ScenarioError(Fault("renovation_type_missing"))
    if building.heated_area_m2 is None:
        raise ScenarioError(Fault("renovation_area_missing"))
    return Envelope.of_series(kind, building.heated_area_m2, building.built, building.renovation)


def renovation_faults(scenario: Scenario) -> Iterator[Fault]:
    """Unknown packages and grants, packages that cannot be, buildings that no package fits, two choices at one."""
    yield from _of_packages(scenario)
    own = scenario.renovation_packages
    seen: dict[str, str] = {}
    for name, choice in choices_of_packages(scenario).items():
        key = "packages" if getattr(scenario.assets[name], "package", None) is None else "package"
        for package in choice.packages:
            if package not in known_packages(own):
                yield _unknown(package, known_packages(own), f"assets.{name}.{key}")
        if isinstance(choice.grant, str):
            yield from _told(partial(programme_of, choice.grant), f"assets.{name}.grant")
        other = seen.setdefault(choice.at, name)
        if other != name:
            values: dict[str, object] = {"building": choice.at, "other": other}
            yield Fault("renovation_two_choices", values, path=f"assets.{name}.at")
        if any(package != NONE for package in choice.packages):
            yield from _of_building(scenario, choice.at)


def _of_packages(scenario: Scenario) -> Iterator[Fault]:
    own, year = scenario.renovation_packages, scenario.economics.price_year
    for name, package in own.items():
        path = f"renovation_packages.{name}"
        if name in package_names():
            yield Fault("renovation_of_catalogue", {"given": name}, path=path)
        elif package.from_ is not None and package.from_ not in known_packages(own):
            yield _unknown(package.from_, known_packages(own), f"{path}.from")
        elif package.from_ not in own or own[package.from_].from_ in known_packages(own):
            yield from _told(partial(package_of, name, own, year), path)


def _unknown(given: str, known: tuple[str, ...], path: str) -> Fault:
    near = nearest(given, known)
    values: dict[str, object] = {"given": given, "nearest": near, "allowed": ", ".join(known)}
    return Fault("renovation_no_such_package_nearest" if near else "renovation_no_such_package", values, path=path)


def _of_building(scenario: Scenario, name: str) -> Iterator[Fault]:
    building = scenario.buildings[name]
    path = f"buildings.{name}"
    if building.room_heat is None:
        yield Fault("renovation_without_heat", {"building": name}, path=path)
        return
    yield from _told(partial(envelope_of, building), path)
    for asset_name, asset in scenario.assets.items():
        if isinstance(asset, DemandReduction) and asset.reduces == f"{name}.space_heat":
            values: dict[str, object] = {"building": name}
            yield Fault("renovation_beside_measure", values, path=f"assets.{asset_name}.reduces")


def _told(make: Callable[[], object], path: str) -> Iterator[Fault]:
    """The faults of making something, at a path of the file."""
    try:
        make()
    except EnergyCommunityError as error:
        for fault in error.faults:
            yield Fault(fault.key, fault.values, path=path)
