"""The content of a storage over the year, one formula for batteries, tanks and pits; and what tanks and pits share.

    content[t+1] = (1 - loss)^h · content[t] + η_charge · h · charge[t] - h / η_discharge · discharge[t]
    content[t] <= capacity,   charge[t], discharge[t] <= power per capacity · capacity

Content is that at the start of a step; the last step leads back to the first (cyclic). A volume of water counts as the
heat it gives between two temperatures (physics.heat_storage).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from energycommunity.quantities import refusal
from energycommunity.technologies.base import Capacity, Product, Profiles, Size, Technology
from energycommunity.technologies.ledger import Contributions, Flow, Term
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Investment, Variable


@dataclass(frozen=True)
class StorageProperties:
    """What the recursion needs: fractions, loss per hour of the content, and power per content [kW/kWh] or no limit.

    `takes_power`: whether charging takes further energy, such as that of a compressor.
    """

    charge_efficiency: float
    discharge_efficiency: float
    loss_per_h: float
    power_kw_per_kwh: float | None
    start_content: float | None = None
    takes_power: bool = False


@dataclass(frozen=True)
class StorageFlows:
    """Power into and out of the storage [kW]."""

    charge: Variable
    discharge: Variable


def store(block: Block, capacity: Investment, properties: StorageProperties, burns: bool) -> StorageFlows:
    """Declare content and power of a storage of the given capacity [kWh].

    `burns`: whether energy is worth less than nothing in any step, so that a lossy storage would gain by charging and
    discharging at once, then or later; a binary in every step allows only one of them. Without it that never pays.
    """
    step_h = block.time.step_h
    per_content = properties.power_kw_per_kwh
    power = capacity.upper * (per_content if per_content is not None else 1.0 / step_h)
    content = block.operate("content_kwh", upper=capacity.upper)
    charge = block.operate("charge_kw", upper=power)
    discharge = block.operate("discharge_kw", upper=power)
    kept = (1.0 - properties.loss_per_h) ** step_h
    gained = properties.charge_efficiency * step_h
    spent = step_h / properties.discharge_efficiency
    block.constrain(
        "content",
        lambda t: content[block.next_step(t)] == kept * content[t] + gained * charge[t] - spent * discharge[t],
    )
    block.constrain("capacity", lambda t: content[t] <= capacity.decision)
    if per_content is not None:
        block.constrain("charge", lambda t: charge[t] <= per_content * capacity.decision)
        block.constrain("discharge", lambda t: discharge[t] <= per_content * capacity.decision)
    if properties.start_content is not None:
        block.constrain_once("start", content[0] == properties.start_content * capacity.decision)
    lossy = properties.takes_power or properties.charge_efficiency * properties.discharge_efficiency < 1.0
    if lossy and burns:
        block.exclude("direction", np.ones(block.time.steps, dtype=bool), (Term(discharge),), (Term(charge),))
    (block.opposites if lossy else block.lossless_opposites).append((charge, discharge))
    return StorageFlows(charge, discharge)


class HeatStorage(Technology):
    """A store of water at a building or a heat network; capacity is the usable heat. Subclasses are tanks and pits."""

    serves: ClassVar[Product | None] = "heat"
    heats_alone: ClassVar[bool] = False
    cost_basis: ClassVar[str] = "kwh"
    #: Days of the peak demand that a size left open may hold.
    longest_days: ClassVar[float] = 3.0

    at: str = Field(description="Building or heat network it stands at")
    capacity_kwh: Size | None = Field(default=None, description="Usable heat: a number, or {min, max, step}")
    capacity_m3: Size | None = Field(default=None, description="Volume of water, in place of the heat it holds")
    hot_c: float | None = Field(default=None, gt=0, le=150, description="The full store, for a volume; else the flow")
    cold_c: float | None = Field(default=None, ge=0, le=150, description="The empty store, for a volume; else return")
    power_kw_per_kwh: float | None = Field(default=None, gt=0, description="Largest power per content; else no limit")
    charge_efficiency: float | None = Field(default=None, gt=0, le=1, description="Part of the charged heat stored")
    discharge_efficiency: float | None = Field(default=None, gt=0, le=1, description="Part of the content given out")
    loss_per_h: float | None = Field(default=None, ge=0, lt=1, description="Part of the content lost per hour")
    start_content: float | None = Field(default=None, ge=0, le=1, description="Content at the first step; else free")
    investment_eur_per_kwh: float | None = Field(default=None, ge=0, description="Cost per content")
    annuity_eur_per_kwh_year: float | None = Field(default=None, ge=0, description="Yearly cost, beside investment")
    fixed_om_eur_per_kwh_year: float | None = Field(default=None, ge=0, description="Yearly upkeep per content")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh given out")

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        if self.capacity_kwh is not None and self.capacity_m3 is not None:
            raise refusal("technologies_two_capacities", first="capacity_kwh", second="capacity_m3")
        given = [name for name in ("hot_c", "cold_c") if getattr(self, name) is not None]
        if given and (self.capacity_m3 is None or self.hot_c is None or self.cold_c is None):
            raise refusal("technologies_storage_temperatures", given=given[0])
        if self.hot_c is not None and self.cold_c is not None and self.hot_c <= self.cold_c:
            raise refusal("technologies_storage_cold_above_hot", cold=f"{self.cold_c:g}", hot=f"{self.hot_c:g}")
        return self

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Content, charging and discharging at the place's heat bus."""
        three_days_kwh = block.surroundings.default_upper("capacity_kwh")
        capacity = block.invest("capacity_kwh", self._size_kwh(block), three_days_kwh * self.longest_days / 3.0)
        bus = block.surroundings.places[self.at].bus
        properties = StorageProperties(
            self.charge_efficiency or 1.0,
            self.discharge_efficiency or 1.0,
            self.loss_per_h or 0.0,
            self.power_kw_per_kwh,
            self.start_content,
        )
        flows = store(block, capacity, properties, block.surroundings.worthless_heat())
        return Contributions(
            flows=(Flow(bus, -1, (Term(flows.charge),)), Flow(bus, 1, (Term(flows.discharge),))),
            costs=self.variable_costs(block, (Term(flows.discharge),)),
        ) + self.capacity_costs(block, capacity)

    def _size_kwh(self, block: Block) -> Capacity | float | None:
        """The heat that may be held; a volume holds it between its temperatures, or those of its place."""
        if self.capacity_m3 is None:
            return self.capacity_kwh
        from energycommunity.physics.heat_storage import heat_content_kwh

        place = block.surroundings.places[self.at]
        hot_c = place.supply_temperature_c if self.hot_c is None else self.hot_c
        cold_c = place.return_temperature_c if self.cold_c is None else self.cold_c
        return Capacity.of(self.capacity_m3).times(heat_content_kwh(1.0, hot_c, cold_c))
