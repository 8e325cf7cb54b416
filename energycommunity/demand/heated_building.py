"""A building as its heat supply sees it: under each renovation package, how much heat it needs, how warm, at what cost.

What a package does to the demand is reckoned before the programme, so that a choice between packages enters it only as
*series × decision*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from energycommunity.demand.heat_emission import Radiators
from energycommunity.demand.hot_water_supply import HotWaterSupply
from energycommunity.errors import Fault
from energycommunity.quantities import FloatArray


@dataclass(frozen=True)
class PackageInvestment:
    """Money for one measure of a package.

    Parameters
    ----------
    measure : str
        Key of the measure, such as `walls`.
    investment_eur : float
        Without VAT, before any grant [EUR].
    lifetime_years : float
        Technical life [a].
    """

    measure: str
    investment_eur: float
    lifetime_years: float


@dataclass(frozen=True, eq=False)
class PackageHeat:
    """A building under one renovation package.

    Parameters
    ----------
    package : str
        Its name; `none` for the building as it stands.
    rooms_kw, hot_water_kw : FloatArray
        Heat for the rooms and for hot water, shape (steps,) [kW].
    flow_c, return_c : FloatArray
        Temperatures of the water that the radiators get in each step, shape (steps,) [degC].
    peak_kw : float
        Highest heat of the year and of the design spell together [kW].
    investments : tuple of PackageInvestment
        What the package costs; empty for `none`.
    grant_eur : float
        What the payer gets of it [EUR]; 0 where no grant is asked for or its conditions are missed.
    missed_conditions : tuple of Fault
        The conditions of that grant which are missed, each a sentence.
    rooms_kwh_per_year, hot_water_kwh_per_year : float
        The same heat in a whole year, whatever window is computed; of an own series that of the window [kWh/a].
    design_kw : float
        Heat for the rooms at the design outdoor temperature, and no less than in any step (design_heat.py) [kW].
    installed_kw : float
        Design heat of its radiators: that for which they were chosen, and what the package adds [kW].
    loads_kw, loads_outdoor_c : FloatArray, FloatArray or None
        Heat for the rooms in every step of the run and its design spell [kW], by which radiators are enlarged, and the
        outdoor temperature then, None without weather [degC].
    """

    package: str
    rooms_kw: FloatArray
    hot_water_kw: FloatArray
    flow_c: FloatArray
    return_c: FloatArray
    peak_kw: float
    investments: tuple[PackageInvestment, ...] = ()
    grant_eur: float = 0.0
    missed_conditions: tuple[Fault, ...] = ()
    rooms_kwh_per_year: float = 0.0
    hot_water_kwh_per_year: float = 0.0
    design_kw: float = 0.0
    installed_kw: float = 0.0
    loads_kw: FloatArray = field(default_factory=lambda: np.zeros(0))
    loads_outdoor_c: FloatArray | None = None

    @property
    def investment_eur(self) -> float:
        """What all measures cost, without VAT and before any grant [EUR]."""
        return float(sum(investment.investment_eur for investment in self.investments))

    @property
    def heat_kw(self) -> FloatArray:
        """All heat, shape (steps,) [kW]."""
        return self.rooms_kw + self.hot_water_kw


@dataclass(frozen=True, eq=False)
class HeatedBuilding:
    """A building and what each package makes of it.

    Parameters
    ----------
    name : str
        Of the building.
    packages : mapping of str to PackageHeat
        By name; always with `none`.
    heated_area_m2 : float
        Heated floor area [m2].
    radiators : Radiators or None
        Those that stand there; None where nothing is known of them, so that any flow does.
    hot_water_supply : HotWaterSupply
        How hot water is made.
    circulation_kw : float
        The part of its heat that circulation loses around the clock [kW].
    """

    name: str
    packages: Mapping[str, PackageHeat]
    heated_area_m2: float = 0.0
    radiators: Radiators | None = None
    hot_water_supply: HotWaterSupply = field(default_factory=HotWaterSupply)
    circulation_kw: float = 0.0

    @property
    def hot_water_c(self) -> float:
        """Temperature at which hot water is made [degC]."""
        return self.hot_water_supply.hot_c
