"""What every way of heating costs each building that chooses: those that were taken, and those that were not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from energycommunity.assessment.electricity_price import price_as_counted
from energycommunity.assessment.heat_price import price_of_no_difference
from energycommunity.errors import Fault
from energycommunity.optimization.programme import Programme
from energycommunity.technologies.base import hours
from energycommunity.technologies.heating_choice import HeatingChoice, HeatingProfiles
from energycommunity.technologies.ledger import Values
from energycommunity.technologies.way_of_heating import NETWORK


@dataclass(frozen=True)
class HeatingWay:
    """One way of heating a building.

    Parameters
    ----------
    package, source : str
        Renovation package, and the supply; `network` for that of the network.
    eur_per_year : float
        What the building itself pays, as the objective counts it: equipment and renovation less grants, upkeep, fuel,
        electricity, their taxes. On the network without the heat that it buys [EUR/a].
    network_kwh : float
        Heat that it buys from the network [kWh/a].
    grant_eur : float
        What programmes pay of its equipment [EUR].
    missed_conditions : tuple of Fault
        Conditions of those programmes that are missed.
    """

    package: str
    source: str
    eur_per_year: float
    network_kwh: float = 0.0
    grant_eur: float = 0.0
    missed_conditions: tuple[Fault, ...] = ()

    def plain(self, language: str) -> dict[str, Any]:
        """The same as plain values, with the conditions as sentences."""
        told = [fault.tell(language) for fault in self.missed_conditions]
        return {**{name: getattr(self, name) for name in self.__dataclass_fields__}, "missed_conditions": told}


@dataclass(frozen=True)
class ChosenHeating:
    """A building whose heating was chosen.

    Parameters
    ----------
    asset, building : str
        Names of the choice and of the building.
    chosen : HeatingWay
        The way that was taken.
    ways : tuple of HeatingWay
        All of them.
    heat_vat_rate : float
        VAT that its owner bears on heat (fraction).
    """

    asset: str
    building: str
    chosen: HeatingWay
    ways: tuple[HeatingWay, ...]
    heat_vat_rate: float = 0.0

    @property
    def best_own(self) -> HeatingWay | None:
        """The cheapest way without the network."""
        own = [way for way in self.ways if way.source != NETWORK]
        return min(own, key=lambda way: way.eur_per_year, default=None)

    @property
    def no_worse_eur_per_kwh(self) -> float | None:
        """The heat price without VAT up to which it is no worse off on the network [EUR/kWh]."""
        on_network = [(way.eur_per_year, way.network_kwh) for way in self.ways if way.source == NETWORK]
        price = None if self.best_own is None else price_of_no_difference(self.best_own.eur_per_year, on_network)
        return None if price is None else price / (1.0 + self.heat_vat_rate)

    def plain(self, language: str) -> dict[str, Any]:
        """The same as plain values, with the heat price."""
        return {
            **{name: getattr(self, name) for name in self.__dataclass_fields__},
            "chosen": self.chosen.plain(language),
            "ways": [way.plain(language) for way in self.ways],
            "no_worse_eur_per_kwh": self.no_worse_eur_per_kwh,
        }


def chosen_heating(programme: Programme, values: Values) -> tuple[ChosenHeating, ...]:
    """Every building that chooses its heating, in the order of the scenario."""
    found = []
    for asset in programme.case.assets:
        technology = asset.technology
        if isinstance(technology, HeatingChoice):
            ways = dict(_ways(programme, asset.name))
            variables = programme.blocks[asset.name].variables
            taken = max(ways, key=lambda name: float(values.of(variables[name])[0]))
            vat_rate = programme.case.vat.get((technology.owner, "heat"), 0.0)
            found.append(ChosenHeating(asset.name, technology.at, ways[taken], tuple(ways.values()), vat_rate))
    return tuple(found)


def _ways(programme: Programme, name: str) -> Iterator[tuple[str, HeatingWay]]:
    """Each way of a choice by its name, with the costs that its decision brings to the ledger."""
    (asset,) = (asset for asset in programme.case.assets if asset.name == name)
    technology, profiles, case = asset.technology, asset.profiles, programme.case
    if not isinstance(technology, HeatingChoice) or not isinstance(profiles, HeatingProfiles):
        return
    variables, in_year = programme.blocks[name].variables, hours(case.time)
    eur: dict[object, float] = {}
    for cost in programme.contributions.costs:
        for term in cost.terms if cost.asset == name else ():
            eur[term.variable] = eur.get(term.variable, 0.0) + float(term.factors().sum())
    price = price_as_counted(programme, technology.meter)
    for way in profiles.ways:
        paid = eur.get(variables[way.name], 0.0)
        if way.taken is not None and way.taken.tariff is None:
            paid += float((way.taken.power_kw * price).sum()) * in_year
        bought = 0.0 if way.network_kw is None else float(way.network_kw.sum()) * in_year
        granted = (way.grant_eur, way.missed_conditions)
        yield way.name, HeatingWay(way.package.package, way.source, paid, bought, *granted)
