"""District heat bought from outside, through a substation at a building or a heat network.

    heat[t] = efficiency · bought[t]
    heat[t] <= capacity_heat

What is bought is metered before the substation. Its emissions and primary energy are those of heat bought from outside
(emissions.purchased_heat), for the plant that makes it is not modelled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from energycommunity.parameters.unit_sizes import fitting_row
from energycommunity.quantities import Carrier, FloatArray
from energycommunity.tariffs.charges import Charge, FixedCharge, marginal_eur_per_kwh
from energycommunity.technologies.base import (
    AssetContext,
    Capacity,
    Product,
    Profiles,
    Size,
    Technology,
    consumed,
    heat_supplied,
    hours,
    scaled,
)
from energycommunity.technologies.ledger import Contributions, Cost, EnergyUse, Flow, Term, Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Investment

#: The series of what a kWh costs.
PRICE = "purchase_price_eur_per_kwh"


class DistrictHeat(Technology):
    """Substation that buys district heat by a contract."""

    label_en: ClassVar[str] = "District heat"
    label_lv: ClassVar[str] = "Centralizētais siltums"
    serves: ClassVar[Product | None] = "heat"
    catalogue_default: ClassVar[str | None] = "substation_building"

    type: Literal["district_heat"] = "district_heat"
    at: str = Field(description="Building or heat network it heats")
    purchase: str = Field(alias="import", description="Name of the heat tariff it buys by")
    efficiency: float | None = Field(default=None, gt=0, le=1, description="Heat given per heat bought")
    capacity_heat_kw: Size | None = Field(
        default=None, description="Heat the substation can give: a number, or {min, max}"
    )
    investment_eur_per_kw: float | None = Field(default=None, ge=0, description="Cost per heat capacity")
    annuity_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kw_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per heat capacity")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh of heat")

    def catalogue_row(self, *, on_network: bool, carrier: Carrier | None) -> str | None:
        """By the size."""
        return self.catalogue or fitting_row("substation_building", Capacity.of(self.capacity_heat_kw).max)

    def profiles(self, context: AssetContext) -> Profiles:
        """The price of the heat in each step, and the charges it comes from."""
        charges = context.charges(self.purchase, 3, 0.0, 1)
        price = marginal_eur_per_kwh(charges, context.profile.grid)
        return Profiles({PRICE: price}, {self.purchase: charges}, "heat")

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Heat bought from outside, heat to the place's bus."""
        efficiency = self.efficiency or 1.0
        capacity = block.invest("capacity_heat_kw", self.capacity_heat_kw)
        bought = block.operate("bought_heat_kw", upper=capacity.upper / efficiency)
        block.constrain("capacity", lambda t: efficiency * bought[t] <= capacity.decision)
        place = block.surroundings.places[self.at]
        heat = (Term(bought, efficiency),)
        paid = (Term(bought, profiles[PRICE] * hours(time)),)
        (charges,) = profiles.charges.values()
        return Contributions(
            flows=(Flow(place.bus, 1, heat),),
            costs=(
                Cost(block.asset, self.owner, "energy", paid, goods="heat"),
                *self._standing_costs(block, charges, capacity),
                *self.variable_costs(block, heat),
            ),
            energy=(
                EnergyUse(block.asset, self.at, "heat", place.sector, "bought", scaled((Term(bought),), hours(time))),
                consumed(block, self.at, "heat", (Term(bought),)),
                *heat_supplied(block, self.at, heat),
            ),
        ) + self.capacity_costs(block, capacity)

    def _standing_costs(self, block: Block, charges: tuple[Charge, ...], capacity: Investment) -> Iterator[Cost]:
        """What is due whatever flows, in part by the size."""
        months, nothing = float(block.time.month_weight.sum()), np.zeros(block.time.steps)
        for charge in charges:
            if isinstance(charge, FixedCharge):
                by_size = (Term(capacity.size, charge.eur_per_connected_kw_month * months),)
                yearly = float(charge.bill(nothing, block.time).sum())
                yield Cost(block.asset, self.owner, charge.kind, by_size, yearly, "heat")

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Heat bought and heat given."""
        bought = solution.of(block.variables["bought_heat_kw"])
        return {"bought_heat_kw": bought, "heat_kw": (self.efficiency or 1.0) * bought}

    @classmethod
    def example(cls) -> DistrictHeat:
        """A free substation of up to 50 kW."""
        return cls(
            owner="association",
            at="house",
            purchase="city_heat",
            efficiency=0.98,
            capacity_heat_kw=Capacity(max=50.0),
            investment_eur_per_kw=100.0,
            lifetime_years=20.0,
        )
