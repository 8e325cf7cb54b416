"""The coalition that would gain most by standing apart, among all that there can be, by a small integer programme.

What coalitions are worth is known for few of them only. Of the others ceilings are known: numbers below which the worth
of every coalition lies, a constant and an amount for each of its members. With amounts x that the players are paid, and
z_i = 1 for who stands apart,

    max  theta - x · z      theta <= constant + amounts · z  for every ceiling,   1 <= sum of z <= players - 1

has as its optimum the coalition that may gain most, and its bound holds for all coalitions.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.highs import hand_over, make_integer
from energycommunity.quantities import BoolArray, FloatArray

#: Branches that one search may take; where they do not suffice its bound holds all the same.
MOST_NODES = 20_000


@dataclass(frozen=True, eq=False)
class Ceiling:
    """What every coalition is worth at most: the constant, and the amounts of its members, shape (players,) [EUR/a].

    >>> Ceiling(1.0, np.array([2.0, 5.0])).over(np.array([True, False]))
    3.0
    """

    constant_eur: float
    amounts_eur: FloatArray

    def over(self, inside: BoolArray) -> float:
        """The worth of a coalition at most [EUR/a]."""
        return self.constant_eur + float(self.amounts_eur @ inside)


@dataclass(frozen=True, eq=False)
class Tempted:
    """Who may gain most by standing apart, None where nobody is left to ask, and what anybody left gains at most."""

    inside: BoolArray | None
    excess_eur: float


class Temptations:
    """The ceilings so far, and the coalitions whose worth is known so that no ceiling is asked for them.

    Parameters
    ----------
    players : int
        How many there are.
    scale_eur : float
        What amounts are counted in, for the solver: about the worth of all [EUR/a].
    """

    def __init__(self, players: int, scale_eur: float) -> None:
        self.players, self.scale_eur = players, scale_eur
        self.ceilings: list[Ceiling] = []
        self.known: set[bytes] = set()
        self.left_out: list[BoolArray] = []

    def learn(self, inside: BoolArray, ceiling: Ceiling) -> None:
        """The worth of a coalition is known from now on, and its ceiling holds for all."""
        self.known.add(inside.tobytes())
        self.ceilings.append(ceiling)

    def strongest(self, amounts_eur: FloatArray) -> Tempted:
        """Who may gain most by standing apart where the players are paid these amounts, of those not yet known.

        Raises
        ------
        SolverError
            If the search ends without a coalition.
        """
        while True:
            found = self._strongest(amounts_eur)
            if found.inside is None or found.inside.tobytes() not in self.known:
                return found
            self.left_out.append(found.inside)

    def _strongest(self, amounts_eur: FloatArray) -> Tempted:
        count = self.players
        ceilings = [np.append(-each.amounts_eur / self.scale_eur, 1.0) for each in self.ceilings]
        others = [np.append(np.where(inside, 1.0, -1.0), 0.0) for inside in self.left_out]
        rows = sparse.csr_array(np.array([np.append(np.ones(count), 0.0), *ceilings, *others]))
        constants = [each.constant_eur / self.scale_eur for each in self.ceilings]
        most = np.array([count - 1.0, *constants, *(inside.sum() - 1.0 for inside in self.left_out)])
        least = np.append(1.0, np.full(len(most) - 1, -np.inf))
        bounds = np.append(np.zeros(count), -np.inf), np.append(np.ones(count), np.inf)
        highs = hand_over(rows, np.append(amounts_eur / self.scale_eur, -1.0), bounds, (least, most))
        make_integer(highs, np.arange(count + 1) < count)
        highs.setOptionValue("mip_max_nodes", MOST_NODES)
        highs.run()
        status, found = highs.getModelStatus(), highs.getSolution()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Tempted(None, -np.inf)
        if not found.value_valid:
            raise SolverError(Fault("solver_no_answer", {"status": highs.modelStatusToString(status)}))
        return Tempted(np.array(found.col_value)[:count] > 0.5, -highs.getInfo().mip_dual_bound * self.scale_eur)
