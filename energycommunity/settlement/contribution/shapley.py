"""The Shapley value: what a player adds to those who came before him, on average over all orders of coming.

    phi_i = sum over coalitions S without i of  |S|! (n - |S| - 1)! / n!  ·  (v(S + i) - v(S))

It gives everything away (efficiency), the same to players who add the same (symmetry), and nothing to who adds nothing.
Up to twelve players all 4,096 coalitions are evaluated; above, orders are drawn by chance, each with its reverse, and
the standard error of every amount is told.

References
----------
L. S. Shapley, A Value for n-Person Games, 1953. J. Castro, D. Gómez, J. Tejada, Polynomial calculation of the Shapley
value based on sampling, 2009, draw orders by chance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.settlement.contribution.game import Game

#: Players up to whom every coalition is evaluated.
MOST_ENUMERATED = 12
#: Pairs of an order and its reverse that are drawn above that.
PAIRS = 20


@dataclass(frozen=True)
class ShapleyValue:
    """Amount of each player [EUR/a], and its standard error; zero where every coalition was evaluated."""

    amounts_eur: dict[str, float]
    standard_error_eur: dict[str, float]
    is_exact: bool


def shapley(game: Game, pairs: int = PAIRS, seed: int = 0) -> ShapleyValue:
    """The Shapley value, exact to twelve players and sampled above.

    Parameters
    ----------
    game : Game
        Players and what coalitions are worth.
    pairs : int
        Pairs of orders that are drawn where there are more than twelve players.
    seed : int
        Of the draw; the same seed gives the same amounts.

    Examples
    --------
    One left glove and two right ones: a pair is worth 1, and the left glove is scarce.

    >>> gloves = Game(("left", "right", "other right"), lambda s: 1.0 if "left" in s and len(s) > 1 else 0.0)
    >>> {player: round(amount, 4) for player, amount in shapley(gloves).amounts_eur.items()}
    {'left': 0.6667, 'right': 0.1667, 'other right': 0.1667}
    """
    if len(game.players) <= MOST_ENUMERATED:
        amounts = game.by_player(_enumerated(game))
        return ShapleyValue(amounts, dict.fromkeys(game.players, 0.0), is_exact=True)
    return _sampled(game, pairs, seed)


def _enumerated(game: Game) -> FloatArray:
    """Over all coalitions: what each is worth counts for who is in it, and against who is not."""
    count = len(game.players)
    amounts = np.zeros(count)
    for coalition in (*game.coalitions(), frozenset(game.players)):
        size, worth = len(coalition), game.of(coalition)
        joined = 1.0 / (count * math.comb(count - 1, size - 1))
        left = 1.0 / (count * math.comb(count - 1, size)) if size < count else 0.0
        inside = np.array([player in coalition for player in game.players])
        amounts += worth * np.where(inside, joined, -left)
    return amounts


def _sampled(game: Game, pairs: int, seed: int) -> ShapleyValue:
    """The mean over drawn orders; an order and its reverse count as one observation, for they depend on each other."""
    rng = np.random.default_rng(seed)
    observed = np.empty((pairs, len(game.players)))
    for number in range(pairs):
        order = rng.permutation(len(game.players))
        observed[number] = (_added(game, order) + _added(game, order[::-1])) / 2.0
    error = observed.std(axis=0, ddof=1) / math.sqrt(pairs)
    return ShapleyValue(game.by_player(observed.mean(axis=0)), game.by_player(error), is_exact=False)


def _added(game: Game, order: Sequence[int] | np.ndarray[tuple[int], np.dtype[np.int64]]) -> FloatArray:
    """What each adds to those before him in one order."""
    added, before = np.zeros(len(game.players)), 0.0
    present: set[str] = set()
    for place in order:
        present.add(game.players[place])
        worth = game.of(present)
        added[place], before = worth - before, worth
    return added
