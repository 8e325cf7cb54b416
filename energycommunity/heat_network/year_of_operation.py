"""What the water in a network does over a year in which the heat that every building takes is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from energycommunity.heat_network.hydraulics import LARGEST_COOLING_K, LOAD_THAT_COUNTS, Hydraulics
from energycommunity.heat_network.load_classes import load_classes
from energycommunity.heat_network.pipes import Pipe
from energycommunity.heat_network.pumping import pressure_difference_pa, pump_power_kw
from energycommunity.heat_network.segments import Segment
from energycommunity.heat_network.steady_state import Customers, SteadyState, steady_state
from energycommunity.parameters.pipe_types import pipe_type
from energycommunity.quantities import FloatArray


@dataclass(frozen=True, eq=False)
class Operation:
    """The steps of a year, or of a window.

    Parameters
    ----------
    heat_kw : mapping of str to FloatArray
        Heat that each building takes, of shape (steps,) [kW].
    supply_c, return_c, ground_c : FloatArray
        At the plant, from the buildings, and around the pipes, of shape (steps,) [degC].
    hours_per_step : float
        How long each step lasts [h].
    """

    heat_kw: Mapping[str, FloatArray]
    supply_c: FloatArray
    return_c: FloatArray
    ground_c: FloatArray
    hours_per_step: float


@dataclass(frozen=True)
class BuildingSupply:
    """How warm the supply of a building is at the least.

    Parameters
    ----------
    building : str
        Its name.
    lowest_c : float
        The lowest temperature that arrives in a load class in which it takes heat [degC].
    supply_c, wanted_c : float
        What arrives and what should arrive [degC] where it falls short most: in any class if a minimum is stated, else
        among those in which the building takes 30 % of its highest heat or more.
    """

    building: str
    lowest_c: float
    supply_c: float
    wanted_c: float

    @property
    def short_k(self) -> float:
        """By how much it is too cool; below zero where it is warm enough [K]."""
        return self.wanted_c - self.supply_c


@dataclass(frozen=True)
class YearOfOperation:
    """What came of the steps.

    Parameters
    ----------
    delivered_kwh, loss_kwh, pumping_kwh : float
        Heat that buildings took, heat that pipes lost, and electricity of the pumps [kWh].
    buildings : tuple of BuildingSupply
        Those that took heat; the one whose supply is cooled most comes first.
    highest_gradient_pa_per_m : float
        Highest pressure drop of any supply or return pipe [Pa/m], and
    steepest_pipe : tuple of str
        the nodes between which it occurs.
    pressure_difference_pa : float
        Most that the pump has to raise [Pa].
    """

    delivered_kwh: float
    loss_kwh: float
    pumping_kwh: float
    buildings: tuple[BuildingSupply, ...]
    highest_gradient_pa_per_m: float
    steepest_pipe: tuple[str, str]
    pressure_difference_pa: float


def segments_of(pipes: Sequence[Pipe], loss_factor: float = 1.0) -> tuple[Segment, ...]:
    """Pipes with sizes as segments; their losses by the catalogue times a factor, such as that of a measured year.

    Raises
    ------
    ParameterError
        If a pipe is not in the catalogue.
    """
    kinds = [(pipe, pipe_type(pipe.pipe)) for pipe in pipes]
    return tuple(
        Segment(
            pipe.from_,
            pipe.to,
            pipe.length_m,
            kind.inner_diameter_m,
            kind.roughness_m,
            loss_factor * kind.u.value,
            loss_factor * kind.exchange_w_per_m_k,
        )
        for pipe, kind in kinds
    )


def year_of_operation(
    pipes: Sequence[Pipe], operation: Operation, rules: Hydraulics, loss_factor: float = 1.0
) -> YearOfOperation:
    """Temperatures, losses and pumping of a network over its steps, reckoned by load classes.

    Parameters
    ----------
    pipes : sequence of Pipe
        All with sizes, a tree with one plant.
    operation : Operation
        The heat that is taken, and the temperatures.
    rules : Hydraulics
        Figures of the pumps, and what should reach the buildings.
    loss_factor : float
        Measured over catalogue loss.

    Raises
    ------
    ScenarioError
        If the pipes are no tree with one plant.

    Examples
    --------
    1 kg/s all day through 1000 m of DN50: the supply pipe loses 14.5 W/m, 3.4 K, both together 22.4 W/m.

    >>> pipe = Pipe(from_="plant", to="school", length_m=1000, pipe="pre_insulated_series_1_dn50")
    >>> steps = np.ones(24)
    >>> day = Operation({"school": 113.0 * steps}, 80.0 * steps, 50.0 * steps, 8.0 * steps, 1.0)
    >>> found = year_of_operation([pipe], day, Hydraulics())
    >>> [round(number, 1) for number in (found.delivered_kwh, found.loss_kwh, found.buildings[0].supply_c)]
    [2712.0, 537.9, 76.6]
    """
    classes = load_classes(operation.heat_kw, operation.hours_per_step)
    taken = Customers(
        heat_kw={name: classes.means(heat) for name, heat in operation.heat_kw.items()},
        return_c=classes.means(operation.return_c),
    )
    supply_c = classes.means(operation.supply_c)
    state = steady_state(segments_of(pipes, loss_factor), taken, supply_c, classes.means(operation.ground_c))
    gradient = np.maximum(state.supply_gradient_pa_per_m, state.return_gradient_pa_per_m)
    steepest = int(gradient.max(axis=1).argmax())
    nodes = state.tree.nodes
    return YearOfOperation(
        classes.total(state.taken_kw.sum(axis=0)),
        classes.total(state.loss_kw),
        classes.total(pump_power_kw(state, rules.station_pressure_pa, rules.pump_efficiency)),
        _buildings(state, supply_c, rules.minimum_building_supply_c),
        float(gradient.max()),
        (nodes[state.tree.feeders[steepest]], nodes[steepest]),
        float(pressure_difference_pa(state, rules.station_pressure_pa).max()),
    )


def _buildings(state: SteadyState, plant_c: FloatArray, minimum_c: float | None) -> tuple[BuildingSupply, ...]:
    wanted_c = plant_c - LARGEST_COOLING_K if minimum_c is None else np.full(len(plant_c), minimum_c)
    counts = LOAD_THAT_COUNTS if minimum_c is None else 0.0
    found = []
    for node, heat_kw, supply_c in zip(state.tree.nodes, state.taken_kw, state.supply_c, strict=True):
        if heat_kw.max() > 0.0:
            takes = heat_kw > 0.0
            short_k = np.where(takes & (heat_kw >= counts * heat_kw.max()), wanted_c - supply_c, -np.inf)
            worst = int(short_k.argmax())
            lowest_c = float(supply_c[takes].min())
            found.append(BuildingSupply(node, lowest_c, float(supply_c[worst]), float(wanted_c[worst])))
    return tuple(sorted(found, key=lambda building: -building.short_k))
