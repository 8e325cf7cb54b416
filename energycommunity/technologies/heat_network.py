"""Heat network: pipes between plants and buildings, as they lie or as they will be laid.

    fed in[t] = sum of delivered[t] + loss[t]                     (balance of the network's heat bus)
    delivered to a building[t] = its demand less its own supply    (balance of the building's heat bus)
    delivered to a building[t] <= its peak · connected             (where it may stay away)
    loss[t] = loss per kelvin · kelvins above the ground[t]        (of the pipes that are laid)

The loss follows from the pipes and the temperatures (heat_network.losses), is that of a measured year, or is read from
a file. It belongs to the network, not to the flow. Which buildings are connected (network_connections) and which pipes
are laid in which size (network_pipes) is decided where the file leaves it open.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.heat_network.calibration import CalibrationYear, calibrate
from energycommunity.heat_network.hydraulics import USUAL, Hydraulics
from energycommunity.heat_network.laying_costs import PRICED_AT_C, SERVICE_LINE_M, connection_cost, pipe_eur_per_m
from energycommunity.heat_network.losses import ground_series_c, network_loss_kw
from energycommunity.heat_network.pipe_choice import capacity_kw
from energycommunity.heat_network.pipes import Pipe, sized_pipes
from energycommunity.heat_network.routed_pipes import RoutedPipes
from energycommunity.heat_network.temperature_level import TemperatureLevel
from energycommunity.heat_network.tree import ends_behind
from energycommunity.parameters.pipe_types import PipeType, family_of, pipe_type
from energycommunity.physics.buried_pipe import pair_loss_w_per_m
from energycommunity.profiles import Profile, profile_values
from energycommunity.quantities import FloatArray, refusal
from energycommunity.technologies.base import AssetContext, Product, Profiles, Section, Technology
from energycommunity.technologies.ledger import Contributions, Flow, Term, Values
from energycommunity.technologies.network_connections import Connected, Connection, settled, state_connections
from energycommunity.technologies.network_delivery import delivered
from energycommunity.technologies.network_pipes import decide_pipes, state_loss
from energycommunity.technologies.surroundings import Delivery
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Variable

#: The series by which pipes lose heat: kelvins of supply and return above the ground, times the measured ratio.
ABOVE_GROUND = "above_ground_k"


class HeatNetwork(Technology):
    """A network of one temperature level, and the buildings that it feeds or may feed."""

    label_en: ClassVar[str] = "Heat network"
    label_lv: ClassVar[str] = "Siltumtīkls"
    stands_under: ClassVar[Section] = "heat_networks"
    serves: ClassVar[Product | None] = "heat"
    catalogue_default: ClassVar[str | None] = "heat_network_conventional"

    type: Literal["heat_network"] = "heat_network"
    level: TemperatureLevel = Field(
        default=None,  # type: ignore[assignment]  # the first of the levels takes its place
        description="Temperatures of supply and return",
    )
    levels: tuple[TemperatureLevel, ...] = Field(
        default=(), description="In place of `level`: each is computed by itself, and the cheapest is taken"
    )
    return_by_radiators: bool = Field(
        default=False,
        description="Whether the return that the radiators of the buildings give takes the place of that of the level",
    )
    plant_node: str | None = Field(default=None, description="Name of the boiler house; plants may stand `at` it")
    meter: str | None = Field(default=None, description="The meter of the pumps")
    pipes: tuple[Pipe, ...] = Field(default=(), description="Pipes, by which loss and cost are reckoned")
    hydraulics: Hydraulics = Field(default=USUAL, description="Limits of pipes, and figures of the pumps")
    routed: RoutedPipes | None = Field(
        default=None, description="Instead of pipes: streets along which they are laid; read once, they are pipes then"
    )
    calibrate_to: CalibrationYear | None = Field(default=None, description="Measured year that gives the loss instead")
    loss_factor: float = Field(
        default=1.0,
        gt=0,
        description="Loss of the pipes over that of the pipe table, as a calibrated year has found it",
    )
    heat_loss_kw: Profile | None = Field(default=None, description="Own heat loss instead")
    connections: dict[str, Connection] = Field(
        description="Buildings: required (it feeds them), optional (if that pays) or forbidden"
    )
    groups: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Buildings of which all are connected or none, by the group's name"
    )
    costs_by_size: bool = Field(
        default=False,
        description="Pipes cost by their size, and each connection its service line and substation, from the catalogue",
    )
    connection_eur: float | None = Field(default=None, ge=0, description="Cost of connecting a building, whatever size")
    connection_eur_per_kw: float | None = Field(
        default=None, ge=0, description="Cost of connecting a building per kW of its highest heat"
    )
    pumping_electricity_fraction: float | None = Field(
        default=None, ge=0, lt=1, description="Pumps, per heat delivered"
    )
    investment_eur_per_m: float | None = Field(default=None, ge=0, description="Cost of laying pipes per trench length")
    variable_om_eur_per_kwh: float | None = Field(default=None, ge=0, description="Upkeep per kWh delivered")
    sales_eur_per_kwh: float | None = Field(
        default=None, ge=0, description="Cost of selling per kWh delivered: meters, bills, debts"
    )

    @model_validator(mode="before")
    @classmethod
    def _first_level(cls, data: Any) -> Any:
        """Where levels race, the first of them stands for all until each has its own run."""
        if isinstance(data, dict) and "level" not in data and data.get("levels"):
            return {**data, "level": data["levels"][0]}
        return data

    @model_validator(mode="after")
    def _has_level(self) -> HeatNetwork:
        if self.level is None:
            raise refusal("technologies_network_without_level")
        if self.levels and self.level != self.levels[0]:
            raise refusal("technologies_level_and_levels")
        return self

    @model_validator(mode="after")
    def _loses_heat(self) -> HeatNetwork:
        routed = self.routed is not None  # then why no pipes were laid is told where the streets are read
        if self.heat_loss_kw is None and not self.pipes and not routed:
            raise refusal("technologies_network_without_loss")
        if self.loss_factor != 1.0 and (self.heat_loss_kw is not None or self.calibrate_to is not None):
            raise refusal("technologies_loss_factor_beside_a_loss", given=self.loss_factor)
        return self

    @model_validator(mode="after")
    def _groups_agree(self) -> HeatNetwork:
        unknown = [(name, b) for name, group in self.groups.items() for b in group if b not in self.connections]
        for name, building in unknown:
            allowed = ", ".join(self.connections)
            raise refusal("technologies_group_of_unknown", group=name, building=building, allowed=allowed)
        decided = self._settled()
        for name, group in self.groups.items():
            if len({decided[building] for building in group}) > 1:
                raise refusal("technologies_group_required_and_forbidden", group=name)
        return self

    @property
    def fed(self) -> tuple[str, ...]:
        """The buildings that it feeds or may feed."""
        return tuple(name for name, connection in self._settled().items() if connection != "forbidden")

    @property
    def surely_fed(self) -> tuple[str, ...]:
        """The buildings that it feeds in any case."""
        return tuple(name for name, connection in self._settled().items() if connection == "required")

    def _settled(self) -> dict[str, Connection]:
        return settled(self.connections, self.groups.values())

    def delivery(self) -> Delivery:
        """What it takes to deliver heat."""
        upkeep, pumps = self.variable_om_eur_per_kwh or 0.0, self.pumping_electricity_fraction or 0.0
        return Delivery(self.owner, upkeep + (self.sales_eur_per_kwh or 0.0), pumps, self.meter)

    def decides_pipes(self, choosing: Container[str]) -> bool:
        """Whether sizes of pipes are open: buildings that may stay away, or that choose themselves what they take."""
        open_buildings = set(self.fed) - set(self.surely_fed) | {name for name in self.fed if name in choosing}
        return self.heat_loss_kw is None and bool(open_buildings)

    def profiles(self, context: AssetContext) -> Profiles:
        """Heat loss in each step [kW], or, where pipes are decided, the kelvins above the ground by which each loses.

        In a design spell the highest of the run, for the ground feels no cold days.
        """
        run = context.of_run()
        if run is not None:
            steps = context.profile.grid.steps
            of_run = self.profiles(run).series.items()
            return Profiles({name: np.full(steps, float(series.max())) for name, series in of_run})
        if self.heat_loss_kw is not None:
            return Profiles({"heat_loss_kw": profile_values(self.heat_loss_kw, context.profile, "heat_loss_kw")})
        grid = context.profile.grid
        outdoor_c = np.asarray(context.weather()["temp_air"].values, dtype=np.float64)
        ground_c, supply_c = ground_series_c(outdoor_c, grid), self.level.supply_series_c(outdoor_c)
        peaks_kw = {name: building.packages["none"].peak_kw for name, building in context.heated_buildings.items()}
        pipes = self._sized({**context.peak_heat_kw, **peaks_kw})
        by_table = network_loss_kw(pipes, supply_c, self.level.return_c, ground_c)
        ratio = self.loss_factor
        if self.calibrate_to is not None:
            # A window's ground has the temperature of the year's mean, so that its mean loss is the year's.
            year_h = TimeGrid.year(int(grid.local[0].year), grid.time_zone).hours
            ratio = calibrate(self.calibrate_to, float(by_table.mean()) * year_h).ratio_to_table
        if self.decides_pipes({*context.heated_buildings, *context.renovating}):
            return Profiles({ABOVE_GROUND: ratio * pair_loss_w_per_m(1.0, supply_c, self.level.return_c, ground_c)})
        return Profiles({"heat_loss_kw": by_table * ratio})

    def _used(self) -> tuple[Pipe, ...]:
        """The pipes without those that lead to nothing but buildings which are never connected."""
        ends = ends_behind([(pipe.from_, pipe.to) for pipe in self.pipes], self.connections)
        fed = set(self.fed)
        return tuple(pipe for pipe, names in zip(self.pipes, ends, strict=True) if not names or fed.intersection(names))

    def _sized(self, peaks_kw: Mapping[str, float]) -> tuple[Pipe, ...]:
        """The pipes with their sizes if every building is connected that may be."""
        fed = {name: peaks_kw.get(name, 0.0) for name in self.fed}
        return sized_pipes(self._used(), fed, self.level.supply_c, self.level.return_c, self.hydraulics)

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Connections and pipes, deliveries to the buildings, loss, and the pumps' electricity."""
        network = block.surroundings.places[block.asset]
        connected = state_connections(block, self.connections, self.groups)
        laid: list[tuple[Pipe, PipeType, Variable | None]]
        if ABOVE_GROUND in profiles.series:
            above_ground_k = block.known[ABOVE_GROUND] = profiles[ABOVE_GROUND]
            decisions = decide_pipes(block, self._used(), connected, self.level, self.hydraulics)
            loss = Term(state_loss(block, decisions), above_ground_k / 1000.0)
            laid = [
                (decision.pipe, size.type, variable)
                for decision in decisions
                for size, variable in zip(decision.sizes, decision.laid, strict=True)
            ]
        else:
            block.known["heat_loss_kw"] = profiles["heat_loss_kw"]
            loss = Term(None, profiles["heat_loss_kw"])
            laid = [(pipe, pipe_type(pipe.pipe), None) for pipe in self._sized(block.surroundings.heat_by_place_kw)]
        contributions = Contributions(flows=(Flow(network.bus, -1, (loss,)),)) + self._laying(block, laid)
        for building in connected:
            contributions += self._connecting(block, building)
            if building.has_demand:
                contributions += self._delivered(block, building)
            contributions += Contributions(agreements=building.agreements())
        return contributions

    def _laying(self, block: Block, laid: Sequence[tuple[Pipe, PipeType, Variable | None]]) -> Contributions:
        """What pipes cost, each in each size that it may have; without a decision it lies in any case."""
        price_year, own_years = block.surroundings.economics.price_year, self._standing_years(block, None)
        terms: dict[float, list[Term]] = {own_years: []}
        known_eur = {own_years: 0.0}
        for pipe, size, variable in laid:
            rate, years = self.investment_eur_per_m or 0.0, self._standing_years(block, pipe)
            if self.costs_by_size:
                row = self.catalogue or self.catalogue_default or ""
                rate = pipe_eur_per_m(row, capacity_kw(size, *PRICED_AT_C), price_year).value
            if variable is None:
                known_eur[years] = known_eur.get(years, 0.0) + rate * self._priced_m(pipe)
            elif rate:
                terms.setdefault(years, []).append(Term(variable, rate * self._priced_m(pipe)))
        contributions = self.capacity_costs(block, None, known_eur.pop(own_years))
        lifetime = self._life_years(block)
        for years in {**terms, **known_eur}:
            eur = known_eur.get(years, 0.0)
            contributions += self._spread(block, tuple(terms.get(years, ())), eur, lifetime, years)
        return contributions

    def _priced_m(self, pipe: Pipe) -> float:
        """The length that costs by the metre: of what leads to one building, that beyond the service line [m].

        The catalogue prices a service line with the connection; nothing is left out where the file prices connections.
        """
        leads_on = any(other.from_ == pipe.to for other in self.pipes)
        if not self.costs_by_size or self.connection_eur is not None or leads_on or pipe.to not in self.connections:
            return pipe.length_m
        return max(pipe.length_m - SERVICE_LINE_M, 0.0)

    def _standing_years(self, block: Block, pipe: Pipe | None) -> float:
        """Years until a pipe must be laid anew: those of the network, or what is left of its life since it was laid."""
        price_year = block.surroundings.economics.price_year
        if self.existing is not None:
            return self.existing.remaining_years
        if pipe is None or pipe.built is None or pipe.built >= price_year:
            return 0.0
        return max(pipe.built + self._life_years(block) - price_year, 0.0)

    def _life_years(self, block: Block) -> float:
        return self.lifetime_years or block.surroundings.economics.horizon_years

    def _connecting(self, block: Block, building: Connected) -> Contributions:
        """What connecting a building costs; by the catalogue at the highest of its peaks."""
        eur, eur_per_kw, life = self.connection_eur, self.connection_eur_per_kw, self._life_years(block)
        station_life = None
        if self.costs_by_size:
            row, price_year = self.catalogue or self.catalogue_default or "", block.surroundings.economics.price_year
            cost = connection_cost(row, max(building.peaks_kw), price_year)
            station_life = cost.station_life_years
            eur = cost.line_eur if eur is None else eur
            eur_per_kw = cost.station_eur_per_kw if eur_per_kw is None else eur_per_kw
        line = self._spread(block, *building.costs(eur or 0.0, 0.0), life)
        return line + self._spread(block, *building.costs(0.0, eur_per_kw or 0.0), station_life or life)

    def _delivered(self, block: Block, building: Connected) -> Contributions:
        """Heat to a building with a demand of its own; where it may stay away, no more than its highest demand."""
        name, decision = building.building, building.connected
        most = 3.0 * block.surroundings.peak_heat_kw + 1.0 if decision is None else max(building.peaks_kw)
        heat = block.operate(f"to_{name}_kw", upper=most)
        if decision is not None:
            block.constrain(f"to_{name}_if_connected", lambda t: heat[t] <= most * decision.decision)
        given = Flow(block.surroundings.places[name].bus, 1, (Term(heat),))
        return Contributions(flows=(given,)) + delivered(block, block.asset, name, (Term(heat),))

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Heat to each building that has a demand of its own, and the loss."""
        loss_kw = block.known.get("heat_loss_kw")
        if loss_kw is None:
            loss_kw = block.known[ABOVE_GROUND] / 1000.0 * solution.of(block.variables["loss_w_per_k"])
        return {**super().read(block, solution), "heat_loss_kw": loss_kw}

    def laid_pipes(self, block: Block, solution: Values) -> tuple[Pipe, ...]:
        """The pipes that lie or are laid, each with its size."""
        if ABOVE_GROUND not in block.known:
            return self._sized(block.surroundings.heat_by_place_kw)
        laid = []
        for number, pipe in enumerate(self._used(), 1):
            start = f"pipe_{number}_dn"
            sizes = (name for name, v in block.variables.items() if name.startswith(start) and solution.of(v)[0] > 0.5)
            laid += [
                pipe.model_copy(update={"pipe": f"{family_of(pipe.pipe)}_dn{name.removeprefix(start)}"})
                for name in sizes
            ]
        return tuple(laid)

    def connected(self, block: Block, solution: Values) -> tuple[str, ...]:
        """The buildings that are connected."""
        decisions = {name: block.variables.get(f"connected_{name}") for name in self.fed}
        return tuple(name for name, each in decisions.items() if each is None or solution.of(each)[0] > 0.5)

    @classmethod
    def example(cls) -> HeatNetwork:
        """A network with a constant loss that feeds one building."""
        return cls(
            owner="municipality",
            level=TemperatureLevel(supply_c=65.0, return_c=40.0),
            connections={"house": "required"},
            heat_loss_kw=5.0,
        )
