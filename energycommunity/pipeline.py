"""The story of a run: load -> weather -> profiles -> optimise -> settle -> assess -> save."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Sequence
from pathlib import Path

from energycommunity.assessment.assess import assess
from energycommunity.errors import EnergyCommunityError
from energycommunity.optimization.experience import Experience
from energycommunity.optimization.preparation import Preparation
from energycommunity.optimization.programme import state
from energycommunity.optimization.sizing import SolverOptions, solve
from energycommunity.reporting.report import write_report
from energycommunity.results import Results, VariantResult
from energycommunity.results.gathering import Stages, gather, gather_run
from energycommunity.results.saving import save
from energycommunity.scenario.loader import ScenarioFile, load_scenario
from energycommunity.scenario.schema import Scenario
from energycommunity.settlement.settle import settle
from energycommunity.stopping import Stop
from energycommunity.weather.for_run import weather_of_run

#: Called with the key of a text and its values as work goes on.
Progress = Callable[[str, dict[str, object]], None]


def quiet(key: str, values: dict[str, object]) -> None:
    """Tell nobody."""


def run(
    path: Path,
    overrides: Sequence[str] = (),
    out: Path | None = None,
    progress: Progress = quiet,
    stop: Stop | None = None,
) -> Results:
    """Run every variant of a scenario file and save what came of it.

    Parameters
    ----------
    path : Path
        The scenario file.
    overrides : sequence of str
        `path=value`, laid over every variant.
    out : Path, optional
        Folder for the results in place of `results/`.
    progress : callable
        Told the key of a text and its values as work goes on.
    stop : Stop, optional
        Asked whether to stop; then what was found until then is saved.

    Raises
    ------
    EnergyCommunityError
        If the input cannot be used or the answer cannot be trusted; nothing is written then.
    """
    begin = clock.perf_counter()
    file = load_scenario(path, overrides)
    variants: dict[str, VariantResult] = {}
    stop, experience = stop or Stop(), Experience()
    for number, (name, scenario) in enumerate(file.variants.items(), 1):
        try:
            with stop.within_variant(others_finished=bool(variants)):
                progress("progress_variant", {"name": name, "number": number, "count": len(file.variants)})
                variants[name] = run_variant(file, scenario, progress, stop, experience)
        except EnergyCommunityError as error:
            raise error.within(str(path), f"variants.{name}" if len(file.variants) > 1 else "") from error
        if stop.asked:
            break
    progress("progress_saving", {})
    results = gather_run(file, variants, {"total": clock.perf_counter() - begin})
    return save(results, out, write_report, closing=stop.close)


def run_variant(
    file: ScenarioFile,
    scenario: Scenario,
    progress: Progress = quiet,
    stop: Stop | None = None,
    experience: Experience | None = None,
) -> VariantResult:
    """Run one variant: the stages one after the other, each from the values of the last."""
    folder, begin = file.path.parent, clock.perf_counter()
    weather = weather_of_run(folder / scenario.weather.series if scenario.weather else None, scenario.grid())
    preparation = Preparation(scenario, folder, weather.on_steps, weather.of_year)
    programme = state(preparation.case())
    prepared = clock.perf_counter()
    solver, stop = scenario.solver, stop or Stop()
    stop.limit(solver.time_limit_s)
    choice = SolverOptions(solver.method, solver.gap, progress, stop, experience or Experience())
    solution = solve(programme, choice)
    settlement = settle(programme, solution.values)
    assessment = assess(scenario, programme, settlement.values)
    timings_s = {"prepare": prepared - begin, **solution.timings_s, "total": clock.perf_counter() - begin}
    stages = Stages(weather, programme, solution, settlement, assessment)
    return gather(file, scenario, stages, preparation.notices, timings_s)
