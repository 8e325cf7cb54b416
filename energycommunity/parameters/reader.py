"""Reads the dated catalogues of this folder; nothing else opens them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from energycommunity.errors import Fault, ParameterError

Row = Mapping[str, Any]
#: A year, or a day as its ISO date.
Moment = TypeVar("Moment", int, str)


@dataclass(frozen=True)
class Parameter:
    """One number from outside.

    Parameters
    ----------
    key : str
        Where it stands: catalogue, row and field, joined with dots.
    value : float
        The number, in `unit`.
    unit : str
        Unit as pint reads it, with the gas for emission factors (`kg CO2/kWh`, `kg CO2e/kWh`); "1" for none.
    date : str
        The date or year the number is of.
    source : str
        Who says so.
    verified : bool
        Whether the number was found in its source, or follows from such numbers.
    note : str
        How it was derived or brought to another year, and what to beware of.
    status : str
        `found`, `derived` or `general_knowledge`; only the last is unverified.
    """

    key: str
    value: float
    unit: str
    date: str
    source: str
    verified: bool
    note: str = ""
    status: str = "found"


@cache
def catalogue(name: str) -> Row:
    """The contents of one YAML catalogue of this folder, read once.

    >>> sorted(catalogue("taxes")["vat"])
    ['electricity', 'heat', 'other', 'wood_fuel']
    """
    text = (Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    contents: Row = yaml.load(text, Loader=loader)
    return contents


def row_of(rows: Mapping[Any, Any], name: str, kind: str) -> Any:
    """The row of that name.

    Raises
    ------
    ParameterError
        If there is none; names the nearest ones.
    """
    if name not in rows:
        near = difflib.get_close_matches(name, [str(row) for row in rows], n=3, cutoff=0.5)
        allowed = near or sorted(str(row) for row in rows)
        values: dict[str, object] = {"kind": kind, "given": name, "allowed": ", ".join(allowed)}
        raise ParameterError(Fault("parameters_unknown_row", values))
    return rows[name]


def newest_until(years: Iterable[Moment], year: Moment | None, key: str) -> Moment:
    """The newest of `years`, or of days such as 2027-01-01, that is not after `year`; the newest of all for None.

    Raises
    ------
    ParameterError
        If all of them are after `year`.

    Examples
    --------
    >>> newest_until([2016, 2022], 2025, "heat"), newest_until([2016, 2022], 2021, "heat")
    (2022, 2016)
    >>> newest_until(["2024-01-01", "2027-01-01"], "2026-12-31", "grid")
    '2024-01-01'
    """
    known = sorted(years)
    fitting = [known_year for known_year in known if year is None or known_year <= year]
    if not fitting:
        raise ParameterError(Fault("parameters_too_early", {"row": key, "year": year, "first": known[0]}))
    return fitting[-1]


def row_in_force(rows: Sequence[Row], moment: Moment | None, key: str) -> Row:
    """The row whose `valid_from` is the newest that is not after a year, or a day such as 2027-01-01.

    Raises
    ------
    ParameterError
        If all rows begin later.

    Examples
    --------
    >>> row_in_force([{"valid_from": 2016, "value": 1.0}, {"valid_from": 2022, "value": 2.0}], 2021, "heat")["value"]
    1.0
    """
    begin = newest_until([row["valid_from"] for row in rows], moment, key)
    return next(row for row in rows if row["valid_from"] == begin)


def parameter(key: str, given: Row | float, defaults: Row, unit: str) -> Parameter:
    """One field of a catalogue as a `Parameter`; what the field doesn't say is taken from its row.

    >>> parameter("a.b_kw", 3, {"date": "2025", "source": "hand", "status": "found"}, "kW").value
    3.0
    """
    field: Row = given if isinstance(given, Mapping) else {"value": given}
    status = str(field.get("status", defaults.get("status", "general_knowledge")))
    return Parameter(
        key=key,
        value=float(field["value"]),
        unit=str(field.get("unit", unit)),
        date=str(field.get("date", defaults.get("date", ""))),
        source=str(field.get("source", defaults.get("source", ""))),
        verified=status in ("found", "derived"),
        note=str(field.get("note", "")),
        status=status,
    )
