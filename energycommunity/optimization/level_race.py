"""Temperature levels of networks: a programme each, which race with shared bounds.

A level changes what heat pumps need, what pipes carry and lose and what a building can do with the heat, so that it is
no decision within a linear programme. Levels are computed side by side, as many as there are cores, or one after the
other where starting processes would take longer. One whose proven bound reaches the best cost so far, less what the
asked gap leaves open, cannot win and is given up. The bound of the whole is the lowest of all levels' bounds, whichever
level wins.
"""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from energycommunity.errors import Fault, InfeasibleError
from energycommunity.optimization.distant_search import DistantSearch
from energycommunity.optimization.experience import Experience
from energycommunity.optimization.matrix import Vector
from energycommunity.optimization.preparation import Preparation
from energycommunity.optimization.processes import affordable, answers
from energycommunity.optimization.programme import Programme, state
from energycommunity.optimization.sizing import Dearer, Solution, SolverOptions, solve
from energycommunity.optimization.spell_rows import with_spells
from energycommunity.optimization.whole_matrix import SMALL
from energycommunity.quantities import FloatArray
from energycommunity.scenario.schema import Scenario

if TYPE_CHECKING:
    import xarray as xr

#: Memory that a process takes for each column of its programme, about: a town of 60 buildings [bytes].
OF_PROCESS = 15_000

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


@dataclass(frozen=True)
class Source:
    """What a scenario is stated from: the folder of its file, and weather on the steps of the run and of the year."""

    folder: Path
    weather: tuple[xr.Dataset | None, xr.Dataset | None]

    def stated(self, single: Scenario) -> Stated:
        """The programme of a scenario of single levels."""
        begin = clock.perf_counter()
        preparation = Preparation(single, self.folder, *self.weather)
        programme = state(preparation.case())
        return Stated(preparation.scenario, programme, preparation.notices, clock.perf_counter() - begin)


@dataclass(frozen=True, eq=False)
class Stated:
    """A scenario of single levels with its programme, and the time that stating it took."""

    scenario: Scenario
    programme: Programme
    notices: Sequence[Fault]
    seconds: float

    def solved(self, options: SolverOptions) -> Solved:
        """Solve it."""
        return self.with_solution(solve(self.programme, options))

    def with_solution(self, solution: Solution) -> Solved:
        """The scenario with a solution of its programme."""
        solution.timings_s["prepare"] = self.seconds
        return Solved(self.scenario, self.programme, solution, self.notices)


@dataclass(frozen=True, eq=False)
class Carried:
    """What a process hands over of a solved level: values by the names of variables, all else of the solution by field.

    The programme itself is not handed over but stated once more, that of the winner alone.
    """

    values: dict[str, FloatArray]
    proof: dict[str, Any]
    experience: Experience

    @classmethod
    def of(cls, solved: Solved, experience: Experience) -> Carried:
        """Pack a solved level."""
        proof = dict(vars(solved.solution))
        values = proof.pop("values")
        by_name = {variable.name: values.of(variable) for variable in values.matrix.columns}
        return cls(by_name, proof, experience.without_bases())

    def solved(self, stated: Stated) -> Solved:
        """Unpack it."""
        matrix = with_spells(stated.programme)
        x = np.zeros(len(matrix.cost))
        for variable, columns in matrix.columns.items():
            x[columns] = self.values[variable.name]
        return stated.with_solution(Solution(values=Vector(matrix, x), **self.proof))


@dataclass(frozen=True, eq=False)
class Finish:
    """How a level came out of the race; `found` where it is solved, `refusal` where it is infeasible."""

    outcome: LevelOutcome
    found: Solved | Carried | None = None
    refusal: InfeasibleError | None = None

    @property
    def cost_eur_per_year(self) -> float:
        """Its cost, infinite without one."""
        cost = self.outcome.cost_eur_per_year
        return math.inf if cost is None else cost


@dataclass(eq=False)
class Race:
    """The levels that have finished, by name."""

    finishes: dict[str, Finish] = field(default_factory=dict)

    def take(self, finish: Finish) -> None:
        """One more has finished."""
        self.finishes[finish.outcome.level] = finish

    def cost_eur_per_year(self) -> float:
        """The best cost so far."""
        return min((finish.cost_eur_per_year for finish in self.finishes.values()), default=math.inf)

    def winner(self, levels: Iterable[str]) -> tuple[Finish, list[LevelOutcome]]:
        """The cheapest of all levels, the first of them where several are, and what became of each.

        Raises
        ------
        InfeasibleError
            If every level is infeasible: what the first of them lacks.
        """
        finishes = [self.finishes[level] for level in levels]
        best = min(finishes, key=lambda finish: finish.cost_eur_per_year)
        if best.found is None:
            raise next(finish.refusal for finish in finishes if finish.refusal is not None)
        return best, [finish.outcome for finish in finishes]


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
    source, singles = Source(folder, weather), single_levels(scenario)
    begins = next(iter(singles.values()))
    first = source.stated(begins)
    if len(singles) == 1:
        return first.solved(options)

    def stated(single: Scenario) -> Stated:
        return first if single is begins else source.stated(single)

    processes = min(processes_for(first.programme), len(singles))
    if processes == 1:
        return race(singles, lambda single, choice: stated(single).solved(choice), options)
    return race_apart(singles, source, stated, options, processes)


def processes_for(programme: Programme) -> int:
    """How many levels like this one are solved at a time; one where that takes no longer than starting processes."""
    columns = sum(len(variable.lower) for variable in programme.variables())
    return 1 if columns <= SMALL else affordable(OF_PROCESS * columns)


def race(
    singles: dict[str, Scenario], solve_one: Callable[[Scenario, SolverOptions], Solved], options: SolverOptions
) -> Solved:
    """The cheapest of several levels, one after the other, with the bound that holds for all of them.

    Raises
    ------
    InfeasibleError
        If every level is infeasible.
    """
    begin, run = clock.perf_counter(), Race()
    choice = replace(options, cutoff_eur_per_year=run.cost_eur_per_year)
    for number, (name, single) in enumerate(singles.items(), 1):
        options.progress("progress_level", {"level": name, "number": number, "count": len(singles)})
        run.take(_finish(name, partial(solve_one, single, choice)))
    best, outcomes = run.winner(singles)
    assert isinstance(best.found, Solved)
    return _with_all(best.found, outcomes, clock.perf_counter() - begin)


def race_apart(
    singles: dict[str, Scenario],
    source: Source,
    stated: Callable[[Scenario], Stated],
    options: SolverOptions,
    processes: int,
) -> Solved:
    """The same in so many processes; one that has finished a level begins the next with what it has learnt.

    Raises
    ------
    InfeasibleError
        If every level is infeasible.
    EnergyCommunityError
        If a level cannot be stated or solved; the others are given up.
    """
    begin, run, line = clock.perf_counter(), Race(), DistantSearch(options)
    parts = [(name, single, number, len(singles)) for number, (name, single) in enumerate(singles.items(), 1)]
    for finish in answers(_runner, (line, source), parts, processes, partial(line.relay, options)):
        run.take(finish)
        line.best(run.cost_eur_per_year())
    best, outcomes = run.winner(singles)
    assert isinstance(best.found, Carried)
    options.experience.take(best.found.experience)
    solved = best.found.solved(stated(singles[best.outcome.level]))
    return _with_all(solved, outcomes, clock.perf_counter() - begin)


def _runner(line: DistantSearch, source: Source) -> Callable[[tuple[str, Scenario, int, int]], Finish]:
    """How a process runs a level."""
    options = line.options()

    def ran(part: tuple[str, Scenario, int, int]) -> Finish:
        name, single, number, count = part

        def tell(key: str, values: dict[str, object]) -> None:
            options.progress(key, {"level": name, **values})

        tell("progress_level", {"number": number, "count": count})
        finish = _finish(name, lambda: source.stated(single).solved(replace(options, progress=tell)))
        if isinstance(finish.found, Solved):
            return replace(finish, found=Carried.of(finish.found, options.experience))
        return finish

    return ran


def _finish(level: str, work: Callable[[], Solved]) -> Finish:
    """Run one level to its end."""
    begin = clock.perf_counter()

    def outcome(ending: Ending, cost: float | None = None, bound: float | None = None) -> LevelOutcome:
        return LevelOutcome(level, ending, cost, bound, clock.perf_counter() - begin)

    try:
        found = work()
    except Dearer as dearer:
        return Finish(outcome("dearer", bound=dearer.lower_bound_eur_per_year))
    except InfeasibleError as error:
        return Finish(outcome("infeasible"), refusal=error)
    solution = found.solution
    cost, bound = solution.objective_eur_per_year, solution.lower_bound_eur_per_year
    return Finish(outcome("solved", cost, bound), found)


def _with_all(best: Solved, outcomes: list[LevelOutcome], seconds: float) -> Solved:
    """The best level with the bound that holds for all of them, and the time that they took together."""
    bounds = [found.lower_bound_eur_per_year for found in outcomes if found.lower_bound_eur_per_year is not None]
    bound = min(best.solution.objective_eur_per_year, *bounds)
    timings_s = {**best.solution.timings_s, "levels": seconds}
    solution = replace(best.solution, lower_bound_eur_per_year=bound, timings_s=timings_s)
    return replace(best, solution=solution, levels=tuple(outcomes))
