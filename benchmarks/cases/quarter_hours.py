"""P6: the site at steps of 15 minutes against steps of an hour; the input of an hour is held constant."""

from __future__ import annotations

from functools import partial

from benchmarks.case import Case, Target, Way, gap_target
from benchmarks.ecsim import solved
from benchmarks.outcome import Outcome
from benchmarks.site import write_site


def at_steps_of(step_h: float) -> Outcome:
    """The site at steps of some length."""
    return solved(partial(write_site, step_h=step_h))


CASE = Case(
    "P6",
    "site at 15 min",
    (
        Way("ecsim, hours", at_steps_of, {"step_h": 1.0}, (gap_target(1e-4),)),
        Way(
            "ecsim, quarter hours",
            at_steps_of,
            {"step_h": 0.25},
            (gap_target(1e-4), Target("<= 6 x the hours", lambda of_way, first: of_way.wall_s <= 6.0 * first.wall_s)),
        ),
    ),
)
