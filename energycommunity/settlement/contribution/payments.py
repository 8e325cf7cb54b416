"""Payments between members at which nobody loses: the smallest entry fee or discount, and the smallest sum in all."""

from __future__ import annotations


def entry_fee(gain_eur: float, saved_eur: float, saved_without_eur: float) -> float | None:
    """Smallest payment of one member to the others at which neither he nor they lose by his joining [EUR/a].

    With a fee f he gains `gain - f`, and the others gain `saved - gain + f` with him and `saved_without` without him.
    Nobody loses where

        saved_without - (saved - gain) <= f <= gain,

    a range as wide as what he adds. The fee nearest to zero is taken: zero if it is in the range, else the nearer end;
    below zero it is a discount.

    Parameters
    ----------
    gain_eur : float
        What he gains by joining, without any fee [EUR/a].
    saved_eur, saved_without_eur : float
        What all save together, with and without him [EUR/a].

    Returns
    -------
    float or None
        The fee; None where he adds less than nothing, and somebody loses whatever is paid.

    Examples
    --------
    He gains 30 and the others only 10, though they saved 25 without him: he owes them 15.

    >>> entry_fee(30.0, 40.0, 25.0)
    15.0
    >>> entry_fee(-5.0, 40.0, 25.0), entry_fee(5.0, 40.0, 25.0), entry_fee(5.0, 20.0, 25.0)
    (-5.0, 0.0, None)
    """
    least = saved_without_eur - (saved_eur - gain_eur)
    if least > gain_eur:
        return None
    return min(max(0.0, least), gain_eur)


def balancing_payments(gains_eur: dict[str, float]) -> dict[str, float] | None:
    """What each pays (below zero: receives) for nobody to lose, with the smallest sum of payments [EUR/a].

    Whoever loses receives what he loses, no more; those who gain pay it in proportion to their gains. No smaller sum
    does it, since each loss has to be made good. None where all together lose.

    Examples
    --------
    >>> balancing_payments({"a": -10.0, "b": 30.0, "c": 20.0})
    {'a': -10.0, 'b': 6.0, 'c': 4.0}
    >>> balancing_payments({"a": -10.0, "b": 5.0}) is None
    True
    """
    lost = sum(max(-gain, 0.0) for gain in gains_eur.values())
    won = sum(max(gain, 0.0) for gain in gains_eur.values())
    if lost > won:
        return None
    part = lost / won if won > 0.0 else 0.0
    return {name: part * gain if gain > 0.0 else gain for name, gain in gains_eur.items()}
