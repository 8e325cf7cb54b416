"""Numbers and times as a language writes them: the one place that report, messages and console share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime

#: Keeps the groups of a number on one line.
HARD_SPACE = "\u00a0"
#: Decimals that a small number has at most.
MOST_DECIMALS = 8


def number_in(value: float, digits: int, language: str) -> str:
    """A number with grouped digits and the decimal mark of the language; never an exponent, never minus nothing.

    >>> number_in(-1234567.891, 2, "lv").replace(HARD_SPACE, " "), number_in(-0.001, 1, "en")
    ('-1 234 567,89', '0.0')
    """
    shown = f"{abs(value):,.{digits}f}".replace(",", HARD_SPACE)
    shown = shown.replace(".", ",") if language == "lv" else shown
    return f"-{shown}" if value < 0 and shown.strip("0.,") else shown


def told_in(value: float, language: str) -> str:
    """A number with three telling digits: whole above a hundred, with as many decimals as that takes below.

    >>> [told_in(x, "en").replace(HARD_SPACE, " ") for x in (123456.7, 99.96, 23.456, 0.012345, 0.14, 100.0)]
    ['123 457', '100', '23.5', '0.0123', '0.14', '100']
    >>> told_in(-1.25, "lv"), told_in(1e-12, "lv"), told_in(float("nan"), "en")
    ('-1,25', '0', '–')
    """
    if not math.isfinite(value):
        return "–"
    digits = min(max(2 - math.floor(math.log10(abs(value))), 0), MOST_DECIMALS) if value else 0
    shown = number_in(value, digits, language)
    return shown.rstrip("0").rstrip(".,") if digits else shown


class SpokenNumber(float):
    """A number inside a text: `{x}` three telling digits, `{x:g}` as it was given, `{x:.1f}` with that many decimals.

    >>> f"{SpokenNumber(123456.7, 'lv')} {SpokenNumber(57.2613, 'lv'):g}".replace(HARD_SPACE, " ")
    '123 457 57,2613'
    >>> f"{SpokenNumber(-1234567.891, 'en'):,.2f}".replace(HARD_SPACE, " ")
    '-1 234 567.89'
    """

    language: str

    def __new__(cls, value: float, language: str) -> SpokenNumber:
        """The number, with its language beside it."""
        made = super().__new__(cls, value)
        made.language = language
        return made

    def __format__(self, spec: str) -> str:
        if not math.isfinite(self):
            return "–"
        shown = format(float(self), spec)
        if not spec or "e" in shown:
            return told_in(float(self), self.language)
        shown = shown.replace(",", HARD_SPACE)
        return shown.replace(".", ",") if self.language == "lv" else shown


@dataclass(frozen=True)
class Span:
    """The numbers of several cases inside one text: `{x:.0f}` is `12–24`, or one number where they look alike.

    >>> f"{Span(11.6, 24.0, 'lv'):.1f} {Span(30.0, 30.2):.0f}"
    '11,6–24,0 30'
    """

    low: float
    high: float
    language: str = "en"

    def __format__(self, spec: str) -> str:
        ends = (format(SpokenNumber(end, self.language), spec) for end in (self.low, self.high))
        return "–".join(dict.fromkeys(ends))


class SpokenTime:
    """A day or time inside a text, as the language writes dates; `{x:%Y-%m-%d}` as the file that is quoted writes it.

    >>> str(SpokenTime(datetime(2025, 1, 5, 7), "January", "en")), str(SpokenTime(datetime(2025, 1, 5, 7), "", "lv"))
    ('5 January 2025, 07:00', '05.01.2025. plkst. 07:00')
    """

    def __init__(self, value: date, month: str, language: str) -> None:
        self.value, self.month, self.language = value, month, language

    def __str__(self) -> str:
        timed = isinstance(self.value, datetime)
        if self.language == "lv":
            return f"{self.value:%d.%m.%Y. plkst. %H:%M}" if timed else f"{self.value:%d.%m.%Y.}"
        return f"{self.value.day} {self.month} " + (f"{self.value:%Y, %H:%M}" if timed else f"{self.value:%Y}")

    def __format__(self, spec: str) -> str:
        return format(self.value, spec) if spec else str(self)


class Source(str):
    """Who says a figure: inside a text our own words in it are translated."""


@dataclass(frozen=True)
class NamedAmounts:
    """Amounts of one unit with the names of what they belong to; `more` says that there are others."""

    amounts: tuple[tuple[str, float], ...]
    unit: str
    more: bool = False

    def tell(self, language: str) -> str:
        """The list as it stands in a sentence.

        >>> NamedAmounts((("boiler", 6.0), ("tank", 2.5)), "kW", more=True).tell("lv")
        'boiler 6 kW, tank 2,5 kW, …'
        """
        words = [f"{name} {told_in(amount, language)} {self.unit}" for name, amount in self.amounts]
        return ", ".join([*words, "…"] if self.more else words)
