"""What parts the decimals of a meter file: told by its numbers or by the rules, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.profiles.decimal_signs import Clash, DecimalSign, DecimalSigns, decimal_signs, mixed_decimals

_SIGNS: dict[str, DecimalSign] = {"comma": ",", "point": "."}


def decimal_sign_of_file(
    columns: Mapping[str, pd.Series], file: str, stated: Literal["comma", "point"] | None
) -> DecimalSign:
    """The decimal sign of all columns of a file together, by their headings.

    Raises
    ------
    ScenarioError
        If some numbers have a comma and others a point, or all can be read in two ways and nothing is stated: names
        their rows.

    Examples
    --------
    >>> decimal_sign_of_file({"anna": pd.Series(["0,4", "1"]), "sun": pd.Series(["1,250", "3"])}, "meters.csv", None)
    ','
    """
    texts = {heading: cells for heading, cells in columns.items() if not pd.api.types.is_numeric_dtype(cells)}
    told = {heading: decimal_signs(cells) for heading, cells in texts.items()}
    for heading, of_column in told.items():
        if of_column.clash is not None:
            raise ScenarioError(mixed_decimals(heading, of_column.clash, file))
    together = DecimalSigns.of(told.values())
    if together.clash is not None:
        raise ScenarioError(_mixed_columns(texts, together.clash, file))
    if together.either is not None and stated is None:
        heading = next(heading for heading, of_column in told.items() if of_column.either == together.either)
        values: dict[str, object] = {"given": texts[heading][together.either], "column": heading}
        raise ScenarioError(Fault("settle_which_decimals", values, file=file, line=together.either))
    return together.sign or _SIGNS[stated or "point"]


def _mixed_columns(columns: Mapping[str, pd.Series], clash: Clash, file: str) -> Fault:
    """That one column has a decimal comma and another a decimal point, with a number of each."""
    comma, point, line = clash
    with_comma = next(cells[comma] for cells in columns.values() if "," in str(cells[comma]))
    with_point = next(cells[point] for cells in columns.values() if "." in str(cells[point]))
    values = {"comma": comma, "with_comma": with_comma, "point": point, "with_point": with_point}
    return Fault("settle_mixed_decimals", values, file=file, line=line)
