"""Running `ecsim` as a user does, in a folder of its own, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from energycommunity.cli import ecsim

FARM = Path(__file__).parent / "farm.yaml"


@dataclass(frozen=True)
class Outcome:
    """Exit code, what was told on both streams, and the files and folders that came to stand there."""

    exit_code: int
    told: str
    new_files: tuple[str, ...]


def files_below(folder):
    """All files and folders below a folder, by their relative names."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def call(folder, *words):
    """The outcome of `ecsim` with these words, called in a folder; an error that ecsim does not expect is raised."""
    before = files_below(folder)
    result = CliRunner().invoke(ecsim, [str(word) for word in words], catch_exceptions=False)
    return Outcome(result.exit_code, result.output, tuple(sorted(files_below(folder) - before)))


def last_line(outcome):
    """The message, which stands below the lines of progress."""
    return outcome.told.strip().splitlines()[-1]
