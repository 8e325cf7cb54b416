"""Heat network: pipes between plants and buildings, as they lie or as they will be laid.

    fed in[t] = sum of delivered[t] + loss[t]                     (balance of the network's heat bus)
    delivered to a building[t] = its demand less its own supply    (balance of the building's heat bus)
    pump electricity[t] = fraction · sum of delivered[t]

The loss follows from the pipes and the temperatures (heat_network.losses), is that of a measured year, or is read from
a file. It belongs to the network, not to the flow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.heat_network.calibration import CalibrationYear, calibrate
from energycommunity.heat_network.losses import ground_series_c, network_loss_kw
from energycommunity.heat_network.pipes import Pipe, sized_pipes
from energycommunity.heat_network.routed_pipes import RoutedPipes
from energycommunity.profiles import Profile, profile_values
from energycommunity.quantities import FloatArray, Model, refusal
from energycommunity.technologies.base import AssetContext, Product, Profiles, Section, Technology, hours, scaled
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term, Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


class TemperatureLevel(Model):
    """Temperatures of supply and return over the year."""

    supply_c: float = Field(gt=0, le=150, description="Supply temperature")
    return_c: float = Field(gt=0, le=150, description="Return temperature")

    @model_validator(mode="after")
    def _in_order(self) -> TemperatureLevel:
        if self.return_c >= self.supply_c:
            raise refusal("technologies_return_above_supply", given=self.return_c, supply=self.supply_c)
        return self


class HeatNetwork(Technology):
    """A network of one temperature level that feeds the buildings it is connected to."""

    label_en: ClassVar[str] = "Heat network"
    label_lv: ClassVar[str] = "Siltumtīkls"
    stands_under: ClassVar[Section] = "heat_networks"
    serves: ClassVar[Product | None] = "heat"
    catalogue_default: ClassVar[str | None] = "heat_network_conventional"

    type: Literal["heat_network"] = "heat_network"
    level: TemperatureLevel = Field(description="Temperatures of supply and return")
    plant_node: str | None = Field(default=None, description="Name of the boiler house; plants may stand `at` it")
    meter: str | None = Field(default=None, description="The meter of the pumps")
    pipes: tuple[Pipe, ...] = Field(default=(), description="Pipes, by which loss and cost are reckoned")
    routed: RoutedPipes | None = Field(
        default=None, description="Instead of pipes: streets along which they are laid; read once, they are pipes then"
    )
    calibrate_to: CalibrationYear | None = Field(default=None, description="Measured year that gives the loss instead")
    heat_loss_kw: Profile | None = Field(default=None, description="Own heat loss instead")
    connections: dict[str, Literal["required"]] = Field(description="Buildings it feeds")
    pumping_electricity_fraction: float | None = Field(
        default=None, ge=0, lt=1, description="Pumps, per heat delivered"
    )
    investment_eur_per_m: float | None = Field(default=None, ge=0, description="Cost of laying pipes per trench length")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh delivered")

    @model_validator(mode="after")
    def _loses_heat(self) -> HeatNetwork:
        if self.heat_loss_kw is None and not self.pipes:
            raise refusal("technologies_network_without_loss")
        return self

    def profiles(self, context: AssetContext) -> Profiles:
        """Heat loss in each step [kW]; in a design spell the highest of the run, for the ground feels no cold days."""
        run = context.of_run()
        if run is not None:
            most_kw = float(self.profiles(run)["heat_loss_kw"].max())
            return Profiles({"heat_loss_kw": np.full(context.profile.grid.steps, most_kw)})
        if self.heat_loss_kw is not None:
            return Profiles({"heat_loss_kw": profile_values(self.heat_loss_kw, context.profile, "heat_loss_kw")})
        grid = context.profile.grid
        ground_c = ground_series_c(np.asarray(context.weather()["temp_air"].values, dtype=np.float64), grid)
        supply_c, return_c = self.level.supply_c, self.level.return_c
        pipes = sized_pipes(self.pipes, context.peak_heat_kw, supply_c, return_c)
        by_table = network_loss_kw(pipes, supply_c, return_c, ground_c)
        if self.calibrate_to is None:
            return Profiles({"heat_loss_kw": by_table})
        # A window's ground has the temperature of the year's mean, so that its mean loss is the year's.
        year_h = TimeGrid.year(int(grid.local[0].year), grid.time_zone).hours
        calibration = calibrate(self.calibrate_to, float(by_table.mean()) * year_h)
        return Profiles({"heat_loss_kw": by_table * calibration.ratio_to_table})

    def length_m(self) -> float:
        """Trench length of all pipes [m]."""
        return sum(pipe.length_m for pipe in self.pipes)

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Deliveries from the network's bus to those of the buildings, loss, and the pumps' electricity."""
        network = block.surroundings.places[block.asset]
        loss = profiles["heat_loss_kw"]
        block.known["heat_loss_kw"] = loss
        most = 3.0 * block.surroundings.peak_heat_kw + 1.0
        flows = [Flow(network.bus, -1, (Term(None, loss),))]
        energy: list[EnergyUse] = []
        delivered: tuple[Term, ...] = ()
        for building in self.connections:
            to_building = Term(block.operate(f"to_{building}_kw", upper=most))
            place = block.surroundings.places[building]
            flows += [Flow(network.bus, -1, (to_building,)), Flow(place.bus, 1, (to_building,))]
            energy.append(
                EnergyUse(block.asset, building, "heat", place.sector, "final", (to_building.times(hours(time)),))
            )
            delivered += (to_building,)
        if self.meter is not None and self.pumping_electricity_fraction:
            pumps = scaled(delivered, self.pumping_electricity_fraction)
            flows.append(Flow(block.surroundings.meters[self.meter].bus, -1, pumps))
            used = scaled(pumps, hours(time))
            energy.append(EnergyUse(block.asset, block.asset, "electricity", network.sector, "supply", used))
        pipes_eur = (self.investment_eur_per_m or 0.0) * self.length_m()
        return Contributions(
            flows=tuple(flows), costs=self.variable_costs(block, delivered), energy=tuple(energy)
        ) + self.capacity_costs(block, None, pipes_eur)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Heat to each building, the loss, and the pumps' electricity, as far as it is counted."""
        deliveries = super().read(block, solution)
        shown = {**deliveries, "heat_loss_kw": block.known["heat_loss_kw"]}
        if self.meter is not None and self.pumping_electricity_fraction:
            delivered_kw = np.sum(list(deliveries.values()), axis=0)
            shown["own_electricity_kw"] = self.pumping_electricity_fraction * delivered_kw
        return shown

    @classmethod
    def example(cls) -> HeatNetwork:
        """A network with a constant loss that feeds one building."""
        return cls(
            owner="municipality",
            level=TemperatureLevel(supply_c=65.0, return_c=40.0),
            connections={"house": "required"},
            heat_loss_kw=5.0,
        )
