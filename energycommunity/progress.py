"""Progress for people: one line per step, with the seconds since the start."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import click

from energycommunity.texts import text


@dataclass
class Narrator:
    """Tells each step in a language; `quiet` tells nothing."""

    language: str
    quiet: bool = False
    begin: float = field(default_factory=time.perf_counter)

    def __call__(self, key: str, values: dict[str, object]) -> None:
        """Tell one step."""
        if not self.quiet:
            seconds = time.perf_counter() - self.begin
            click.echo(f"{seconds:6.1f} s  {text(key, self.language, **values)}", err=True)
