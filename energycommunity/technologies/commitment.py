"""A plant that runs at a minimum load or stands still, and what each start costs.

    load[t] <= largest · on[t]                                             on[t]: 0 or 1; largest: bound of the capacity
    load[t] >= minimum · capacity - minimum · largest · (1 - on[t])        minimum: fraction of the capacity
    start[t+1] >= on[t+1] - on[t]                                          the first step follows the last

The size stays on right-hand sides; without multiplying it by `on`, nothing tighter can be said of a size that is free.
One that is known is `largest` itself, and the second line is then *load >= minimum · capacity · on*. A plant that may
not switch off needs no binary:

    load[t] + missing[t] >= minimum · capacity                             missing: for the search alone
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from energycommunity.quantities import refusal
from energycommunity.technologies.ledger import Term

if TYPE_CHECKING:
    from energycommunity.quantities import FloatArray
    from energycommunity.technologies.block import Block, Investment, Variable
    from energycommunity.technologies.ledger import Values

#: Names of the variables: whether it runs, that it starts, and what it lacks of a minimum load it must keep.
ON, START, MISSING = "on", "start", "missing_load_kw"
#: Name of the series that says whether a plant can run at all in a step (1 or 0), such as in the cold.
ABLE = "able"


@dataclass(frozen=True)
class Running:
    """How a plant may run: minimum load over capacity, cost of a start, and whether it may stand still."""

    minimum_load_fraction: float | None
    start_cost_eur: float | None
    may_switch_off: bool

    def refuse_without_effect(self) -> None:
        """Raise what a file asks for and cannot mean.

        Raises
        ------
        PydanticCustomError
            If the plant may not switch off and has no minimum load, or has a cost for starts that it never makes.
        """
        if not self.may_switch_off and not self.minimum_load_fraction:
            raise refusal("technologies_always_on_without_minimum")
        if not self.may_switch_off and self.start_cost_eur:
            raise refusal("technologies_always_on_with_start_cost")


def commit(block: Block, load: Callable[[Any], Any], capacity: Investment, running: Running) -> tuple[Term, ...]:
    """Hold a plant to its minimum load and count its starts; nothing is declared where nothing is asked.

    Parameters
    ----------
    block : Block
        The block of the plant.
    load : callable
        Its load in a step, in the unit of the capacity, which limits it.
    capacity : Investment
        Its size.
    running : Running
        What is asked of it.

    Returns
    -------
    tuple of Term
        What its starts cost [EUR/a].
    """
    minimum = running.minimum_load_fraction or 0.0
    if not running.may_switch_off:
        _never_below(block, load, capacity, minimum)
        return ()
    if not minimum and not running.start_cost_eur:
        return ()
    on = block.commit(ON)
    largest = capacity.upper
    block.constrain("only_while_on", lambda t: load(t) <= largest * on[t])
    if minimum and capacity.is_fixed:
        block.constrain("minimum_load", lambda t: load(t) >= minimum * largest * on[t])
    elif minimum:
        most = minimum * largest
        block.constrain("minimum_load", lambda t: load(t) - most * on[t] >= minimum * capacity.decision - most)
    return _starts(block, on, running.start_cost_eur) if running.start_cost_eur else ()


def running(block: Block, solution: Values) -> dict[str, FloatArray]:
    """Whether the plant runs in each step (1 or 0), for the result; nothing where that is no decision."""
    return {ON: solution.of(block.variables[ON])} if ON in block.variables else {}


def _never_below(block: Block, load: Callable[[Any], Any], capacity: Investment, minimum: float) -> None:
    """A minimum load in every step; what is missing of it for want of demand is told in place of an answer."""
    missing = block.operate(MISSING, upper=minimum * capacity.upper)
    block.missing.append(missing)
    block.constrain("minimum_load", lambda t: load(t) + missing[t] >= minimum * capacity.decision)


def _starts(block: Block, on: Variable, cost_eur: float) -> tuple[Term, ...]:
    """A start wherever the plant runs and did not in the step before; as many a year as the steps stand for."""
    start = block.operate(START, upper=1.0)
    following = block.next_step
    block.constrain("starts", lambda t: start[following(t)] >= on[following(t)] - on[t])
    return (Term(start, cost_eur * block.time.weight),)
