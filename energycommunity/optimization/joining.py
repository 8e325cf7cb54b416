"""Join the answers of neighbouring windows at the step of their overlap where they agree best.

Prices and contents may join at different steps: prices where the bound they prove together loses least, contents where
they meet. What a join of prices loses is known exactly: a link v[t] between the rows of step t-1, priced by the window
before, and those of step t, priced by the window behind, keeps the reduced cost

    d = cost - price[t-1] · coefficient[t-1] - price[t] · coefficient[t]

which weak duality counts at the worse of its bounds: d⁺ · (v - lower) + d⁻ · (upper - v) more than it truly costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energycommunity.optimization.split import Bounds
from energycommunity.optimization.windows import Window
from energycommunity.quantities import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Answered:
    """A window's contents and prices at its links, shape (variables, extent), with the links' bounds and costs.

    `behind` and `ahead`: price times coefficient of the link in the rows of its own step, and of the step before.
    """

    begin: int
    content: FloatArray
    lower: FloatArray
    upper: FloatArray
    cost: FloatArray
    behind: FloatArray
    ahead: FloatArray


@dataclass(frozen=True, eq=False)
class Join:
    """Where two windows join, for each part of the operation, shape (parts,).

    Step for the contents, step for the prices, and what the prices lose there [EUR/a].
    """

    contents_at: IntArray
    prices_at: IntArray
    loss: FloatArray


def answered(window: Window, x: FloatArray, price: FloatArray, bounds: Bounds, cost: FloatArray) -> Answered:
    """What a window says at its links; `x` of its columns, `price` of its rows, `cost` of the operation's columns."""
    links = window.links
    columns = window.columns[links]
    behind, ahead = ((part @ price).reshape(links.shape) for part in (window.behind, window.ahead))
    return Answered(window.begin, x[links], bounds.lower[columns], bounds.upper[columns], cost[columns], behind, ahead)


def join(before: Answered, behind: Answered, candidates: IntArray, steps: int, parts: tuple[IntArray, int]) -> Join:
    """The best joins of two neighbouring windows at one of the candidate steps, the edge itself first.

    `parts`: the part that each link belongs to, and the number of parts; they share no row and may join at different
    steps. `steps`: length of the cyclic horizon.
    """
    at_before, at_behind = (np.mod(candidates - one.begin, steps) for one in (before, behind))
    content, other = before.content[:, at_before], behind.content[:, at_behind]
    reduced = before.cost[:, at_before] - before.ahead[:, at_before] - behind.behind[:, at_behind]
    lower, upper = behind.lower[:, at_behind], behind.upper[:, at_behind]
    room = np.where(reduced > 0, np.maximum(other - lower, 0.0), np.maximum(upper - other, 0.0))
    apart, loss = (_by_part(values, *parts) for values in (np.abs(content - other), np.abs(reduced) * room))
    best = _first_least(loss)
    return Join(candidates[_first_least(apart)], candidates[best], loss[np.arange(len(best)), best])


def joined(
    answers: list[tuple[IntArray, FloatArray]], joins: list[IntArray], places: tuple[IntArray, IntArray], steps: int
) -> FloatArray:
    """One vector from the answers of all windows.

    `answers`: places in the vector and values of each window; `joins`: for each the steps by part where it begins;
    `places`: step and part of every place of the vector.
    """
    step, part = places
    vector = np.zeros(len(step))
    for number, (chosen, values) in enumerate(answers):
        begin, end = (joins[k % len(joins)][part[chosen]] for k in (number, number + 1))
        extent = np.mod(end - begin, steps)
        own = np.mod(step[chosen] - begin, steps) < np.where(extent > 0, extent, steps)
        vector[chosen[own]] = values[own]
    return vector


def _by_part(values: FloatArray, part: IntArray, parts: int) -> FloatArray:
    """Sums over the links of each part, shape (parts, candidates)."""
    sums = np.zeros((parts, values.shape[1]))
    np.add.at(sums, part, values)
    return sums


def _first_least(values: FloatArray) -> IntArray:
    """In each row the first place whose value is the least but for rounding."""
    least = values.min(axis=1, keepdims=True)
    return np.asarray(np.argmax(values <= least + 1e-9 * (1.0 + least), axis=1))
