"""A way of heating a building: a renovation package and the supply that goes with it, all reckoned beforehand."""

from __future__ import annotations

from dataclasses import dataclass

from energycommunity.demand.grants import GrantDecision
from energycommunity.demand.heated_building import PackageHeat
from energycommunity.errors import Fault
from energycommunity.quantities import Carrier, FloatArray
from energycommunity.technologies.own_heat_source import HeatingEquipment

#: The supply by the network, beside those of the building's own.
NETWORK = "network"
#: Of equipment for which nobody asks for one.
NO_GRANT = GrantDecision(0.0)


@dataclass(frozen=True)
class Built:
    """Equipment that a way needs.

    Parameters
    ----------
    investment_eur : float
        Without VAT, before any grant [EUR].
    lifetime_years : float or None
        Technical life [a]; None for the horizon of the run.
    fixed_om_eur_per_year : float
        Yearly upkeep [EUR/a].
    first_year : float
        When it is paid for: 0, or the years that the one which stands still works [a].
    grant : GrantDecision
        What a programme pays of it, or which of its conditions are missed.
    """

    investment_eur: float
    lifetime_years: float | None
    fixed_om_eur_per_year: float = 0.0
    first_year: float = 0.0
    grant: GrantDecision = NO_GRANT


@dataclass(frozen=True, eq=False)
class Taken:
    """Energy that a way takes in each step, shape (steps,) [kW]; `tariff` None where it comes from the meter."""

    carrier: Carrier
    power_kw: FloatArray
    tariff: str | None = None


@dataclass(frozen=True, eq=False)
class WayOfHeating:
    """One renovation package with one supply.

    Parameters
    ----------
    source : str
        Name of the supply; `network` for that of the network.
    package : PackageHeat
        The building under the package.
    built : tuple of Built
        Equipment; the measures of the package stand there.
    taken : Taken or None
        Fuel or electricity.
    network_kw : FloatArray or None
        Heat from the network, shape (steps,) [kW]; None where it is not used.
    variable_om_eur_per_kwh : float
        Upkeep per kWh of the building's heat [EUR/kWh].
    """

    source: str
    package: PackageHeat
    built: tuple[Built, ...] = ()
    taken: Taken | None = None
    network_kw: FloatArray | None = None
    variable_om_eur_per_kwh: float = 0.0

    @property
    def name(self) -> str:
        """Package and supply."""
        return f"{self.package.package}_{self.source}"

    @property
    def grant_eur(self) -> float:
        """What programmes pay of the equipment; that of the package stands there [EUR]."""
        return sum(each.grant.eur for each in self.built)

    @property
    def missed_conditions(self) -> tuple[Fault, ...]:
        """Conditions of those programmes that are missed."""
        return tuple(fault for each in self.built for fault in each.grant.missed_conditions)


def equipment_for(equipment: HeatingEquipment, peak_kw: float) -> Built:
    """What equipment for a highest heat costs [kW].

    >>> equipment = HeatingEquipment(investment_eur_per_kw=500.0, investment_eur=1000.0, lifetime_years=20.0)
    >>> equipment_for(equipment, 8.0).investment_eur
    5000.0
    """
    return Built(
        (equipment.investment_eur or 0.0) + (equipment.investment_eur_per_kw or 0.0) * peak_kw,
        equipment.lifetime_years,
        (equipment.fixed_om_eur_per_year or 0.0) + (equipment.fixed_om_eur_per_kw_year or 0.0) * peak_kw,
        equipment.remaining_years or 0.0,
    )
