"""Guarantees for loans, dated."""

from __future__ import annotations

from energycommunity.parameters.reader import Parameter, catalogue, parameter, row_in_force, row_of


def guarantee_names() -> tuple[str, ...]:
    """All guarantees of the catalogue.

    >>> guarantee_names()
    ('altum_apartments',)
    """
    return tuple(catalogue("guarantees")["guarantees"])


def guaranteed_share(name: str, year: int) -> Parameter:
    """Part of what is owed that a guarantor answers for [-].

    Raises
    ------
    ParameterError
        If there is no such guarantee, or the year lies before its first; names the nearest.

    Examples
    --------
    >>> guaranteed_share("altum_apartments", 2025).value
    0.8
    """
    rows = row_of(catalogue("guarantees")["guarantees"], name, "guarantees")
    row = row_in_force(rows, year, f"guarantees.{name}")
    return parameter(f"guarantees.{name}.share", row, row, "1")
