"""Least core and nucleolus: amounts with which no coalition has a good reason to leave.

An amount x_i for each player gives away all that everybody together is worth. The excess of a coalition S,

    e(S, x) = v(S) - sum of x_i over S,

is what it would gain by standing apart. The least core makes the largest excess as small as possible; where that is not
above zero, the core is not empty and nobody gains by leaving. The nucleolus goes on: with the largest excess settled it
makes the next largest as small as possible, and so on, until one point is left.

Each step is a linear programme over x and the excess, whose coalitions are added as they are violated (row generation).
The violated ones are found by looking at every coalition, so that both are exact; that bounds the number of players.

References
----------
D. Schmeidler, The Nucleolus of a Characteristic Function Game, 1969. R. J. Aumann, M. Maschler, Game Theoretic Analysis
of a Bankruptcy Problem from the Talmud, 1985, whose estates are among the tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import BoolArray, FloatArray
from energycommunity.settlement.contribution.game import Game

#: Players up to whom every coalition is looked at.
MOST_PLAYERS = 16
#: Part of the largest worth by which an excess may be missed, and below which a price counts as none.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class LeastCore:
    """A point of the least core [EUR/a], and the largest excess; the core is empty where that is above zero."""

    amounts_eur: dict[str, float]
    largest_excess_eur: float

    def core_is_empty(self, tolerance_eur: float = 1e-6) -> bool:
        """Whether, whatever is paid, some coalition would gain by standing apart."""
        return self.largest_excess_eur > tolerance_eur


def least_core(game: Game) -> LeastCore:
    """Amounts that make the largest gain of leaving as small as possible.

    Raises
    ------
    ValueError
        If there are more players than every coalition of them can be looked at.

    Examples
    --------
    Three of whom any two are worth as much as all: two of them always gain by leaving out the third.

    >>> majority = Game(("a", "b", "c"), lambda coalition: 1.0 if len(coalition) > 1 else 0.0)
    >>> found = least_core(majority)
    >>> round(found.largest_excess_eur, 4), found.core_is_empty()
    (0.3333, True)
    """
    rounds = _Rounds(game)
    if rounds.worth.size:
        rounds.lower_the_largest()
    return LeastCore(game.by_player(rounds.amounts), rounds.excess)


def nucleolus(game: Game) -> dict[str, float]:
    """The amounts whose excesses, largest first, are the smallest there are; always exactly one point [EUR/a].

    Raises
    ------
    ValueError
        If there are more players than every coalition of them can be looked at.

    Examples
    --------
    A man owes 100, 200 and 300 and leaves 200: the Talmud gives 50, 75 and 75.

    >>> debts = {"first": 100.0, "second": 200.0, "third": 300.0}
    >>> estate = Game(tuple(debts), lambda s: max(200.0 - sum(d for who, d in debts.items() if who not in s), 0.0))
    >>> {who: round(amount, 4) for who, amount in nucleolus(estate).items()}
    {'first': 50.0, 'second': 75.0, 'third': 75.0}
    """
    rounds = _Rounds(game)
    while not rounds.settled:
        rounds.lower_the_largest()
    return game.by_player(rounds.amounts)


class _Rounds:
    """The linear programmes of the nucleolus, one for each height of the excess.

    In scaled units: the largest worth is one. `rows` and `sides`: coalitions whose amounts are settled, with everybody
    as the first of them; `active`: those that are not; `generated`: those that the programme has rows for.
    """

    def __init__(self, game: Game) -> None:
        count = len(game.players)
        if count > MOST_PLAYERS:
            raise ValueError(f"{count} players; every coalition is looked at for at most {MOST_PLAYERS}")
        coalitions = list(game.coalitions())
        self.inside = np.array([[player in s for player in game.players] for s in coalitions]).reshape(-1, count)
        self.worth = np.array([game.of(s) for s in coalitions])
        self.scale = max(float(np.abs([*self.worth, game.whole]).max()), 1e-12)
        self.worth = self.worth / self.scale
        self.rows, self.sides = [np.ones(count)], [game.whole / self.scale]
        self.active: BoolArray = np.ones(len(coalitions), dtype=bool)
        self.generated = np.flatnonzero(self.inside.sum(axis=1) == 1).tolist()
        self.x = np.full(count, self.sides[0] / max(count, 1))
        self.height = float("-inf")

    @property
    def amounts(self) -> FloatArray:
        """The amounts of the last round [EUR/a]."""
        return self.x * self.scale

    @property
    def excess(self) -> float:
        """The largest excess of the last round [EUR/a]."""
        return self.height * self.scale

    @property
    def settled(self) -> bool:
        """Whether one point is left."""
        return not self.active.any()

    def lower_the_largest(self) -> None:
        """Make the largest open excess as small as it can be, and settle the coalitions that hold it there."""
        while True:
            rows = [row for row in self.generated if self.active[row]] or [int(np.flatnonzero(self.active)[0])]
            prices = self._solve(rows)
            excess = np.where(self.active, self.worth - self.inside @ self.x, -np.inf)
            worst = int(excess.argmax())
            if excess[worst] <= self.height + TOLERANCE or worst in rows:
                break
            self.generated.append(worst)
        for row, price in zip(rows, prices, strict=True):
            if price > TOLERANCE:
                self.rows.append(self.inside[row].astype(float))
                self.sides.append(self.worth[row] - self.height)
        self._leave_out_what_is_spanned()

    def _solve(self, rows: list[int]) -> FloatArray:
        """Least height with  sum of x over S + height >= v(S)  for the given coalitions; returns their prices."""
        from scipy.optimize import linprog

        count = len(self.x)
        equal = np.column_stack([np.array(self.rows), np.zeros(len(self.rows))])
        above = np.column_stack([-self.inside[rows].astype(float), -np.ones(len(rows))])
        found = linprog(
            np.append(np.zeros(count), 1.0),
            above,
            -self.worth[rows],
            equal,
            np.array(self.sides),
            (None, None),
            method="highs-ds",
        )
        if found.x is None:  # rounding in settled rows; the last point stands
            raise ArithmeticError(found.message)
        self.x, self.height = found.x[:-1], float(found.x[-1])
        return np.asarray(-found.ineqlin.marginals)

    def _leave_out_what_is_spanned(self) -> None:
        """Coalitions whose sum follows from settled ones are settled too."""
        independent, triangle = np.linalg.qr(np.array(self.rows).T)
        kept = np.abs(triangle).max(axis=1) > 1e-9
        basis = independent[:, : len(kept)][:, kept]
        if basis.shape[1] == len(self.x):
            self.active = np.zeros_like(self.active)
            return
        rest = self.inside - (self.inside @ basis) @ basis.T
        self.active &= np.abs(rest).max(axis=1, initial=0.0) > 1e-7
