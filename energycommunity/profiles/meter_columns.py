"""Which columns of a meter's file hold times and energy, told by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from energycommunity.errors import Fault, ScenarioError
from energycommunity.profiles.row_times import Label

#: Beginnings of headings of times, in lower case: the export of AS Sadales tīkls has `Datums`.
TIME_WORDS = ("datums", "laik", "date", "time", "timestamp", "period", "sāk", "beig", "start", "begin", "end", "from")
#: Words in headings of what a building takes, and of what it gives or what the counter shows.
TAKEN_WORDS = ("a+", "patēr", "pater", "consum", "usage", "import", "siltumener", "heat")
OTHER_WORDS = ("a-", "nodot", "export", "fed", "rādīj", "radij", "reading", "index", "cena", "price", "eur")
#: Words in headings of what is given to the grid.
GIVEN_WORDS = ("a-", "nodot", "export", "fed")
#: Beginnings of words in headings that tell the end or the begin of a row.
_END, _START = (re.compile(rf"(?<![^\W_])(?:{words})") for words in ("beig|līdz|end", "sāk|start|begin|from"))


@dataclass(frozen=True)
class MeterColumns:
    """What was recognised: headings of the values and of the times, and what the heading of the times says."""

    column: str
    time_column: str | None
    time_zone: str | None
    label: Label | None


def meter_columns(table: pd.DataFrame, file: str) -> MeterColumns:
    """The columns of a meter's file.

    Raises
    ------
    ScenarioError
        If no column, or more than one, can be meant: the fault lists them.

    Examples
    --------
    >>> headings = ["Datums", "Patērētā elektroenerģija (A+) (kWh)", "Tīklā nodotā enerģija (A-) (kWh)"]
    >>> meter_columns(pd.DataFrame(columns=headings), "export.csv").column
    'Patērētā elektroenerģija (A+) (kWh)'
    """
    headings = [str(name) for name in table.columns]
    times = [name for name in headings if name.strip().lower().startswith(TIME_WORDS)]
    others = [name for name in headings if name not in times]
    taken = [name for name in others if _has(name, TAKEN_WORDS) and not _has(name, OTHER_WORDS)]
    if not taken and len(others) == 1 and not _has(others[0], OTHER_WORDS):
        taken = others
    if (
        len(times) == 2
        and len(table)
        and ":" not in str(table[times[0]].iloc[0])
        and ":" in str(table[times[1]].iloc[0])
    ):
        times = [" + ".join(times)]  # the day and the hour in two columns
    if len(taken) != 1 or len(times) > 1:
        known = ", ".join(taken if len(taken) > 1 else headings)
        raise ScenarioError(Fault("profile_which_column", {"known": known}, file=file))
    time = times[0] if times else None
    return MeterColumns(taken[0], time, zone_in_name(time or ""), label_in_name(time or ""))


def given_column(table: pd.DataFrame) -> str | None:
    """The column of what is given to the grid in the export of a meter; None if there is none.

    >>> headings = ["Datums", "Patērētā elektroenerģija (A+) (kWh)", "Tīklā nodotā enerģija (A-) (kWh)"]
    >>> given_column(pd.DataFrame(columns=headings))
    'Tīklā nodotā enerģija (A-) (kWh)'
    """
    found = [str(name) for name in table.columns if _has(str(name), GIVEN_WORDS) and not _has(str(name), TAKEN_WORDS)]
    return found[0] if len(found) == 1 else None


def zone_in_name(heading: str) -> str | None:
    """The zone that a heading of times states.

    >>> zone_in_name("Laiks (UTC)"), zone_in_name("Datums")
    ('UTC', None)
    """
    return "UTC" if re.search(r"\b(utc|gmt)\b(?![+-]\d)", heading.lower()) else None


def label_in_name(heading: str) -> Label | None:
    """Whether a heading of times says that they are the end or the begin of their rows.

    >>> label_in_name("Perioda beigas"), label_in_name("time_start"), label_in_name("Calendar"), label_in_name("Datums")
    ('end', 'start', None, None)
    """
    if _END.search(heading.lower()):
        return "end"
    return "start" if _START.search(heading.lower()) else None


def label_of(cells: pd.Series, file: str) -> Label:
    """Whether times are the begin or the end of their rows: a whole day begins at 00:00, or ends at 24:00 or 00:00.

    Raises
    ------
    ScenarioError
        If first and last row do not tell.

    Examples
    --------
    >>> label_of(pd.Series(["01.08.2026 00:15", "01.08.2026 00:30", "02.08.2026 00:00"]), "export.csv")
    'end'
    """
    midnight = re.compile(r"[ T](?:00|0|24):00(?::00)?(?:\D|$)")
    first, last = (bool(midnight.search(f" {str(cell).strip()}")) for cell in (cells.iloc[0], cells.iloc[-1]))
    if first == last:
        values = {"first": cells.iloc[0], "last": cells.iloc[-1]}
        raise ScenarioError(Fault("profile_label_unknown", values, file=file, line=int(cells.index[0])))
    return "start" if first else "end"


def _has(heading: str, words: tuple[str, ...]) -> bool:
    return any(word in heading.lower() for word in words)
