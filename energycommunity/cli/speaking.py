"""What the commands share: the options of language and overrides, and how errors are told and end the program."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from energycommunity.errors import EnergyCommunityError
from energycommunity.progress import Narrator, Teller
from energycommunity.stopping import INTERRUPTED
from energycommunity.texts import LANGUAGES

EXISTING_NAME = click.Path(path_type=Path)


class Degrees(click.FloatRange):
    """An angle within limits, with decimal point or comma."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number that was written."""
        written: Any = value.replace(",", ".") if isinstance(value, str) else value
        return super().convert(written, param, ctx)


@contextmanager
def ending_well(teller: Teller) -> Iterator[None]:
    """An error of the user's is told in a line or more and ends the program with its exit code, without a traceback."""
    try:
        yield
    except EnergyCommunityError as error:
        teller.failure(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        teller.interruption()
        sys.exit(INTERRUPTED)


def tells_errors(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose errors are told to people."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> None:
        with ending_well(Narrator(spoken_language(kwargs))):
            command(*args, **kwargs)

    return guarded


def spoken_language(words: dict[str, Any]) -> str:
    """The language asked for with `--lang`, else that of the scenario or rules file, else English."""
    file = words.get("scenario") or words.get("rules")
    if words.get("lang") or not isinstance(file, Path):
        return words.get("lang") or "en"
    from energycommunity.scenario.language import language_of

    return language_of(file, words.get("settings", ()))


def language(command: Callable[..., None]) -> Callable[..., None]:
    """The option `--lang`."""
    return click.option("--lang", type=click.Choice(LANGUAGES), default=None, help="Language; else that of the file.")(
        command
    )


def overrides(command: Callable[..., None]) -> Callable[..., None]:
    """The option `--set path=value`."""
    return click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Lay a value over the file.")(
        command
    )
