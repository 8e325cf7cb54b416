"""What many coalitions cost, worked out by this process alone or by several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from energycommunity.optimization.processes import affordable, answers

#: Rows that are dispatched in all from which on several processes save more time than starting them takes.
WORTH_PROCESSES = 5e6
#: Memory of a process for each row and column of the programme, about [bytes].
OF_PROCESS = 1500
#: Most neighbouring coalitions that a process is handed at a time, and how often each is handed some at least: often
#: enough to tell how it goes, and to share them out evenly.
PORTION, PORTIONS = 8, 8

#: How another process makes a way of costing anew.
Recipe = tuple[Callable[..., "Costing"], tuple[Any, ...]]


@dataclass(frozen=True)
class CoalitionCost:
    """What all members pay while one coalition shares, and what they are proven to pay at least [EUR/a]."""

    coalition: frozenset[str]
    eur_per_year: float
    lower_bound_eur_per_year: float

    @property
    def open_eur(self) -> float:
        """Cost less bound [EUR/a]."""
        return self.eur_per_year - self.lower_bound_eur_per_year


class Costing(Protocol):
    """A way of costing coalitions, which warms up from one to the next."""

    @property
    def recipe(self) -> Recipe:
        """How another process makes the same."""

    def cost(self, coalition: frozenset[str]) -> CoalitionCost:
        """What all pay while these members share."""


def processes_for(rows: float, size: int) -> int:
    """How many processes dispatch so many rows in all, with a programme of so many rows and columns."""
    if rows < WORTH_PROCESSES:
        return 1
    return affordable(OF_PROCESS * size)


def costs_of(way: Costing, coalitions: Sequence[frozenset[str]], processes: int) -> Iterator[CoalitionCost]:
    """The cost of each coalition, as they come; a process walks a portion of neighbours at a time.

    Raises
    ------
    EnergyCommunityError
        If a coalition has no solution; the others are given up.
    """
    if processes == 1:
        yield from map(way.cost, coalitions)
        return
    length = max(min(PORTION, len(coalitions) // (PORTIONS * processes)), 1)
    portions = [coalitions[begin : begin + length] for begin in range(0, len(coalitions), length)]
    for found in answers(_walker, way.recipe, portions, processes):
        yield from found


def _walker(
    make: Callable[..., Costing], given: tuple[Any, ...]
) -> Callable[[Sequence[frozenset[str]]], list[CoalitionCost]]:
    way = make(*given)
    return lambda portion: [way.cost(coalition) for coalition in portion]
