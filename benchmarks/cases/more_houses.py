"""P3: villages of 30 and of 100 houses, and how the seconds grow between them."""

from __future__ import annotations

import math

from benchmarks.case import Case, Median, Target, Way, gap_target
from benchmarks.cases.village import by_ecsim

FEW, MANY = 30, 100
STEEPEST_GROWTH, MOST_MB = 1.2, 8000.0


def growth(many: Median, few: Median) -> float:
    """The power of the number of houses by which the seconds grow."""
    return math.log(many.wall_s / few.wall_s) / math.log(MANY / FEW)


def memory_suffices(of_way: Median, first: Median) -> bool | None:
    """Whether it keeps within 8 GB."""
    return None if of_way.peak_mb is None else of_way.peak_mb <= MOST_MB


def remark(of_way: Median, first: Median) -> str:
    """How the seconds grow, for the larger village."""
    return "" if of_way is first else f"seconds grow with N^{growth(of_way, first):.2f}"


CASE = Case(
    "P3",
    "larger villages",
    (
        Way(f"ecsim, {FEW} houses", by_ecsim, {"houses": FEW}, (gap_target(1e-3),)),
        Way(
            f"ecsim, {MANY} houses",
            by_ecsim,
            {"houses": MANY},
            (
                gap_target(1e-3),
                Target("seconds <= N^1.2", lambda many, few: growth(many, few) <= STEEPEST_GROWTH),
                Target("memory <= 8 GB", memory_suffices),
            ),
        ),
    ),
    remark=remark,
)
