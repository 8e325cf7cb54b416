"""A building as its heat supply sees it: under each renovation package, how much heat it needs, how warm, at what cost.

What a package does to the demand is reckoned before the programme, so that a choice between packages enters it only as
*series × decision*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
        Temperatures that the radiators need in each step, shape (steps,) [degC].
    peak_kw : float
        Highest heat of the year and of the design spell together [kW].
    investments : tuple of PackageInvestment
        What the package costs; empty for `none`.
    grant_eur : float
        What the payer gets of it [EUR]; 0 where no grant is asked for or its conditions are missed.
    """

    package: str
    rooms_kw: FloatArray
    hot_water_kw: FloatArray
    flow_c: FloatArray
    return_c: FloatArray
    peak_kw: float
    investments: tuple[PackageInvestment, ...] = ()
    grant_eur: float = 0.0

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
    hot_water_c : float
        Temperature at which hot water is made [degC].
    """

    name: str
    packages: Mapping[str, PackageHeat]
    hot_water_c: float = 55.0
