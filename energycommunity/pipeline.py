"""The story of a run: load -> weather -> profiles -> optimise -> settle -> assess -> save."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from energycommunity.assessment.assess import assess
from energycommunity.coalitions import with_community
from energycommunity.optimization.level_race import solve_levels
from energycommunity.optimization.sizing import SolverOptions
from energycommunity.reporting.report import write_report
from energycommunity.results import Results, VariantResult
from energycommunity.results.gathering import Stages, gather, gather_run
from energycommunity.results.saving import save
from energycommunity.scenario.loader import ScenarioFile, load_scenario
from energycommunity.scenario.schema import Scenario
from energycommunity.settlement.settle import settle
from energycommunity.stopping import Stop
from energycommunity.weather.for_run import weather_of_run


def run(
    path: Path,
    overrides: Sequence[str] = (),
    out: Path | None = None,
    progress: Callable[[str, dict[str, object]], None] = lambda key, values: None,
    stop: Stop | None = None,
    load: Callable[[Path, Sequence[str]], ScenarioFile] = load_scenario,
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
    progress, load : callable
        Told the key of a text and its values as work goes on; reads the file, as `load_anonymous` with codes for names.
    stop : Stop, optional
        Asked whether to stop; then what was found until then is saved.

    Raises
    ------
    EnergyCommunityError
        If the input cannot be used or the answer cannot be trusted; nothing is written then.
    """
    begin = clock.perf_counter()
    file = load(path, overrides)
    variants: dict[str, VariantResult] = {}
    search = SolverOptions(progress=progress, stop=stop or Stop())  # what is learnt in one variant serves the next
    for number, (name, scenario) in enumerate(search.stop.until_asked(file.variants.items()), 1):
        with file.naming(name), search.stop.within_variant(others_finished=bool(variants)):
            progress("progress_variant", {"name": name, "number": number, "count": len(file.variants)})
            variants[name] = run_variant(file, scenario, search)
    progress("progress_saving", {})
    results = gather_run(file, variants, {"total": clock.perf_counter() - begin})
    return save(results, out, write_report, closing=search.stop.close)


def run_variant(file: ScenarioFile, scenario: Scenario, search: SolverOptions | None = None) -> VariantResult:
    """Run one variant: the stages one after the other, each from the values of the last."""
    folder, begin = file.path.parent, clock.perf_counter()
    weather = weather_of_run(scenario.weather_file(folder), scenario.grid(), scenario.site.coordinates_deg)
    solver, search = scenario.solver, search or SolverOptions()
    search.stop.limit(solver.time_limit_s)
    choice = replace(search, method=solver.method, gap=solver.gap)
    solved = solve_levels(scenario, folder, (weather.on_steps, weather.of_year), choice)
    settlement = settle(solved.programme, solved.solution.values)
    assessment = assess(solved.scenario, solved.programme, settlement.by_interval, settlement.values)
    timings_s = {**solved.solution.timings_s, "total": clock.perf_counter() - begin}
    result = gather(file, Stages(weather, solved, settlement, assessment), timings_s)
    return with_community(result, solved, search) if scenario.community.analysed else result
