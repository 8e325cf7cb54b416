"""Day-ahead prices as published by Nord Pool: the CSV of nordpool.didnt.work, and the export of Nord Pool's portal.

nordpool.didnt.work: `ts_start,ts_end,price` (parted by semicolons in the variant for Excel), newest row first, civil
time of Riga, EUR/kWh without VAT.
Nord Pool's portal: `Delivery Start (CET);Delivery End (CET);LV Price (EUR)`, Central European civil time, EUR/MWh.
"""

from __future__ import annotations

import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.prices.market_times import parse_times, regular_series, utc_starts
from energycommunity.profiles.tables import number_column

PORTAL_START = "Delivery Start (CET)"
KWH_PER_MWH = 1000.0


def is_nordpool(table: pd.DataFrame) -> bool:
    """Whether the headings are those of one of the two files."""
    return {"ts_start", "price"} <= set(table.columns) or PORTAL_START in table.columns


def series_of_nordpool(table: pd.DataFrame, file: str) -> pd.Series[float]:
    """The prices of a table with the columns of one of the two files, labelled at the start in UTC [EUR/kWh].

    Raises
    ------
    ScenarioError
        If a column is missing, a cell is no time or number, or rows are missing or stand twice.

    Examples
    --------
    >>> rows = {"ts_start": ["2025-07-13 01:00:00", "2025-07-13 00:00:00"], "price": ["0.002", "0.001"]}
    >>> series = series_of_nordpool(pd.DataFrame(rows, index=[2, 3]), "nordpool-lv.csv")
    >>> str(series.index[0]), series.tolist()
    ('2025-07-12 21:00:00+00:00', [0.001, 0.002])
    """
    if PORTAL_START in table.columns:
        start, price, time_zone, per_kwh = PORTAL_START, _portal_price(table, file), "Europe/Brussels", KWH_PER_MWH
    else:
        start, price, time_zone, per_kwh = "ts_start", "price", "Europe/Riga", 1.0
    if start not in table.columns:
        columns = ", ".join(str(column) for column in table.columns)
        raise ScenarioError(Fault("prices_column_missing", {"wanted": start, "columns": columns}, file=file))
    starts = utc_starts(parse_times(table[start], file), table.index, time_zone, file)
    return regular_series(starts, number_column(table, price, file) / per_kwh, table.index, file)


def _portal_price(table: pd.DataFrame, file: str) -> str:
    priced = [str(column) for column in table.columns if "(EUR)" in str(column)]
    latvian = [column for column in priced if column.startswith("LV")]
    if len(latvian) == 1:
        return latvian[0]
    columns = ", ".join(str(column) for column in table.columns)
    raise ScenarioError(Fault("prices_column_missing", {"wanted": "LV Price (EUR)", "columns": columns}, file=file))
