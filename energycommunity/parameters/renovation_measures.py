"""Measures of renovation with what they change and cost, and packages of them."""

from __future__ import annotations

from functools import cache

from energycommunity.parameters.reader import Parameter, catalogue, parameter, row_of
from energycommunity.parameters.technology_costs import in_prices_of
from energycommunity.quantities import unit_of


def package_names() -> tuple[str, ...]:
    """The packages of the catalogue; the first leaves a building as it stands.

    >>> package_names()
    ('none', 'shallow', 'deep')
    """
    return tuple(catalogue("renovation_measures")["packages"])


def measures_of(package: str) -> tuple[str, ...]:
    """The measures of a package of the catalogue.

    Raises
    ------
    ParameterError
        If there is no such package; names the nearest.

    Examples
    --------
    >>> measures_of("shallow")
    ('roof', 'cellar_ceiling', 'balancing_and_thermostats')
    """
    packages = catalogue("renovation_measures")["packages"]
    return tuple(row_of(packages, package, "renovation_measures.packages"))


@cache
def _measure(name: str, price_year: int) -> tuple[tuple[str, Parameter], ...]:
    row = row_of(catalogue("renovation_measures")["measures"], name, "renovation_measures.measures")
    fields = []
    for field, given in row["fields"].items():
        unit = unit_of(field) or "1"
        entry = parameter(f"renovation_measures.{name}.{field}", given, row, unit)
        is_cost = unit.startswith("EUR")
        fields.append((field, in_prices_of(entry, int(row["price_base"]), price_year) if is_cost else entry))
    return tuple(fields)


def measure_defaults(name: str, price_year: int) -> dict[str, Parameter]:
    """The figures of a measure by field, costs in euros of `price_year` without VAT.

    Raises
    ------
    ParameterError
        If there is no such measure, or no price index for the year.

    Examples
    --------
    >>> walls = measure_defaults("walls", 2025)
    >>> walls["u_w_per_m2_k"].value, walls["u_w_per_m2_k"].verified, walls["investment_eur_per_m2"].verified
    (0.23, True, False)
    """
    return dict(_measure(name, price_year))
