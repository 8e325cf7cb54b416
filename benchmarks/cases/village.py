"""P2: a village of ten houses, beside its whole matrix by the best interior point method."""

from __future__ import annotations

from functools import partial

from benchmarks.case import Case, Way, gap_target, slower_target
from benchmarks.ecsim import solved, solved_whole
from benchmarks.outcome import Outcome
from benchmarks.village import write_village


def by_ecsim(houses: int) -> Outcome:
    """A village as the program solves it."""
    return solved(partial(write_village, houses=houses))


def whole_matrix(houses: int) -> Outcome:
    """The programme of the same village as one matrix."""
    return solved_whole(partial(write_village, houses=houses))


CASE = Case(
    "P2",
    "village of 10",
    (
        Way("ecsim", by_ecsim, {"houses": 10}, (gap_target(1e-3),)),
        Way("whole matrix, HiPO", whole_matrix, {"houses": 10}, (slower_target(12, 25),), peer=True),
    ),
    one_answer=True,
)
