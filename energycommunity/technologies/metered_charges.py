"""Charges on what a meter shows over a time: billed peaks, and energy above the limits of blocks.

    mean drawn in an interval <= peak of its month                           (in each interval that counts)
    peak of a month · part carried to another <= billed peak of that         (a peak of the year, a ratchet)
    energy of a period - limit <= energy above it                            (in each period and block)

All of these are as low as their rows allow, since they cost: the linear programme has exactly the bill. That holds
while no block is cheaper than the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from energycommunity.quantities import FloatArray, IntArray
from energycommunity.tariffs.charges import BlockCharge, Charge, Counted, DemandCharge, counted_kw
from energycommunity.technologies.ledger import Cost, Term
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Series, Variable

Drawn = tuple[Term, ...]


def metered_costs(block: Block, charges: tuple[Charge, ...], drawn: Drawn, most_drawn_kw: float) -> Iterator[Cost]:
    """The costs of all demand charges and blocks of a meter, with the rows that make them.

    Parameters
    ----------
    block : Block
        That of the meter.
    charges : tuple of Charge
        Those on what is drawn.
    drawn : tuple of Term
        What crosses the meter inwards in each step [kW]; the first is what a trader sold.
    most_drawn_kw : float
        Upper limit of their sum [kW].
    """
    for number, peak in enumerate(charge for charge in charges if isinstance(charge, DemandCharge)):
        yield _peak_cost(block, peak, number, _counted(peak.counted, drawn), most_drawn_kw)
    for number, blocks in enumerate(charge for charge in charges if isinstance(charge, BlockCharge)):
        yield _block_cost(block, blocks, number, _counted(blocks.counted, drawn), most_drawn_kw)


def _counted(counted: Counted, drawn: Drawn) -> list[Variable]:
    terms = drawn if counted == "crossing" else drawn[:1]
    return [term.variable for term in terms if term.variable is not None]


def _peak_cost(block: Block, charge: DemandCharge, number: int, drawn: list[Variable], most_drawn_kw: float) -> Cost:
    time = block.time
    measured = billed = block.monthly(f"billed_peak_{number}_kw", upper=most_drawn_kw)
    if charge.carried is not None:
        measured = block.monthly(f"measured_peak_{number}_kw", upper=most_drawn_kw)
        for to, since in zip(*np.nonzero(charge.carried), strict=True):
            part = float(charge.carried[to, since]) * measured[int(since)]
            block.constrain_once(f"peak_{number}_of_{since}_in_{to}", part <= billed[int(to)])
    last, sizes = _interval_ends(charge, time)
    shares = [
        block.series(f"peak_{number}_share_{back}", np.where(sizes > back, 1.0 / np.maximum(sizes, 1), 0.0))
        for back in range(int(sizes.max(initial=0)))
    ]
    if shares:
        block.constrain(f"peak_{number}", lambda t: _mean(block, drawn, shares, t) <= measured[block.month_of(t)], last)
    rate = charge.eur_per_kw_month * time.month_weight
    return Cost(block.asset, block.owner, charge.kind, (Term(billed, rate),), goods="electricity")


def _interval_ends(charge: DemandCharge, time: TimeGrid) -> tuple[IntArray, IntArray]:
    """The last step of each interval that counts, and how many steps its interval has, of shape (steps,), else 0.

    Rows stand at the end of their interval and look back: looking ahead would pass for a storage (windows.py).
    """
    interval = charge.intervals(time)
    size = np.bincount(interval)
    last = np.cumsum(size) - 1
    last = last[charge.counts(time)[last]]
    sizes = np.zeros(time.steps, dtype=np.int64)
    sizes[last] = size[interval[last]]
    return last, sizes


def _mean(block: Block, drawn: list[Variable], shares: list[Series], step: Any) -> Any:
    parts = [(share, block.steps_before(step, back)) for back, share in enumerate(shares)]
    return sum(share[step] * variable[at] for share, at in parts for variable in drawn)


def _block_cost(block: Block, charge: BlockCharge, number: int, drawn: list[Variable], most_drawn_kw: float) -> Cost:
    """Energy above each limit, filed under the last month of its period."""
    time, periods, limits_kwh = block.time, charge.periods(block.time), charge.limits_kwh(block.time)
    terms: list[Term] = []
    for place, surcharge in enumerate(charge.surcharge_eur_per_kwh):
        above = block.monthly(f"above_limit_{number}_{place}_kwh", upper=most_drawn_kw * time.hours)
        for period in np.unique(periods):
            used = np.where(periods[time.month_of] == period, time.step_h, 0.0)
            beyond = np.zeros(len(periods))
            beyond[np.flatnonzero(periods == period)[-1]] = -1.0
            parts = (*((variable, used) for variable in drawn), (above, beyond))
            block.limit_sum(f"block_{number}_{place}_{period}", parts, float(limits_kwh[place, period]))
        terms.append(Term(above, surcharge * time.weight))
    return Cost(block.asset, block.owner, charge.kind, tuple(terms), goods="electricity")


def amounts_above(
    charges: tuple[Charge, ...], traded_kw: FloatArray, shared_kw: FloatArray, time: TimeGrid
) -> dict[str, FloatArray]:
    """The values of the variables of blocks for known flows, shape (months,) each [kWh]."""
    found: dict[str, FloatArray] = {}
    for number, charge in enumerate(charge for charge in charges if isinstance(charge, BlockCharge)):
        for place, above in enumerate(charge.above(counted_kw(charge, traded_kw, shared_kw), time)):
            found[f"above_limit_{number}_{place}_kwh"] = _at_ends(above, charge.periods(time))
    return found


def _at_ends(above_kwh: FloatArray, periods: IntArray) -> FloatArray:
    filed = np.zeros(len(above_kwh))
    last = np.append(np.flatnonzero(np.diff(periods)), len(periods) - 1)
    filed[last] = np.bincount(periods, weights=above_kwh)
    return filed
