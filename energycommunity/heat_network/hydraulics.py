"""What a network's pipes and pumps are laid out for."""

from __future__ import annotations

from pydantic import Field, model_validator

from energycommunity.heat_network.simultaneity import simultaneity_by_number
from energycommunity.quantities import Model, refusal

#: Pressure drop that branches are usually sized for; general knowledge [Pa/m].
DESIGN_GRADIENT_PA_PER_M = 150.0
#: What a customer's station usually takes, and what pumps with their motors make of electricity; general knowledge.
STATION_PRESSURE_PA, PUMP_EFFICIENCY = 50_000.0, 0.6
#: Kelvins that the water may lose on its way to a building that takes so much of its highest heat; general knowledge.
LARGEST_COOLING_K, LOAD_THAT_COUNTS = 5.0, 0.3


class Hydraulics(Model):
    """Rules by which pipes get their sizes, and figures by which the pumps are reckoned."""

    max_pressure_gradient_pa_per_m: float = Field(
        default=DESIGN_GRADIENT_PA_PER_M, gt=0, description="Highest pressure drop of a pipe whose size is chosen."
    )
    max_velocity_m_per_s: float | None = Field(
        default=None, gt=0, description="Highest velocity of the water in such a pipe; no limit if not given."
    )
    simultaneity: float = Field(
        default=1.0,
        gt=0,
        le=1,
        description="Highest heat of several buildings together over the sum of their highest, by which pipes to more "
        "than one are sized.",
    )
    simultaneity_by_number: bool = Field(
        default=False,
        description="True takes a factor that falls with the number of buildings (Winter 2001) in place of "
        "simultaneity; where connections are open, with that of the required ones.",
    )
    station_pressure_pa: float = Field(
        default=STATION_PRESSURE_PA, ge=0, description="Pressure difference that a building's station needs."
    )
    pump_efficiency: float = Field(
        default=PUMP_EFFICIENCY, gt=0, le=1, description="Efficiency of the pumps with their motors."
    )
    minimum_building_supply_c: float | None = Field(
        default=None,
        gt=0,
        le=150,
        description="Supply temperature that must reach every building all year round; if not given, 5 K less than at "
        "the plant must, while the building takes 30 % of its highest heat or more.",
    )

    @model_validator(mode="after")
    def _says_it_once(self) -> Hydraulics:
        if self.simultaneity_by_number and self.simultaneity < 1.0:
            raise refusal("network_simultaneity_twice", given=self.simultaneity)
        return self

    def factor(self, customers: int) -> float:
        """Simultaneity of the customers behind a pipe.

        >>> Hydraulics(simultaneity=0.8).factor(1), Hydraulics(simultaneity=0.8).factor(2)
        (1.0, 0.8)
        """
        if customers <= 1:
            return 1.0
        return simultaneity_by_number(customers) if self.simultaneity_by_number else self.simultaneity


#: What holds where a network states nothing of its own.
USUAL = Hydraulics()
