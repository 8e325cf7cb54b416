"""How far the highest loads of the customers behind a pipe fall together."""

from __future__ import annotations


def simultaneity_by_number(customers: int) -> float:
    """Highest heat of several customers together over the sum of their highest, from 1 down to about 0.45.

    Parameters
    ----------
    customers : int
        How many are supplied through a pipe. The formula was found from 1 to 200 of them.

    References
    ----------
    Winter, Haslauer, Obernberger: Untersuchungen der Gleichzeitigkeit in kleinen und mittleren Nahwärmenetzen, Euroheat
    & Power 9/10 (2001), `a + b / (1 + (n / c)**d)`; with the constants of several planning programs, the paper itself
    was not read.

    Examples
    --------
    For 20: 0.4497 + 0.5512 / (1 + (20 / 53.84)**1.763) = 0.4497 + 0.5512 / 1.1746:

    >>> [round(simultaneity_by_number(customers), 3) for customers in (1, 20, 200)]
    [1.0, 0.919, 0.499]
    """
    falling = float((customers / 53.84382392) ** 1.762743268)
    return min(1.0, 0.449677646267461 + 0.551234688 / (1.0 + falling))
