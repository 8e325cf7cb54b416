"""What buildings of Latvian series need and lose."""

from __future__ import annotations

from typing import Literal

from energycommunity.parameters.reader import Parameter, Row, catalogue, parameter, row_of
from energycommunity.quantities import unit_of

Renovation = Literal["none", "partly", "full"]


def building_types() -> tuple[str, ...]:
    """All building types of the catalogue.

    >>> "series_103" in building_types()
    True
    """
    return tuple(catalogue("building_series")["buildings"])


def known_series() -> tuple[str, ...]:
    """What the series of apartment houses of the catalogue are called.

    >>> "103" in known_series()
    True
    """
    return tuple(name.removeprefix("series_") for name in building_types() if name.startswith("series_"))


def series_type(series: str) -> str:
    """The row of the catalogue that a series is, however it is written.

    >>> [series_type(written) for written in ("103", "103.", "103. sērija", "series_103")]
    ['series_103', 'series_103', 'series_103', 'series_103']
    """
    digits = "".join(sign for sign in series if sign.isdigit())
    return f"series_{digits}" if digits else series


def building_value(building_type: str, field: str) -> Parameter:
    """One field of a building type, such as `u_wall_w_per_m2_k` or `heat_before_kwh_per_m2`.

    Raises
    ------
    ParameterError
        If the type is unknown or has no such field.

    Examples
    --------
    >>> wall = building_value("series_103", "u_wall_w_per_m2_k")
    >>> wall.value, wall.unit, wall.verified
    (1.05, 'W/(m**2*K)', False)
    """
    row: Row = row_of(catalogue("building_series")["buildings"], building_type, "building_series.buildings")
    given = row_of(row["fields"], field, f"building_series.{building_type}")
    return parameter(f"building_series.{building_type}.{field}", given, row, unit_of(field) or "1")


def space_heat_kwh_per_m2(building_type: str, renovation: Renovation) -> Parameter:
    """Heat for space heating per heated area in a year [kWh/m2].

    A partly renovated building is taken half-way between before and after.

    Raises
    ------
    ParameterError
        If the type is unknown; names the nearest.

    Examples
    --------
    >>> [space_heat_kwh_per_m2("series_103", state).value for state in ("none", "partly", "full")]
    [145.0, 101.25, 57.5]
    """
    before = building_value(building_type, "heat_before_kwh_per_m2")
    after = building_value(building_type, "heat_after_kwh_per_m2")
    if renovation != "partly":
        return before if renovation == "none" else after
    middle = {"value": (before.value + after.value) / 2.0, "note": "half-way between before and after renovation"}
    row = {"date": before.date, "source": before.source, "status": before.status}
    return parameter(f"building_series.{building_type}.partly", middle, row, before.unit)
