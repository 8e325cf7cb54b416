"""Directions that exclude each other, stated as tightly as the balance of their bus allows.

In a step either what flows into a bus by the flows `one` is nothing, or what flows out of it by the flows `other` (draw
or give, discharge or charge). The rest of the bus takes a known `n` and `T <= T_max`, and gives `V <= V_max`:

    one + V = other + n + T                                                              (the balance)

With d = 1 where `one` may run, and T' and V' what is taken and given then, term by term,

    one <= n d + sum of T' - sum of V',    T' <= T,    T' <= T_max d,    V' >= V - V_max (1 - d)

is the convex hull of both cases (Balas 1979): no numbers beside those of the bus, such as its fuse, have to be large
enough. Where the rest surely takes, or surely gives, there is nothing to decide: bounds of the flows say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from energycommunity.optimization.bus_rest import Rest, reached, rest_at, total_at
from energycommunity.quantities import BoolArray, FloatArray
from energycommunity.technologies.block import Block, Series, Variable
from energycommunity.technologies.ledger import Exclusion, Flow, Term

#: Terms of the rest of a bus that have a part of their own; of more only the sums of what is taken and what is given.
MOST_PARTS = 8

#: Rows in a step that all exclusions together may have for what is taken at the buses beyond; of more there is none.
MOST_BEYOND = 64

#: Terms of a sum, and the sum in a step as Pyomo has it.
Sum = tuple[Term, ...]
Rule = Callable[[Any], Any]


@dataclass(frozen=True)
class Direction:
    """In the steps of a binary, the flows `one` may run while it is 1 and the flows `other` while it is 0.

    `parts`: variables for what terms of the rest take or give while it is 1, each with these terms.
    """

    switch: Variable
    one: tuple[Term, ...]
    other: tuple[Term, ...]
    parts: tuple[tuple[Variable, Sum], ...]


@dataclass(frozen=True)
class _Sides:
    """The flows of both sides, of each exclusion that one switch decides."""

    one: tuple[Sum, ...]
    other: tuple[Sum, ...]

    @classmethod
    def of(cls, exclusions: list[Exclusion]) -> _Sides:
        """Those of exclusions."""
        return cls(tuple(e.one for e in exclusions), tuple(e.other for e in exclusions))


def state_exclusions(blocks: Mapping[str, Block], flows: tuple[Flow, ...]) -> Iterator[Direction]:
    """State everything that excludes each other, and return what is left to decide."""
    undecided = []
    for (asset, name), members in _by_switch(blocks.values()).items():
        steps = np.logical_or.reduce([exclusion.steps for _, exclusion in members])
        rest = Rest.of_all([_rest_of(block, exclusion, flows) for block, exclusion in members])
        sides = _Sides.of([exclusion for _, exclusion in members])
        if len(members) == 1:
            _hold_to(rest, sides)
        one, other = _may_run(rest, sides)
        if len(members) > 1:
            _close(blocks[asset], f"{name}_never_one", sides.one, steps & ~one)
            _close(blocks[asset], f"{name}_never_other", sides.other, steps & ~other)
        if (steps & one & other).any():
            undecided.append((blocks[asset], blocks[asset].binary(name, steps & one & other), sides, rest))
    for block, switch, sides, rest in undecided:
        yield _state(block, switch, sides, rest)
        beyond = _beyond(block, sides, flows)
        if rest.takers and rest.givers and len(beyond.takers) * len(undecided) <= MOST_BEYOND:
            _state_beyond(block, switch, beyond)


def _by_switch(blocks: Iterable[Block]) -> dict[tuple[str, str], list[tuple[Block, Exclusion]]]:
    groups: dict[tuple[str, str], list[tuple[Block, Exclusion]]] = {}
    for block in blocks:
        for exclusion in block.exclusions:
            groups.setdefault(exclusion.switch, []).append((block, exclusion))
    return groups


def _rest_of(block: Block, exclusion: Exclusion, flows: tuple[Flow, ...]) -> Rest:
    """What all but the block itself take from the bus that its flows run into, in the steps in which these count."""
    first = exclusion.one[0]
    (bus,) = reached((first,), flows)
    return rest_at(bus, block, first.factors(), flows)


def _beyond(block: Block, sides: _Sides, flows: tuple[Flow, ...]) -> Rest:
    """What all but the block itself take from the buses that the flows of its other side run into."""
    buses = reached(tuple(chain.from_iterable(sides.other)), flows)
    return Rest.of_all([rest_at(bus, block, np.ones(1), flows) for bus in buses])


def _hold_to(rest: Rest, sides: _Sides) -> None:
    """Hold each flow to the most that the rest can take or give."""
    for most_kw, terms in ((rest.most_kw(), sides.one), (-rest.least_kw(), sides.other)):
        for term in chain.from_iterable(terms):
            if term.variable is not None:
                held_kw = np.where(term.factors() > 0.0, np.maximum(most_kw, 0.0), np.inf)
                term.variable.upper = np.minimum(term.variable.upper, held_kw)


def _may_run(rest: Rest, sides: _Sides) -> tuple[BoolArray, BoolArray]:
    """The steps in which each side may run at all."""
    return (rest.most_kw() > 0.0) & (_most(sides.one) > 0.0), (rest.least_kw() < 0.0) & (_most(sides.other) > 0.0)


def _close(block: Block, name: str, side: tuple[Sum, ...], steps: BoolArray) -> None:
    """Flows that together never run in some steps; a row, for each alone might run if others shared no more."""
    closed = np.flatnonzero(steps & (_most(side) > 0.0))
    if len(closed):
        flows = _sum(block, name, tuple(chain.from_iterable(side)))
        block.constrain(name, lambda t: flows(t) <= 0.0, closed)


def _most(side: tuple[Sum, ...]) -> FloatArray:
    """What the flows of one side may be together: of each exclusion no more than the largest of its flows [kW]."""
    return np.asarray(sum(np.max([total_at((term,), "upper") for term in terms], axis=0) for terms in side))


def _state(block: Block, switch: Variable, sides: _Sides, rest: Rest) -> Direction:
    """The rows of an exclusion, in the steps of its switch."""
    name = switch.name.rpartition(".")[2]
    all_one, all_other = tuple(chain.from_iterable(sides.one)), tuple(chain.from_iterable(sides.other))
    one, other = _sum(block, f"{name}_one", all_one), _sum(block, f"{name}_other", all_other)
    alone = len(rest.takers) + len(rest.givers) <= MOST_PARTS
    takers, givers = _parts(rest.takers, alone), _parts(rest.givers, alone)
    taken = [_taken(block, f"{name}_taken_{n}", part, switch) for n, part in enumerate(takers)]
    own = [_given(block, f"{name}_given_{n}", part, switch) for n, part in enumerate(givers)]
    known = _series(block, f"{name}_known_kw", rest.known_kw)
    most_one = _series(block, f"{name}_most_one_kw", _most(sides.one))
    most_other = _series(block, f"{name}_most_other_kw", _most(sides.other))
    block.constrain(
        f"{name}_balance",
        lambda t: one(t) <= known[t] * switch[t] + sum(v[t] for v in taken) - sum(v[t] for v in own),
        switch,
    )
    block.constrain(f"{name}_one", lambda t: one(t) <= most_one[t] * switch[t], switch)
    block.constrain(f"{name}_other", lambda t: other(t) <= most_other[t] * (1 - switch[t]), switch)
    parts = (*zip(taken, takers, strict=True), *zip(own, givers, strict=True))
    return Direction(switch, all_one, all_other, parts)


def _state_beyond(block: Block, switch: Variable, rest: Rest) -> None:
    """While the switch is 1, each takes there no more than others give: nothing comes from here."""
    given = _sum(block, "beyond_given", rest.givers)
    for number, term in enumerate(rest.takers):
        taken = _sum(block, f"beyond_{number}", (term,))
        most = _series(block, f"beyond_{number}_most_kw", total_at((term,), "upper"))
        block.constrain(f"beyond_{number}", _only_given(taken, given, most, switch), switch)


def _only_given(taken: Rule, given: Rule, most: Series, switch: Variable) -> Rule:
    return lambda t: taken(t) <= most[t] * (1 - switch[t]) + given(t)


def _parts(terms: Sum, alone: bool) -> tuple[Sum, ...]:
    if alone:
        return tuple((term,) for term in terms)
    return (terms,) if terms else ()


def _taken(block: Block, name: str, terms: Sum, switch: Variable) -> Variable:
    """What is taken at most while the switch is 1."""
    part, most = _part(block, name, terms, switch)
    taken = _sum(block, name, terms)
    block.constrain(f"{name}_of_all", lambda t: part[t] <= taken(t), switch)
    block.constrain(f"{name}_if", lambda t: part[t] <= most[t] * switch[t], switch)
    return part


def _given(block: Block, name: str, terms: Sum, switch: Variable) -> Variable:
    """What is given at least while the switch is 1."""
    part, most = _part(block, name, terms, switch)
    given = _sum(block, name, terms)
    block.constrain(f"{name}_if", lambda t: given(t) - most[t] * (1 - switch[t]) <= part[t], switch)
    return part


def _part(block: Block, name: str, terms: Sum, switch: Variable) -> tuple[Variable, Series]:
    most = _series(block, f"{name}_most_kw", total_at(terms, "upper"))
    return block.operate(f"{name}_kw", most.values[switch.steps], steps=switch.steps), most


def _sum(block: Block, name: str, terms: Sum) -> Rule:
    """The sum of terms in a step, as Pyomo has it."""
    factors = [
        (_series(block, f"{name}_factor_{n}", term.factors()), term.variable)
        for n, term in enumerate(terms)
        if term.variable is not None
    ]
    return lambda t: sum(factor[t] * variable.at(t) for factor, variable in factors)


def _series(block: Block, name: str, values: FloatArray) -> Series:
    return block.series(name, np.broadcast_to(values, (block.time.steps,)))
