"""The least core among more players than coalitions can be counted, by row generation, with a proof of how good it is.

Amounts x that give away all that everybody together is worth make the largest excess (nucleolus.py) as small as
possible over the coalitions known so far. Then the coalition is looked for that may gain most by standing apart, its
worth is asked for, and so on. Asking for a worth also tells a ceiling of all others (tempted_coalition.py), which
proves what no coalition can gain more than. Hundreds of coalitions out of millions are asked that way.

The least core mostly has many points. The one nearest to given amounts is taken, such as the Shapley value: it is
changed as little as it takes for no coalition to have a reason to leave.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.master import nearest_point
from energycommunity.optimization.tempted_coalition import Ceiling, Temptations
from energycommunity.quantities import BoolArray, FloatArray
from energycommunity.settlement.contribution.game import Game

#: Worth that counts as none, so that nothing is proven to a part of it [EUR/a].
NOTHING_EUR = 1e-3
#: What a coalition is worth [EUR/a], and a ceiling of what all of them are worth, its amounts in the players' order.
Ask = Callable[[frozenset[str]], tuple[float, Ceiling]]


@dataclass(frozen=True)
class Patience:
    """When to stop: `asked` coalitions at most, or a proof within `tolerance`, a part of the largest worth known."""

    asked: int
    tolerance: float = 1e-3


@dataclass(frozen=True)
class ProvenLeastCore:
    """Amounts near the least core, and what is proven of them [EUR/a].

    `least_excess_eur`: whatever is paid, some coalition gains as much by standing apart; `most_excess_eur`: with these
    amounts none gains more; `asked`: how many coalitions were asked for a ceiling.
    """

    amounts_eur: dict[str, float]
    least_excess_eur: float
    most_excess_eur: float
    asked: int


def proven_least_core(game: Game, ask: Ask, near_eur: dict[str, float], patience: Patience) -> ProvenLeastCore:
    """Amounts that make the largest gain of leaving small, and the proof of how small.

    Parameters
    ----------
    game : Game
        Two players or more; what is `known` of it counts from the start, and what is asked for is added.
    ask : callable
        The worth of a coalition, and a ceiling of all. The worth of everybody is taken from the game.
    near_eur : dict of str to float
        The amounts to stay near to [EUR/a].
    patience : Patience
        When to stop.

    Raises
    ------
    SolverError
        If a search has no answer.

    Examples
    --------
    Each is worth what he brings, 1, 2 and 3, and sums say so of all. Equal parts move as little as they must.

    >>> brings = np.array([1.0, 2.0, 3.0])
    >>> sums = Game(("a", "b", "c"), lambda s: float(sum(brings["abc".index(player)] for player in s)))
    >>> near, patience = dict.fromkeys("abc", 2.0), Patience(asked=9, tolerance=1e-6)
    >>> found = proven_least_core(sums, lambda s: (sums.of(s), Ceiling(0.0, brings)), near, patience)
    >>> [round(amount, 1) for amount in found.amounts_eur.values()], round(found.most_excess_eur, 2)
    ([1.0, 2.0, 3.0], 0.0)
    """
    everybody = frozenset(game.players)
    rows = _Rows(game, np.array([near_eur[player] for player in game.players]))
    temptations = Temptations(len(game.players), rows.scale)
    temptations.learn(rows.inside(everybody), ask(everybody)[1])
    best, best_most = rows.near * rows.scale, float("inf")
    while True:
        least, x = rows.nearest(patience.tolerance / 2.0)
        tempted = temptations.strongest(x)
        most, asked = max(rows.excess(x), tempted.excess_eur), len(temptations.ceilings)
        if most < best_most:
            best, best_most = x, most
        good = most <= least + patience.tolerance * rows.scale
        if tempted.inside is None or good or asked >= patience.asked:
            return ProvenLeastCore(game.by_player(best), least, best_most, asked)
        coalition = frozenset(np.array(game.players)[tempted.inside].tolist())
        worth, ceiling = ask(coalition)
        game.known.setdefault(coalition, worth)
        rows.add(coalition)
        temptations.learn(tempted.inside, ceiling)


class _Rows:
    """The coalitions of known worth, in units of the largest one, and the amounts that suit them."""

    def __init__(self, game: Game, near_eur: FloatArray) -> None:
        self.game = game
        whole = game.whole
        self.scale = max(*map(abs, game.known.values()), NOTHING_EUR)
        self.near = near_eur / self.scale
        self.whole = whole / self.scale
        self.known: dict[frozenset[str], FloatArray] = {}
        singles = [frozenset([player]) for player in game.players]
        for coalition in (*singles, *game.known):
            if 0 < len(coalition) < len(game.players):
                self.add(coalition)

    def inside(self, coalition: frozenset[str]) -> BoolArray:
        """Who is in it, shape (players,)."""
        return np.array([player in coalition for player in self.game.players])

    def add(self, coalition: frozenset[str]) -> None:
        """Heed the worth of a coalition, which the game knows or tells."""
        self.known[coalition] = np.append(self.inside(coalition), self.game.of(coalition) / self.scale)

    def excess(self, amounts_eur: FloatArray) -> float:
        """The largest excess of those known [EUR/a]."""
        rows = np.array(list(self.known.values()))
        return float((rows[:, -1] * self.scale - rows[:, :-1] @ amounts_eur).max())

    def nearest(self, slack: float) -> tuple[float, FloatArray]:
        """The smallest largest excess [EUR/a], and the nearest amounts with no larger one by more than the slack."""
        rows = np.array(list(self.known.values()))
        least = self._least(rows)
        a = sparse.csr_array(np.vstack([np.ones(len(self.near)), rows[:, :-1]]))
        lower = np.append(self.whole, rows[:, -1] - least - slack)
        upper = np.append(self.whole, np.full(len(rows), np.inf))
        x = nearest_point(self.near, a, lower, upper)
        if x is None:
            raise SolverError(Fault("solver_no_answer", {"status": "no amounts nearest to the given ones"}))
        x = x + (self.whole - x.sum()) / len(x)
        return least * self.scale, x * self.scale

    def _least(self, rows: FloatArray) -> float:
        """The least height with  sum of x over S + height >= v(S)  for all known S."""
        from scipy.optimize import linprog

        count = len(self.near)
        cost = np.append(np.zeros(count), 1.0)
        above = np.column_stack([-rows[:, :-1], -np.ones(len(rows))])
        equal = np.append(np.ones(count), 0.0)[None, :]
        found = linprog(cost, above, -rows[:, -1], equal, [self.whole], (None, None), method="highs-ds")
        if found.x is None:
            raise SolverError(Fault("solver_no_answer", {"status": found.message}))
        return float(found.fun)
