"""Sharing among the members of a community, each of whom may have several meters."""

from __future__ import annotations

import numpy as np

from energycommunity.allocation.base import AllocationKey
from energycommunity.quantities import FloatArray, IntArray


def share_among_meters(
    key: AllocationKey,
    drawn: FloatArray,
    given: FloatArray,
    member_of: tuple[str, ...],
    period_of: IntArray | None = None,
) -> tuple[FloatArray, FloatArray]:
    """What is shared into and out of each meter; the key divides among members, a member's part goes by his use.

    Within a period of several intervals the key divides the sums of the period, and the part of a member goes to his
    meters and intervals by what he draws, or gives, there.

    Parameters
    ----------
    key : AllocationKey
        How members share.
    drawn, given : FloatArray
        What crosses each meter inwards and outwards, power or energy, shape (meters, intervals).
    member_of : tuple of str
        Whose meter each is.
    period_of : IntArray or None
        Position of the period each interval belongs to, rising, shape (intervals,); None: each is one of its own.

    Examples
    --------
    >>> from energycommunity.allocation.equal import Equal
    >>> drawn, given = np.array([[3.0], [1.0], [4.0], [0.0]]), np.array([[0.0], [0.0], [0.0], [4.0]])
    >>> into, out_of = share_among_meters(Equal(), drawn, given, ("a", "a", "b", "b"))
    >>> into.ravel().tolist(), out_of.ravel().tolist()
    ([1.5, 0.5, 2.0, 0.0], [0.0, 0.0, 0.0, 4.0])

    What the sun gives at noon is had in the evening and at night, if all three are one period:

    >>> drawn, given = np.array([[0.0, 3.0, 1.0], [0.0, 0.0, 0.0]]), np.array([[0.0, 0.0, 0.0], [2.0, 0.0, 0.0]])
    >>> into, out_of = share_among_meters(Equal(), drawn, given, ("a", "sun"), np.array([0, 0, 0]))
    >>> into[0].tolist(), out_of[1].tolist()
    ([0.0, 1.5, 0.5], [2.0, 0.0, 0.0])
    """
    members = tuple(dict.fromkeys(member_of))
    if len(members) == len(member_of) and period_of is None:
        return key.share(drawn, given, members)
    row_of = np.array([members.index(member) for member in member_of])
    of_members = [_in_periods(_summed(flows, row_of, len(members)), period_of) for flows in (drawn, given)]
    shared = key.share(of_members[0], of_members[1], members)
    columns = slice(None) if period_of is None else period_of
    into, out_of = (
        flows * _part(of_member, total)[row_of][:, columns]
        for flows, of_member, total in zip((drawn, given), shared, of_members, strict=True)
    )
    return into, out_of


def _summed(flows: FloatArray, row_of: IntArray, members: int) -> FloatArray:
    total = np.zeros((members, flows.shape[1]))
    np.add.at(total, row_of, flows)
    return total


def _in_periods(flows: FloatArray, period_of: IntArray | None) -> FloatArray:
    """Sums of each period, shape (members, periods)."""
    if period_of is None:
        return flows
    return np.asarray(np.add.reduceat(flows, np.flatnonzero(np.diff(period_of, prepend=-1)), axis=1))


def _part(shared: FloatArray, total: FloatArray) -> FloatArray:
    return np.divide(shared, total, out=np.zeros_like(shared), where=total > 0)
