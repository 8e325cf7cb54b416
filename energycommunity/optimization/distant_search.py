"""The line to searches in other processes: they tell how it goes, and hear meanwhile of a better cost or of a stop."""

from __future__ import annotations

import math
from multiprocessing import get_context
from queue import Empty
from typing import Any

from energycommunity.optimization.sizing import SolverOptions
from energycommunity.stopping import Stop

#: A number that several processes see.
Shared = Any


class DistantSearch:
    """How to search in another process as these options say; handed to the processes as they start.

    Parameters
    ----------
    options : SolverOptions
        Of this process.
    """

    def __init__(self, options: SolverOptions) -> None:
        context, left_s = get_context("spawn"), options.stop.left_s()
        self._best: Shared = context.RawValue("d", math.inf)
        self._asked: Shared = context.RawValue("b", False)
        self._found: Shared = context.RawValue("b", False)
        self._told = context.Queue()
        self._left_s = None if math.isinf(left_s) else left_s
        self._method, self._gap, self._experience = options.method, options.gap, options.experience.without_bases()

    def best(self, cost_eur_per_year: float) -> None:
        """Let all know the best cost so far [EUR/a]."""
        self._best.value = cost_eur_per_year

    def relay(self, options: SolverOptions) -> None:
        """Tell here what was told there, and there that a stop is asked for here."""
        options.stop.found |= bool(self._found.value)
        self._asked.value = options.stop.asked
        while True:
            try:
                told = self._told.get_nowait()
            except Empty:
                return
            options.progress(*told)

    def options(self) -> SolverOptions:
        """The options in the other process, whose time runs from now on."""
        stop = _DistantStop(self._asked, self._found)
        stop.limit(self._left_s)
        return SolverOptions(
            self._method, self._gap, self._tell, stop, self._experience, cutoff_eur_per_year=lambda: self._best.value
        )

    def _tell(self, key: str, values: dict[str, object]) -> None:
        self._told.put((key, values))


class _DistantStop(Stop):
    """A stop that is asked for by another process, which is told that there is a solution."""

    def __init__(self, asked: Shared, found: Shared) -> None:
        self._asked_there, self._found_here = asked, found
        super().__init__()

    @property
    def asked(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return bool(self._asked_there.value)

    @property
    def found(self) -> bool:
        """Whether any of the searches has a solution."""
        return bool(self._found_here.value)

    @found.setter
    def found(self, value: bool) -> None:
        self._found_here.value |= value
