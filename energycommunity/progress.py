"""Progress for people: a line for each step with the seconds since the start, and one that moves for repeated ones."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

import click

from energycommunity.texts import text

#: Steps that repeat many times: on a terminal they share one line, elsewhere they are left out.
MOVING = frozenset({"progress_trial", "progress_commitment"})
WIDTH = 100


@dataclass
class Narrator:
    """Tells each step in a language; `quiet` tells nothing."""

    language: str
    quiet: bool = False
    begin: float = field(default_factory=time.perf_counter)
    moving: bool = False

    def __call__(self, key: str, values: dict[str, object]) -> None:
        """Tell one step."""
        if self.quiet or (key in MOVING and not sys.stderr.isatty()):
            return
        seconds = time.perf_counter() - self.begin
        line = f"{seconds:6.1f} s  {text(key, self.language, **values)}"
        if key in MOVING:
            click.echo(f"\r{line[:WIDTH]:{WIDTH}}", nl=False, err=True)
        else:
            click.echo(f"\n{line}" if self.moving else line, err=True)
        self.moving = key in MOVING
