"""Brings costs from the prices of one year to those of another."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from energycommunity.errors import Fault, ParameterError
from energycommunity.parameters.reader import Parameter, catalogue, parameter


def _anchors() -> list[tuple[int, Parameter]]:
    hicp = catalogue("price_index")["hicp"]
    return [(int(row["year"]), parameter(f"price_index.{row['year']}", row, hicp, "1")) for row in hicp["anchors"]]


def _level(year: int) -> tuple[float, bool]:
    """Price level of a year relative to 2015, and whether it rests on verified anchors."""
    anchors = _anchors()
    for (early, low), (late, high) in pairwise(anchors):
        if early <= year <= late:
            share = (year - early) / (late - early)
            verified = low.verified and (high.verified or share == 0.0)
            return low.value * (high.value / low.value) ** share, verified
    values: dict[str, object] = {"year": year, "first": anchors[0][0], "last": anchors[-1][0]}
    raise ParameterError(Fault("parameters_no_price_index", values))


@cache
def price_index(from_year: int, to_year: int) -> Parameter:
    """Price level of `to_year` over that of `from_year` [-].

    Consumer prices (HICP) implied between 2015, 2020 and 2025, with constant yearly growth in between; after 2025 an
    assumed 2 % a year, marked unverified.

    Raises
    ------
    ParameterError
        If a year lies outside 2015-2035.

    Examples
    --------
    >>> round(price_index(2015, 2025).value, 3), round(price_index(2020, 2025).value, 3)
    (1.336, 1.257)
    >>> price_index(2015, 2027).verified
    False
    """
    (low, low_verified), (high, high_verified) = _level(from_year), _level(to_year)
    verified = from_year == to_year or (low_verified and high_verified)
    hicp = catalogue("price_index")["hicp"]
    note = f"prices of {from_year} to {to_year}: x {high / low:.4f} (HICP{'' if verified else ', partly assumed'})"
    status = "derived" if verified else "general_knowledge"
    key = f"price_index.{from_year}_{to_year}"
    return Parameter(key, high / low, "1", str(hicp["date"]), str(hicp["source"]), verified, note, status)


def index(from_year: int, to_year: int) -> float:
    """Price level of `to_year` over that of `from_year` [-], see `price_index`.

    >>> index(2025, 2025)
    1.0
    """
    return price_index(from_year, to_year).value
