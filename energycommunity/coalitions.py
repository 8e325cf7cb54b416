"""What a community is worth: three ways of living beside each other, and what each member adds to the last of them.

The players are the members with a meter that may share. The worth of a coalition is what everybody pays while nobody
shares less what everybody pays while the coalition does: it is above zero where sharing saves. A plant belongs to whom
it has and is dispatched behind its meter, whoever shares; so a member who leaves takes what stands behind his meters
with him. Sizes are those of the solution, or chosen anew for each coalition, as the scenario asks. Coalitions
share by the dynamic key; what another key costs counts in the gains by key and in no coalition.
"""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from energycommunity.allocation.registry import keys_beside
from energycommunity.assessment.accounts import accounts_of
from energycommunity.assessment.costs import costs_by
from energycommunity.errors import Fault
from energycommunity.optimization.coalition_ceilings import CoalitionCeilings
from energycommunity.optimization.coalition_costs import CoalitionCost, Costing, costs_of, processes_for
from energycommunity.optimization.coalition_dispatch import CoalitionDispatch
from energycommunity.optimization.coalition_matrix import kept_of
from energycommunity.optimization.coalition_sizing import DISPATCHES, CoalitionSizing
from energycommunity.optimization.level_race import Solved
from energycommunity.optimization.matrix import Vector
from energycommunity.optimization.programme import Programme
from energycommunity.optimization.sizing import SolverOptions
from energycommunity.optimization.tempted_coalition import Ceiling
from energycommunity.quantities import FloatArray
from energycommunity.results import VariantResult
from energycommunity.results.community_worth import CommunityWorth, Excess, MemberWorth
from energycommunity.settlement.contribution.game import Game
from energycommunity.settlement.contribution.nucleolus import least_core, nucleolus
from energycommunity.settlement.contribution.payments import balancing_payments, entry_fee
from energycommunity.settlement.contribution.row_generation import Ask, Patience, proven_least_core
from energycommunity.settlement.contribution.shapley import Effort, evaluated, shapley
from energycommunity.settlement.settle import settle
from energycommunity.stopping import Stop

#: How many coalitions are worked out: a dispatch takes a second, a choice of sizes a minute.
EFFORT_AT_FIXED_SIZES, EFFORT_AT_FREE_SIZES = Effort(most_enumerated=12, pairs=20), Effort(most_enumerated=6, pairs=5)
#: Coalitions asked for the least core, for each member: neighbourhoods of 13 to 40 came within a thousandth of it with
#: 1 to 3, a small part of what the Shapley value takes (40).
ASKED_FOR_EACH_MEMBER = 5

#: Told the key of a text and its values as work goes on.
Progress = Callable[[str, dict[str, object]], None]


@dataclass(frozen=True, eq=False)
class Apart:
    """Everyone alone: the programme, its dispatch, and what it costs."""

    programme: Programme
    values: Vector
    cost: CoalitionCost


@dataclass(frozen=True, eq=False)
class Inquiry:
    """How coalitions are costed, and how many of them.

    `givers`: players who have, or may build, anything to share; `together_eur`: what all pay while all share [EUR/a];
    `rows`: rows to dispatch for one coalition, about; `size`: rows and columns of the programme.
    """

    costing: Costing
    players: tuple[str, ...]
    givers: frozenset[str]
    apart: Apart
    together_eur: float
    effort: Effort
    rows: float
    size: int

    def coalitions(self) -> Iterator[frozenset[str]]:
        """Those whose worth is asked for, each much like the one before it, some more than once."""
        least_change_first = sorted(self.players, key=self.givers.__contains__)
        yield from evaluated(Game(self.players, len), self.effort, least_change_first)
        yield from (frozenset(self.players) - {name} for name in self.players)

    def known(self) -> dict[frozenset[str], float]:
        """Worths known beforehand: of all, by their cost; of one, and of those who have nothing to give, nothing."""
        nothing = {each: 0.0 for each in self.coalitions() if not each & self.givers}
        nothing |= {frozenset([name]): 0.0 for name in self.players}
        return {**nothing, frozenset(self.players): self.apart.cost.eur_per_year - self.together_eur}

    def costs(self, known: Collection[frozenset[str]], progress: Progress) -> Iterator[CoalitionCost]:
        """The cost of each coalition that is not known, as they come."""
        wanted = [each for each in dict.fromkeys(self.coalitions()) if each not in known]
        processes = processes_for(self.rows * len(wanted), self.size)
        for number, cost in enumerate(costs_of(self.costing, wanted, processes), 1):
            progress("progress_coalition", {"number": number, "count": len(wanted)})
            yield cost


def at_fixed_sizes(solved: Solved) -> Inquiry:
    """Coalitions are dispatched with the sizes of the solution."""
    way = CoalitionDispatch(solved.programme.case, kept_of(solved.programme, solved.solution.values))
    apart = Apart(way.programme, way.apart.values, way.cost(frozenset()))
    givers, rows = frozenset(filter(way.can_give, way.members)), len(way.left.matrix.row_lower)
    solution = solved.solution
    settled = settle(solved.programme, solution.values).values
    together = settled.eur_per_year if way.flows.by_use else solution.objective_eur_per_year
    return Inquiry(way, way.members, givers, apart, together, EFFORT_AT_FIXED_SIZES, rows, sum(way.matrix.a.shape))


def at_free_sizes(solved: Solved) -> Inquiry:
    """Sizes are chosen anew for each coalition, and for everyone alone."""
    solver, solution = solved.scenario.solver, solved.solution
    way = CoalitionSizing(solved.programme.case, solver.method, solver.gap, solver.time_limit_s)
    programme, alone = way.apart
    apart = Apart(programme, alone.values, way.cost(frozenset()))
    givers, rows = frozenset(filter(way.can_give, way.members)), DISPATCHES * solution.rows
    together, size = solution.objective_eur_per_year, solution.rows + solution.columns
    return Inquiry(way, way.members, givers, apart, together, EFFORT_AT_FREE_SIZES, rows, size)


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


def with_community(result: VariantResult, solved: Solved, search: SolverOptions) -> VariantResult:
    """The result with what the community is worth, or with a warning that a stop left it out."""
    begin = clock.perf_counter()
    search.stop.found = True
    worth = community_worth(solved, search.progress, search.stop)
    if worth is None:
        warning = Fault("community_not_analysed", path=f"variants.{result.scenario.variant}")
        proof = replace(result.proof, status="stopped")
        return replace(result, proof=proof, warnings=(*result.warnings, warning))
    timings_s = {**result.timings_s, "coalitions": clock.perf_counter() - begin}
    return replace(result, community=worth, timings_s=timings_s)


def community_worth(
    solved: Solved, progress: Progress = lambda key, values: None, stop: Stop | None = None
) -> CommunityWorth | None:
    """What the community of a solved scenario is worth to each member who can share; None if a stop left it open.

    Among few members every coalition is worked out; among more, those of drawn orders (Shapley value with a standard
    error), and with fixed sizes those that prove a least core in place of the nucleolus.

    Raises
    ------
    EnergyCommunityError
        If a coalition has no solution.
    """
    progress("progress_alone", {})
    inquiry = at_free_sizes(solved) if solved.scenario.community.analysis == "sizes_free" else at_fixed_sizes(solved)
    ways = three_ways(solved, inquiry.apart)
    worths = inquiry.known()
    costs: list[CoalitionCost] = []

    def worth(cost: CoalitionCost) -> float:
        if stop is not None and stop.asked:
            raise _StoppedError
        costs.append(cost)
        return inquiry.apart.cost.eur_per_year - cost.eur_per_year

    try:
        for cost in inquiry.costs(frozenset(worths), progress):
            worths[cost.coalition] = worth(cost)
        game = Game(inquiry.players, worths.__getitem__, worths)
        fair = _by_contribution(game, inquiry, worth, progress)
    except _StoppedError:
        return None
    gains = {key: ways.gains(key, game.players) for key in ways.by_key} | fair.gains_eur
    return CommunityWorth(
        {name: _member(name, game, gains, ways) for name in game.players},
        inquiry.apart.cost.open_eur,
        inquiry.together_eur - solved.solution.lower_bound_eur_per_year,
        fair.shapley_error_eur,
        solved.scenario.community.analysis == "sizes_free",
        fair.orders,
        len(costs) - (0 if fair.excess is None else fair.excess.asked),
        max((cost.open_eur for cost in costs), default=0.0),
        fair.excess,
    )


class _StoppedError(Exception):
    """A stop was asked for while coalitions were worked out."""


@dataclass(frozen=True, eq=False)
class _Contribution:
    """What each is owed by contribution, by key [EUR/a], and what is known of that."""

    gains_eur: dict[str, dict[str, float]]
    shapley_error_eur: dict[str, float]
    orders: int
    excess: Excess | None


def _by_contribution(
    game: Game, inquiry: Inquiry, worth: Callable[[CoalitionCost], float], progress: Progress
) -> _Contribution:
    """Shapley value, and nucleolus or least core where they can be told."""
    fair = shapley(game, inquiry.effort)
    gains = {"shapley": fair.amounts_eur}
    if fair.is_exact:
        gains["nucleolus"], largest = nucleolus(game), least_core(game).largest_excess_eur
        return _Contribution(gains, fair.standard_error_eur, 0, Excess(largest, largest, 0))
    orders, most = len(inquiry.effort.orders(game.players)), ASKED_FOR_EACH_MEMBER * len(game.players)
    if not isinstance(inquiry.costing, CoalitionDispatch):
        return _Contribution(gains, fair.standard_error_eur, orders, None)
    ask = _asking(inquiry.costing, worth, lambda asked: progress("progress_core", asked))
    core = proven_least_core(game, ask, fair.amounts_eur, Patience(most))
    gains["least_core"] = core.amounts_eur
    excess = Excess(core.least_excess_eur, core.most_excess_eur, core.asked)
    return _Contribution(gains, fair.standard_error_eur, orders, excess)


def _asking(
    dispatches: CoalitionDispatch,
    worth: Callable[[CoalitionCost], float],
    tell: Callable[[dict[str, object]], None],
) -> Ask:
    """Dispatches a coalition, for its worth and a ceiling of all."""
    ceilings, asked = CoalitionCeilings(dispatches), count(1)

    def ask(coalition: frozenset[str]) -> tuple[float, Ceiling]:
        tell({"number": next(asked)})
        found = dispatches.dispatch(coalition)
        cost = CoalitionCost(coalition, found.eur_per_year, found.lower_bound_eur_per_year)
        return worth(cost), ceilings.under(found)

    return ask


def three_ways(solved: Solved, apart: Apart) -> ThreeWays:
    """What each member pays in each way of living beside each other.

    Parameters
    ----------
    solved : Solved
        The scenario dispatched together.
    apart : Apart
        Everyone alone.
    """
    programme, community = solved.programme, solved.scenario.community
    keys = {type(key).model_fields["type"].default: key for key in keys_beside(community.key, community.other_keys)}
    return ThreeWays(
        _lived(replace(apart.programme, case=replace(programme.case, sharing=None)), apart.values),
        _lived(replace(apart.programme, case=programme.case), apart.values),
        {
            name: _lived(replace(programme, case=replace(programme.case, key=key)), solved.solution.values)
            for name, key in keys.items()
        },
        programme.case.time.months,
    )


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
