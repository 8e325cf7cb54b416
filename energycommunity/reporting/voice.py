"""Words and numbers as a language writes them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import ClassVar, Protocol

from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.site_and_time import Words
from energycommunity.texts import source_in, text
from energycommunity.texts.spoken import HARD_SPACE, number_in, told_in

MINUS = "\u2212"
#: Marks a figure that nobody has confirmed.
DAGGER = "†"

#: Units as people read them; anything else is shown as pint writes it, with its powers raised.
_UNITS = {
    "dimensionless": "",
    "1": "",
    "degC": "°C",
    "delta_degC": "K",
    "deg": "°",
    "year": "a",
    "day": "d",
    "EUR/kW/year": "EUR/(kW·a)",
    "EUR/kWh/year": "EUR/(kWh·a)",
    "EUR/m/year": "EUR/(m·a)",
    "EUR/kW/month": "EUR/(kW·mon)",
    "EUR/A/month": "EUR/(A·mon)",
    "EUR/month": "EUR/mon",
    "EUR/year": "EUR/a",
    "kg/year": "kg/a",
    "kWh/day": "kWh/d",
}


class Labelled(Protocol):
    """What carries its own name in both languages."""

    label_en: ClassVar[str]
    label_lv: ClassVar[str]


@dataclass(frozen=True)
class Voice:
    """One language: its sentences, its decimal mark, its names of things."""

    language: str

    def say(self, key: str, **values: object) -> str:
        """The text `report_<key>`.

        >>> Voice("lv").say("member")
        'Dalībnieks'
        """
        return text(f"report_{key}", self.language, **values)

    def number(self, value: float | None, digits: int = 0, signed: bool = False) -> str:
        """A number with grouped digits; a dash for none.

        >>> Voice("en").number(-1234.56, 1).replace(HARD_SPACE, " ")
        '−1 234.6'
        >>> Voice("lv").number(1234.56, 1, signed=True).replace(HARD_SPACE, " ")
        '+1 234,6'
        """
        if value is None or not math.isfinite(value):
            return "–"
        shown = number_in(abs(value), digits, self.language)
        zero = not shown.strip("0.," + HARD_SPACE)
        sign = "" if zero else MINUS if value < 0 else "+" if signed else ""
        return sign + shown

    def rounded(self, value: float) -> str:
        """A number with about three telling digits, however large or small.

        >>> Voice("en").rounded(0.012345), Voice("en").rounded(23.456), Voice("en").rounded(0.14)
        ('0.0123', '23.5', '0.14')
        """
        return told_in(value, self.language).replace("-", MINUS)

    def percent(self, fraction: float | None, digits: int = 0, signed: bool = False) -> str:
        """A fraction as percent.

        >>> Voice("en").percent(-0.284, signed=True).replace(HARD_SPACE, " ")
        '−28 %'
        """
        if fraction is None or not math.isfinite(fraction):
            return "–"
        return f"{self.number(100.0 * fraction, digits, signed)}{HARD_SPACE}%"

    def amount(self, value: float | None, unit: str, digits: int = 0, signed: bool = False) -> str:
        """A number with its unit, not parted by a line break."""
        return f"{self.number(value, digits, signed)}{HARD_SPACE}{unit}"

    def source(self, source: str) -> str:
        """Who says a figure; of a source in English our own words in this language.

        >>> Voice("lv").source("IPCC 2006 default 9.76 GJ/t, from memory")
        'IPCC 2006 noklusējuma vērtība 9.76 GJ/t, pēc atmiņas'
        """
        return source_in(source, self.language)

    def words(self, words: Words | str | None, otherwise: str = "") -> str:
        """A text of the scenario file in this language."""
        if isinstance(words, Words):
            return words.of(self.language)
        return words or otherwise

    def variant(self, scenario: Scenario) -> str:
        """What a variant is called."""
        return self.words(scenario.variant_title, scenario.variant)

    def label(self, named: Labelled | type[Labelled]) -> str:
        """What people call a technology or an allocation key."""
        return named.label_lv if self.language == "lv" else named.label_en

    def carrier(self, carrier: str) -> str:
        """The name of a carrier, or of a column of the Covenant's tables."""
        return self.say(f"carrier_{carrier}")

    def with_fuel(self, label: str, carrier: str) -> str:
        """A plant and what it burns.

        >>> Voice("lv").with_fuel("Apkures katls", "firewood")
        'Apkures katls (malka)'
        """
        return f"{label} ({within(self.carrier(carrier))})"

    def unit(self, unit: str | None) -> str:
        r"""A unit as people read it.

        >>> Voice("en").unit("W/(m**2*K)"), Voice("lv").unit("EUR/kW/year")
        ('W/(m²·K)', 'EUR/kW\xa0gadā')
        """
        shown = _UNITS.get(unit or "", unit or "").replace("**2", "²").replace("**3", "³").replace("*", "·")
        if self.language == "en":
            return shown
        shown = re.sub(r"/\((\w+)·(a|mon)\)", r"/\1/\2", shown)
        return shown.replace("/a", f"{HARD_SPACE}gadā").replace("/mon", f"{HARD_SPACE}mēnesī")


def within(name: str) -> str:
    """A name as it stands inside a sentence; abbreviations keep their capitals.

    >>> within("Wood chips"), within("PV")
    ('wood chips', 'PV')
    """
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def gas_name(gas: str) -> str:
    """CO₂ or CO₂e, as it is printed.

    >>> gas_name("CO2e")
    'CO₂e'
    """
    return gas.replace("CO2", "CO₂")
