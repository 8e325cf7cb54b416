"""A demand written as a column of a file: `{file: meter.csv, column: "A+ (kWh)"}`."""

from __future__ import annotations

from typing import Any

from energycommunity.profiles import FileColumn
from energycommunity.quantities import refusal


def lift_file_column(data: Any) -> Any:
    """The same mapping, with the keys of a file's column gathered under `power_kw`.

    >>> lift_file_column({"file": "shop.csv", "column": "kWh"})
    {'power_kw': {'file': 'shop.csv', 'column': 'kWh'}}
    """
    if not isinstance(data, dict) or "file" not in data or "power_kw" in data:
        return data
    column = {key: value for key, value in data.items() if key in FileColumn.model_fields}
    rest = {key: value for key, value in data.items() if key not in FileColumn.model_fields}
    return rest | {"power_kw": column}


def require_one(given: dict[str, object]) -> None:
    """Check that exactly one of the ways to state a demand is used.

    Raises
    ------
    PydanticCustomError
        If none or several of `given` are not None; it becomes a fault of the file.
    """
    stated = [name for name, value in given.items() if value is not None]
    if not stated:
        raise refusal("demand_not_stated", allowed=", ".join(given))
    if len(stated) > 1:
        raise refusal("demand_stated_twice", given=", ".join(stated))
