"""Temperature levels of networks: a programme each, which race with shared bounds.

A level changes what heat pumps need, what pipes carry and lose and what a building can do with the heat, so that it is
no decision within a linear programme. The levels are computed one after the other. One whose proven bound reaches the
best cost so far, less what the asked gap leaves open, cannot win and is given up. The bound of the whole is the lowest
of all levels' bounds, whichever level wins.
"""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from energycommunity.errors import Fault, InfeasibleError
from energycommunity.optimization.preparation import Preparation
from energycommunity.optimization.programme import Programme, state
from energycommunity.optimization.sizing import Dearer, Solution, SolverOptions, solve
from energycommunity.scenario.schema import Scenario

if TYPE_CHECKING:
    import xarray as xr

#: `solved`: to its end, or as far as a stop let it; `dearer`: given up, for it cannot win; `infeasible`: it leaves
#: demand unserved.
Ending = Literal["solved", "dearer", "infeasible"]


@dataclass(frozen=True)
class LevelOutcome:
    """What became of one temperature level.

    Parameters
    ----------
    level : str
        Each network that has several levels, with its supply and return [degC], such as `centre 65/40`.
    ending : str
        `solved`, `dearer` or `infeasible`.
    cost_eur_per_year : float or None
        Its cost; None where it was given up or is infeasible.
    lower_bound_eur_per_year : float or None
        Proven: it costs no less; None where it is infeasible.
    seconds : float
        Time that it took.
    """

    level: str
    ending: Ending
    cost_eur_per_year: float | None
    lower_bound_eur_per_year: float | None
    seconds: float


@dataclass(frozen=True, eq=False)
class Solved:
    """A scenario of single levels with its solution, and what became of all levels; no outcomes where there is one."""

    scenario: Scenario
    programme: Programme
    solution: Solution
    notices: Sequence[Fault]
    levels: tuple[LevelOutcome, ...] = ()


def single_levels(scenario: Scenario) -> dict[str, Scenario]:
    """The scenario with each combination of its networks' levels, by the name of the levels; the middle one first.

    One entry, the scenario itself, where every network has one level.
    """
    several = {name: network for name, network in scenario.heat_networks.items() if network.levels}
    if not several:
        return {"": scenario}
    found: dict[str, Scenario] = {}
    for levels in product(*(network.levels for network in several.values())):
        chosen = {
            name: network.model_copy(update={"level": level, "levels": ()})
            for (name, network), level in zip(several.items(), levels, strict=True)
        }
        words = [f"{name} {network.level.name}" for name, network in chosen.items()]
        networks = {**scenario.heat_networks, **chosen}
        found[", ".join(words)] = scenario.model_copy(update={"heat_networks": networks})
    middle = (len(found) - 1) / 2.0
    order = sorted(enumerate(found.items()), key=lambda numbered: abs(numbered[0] - middle))
    return dict(item for _, item in order)


def solve_levels(
    scenario: Scenario, folder: Path, weather: tuple[xr.Dataset | None, xr.Dataset | None], options: SolverOptions
) -> Solved:
    """The cheapest level of a scenario, solved; where there is one level, that.

    Parameters
    ----------
    scenario : Scenario
        One variant, complete.
    folder : Path
        Folder of the scenario file.
    weather : pair of xarray.Dataset or None
        On the steps of the run, and of the whole year.
    options : SolverOptions
        How to solve.

    Raises
    ------
    InfeasibleError
        If no level serves every demand; says what the first of them lacks.
    """

    def one(single: Scenario, choice: SolverOptions) -> Solved:
        begin = clock.perf_counter()
        preparation = Preparation(single, folder, *weather)
        programme = state(preparation.case())
        prepare_s = clock.perf_counter() - begin
        solution = solve(programme, choice)
        solution.timings_s["prepare"] = prepare_s
        return Solved(preparation.scenario, programme, solution, preparation.notices)

    singles = single_levels(scenario)
    return race(singles, one, options) if len(singles) > 1 else one(next(iter(singles.values())), options)


def race(
    singles: dict[str, Scenario], solve_one: Callable[[Scenario, SolverOptions], Solved], options: SolverOptions
) -> Solved:
    """The cheapest of several levels, with the bound that holds for all of them.

    Raises
    ------
    InfeasibleError
        If every level is infeasible.
    """
    best: Solved | None = None
    outcomes: list[LevelOutcome] = []
    refusals: list[InfeasibleError] = []
    for number, (name, single) in enumerate(singles.items(), 1):
        options.progress("progress_level", {"level": name, "number": number, "count": len(singles)})
        begin = clock.perf_counter()
        cost: float | None = None
        bound: float | None = None
        ending: Ending = "solved"
        try:
            found = solve_one(single, replace(options, cutoff_eur_per_year=_cost(best)))
            cost, bound = found.solution.objective_eur_per_year, found.solution.lower_bound_eur_per_year
            best = found if cost < _cost(best) else best
        except Dearer as dearer:
            ending, bound = "dearer", dearer.lower_bound_eur_per_year
        except InfeasibleError as error:
            ending = "infeasible"
            refusals.append(error)
        outcomes.append(LevelOutcome(name, ending, cost, bound, clock.perf_counter() - begin))
    if best is None:
        raise refusals[0]
    return _with_all(best, outcomes)


def _cost(best: Solved | None) -> float:
    return math.inf if best is None else best.solution.objective_eur_per_year


def _with_all(best: Solved, outcomes: list[LevelOutcome]) -> Solved:
    """The best level with the bound that holds for all of them."""
    bounds = [found.lower_bound_eur_per_year for found in outcomes if found.lower_bound_eur_per_year is not None]
    bound = min(_cost(best), *bounds)
    timings_s = {**best.solution.timings_s, "levels": sum(found.seconds for found in outcomes)}
    solution = replace(best.solution, lower_bound_eur_per_year=bound, timings_s=timings_s)
    return replace(best, solution=solution, levels=tuple(outcomes))
