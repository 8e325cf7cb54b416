"""Grant programmes, dated."""

from __future__ import annotations

from energycommunity.parameters.reader import Parameter, Row, catalogue, parameter, row_of
from energycommunity.quantities import unit_of


def grant_names() -> tuple[str, ...]:
    """All programmes of the catalogue.

    >>> "altum_apartments_2022" in grant_names()
    True
    """
    return tuple(catalogue("grants")["programmes"])


def grant_words(name: str) -> Row:
    """What is said of a programme in words and years: `supports`, `who`, `from_year`, `until_year`, `state`.

    Raises
    ------
    ParameterError
        If there is no such programme; names the nearest.

    Examples
    --------
    >>> grant_words("ekii_households")["supports"]
    'heating'
    """
    row: Row = row_of(catalogue("grants")["programmes"], name, "grants.programmes")
    return {key: row[key] for key in ("supports", "who", "from_year", "until_year", "state", "source")}


def grant_figures(name: str) -> dict[str, Parameter]:
    """The figures of a programme by field.

    >>> grant_figures("altum_apartments_2022")["share"].value
    0.49
    """
    row: Row = row_of(catalogue("grants")["programmes"], name, "grants.programmes")
    return {
        field: parameter(f"grants.{name}.{field}", given, row, unit_of(field) or "1")
        for field, given in row["fields"].items()
    }
