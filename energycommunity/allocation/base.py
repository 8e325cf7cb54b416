"""The contract of an allocation key, and the two ways of dividing that keys are made of."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from energycommunity.quantities import FloatArray, Model

#: Steps that are divided at once, so that a year of quarter hours of a town stays small in memory.
STEPS_AT_ONCE = 4096


class AllocationKey(Model):
    """One way of sharing. Subclasses are one file each; the registry finds them."""

    label_en: ClassVar[str]
    label_lv: ClassVar[str]
    #: Whether somebody may have to buy while another sells, since nobody has a claim to what is left.
    leaves_over: ClassVar[bool] = False
    #: Whether the same part of what each draws is shared, which the programme can state.
    by_use: ClassVar[bool] = False

    def share(self, drawn: FloatArray, given: FloatArray, members: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
        """What each member gets from the others and what of his is taken, in each interval.

        Nobody gets more than he draws, nor gives more than he has; what the key leaves over is bought and sold. What
        is shared is taken from all who give, in proportion to what each gives.

        Parameters
        ----------
        drawn, given : FloatArray
            What each member draws from the grid and gives to it, power or energy, shape (members, intervals).
        members : tuple of str
            Whose rows these are.

        Returns
        -------
        tuple of FloatArray
            Shared into and out of each, in the unit given, shape (members, intervals).
        """
        into = self.taken(drawn, given.sum(axis=0), members)
        return into, in_proportion(given, into.sum(axis=0))

    def taken(self, drawn: FloatArray, available: FloatArray, members: tuple[str, ...]) -> FloatArray:
        """What each gets of what is `available`, of shape (intervals,); shape (members, intervals)."""
        raise TypeError(f"{type(self).__name__} lacks taken")

    def named_members(self) -> tuple[str, ...]:
        """The members that the key names; none where it treats all alike."""
        return ()


def in_proportion(wanted: FloatArray, available: FloatArray) -> FloatArray:
    """What is available divided in proportion to what each wants, and no more than that, shape (members, intervals).

    Parameters
    ----------
    wanted : FloatArray
        At most to each, shape (members, intervals).
    available : FloatArray
        To be divided, shape (intervals,), in the same unit.

    Examples
    --------
    >>> in_proportion(np.array([[3.0, 3.0], [1.0, 1.0]]), np.array([2.0, 9.0])).tolist()
    [[1.5, 3.0], [0.5, 1.0]]
    """
    together = wanted.sum(axis=0)
    part = np.divide(available, together, out=np.zeros_like(together), where=together > 0)
    return np.asarray(wanted * np.minimum(part, 1.0), dtype=np.float64)


def by_weight(wanted: FloatArray, available: FloatArray, weight: FloatArray) -> FloatArray:
    """What is available divided by weight; what one does not want goes to the others by their weight.

    Each gets the smaller of what he wants and `level * weight`, with one level for all in an interval. Those of weight
    zero get nothing.

    Parameters
    ----------
    wanted : FloatArray
        At most to each, shape (members, intervals).
    available : FloatArray
        To be divided, shape (intervals,), in the same unit.
    weight : FloatArray
        Of each member, zero or more, shape (members,).

    Returns
    -------
    FloatArray
        Shape (members, intervals).

    References
    ----------
    With equal weights the rule is that of constrained equal awards: Aumann, R. J., Maschler, M. (1985): Game theoretic
    analysis of a bankruptcy problem from the Talmud. Journal of Economic Theory 36.

    Examples
    --------
    Of 6 kWh two may have 3 each; the first wants 1, so the second has 5.

    >>> by_weight(np.array([[1.0], [9.0]]), np.array([6.0]), np.array([1.0, 1.0])).ravel().tolist()
    [1.0, 5.0]
    """
    counted = weight > 0
    got = np.zeros_like(wanted)
    for begin in range(0, wanted.shape[1], STEPS_AT_ONCE):
        piece = slice(begin, begin + STEPS_AT_ONCE)
        of_counted = wanted[counted, piece]
        level = _level(of_counted, available[piece], weight[counted])
        got[counted, piece] = np.minimum(of_counted, weight[counted][:, None] * level)
    return got


def _level(wanted: FloatArray, available: FloatArray, weight: FloatArray) -> FloatArray:
    """The level at which all that is available is taken, shape (intervals,); infinite where all get what they want."""
    if not len(weight):
        return np.zeros_like(available)
    until = wanted / weight[:, None]  # the level at which each has what he wants
    order = np.argsort(until, axis=0)
    full = np.cumsum(np.take_along_axis(wanted, order, axis=0), axis=0)
    rest = weight.sum() - np.cumsum(weight[order], axis=0)
    taken = full + np.take_along_axis(until, order, axis=0) * np.maximum(rest, 0.0)
    satisfied = (taken <= available).sum(axis=0)
    column = np.arange(len(available))
    nobody, before = satisfied == 0, np.maximum(satisfied - 1, 0)
    full_of = np.where(nobody, 0.0, full[before, column])
    rest_of = np.where(nobody, weight.sum(), rest[before, column])
    enough = satisfied == len(weight)
    level = np.divide(available - full_of, rest_of, out=np.full_like(available, np.inf), where=~enough)
    return np.asarray(level, dtype=np.float64)


def values_of(by_name: dict[str, float], members: tuple[str, ...]) -> FloatArray:
    """The value of each member, zero for those without one, shape (members,)."""
    return np.array([by_name.get(member, 0.0) for member in members], dtype=np.float64)
