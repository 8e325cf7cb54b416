"""Whether a difference of two costs is known well enough to be told: the one rule of all tables and sentences."""

from __future__ import annotations

#: A difference is told where what the proofs leave open of it is at most this part of it.
KNOWN_WELL = 0.1


def is_told_apart(difference_eur: float, open_eur: float) -> bool:
    """Whether a difference stands out of what the proofs of both costs leave open together.

    Parameters
    ----------
    difference_eur : float
        Of two costs, of either sign [EUR/a].
    open_eur : float
        What both proofs leave open, at least 0 [EUR/a].

    Examples
    --------
    >>> is_told_apart(-1000.0, 100.0), is_told_apart(999.0, 100.0)
    (True, False)
    """
    return open_eur <= KNOWN_WELL * abs(difference_eur)


def least_told_eur(open_eur: float) -> float:
    """The smallest difference that is told where so much is left open [EUR/a].

    >>> least_told_eur(4.5)
    45.0
    """
    return open_eur / KNOWN_WELL
