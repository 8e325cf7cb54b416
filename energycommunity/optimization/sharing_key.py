"""The allocation key within the programme: how what is shared is spread over the meters that draw, and that give.

By the dynamic key the same part of what each meter draws is shared, and by every key the same part of what each gives:

    shared = rate · crossing,    traded = (1 - rate) · crossing          (in each step, one rate for all meters)

That is linear where it is known what crosses a meter. Where that is decided too, between nothing and `most`, all such
products satisfy

    shared <= rate · most,       traded <= (1 - rate) · most

so that the programme still bounds the settled cost from below. Other keys split what is drawn after the programme.

Rows stand only in the steps in which a shared kWh is worth more at one meter than at another: elsewhere it is all the
same who gets it. So it is among meters of equal worth whose flows are known: these have one row together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from energycommunity.allocation.base import AllocationKey
from energycommunity.optimization.bus_rest import rest_at
from energycommunity.quantities import BoolArray, FloatArray
from energycommunity.technologies.block import Block, Series, Variable
from energycommunity.technologies.ledger import Flow, Sharing

#: The block of the variables and rows; no asset has a name with a space.
KEY = "sharing key"

Rule = Callable[[Any], Any]

#: Difference of what a shared kWh is worth that counts [EUR/kWh].
NO_DIFFERENCE_EUR_PER_KWH = 1e-9
#: Power below which nothing crosses a meter [kW].
NOTHING_KW = 1e-6


@dataclass(frozen=True, eq=False)
class _Crossing:
    """What crosses a meter one way while its member belongs to the community: the most it is, and whether surely that.

    `most_kw` has shape (steps,).
    """

    sharing: Sharing
    most_kw: FloatArray
    known: bool

    @property
    def runs(self) -> BoolArray:
        """The steps in which anything may cross, shape (steps,)."""
        return self.most_kw > NOTHING_KW


def state_sharing_key(
    key: AllocationKey, blocks: Mapping[str, Block], flows: tuple[Flow, ...], may_leave: bool
) -> None:
    """State in the block of the key by which rates meters share what they draw, and what they give.

    Where members `may_leave`, each meter has rows of its own, and a variable for what lies outside while it does not
    share; of other keys nothing is stated then.
    """
    for sign, way in ((1, "drawn"), (-1, "given")):
        crossings = [
            _crossing(block, sharing, flows)
            for block in blocks.values()
            for sharing in block.sharings
            if sharing.sign == sign
        ]
        if crossings and (key.by_use or (way == "given" and not may_leave)):
            _state(blocks[KEY], way, crossings, may_leave)


def _state(block: Block, way: str, crossings: list[_Crossing], may_leave: bool) -> None:
    differs = _differs(crossings)
    if not differs.any():
        return
    rate = block.operate(f"{way}_shared_fraction", 1.0, steps=np.flatnonzero(differs))
    for number, group in enumerate([[one] for one in crossings] if may_leave else _groups(crossings)):
        most_kw = np.sum([one.most_kw for one in group], axis=0)
        steps = np.flatnonzero(differs & (most_kw > NOTHING_KW))
        most = block.series(f"{way}_{number}_most_kw", most_kw)
        name = outside_of(way, group[0].sharing.bus.place)
        outside = block.operate(name, most_kw[steps], steps=steps) if may_leave else None
        for row, rule in _rules(group, most, rate, outside):
            block.constrain(f"{way}_{number}_{row}", rule, steps)


def outside_of(way: str, meter: str) -> str:
    """The name of the variable for what lies outside the rate while a meter does not share."""
    return f"{way}_outside_{meter}_kw"


def _crossing(block: Block, sharing: Sharing, flows: tuple[Flow, ...]) -> _Crossing:
    rest = rest_at(sharing.bus, block, np.ones(1), flows)
    most_kw = rest.most_kw() if sharing.sign == 1 else -rest.least_kw()
    inside_kw = np.where(sharing.inside, np.maximum(most_kw, 0.0), 0.0)
    return _Crossing(sharing, inside_kw, not rest.takers and not rest.givers)


def _differs(crossings: list[_Crossing]) -> BoolArray:
    """The steps in which sharing is worth more at one meter than at another, or may be, shape (steps,)."""
    worth = np.array([one.sharing.worth_eur_per_kwh for one in crossings])
    runs = np.array([one.runs for one in crossings])
    by_amount = np.array([one.sharing.by_amount for one in crossings])
    highest, lowest = np.where(runs, worth, -np.inf).max(axis=0), np.where(runs, worth, np.inf).min(axis=0)
    return np.asarray((highest - lowest > NO_DIFFERENCE_EUR_PER_KWH) | runs[by_amount].any(axis=0))


def _groups(crossings: list[_Crossing]) -> Iterator[list[_Crossing]]:
    """Meters that are stated together: those of equal worth whose flows are known; others are stated alone."""
    alike: dict[bytes, list[_Crossing]] = {}
    for one in crossings:
        if one.known and not one.sharing.by_amount:
            alike.setdefault(one.sharing.worth_eur_per_kwh.tobytes(), []).append(one)
        else:
            yield [one]
    yield from alike.values()


def _rules(
    group: list[_Crossing], most: Series, rate: Variable, outside: Variable | None
) -> Iterator[tuple[str, Rule]]:
    shared, traded = [one.sharing.shared for one in group], group[0].sharing.traded

    def left(t: Any) -> Any:
        return 0.0 if outside is None else outside[t]

    if group[0].known:
        yield "shared", lambda t: sum(one[t] for one in shared) + left(t) == most[t] * rate[t]
    else:
        yield "shared", lambda t: sum(one[t] for one in shared) <= most[t] * rate[t]
        yield "traded", lambda t: traded[t] <= most[t] * (1 - rate[t]) + left(t)
