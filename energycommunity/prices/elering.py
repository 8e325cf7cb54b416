"""Day-ahead prices as exported by the dashboard of Elering, the Estonian transmission system operator.

`"Ajatempel (UTC)";"Kuupäev (Eesti aeg)";"NPS Läti";…`: seconds since 1970 in UTC, Estonian civil time (the same as
Riga's) as `31.12.2025 23:00`, and EUR/MWh with decimal comma, one column a zone; the text is ISO 8859-1 or UTF-8.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.prices.market_times import parse_times, regular_series, utc_starts
from energycommunity.profiles.tables import number_column

STAMP = "Ajatempel (UTC)"
LOCAL = "Kuupäev (Eesti aeg)"
#: Estonian as downloaded, and spellings after a passage through Excel or another language of the page.
LATVIAN_PRICES = ("NPS Läti", "NPS Lati", "NPS Latvia")
KWH_PER_MWH = 1000.0


def is_elering(table: pd.DataFrame) -> bool:
    """Whether the headings are those of Elering."""
    return any(str(column).startswith("NPS ") for column in table.columns)


def series_of_elering(table: pd.DataFrame, file: str) -> pd.Series[float]:
    """The Latvian prices of an exported table, labelled at the start in UTC [EUR/kWh].

    Raises
    ------
    ScenarioError
        If a column is missing, a cell is no time or number, or rows are missing or stand twice.

    Examples
    --------
    >>> rows = {STAMP: ["1704060000", "1704063600"], "NPS Läti": ["40,01", "38,37"]}
    >>> series = series_of_elering(pd.DataFrame(rows, index=[2, 3]), "elering.csv")
    >>> str(series.index[0]), series.round(5).tolist()
    ('2023-12-31 22:00:00+00:00', [0.04001, 0.03837])
    """
    price = _column(table, LATVIAN_PRICES, file)
    if STAMP in table.columns:
        seconds = number_column(table, STAMP, file)
        starts = pd.DatetimeIndex(pd.to_datetime(np.rint(seconds).astype(np.int64), unit="s", utc=True))
    else:
        starts = utc_starts(parse_times(table[_column(table, (LOCAL,), file)], file), table.index, "Europe/Riga", file)
    return regular_series(starts, number_column(table, price, file) / KWH_PER_MWH, table.index, file)


def _column(table: pd.DataFrame, names: tuple[str, ...], file: str) -> str:
    for name in names:
        if name in table.columns:
            return name
    columns = ", ".join(str(column) for column in table.columns)
    raise ScenarioError(Fault("prices_column_missing", {"wanted": names[0], "columns": columns}, file=file))
