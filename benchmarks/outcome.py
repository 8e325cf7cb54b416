"""What one solved programme, run or command tells: its time, its answer, its proof."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from types import TracebackType


@dataclass(frozen=True)
class Outcome:
    """What was measured inside one process; None where there is no such thing.

    Parameters
    ----------
    wall_s, cpu_s : float
        Seconds by the clock on the wall, and of all processor cores together, with processes that it started.
    objective_eur_per_year, bound_eur_per_year, gap : float or None
        Cost found, cost that nothing lies below, and their distance over the size of the cost.
    details : dict
        Further numbers by name, told in the last column of the table.
    """

    wall_s: float
    cpu_s: float
    objective_eur_per_year: float | None = None
    bound_eur_per_year: float | None = None
    gap: float | None = None
    details: dict[str, float] = field(default_factory=dict)


class Stopwatch:
    """Counts wall and processor seconds of what stands in its `with`, those of processes that ended in it as well."""

    wall_s = 0.0
    cpu_s = 0.0

    def __enter__(self) -> Stopwatch:
        """Start."""
        self._wall, self._cpu = time.perf_counter(), _cpu_s()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.wall_s, self.cpu_s = time.perf_counter() - self._wall, _cpu_s() - self._cpu


def _cpu_s() -> float:
    """Processor seconds of this process and, where the system tells, of those that it started and that have ended."""
    return sum(os.times()[:4])
