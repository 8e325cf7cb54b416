"""What the envelope of a building of the catalogue is like: U-values, geometry per heated area, air change, use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from energycommunity.parameters.building_series import Renovation, building_types, series_type
from energycommunity.parameters.building_usage import heated_as
from energycommunity.parameters.reader import Parameter, Row, catalogue, newest_until, parameter, row_of
from energycommunity.quantities import unit_of

#: Where nothing tells how old a building is: most of the stock in need of renovation is of about this year.
_USUAL_YEAR = 1975
#: U-values as `building_series` calls them, and as an envelope does.
_OF_SERIES = {f"u_{part}_w_per_m2_k": f"{part}_u_w_per_m2_k" for part in ("wall", "roof", "window", "cellar")}


def envelope_figures(
    series_or_type: str, built: int | None = None, renovation: Renovation = "none"
) -> dict[str, Parameter]:
    """Figures of an archetype by their names: fields of an envelope, and areas over heated area as `roof_per_m2`.

    Parameters
    ----------
    series_or_type : str
        Construction series ("103") or type of the catalogue ("private_house").
    built : int, optional
        Year of construction, where the series doesn't have U-values of its own.
    renovation : {"none", "partly", "full"}
        A full renovation brings U-values to those of new buildings where they are higher; partly is half-way.

    Raises
    ------
    ParameterError
        If the series or type is unknown; names the nearest.

    Examples
    --------
    >>> before, after = (envelope_figures("103", renovation=state) for state in ("none", "full"))
    >>> before["wall_u_w_per_m2_k"].value, after["wall_u_w_per_m2_k"].value, before["roof_per_m2"].verified
    (1.05, 0.23, False)
    >>> school = envelope_figures("school", 2005)
    >>> school["window_u_w_per_m2_k"].value, school["infiltration_per_h"].value
    (1.9, 0.2)
    """
    building_type = _type_of(series_or_type)
    shape = _shape_of(building_type)
    contents = catalogue("building_envelope")
    figures = _fields(contents["every"], "every") | _fields(contents["shapes"][shape], shape)
    aged = heated_as(building_type, built)
    figures |= _u_values(aged, str(contents["shapes"][shape]["stock"]), built)
    newer = [year for year in contents["newer"] if year <= _year_of(aged, built)]
    figures |= _fields(contents["newer"][max(newer)], f"newer.{max(newer)}") if newer else {}
    if renovation == "none":
        return figures
    better = {name: after for name, after in _renovated().items() if after.value < figures[name].value}
    if renovation == "partly":
        better = {name: _half_way(figures[name], after) for name, after in better.items()}
    return figures | better


def _type_of(series_or_type: str) -> str:
    """The row of the catalogue of series; a type with a year in its name (`private_house_1990_1999`) is a type too."""
    if series_or_type in building_types():
        return series_or_type
    row_of(dict.fromkeys(building_types()), series_type(series_or_type), "building_series.buildings")
    return series_type(series_or_type)


def _shape_of(building_type: str) -> str:
    shapes: Mapping[str, Row] = catalogue("building_envelope")["shapes"]
    return next(name for name, row in shapes.items() if any(building_type.startswith(kind) for kind in row["types"]))


def _fields(row: Row, name: str) -> dict[str, Parameter]:
    return {
        field: parameter(f"building_envelope.{name}.{field}", given, row, _unit(field))
        for field, given in row["fields"].items()
    }


def _unit(field: str) -> str:
    return "1" if field.endswith("_per_m2") else unit_of(field) or "1"


def _renovated() -> dict[str, Parameter]:
    return _fields(catalogue("building_envelope")["renovated"], "renovated")


def _u_values(building_type: str, stock: str, built: int | None) -> dict[str, Parameter]:
    """U-values of the series where the catalogue has them, else those of the stock of that age."""
    row: Row = catalogue("building_series")["buildings"][building_type]
    own = {
        name: parameter(f"building_series.{building_type}.{field}", row["fields"][field], row, _unit(field))
        for field, name in _OF_SERIES.items()
        if field in row["fields"]
    }
    if own:
        return own
    contents = catalogue("building_envelope")
    ages: Mapping[int, Row] = contents["stock"][stock]
    since = newest_until(ages, _year_of(building_type, built), f"building_envelope.stock.{stock}")
    return {
        name: parameter(f"building_envelope.stock.{stock}.{since}.{name}", value, contents["stock_source"], _unit(name))
        for name, value in ages[since].items()
    }


def _year_of(building_type: str, built: int | None) -> int:
    """When a building was built, or when those of a row named after its years were.

    >>> _year_of("private_house_1990_1999", None), _year_of("school", None), _year_of("school", 2005)
    (1990, 1975, 2005)
    """
    named = re.search(r"_(\d{4})_\d{4}$", building_type)
    return built or (int(named[1]) if named else _USUAL_YEAR)


def _half_way(before: Parameter, after: Parameter) -> Parameter:
    return replace(
        before,
        value=(before.value + after.value) / 2.0,
        note="half-way between before and after renovation",
        verified=before.verified and after.verified,
    )
