"""The one table of words people read, in English and Latvian.

Every CSV in this folder has the columns `key,en,lv`; together they are one table, one file an area (`errors.csv`,
`progress.csv`, `report.csv` …). A key appears once. Values are filled in by `str.format`: `{given}`.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "lv")


@cache
def table() -> dict[str, dict[str, str]]:
    """All texts: key -> language -> text."""
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["key"] in texts:
                    raise ValueError(f"{path.name}: text {row['key']!r} stands twice")
                texts[row["key"]] = {language: row[language] for language in LANGUAGES}
    return texts


def text(key: str, language: str = "en", /, **values: object) -> str:
    """The text of a key in a language with its values filled in.

    >>> text("weather_month_1", "lv")
    'janvāris'
    """
    return table()[key][language].format(**values)
