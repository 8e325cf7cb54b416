"""A scenario solved by the program, and its whole matrix solved by HiGHS alone.

The clock starts with the parsed scenario and stops with the arrays of the result; reading its CSV files is inside.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.outcome import Outcome, Stopwatch

if TYPE_CHECKING:
    from energycommunity.optimization.programme import Programme
    from energycommunity.scenario.schema import Scenario

#: What the functions below import while they run; loaded before the clock starts.
LOADED_LATE = (
    "energycommunity.optimization.level_race",
    "energycommunity.optimization.preparation",
    "energycommunity.optimization.sizing",
    "energycommunity.profiles.reading",
    "energycommunity.weather.for_run",
    "highspy",
    "pandas",
    "pint",
    "pyomo.environ",
)


def solved(write: Callable[[Path], Path]) -> Outcome:
    """The scenario that `write` puts into a folder, solved as a run solves it: bound and gap are proven."""
    from energycommunity.optimization.sizing import SolverOptions, solve

    with TemporaryDirectory() as folder:
        scenario = parsed(write(Path(folder)))
        options = SolverOptions(scenario.solver.method, scenario.solver.gap)
        with Stopwatch() as watch:
            programme = stated(scenario, Path(folder))
            options.stop.limit(scenario.solver.time_limit_s)
            solution = solve(programme, options)
            for asset in programme.case.assets:
                asset.technology.read(programme.blocks[asset.name], solution.values)
    cost, bound = solution.objective_eur_per_year, solution.lower_bound_eur_per_year
    return Outcome(watch.wall_s, watch.cpu_s, cost, bound, solution.gap)


def solved_levels(write: Callable[[Path], Path]) -> Outcome:
    """The scenario that `write` puts into a folder with all its temperature levels: the bound holds for all of them."""
    from energycommunity.optimization.level_race import solve_levels
    from energycommunity.optimization.sizing import SolverOptions
    from energycommunity.weather.for_run import weather_of_run

    with TemporaryDirectory() as folder:
        scenario = parsed(write(Path(folder)))
        options = SolverOptions(scenario.solver.method, scenario.solver.gap)
        with Stopwatch() as watch:
            series = None if scenario.weather is None else Path(folder) / scenario.weather.series
            weather = weather_of_run(series, scenario.grid())
            found = solve_levels(scenario, Path(folder), (weather.on_steps, weather.of_year), options)
    solution = found.solution
    cost, bound = solution.objective_eur_per_year, solution.lower_bound_eur_per_year
    levels = {f"seconds at {outcome.level}": outcome.seconds for outcome in found.levels}
    return Outcome(watch.wall_s, watch.cpu_s, cost, bound, solution.gap, levels)


def solved_again(before: Callable[[Path], Path], then: Callable[[Path], Path]) -> Outcome:
    """The second scenario, solved with what the solution of the first one taught; only the second is timed."""
    from energycommunity.optimization.experience import Experience
    from energycommunity.optimization.sizing import SolverOptions, solve

    experience = Experience()
    for write in (before, then):
        with TemporaryDirectory() as folder:
            scenario = parsed(write(Path(folder)))
            options = SolverOptions(scenario.solver.method, scenario.solver.gap, experience=experience)
            with Stopwatch() as watch:
                solution = solve(stated(scenario, Path(folder)), options)
    cost, bound = solution.objective_eur_per_year, solution.lower_bound_eur_per_year
    return Outcome(watch.wall_s, watch.cpu_s, cost, bound, solution.gap)


def solved_whole(write: Callable[[Path], Path]) -> Outcome:
    """The same programme as one matrix by the interior point method HiPO, with the settings that were fastest for it.

    The bound is recomputed from the row prices, as the program does with its own.
    """
    import numpy as np

    from energycommunity.optimization.highs import hand_over
    from energycommunity.optimization.matrix import assemble
    from energycommunity.optimization.proof import dual_bound, relative_gap

    with TemporaryDirectory() as folder:
        scenario = parsed(write(Path(folder)))
        with Stopwatch() as watch:
            matrix = assemble(stated(scenario, Path(folder)))
            cost, bounds = matrix.search_cost, (matrix.lower, matrix.upper)
            highs = hand_over(matrix.a, cost, bounds, (matrix.row_lower, matrix.row_upper))
            settings = {"solver": "hipo", "run_crossover": "off", "hipo_system": "augmented", "hipo_ordering": "amd"}
            for name, value in settings.items():
                highs.setOptionValue(name, value)
            highs.run()
            found = highs.getSolution()
            x, row_dual = np.array(found.col_value), np.array(found.row_dual)
    if not found.value_valid:
        raise RuntimeError(f"HiPO: {highs.modelStatusToString(highs.getModelStatus())}")
    objective = float(cost @ x) + matrix.constant
    bound = dual_bound(matrix, cost, row_dual, *bounds) + matrix.constant
    return Outcome(watch.wall_s, watch.cpu_s, objective, bound, relative_gap(objective, bound))


def load(modules: tuple[str, ...]) -> None:
    """Import modules, so that no clock counts it."""
    for module in modules:
        import_module(module)


def parsed(path: Path) -> Scenario:
    """The one variant of a scenario file."""
    from energycommunity.scenario.loader import load_scenario

    load(LOADED_LATE)
    file = load_scenario(path)
    return file.variants[file.baseline]


def stated(scenario: Scenario, folder: Path) -> Programme:
    """The programme of a scenario whose files stand in a folder."""
    from energycommunity.optimization.preparation import Preparation
    from energycommunity.optimization.programme import state
    from energycommunity.weather.for_run import weather_of_run

    weather = weather_of_run(folder / scenario.weather.series if scenario.weather else None, scenario.grid())
    return state(Preparation(scenario, folder, weather.on_steps, weather.of_year).case())
