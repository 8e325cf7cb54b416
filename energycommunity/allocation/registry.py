"""All allocation keys, found by themselves: every class in this package whose `type` is a word of its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from importlib import import_module
from operator import or_
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field

import energycommunity.allocation as package
from energycommunity.allocation.base import AllocationKey

#: Modules of the package that hold no key.
NO_KEYS = ("among_meters", "base", "registry")


def found() -> tuple[type[AllocationKey], ...]:
    """Every key of the package, by the name of its module."""
    keys: list[type[AllocationKey]] = []
    for module in sorted(info.name for info in iter_modules(package.__path__) if info.name not in NO_KEYS):
        members = vars(import_module(f"{package.__name__}.{module}")).values()
        own = [member for member in members if isinstance(member, type) and issubclass(member, AllocationKey)]
        keys += [member for member in own if member.__module__.endswith(f".{module}")]
    return tuple(keys)


KEY_TYPES = found()

#: Keys that need no data of their own and may be written by their name alone.
KeyName = Literal["dynamic", "equal"]

if TYPE_CHECKING:
    AnyKey = AllocationKey
else:
    #: A key as it stands in a file, told apart by `type`.
    AnyKey = Annotated[reduce(or_, KEY_TYPES), Field(discriminator="type")]


def key_of(written: KeyName | AllocationKey) -> AllocationKey:
    """The key that is meant, where it may be written by its name alone.

    >>> key_of("equal").label_en
    'Equal'
    """
    if isinstance(written, AllocationKey):
        return written
    return next(kind for kind in KEY_TYPES if kind.model_fields["type"].default == written)()


def keys_beside(key: KeyName | AllocationKey, others: Iterable[KeyName | AllocationKey]) -> tuple[AllocationKey, ...]:
    """Keys to be shown side by side, a type once: the one that counts, others, then those that need no data.

    >>> [type(key).__name__ for key in keys_beside("equal", ())]
    ['Equal', 'Dynamic']
    """
    found: dict[type[AllocationKey], AllocationKey] = {}
    for known in map(key_of, (key, *others, *get_args(KeyName))):
        found.setdefault(type(known), known)
    return tuple(found.values())
