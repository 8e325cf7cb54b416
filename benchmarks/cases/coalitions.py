"""P10: what a community of ten is worth to each member over a year: every coalition, with the sizes fixed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.case import Case, Way, seconds_target
from benchmarks.ecsim import parsed, stated
from benchmarks.neighbours import Contracts, write_neighbours
from benchmarks.outcome import Outcome, Stopwatch

MEMBERS, MOST_S = 10, 300.0


def worked_out(contracts: Contracts, members: int) -> Outcome:
    """All coalitions, Shapley value and nucleolus; the dispatch of all together is not measured.

    The gap is what is left open of the worth of a coalition, over the worth of all.
    """
    from energycommunity.coalitions import community_worth
    from energycommunity.optimization.level_race import Solved
    from energycommunity.optimization.sizing import SolverOptions, solve

    with TemporaryDirectory() as folder:
        scenario = parsed(write_neighbours(Path(folder), contracts, members))
        programme = stated(scenario, Path(folder))
        solution = solve(programme, SolverOptions(scenario.solver.method, scenario.solver.gap))
        with Stopwatch() as watch:
            worth = community_worth(Solved(scenario, programme, solution, ()))
    if worth is None:
        raise RuntimeError("stopped")
    saved = worth.total("alone") - worth.total("together")
    details = {"coalitions": float(worth.coalitions), "CPU s a coalition": watch.cpu_s / worth.coalitions}
    return Outcome(watch.wall_s, watch.cpu_s, gap=worth.open_worth_eur / saved, details=details)


CASE = Case(
    "P10",
    "Shapley of 10 over a year",
    (
        Way("spot", worked_out, {"contracts": "spot", "members": MEMBERS}, (seconds_target(MOST_S),)),
        Way("mixed contracts", worked_out, {"contracts": "mixed", "members": MEMBERS}, (seconds_target(MOST_S),)),
    ),
    in_proportion=False,
)
