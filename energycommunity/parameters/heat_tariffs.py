"""Dated tariffs of district heat by place."""

from __future__ import annotations

from energycommunity.parameters.reader import Parameter, catalogue, newest_until, parameter, row_of


def heat_tariff(place: str, year: int) -> Parameter:
    """Price of district heat for final users of a place, without VAT [EUR/kWh].

    Parameters
    ----------
    place : str
        A row of `heat_tariffs.yaml`.
    year : int
        The newest price that begins in this year or before.

    Raises
    ------
    ParameterError
        If the place is unknown or the year lies before its first price.

    Examples
    --------
    >>> heat_tariff("cesis", 2025).value, heat_tariff("cesis", 2026).value
    (0.07217, 0.08467)
    """
    rows = row_of(catalogue("heat_tariffs"), place, "heat_tariffs")
    by_year = {int(row["valid_from"][:4]): row for row in rows}
    row = by_year[newest_until(by_year, year, f"heat_tariffs.{place}")]
    return parameter(f"heat_tariffs.{place}", row, row, "EUR/kWh")


def heat_tariff_places() -> tuple[str, ...]:
    """All places whose tariff is known.

    >>> "gulbene" in heat_tariff_places()
    True
    """
    return tuple(catalogue("heat_tariffs"))
