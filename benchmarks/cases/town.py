"""P8: a town of 60 buildings, each with 3 packages and the network or its own heat, at one level and at four."""

from __future__ import annotations

from functools import partial

from benchmarks.case import Case, Way, gap_target, seconds_target
from benchmarks.ecsim import solved, solved_levels
from benchmarks.outcome import Outcome
from benchmarks.town import write_town


def one_level(buildings: int) -> Outcome:
    """The town at the level 65/40."""
    return solved(partial(write_town, buildings=buildings))


def four_levels(buildings: int) -> Outcome:
    """The town with all its levels, which race."""
    return solved_levels(partial(write_town, buildings=buildings, levels="80/50,65/40,55/30,40/25"))


CASE = Case(
    "P8",
    "town of 60",
    (
        Way("65/40", one_level, {"buildings": 60}, (gap_target(1e-2),)),
        Way("four levels", four_levels, {"buildings": 60}, (gap_target(1e-2), seconds_target(600))),
    ),
    in_proportion=False,
)
