"""Shapley value, least core and nucleolus: published games, and properties on random ones."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.optimization.tempted_coalition import Ceiling
from energycommunity.settlement.contribution.game import Game
from energycommunity.settlement.contribution.nucleolus import least_core, nucleolus
from energycommunity.settlement.contribution.row_generation import Patience, proven_least_core
from energycommunity.settlement.contribution.shapley import Effort, shapley

#: Largest difference from a published amount.
PUBLISHED = 1e-4


def bankruptcy(estate: float, debts: dict[str, float]) -> Game:
    """What a group of creditors is left with once all others are paid (Aumann and Maschler 1985)."""
    return Game(tuple(debts), lambda s: max(estate - sum(debt for who, debt in debts.items() if who not in s), 0.0))


@pytest.mark.parametrize(
    ("estate", "expected", "average"),
    [
        (100, (33.3333, 33.3333, 33.3333), (33.3333, 33.3333, 33.3333)),
        (200, (50, 75, 75), (33.3333, 83.3333, 83.3333)),
        (300, (50, 100, 150), (50, 100, 150)),
    ],
)
def test_talmud_estates(estate, expected, average):
    """Debts of 100, 200 and 300, estates of 100, 200 and 300: the amounts of the Mishna (Kethubot 93a).

    Shapley value by hand, estate of 200: the first adds 100 where he comes last of three (behind both others in 2 of 6
    orders) and nothing else: 33.3; the others are alike and share the rest.
    """
    game = bankruptcy(estate, {"a": 100.0, "b": 200.0, "c": 300.0})
    assert tuple(nucleolus(game).values()) == pytest.approx(expected, abs=PUBLISHED)
    assert tuple(shapley(game).amounts_eur.values()) == pytest.approx(average, abs=PUBLISHED)


def test_glove_game():
    """One left glove, two right ones: the core is the single point at which the left glove takes all."""
    game = Game(("left", "right", "other"), lambda s: 1.0 if "left" in s and len(s) > 1 else 0.0)
    assert list(shapley(game).amounts_eur.values()) == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=PUBLISHED)
    assert list(nucleolus(game).values()) == pytest.approx([1.0, 0.0, 0.0], abs=PUBLISHED)
    assert least_core(game).largest_excess_eur == pytest.approx(0.0, abs=PUBLISHED)


def test_one_and_two_players():
    """Alone everything is one's own; two share what they gain by each other, by halves."""
    assert nucleolus(Game(("a",), lambda s: 5.0)) == pytest.approx({"a": 5.0})
    two = Game(("a", "b"), lambda s: {frozenset("a"): 10.0, frozenset("b"): 20.0}.get(s, 50.0))
    assert nucleolus(two) == pytest.approx({"a": 20.0, "b": 30.0})
    assert shapley(two).amounts_eur == pytest.approx({"a": 20.0, "b": 30.0})


@st.composite
def random_games(draw):
    """Games of up to five players with any worth of each coalition."""
    players = tuple("abcde"[: draw(st.integers(2, 5))])
    count = 2 ** len(players)
    numbers = draw(st.lists(st.integers(-1000, 1000), min_size=count, max_size=count))
    place = {player: 2**number for number, player in enumerate(players)}
    return Game(players, lambda s: numbers[sum(place[p] for p in s)] / 10.0)


@given(random_games())
@settings(max_examples=60, deadline=None)
def test_shapley_is_its_definition(game):
    """By enumeration of coalitions the same as the mean over all orders, and all is given away."""
    orders = list(permutations(game.players))
    amounts = dict.fromkeys(game.players, 0.0)
    for order in orders:
        for place, player in enumerate(order):
            amounts[player] += (game.of(order[: place + 1]) - game.of(order[:place])) / len(orders)
    found = shapley(game).amounts_eur
    assert found == pytest.approx(amounts, abs=1e-9)
    assert sum(found.values()) == pytest.approx(game.whole, abs=1e-9)


@given(random_games())
@settings(max_examples=60, deadline=None)
def test_shapley_of_like_players_and_of_one_who_adds_nothing(game):
    """With a twin of the first player, and one more who adds nothing."""
    first = game.players[0]

    def worth(coalition):
        without = coalition - {"twin", "nothing", first}
        return game.of(without | ({first} if coalition & {"twin", first} else set()))

    found = shapley(Game((*game.players, "twin", "nothing"), worth)).amounts_eur
    assert found["twin"] == pytest.approx(found[first], abs=1e-9)
    assert found["nothing"] == pytest.approx(0.0, abs=1e-9)


@given(random_games())
@settings(max_examples=60, deadline=None)
def test_nucleolus_lies_in_the_least_core(game):
    """No coalition has a larger excess than in the least core; so it is in the core where that is not empty."""
    found, least = nucleolus(game), least_core(game)
    assert sum(found.values()) == pytest.approx(game.whole, abs=1e-6)
    largest = max(game.of(s) - sum(found[p] for p in s) for s in game.coalitions())
    assert largest == pytest.approx(least.largest_excess_eur, abs=1e-6)


@given(random_games(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_no_point_has_smaller_excesses_than_the_nucleolus(game, random):
    """Sorted from the largest, the excesses of any other point that gives all away are not smaller."""
    found = np.array(list(nucleolus(game).values()))
    coalitions = list(game.coalitions())
    inside = np.array([[p in s for p in game.players] for s in coalitions])
    worth = np.array([game.of(s) for s in coalitions])
    best = np.sort(worth - inside @ found)[::-1]
    for _ in range(20):
        step = np.array([random.uniform(-5.0, 5.0) for _ in game.players])
        other = np.sort(worth - inside @ (found + step - step.mean()))[::-1]
        differs = np.flatnonzero(np.abs(other - best) > 1e-6)
        assert not len(differs) or other[differs[0]] > best[differs[0]]


def test_sampled_value_is_within_its_error():
    """Drawn orders give the exact amounts within four standard errors, and give all away."""
    game = Game(tuple("abcdef"), lambda s: len(s) ** 2 + 5.0 * len(s & frozenset("ab")))
    exact = shapley(game).amounts_eur
    few = Effort(most_enumerated=3)
    found = shapley(Game(game.players, lambda s: game.of(s) + math.sin(sum(map(ord, s)))), few)
    assert not found.is_exact
    assert found == shapley(Game(game.players, lambda s: game.of(s) + math.sin(sum(map(ord, s)))), few)
    assert sum(found.amounts_eur.values()) == pytest.approx(game.whole + math.sin(sum(map(ord, "abcdef"))))
    noisy = shapley(game, few)
    for player, amount in noisy.amounts_eur.items():
        assert amount == pytest.approx(exact[player], abs=4.0 * noisy.standard_error_eur[player] + 1e-9)


def asking(game: Game):
    """Tells the worth of a coalition, and a ceiling of all from what each player adds at most and at least.

    v(T) <= v(S) + for each of T without S the most that he adds, - for each of S without T the least.
    """
    steps = {player: [game.of(s | {player}) - game.of(s) for s in without(game, player)] for player in game.players}

    def ask(coalition):
        amounts = np.array([min(steps[p]) if p in coalition else max(steps[p]) for p in game.players])
        constant = game.of(coalition) - sum(min(steps[player]) for player in coalition)
        return game.of(coalition), Ceiling(constant, amounts)

    return ask


def without(game: Game, player: str):
    """Every coalition that the player is not in, nobody among them."""
    return [s for s in (frozenset(), *game.coalitions()) if player not in s]


def proven(game: Game, asked: int, tolerance: float = 1e-3, near=None):
    """The least core of a game of which the coalitions of two, and all, are known at first."""
    few = Game(game.players, game.worth)
    for coalition in (frozenset(game.players), *(s for s in game.coalitions() if len(s) == 2)):
        few.of(coalition)
    near = near or dict.fromkeys(game.players, game.whole / len(game.players))
    return proven_least_core(few, asking(game), near, Patience(asked, tolerance))


@st.composite
def larger_games(draw):
    """Games of five to eight players: what few groups bring whom they belong to, and something by chance."""
    players = tuple("abcdefgh"[: draw(st.integers(5, 8))])
    groups = draw(st.lists(st.sets(st.sampled_from(players), min_size=1, max_size=4), min_size=1, max_size=8))
    brings = draw(st.lists(st.integers(-100, 1000), min_size=len(groups), max_size=len(groups)))
    noise = draw(st.integers(0, 50))

    def worth(s):
        by_chance = noise * math.sin(sum(map(ord, s)) + 7 * len(s))
        return sum(much for group, much in zip(groups, brings, strict=True) if group <= s) + by_chance

    return Game(players, worth)


@given(larger_games())
@settings(max_examples=40, deadline=None)
def test_proven_least_core_is_that_of_all_coalitions(game):
    """Found by asking for some coalitions: all is given away, and the excess is the smallest there is, as proven."""
    exact, found = least_core(game), proven(game, 300)
    scale = max(map(abs, game.known.values()))
    largest = max(game.of(s) - sum(found.amounts_eur[p] for p in s) for s in game.coalitions())
    assert sum(found.amounts_eur.values()) == pytest.approx(game.whole, abs=1e-6 * scale + 1e-9)
    assert largest <= found.most_excess_eur + 1e-6 * scale + 1e-9
    assert found.least_excess_eur <= exact.largest_excess_eur + 1e-6 * scale + 1e-9
    assert found.most_excess_eur <= exact.largest_excess_eur + 1.001e-3 * scale + 2e-6


@given(larger_games(), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_what_is_proven_holds_however_few_are_asked(game, asked):
    found, exact = proven(game, asked), least_core(game)
    scale = max(map(abs, game.known.values()))
    largest = max(game.of(s) - sum(found.amounts_eur[p] for p in s) for s in game.coalitions())
    assert found.asked <= asked
    assert largest <= found.most_excess_eur + 1e-6 * scale + 1e-9
    assert found.least_excess_eur <= exact.largest_excess_eur + 1e-6 * scale + 1e-9


def test_proven_least_core_of_known_games():
    """Gloves and the Talmud's estate of 200, to 1e-4.

    By hand, estate: the first alone loses what he has, the others together gain 100 less what they have: both -50 where
    he has 50. The others have 50 to 100 each in the least core; nearest to equal parts is 75, the nucleolus.
    """
    gloves = Game(("left", "right", "other"), lambda s: 1.0 if "left" in s and len(s) > 1 else 0.0)
    found = proven(gloves, 20, 1e-5)
    assert list(found.amounts_eur.values()) == pytest.approx([1.0, 0.0, 0.0], abs=PUBLISHED)
    assert found.most_excess_eur == pytest.approx(0.0, abs=PUBLISHED)
    estate = proven(bankruptcy(200, {"a": 100.0, "b": 200.0, "c": 300.0}), 20, 2e-7)
    assert list(estate.amounts_eur.values()) == pytest.approx([50.0, 75.0, 75.0], abs=PUBLISHED)
    assert estate.most_excess_eur == pytest.approx(-50.0, abs=PUBLISHED)


def test_least_core_moves_no_further_than_it_must():
    """Any two of three gain 60, all 120; near to what lies in the least core, and to what does not.

    By hand: the excess of two is what the third has less 60, the largest smallest where all have 40: -20.
    """
    game = Game(("a", "b", "c"), lambda s: {1: 0.0, 2: 60.0, 3: 120.0}[len(s)])
    for near in ((40.0, 40.0, 40.0), (100.0, 10.0, 10.0)):
        found = proven(game, 20, 1e-6, dict(zip(game.players, near, strict=True)))
        assert list(found.amounts_eur.values()) == pytest.approx([40.0] * 3, abs=1e-3)
        assert found.most_excess_eur == pytest.approx(-20.0, abs=1e-3)
