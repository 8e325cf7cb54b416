"""Sizes among which a pipe is chosen: what each can carry, and which of them can be needed at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from energycommunity.heat_network.hydraulics import USUAL, Hydraulics
from energycommunity.heat_network.pipes import Pipe
from energycommunity.parameters.pipe_types import PipeType, family_of, has_size, pipe_sizes, pipe_type
from energycommunity.physics.buried_pipe import WATER_HEAT_CAPACITY
from energycommunity.physics.pipe_flow import pressure_gradient_pa_per_m, velocity_m_per_s

#: Sums of loads beyond which it is no longer worked out which of them can occur: then all between can.
MOST_SUMS = 4096
#: Loads that differ by less are the same [kW].
SAME_KW = 1e-6


@dataclass(frozen=True)
class Size:
    """A size of a pipe and the heat it carries [kW]."""

    type: PipeType
    capacity_kw: float


def capacity_kw(size: PipeType, supply_c: float, return_c: float, rules: Hydraulics = USUAL) -> float:
    """The heat that a pipe carries at the highest pressure drop and velocity [kW].

    Parameters
    ----------
    size : PipeType
        The pipe.
    supply_c, return_c : float
        Temperatures [degC].
    rules : Hydraulics
        Highest pressure drop and velocity of the supply.

    References
    ----------
    The flow at which Darcy-Weisbach (physics.pipe_flow) gives the gradient, found by halving an interval.

    Examples
    --------
    DN50 at 150 Pa/m of 70 degC carries 1.82 kg/s; at 30 K that is 4.19 * 1.82 * 30 kW.

    >>> round(capacity_kw(pipe_type("pre_insulated_series_2_dn50"), 70.0, 40.0))
    229
    """
    gradient_pa_per_m, low, high = rules.max_pressure_gradient_pa_per_m, 0.0, 1.0
    while _gradient(size, high, supply_c) < gradient_pa_per_m:
        low, high = high, 2.0 * high
    while high - low > 1e-9 * high:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _gradient(size, middle, supply_c) <= gradient_pa_per_m else (low, middle)
    if rules.max_velocity_m_per_s is not None:
        # The velocity is proportional to the flow.
        fastest = float(velocity_m_per_s(1.0, size.inner_diameter_m, supply_c))
        low = min(low, rules.max_velocity_m_per_s / fastest)
    return low * WATER_HEAT_CAPACITY * (supply_c - return_c) / 1000.0


def _gradient(size: PipeType, flow_kg_per_s: float, temperature_c: float) -> float:
    drop = pressure_gradient_pa_per_m(flow_kg_per_s, size.inner_diameter_m, size.roughness_m, temperature_c)
    return float(drop)


def needed_sizes(
    pipe: Pipe,
    level_c: tuple[float, float],
    loads: Sequence[tuple[float, ...]],
    surely_kw: float = 0.0,
    rules: Hydraulics = USUAL,
) -> tuple[Size, ...]:
    """The sizes that a pipe can need, the smallest first, and what each of them carries.

    A size is needed if the loads behind the pipe can add up to more than the next smaller one carries, and to no more
    than it carries itself: in all other cases another size does the same for no more money and loss. The largest size
    of the catalogue carries whatever comes, where it is too small as well. A pipe with a size in its name has that one.

    Parameters
    ----------
    pipe : Pipe
        With or without a size in its name.
    level_c : tuple of float
        Supply and return temperature [degC].
    loads : sequence of tuple of float
        For each load behind the pipe what it can be, 0 where it need not be connected [kW].
    surely_kw : float
        What a pipe with a size in its name has to carry in any case [kW].
    rules : Hydraulics
        Highest pressure drop and velocity; loads count in full, whatever the simultaneity.

    Examples
    --------
    A load of 60 or 100 kW and one of 50 that need not be: together 60 to 150 kW.

    >>> pipe = Pipe(from_="plant", to="school", length_m=80, pipe="pre_insulated_series_2")
    >>> sizes = needed_sizes(pipe, (70.0, 40.0), [(60.0, 100.0), (0.0, 50.0)])
    >>> [(size.type.nominal_diameter_mm, round(size.capacity_kw)) for size in sizes]
    [(32, 78), (40, 117), (50, 150)]
    """
    least_kw, most_kw = (sum(choose(of_load) for of_load in loads) for choose in (min, max))
    if has_size(pipe.pipe):
        given = pipe_type(pipe.pipe)
        return (Size(given, max(capacity_kw(given, *level_c, rules), surely_kw)),)
    sums = _sums(loads)
    found: list[Size] = []
    before_kw = 0.0
    types = pipe_sizes(family_of(pipe.pipe))
    for kind in types:
        carries_kw = most_kw if kind is types[-1] else min(capacity_kw(kind, *level_c, rules), most_kw)
        carries_kw = max(carries_kw, before_kw)
        if sums is None:
            needed = least_kw <= carries_kw + SAME_KW and before_kw + SAME_KW < most_kw
        else:
            needed = any(before_kw + SAME_KW < load <= carries_kw + SAME_KW for load in sums)
        if needed:
            found.append(Size(kind, carries_kw))
        before_kw = carries_kw
    return tuple(found) or (Size(types[0], capacity_kw(types[0], *level_c, rules)),)


def _sums(loads: Iterable[tuple[float, ...]]) -> list[float] | None:
    """All that the loads can add up to [kW]; None where that is too much to work out."""
    sums = {0.0}
    for of_load in loads:
        sums = {round(one + other, 6) for one in sums for other in of_load}
        if len(sums) > MOST_SUMS:
            return None
    return sorted(sums)
