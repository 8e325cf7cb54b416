"""What a storage gives, others take: said where a binary would otherwise be all that keeps it from burning energy.

    discharge[t] <= sum of what leaves the bus in t, but for its own charge

It follows from the balance of the bus wherever charge and discharge exclude each other: what does not charge gives what
is taken less what else is given. Without whole binaries, as in the search, it is what limits the circle of charging and
discharging at once, by which a lossy storage burns heat that an engine must make: to the losses of what is taken,
instead of those of the largest power. Else a search would build storages for burning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from energycommunity.technologies.block import Block, Series, Variable
from energycommunity.technologies.ledger import Flow, Term

#: Name of the constraint.
TAKERS = "takers"


def hold_to_takers(blocks: Mapping[str, Block], flows: tuple[Flow, ...]) -> None:
    """State for each storage with a binary for its direction that it gives no more than others take."""
    for block in blocks.values():
        for charge, discharge in _excluding(block):
            bus = next(f.bus for f in flows if f.sign == 1 and any(term.variable is discharge for term in f.terms))
            taken = (term for flow in flows if flow.bus == bus and flow.sign == -1 for term in flow.terms)
            _state(block, discharge, [term for term in taken if term.variable is not charge])


def _excluding(block: Block) -> Iterator[tuple[Variable, Variable]]:
    """Charge and discharge of the storages of a block that exclude each other."""
    for exclusion in block.exclusions:
        pair = (exclusion.one[0].variable, exclusion.other[0].variable)
        yield from (opposite for opposite in block.opposites if opposite == pair)


def _state(block: Block, discharge: Variable, taken: Iterable[Term]) -> None:
    known, factors = np.zeros(block.time.steps), list[tuple[Series, Variable]]()
    for term in taken:
        if term.variable is None:
            known += term.factors()
        else:
            factors.append((block.series(f"{TAKERS}_{len(factors)}", term.factors()), term.variable))
    wanted = block.series(TAKERS, known)
    block.constrain(TAKERS, lambda t: discharge[t] - sum(factor[t] * v.at(t) for factor, v in factors) <= wanted[t])
