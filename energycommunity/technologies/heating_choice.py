"""Individual or shared: how a building is heated and renovated, chosen as one of some ways.

    sum of chosen[w] = 1                                 w: a renovation package with the network or an own supply
    heat from the network[t] = sum of series[w, t] · chosen[w]
    fuel and electricity[t]  = sum of series[w, t] · chosen[w]

The heat of a package, the flow temperature it needs, and with it the COP and the size of its supply are known before
the programme (demand.heated_building, own_heat_source.py, house_station.py): a way is a decision with series and costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.demand.heated_building import HeatedBuilding, PackageHeat
from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import Carrier, FloatArray, refusal
from energycommunity.tariffs.charges import EnergyCharge
from energycommunity.technologies.base import AssetContext, Product, Profiles, Technology
from energycommunity.technologies.heating_ledgers import HeatingLedgers
from energycommunity.technologies.house_station import HouseStation
from energycommunity.technologies.ledger import Contributions, Values
from energycommunity.technologies.own_heat_source import AnyOwnSource, OwnBoiler
from energycommunity.technologies.surroundings import Place
from energycommunity.technologies.way_of_heating import NETWORK, Taken, WayOfHeating, equipment_for, measures_of
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


@dataclass(frozen=True)
class HeatingProfiles(Profiles):
    """The ways of heating a building, beside its series."""

    ways: tuple[WayOfHeating, ...] = ()


class HeatingChoice(Technology):
    """A building's heating with its renovation: the network, or one of its own supplies, under one of some packages."""

    label_en: ClassVar[str] = "Choice of heating"
    label_lv: ClassVar[str] = "Apkures izvēle"
    serves: ClassVar[Product | None] = "heat"

    type: Literal["heating_choice"] = "heating_choice"
    at: str = Field(description="Building whose heating is chosen")
    meter: str | None = Field(
        default=None,
        description="The meter that its electric supplies draw from, so that own and shared solar power counts; else "
        "each names the tariff it buys by",
    )
    packages: tuple[str, ...] = Field(
        default=("none",), min_length=1, description="Renovation packages to choose from; `none` as it stands"
    )
    sources: dict[str, AnyOwnSource] = Field(
        default={}, description="Supplies of its own to choose from, beside the network that it may be connected to"
    )
    station: HouseStation = Field(default=HouseStation(), description="House station, where it is on the network")

    @model_validator(mode="after")
    def _consistent(self) -> HeatingChoice:
        if NETWORK in self.sources:
            raise refusal("technologies_source_called_network", name=NETWORK)
        without = [name for name, source in self.sources.items() if source.tariff is None]
        if without and self.meter is None:
            raise refusal("technologies_source_without_electricity", name=without[0])
        return self

    @property
    def needs_weather(self) -> bool:
        """Whether a heat pump's source has its temperature from the weather."""
        return any(
            source.lifts_heat and getattr(source, "cop", None) is None and getattr(source, "source_c", None) is None
            for source in self.sources.values()
        )

    def profiles(self, context: AssetContext) -> Profiles:
        """Heat of each package [kW], and every way with what it takes.

        Raises
        ------
        ScenarioError
            If a package is unknown, or nothing heats the building.
        """
        building, place = context.heated_buildings[self.at], context.places[self.at]
        unknown = [name for name in self.packages if name not in building.packages]
        if unknown:
            raise ScenarioError(Fault("technologies_unknown_package", {"given": unknown[0], "building": self.at, "allowed": ", ".join(building.packages)}))
        ways = tuple(
            way for name in self.packages for way in self._ways(building.packages[name], building, place, context)
        )
        if not ways:
            raise ScenarioError(self._nothing(building.hot_water_c, place, context))
        tariffs = dict.fromkeys(way.taken.tariff for way in ways if way.taken is not None and way.taken.tariff is not None)
        series = {f"{name}_heat_kw": building.packages[name].heat_kw for name in self.packages}
        return HeatingProfiles(series, {name: _by_energy(name, context) for name in tariffs}, ways=ways)

    def _ways(
        self, package: PackageHeat, building: HeatedBuilding, place: Place, context: AssetContext
    ) -> Iterator[WayOfHeating]:
        if place.network is not None:
            way = self._by_network(package, building.hot_water_c, context.places[place.network])
            yield from () if way is None else (way,)
        for name, source in self.sources.items():
            carrier: Carrier = context.carriers[source.fuel] if isinstance(source, OwnBoiler) else "electricity"
            yield WayOfHeating(
                name,
                package,
                (equipment_for(source, package.peak_kw), *measures_of(package)),
                Taken(carrier, source.taken_kw(package, building.hot_water_c, context), source.tariff),
                variable_om_eur_per_kwh=source.variable_om_eur_per_kwh or 0.0,
            )

    def _nothing(self, hot_water_c: float, place: Place, context: AssetContext) -> Fault:
        """Why nothing heats the building."""
        if place.network is None:
            return Fault("technologies_no_way_of_heating", {"building": self.at})
        supply_c = context.places[place.network].supply_temperature_c
        values: dict[str, object] = {"supply": supply_c, "building": self.at, "water": hot_water_c}
        return Fault("technologies_network_too_cool_for_water", values)

    def _by_network(self, package: PackageHeat, hot_water_c: float, network: Place) -> WayOfHeating | None:
        """Heat from the network; None where it is too cool for hot water and no booster is there."""
        station = self.station
        lifted = station.lifted_fraction(network.supply_temperature_c, hot_water_c)
        boosted_kw, peak_kw = (1.0 - lifted) * package.hot_water_kw, station.peak_kw(package)
        if boosted_kw.any() and station.booster_electricity is None and self.meter is None:
            return None
        return WayOfHeating(
            NETWORK,
            package,
            (equipment_for(station, peak_kw), *measures_of(package)),
            Taken("electricity", boosted_kw, station.booster_electricity) if boosted_kw.any() else None,
            station.network_kw(package, lifted),
            peak_kw,
            station.variable_om_eur_per_kwh or 0.0,
        )

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """One decision for each way, of which one is taken; its heat, fuel and electricity, and its costs."""
        if not isinstance(profiles, HeatingProfiles):
            raise TypeError(f"{block.asset}: not the profiles of a choice of heating")
        chosen = tuple((way, block.choose(way.name)) for way in profiles.ways)
        block.constrain_once("one_way", sum(variable.decision for _, variable in chosen) == 1.0)
        for way in profiles.ways:
            block.known |= {f"{way.name}.{quantity}": values for quantity, values in _shown(way).items()}
        return HeatingLedgers(block, self.at, self.meter, chosen, profiles.charges).all()

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Heat that the building needs, its own heat and that of the network, and what its supply takes, as chosen."""
        chosen = {name: float(solution.of(variable)[0]) for name, variable in block.variables.items()}
        shown: dict[str, FloatArray] = {}
        for place, values in block.known.items():
            way, _, quantity = place.rpartition(".")
            if way in chosen:
                shown[quantity] = shown.get(quantity, np.zeros(block.time.steps)) + chosen[way] * values
        return shown

    @classmethod
    def example(cls) -> HeatingChoice:
        """A house that may burn pellets, or heat with electricity."""
        return cls.model_validate(
            {
                "owner": "association",
                "at": "house",
                "sources": {
                    "pellets": {"type": "boiler", "fuel": "pellets", "efficiency": 0.8, "investment_eur_per_kw": 500.0},
                    "electric": {"type": "electric", "electricity": "purchase", "investment_eur_per_kw": 500.0},
                },
            }
        )


def _by_energy(tariff: str, context: AssetContext) -> tuple[EnergyCharge, ...]:
    """The charges of a tariff on each kWh: what is due beside them, the building pays anyway."""
    charges = context.charges(tariff, 3, 0.0, 1)
    return tuple(charge for charge in charges if isinstance(charge, EnergyCharge))


def _shown(way: WayOfHeating) -> dict[str, FloatArray]:
    """Series of a way for the result [kW]."""
    heat_kw = way.package.heat_kw
    shown = {"served_heat_kw": heat_kw}
    shown |= {"heat_kw": heat_kw} if way.network_kw is None else {"network_heat_kw": way.network_kw}
    if way.taken is not None:
        power_kw = way.taken.power_kw
        if way.taken.carrier != "electricity":
            return shown | {"fuel_kw": power_kw}
        shown |= {"electricity_kw": power_kw} | ({} if way.taken.tariff is None else {"bought_kw": power_kw})
    return shown
