"""The one table of words people read, in English and Latvian.

Every CSV in this folder has the columns `key,en,lv`; together they are one table, one file an area (`run.csv`,
`report.csv` …). A key appears once. Values are filled in by `str.format`: `{given}`. Numbers with decimals and times
are handed over as such, and written as the language writes them (`spoken.py`); what quotes the file, or is to be typed
into it, is handed over as a text, since a decimal comma would be wrong there.

What a key of the scenario file means stands in English beside its field in the code, and what a section, technology or
tariff is in the first line of its docstring. Their Latvian stands in `from_code/`, columns `en,lv`, one file a package
of the code; it is found by the English sentence. A test holds both sides together. Sources of figures are translated
where they are our own words (`from_parameters/sources.csv`).
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from energycommunity.texts.spoken import NamedAmounts, Source, Span, SpokenNumber, SpokenTime

LANGUAGES = ("en", "lv")
FROM_CODE = Path(__file__).parent / "from_code"
FROM_PARAMETERS = Path(__file__).parent / "from_parameters" / "sources.csv"


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
    spoken = {name: _spoken(value, language) for name, value in values.items()}
    return table()[key][language].format(**spoken)


def _spoken(value: object, language: str) -> object:
    """Numbers with decimals and times as the language writes them; whole numbers, such as years, as they are."""
    if isinstance(value, float):
        return SpokenNumber(value, language)
    if isinstance(value, Span):
        return replace(value, language=language)
    if isinstance(value, date):
        return SpokenTime(value, table()[f"weather_month_{value.month}"][language], language)
    if isinstance(value, Source):
        return source_in(value, language)
    return value.tell(language) if isinstance(value, NamedAmounts) else value


def source_in(source: str, language: str) -> str:
    """The source of a figure with our own words in it translated; names of publications stay as they are.

    >>> source_in("general knowledge: school of 1960-1990", "lv")
    'vispārzināms: skola, 1960–1990'
    """
    if language == "lv":
        for ours, latvian in words_of_sources():
            source = source.replace(ours, latvian)
    return source


@cache
def words_of_sources() -> tuple[tuple[str, str], ...]:
    """Our own words in the sources of figures, English and Latvian, the longest first."""
    with FROM_PARAMETERS.open(encoding="utf-8", newline="") as file:
        pairs = [(row["en"], row["lv"]) for row in csv.DictReader(file)]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


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
