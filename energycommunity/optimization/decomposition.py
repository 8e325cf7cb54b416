"""Sizes by decomposition: the operation of the whole horizon answers trial sizes with cuts until cost and bound meet.

Each trial costs one warm dispatch. The best trial tells the cost, the master under all cuts a proven lower bound.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energycommunity.optimization.cuts import Cuts, Reading, Stretches
from energycommunity.optimization.master import Lowest, Master
from energycommunity.optimization.nearest_sizes import allowed_sizes
from energycommunity.optimization.operation import Dispatch, Operation
from energycommunity.quantities import FloatArray
from energycommunity.stopping import Stop

#: Where between bound and best cost the next trial's cuts must lie: the first, the boldest and the most timid level.
LEVEL, BOLDEST, MOST_TIMID = 0.6, 0.1, 0.9
#: How much bolder the level becomes where a trial keeps at least so much of what the cuts promised, and how much more
#: timid where it keeps nothing.
BOLDER, KEPT, MORE_TIMID = 0.5, 0.5, 0.5
MOST_TRIALS = 300
#: Trials whose prices are kept for programmes like this one: the last, which lie nearest to the best sizes.
KEPT_TRIALS = 12
#: Part of what is still open that the master may leave where it branches over integers.
LEFT_TO_BRANCHING = 0.3
#: Part of the accepted distance, and of what is still open, that windows which do not agree may lose in a trial.
LOST_IN_A_TRIAL, LOST_OF_OPEN = 0.1, 0.02
#: About how many stretches all independent parts together are cut into; more cuts a trial, but a slower master.
STRETCHES = 40


@dataclass(frozen=True, eq=False)
class Trial:
    """Sizes that were tried, and the prices of all rows that answered.

    Prices are kept in half the memory: cuts are read from them anew, and those of rounded prices are right as well.
    """

    x: FloatArray
    row_dual: npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Found:
    """What the search found.

    Parameters
    ----------
    x : FloatArray
        The best sizes, shape (sizes,).
    cost : float
        What they cost, as their trials told [EUR/a].
    bound : float
        Proven: no sizes cost less [EUR/a].
    trials : tuple of Trial
        The last dispatches of the horizon that it took.
    stopped : bool
        Whether it ended before the distance was reached, because that was wanted.
    """

    x: FloatArray
    cost: float
    bound: float
    trials: tuple[Trial, ...]
    stopped: bool


class Search:
    """The search for the best sizes.

    Parameters
    ----------
    operation : Operation
        The dispatch as a function of the sizes; integers of the operation are relaxed there.

    Attributes
    ----------
    enough : callable
        Tells a bound at which the search ends, for sizes that cost so much are of no interest [EUR/a].
    """

    def __init__(self, operation: Operation) -> None:
        split = operation.split
        self.operation = operation
        steps = operation.horizon.steps * operation.horizon.lasting_parts // STRETCHES
        self.stretches = Stretches(split, operation.horizon, operation.horizon.edges(max(steps, 1)))
        self.divided = len(self.stretches.edges) > 1
        self.master = Master(split, operation.cost, self.stretches.whole if self.divided else np.zeros(0, dtype=int))
        self.trials: deque[Trial] = deque(maxlen=KEPT_TRIALS)
        self.tried = 0
        self.first: tuple[FloatArray, Dispatch] | None = None
        self.readings: list[Reading] = []
        self.bound = -np.inf
        self.enough: Callable[[], float] = lambda: np.inf
        self.values = np.zeros(self.stretches.handed)
        self.level = np.full(self.master.groups, LEVEL)
        self.promised = np.full(self.master.groups, -np.inf)
        self.best = np.full(self.master.groups, np.inf)
        self.x = self.master.lower.copy()
        self._learn(self.stretches.read(np.zeros(len(split.matrix.row_lower)), operation.cost))

    @property
    def cost(self) -> float:
        """Cost of the best sizes so far [EUR/a]."""
        return float(self.best.sum())

    def run(
        self,
        gap: float,
        start: FloatArray | None,
        progress: Callable[[str, dict[str, float]], None],
        stop: Stop,
    ) -> Found:
        """Sizes whose total cost is within `gap` of the least, and the bound that proves it.

        Parameters
        ----------
        gap : float
            Accepted distance over the size of the cost.
        start : FloatArray, optional
            The first trial, shape (sizes,); near half of every largest size if not given.
        progress : callable
            Told each trial: step, best cost, bound, gap.
        stop : Stop
            No further trial begins once it wants to stop; the best so far is returned with the bound so far.
        """
        x = self.middle() if start is None else start
        while True:
            self.try_out(x, gap)
            lowest = self._lowest(gap) if self._open() > gap else None
            told = {"trial": self.tried, "best": self.cost, "bound": self.bound, "gap": self._open()}
            progress("progress_trial", told)
            wanted, tried = stop.wanted(), self.tried >= MOST_TRIALS
            if self._open() <= gap and not (wanted or tried):
                self._confirm(gap)
                lowest = self._lowest(gap) if self._open() > gap else None
            if self._open() <= gap or wanted or tried or self.bound >= self.enough():
                stopped = wanted and self._open() > gap
                return Found(self.x, self.cost, min(self.bound, self.cost), tuple(self.trials), stopped)
            x = self._next(lowest or self._lowest(gap))

    def _lowest(self, gap: float) -> Lowest:
        """Sizes that are about the best under all cuts; the bound of all cuts so far rises to what they prove.

        Where integers are many, the last third of what is open is not searched for: sizes that were tried already cost
        as much under the cuts as they did, so that none of them comes again before the distance is reached.
        """
        open_eur = max(self.cost - self.bound, gap * abs(self.cost))
        lowest = self.master.solve(LEFT_TO_BRANCHING * open_eur if np.isfinite(open_eur) else 0.0)
        self.bound = max(self.bound, lowest.bound)
        return lowest

    def _open(self) -> float:
        """What is still open between the best cost and the bound, over the size of the cost."""
        return (self.cost - self.bound) / max(abs(self.cost), 1.0)

    def _confirm(self, gap: float) -> None:
        """Dispatch the best sizes with contents that meet everywhere: what they cost then is no estimate any more."""
        operation, x = self.operation, self.x
        dispatch = operation.whole(x, operation.own, LOST_IN_A_TRIAL * gap * max(abs(self.cost), 1.0))
        self._learn(self.stretches.read(dispatch.row_dual, operation.cost))
        costs = operation.cost[operation.split.operation] * dispatch.y
        parts = operation.split.parts
        of_parts = np.bincount(parts.of_column, weights=costs, minlength=parts.count)
        self.best = self.master.costs_by_group(x, of_parts.astype(np.float64))

    def know(self, x: FloatArray, row_dual: FloatArray) -> None:
        """Learn from prices of all rows that come from elsewhere, such as a shorter year, near the sizes x."""
        split, cost = self.operation.split, self.operation.cost
        bounds = split.bounds(x, *self.operation.own)
        self._learn(self.stretches.read(split.prices_of_all_rows(row_dual[split.kept], cost, bounds, x), cost))

    def take_costs(self, cost: FloatArray) -> None:
        """Other costs of the matrix' columns from now on, none lower: what was learnt holds, no trial counts."""
        self.operation.take_costs(cost)
        self.best, self.promised = (np.full(self.master.groups, side) for side in (np.inf, -np.inf))

    def try_out(self, x: FloatArray, gap: float) -> None:
        """Dispatch under the sizes x and learn from it."""
        master, operation = self.master, self.operation
        dispatch = operation.under(x)
        allowed = self._may_lose(operation.cost_of(dispatch, x), gap)
        if dispatch.loss.sum() > allowed and not self._proven_dear(dispatch, x):
            dispatch = operation.under(x, allowed_loss=allowed)
        if self.first is None:
            dispatch = operation.mended(dispatch, x, allowed)
            self.first = x, dispatch
        reading = self.stretches.read(dispatch.row_dual, operation.cost)
        of_parts = self._learn(reading)
        by_group = master.costs_by_group(x, of_parts.constants + of_parts.slopes @ x + dispatch.loss)
        self.trials.append(Trial(x, dispatch.row_dual.astype(np.float32)))
        self.tried += 1
        self._judge(by_group)
        better = by_group < self.best
        self.best = np.where(better, by_group, self.best)
        self.x = np.where(better[master.group_of_size], x, self.x)
        if better.any() and self.divided:
            self._agree(reading.before)

    def _proven_dear(self, dispatch: Dispatch, x: FloatArray) -> bool:
        """Whether sizes are out of the question: a trial that says where not to go may say it roughly.

        What windows cost together proves nothing where their contents do not meet; only their prices do.
        """
        return self.operation.least_cost(dispatch, x) > self.cost + (self.cost - self.bound)

    def _may_lose(self, here: float, gap: float) -> float:
        """What windows that do not agree may lose in a trial that costs so much."""
        if not np.isfinite(self.cost):
            return LOST_OF_OPEN * abs(here)
        open_eur = max(self.cost, here) - self.bound
        return max(LOST_IN_A_TRIAL * gap * max(abs(self.cost), 1.0), LOST_OF_OPEN * open_eur)

    def _learn(self, reading: Reading) -> Cuts:
        """Add the cuts that some prices make, those of the independent parts and those of the stretches; the former."""
        of_parts = self.stretches.of_parts(reading)
        of_stretches = None
        if self.divided:
            self.readings.append(reading)
            of_stretches = self.stretches.cut(reading, self.values)
        self.master.add(of_parts, of_stretches)
        return of_parts

    def _agree(self, values: FloatArray) -> None:
        """Agree on other values of what storages hand over; all cuts of the stretches are made anew."""
        self.values = values
        self.master.renew_stretches([self.stretches.cut(reading, values) for reading in self.readings])

    def _judge(self, by_group: FloatArray) -> None:
        """Be bolder where the trial kept what the cuts promised, and more timid where it did not."""
        if not np.isfinite(self.promised).all():
            return
        hoped, came = self.best - self.promised, self.best - by_group
        kept = np.divide(came, hoped, out=np.ones_like(came), where=hoped > 0)
        bolder = np.maximum(self.level * BOLDER, BOLDEST)
        more_timid = np.minimum(self.level + MORE_TIMID * (1.0 - self.level), MOST_TIMID)
        self.level = np.where(kept >= KEPT, bolder, np.where(kept <= 0.0, more_timid, self.level))

    def _next(self, lowest: Lowest) -> FloatArray:
        """The nearest sizes to the best at which the cuts promise most of what is still open."""
        self.promised = lowest.by_group + self.level * (self.best - lowest.by_group)
        nearest = self.master.nearest(self.x, self.promised, lowest.x)
        return lowest.x if nearest is None else nearest

    def middle(self) -> FloatArray:
        """Near half of every largest size: enough to serve the demand in most scenarios; integers at the upper bound.

        Only sizes that keep to the limits between them (budget, roof, steps) may become the best trial.
        """
        master = self.master
        return self.allowed(np.where(master.integer, master.upper, 0.5 * (master.lower + master.upper)))

    def allowed(self, x: FloatArray) -> FloatArray:
        """The nearest sizes that keep to the limits between them, with other integers where those of x do not."""
        nearest = self.master.nearest(x, np.full(self.master.groups, np.inf), x)
        return allowed_sizes(self.operation.split, x) if nearest is None else nearest
