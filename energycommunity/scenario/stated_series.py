"""The series and prices that a file states, wherever they stand, and what looks like a slip in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, get_args

from pydantic import BaseModel

from energycommunity.errors import Fault
from energycommunity.prices import PriceFile, price_notices, price_values
from energycommunity.profiles import FileColumn, ProfileContext, profile_notices, profile_values
from energycommunity.profiles.ranges import notices_of_number

#: Prices per kWh are held to their range also where they are no series.
PRICE = "eur_per_kwh"
#: What has the unit of a price and is none: what a store costs by its content.
_NO_PRICES = ("investment_eur_per_kwh",)
#: What a series comes from.
Source = float | FileColumn | PriceFile
#: Gives the steps that files are laid on, when the first file asks for them: numbers need none.
Context = Callable[[], ProfileContext]


def stated_series(value: Any, path: str = "") -> Iterator[tuple[str, Source]]:
    """Every series that a model states, a number in place of one, and every price per kWh, each with its path."""
    if isinstance(value, FileColumn | PriceFile):
        yield path, value
    elif isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            key = info.alias or name
            below, place = getattr(value, name), f"{path}.{key}" if path else key
            if _is_price(key) or FileColumn in get_args(info.annotation):
                yield from _numbers(below, place)
            yield from stated_series(below, place)
    elif isinstance(value, dict | list | tuple):
        pairs: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for name, below in pairs:
            yield from stated_series(below, f"{path}.{name}")


def _numbers(value: Any, path: str) -> Iterator[tuple[str, float]]:
    """A number, or the numbers of a list, each with its path."""
    if isinstance(value, float):
        yield path, value
    elif isinstance(value, tuple):
        yield from ((f"{path}.{position}", each) for position, each in enumerate(value) if isinstance(each, float))


def _is_price(key: str) -> bool:
    return key.endswith(PRICE) and key not in _NO_PRICES


def read_series(source: Source, path: str, context: Context) -> None:
    """Read a series.

    Raises
    ------
    ScenarioError
        If it cannot be read, or holds what the quantity cannot have.
    """
    if isinstance(source, PriceFile):
        price_values(source, context())
    elif isinstance(source, FileColumn):
        profile_values(source, context(), _quantity(path))
    else:
        notices_of_number(source, _quantity(path))


def series_notices(value: Any, context: Context) -> list[Fault]:
    """What should be told of the series and prices that a model states, each at the path that states it."""
    return [
        replace(notice, path=path)
        for path, source in stated_series(value)
        for notice in _notices(source, path, context)
    ]


def _notices(source: Source, path: str, context: Context) -> list[Fault]:
    if isinstance(source, PriceFile):
        return price_notices(source, context())
    if isinstance(source, FileColumn):
        return profile_notices(source, context(), _quantity(path))
    return notices_of_number(source, _quantity(path))


def _quantity(path: str) -> str:
    """The name of the quantity that stands at a path: its last key, positions of a list left out."""
    return next(part for part in reversed(path.split(".")) if not part.isdigit())
