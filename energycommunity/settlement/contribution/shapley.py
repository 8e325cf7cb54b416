"""The Shapley value: what a player adds to those who came before him, on average over all orders of coming.

    phi_i = sum over coalitions S without i of  |S|! (n - |S| - 1)! / n!  ·  (v(S + i) - v(S))

It gives everything away (efficiency), the same to players who add the same (symmetry), and nothing to who adds nothing.
Among few players every coalition is evaluated; among more, orders are drawn by chance, each with its reverse, and the
standard error of every amount is told.

References
----------
L. S. Shapley, A Value for n-Person Games, 1953. J. Castro, D. Gómez, J. Tejada, Polynomial calculation of the Shapley
value based on sampling, 2009, draw orders by chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.settlement.contribution.game import Game


@dataclass(frozen=True)
class Effort:
    """How many coalitions the value may take.

    `most_enumerated`: players up to whom every coalition is evaluated, 4,095 for twelve; `pairs`: pairs of an order and
    its reverse that are drawn where there are more players; `seed` of the draw: the same one gives the same amounts.
    """

    most_enumerated: int = 12
    pairs: int = 20
    seed: int = 0

    def enumerates(self, players: Sequence[str]) -> bool:
        """Whether every coalition of these players is evaluated."""
        return len(players) <= self.most_enumerated

    def orders(self, players: Sequence[str]) -> list[list[str]]:
        """The orders that are drawn, each followed by its reverse."""
        rng = np.random.default_rng(self.seed)
        drawn = [[players[place] for place in rng.permutation(len(players))] for _ in range(self.pairs)]
        return [order for pair in drawn for order in (pair, pair[::-1])]


@dataclass(frozen=True)
class ShapleyValue:
    """Amount of each player [EUR/a], and its standard error; zero where every coalition was evaluated."""

    amounts_eur: dict[str, float]
    standard_error_eur: dict[str, float]
    is_exact: bool


def shapley(game: Game, effort: Effort = Effort()) -> ShapleyValue:
    """The Shapley value, exact among few players and sampled among many.

    Parameters
    ----------
    game : Game
        Players and what coalitions are worth.
    effort : Effort
        How many coalitions it may take.

    Examples
    --------
    One left glove and two right ones: a pair is worth 1, and the left glove is scarce.

    >>> gloves = Game(("left", "right", "other right"), lambda s: 1.0 if "left" in s and len(s) > 1 else 0.0)
    >>> {player: round(amount, 4) for player, amount in shapley(gloves).amounts_eur.items()}
    {'left': 0.6667, 'right': 0.1667, 'other right': 0.1667}
    """
    if effort.enumerates(game.players):
        amounts = game.by_player(_enumerated(game))
        return ShapleyValue(amounts, dict.fromkeys(game.players, 0.0), is_exact=True)
    return _sampled(game, effort)


def evaluated(game: Game, effort: Effort, first: Sequence[str]) -> Iterator[frozenset[str]]:
    """The coalitions that the value takes, each much like the one before it, some more than once.

    `first`: all players, those who come and go most often first.

    >>> game = Game(("a", "b", "c"), len)
    >>> [sorted(coalition) for coalition in evaluated(game, Effort(most_enumerated=2, pairs=1), "abc")]
    [['c'], ['a', 'c'], ['a', 'b', 'c'], ['b'], ['a', 'b'], ['a', 'b', 'c']]
    """
    if effort.enumerates(game.players):
        yield from game.in_small_steps(first)
        return
    for order in effort.orders(game.players):
        for count in range(1, len(order) + 1):
            yield frozenset(order[:count])


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


def _sampled(game: Game, effort: Effort) -> ShapleyValue:
    """The mean over drawn orders; an order and its reverse count as one observation, for they depend on each other."""
    added = np.array([_added(game, order) for order in effort.orders(game.players)])
    observed = (added[::2] + added[1::2]) / 2.0
    error = observed.std(axis=0, ddof=1) / math.sqrt(effort.pairs)
    return ShapleyValue(game.by_player(observed.mean(axis=0)), game.by_player(error), is_exact=False)


def _added(game: Game, order: Sequence[str]) -> FloatArray:
    """What each adds to those before him in one order."""
    worths = np.array([game.of(order[:count]) for count in range(len(order) + 1)])
    added = dict(zip(order, np.diff(worths).tolist(), strict=True))
    return np.array([added[player] for player in game.players])
