"""Which packages may be chosen at which building, the envelope they change, and what is wrong with either."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from energycommunity.demand.envelope import Envelope
from energycommunity.demand.grants import GrantProgramme, programme_of
from energycommunity.demand.renovation import NONE, PackageMeasure, known_packages, package_of
from energycommunity.errors import EnergyCommunityError, Fault, ScenarioError
from energycommunity.parameters import Parameter
from energycommunity.parameters.building_envelope import envelope_figures
from energycommunity.parameters.grants import grant_figures
from energycommunity.parameters.renovation_measures import package_names
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import nearest
from energycommunity.technologies.base import Technology
from energycommunity.technologies.demand_reduction import DemandReduction
from energycommunity.technologies.renovation import Renovation


@dataclass(frozen=True)
class PackageChoice:
    """What may choose a package at a building: the assets that have a key `packages` do."""

    at: str
    owner: str
    packages: tuple[str, ...]
    grant: str | GrantProgramme | None = None
    key: str = "packages"


def choices_of_packages(scenario: Scenario) -> dict[str, PackageChoice]:
    """The choices by the name of their asset."""
    return {
        name: _choice(asset)
        for name, asset in scenario.assets.items()
        if "packages" in type(asset).model_fields and getattr(asset, "at", None) in scenario.buildings
    }


def _choice(asset: Technology) -> PackageChoice:
    at, grant = (getattr(asset, field, None) for field in ("at", "grant"))
    offered: tuple[str, ...] = getattr(asset, "packages", None) or ()
    possible: tuple[str, ...] = getattr(asset, "possible_packages", offered)
    decided = getattr(asset, "package", None) is not None
    return PackageChoice(str(at), asset.owner, possible, grant, "package" if decided else "packages")


def packages_at(scenario: Scenario, building: str) -> tuple[str, ...]:
    """All packages that may be chosen at a building, and `none`, which comes first."""
    names = (
        name for choice in choices_of_packages(scenario).values() if choice.at == building for name in choice.packages
    )
    return tuple(dict.fromkeys((NONE, *names)))


def envelope_of(building: Building) -> Envelope:
    """The envelope of a building as it stands: what the file states, else the archetype of series or type.

    Raises
    ------
    ScenarioError
        If heated area or type are missing.
    ParameterError
        If the catalogue has no such building.
    """
    written = building.complete_envelope()
    kind = _heated_as(building)
    if written is not None or kind is None or building.heated_area_m2 is None:
        if written is None:
            raise ScenarioError(Fault("renovation_type_missing" if kind is None else "renovation_area_missing"))
        return written
    return Envelope.of_series(kind, building.heated_area_m2, building.built, building.renovation)


def _heated_as(building: Building) -> str | None:
    """The row of the catalogue whose walls, roof and windows a building has."""
    heated_as = building.room_heat.building_type if building.room_heat is not None else None
    return building.series or heated_as or building.type


def renovation_faults(scenario: Scenario) -> Iterator[Fault]:
    """Unknown packages and grants, packages that cannot be, buildings that no package fits, two choices at one."""
    yield from _of_packages(scenario)
    own = scenario.renovation_packages
    seen: dict[str, str] = {}
    for name, choice in choices_of_packages(scenario).items():
        for package in choice.packages:
            if package not in known_packages(own):
                yield _unknown(package, known_packages(own), f"assets.{name}.{choice.key}")
        if scenario.mode == "dispatch" and isinstance(scenario.assets[name], Renovation) and len(choice.packages) > 1:
            yield Fault("renovation_open_in_dispatch", {"name": name}, path=f"assets.{name}.{choice.key}")
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
    if not building.heats_rooms:
        yield Fault("renovation_without_heat", {"building": name}, path=path)
        return
    yield from _told(partial(envelope_of, building), path)
    for asset_name, asset in scenario.assets.items():
        if isinstance(asset, DemandReduction) and asset.reduces == f"{name}.space_heat":
            values: dict[str, object] = {"building": name}
            yield Fault("renovation_beside_measure", values, path=f"assets.{asset_name}.reduces")


def renovation_notices(scenario: Scenario) -> Iterator[Fault]:
    """Measures that make a part of a building no better than it is, once for each package and measure."""
    if any(True for _ in renovation_faults(scenario)):
        return
    told: set[tuple[str, str]] = set()
    own, year = scenario.renovation_packages, scenario.economics.price_year
    for name, choice in choices_of_packages(scenario).items():
        for package in (package_of(package, own, year) for package in choice.packages):
            for measure in package.measures:
                worse = _no_better(measure, scenario.buildings[choice.at])
                if worse and (package.name, measure.name) not in told:
                    told.add((package.name, measure.name))
                    values = {"building": choice.at, "package": package.name, "measure": measure.name, **worse}
                    yield Fault("renovation_notice_no_better", values, path=f"assets.{name}.{choice.key}")


def figures_of_packages(scenario: Scenario) -> Iterator[tuple[str, Parameter]]:
    """Figures of the catalogue in use with their paths: of packages, of grants, and of one building of each kind.

    Raises
    ------
    EnergyCommunityError
        What `renovation_faults` tells.
    """
    choices = choices_of_packages(scenario)
    yield from _figures_of_measures(
        scenario, dict.fromkeys(name for choice in choices.values() for name in choice.packages)
    )
    for name, choice in choices.items():
        if isinstance(choice.grant, str):
            for field, figure in grant_figures(choice.grant).items():
                yield f"assets.{name}.grant.{field}", figure
    renovated = dict.fromkeys(choice.at for choice in choices.values() if choice.packages != (NONE,))
    yield from _figures_of_envelopes({name: scenario.buildings[name] for name in renovated})


def _figures_of_measures(scenario: Scenario, packages: Iterable[str]) -> Iterator[tuple[str, Parameter]]:
    own, year = scenario.renovation_packages, scenario.economics.price_year
    for package in packages:
        for measure in package_of(package, own, year).measures:
            for figure in measure.defaults:
                yield f"renovation_packages.{package}.{figure.key.removeprefix('renovation_measures.')}", figure


def _figures_of_envelopes(buildings: Mapping[str, Building]) -> Iterator[tuple[str, Parameter]]:
    kinds: dict[tuple[object, ...], str] = {}
    for name, building in buildings.items():
        heated_as = _heated_as(building)
        kind = (heated_as, building.built, building.renovation)
        if building.envelope is None and heated_as is not None and kinds.setdefault(kind, name) == name:
            for field, figure in envelope_figures(heated_as, building.built, building.renovation).items():
                yield f"buildings.{name}.envelope.{field}", figure


def _no_better(measure: PackageMeasure, building: Building) -> dict[str, object]:
    """The U-values before and after, if the measure does not lower it."""
    envelope = envelope_of(building)
    for field, after in measure.changes().items():
        before = float(getattr(envelope, field))
        if field.endswith("_u_w_per_m2_k") and after >= before:
            return {"before": before, "after": after}
    return {}


def _told(make: Callable[[], object], path: str) -> Iterator[Fault]:
    """The faults of making something, at a path of the file."""
    try:
        make()
    except EnergyCommunityError as error:
        for fault in error.faults:
            yield Fault(fault.key, fault.values, path=path)
