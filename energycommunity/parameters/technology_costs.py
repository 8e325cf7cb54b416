"""Costs and properties of equipment, brought to the prices of a run."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from energycommunity.parameters.price_index import price_index
from energycommunity.parameters.reader import Parameter, catalogue, parameter, row_of
from energycommunity.quantities import unit_of


def technology_names() -> tuple[str, ...]:
    """All rows of the catalogue of equipment, in its order.

    >>> "battery_home" in technology_names()
    True
    """
    return tuple(catalogue("technologies"))


@cache
def _technology(name: str, price_year: int) -> tuple[tuple[str, Parameter], ...]:
    row = row_of(catalogue("technologies"), name, "technologies")
    base = int(row["price_base"])
    fields = []
    for field, given in row["fields"].items():
        unit = unit_of(field) or "1"
        entry = parameter(f"technologies.{name}.{field}", given, row, unit)
        fields.append((field, in_prices_of(entry, base, price_year) if unit.startswith("EUR") else entry))
    return tuple(fields)


def in_prices_of(entry: Parameter, base: int, price_year: int) -> Parameter:
    """A cost of one price base in euros of another year; rests on an unverified index where that is one."""
    if base == price_year or entry.value == 0.0:
        return entry
    factor = price_index(base, price_year)
    note = "; ".join(part for part in (entry.note, f"{entry.value:g} in {factor.note}") if part)
    verified = entry.verified and factor.verified
    status = entry.status if verified else "general_knowledge"
    return replace(entry, value=entry.value * factor.value, note=note, verified=verified, status=status)


def technology_defaults(name: str, price_year: int) -> dict[str, Parameter]:
    """The fields of one row of the catalogue of equipment, costs in euros of `price_year` without VAT.

    Parameters
    ----------
    name : str
        A row of `technologies.yaml`.
    price_year : int
        Year of the prices, 2015-2035.

    Returns
    -------
    dict of str to Parameter
        By field name; its unit is that of the name's suffix.

    Raises
    ------
    ParameterError
        If there is no such row, or no price index for the year.

    Examples
    --------
    >>> row = technology_defaults("heat_pump_air_house", 2025)
    >>> round(row["investment_eur_per_kw"].value, 2), row["investment_eur_per_kw"].unit
    (1255.84, 'EUR/kW')
    >>> row["lifetime_years"].value
    18.0
    """
    return dict(_technology(name, price_year))
