"""What a community is worth: three ways of living beside each other, and what each member adds to the last of them.

The players are the members with a meter that may share. The worth of a coalition is what everybody pays while nobody
shares less what everybody pays while the coalition does, at the sizes of the solution: it is above zero where sharing
saves. A plant belongs to whom it has and is dispatched behind its meter, whoever shares; so a member who leaves takes
what stands behind his meters with him. That of all together is what the settled result saves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from energycommunity.allocation.registry import keys_beside
from energycommunity.assessment.accounts import accounts_of
from energycommunity.assessment.costs import costs_by
from energycommunity.optimization.coalition_dispatch import CoalitionDispatch
from energycommunity.optimization.level_race import Solved
from energycommunity.optimization.matrix import Vector
from energycommunity.optimization.programme import Programme
from energycommunity.quantities import FloatArray
from energycommunity.results.community_worth import CommunityWorth, MemberWorth
from energycommunity.settlement.contribution.game import Game
from energycommunity.settlement.contribution.nucleolus import least_core, nucleolus
from energycommunity.settlement.contribution.payments import balancing_payments, entry_fee
from energycommunity.settlement.contribution.shapley import MOST_ENUMERATED, PAIRS, shapley
from energycommunity.settlement.settle import settle

#: Told the key of a text and its values as work goes on.
Progress = Callable[[str, dict[str, object]], None]


@dataclass(frozen=True, eq=False)
class Way:
    """One way of living beside each other: yearly cost of each member [EUR/a], and his bills by month [EUR].

    What passes between members is in both; VAT as far as he bears it.
    """

    costs_eur: dict[str, float]
    bills_eur: dict[str, FloatArray]


@dataclass(frozen=True, eq=False)
class ThreeWays:
    """Everyone alone, sharing what happens to be there, and dispatched together by each key, the scenario's first."""

    alone: Way
    as_it_happens: Way
    by_key: dict[str, Way]
    months: tuple[str, ...]

    @property
    def together(self) -> Way:
        """Dispatched together, shared by the key of the scenario."""
        return next(iter(self.by_key.values()))

    def gains(self, key: str, members: Iterable[str]) -> dict[str, float]:
        """Cost alone less cost together under a key [EUR/a]."""
        return {name: self.alone.costs_eur[name] - self.by_key[key].costs_eur[name] for name in members}


def community_worth(solved: Solved, progress: Progress = lambda key, values: None) -> CommunityWorth:
    """What the community of a solved scenario is worth to each member who can share.

    Up to twelve of them every coalition is dispatched; above, those of drawn orders (Shapley value with a standard
    error), and there is no nucleolus.

    Raises
    ------
    SolverError
        If a coalition has no dispatch.
    """
    dispatches = CoalitionDispatch(solved.programme, solved.solution.values)
    apart = dispatches.apart
    ways = three_ways(solved, apart.values)
    game = game_of(dispatches, ways, progress)
    fair = shapley(game)
    gains = {key: ways.gains(key, game.players) for key in ways.by_key} | {"shapley": fair.amounts_eur}
    excess = None
    if fair.is_exact:
        gains["nucleolus"], excess = nucleolus(game), least_core(game).largest_excess_eur
    solution = solved.solution
    return CommunityWorth(
        {name: _member(name, game, gains, ways) for name in game.players},
        apart.open_eur,
        solution.objective_eur_per_year - solution.lower_bound_eur_per_year,
        fair.standard_error_eur,
        len(game.known),
        excess,
    )


def three_ways(solved: Solved, apart: Vector) -> ThreeWays:
    """What each member pays in each way of living beside each other.

    Parameters
    ----------
    solved : Solved
        The scenario dispatched together.
    apart : Vector
        The dispatch of everyone alone.
    """
    programme, community = solved.programme, solved.scenario.community
    keys = {type(key).model_fields["type"].default: key for key in keys_beside(community.key, community.other_keys)}
    return ThreeWays(
        _lived(replace(programme, case=replace(programme.case, sharing=None)), apart),
        _lived(programme, apart),
        {
            name: _lived(replace(programme, case=replace(programme.case, key=key)), solved.solution.values)
            for name, key in keys.items()
        },
        programme.case.time.months,
    )


def game_of(dispatches: CoalitionDispatch, ways: ThreeWays, progress: Progress) -> Game:
    """The game of those who can share; one alone shares with nobody, and all together save what was settled."""
    players = dispatches.members
    known = {frozenset({name}): 0.0 for name in players}
    known[frozenset(players)] = sum(ways.gains(next(iter(ways.by_key)), players).values())
    count = 2 ** len(players) - 1 if len(players) <= MOST_ENUMERATED else 2 * PAIRS * len(players)

    def worth(coalition: frozenset[str]) -> float:
        progress("progress_coalition", {"number": len(game.known) + 1, "count": count})
        return dispatches.apart.eur_per_year - dispatches.dispatch(coalition).eur_per_year

    game = Game(players, worth, known)
    if len(players) <= MOST_ENUMERATED:
        for coalition in game.in_small_steps(sorted(players, key=dispatches.can_give)):
            game.of(coalition)  # each dispatch begins where that of its neighbour ended
    return game


def _lived(programme: Programme, dispatch: Vector) -> Way:
    """Settle a dispatch, and add up what each member pays."""
    settlement = settle(programme, dispatch)
    owners = (asset.technology.owner for asset in programme.case.assets)
    costs = dict.fromkeys(owners, 0.0) | costs_by(accounts_of(programme, settlement.values).costs, "payer")
    bills: dict[str, FloatArray] = {}
    for line in settlement.lines:
        bills[line.member] = bills.get(line.member, np.zeros(len(line.eur))) + line.eur + line.vat_eur
        if line.kind == "shared":
            costs[line.member] = costs.get(line.member, 0.0) + float(line.eur.sum())
    return Way(costs, bills)


def _member(name: str, game: Game, gains: dict[str, dict[str, float]], ways: ThreeWays) -> MemberWorth:
    own = next(iter(gains.values()))
    rest = game.of(set(game.players) - {name})
    balancing = balancing_payments(own)
    month, worst = _worst_month(name, ways)
    return MemberWorth(
        ways.alone.costs_eur[name],
        ways.as_it_happens.costs_eur[name],
        ways.together.costs_eur[name],
        {key: amounts[name] for key, amounts in gains.items()},
        month,
        worst,
        game.whole - rest,
        rest,
        game.whole - own[name] - rest,
        entry_fee(own[name], game.whole, rest),
        None if balancing is None else balancing[name],
    )


def _worst_month(name: str, ways: ThreeWays) -> tuple[str, float]:
    """The month in which his bills fall least, or rise most, and by how much they fall [EUR]."""
    fall = ways.alone.bills_eur[name] - ways.together.bills_eur[name]
    worst = int(fall.argmin())
    return ways.months[worst], float(fall[worst])
