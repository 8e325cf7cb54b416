"""All kinds of contract, found by themselves: every class in this package whose `type` is a word of its own."""

from __future__ import annotations

from functools import reduce
from importlib import import_module
from operator import or_
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

import energycommunity.tariffs as package
from energycommunity.tariffs.base import Tariff


def found() -> tuple[type[Tariff], ...]:
    """Every kind of contract of the package, by the name of its module."""
    tariffs: list[type[Tariff]] = []
    for module in sorted(info.name for info in iter_modules(package.__path__) if info.name not in ("base", "registry")):
        members = vars(import_module(f"{package.__name__}.{module}")).values()
        own = [member for member in members if isinstance(member, type) and issubclass(member, Tariff)]
        tariffs += [member for member in own if member.__module__.endswith(f".{module}")]
    return tuple(tariffs)


TARIFF_TYPES = found()

if TYPE_CHECKING:
    AnyTariff = Tariff
else:
    #: Any contract as it stands in a scenario file, told apart by `type`.
    AnyTariff = Annotated[reduce(or_, TARIFF_TYPES), Field(discriminator="type")]
