"""The one table of words people read, in English and Latvian.

Every CSV in this folder has the columns `key,en,lv`; together they are one table, one file an area (`run.csv`,
`report.csv` …). A key appears once. Values are filled in by `str.format`: `{given}`.

What a key of the scenario file means stands in English beside its field in the code, and what a section, technology or
tariff is in the first line of its docstring. Their Latvian stands in `from_code/`, columns `en,lv`, one file a package
of the code; it is found by the English sentence. A test holds both sides together.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "lv")
FROM_CODE = Path(__file__).parent / "from_code"


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


@cache
def sentences_of_code() -> dict[str, str]:
    """Sentences that stand in English in the code: English -> Latvian."""
    sentences: dict[str, str] = {}
    for path in sorted(FROM_CODE.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["en"] in sentences:
                    raise ValueError(f"{path.name}: the sentence {row['en']!r} stands twice")
                sentences[row["en"]] = row["lv"]
    return sentences


def translated(sentence: str, language: str) -> str:
    """A sentence of the code in a language; in English where nobody has translated it, as of an own technology.

    >>> translated("Number of flats", "lv"), translated("Number of cows", "lv")
    ('Dzīvokļu skaits', 'Number of cows')
    """
    return sentences_of_code().get(sentence, sentence) if language == "lv" else sentence
