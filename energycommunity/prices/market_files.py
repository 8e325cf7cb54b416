"""Reading the price files that people download; the headings tell which kind a file is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from energycommunity.errors import Fault, ScenarioError

if TYPE_CHECKING:
    import pandas as pd

PriceFormat = Literal["nordpool", "elering", "auto"]

#: A price per kWh that no market had as its usual one; above it the file is in EUR/MWh [EUR/kWh].
IMPLAUSIBLE_MEDIAN_EUR_PER_KWH = 2.0


def read_prices(path: Path, file_format: PriceFormat = "auto") -> pd.Series[float]:
    """The prices of a downloaded file, labelled at the start in UTC [EUR/kWh].

    Parameters
    ----------
    path : Path
        CSV of nordpool.didnt.work, of Nord Pool's data portal or of Elering's dashboard, in any common encoding.
    file_format : "nordpool", "elering" or "auto"
        Which of them; "auto" goes by the headings.

    Returns
    -------
    pandas.Series
        Without gaps, rising, in steps of an hour or its parts. Where a file changes from hours to quarter hours, as
        the market did on 1 October 2025, the hours are held constant over their quarters.

    Raises
    ------
    ScenarioError
        If the file is of no known form, a cell is no time or number, or rows are missing or stand twice: the faults
        name the rows.
    """
    from energycommunity.prices.elering import is_elering, series_of_elering
    from energycommunity.prices.nordpool import is_nordpool, series_of_nordpool
    from energycommunity.profiles.tables import read_table

    table = read_table(path)
    columns = ", ".join(str(column) for column in table.columns)
    if file_format == "nordpool" or (file_format == "auto" and is_nordpool(table)):
        series = series_of_nordpool(table, str(path))
    elif file_format == "elering" or is_elering(table):
        series = series_of_elering(table, str(path))
    else:
        raise ScenarioError(Fault("prices_format_unknown", {"columns": columns}, file=str(path)))
    median = float(series.abs().median())
    if median > IMPLAUSIBLE_MEDIAN_EUR_PER_KWH:
        raise ScenarioError(Fault("prices_unit", {"given": median}, file=str(path)))
    return series
