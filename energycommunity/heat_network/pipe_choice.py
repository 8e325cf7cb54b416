"""Sizes among which a pipe is chosen: what each can carry, and which of them can be needed at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from energycommunity.heat_network.hydraulics import USUAL, Hydraulics
from energycommunity.heat_network.pipes import Pipe, carries
from energycommunity.parameters.pipe_types import PipeType, family_of, has_size, pipe_sizes, pipe_type
from energycommunity.physics.buried_pipe import WATER_HEAT_CAPACITY

#: Sums of loads beyond which it is no longer worked out which of them can occur: then all between can.
MOST_SUMS = 4096
#: Loads that differ by less are the same [kW].
SAME_KW = 1e-6


@dataclass(frozen=True)
class Size:
    """A size of a pipe and the heat it carries [kW]."""

    type: PipeType
    capacity_kw: float


@cache
def capacity_kw(size: PipeType, supply_c: float, return_c: float, limits: Hydraulics = USUAL) -> float:
    """The heat that a pipe carries within the limits of pressure drop and velocity [kW].

    Parameters
    ----------
    size : PipeType
        The pipe.
    supply_c, return_c : float
        Temperatures [degC].
    limits : Hydraulics
        Pressure drop of supply or return, and velocity.

    References
    ----------
    The flow at which Darcy-Weisbach (physics.pipe_flow) gives the pressure drop, found by halving an interval.

    Examples
    --------
    DN50 at 150 Pa/m of 70 degC carries 1.82 kg/s; at 30 K that is 4.19 * 1.82 * 30 kW.

    >>> round(capacity_kw(pipe_type("pre_insulated_series_2_dn50"), 70.0, 40.0))
    229
    """
    low, high = 0.0, 1.0
    while carries(size, high, supply_c, limits):
        low, high = high, 2.0 * high
    while high - low > 1e-9 * high:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if carries(size, middle, supply_c, limits) else (low, middle)
    return low * WATER_HEAT_CAPACITY * (supply_c - return_c) / 1000.0


@dataclass(frozen=True)
class Loads:
    """What a pipe may have to carry.

    Parameters
    ----------
    each_kw : sequence of tuple of float
        For each load behind the pipe what it can be, 0 where it need not be connected [kW].
    simultaneity : float
        Highest heat of several loads together over the sum of their highest.
    surely_kw : float
        What a pipe with a size in its name has to carry in any case [kW].
    """

    each_kw: Sequence[tuple[float, ...]]
    simultaneity: float = 1.0
    surely_kw: float = 0.0

    @property
    def most_kw(self) -> float:
        """The most that it may have to carry [kW]."""
        together = self.simultaneity * sum(max(of_load) for of_load in self.each_kw)
        return max(together, *(max(of_load) for of_load in self.each_kw), 0.0)

    def can_be_between(self, low_kw: float, high_kw: float) -> bool:
        """Whether the pipe may have to carry more than `low_kw` and no more than `high_kw`."""
        if self._sums_kw is None:
            least_kw = self.simultaneity * sum(min(of_load) for of_load in self.each_kw)
            return least_kw <= high_kw + SAME_KW and low_kw + SAME_KW < self.most_kw
        return any(low_kw + SAME_KW < load <= high_kw + SAME_KW for load in self._sums_kw)

    @cached_property
    def _sums_kw(self) -> list[float] | None:
        """All that it may have to carry: several loads together, or one alone; None where that is too much to list."""
        sums = {0.0}
        for of_load in self.each_kw:
            sums = {round(one + other, 6) for one in sums for other in of_load}
            if len(sums) > MOST_SUMS:
                return None
        alone = {load for of_load in self.each_kw for load in of_load}
        return sorted({self.simultaneity * load for load in sums} | alone)


def needed_sizes(
    pipe: Pipe, supply_c: float, return_c: float, loads: Loads, limits: Hydraulics = USUAL
) -> tuple[Size, ...]:
    """The sizes that a pipe can need, the smallest first, and what each of them carries.

    A size is needed if the loads behind the pipe can come to more than the next smaller one carries, and to no more
    than it carries itself: in all other cases another size does the same for no more money and loss. The largest size
    of the catalogue carries whatever comes, where it is too small as well. A pipe with a size in its name has that one.

    Parameters
    ----------
    pipe : Pipe
        With or without a size in its name.
    supply_c, return_c : float
        Temperatures [degC].
    loads : Loads
        What it may have to carry.
    limits : Hydraulics
        Pressure drop and velocity.

    Examples
    --------
    A load of 60 or 100 kW and one of 50 that need not be: together 60 to 150 kW.

    >>> pipe = Pipe(from_="plant", to="school", length_m=80, pipe="pre_insulated_series_2")
    >>> sizes = needed_sizes(pipe, 70.0, 40.0, Loads([(60.0, 100.0), (0.0, 50.0)]))
    >>> [(size.type.nominal_diameter_mm, round(size.capacity_kw)) for size in sizes]
    [(32, 78), (40, 117), (50, 150)]
    """
    if has_size(pipe.pipe):
        given = pipe_type(pipe.pipe)
        return (Size(given, max(capacity_kw(given, supply_c, return_c, limits), loads.surely_kw)),)
    found: list[Size] = []
    before_kw = 0.0
    types = pipe_sizes(family_of(pipe.pipe))
    for kind in types:
        own_kw = loads.most_kw if kind is types[-1] else capacity_kw(kind, supply_c, return_c, limits)
        carries_kw = max(min(own_kw, loads.most_kw), before_kw)
        if loads.can_be_between(before_kw, carries_kw):
            found.append(Size(kind, carries_kw))
        before_kw = carries_kw
    return tuple(found) or (Size(types[0], capacity_kw(types[0], supply_c, return_c, limits)),)
