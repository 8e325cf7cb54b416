"""What buildings of a kind usually use, and how they are connected."""

from __future__ import annotations

from energycommunity.parameters.building_series import building_types
from energycommunity.parameters.reader import Parameter, Row, catalogue, parameter, row_of
from energycommunity.quantities import unit_of

#: Rows of the catalogue of series that are no series by name, and no kind of their own.
_OLD_APARTMENT_HOUSES = ("pre_war_brick",)


def building_kinds() -> tuple[str, ...]:
    """The kinds of buildings of which the usual is known.

    >>> building_kinds()
    ('private_house', 'apartment_house', 'school', 'preschool', 'culture_house', 'office', 'shop')
    """
    return tuple(catalogue("building_usage")["kinds"])


def kind_of_type(building_type: str) -> str | None:
    """The kind that a type of building belongs to: series are apartment houses; None for an unknown type.

    >>> kind_of_type("school"), kind_of_type("series_103"), kind_of_type("barn")
    ('school', 'apartment_house', None)
    """
    if building_type in building_kinds():
        return building_type
    series = building_type.startswith("series_") or building_type in _OLD_APARTMENT_HOUSES
    return "apartment_house" if series and building_type in building_types() else None


def heated_as(building_type: str, built: int | None) -> str:
    """The row of the catalogue of series by which a building of a type and year is heated.

    >>> heated_as("private_house", 1975), heated_as("private_house", 2004), heated_as("series_103", 1995)
    ('private_house', 'private_house_2000_2010', 'series_103')
    """
    kinds = catalogue("building_usage")["kinds"]
    by_year: dict[int, str] = kinds[building_type].get("by_year", {}) if building_type in kinds else {}
    since = [year for year in by_year if built is not None and year <= built]
    return by_year[max(since)] if since else building_type


def usage_words(kind: str) -> Row:
    """What is said of a kind in words: `sector`, kind of `member`, load `profile`, how `dwellings` are counted."""
    row: Row = row_of(catalogue("building_usage")["kinds"], kind, "building_usage.kinds")
    return row


def usage_value(kind: str, field: str) -> Parameter:
    """One field of a kind, such as `fuse_a` or `electricity_kwh_per_m2`.

    >>> usage_value("school", "electricity_kwh_per_m2").value
    20.0
    """
    row = usage_words(kind)
    given = row_of(row["fields"], field, f"building_usage.{kind}")
    return parameter(f"building_usage.{kind}.{field}", given, row, unit_of(field) or "1")


def usage_figure(name: str) -> Parameter:
    """One figure that holds for all kinds, such as `persons_per_dwelling`.

    >>> usage_figure("electricity_per_dwelling_kwh_per_year").value
    2100.0
    """
    row = row_of(catalogue("building_usage")["figures"], name, "building_usage.figures")
    return parameter(f"building_usage.{name}", row, row, str(row["unit"]))
