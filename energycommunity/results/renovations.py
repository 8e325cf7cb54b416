"""What is renovated, what it costs, and what a grant pays of it or misses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from energycommunity.assessment.heating_ways import ChosenHeating, HeatingWay
from energycommunity.demand.heated_building import HeatedBuilding
from energycommunity.demand.renovation import NONE, package_name
from energycommunity.errors import Fault, Spoken
from energycommunity.optimization.programme import Programme
from energycommunity.technologies.chosen_package import grant_eur_per_year, measure_eur_per_year
from energycommunity.technologies.ledger import Values
from energycommunity.technologies.surroundings import Economics
from energycommunity.technologies.way_of_heating import NETWORK
from energycommunity.texts import LANGUAGES
from energycommunity.texts.spoken import Span

#: Places that a notice names before it only counts the rest.
NAMED = 4


@dataclass(frozen=True)
class RenovatedBuilding:
    """A building with the package that was chosen for it.

    Parameters
    ----------
    asset, building, package : str
        What chose it, where, and its name; `none` where the building stays as it stands.
    heated_area_m2 : float
        Heated floor area [m2].
    rooms_before_kwh, rooms_after_kwh : float
        Heat for the rooms in a year [kWh/a].
    investment_eur, grant_eur : float
        Without VAT [EUR].
    annuity_eur_per_year : float
        Of the measures, less what the grant is worth a year, without VAT [EUR/a].
    missed_conditions : tuple of (str, Fault)
        Of every package that could be chosen: the conditions of the grant that it misses.
    """

    asset: str
    building: str
    package: str
    heated_area_m2: float
    rooms_before_kwh: float
    rooms_after_kwh: float
    investment_eur: float
    grant_eur: float
    annuity_eur_per_year: float
    missed_conditions: tuple[tuple[str, Fault], ...] = ()

    def plain(self, language: str) -> dict[str, Any]:
        """The same as plain values, with the conditions as sentences."""
        told = [f"{package}: {fault.tell(language)}" for package, fault in self.missed_conditions]
        return {**{name: getattr(self, name) for name in self.__dataclass_fields__}, "missed_conditions": told}


def renovated_buildings(programme: Programme, values: Values) -> tuple[RenovatedBuilding, ...]:
    """Every building at which something could choose a package, with what was chosen."""
    case, found = programme.case, []
    for asset in case.assets:
        building = case.heated_buildings.get(getattr(asset.technology, "at", None) or "")
        choose: Callable[..., str] | None = getattr(asset.technology, "chosen_package", None)
        if building is not None and choose is not None:
            package = choose(programme.blocks[asset.name], values)
            found.append(_renovated(asset.name, building, package, case.surroundings.economics))
    return tuple(found)


def _renovated(asset: str, building: HeatedBuilding, package: str, economics: Economics) -> RenovatedBuilding:
    chosen = building.packages[package]
    return RenovatedBuilding(
        asset,
        building.name,
        package,
        building.heated_area_m2,
        building.packages[NONE].rooms_kwh_per_year,
        chosen.rooms_kwh_per_year,
        chosen.investment_eur,
        chosen.grant_eur,
        sum(measure_eur_per_year(part, economics) for part in chosen.investments)
        - grant_eur_per_year(chosen.grant_eur, economics),
        tuple((name, fault) for name, each in building.packages.items() for fault in each.missed_conditions),
    )


def missed_grants(buildings: tuple[RenovatedBuilding, ...], heating: tuple[ChosenHeating, ...]) -> Iterator[Fault]:
    """A notice for each kind of condition that is missed, with buildings and packages, and the range of their figures.

    Parameters
    ----------
    buildings : tuple of RenovatedBuilding
        With the conditions that renovation packages miss.
    heating : tuple of ChosenHeating
        With those that heating equipment misses, told apart from packages by its name.
    """
    yield from _notices(
        (f"assets.{building.asset}.grant", _place(building.building, package), fault)
        for building in buildings
        for package, fault in building.missed_conditions
    )
    yield from _notices(
        (_grant_of_source(each, way), _place(each.building, way.package, f"{way.source}, "), fault)
        for each in heating
        for way in each.ways
        for fault in way.missed_conditions
    )


def _grant_of_source(each: ChosenHeating, way: HeatingWay) -> str:
    """Where the grant of a way's equipment stands in the file."""
    return f"assets.{each.asset}.{'station' if way.source == NETWORK else f'sources.{way.source}'}.grant"


def _place(building: str, package: str, source: str = "") -> Spoken:
    """A building with the equipment and the package that miss a condition."""
    return Spoken(*(f"{building} ({source}{package_name(package, language)})" for language in LANGUAGES))


def _notices(missed: Iterable[tuple[str, Spoken, Fault]]) -> Iterator[Fault]:
    """A notice for each kind of condition of (path, place, condition)."""
    found: dict[object, tuple[str, list[Spoken], list[Fault]]] = {}
    for path, place, fault in missed:
        words = [(name, str(value)) for name, value in fault.values.items() if not isinstance(value, float)]
        _, places, faults = found.setdefault((fault.key, *words), (path, [], []))
        places.append(place)
        faults.append(fault)
    for path, places, faults in found.values():
        more = f" + {len(places) - NAMED}" if len(places) > NAMED else ""
        named = (", ".join(getattr(place, language) for place in places[:NAMED]) for language in LANGUAGES)
        reason = _with_ranges(faults)
        values: dict[str, object] = {
            "places": Spoken(*(names + more for names in named)),
            "reason": Spoken(*(reason.tell(language) for language in LANGUAGES)),
        }
        yield Fault("renovation_notice_grant_missed", values, path=path)


def _with_ranges(alike: Sequence[Fault]) -> Fault:
    """Faults of the same words as one: each of its figures from the lowest of them to the highest."""
    figures: dict[str, list[float]] = {}
    for fault in alike:
        for name, value in fault.values.items():
            if isinstance(value, float):
                figures.setdefault(name, []).append(value)
    return replace(alike[0], values=alike[0].values | {name: Span(min(x), max(x)) for name, x in figures.items()})
