"""The proportional key: what is shared in an interval goes to everybody in proportion to what he draws or gives."""

from __future__ import annotations

import numpy as np

from energycommunity.quantities import FloatArray


def share(drawn_kw: FloatArray, given_kw: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Shared power into and out of each meter, both of shape (meters, steps) [kW].

    In each interval the smaller of all that is drawn and all that is given is shared; each meter takes part in
    proportion to its own.

    Parameters
    ----------
    drawn_kw, given_kw : FloatArray
        What crosses each meter inwards and outwards, shape (meters, steps) [kW].

    Examples
    --------
    Two draw 3 and 1 kW while a third gives 2 kW: they get 1.5 and 0.5 kW.

    >>> into, out_of = share(np.array([[3.0], [1.0], [0.0]]), np.array([[0.0], [0.0], [2.0]]))
    >>> into.ravel().tolist(), out_of.ravel().tolist()
    ([1.5, 0.5, 0.0], [0.0, 0.0, 2.0])
    """
    all_drawn, all_given = drawn_kw.sum(axis=0), given_kw.sum(axis=0)
    shared = np.minimum(all_drawn, all_given)
    into = drawn_kw * np.divide(shared, all_drawn, out=np.zeros_like(shared), where=all_drawn > 0)
    out_of = given_kw * np.divide(shared, all_given, out=np.zeros_like(shared), where=all_given > 0)
    return into, out_of
