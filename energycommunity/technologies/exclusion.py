"""Two directions that exclude each other, in the steps whose prices would reward both at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energycommunity.quantities import BoolArray
from energycommunity.technologies.ledger import Exclusion, Term

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


def exclude(block: Block, name: str, steps: BoolArray, one: tuple[Term, ...], other: tuple[Term, ...]) -> None:
    """In the given steps either the flows `one` or the flows `other` are zero (binary with the bounds as big-M)."""
    switch = block.binary(name, steps)
    first = [term.variable for term in one if term.variable is not None]
    second = [term.variable for term in other if term.variable is not None]
    most_first = max(float(variable.upper.max()) for variable in first)
    most_second = max(float(variable.upper.max()) for variable in second)
    block.exclusions.append(Exclusion(switch, one, other))
    block.constrain(f"{name}_one", lambda t: sum(v[t] for v in first) <= most_first * switch[t], switch)
    block.constrain(f"{name}_other", lambda t: sum(v[t] for v in second) <= most_second * (1 - switch[t]), switch)
