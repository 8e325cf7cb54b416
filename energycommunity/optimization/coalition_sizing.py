"""What a community costs while only some of its members share, and every plant has the size that suits that best.

The programme is stated anew for each coalition: who is not in it belongs to the community in no step, so that he buys
and sells only. Everything else is decided as in a run, within the gap of the scenario; each programme begins where the
one before it ended (experience.py).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from energycommunity.optimization.case import Case
from energycommunity.optimization.coalition_costs import CoalitionCost, Recipe
from energycommunity.optimization.experience import Experience
from energycommunity.optimization.programme import Programme, state
from energycommunity.optimization.sizing import Solution, SolverOptions, solve
from energycommunity.stopping import Stop
from energycommunity.technologies.grid_connection import GridConnection

#: Dispatches of all steps that a choice of sizes takes, about.
DISPATCHES = 30


class CoalitionSizing:
    """The best sizes of a community, and what they cost, as a function of who shares.

    Parameters
    ----------
    case : Case
        With a pool.
    method, gap : str, float
        How to solve, and the gap that is accepted.
    time_limit_s : float, optional
        Of the search for the sizes of one coalition.
    """

    def __init__(self, case: Case, method: str, gap: float, time_limit_s: float | None = None) -> None:
        self.case, self.method, self.gap, self.time_limit_s = case, method, gap, time_limit_s
        meters = {a.name: a.technology for a in case.assets if isinstance(a.technology, GridConnection)}
        self.member_of = {name: meter.owner for name, meter in meters.items() if meter.sharing}
        self.members = tuple(dict.fromkeys(self.member_of.values()))
        self.experience = Experience()

    @property
    def recipe(self) -> Recipe:
        """How another process makes the same."""
        return CoalitionSizing, (self.case, self.method, self.gap, self.time_limit_s)

    @cached_property
    def apart(self) -> tuple[Programme, Solution]:
        """The programme in which nobody shares, and its solution."""
        return self._solved(frozenset())

    def can_give(self, member: str) -> bool:
        """Whether a member has, or may build, anything that gives electricity."""
        programme, _ = self.apart
        meters = self.case.surroundings.meters
        buses = {meters[name].bus for name, owner in self.member_of.items() if owner == member}
        own = {variable for name in self.member_of for variable in programme.blocks[name].variables.values()}
        return any(
            np.any(flow.sign * term.factors() > 0.0) and (term.variable is None or term.variable.upper.any())
            for flow in programme.contributions.flows
            for term in flow.terms
            if flow.bus in buses and term.variable not in own
        )

    def cost(self, coalition: frozenset[str]) -> CoalitionCost:
        """What all pay while these members share, at the sizes that suit that.

        Raises
        ------
        InfeasibleError
            If no sizes serve every demand.
        SolverError
            If the answer does not stand up to being recomputed.
        """
        _, solution = self.apart if not coalition else self._solved(coalition)
        return CoalitionCost(coalition, solution.objective_eur_per_year, solution.lower_bound_eur_per_year)

    def _solved(self, coalition: frozenset[str]) -> tuple[Programme, Solution]:
        stop = Stop()
        stop.limit(self.time_limit_s)
        options = SolverOptions(self.method, self.gap, stop=stop, experience=self.experience)
        programme = state(_sharing_among(self.case, coalition))
        return programme, solve(programme, options)


def _sharing_among(case: Case, coalition: frozenset[str]) -> Case:
    """The case in which nobody but these members ever belongs to the community."""
    outside = np.zeros(case.time.steps, dtype=np.bool_)
    meters = {
        name: meter if meter.member in coalition else replace(meter, in_community=outside)
        for name, meter in case.surroundings.meters.items()
    }
    reserve = case.reserve
    if reserve is not None:
        reserve = replace(reserve, spell=_sharing_among(reserve.spell, coalition))
    return replace(case, surroundings=replace(case.surroundings, meters=meters), reserve=reserve)
