"""What the rest of a bus may take or give beside the flows of one asset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import Bus, FloatArray
from energycommunity.technologies.block import Block
from energycommunity.technologies.ledger import Flow, Term


@dataclass(frozen=True)
class Rest:
    """What the rest of a bus takes on balance in each step [kW]: a known part, and terms that take or give."""

    known_kw: FloatArray
    takers: tuple[Term, ...]
    givers: tuple[Term, ...]

    @classmethod
    def of_all(cls, rests: list[Rest]) -> Rest:
        """That of several buses together."""
        return cls(
            np.sum([rest.known_kw for rest in rests], axis=0),
            tuple(term for rest in rests for term in rest.takers),
            tuple(term for rest in rests for term in rest.givers),
        )

    def most_kw(self) -> FloatArray:
        """The most that it may take on balance."""
        return self.known_kw + total_at(self.takers, "upper") - total_at(self.givers, "lower")

    def least_kw(self) -> FloatArray:
        """The least that it may take on balance."""
        return self.known_kw + total_at(self.takers, "lower") - total_at(self.givers, "upper")


def rest_at(bus: Bus, block: Block, counts: FloatArray, flows: tuple[Flow, ...]) -> Rest:
    """What all but a block itself take from a bus, where `counts` is 1 for the steps that count."""
    own, known_kw = set(block.variables.values()), np.zeros(block.time.steps)
    takers, givers = list[Term](), list[Term]()
    for term, taken in _taken_at(bus, flows):
        if term.variable is None:
            known_kw = known_kw + counts * taken
        elif term.variable not in own:
            for terms, factors in ((takers, counts * taken), (givers, -counts * taken)):
                if (factors * term.variable.upper > 0.0).any():
                    terms.append(Term(term.variable, np.maximum(factors, 0.0)))
    return Rest(known_kw, tuple(takers), tuple(givers))


def reached(terms: tuple[Term, ...], flows: tuple[Flow, ...]) -> list[Bus]:
    """The buses that some terms flow into."""
    variables = {term.variable for term in terms}
    return [flow.bus for flow in flows if flow.sign == 1 and any(term.variable in variables for term in flow.terms)]


def total_at(terms: Iterable[Term], bound: str) -> FloatArray:
    """The sum of terms at a bound of their variables, shape (steps,) or (1,)."""
    return np.asarray(sum((term.factors() * getattr(term.variable, bound) for term in terms), np.zeros(1)))


def _taken_at(bus: Bus, flows: tuple[Flow, ...]) -> Iterator[tuple[Term, FloatArray]]:
    for flow in flows:
        if flow.bus == bus:
            for term in flow.terms:
                yield term, -flow.sign * term.factors()
