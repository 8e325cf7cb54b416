"""A cooperative game: players, and what each coalition of them is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations

from energycommunity.quantities import FloatArray

#: What a coalition of players is worth [EUR/a]; the empty one nothing.
Worth = Callable[[frozenset[str]], float]


@dataclass(frozen=True, eq=False)
class Game:
    """Players and what each coalition of them is worth; every coalition is asked for once and kept.

    Parameters
    ----------
    players : tuple of str
        Who may form coalitions; the order carries no meaning.
    worth : callable
        What a coalition is worth, of a frozenset of players; never asked for the empty one, which is worth nothing.

    Examples
    --------
    >>> game = Game(("a", "b"), lambda coalition: 10.0 * (len(coalition) - 1))
    >>> game.of(["a", "b"]), game.of(["a"]), game.of([])
    (10.0, 0.0, 0.0)
    """

    players: tuple[str, ...]
    worth: Worth
    known: dict[frozenset[str], float] = field(default_factory=dict)

    def of(self, coalition: Iterable[str]) -> float:
        """What a coalition is worth [EUR/a]."""
        members = frozenset(coalition)
        if not members:
            return 0.0
        if members not in self.known:
            self.known[members] = float(self.worth(members))
        return self.known[members]

    @property
    def whole(self) -> float:
        """What all of them together are worth [EUR/a]."""
        return self.of(self.players)

    def coalitions(self) -> Iterator[frozenset[str]]:
        """Every coalition between nobody and everybody, these two left out, the smallest first."""
        sizes = range(1, len(self.players))
        return map(frozenset, chain.from_iterable(combinations(self.players, size) for size in sizes))

    def in_small_steps(self, first: Iterable[str]) -> Iterator[frozenset[str]]:
        """Every coalition but nobody, each with one player more or less than the one before it (Gray code).

        `first`: all players, those who come and go most often first.

        >>> game = Game(("a", "b"), len)
        >>> [sorted(coalition) for coalition in game.in_small_steps("ab")]
        [['a'], ['a', 'b'], ['b']]
        """
        order = tuple(first)
        for number in range(1, 2 ** len(order)):
            code = number ^ (number >> 1)
            yield frozenset(player for place, player in enumerate(order) if code >> place & 1)

    def by_player(self, amounts: FloatArray) -> dict[str, float]:
        """Amounts in the order of the players, by their names."""
        return dict(zip(self.players, amounts.tolist(), strict=True))
