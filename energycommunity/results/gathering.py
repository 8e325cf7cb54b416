"""Gather what the stages of one variant found into its result."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from energycommunity.assessment.assess import Assessment
from energycommunity.errors import Fault, InfeasibleError
from energycommunity.optimization.level_race import Solved
from energycommunity.optimization.margins import design_winter
from energycommunity.optimization.programme import Programme
from energycommunity.optimization.proof import relative_gap
from energycommunity.optimization.sizing import Solution
from energycommunity.optimization.suspicions import suspicions
from energycommunity.results.arrays import bills_dataset, capacities_of, dispatch_dataset, profiles_dataset
from energycommunity.results.checks import checks_of
from energycommunity.results.curtailment import curtailment_warnings
from energycommunity.results.dear_sharing import dear_sharing_warnings
from energycommunity.results.finance_plans import missed_grants_of_plans
from energycommunity.results.flow_temperatures import cold_room_warnings, flow_temperatures, warm_return_warnings
from energycommunity.results.heat_map import heat_maps
from energycommunity.results.lacks_in_winter import lacks_in_winter
from energycommunity.results.laid_networks import laid_networks
from energycommunity.results.measured_and_modelled import deviation_warnings
from energycommunity.results.network_hydraulics import hydraulics_warnings, network_hydraulics
from energycommunity.results.renovations import missed_grants, renovated_buildings
from energycommunity.results.run_results import Proof, Results, ShorterYearAnswer, Status, VariantResult
from energycommunity.results.surplus_cap import surplus_warnings
from energycommunity.scenario.connection_limits import connection_warnings
from energycommunity.scenario.generation_rules import generation_warnings
from energycommunity.scenario.loader import ScenarioFile
from energycommunity.scenario.row_sizes import row_size_warnings
from energycommunity.scenario.schema import Scenario
from energycommunity.settlement.settle import Settlement
from energycommunity.weather.for_run import RunWeather

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, eq=False)
class Stages:
    """What each stage of a variant's run returned."""

    weather: RunWeather
    solved: Solved
    settlement: Settlement
    assessment: Assessment


def gather(file: ScenarioFile, stages: Stages, timings_s: dict[str, float]) -> VariantResult:
    """The result of a variant; its cost is that of the dispatch as it was settled.

    Raises
    ------
    SolverError
        If the answer does not keep what it has to.
    InfeasibleError
        If a profit has no limit but a bound that nobody stated.
    """
    solved, values = stages.solved, stages.settlement.values
    scenario, programme, solution = solved.scenario, solved.programme, solved.solution
    proof = _proof(solution, scenario, values.eur_per_year)
    capacities, winter = capacities_of(programme, values), design_winter(programme, values)
    profiles, dispatch = profiles_dataset(programme), dispatch_dataset(programme, values)
    renovated, weather = renovated_buildings(programme, values), stages.weather.on_steps
    told = (*file.notices, *stages.weather.notices, *solved.notices, *lacks_in_winter(winter, scenario))
    told = (*told, *missed_grants(renovated, stages.assessment.heating))
    hydraulics = network_hydraulics(programme, values, dispatch, weather)
    heated, reserve = programme.case.heated_buildings, programme.case.reserve
    water = flow_temperatures(scenario, (profiles, dispatch), weather, heated, renovated, reserve)
    built = (*_of_answer(file, scenario, capacities, dispatch), *hydraulics_warnings(hydraulics))
    built = (*built, *cold_room_warnings(water), *warm_return_warnings(water))
    told = (*told, *surplus_warnings(scenario, programme, stages.settlement))
    told = (*told, *dear_sharing_warnings(scenario, stages.settlement))
    searched = (*_of_sharing(proof, scenario), *_of_search(proof, solution, file.place_of(scenario.variant)))
    warnings = (*told, *built, *suspicions(programme, told), *_binding_bounds(programme, solution), *searched)
    return VariantResult(
        scenario,
        proof,
        capacities,
        weather,
        profiles,
        dispatch,
        bills_dataset(stages.settlement.lines, programme.case.time),
        stages.settlement.contracts,
        stages.assessment,
        file.defaults_used[scenario.variant],
        _once_each(warnings),
        checks_of(programme, stages.settlement, stages.assessment),
        timings_s,
        peak_memory_mb(),
        winter,
        renovated,
        levels=solved.levels,
        networks=laid_networks(programme, values),
        flow_temperatures=water,
        network_hydraulics=hydraulics,
    )


def _proof(solution: Solution, scenario: Scenario, cost_eur: float) -> Proof:
    """How good a cost is [EUR/a]."""
    return Proof(
        _status(solution, scenario),
        cost_eur,
        solution.lower_bound_eur_per_year,
        relative_gap(max(cost_eur, solution.objective_eur_per_year), solution.lower_bound_eur_per_year),
        solution.violation,
        solution.rows,
        solution.columns,
        cost_eur - solution.objective_eur_per_year,
        _directions_in_gap(solution),
        shorter_year_answer(solution),
    )


def _of_answer(
    file: ScenarioFile, scenario: Scenario, capacities: dict[str, float], dispatch: xr.Dataset
) -> Iterator[Fault]:
    """Warnings of the sizes chosen, and of what the run makes of a measured network."""
    yield from generation_warnings(scenario, capacities)
    yield from connection_warnings(scenario, capacities)
    yield from curtailment_warnings(scenario, dispatch)
    yield from row_size_warnings(scenario, file.defaults_used[scenario.variant], capacities)
    if scenario.variant == file.baseline:  # other variants may well differ from what was measured
        yield from deviation_warnings(scenario, dispatch)


def _of_sharing(proof: Proof, scenario: Scenario) -> Iterator[Fault]:
    """Warnings of what the sharing key costs, or the period of sharing changes."""
    period = scenario.community.sharing_period
    values: dict[str, object] = {"eur": proof.key_cost_eur_per_year, "unit": scenario.time.a_year("EUR")}
    if period != "interval":
        yield Fault("sharing_period_differs", {**values, "period": period}, path="community.sharing_period")
    elif proof.key_cost_eur_per_year > 1e-6 * abs(proof.objective_eur_per_year):
        yield Fault("sharing_key_costs", values, path="community.key")


def _of_search(proof: Proof, solution: Solution, place: str) -> Iterator[Fault]:
    """A warning of a search that was stopped."""
    if solution.stopped:
        yield _stopped(proof, place)


def _directions_in_gap(solution: Solution) -> float:
    """What fixing directions contributes to the gap: nothing where the bound knows of the directions already."""
    open_eur = solution.objective_eur_per_year - solution.lower_bound_eur_per_year
    return min(solution.directions_cost_eur_per_year, open_eur)


def shorter_year_answer(solution: Solution) -> ShorterYearAnswer | None:
    """What a shorter year alone would have answered; sizes that leave demand unserved have no cost but a penalty."""
    year = solution.shorter_year
    if year is None:
        return None
    answer_eur = solution.objective_eur_per_year - solution.directions_cost_eur_per_year
    true_eur = None if year.lacks else year.true_eur_per_year
    return ShorterYearAnswer(year.steps, year.claimed_eur_per_year, true_eur, answer_eur)


def _stopped(proof: Proof, place: str) -> Fault:
    open_eur = proof.objective_eur_per_year - proof.lower_bound_eur_per_year
    values: dict[str, object] = {"eur": open_eur, "percent": 100.0 * proof.optimality_gap}
    return Fault("search_stopped", values, path=place)


def gather_run(file: ScenarioFile, variants: dict[str, VariantResult], timings_s: dict[str, float]) -> Results:
    """The results of a run; one that was stopped warns of the variants that are missing.

    Where the baseline is one of them, the first variant takes its place.
    """
    not_computed = tuple(name for name in file.variants if name not in variants)
    baseline = file.baseline if file.baseline in variants else next(iter(variants))
    warnings: list[Fault] = []
    if not_computed:
        warnings.append(Fault("variants_not_computed", {"names": ", ".join(not_computed)}))
    if baseline != file.baseline:
        warnings.append(Fault("baseline_not_computed", {"baseline": file.baseline, "used": baseline}))
    results = Results(
        file.name,
        file.path,
        baseline,
        variants,
        timings_s=timings_s,
        not_computed=not_computed,
        warnings=tuple(warnings),
        heat_maps=heat_maps(file.path.parent, variants, baseline),
    )
    return replace(results, warnings=(*results.warnings, *missed_grants_of_plans(results)))


def _status(solution: Solution, scenario: Scenario) -> Status:
    """Whether the search came to the gap that was asked for, was stopped before, or ended without."""
    if solution.stopped:
        return "stopped"
    return "optimal" if solution.gap <= max(scenario.solver.gap, 1e-6) else "feasible"


def _once_each(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    told: list[Fault] = []
    for fault in faults:
        if fault not in told:
            told.append(fault)
    return tuple(told)


def _binding_bounds(programme: Programme, solution: Solution) -> Iterator[Fault]:
    """Sizes that stand at an upper bound which nobody stated.

    Raises
    ------
    InfeasibleError
        If the whole then earns money: the profit has no limit but that bound.
    """
    for name, block in programme.blocks.items():
        for quantity in block.derived_bounds:
            variable = block.variables[quantity]
            size, upper = float(solution.values.of(variable)[0]), float(variable.upper[0])
            if size >= 0.999 * upper:
                values: dict[str, object] = {"name": name, "size": upper, "quantity": quantity}
                if solution.objective_eur_per_year < 0.0:
                    raise InfeasibleError(Fault("unbounded_profit", values, path=f"assets.{name}.{quantity}"))
                yield Fault("derived_bound_binds", values, path=f"assets.{name}.{quantity}")


def peak_memory_mb() -> float:
    """Largest memory of this process so far [MB]; NaN where the system does not tell."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0 * 1024.0 if sys.platform == "darwin" else 1024.0)
