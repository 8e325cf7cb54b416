"""A demand that may wait: what is wanted step by step may be served later, as far as a limit lets it wait.

    waiting[t+1] = waiting[t] + h · (wanted[t] - served[t])        energy that waits at the start of a step [kWh]
    0 <= waiting[t] <= most_waiting[t],   0 <= served[t] <= most[t]

The last step leads back to the first (cyclic). Whatever the limits, all that is wanted is served.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import BoolArray, FloatArray, IntArray

#: Part of an energy below which it is dust of adding up.
DUST = 1e-9


@dataclass(frozen=True, eq=False)
class WaitingDemand:
    """What is wanted, when it may be served, and how much of it may still wait.

    Parameters
    ----------
    wanted_kw : FloatArray
        Power that is asked for in each step, shape (steps,).
    available : BoolArray
        Steps in which it may be served, shape (steps,).
    most_waiting_kwh : FloatArray
        Energy that may wait at the start of each step, shape (steps,).
    step_h : float
        Length of a step.
    """

    wanted_kw: FloatArray
    available: BoolArray
    most_waiting_kwh: FloatArray
    step_h: float

    def is_in_time(self, power_kw: float) -> bool:
        """Whether a power is enough: served as soon as can be, nothing waits too long.

        Examples
        --------
        3 kWh that may wait for an hour need 1.5 kW:

        >>> wanted_kw = np.array([3.0, 0.0, 0.0, 0.0])
        >>> demand = WaitingDemand(wanted_kw, np.ones(4, dtype=bool), may_wait(wanted_kw, 1), step_h=1.0)
        >>> demand.is_in_time(1.4), demand.is_in_time(1.5)
        (False, True)
        """
        steps, wanted_kwh = len(self.wanted_kw), self.wanted_kw * self.step_h
        more_kwh = wanted_kwh - self.available * power_kw * self.step_h
        dust = DUST * (1.0 + wanted_kwh.sum())
        if more_kwh.sum() > dust:
            return False
        level = np.concatenate([[0.0], np.cumsum(np.tile(more_kwh, 2))])  # the second lap begins with what then waits
        waiting = (level - np.minimum.accumulate(level))[steps : 2 * steps]
        return bool((waiting <= self.most_waiting_kwh + dust).all())

    def least_power_kw(self) -> float:
        """The smallest power that serves everything in time [kW].

        >>> wanted_kw = np.array([3.0, 0.0, 0.0, 0.0])
        >>> demand = WaitingDemand(wanted_kw, np.ones(4, dtype=bool), may_wait(wanted_kw, 1), step_h=1.0)
        >>> round(demand.least_power_kw(), 6)
        1.5
        """
        high = float((self.wanted_kw + self.most_waiting_kwh / self.step_h).max(initial=0.0))
        low = 0.0
        while high - low > DUST * high:
            middle = (low + high) / 2.0
            low, high = (low, middle) if self.is_in_time(middle) else (middle, high)
        return high


def may_wait(wanted_kw: FloatArray, steps: int, step_h: float = 1.0) -> FloatArray:
    """What may wait at the start of each step, if all is served at most so many steps late [kWh], shape (steps,).

    That is what was wanted in the last `steps` steps.

    >>> may_wait(np.array([1.0, 2.0, 4.0, 0.0]), 2).tolist()
    [4.0, 1.0, 3.0, 6.0]
    """
    count = len(wanted_kw)
    steps = min(steps, count)
    before = np.concatenate([[0.0], np.cumsum(np.tile(wanted_kw, 2))])
    at = np.arange(count, 2 * count)
    return np.asarray(np.maximum(before[at] - before[at - steps], 0.0) * step_h)


def stretches(within: BoolArray) -> tuple[BoolArray, IntArray]:
    """Where runs of steps begin (cyclic), and the number of the run that a step stands in or behind, shapes (steps,).

    >>> begins, number = stretches(np.array([True, False, False, True]))
    >>> begins.tolist(), number.tolist()
    ([False, False, False, True], [0, 0, 0, 0])
    """
    begins = within & ~np.roll(within, 1)
    number = np.cumsum(begins) - 1
    return begins, np.where(number < 0, np.count_nonzero(begins) - 1, number)


def served_within(energy_kwh: FloatArray, within: BoolArray) -> FloatArray:
    """What may wait at the start of each step, if each run of steps serves what is wanted at its begin, shape (steps,).

    Parameters
    ----------
    energy_kwh : FloatArray
        What each run serves, shape (runs,).
    within : BoolArray
        Steps that belong to a run, shape (steps,).

    Examples
    --------
    >>> served_within(np.array([5.0]), np.array([False, True, True, True, False])).tolist()
    [0.0, 0.0, 5.0, 5.0, 0.0]
    """
    begins, number = stretches(within)
    if not begins.any():
        return np.zeros(len(within))
    return np.where(within & ~begins, energy_kwh[number], 0.0)
