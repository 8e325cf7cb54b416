"""How much more heat the chosen sizes could give in the design spell, place by place, with all plants and without one.

A small linear programme of the spell with the sizes fixed: the same more of heat in every step at each place, as much
as the plants, tanks and connections there can give together. Less than nothing is what lacks.

    max  sum of more[p] - dear · electric shortage        with  supply[t] = demand[t] + more[p] + unused[p, t] at p
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from energycommunity.optimization.bus_groups import connected
from energycommunity.optimization.full_dispatch import without_rows_between_sizes
from energycommunity.optimization.heat_units import HeatUnit, heat_units
from energycommunity.optimization.highs import hand_over, solve_to_optimum
from energycommunity.optimization.matrix import Matrix, Vector
from energycommunity.optimization.programme import Programme, Spell, balance_rows
from energycommunity.optimization.spell_rows import spell_matrix
from energycommunity.optimization.split import Split
from energycommunity.quantities import Bus, FloatArray
from energycommunity.technologies.block import Variable
from energycommunity.technologies.demand_reduction import DemandReduction
from energycommunity.technologies.heat_network import ABOVE_GROUND
from energycommunity.technologies.surroundings import KnownDemand

#: More heat than any place can have [kW], and what a kilowatt of electricity that lacks counts beside one of heat.
MOST_KW, DEAR = 1e6, 1e3
#: A margin below this is rounding [kW].
NOTHING_KW = 1e-6


@dataclass(frozen=True)
class HeatMargin:
    """Heat at a place in the design spell [kW].

    Parameters
    ----------
    place : str
        A network with the buildings that it feeds, or a building.
    demand_kw : float
        The highest demand in the spell, with the losses of the network, less what measures save.
    margin_kw : float
        What could be given beyond the demand in every step; what lacks if negative.
    weakest_unit : str or None
        The plant whose loss leaves the least; None where there is no plant.
    margin_without_it_kw : float or None
        The margin while that plant stands still.
    loss_kw : float
        What the network loses of the demand.
    """

    place: str
    demand_kw: float
    margin_kw: float
    weakest_unit: str | None = None
    margin_without_it_kw: float | None = None
    loss_kw: float = 0.0

    @property
    def available_kw(self) -> float:
        """What the plants can give."""
        return self.demand_kw + self.margin_kw

    @property
    def available_without_it_kw(self) -> float | None:
        """What is left when the weakest unit has failed."""
        return None if self.margin_without_it_kw is None else self.demand_kw + self.margin_without_it_kw


@dataclass(frozen=True)
class DesignWinter:
    """What the sizes can carry in the design spell.

    Parameters
    ----------
    outdoor_c : float
        Outdoor temperature [degC].
    first_day : str
        The day of the year in whose place it begins.
    length_days : float
        How long it lasts.
    binds : bool
        Whether sizes were held to it.
    heat : tuple of HeatMargin
        By place.
    lacking_electricity_kw : dict
        What lacks at meters, where anything does.
    """

    outdoor_c: float
    first_day: str
    length_days: float
    binds: bool
    heat: tuple[HeatMargin, ...]
    lacking_electricity_kw: dict[str, float]


def design_winter(programme: Programme, values: Vector) -> DesignWinter | None:
    """What the sizes of a solution can carry in the design spell of their programme; None without one."""
    if not programme.spells:
        return None
    spell = programme.spells[0]
    sizes = {v.name: float(values.of(v)[0]) for v in programme.variables() if v.investment}
    asked = _Question.of(spell, sizes)
    margins, lacking = asked.answer(())
    weakest: dict[Bus, tuple[str, float]] = {}
    for failed in asked.failures():
        left, _ = asked.answer(tuple(failed.values()))
        for area, unit in failed.items():
            if area not in weakest or left[area] < weakest[area][1]:
                weakest[area] = unit.name, left[area]
    heat: list[HeatMargin] = []
    for area in asked.areas:
        worst, left_kw = weakest.get(area, (None, None))
        margin = HeatMargin(area.place, asked.demand_kw(area), margins[area], worst, left_kw, asked.loss_kw(area))
        heat.append(margin)
    time = spell.programme.case.time
    first_day, days = f"{time.local[0]:%Y-%m-%d}", time.hours / 24.0
    return DesignWinter(spell.outdoor_c, first_day, days, spell.binds, tuple(heat), lacking)


@dataclass(frozen=True, eq=False)
class _Question:
    """The spell with its sizes fixed, and the areas that share their plants."""

    spell: Spell
    matrix: Matrix
    areas: dict[Bus, tuple[Bus, ...]]

    @classmethod
    def of(cls, spell: Spell, sizes: dict[str, float]) -> _Question:
        matrix = without_rows_between_sizes(Split(spell_matrix(spell)))
        lower, upper = matrix.lower.copy(), matrix.upper.copy()
        for variable, index in matrix.columns.items():
            if variable.investment:
                lower[index] = upper[index] = sizes[variable.name]
        for bus, variable in spell.programme.shortages.items():
            if bus.carrier == "heat":
                upper[matrix.columns[variable]] = 0.0
        wanted = set(spell.programme.shortages)
        areas = _areas(spell.programme, _to_the_unconnected(spell.programme, sizes))
        areas = {area: buses for area, buses in areas.items() if wanted.intersection(buses)}
        return cls(spell, replace(matrix, lower=lower, upper=upper), areas)

    def demand_kw(self, area: Bus) -> float:
        """The highest demand of an area in the spell, as it was decided, less what is saved of it."""
        rows = [self.matrix.row_names[balance_rows(bus)] for bus in self.areas[area]]
        demand_kw = np.sum([self.matrix.row_lower[index] for index in rows], axis=0)
        return float((demand_kw - self._decided_kw(area) - self._saved_kw(area)).max())

    def _decided_kw(self, area: Bus) -> FloatArray:
        """What decided series, such as a renovation, give an area or, below zero, draw from it, shape (steps,)."""
        decided_kw = np.zeros(self.spell.programme.case.time.steps)
        for flow in self.spell.programme.contributions.flows:
            for term in flow.terms if flow.bus in self.areas[area] else ():
                if term.variable is not None and term.variable.investment:
                    value = float(self.matrix.upper[self.matrix.columns[term.variable]][0])
                    decided_kw += flow.sign * term.factors() * value
        return decided_kw

    def loss_kw(self, area: Bus) -> float:
        """What the network of an area loses, less what is saved of it; zero of a building alone."""
        losses = (demand for demand in self._demands().values() if demand.is_loss and demand.bus in self.areas[area])
        lost_kw = sum((demand.power_kw for demand in losses), np.zeros(self.spell.programme.case.time.steps))
        for name, block in self.spell.programme.blocks.items():
            loss = block.variables.get("loss_w_per_k")
            if loss is not None and self.spell.programme.case.surroundings.places[name].bus in self.areas[area]:
                size = float(self.matrix.upper[self.matrix.columns[loss]][0])
                lost_kw = lost_kw + block.known[ABOVE_GROUND] / 1000.0 * size
        return float((lost_kw - self._saved_kw(area, of_loss=True)).max())

    def _saved_kw(self, area: Bus, *, of_loss: bool = False) -> FloatArray:
        """What measures save of the demand of an area, or of its loss alone, shape (steps,)."""
        programme = self.spell.programme
        saved_kw = np.zeros(programme.case.time.steps)
        for asset in programme.case.assets:
            measure = asset.technology
            if isinstance(measure, DemandReduction):
                demand, block = self._demands()[measure.reduces], programme.blocks[asset.name]
                extent = self.matrix.upper[self.matrix.columns[block.variables["extent"]]]
                if demand.bus in self.areas[area] and (demand.is_loss or not of_loss):
                    saved_kw += block.known["saved_at_most_kw"] * float(extent[0])
        return saved_kw

    def _demands(self) -> Mapping[str, KnownDemand]:
        return self.spell.programme.case.surroundings.demands

    def failures(self) -> list[dict[Bus, HeatUnit]]:
        """One plant of each area at a time, until each has failed once; those of size zero never do."""
        area_of = {bus: area for area, buses in self.areas.items() for bus in buses}
        by_area: dict[Bus, list[HeatUnit]] = {}
        for unit in heat_units(self.spell.programme).values():
            if unit.bus in area_of and self._is_built(unit):
                by_area.setdefault(area_of[unit.bus], []).append(unit)
        rounds = max((len(units) for units in by_area.values()), default=0)
        return [{area: units[k] for area, units in by_area.items() if k < len(units)} for k in range(rounds)]

    def _is_built(self, unit: HeatUnit) -> bool:
        sizes = self.spell.programme.blocks[unit.name].variables.values()
        upper = [
            float(self.matrix.upper[self.matrix.columns[v]].max()) for v in sizes if v.investment and not v.integer
        ]
        return not upper or max(upper) > NOTHING_KW

    def answer(self, failed: tuple[HeatUnit, ...]) -> tuple[dict[Bus, float], dict[str, float]]:
        """The margin of each area while some plants stand still, and what electricity lacks at meters [kW].

        Raises
        ------
        SolverError
            If there is no answer.
        """
        matrix, steps = self.matrix, self.spell.programme.case.time.steps
        count, areas = len(matrix.cost), list(self.areas)
        more = sparse.lil_array((len(matrix.row_lower), len(areas)))
        unused = sparse.lil_array((len(matrix.row_lower), len(areas) * steps))
        for number, area in enumerate(areas):
            rows = matrix.row_names[balance_rows(area)]
            more[rows, number] = -1.0
            unused[rows, number * steps + np.arange(steps)] = -1.0
        least = -2.0 * np.array([self.demand_kw(area) for area in areas]) - 1.0
        upper = matrix.upper.copy()
        for variable in (variable for unit in failed for variable in unit.variables):
            upper[matrix.columns[variable]] = 0.0
        cost = np.concatenate([self._dear(), np.full(len(areas), -1.0), np.zeros(unused.shape[1])])
        lower = np.concatenate([matrix.lower, least, np.zeros(unused.shape[1])])
        upper = np.concatenate([upper, np.full(len(areas), MOST_KW), np.full(unused.shape[1], np.inf)])
        a = sparse.hstack([matrix.a, more, unused], format="csc")
        highs = hand_over(sparse.csc_array(a), cost, (lower, upper), (matrix.row_lower, matrix.row_upper))
        solve_to_optimum(highs)
        x = np.array(highs.getSolution().col_value)
        margins = dict(zip(areas, _without_dust(x[count : count + len(areas)]).tolist(), strict=True))
        return margins, self._lacking(Vector(matrix, x[:count]))

    def _dear(self) -> FloatArray:
        cost = np.zeros(len(self.matrix.cost))
        for variable in self.spell.slacks():
            cost[self.matrix.columns[variable]] = DEAR
        return cost

    def _lacking(self, values: Vector) -> dict[str, float]:
        shortages = self.spell.programme.shortages.items()
        electric = {bus.place: variable for bus, variable in shortages if bus.carrier == "electricity"}
        peaks = {place: float(values.of(variable).max(initial=0.0)) for place, variable in electric.items()}
        return {place: peak for place, peak in peaks.items() if peak > NOTHING_KW}


def _to_the_unconnected(programme: Programme, sizes: dict[str, float]) -> list[Variable]:
    """The deliveries of networks to buildings that they do not connect."""
    return [
        block.variables[f"to_{building}_kw"]
        for name, block in programme.blocks.items()
        for building in programme.case.surroundings.places
        if sizes.get(f"{name}.connected_{building}", 1.0) < 0.5 and f"to_{building}_kw" in block.variables
    ]


def _areas(programme: Programme, idle: list[Variable]) -> dict[Bus, tuple[Bus, ...]]:
    """The buses of heat that share their plants, by the one that feeds the others: a network, or a building alone."""
    places = programme.case.surroundings.places
    areas = [group for group in connected(programme, idle) if group[0].carrier == "heat"]
    networks = {place.bus for place in places.values() if place.is_network}
    return {next((bus for bus in group if bus in networks), group[0]): group for group in areas}


def _without_dust(values: FloatArray) -> FloatArray:
    return np.where(np.abs(values) < NOTHING_KW, 0.0, values)
