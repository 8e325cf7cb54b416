"""From a scenario and its weather to a case: the known series of every asset, the places, the money, the limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from energycommunity.allocation.registry import key_of
from energycommunity.demand.calibrated_heat import CalibratedHeat
from energycommunity.demand.heated_building import HeatedBuilding
from energycommunity.demand.renovation import NONE
from energycommunity.errors import Fault, ScenarioError
from energycommunity.optimization.building_heat import flows_of_buildings
from energycommunity.optimization.building_loads import building_loads
from energycommunity.optimization.case import Case, PlacedAsset, Reserve
from energycommunity.optimization.heated_buildings import heated_buildings
from energycommunity.optimization.known_demands import known_demands
from energycommunity.optimization.modelled_heat import calibration_notices, modelled_heat
from energycommunity.optimization.network_returns import NetworkReturns
from energycommunity.optimization.peaks import Peaks
from energycommunity.parameters import emission_factor, heat_factor
from energycommunity.physics.tilted_plane import Plane
from energycommunity.prices import Price, price_values
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import CAPTURED_CARRIERS, Bus, Carrier, FloatArray, Sector
from energycommunity.scenario.borne_vat import borne_vat
from energycommunity.scenario.design_winter import places_that_may_lose_a_plant
from energycommunity.scenario.heat_levels import heat_levels
from energycommunity.scenario.members_and_buildings import MemberKind
from energycommunity.scenario.schema import Scenario
from energycommunity.tariffs.base import TariffContext
from energycommunity.tariffs.charges import Charge
from energycommunity.technologies.base import AssetContext, Capacity, Profiles, Technology
from energycommunity.technologies.energy_sharing import EnergySharing, pool_profiles
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.ledger import Goods
from energycommunity.technologies.renovation import Renovation
from energycommunity.technologies.surroundings import Economics, Meter, Place, Surroundings
from energycommunity.time_grid import TimeGrid
from energycommunity.weather.design_spell import spell_days, spell_weather

if TYPE_CHECKING:
    import xarray as xr

SECTOR_OF_MEMBER: dict[MemberKind, Sector] = {
    "municipality": "municipal",
    "household": "residential",
    "apartment_house": "residential",
    "association": "residential",
    "company": "tertiary",
}


@dataclass
class Preparation:
    """The making of a case from one scenario; `notices` gathers what readers of the results should be told.

    Parameters
    ----------
    scenario : Scenario
        One variant, complete; once its case is made, with the returns of networks that follow from radiators.
    folder : Path
        Folder of the scenario file.
    weather : xarray.Dataset or None
        On the steps of the run.
    year_weather : xarray.Dataset or None
        On the steps of the whole civil year, for what is calibrated to a year.
    run : Preparation or None
        That of the run, where this one prepares the `days` of its design spell; nothing has a price there.
    """

    scenario: Scenario
    folder: Path
    weather: xr.Dataset | None = None
    year_weather: xr.Dataset | None = None
    run: Preparation | None = None
    days: TimeGrid | None = None
    notices: list[Fault] = field(default_factory=list)
    _prices: dict[Price, FloatArray] = field(default_factory=dict)

    def case(self) -> Case:
        """The case, ready to be stated."""
        loads, spell = tuple(self._loads()), self._spell()
        in_spell = () if spell is None else tuple(spell._loads())
        cold = None if spell is None else spell.profile_context
        heated, in_the_cold = heated_buildings(self.scenario, self.profile_context, cold, lambda: self.modelled_heat)
        known = [(loads, self.profile_context.outdoor_c)] + ([] if cold is None else [(in_spell, cold.outdoor_c)])
        self.scenario = NetworkReturns(self.scenario, heated, known).scenario_with_them()
        if spell is None:
            return self._case(loads, self._peaks(loads, heated), heated)
        spell.scenario, asked = self.scenario, self.scenario.reserve
        peaks = self._peaks(loads, heated).most(self._peaks(in_spell, in_the_cold))
        of_spell = spell._case(in_spell, peaks, in_the_cold)
        reserve = Reserve(
            replace(of_spell, vat={}, limits={}, co2_cap_kg_per_year=None, investment_cap_eur=None),
            asked.outdoor_c or 0.0,
            places_that_may_lose_a_plant(self.scenario),
            asked.covered_fraction,
            self.scenario.mode == "size",
        )
        return replace(self._case(loads, peaks, heated), reserve=reserve)

    def _spell(self) -> Preparation | None:
        """The making of the case of the design spell, if there is one."""
        asked = self.scenario.reserve
        if not asked.is_on:
            return None
        days = spell_days(self.year_weather, self.time, asked.length_days)
        weather = None if self.weather is None else spell_weather(days, asked.outdoor_c or 0.0, self.weather)
        return Preparation(self.scenario, self.folder, weather, self.year_weather, self, days)

    def _case(self, loads: tuple[PlacedAsset, ...], peaks: Peaks, heated: Mapping[str, HeatedBuilding]) -> Case:
        choosing, scenario = self._choosing(heated), self.scenario
        surroundings = self._surroundings(peaks, choosing)
        context = self._asset_context(surroundings.places, surroundings.meters, peaks)
        flows = flows_of_buildings(scenario, loads, heated, self.profile_context)
        assets = (
            *_placed({**scenario.meters, **scenario.heat_networks}, replace(context, heated_buildings=choosing)),
            *_placed(scenario.assets, replace(context, heated_buildings=heated, heat_flows=flows)),
        )
        return Case(
            self.time,
            replace(surroundings, demands=known_demands((*loads, *assets), surroundings)),
            (*assets, *loads),
            self._sharing(),
            self.vat,
            self._emission_factors(),
            self._areas_m2(),
            scenario.limits.co2_cap_kg_co2e,
            scenario.limits.investment_eur,
            self._grid_factor() if scenario.emissions.export_credit == "grid" else 0.0,
            heated_buildings=heated,
            key=key_of(scenario.community.key),
            sharing_period=scenario.community.sharing_period,
        )

    def _areas_m2(self) -> dict[str, float]:
        """Where solar modules may stand: each roof, and the ground of the site if it is limited."""
        roofs = {f"roof of {name}": b.roof.area_m2 for name, b in self.scenario.buildings.items() if b.roof}
        ground_m2 = self.scenario.site.ground_area_m2
        return roofs if ground_m2 is None else {**roofs, "ground of the site": ground_m2}

    @cached_property
    def time(self) -> TimeGrid:
        """The steps."""
        return self.days or self.scenario.grid()

    @cached_property
    def profile_context(self) -> ProfileContext:
        """What a series may depend on."""
        site, zone = self.scenario.site, self.time.time_zone
        place = (self.folder, site.latitude_deg, site.longitude_deg, site.altitude_m)
        year = TimeGrid.year(int(self.time.local[0].year), zone, self.time.step_h)
        whole = None if year == self.time else ProfileContext(year, *place, self.year_weather)
        run = None if self.run is None else self.run.profile_context
        return ProfileContext(self.time, *place, self.weather, year=whole, spell_of=run)

    def _choosing(self, heated: Mapping[str, HeatedBuilding]) -> dict[str, HeatedBuilding]:
        """The buildings whose heating is chosen: they have no heat demand beside that choice."""
        choices = (asset for asset in self.scenario.assets.values() if isinstance(asset, HeatingChoice))
        return {choice.at: heated[choice.at] for choice in choices}

    def _peaks(self, loads: tuple[PlacedAsset, ...], heated: Mapping[str, HeatedBuilding]) -> Peaks:
        packages = {name: building.packages for name, building in heated.items()}
        saved_kw = {
            asset.at: {
                name: packages[asset.at][NONE].rooms_kw - packages[asset.at][name].rooms_kw
                for name in asset.possible_packages
            }
            for asset in self.scenario.assets.values()
            if isinstance(asset, Renovation)
        }
        return Peaks.of(loads, self._choosing(heated), saved_kw)

    @cached_property
    def vat(self) -> dict[tuple[str, Goods], float]:
        """Rates that members bear, by member and goods [-]."""
        return borne_vat(self.scenario)

    @cached_property
    def economics(self) -> Economics:
        """The terms on which later years count."""
        written = self.scenario.economics
        return Economics(
            written.price_year,
            written.real_discount_rate,
            float(written.horizon_years),
            written.co2_price_eur_per_kg_co2e,
            {kind: rate for kind, rate in written.escalation.items()},
            self.scenario.income_tax_rates,
        )

    def charges(self, tariff: str, phases: int, fuse_a: float, count: int) -> tuple[Charge, ...]:
        """The formulas of a contract at a connection; none in a design spell, which has no weight in the cost."""
        if self.run is not None:
            return ()
        shared = 1.0 - self.scenario.community.network_fee_reduction_fraction
        context = TariffContext(self.time, self._price, phases, fuse_a, count, shared)
        return self.scenario.tariffs[tariff].charges(context)

    def _price(self, price: Price) -> FloatArray:
        """A price on the steps of the run; made once, however many meters pay it."""
        if price not in self._prices:
            self._prices[price], notices = price_values(price, self.profile_context, self.year_weather)
            self.notices += [notice for notice in notices if notice not in self.notices]
        return self._prices[price]

    def _meter_charges(self, meter: GridConnection) -> tuple[tuple[Charge, ...], tuple[Charge, ...]]:
        sides = (meter.purchase, meter.sale)
        bought, sold = (
            self.charges(side, meter.phases, meter.fuse_a or 0.0, meter.count) if side else () for side in sides
        )
        return bought, sold

    def _loads(self) -> Iterator[PlacedAsset]:
        """The demands of the buildings, and the assets that are demands."""
        yield from building_loads(self.scenario, self.profile_context, lambda: self.modelled_heat)
        for name, asset in self.scenario.assets.items():
            if asset.is_demand:
                yield PlacedAsset(name, asset, _series_of(name, asset, self._asset_context({}, {}, Peaks())))

    @cached_property
    def modelled_heat(self) -> CalibratedHeat:
        """Heat and cold of all buildings with an envelope, by the room model in one batch."""
        found = modelled_heat(
            self.scenario.buildings, self.profile_context, None if self.run is None else self.run.modelled_heat
        )
        if self.run is None:
            self.notices += calibration_notices(found)
        return found

    def _surroundings(self, peaks: Peaks, choosing: Mapping[str, HeatedBuilding]) -> Surroundings:
        return Surroundings(
            self._places(),
            self._meters(),
            self.economics,
            peaks.heat_kw,
            peaks.electricity_kw,
            any(getattr(asset, "minimum_load_fraction", None) for asset in self.scenario.assets.values()),
            any("heat" in asset.by_products for asset in self.scenario.assets.values()),
            peak_cooling_kw=peaks.cooling_kw,
            heat_by_place_kw=peaks.heat_by_place_kw,
            heated_buildings=choosing,
            peaks_by_package_kw=peaks.by_package_kw,
            deliveries={name: network.delivery() for name, network in self.scenario.heat_networks.items()},
        )

    def _places(self) -> dict[str, Place]:
        places: dict[str, Place] = {}
        levels = heat_levels(self.scenario)
        feeding = {b: name for name, network in self.scenario.heat_networks.items() for b in network.fed}
        for name, network in self.scenario.heat_networks.items():
            level = network.level
            bus = Bus(name, "heat", f"{level.supply_c:g}/{level.return_c:g} °C")
            sector = SECTOR_OF_MEMBER[self.scenario.members[network.owner].kind]
            places[name] = Place(bus, sector, True, level.supply_c, level.return_c, level=level)
            if network.plant_node is not None:
                places[network.plant_node] = places[name]
        for name, building in self.scenario.buildings.items():
            level = levels[name]
            temperatures_c = level.supply_c, level.return_c
            places[name] = Place(Bus(name, "heat"), building.sector, False, *temperatures_c, feeding.get(name))
        return places

    def _meters(self) -> dict[str, Meter]:
        sectors = {building.meter: building.sector for building in self.scenario.buildings.values()}
        sectors |= {b.flats_meter: b.sector for b in self.scenario.buildings.values() if b.flats_meter}
        negative = {
            name: self._negative_price(meter) or self._may_be_left_with_electricity(name, meter)
            for name, meter in self.scenario.meters.items()
        }
        pooled = self.scenario.community.sharing != "none"
        anywhere = any(negative.values())
        return {
            name: Meter(
                Bus(name, "electricity"),
                meter.owner,
                sectors.get(name, SECTOR_OF_MEMBER[self.scenario.members[meter.owner].kind]),
                anywhere if pooled and meter.sharing else negative[name],
                self.vat.get((meter.owner, "electricity"), 0.0),
                self.scenario.members[meter.owner].steps(self.time),
            )
            for name, meter in self.scenario.meters.items()
        }

    def _negative_price(self, meter: GridConnection) -> bool:
        bought, _ = self._meter_charges(meter)
        vat_rate = self.vat.get((meter.owner, "electricity"), 0.0)
        price = self.economics.price_eur_per_kwh(bought, self.time, meter.owner, vat_rate)
        return bool(meter.purchase) and bool((price < 0.0).any())

    def _may_be_left_with_electricity(self, name: str, meter: GridConnection) -> bool:
        """Whether plants behind a meter must make electricity with the heat, more than it sells without a loss."""
        plants = [
            asset
            for asset in self.scenario.assets.values()
            if "electricity" in asset.by_products and getattr(asset, "meter", None) == name
        ]
        if not plants:
            return False
        _, sold = self._meter_charges(meter)
        if not meter.sale or bool((self.economics.price_eur_per_kwh(sold, self.time, meter.owner) > 0.0).any()):
            return True
        largest = [Capacity.of(getattr(plant, "capacity_electric_kw", None)).max for plant in plants]
        limit_kw = meter.fuse_limit_kw() if meter.export_limit_kw is None else meter.export_limit_kw
        return None in largest or sum(size for size in largest if size is not None) > limit_kw

    def _asset_context(
        self, places: dict[str, Place] | object, meters: dict[str, Meter] | object, peaks: Peaks
    ) -> AssetContext:
        return AssetContext(
            self.profile_context,
            places,  # type: ignore[arg-type]
            meters,  # type: ignore[arg-type]
            self.charges,
            {name: tariff.energy_carrier() for name, tariff in self.scenario.tariffs.items()},
            {name: Plane(b.roof.tilt_deg, b.roof.azimuth_deg) for name, b in self.scenario.buildings.items() if b.roof},
            peaks.heat_by_place_kw,
            renovating=tuple(peaks.by_package_kw),
            member_kinds={name: member.kind for name, member in self.scenario.members.items()},
            price_year=self.scenario.economics.price_year,
        )

    def _sharing(self) -> PlacedAsset | None:
        """The pool of the members, if they share."""
        community = self.scenario.community
        if community.sharing == "none":
            return None
        bought: list[FloatArray] = []
        vat_rates: list[float] = []
        surcharges: list[float] = []
        sold: list[FloatArray] = []
        for meter in self.scenario.meters.values():
            if meter.sharing:
                bought_charges, sold_charges = self._meter_charges(meter)
                only_traded = tuple(c for c in bought_charges if getattr(c, "counted", "traded") == "traded")
                if meter.purchase:
                    vat_rate = self.vat.get((meter.owner, "electricity"), 0.0)
                    bought.append(self.economics.price_eur_per_kwh(only_traded, self.time, meter.owner, vat_rate))
                    surcharges.append(self.economics.highest_surcharge_eur_per_kwh(only_traded, meter.owner, vat_rate))
                    vat_rates.append(vat_rate * self.economics.weight("tax", meter.owner))
                if meter.sale:
                    sold.append(-self.economics.price_eur_per_kwh(sold_charges, self.time, meter.owner))
        if not bought:
            return None
        price = community.internal_price_eur_per_kwh
        pool = EnergySharing(internal_price_eur_per_kwh=price)
        return PlacedAsset("community", pool, pool_profiles(bought, vat_rates, sold, price, surcharges))

    def _emission_factors(self) -> dict[Carrier, float]:
        """What a kWh from outside emits, by carrier [kg/kWh]."""
        rules = self.scenario.emissions
        fuels = {t.energy_carrier() for t in self.scenario.tariffs.values() if t.purpose == "fuel"}
        counted = sorted(fuels | CAPTURED_CARRIERS)
        factors = {carrier: emission_factor(carrier, rules.set, rules.biomass).value for carrier in counted}
        return {"electricity": self._grid_factor(), "heat": heat_factor(rules.purchased_heat).value, **factors}

    def _grid_factor(self) -> float:
        return self.scenario.emissions.grid_factor().value


def _placed(assets: Mapping[str, Technology], context: AssetContext) -> Iterator[PlacedAsset]:
    """Assets that are no demand, with their series."""
    for name, asset in assets.items():
        if not asset.is_demand:
            yield PlacedAsset(name, asset, _series_of(name, asset, context))


def _series_of(name: str, asset: Technology, context: AssetContext) -> Profiles:
    """The series of an asset; a fault in them is told at its place in the file."""
    try:
        return asset.profiles(context)
    except ScenarioError as error:
        path = f"{asset.stands_under}.{name}"
        faults = [fault if fault.path or fault.file else replace(fault, path=path) for fault in error.faults]
        raise ScenarioError(faults) from error
