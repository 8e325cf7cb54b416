"""What an asset knows of the scenario around it: places, meters, money, and the size of the demands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from energycommunity.demand.heated_building import HeatedBuilding
from energycommunity.finance.present_worth import levelised_price
from energycommunity.heat_network.temperature_level import TemperatureLevel
from energycommunity.quantities import BoolArray, Bus, CostKind, FloatArray, Sector
from energycommunity.tariffs.charges import Charge, highest_surcharge_eur_per_kwh, marginal_eur_per_kwh
from energycommunity.time_grid import TimeGrid


@dataclass(frozen=True)
class Place:
    """Where heat is balanced: a building (its sector consumes finally) or a network (`is_network`: supply).

    `network`: the one that a building is or may be connected to; `level`: that of a network, where it is known how its
    supply follows the weather.
    """

    bus: Bus
    sector: Sector
    is_network: bool
    supply_temperature_c: float
    return_temperature_c: float
    network: str | None = None
    level: TemperatureLevel | None = None

    @property
    def coolest_supply_c(self) -> float:
        """Supply of mild days [degC]."""
        return (self.level and self.level.minimum_supply_c) or self.supply_temperature_c

    def supply_c(self, outdoor_c: FloatArray | None) -> FloatArray:
        """Supply in each step, shape as the outdoor temperature, or () where that is not known [degC]."""
        if self.level is None or outdoor_c is None:
            return np.asarray(self.supply_temperature_c)
        return self.level.supply_series_c(outdoor_c)


@dataclass(frozen=True)
class Delivery:
    """What delivering heat takes in a network: who pays its upkeep, and the pumps' electricity through their meter."""

    owner: str
    variable_om_eur_per_kwh: float = 0.0
    pumping_electricity_fraction: float = 0.0
    pump_meter: str | None = None


@dataclass(frozen=True)
class Meter:
    """A connection point as the assets behind it see it.

    `negative_price` says whether electricity is worth less than nothing here in any step, by its price or because a
    plant must make it with the heat it is run for: then a storage can gain by charging and discharging at once, in that
    step or, with what it took in then, in a later one. `vat_rate`: VAT that the member bears on electricity.
    `in_community`: the steps in which its member belongs to the community, shape (steps,); None: all of them.
    """

    bus: Bus
    member: str
    sector: Sector
    negative_price: bool
    vat_rate: float = 0.0
    in_community: BoolArray | None = None


@dataclass(frozen=True, eq=False)
class KnownDemand:
    """A demand, or the loss of a network, of which a measure may save a part.

    `power_kw`: in each step, shape (steps,); `final_in`: the sector whose final energy it is; None of heat, which
    becomes so where it is made or delivered.
    """

    bus: Bus
    place: str
    power_kw: FloatArray
    final_in: Sector | None = None
    is_loss: bool = False


@dataclass(frozen=True)
class Pool:
    """The members who share electricity in each interval.

    `best_price_eur_per_kwh`: the most that any meter of the pool pays, with VAT, or earns for a kWh in each step;
    `lowest_sale_eur_per_kwh`: the least that a seller of the pool earns, which is what a shared kWh is worth to him.
    `both_pay`: the steps in which buying and selling at once, at two meters, would pay; `switch`: what then decides
    between them.
    """

    bus: Bus
    internal_price_eur_per_kwh: float
    best_price_eur_per_kwh: FloatArray
    lowest_sale_eur_per_kwh: FloatArray
    switch: tuple[str, str]
    both_pay: BoolArray


@dataclass(frozen=True)
class Economics:
    """The terms on which investment and later years are spread over the years (real euros of `price_year`).

    `escalation_rates`: real growth a year by kind of cost; `income_tax_rates`: part of running costs saved by payer.
    """

    price_year: int
    real_discount_rate: float
    horizon_years: float
    co2_price_eur_per_kg_co2e: float = 0.0
    escalation_rates: Mapping[CostKind, float] = field(default_factory=dict)
    income_tax_rates: Mapping[str, float] = field(default_factory=dict)

    def levelised(self, kind: CostKind) -> float:
        """Equal yearly amount for a cost that is one euro a year in the prices of the first year [-]."""
        rate = self.escalation_rates.get(kind, 0.0)
        return levelised_price(self.real_discount_rate, self.horizon_years, rate) if rate else 1.0

    def weight(self, kind: CostKind, payer: str) -> float:
        """What a euro of running cost counts in the objective: with its growth, after income tax [-]."""
        return self.levelised(kind) * (1.0 - self.income_tax_rates.get(payer, 0.0))

    def price_eur_per_kwh(
        self, charges: tuple[Charge, ...], time: TimeGrid, payer: str, vat_rate: float = 0.0
    ) -> FloatArray:
        """What one more kWh counts in the objective in each step, shape (steps,) [EUR/kWh]."""
        return marginal_eur_per_kwh(charges, time, lambda kind: self.weight(kind, payer)) * (1.0 + vat_rate)

    def highest_surcharge_eur_per_kwh(self, charges: tuple[Charge, ...], payer: str, vat_rate: float = 0.0) -> float:
        """What one more kWh counts at most beyond that, in the highest block of a contract [EUR/kWh]."""
        return highest_surcharge_eur_per_kwh(charges, lambda kind: self.weight(kind, payer)) * (1.0 + vat_rate)


@dataclass(frozen=True)
class Surroundings:
    """Places, meters, economics and known demands by name, and the peaks from which missing size limits are derived.

    `heat_by_place_kw`: the highest heat demand of each building; `heated_buildings`: what a choice of its heating makes
    of a building, which then has no heat bus and no demand of its own; `peaks_by_package_kw`: the highest heat demand
    of each building where a renovation chooses, by package; `deliveries`: by network.
    `minimum_loads`: whether any plant has a minimum load, so that it may make heat that nobody wants;
    `heat_by_products`: whether any must make heat with what it is run for, such as electricity that sells well.
    """

    places: Mapping[str, Place]
    meters: Mapping[str, Meter]
    economics: Economics
    peak_heat_kw: float = 0.0
    peak_electricity_kw: float = 0.0
    minimum_loads: bool = False
    heat_by_products: bool = False
    demands: Mapping[str, KnownDemand] = field(default_factory=dict)
    peak_cooling_kw: float = 0.0
    heat_by_place_kw: Mapping[str, float] = field(default_factory=dict)
    heated_buildings: Mapping[str, HeatedBuilding] = field(default_factory=dict)
    peaks_by_package_kw: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    deliveries: Mapping[str, Delivery] = field(default_factory=dict)

    def default_upper(self, name: str) -> float:
        """A size no optimum needs to exceed, by the unit at the end of `name`; reported, and warned of if it binds.

        Power: three times the peak of all demands (heat and cold as if made by electricity alone); peak power of
        photovoltaics: ten times, since a Latvian panel gives a tenth of its peak on average; solar collectors: as many
        m2, which gather more than such a peak needs in a year; content: three days.
        """
        power = 3.0 * (self.peak_heat_kw + self.peak_electricity_kw + self.peak_cooling_kw) + 1.0
        if name.endswith("_kwh"):
            return 24.0 * power
        return 10.0 * power / 3.0 if name.endswith(("_kwp", "_m2")) else power

    def worthless_heat(self) -> bool:
        """Whether heat can be worth less than nothing: some electricity is, or some plant has to make heat."""
        return self.heat_by_products or self.worthless_hydrogen()

    def worthless_hydrogen(self) -> bool:
        """Whether hydrogen can be worth less than nothing: some electricity is, or some plant has to run."""
        return self.minimum_loads or any(meter.negative_price for meter in self.meters.values())
