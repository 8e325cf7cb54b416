"""All technologies, found by themselves: every class in this package whose `type` is a word of its own.

Schema, documentation, command line and contract tests follow from here; to add a technology is to add its file.
"""

from __future__ import annotations

from functools import reduce
from importlib import import_module
from operator import or_
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated, Literal, get_origin

from pydantic import Field

import energycommunity.technologies as package
from energycommunity.technologies.base import Technology

#: Modules that are no technology, or that import Pyomo and are loaded only when a programme is stated.
APART = ("base", "block", "ledger", "registry")


def found() -> tuple[type[Technology], ...]:
    """Every technology of the package, by the name of its module."""
    technologies: list[type[Technology]] = []
    for module in sorted(info.name for info in iter_modules(package.__path__) if info.name not in APART):
        members = vars(import_module(f"{package.__name__}.{module}")).values()
        own = [member for member in members if isinstance(member, type) and issubclass(member, Technology)]
        technologies += [
            member for member in own if member.__module__.endswith(f".{module}") and "type" in member.model_fields
        ]
    return tuple(technologies)


TECHNOLOGIES = found()

#: What may stand under `assets:`.
ASSET_TYPES = tuple(technology for technology in TECHNOLOGIES if technology.stands_under == "assets")

#: What stands under keys of its own: `meters:`, `heat_networks:`, `community:`.
FRAME_TYPES = tuple(technology for technology in TECHNOLOGIES if technology.stands_under != "assets")

if any(get_origin(technology.model_fields["type"].annotation) is not Literal for technology in TECHNOLOGIES):
    raise TypeError("the field `type` of a technology must be a Literal")

if TYPE_CHECKING:
    AnyAsset = Technology
else:
    #: Any asset as it stands in a scenario file, told apart by `type`.
    AnyAsset = Annotated[reduce(or_, ASSET_TYPES), Field(discriminator="type")]
