"""Units, names and the value types that pass between the stages.

A physical quantity carries its unit as the last part of its name, the same in YAML, Python, datasets and Excel:
`capacity_heat_kw`, `price_eur_per_kwh`. A name without a suffix is dimensionless (a fraction is 0-1, never percent).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, LiteralString, cast

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from energycommunity.texts import text

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.integer[Any]]

#: Every unit suffix a name may end with, and its unit as pint reads it. Grow it here, with a line of reason.
UNIT_SUFFIXES: dict[str, str] = {
    # power, energy, capacity
    "kw": "kW",
    "kwp": "kW",  # peak power of photovoltaics at standard test conditions
    "kwh": "kWh",
    "w": "W",
    "w_per_m2": "W/m**2",  # irradiance
    "wh_per_m2": "Wh/m**2",  # irradiation
    "kwh_per_m2": "kWh/m**2",
    "kw_per_k": "kW/K",  # heat loss of a building
    "w_per_k": "W/K",
    "w_per_m2_k": "W/(m**2*K)",  # U-value
    "kj_per_m2_k": "kJ/(m**2*K)",  # heat that walls and floors store per heated area
    "w_per_m2_k2": "W/(m**2*K**2)",  # growth of a solar collector's heat loss with its temperature
    "w_per_m_k": "W/(m*K)",  # heat loss of a pipe
    "w_per_m": "W/m",
    "kw_per_kwp": "dimensionless",  # production per peak power
    "kw_per_kw": "dimensionless",  # production per rated power
    "kw_per_m2": "kW/m**2",  # heat per area of solar collectors
    "kw_per_kwh": "1/h",  # power of a storage per content
    "kwh_per_kwp": "h",
    "kwh_per_t": "kWh/t",  # heating value
    "kwh_per_m3": "kWh/m**3",  # heating value by volume
    "kwh_per_day": "kWh/day",  # tapping profiles
    "m2_per_kwp": "m**2/kW",  # area of roof or ground that a peak power needs
    "m2_per_m2": "dimensionless",  # area of roof or ground that an area of solar collectors needs
    # temperature, geometry, time, flow
    "c": "degC",
    "k": "K",
    "m": "m",
    "m2": "m**2",
    "m3": "m**3",
    "deg": "deg",
    "h": "h",
    "per_h": "1/h",  # losses of a storage per hour
    "days": "day",
    "years": "year",
    "km": "km",
    "km_per_year": "km/year",  # what a car drives
    "kwh_per_km": "kWh/km",
    "m_per_s": "m/s",
    "m2_per_day": "m**2/day",  # diffusivity of soil
    "kg_per_m3": "kg/m**3",  # density of air
    "pa": "Pa",
    "pa_per_m": "Pa/m",  # pressure drop of pipes
    "a": "A",
    "v": "V",
    # money
    "eur": "EUR",
    "eur_per_kw": "EUR/kW",
    "eur_per_kwp": "EUR/kW",
    "eur_per_kwh": "EUR/kWh",
    "eur_per_kw_year": "EUR/kW/year",
    "eur_per_kwp_year": "EUR/kW/year",
    "eur_per_kwh_year": "EUR/kWh/year",
    "eur_per_kw_month": "EUR/kW/month",  # demand charges
    "eur_per_a_month": "EUR/A/month",  # AS Sadales tīkls: charge for capacity per ampere of fuse
    "eur_per_month": "EUR/month",
    "eur_per_year": "EUR/year",
    "eur_per_t": "EUR/t",  # fuels are sold by weight
    "eur_per_loose_m3": "EUR/m**3",  # wood by the heap, …
    "eur_per_stacked_m3": "EUR/m**3",  # … by the pile of logs, …
    "eur_per_solid_m3": "EUR/m**3",  # … or without air between
    "eur_per_m": "EUR/m",
    "eur_per_m_year": "EUR/m/year",  # upkeep of pipes
    "eur_per_m2": "EUR/m**2",
    "eur_per_m2_year": "EUR/m**2/year",  # upkeep of solar collectors
    "eur_per_kg_co2e": "EUR/kg",
    # emissions
    "kg_co2": "kg",
    "kg_co2e": "kg",
    "kg_co2_per_kwh": "kg/kWh",
    "kg_co2e_per_kwh": "kg/kWh",
    "kg_co2_per_year": "kg/year",
    "kg_co2e_per_year": "kg/year",
    "mwh": "MWh",  # the Covenant of Mayors' template counts in MWh and t
    "mwh_per_year": "MWh/year",  # heat of a building on a map
    "mwh_per_m_year": "MWh/m/year",  # heat per length of street, by which networks are judged
    "mwh_per_ha_year": "MWh/hectare/year",  # heat per area of a settlement
    "t": "t",
    "t_per_mwh": "t/MWh",
    # bookkeeping of a run
    "s": "s",
    "mb": "MB",
}


def unit_of(name: str) -> str | None:
    """The unit that a name declares by its longest known suffix, or None for a dimensionless name.

    >>> unit_of("capacity_heat_kw"), unit_of("price_eur_per_kwh"), unit_of("efficiency")
    ('kW', 'EUR/kWh', None)
    """
    parts = name.split("_")
    for start in range(len(parts)):
        suffix = "_".join(parts[start:])
        if suffix in UNIT_SUFFIXES and (start > 0 or len(parts) > 1):
            return UNIT_SUFFIXES[suffix]
    return None


def refusal(key: LiteralString, **values: Any) -> PydanticCustomError:
    """What a model's own check raises: a sentence of `texts/` that is told in the user's language.

    >>> refusal("scenario_min_above_max", low=5, high=2).message()
    'min 5 is above max 2'
    """
    return PydanticCustomError(key, cast("Any", text(key, **values)), values)


class Model(BaseModel):
    """What may be written in a scenario file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True)


def suffix_of(name: str) -> str:
    """The unit suffix that a name ends with or is; none for a dimensionless one.

    >>> suffix_of("production_kw_per_kwp"), suffix_of("kw"), suffix_of("cop")
    ('kw_per_kwp', 'kw', '')
    """
    parts = name.split("_")
    suffixes = ("_".join(parts[start:]) for start in range(len(parts)))
    return next((suffix for suffix in suffixes if suffix in UNIT_SUFFIXES), "")


Carrier = Literal[
    "electricity",
    "heat",
    "natural_gas",
    "liquid_gas",
    "heating_oil",
    "peat",
    "firewood",
    "wood_chips",
    "pellets",
    "biogas",
    "solar_thermal",
]

#: Carriers that nobody buys: what is taken from the surroundings counts where it is used.
CAPTURED_CARRIERS: frozenset[Carrier] = frozenset({"solar_thermal"})

#: What a cost is for. `annuity`: investment spread over the life, and `investment_tax` the VAT on it; `tax`: other VAT
#: and the price of CO2; `revenue` is negative. All these are in the prices of the first year. `escalation`: what later
#: years cost more, as an equal yearly amount; `income_tax`: what running costs save of it, negative.
CostKind = Literal[
    "annuity",
    "investment_tax",
    "fixed_om",
    "variable_om",
    "fuel",
    "energy",
    "network",
    "tax",
    "revenue",
    "escalation",
    "income_tax",
]

#: Kinds of cost that spread over the years what is built.
OF_BUILDING: tuple[CostKind, ...] = ("annuity", "investment_tax")

#: Sectors of the SECAP template, table A, in its order.
Sector = Literal["municipal", "tertiary", "residential", "public_lighting", "industry", "transport", "agriculture"]


@dataclass(frozen=True, order=True)
class Bus:
    """Where a carrier is balanced: at a place (meter, building, network), on a level (temperature level of heat).

    Hydrogen is balanced at its store; since none is bought or burnt, it has no factors and is no `Carrier`.
    """

    place: str
    carrier: str
    level: str = ""

    def __str__(self) -> str:
        return f"{self.carrier} at {self.place}" + (f" ({self.level})" if self.level else "")


@dataclass(frozen=True)
class CostEntry:
    """One line of the cost ledger: what an asset costs its payer in a year, for one reason [EUR/a]; revenue is < 0.

    `grows_as` is the kind of cost that it follows, where it has no growth of its own: that which VAT is laid on, or
    which grows in later years.
    """

    asset: str
    payer: str
    kind: CostKind
    eur_per_year: float
    grows_as: CostKind | None = None


@dataclass(frozen=True)
class InvestmentEntry:
    """Money spent on building one asset, with the VAT its payer cannot deduct.

    `eur` is spent in year `first_year` and again every `lifetime_years`.

    `first_year` is 0 for a new asset and the remaining life for one that exists.
    """

    asset: str
    payer: str
    eur: float
    lifetime_years: float
    first_year: float = 0.0


#: `final`: consumed in a sector (SECAP table A); `supply`: what a plant that feeds a network takes;
#: `supplied_heat`: heat such a plant gives to its network (table B); `produced`: local renewable electricity that is
#: used or shared; `cogenerated`: electricity made with heat from one fuel, as far as it is used or shared, and the heat
#: if it stays in a building; `cogenerated_exported`: the rest of that electricity; `bought`: electricity or heat that
#: crossed a meter from outside; `exported`: sold to outside.
EnergyRole = Literal[
    "final", "supply", "supplied_heat", "produced", "cogenerated", "cogenerated_exported", "bought", "exported"
]


@dataclass(frozen=True)
class EnergyEntry:
    """One line of the energy ledger: energy of one carrier that one asset, load or meter moved in a year [kWh/a]."""

    asset: str
    place: str
    carrier: Carrier
    sector: Sector
    role: EnergyRole
    kwh_per_year: float
