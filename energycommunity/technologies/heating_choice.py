"""Individual or shared: how a building is heated and renovated, chosen as one of some ways.

    sum of chosen[w] = 1                                 w: a renovation package with the network or an own supply
    heat from the network[t] = sum of series[w, t] · chosen[w]
    fuel and electricity[t]  = sum of series[w, t] · chosen[w]

The heat of a package, the flow temperature it needs, and with it the COP and the size of its supply are known before
the programme (demand.heated_building, own_heat_source.py): a way is a decision with series and costs. On a network the
radiators are enlarged where it is cooler than they need, and an electric booster makes hot water hot where it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.demand.grants import GrantCase, GrantProgramme, grant_of, programme_of
from energycommunity.demand.heated_building import HeatedBuilding, PackageHeat
from energycommunity.demand.hot_water_supply import HotWaterSupply
from energycommunity.errors import Fault, InfeasibleError, ScenarioError
from energycommunity.parameters.heat_emission import hot_water_rule
from energycommunity.quantities import Carrier, FloatArray, refusal
from energycommunity.tariffs.charges import EnergyCharge
from energycommunity.technologies.base import AssetContext, Product, Profiles, Technology
from energycommunity.technologies.heating_ledgers import HeatingLedgers
from energycommunity.technologies.ledger import Contributions, Values
from energycommunity.technologies.own_heat_source import AnyOwnSource, HeatingEquipment, HouseStation, OwnBoiler
from energycommunity.technologies.surroundings import Place
from energycommunity.technologies.way_of_heating import NETWORK, Built, Taken, WayOfHeating, equipment_for
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


#: Life of larger radiators [a]; general knowledge.
RADIATORS_LIFE_YEARS = 30.0


@dataclass(frozen=True)
class HeatingProfiles(Profiles):
    """The ways of heating a building, beside its series."""

    ways: tuple[WayOfHeating, ...] = ()

    def with_part_of_heat(self, fraction: float) -> HeatingProfiles:
        """The same ways where the network gives a part of its heat, as while one of its plants has failed."""
        ways = (
            way if way.network_kw is None else replace(way, network_kw=fraction * way.network_kw) for way in self.ways
        )
        return replace(self, ways=tuple(ways))


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
    present_tariffs: tuple[str, ...] = Field(
        default=(),
        description="Tariffs by which buildings buy that may keep their present_heating: that of its fuel is taken",
    )
    station: HouseStation | None = Field(
        default=None, description="House station, `{}` for that of the catalogue, where the network does not pay for it"
    )
    booster_electricity: str | None = Field(
        default=None,
        description="Electricity tariff of a booster for hot water, where the network is too cool; else from the meter",
    )
    approach_k: float = Field(
        default=5.0, ge=0, le=30, description="How much cooler than the network the water of the radiators is"
    )
    grant: str | GrantProgramme | None = Field(
        default=None, description="Programme of the catalogue that pays a part of the renovation, or the terms of one"
    )

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
            If nothing heats the building.
        InfeasibleError
            If only the network could, and it is too cool: another of its levels may do.
        """
        building, place = context.heated_buildings[self.at], context.places[self.at]
        ways = tuple(
            way for name in self.packages for way in self._ways(building.packages[name], building, place, context)
        )
        if not ways:
            raise self._nothing(building, place, context)
        taken = [way.taken for way in ways if way.taken is not None]
        tariffs = dict.fromkeys(each.tariff for each in taken if each.tariff is not None)
        series = {f"{name}_heat_kw": building.packages[name].heat_kw for name in self.packages}
        return HeatingProfiles(series, {name: _by_energy(name, context) for name in tariffs}, ways=ways)

    def _ways(
        self, package: PackageHeat, building: HeatedBuilding, place: Place, context: AssetContext
    ) -> Iterator[WayOfHeating]:
        if place.network is not None:
            way = self._by_network(package, building, context)
            yield from () if way is None else (way,)
        for name, source in self.sources.items():
            carrier: Carrier = context.carriers[source.fuel] if isinstance(source, OwnBoiler) else "electricity"
            yield WayOfHeating(
                name,
                package,
                (self._built(source, package.peak_kw, context),),
                Taken(carrier, source.taken_kw(package, building.hot_water_c, context), source.tariff),
                variable_om_eur_per_kwh=source.variable_om_eur_per_kwh or 0.0,
            )

    def _built(self, equipment: HeatingEquipment, peak_kw: float, context: AssetContext) -> Built:
        """Equipment for a highest heat, with what the programme pays that is asked for."""
        built = equipment_for(equipment, peak_kw)
        if equipment.grant is None:
            return built
        case = GrantCase(
            "heating",
            context.member_kinds[self.owner],
            context.price_year,
            built.investment_eur,
            capacity_kw=peak_kw,
        )
        return replace(built, grant=grant_of(programme_of(equipment.grant), case))

    def _nothing(
        self, building: HeatedBuilding, place: Place, context: AssetContext
    ) -> ScenarioError | InfeasibleError:
        """Why nothing heats the building."""
        if place.network is None:
            return ScenarioError(Fault("technologies_no_way_of_heating", {"building": self.at}))
        supply_c = context.places[place.network].coolest_supply_c
        values: dict[str, object] = {"supply": supply_c, "building": self.at, "water": building.hot_water_c}
        return InfeasibleError(Fault("technologies_network_too_cool", values))

    def _by_network(self, package: PackageHeat, building: HeatedBuilding, context: AssetContext) -> WayOfHeating | None:
        """Heat from the network; None where it is too cool, for the rooms at any size of radiators or for hot water."""
        network = context.places[context.places[self.at].network or ""]
        radiators_eur = 0.0
        if building.radiators is not None:
            supply_c = np.broadcast_to(network.supply_c(package.loads_outdoor_c), package.loads_kw.shape)
            available_c = np.append(supply_c, network.supply_temperature_c) - self.approach_k
            loads_kw = np.append(package.loads_kw, package.design_kw)
            radiators_eur = building.radiators.enlargement_kw(
                loads_kw, package.installed_kw, available_c
            ).investment_eur
        water = self._hot_water(package, building.hot_water_supply, network)
        split = water.split(
            package.hot_water_kw,
            network.supply_c(context.profile.outdoor_c),
            network_return_c=network.return_temperature_c,
            circulation_kw=building.circulation_kw,
        )
        cool = network.coolest_supply_c < water.network_supply_c
        too_cool = water.booster == "none" and bool(package.hot_water_kw.any()) and cool
        if too_cool or not np.isfinite(radiators_eur):
            return None
        built = [
            Built(radiators_eur, RADIATORS_LIFE_YEARS),
            Built(water.booster_eur(split), hot_water_rule("booster_lifetime_years").value),
            *(() if self.station is None else (self._built(self.station, package.peak_kw, context),)),
        ]
        return WayOfHeating(
            NETWORK,
            package,
            tuple(each for each in built if each.investment_eur or each.fixed_om_eur_per_year),
            Taken("electricity", split.electricity_kw, self.booster_electricity)
            if split.electricity_kw.any()
            else None,
            package.rooms_kw + split.network_kw,
            (self.station.variable_om_eur_per_kwh or 0.0) if self.station is not None else 0.0,
        )

    def _hot_water(self, package: PackageHeat, supply: HotWaterSupply, network: Place) -> HotWaterSupply:
        """How hot water is made: as stated, or with an electric booster where the network is too cool without one."""
        powered = self.booster_electricity is not None or self.meter is not None
        if supply.booster != "none" and not powered:
            return supply.model_copy(update={"booster": "none"})
        cool = network.coolest_supply_c < supply.network_supply_c
        needed = supply.booster == "none" and cool and powered
        return supply.model_copy(update={"booster": "electric"}) if needed else supply

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
        """Heat that the building needs, what its own supply gives of it, and what that takes, as they were chosen."""
        chosen = {name: float(solution.of(variable)[0]) for name, variable in block.variables.items()}
        shown: dict[str, FloatArray] = {}
        for place, values in block.known.items():
            way, _, quantity = place.rpartition(".")
            if way in chosen:
                shown[quantity] = shown.get(quantity, np.zeros(block.time.steps)) + chosen[way] * values
        return shown

    def chosen_package(self, block: Block, solution: Values) -> str:
        """The renovation package of the way that is taken."""
        for package in self.packages:
            for source in (*self.sources, NETWORK):
                taken = block.variables.get(f"{package}_{source}")
                if taken is not None and solution.of(taken)[0] > 0.5:
                    return package
        return "none"

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
    shown = {"space_heat_kw": way.package.rooms_kw, "hot_water_kw": way.package.hot_water_kw}
    shown |= {"heat_kw": heat_kw} if way.network_kw is None else {}
    if way.taken is not None:
        power_kw = way.taken.power_kw
        if way.taken.carrier != "electricity":
            return shown | {"fuel_kw": power_kw}
        shown |= {"electricity_kw": power_kw} | ({} if way.taken.tariff is None else {"bought_kw": power_kw})
    return shown
