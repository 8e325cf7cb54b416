"""What a run says while it works and at its end: lines for people, or a JSON object a line for machines."""

from __future__ import annotations

import json
import math
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from energycommunity.errors import EnergyCommunityError
from energycommunity.stopping import INTERRUPTED, STOPPED
from energycommunity.texts import text
from energycommunity.texts.spoken import number_in

if TYPE_CHECKING:
    from energycommunity.results import Results

#: Steps that repeat many times: on a terminal they share one line, elsewhere they are told now and then.
MOVING = frozenset({"progress_trial", "progress_commitment", "progress_coalition", "progress_core"})
#: Answers to what a person did, told whatever was asked for.
ALWAYS = frozenset({"progress_stopping"})
#: Characters of a line at most, and seconds without a sign of life in a log.
WIDTH, SILENCE_S = 100, 10.0


class Teller(Protocol):
    """Says what a run does and what came of it."""

    def __call__(self, key: str, values: dict[str, object]) -> None:
        """Tell one step by the key of its text and its values, which are numbers and names and not yet words."""

    def outcome(self, results: Results) -> None:
        """Tell warnings and what came of the run."""

    def failure(self, error: EnergyCommunityError) -> None:
        """Tell why there are no results."""

    def interruption(self) -> None:
        """Tell that nothing was written."""


def exit_code_of(results: Results) -> int:
    """0, or the code of a run that was stopped."""
    return STOPPED if results.status == "stopped" else 0


class Narrator:
    """Tells people each step in a language; `quiet` tells only the outcome."""

    def __init__(self, language: str, *, quiet: bool = False, now: Callable[[], float] = time.perf_counter) -> None:
        self.language, self.quiet, self.now = language, quiet, now
        self.begin_s = self.told_s = now()
        self.moving = 0  # characters of the line that moves, 0 where there is none

    def __call__(self, key: str, values: dict[str, object]) -> None:
        """Tell one step, with the seconds since the start."""
        terminal, now_s = sys.stderr.isatty(), self.now()
        if self.quiet and key not in ALWAYS:
            return
        if key in MOVING and not terminal and now_s - self.told_s < SILENCE_S:
            return
        self.told_s = now_s
        seconds = number_in(now_s - self.begin_s, 1, self.language).rjust(6)
        line = f"{seconds} s  {self._words(key, values)}"
        if key in MOVING and terminal:
            self._move(line)
        else:
            self._end_moving()
            click.echo(line, err=True)

    def _words(self, key: str, values: dict[str, object]) -> str:
        """The step in words; where levels race side by side, with the level that it is a step of."""
        words = text(key, self.language, **values)
        if key == "progress_level" or "level" not in values:
            return words
        return text("progress_of_level", self.language, level=values["level"], step=words.strip())

    def _move(self, line: str) -> None:
        """Write over the line that moves; one as wide as the terminal would not move but scroll."""
        shown = line[: min(WIDTH, shutil.get_terminal_size().columns - 1)]
        click.echo(f"\r{shown.ljust(self.moving)}", nl=False, err=True)
        self.moving = len(shown)

    def _end_moving(self) -> None:
        """The last state of the line that moved stays, and what follows gets a line of its own."""
        if self.moving:
            click.echo(err=True)
        self.moving = 0

    def outcome(self, results: Results) -> None:
        """Tell warnings with their variants, the table of the variants, and where the report is."""
        from energycommunity.reporting.edition import Edition
        from energycommunity.reporting.tables.records import told_warnings
        from energycommunity.reporting.terminal import terminal_summary
        from energycommunity.reporting.voice import Voice

        self._end_moving()
        for warning, titles in told_warnings(Edition(results, Voice(self.language))).items():
            key = "cli_warning_of" if titles else "cli_warning"
            click.echo(text(key, self.language, warning=warning, variants="; ".join(titles)), err=True)
        click.echo(terminal_summary(results, self.language))
        click.echo(text("cli_report_at", self.language, path=(results.folder or Path()) / "report.html"))

    def failure(self, error: EnergyCommunityError) -> None:
        """Tell an error in a line or more."""
        self._end_moving()
        click.echo(error.tell(self.language), err=True)

    def interruption(self) -> None:
        """Tell that nothing was written."""
        self._end_moving()
        click.echo(text("cli_interrupted", self.language), err=True)


def _plain(value: Any) -> object:
    """A number of numpy as one of Python; anything else as text."""
    return value.item() if hasattr(value, "item") else str(value)


class JsonLines:
    """Tells machines: one JSON object a line on standard output, numbers as numbers; `quiet` leaves out the steps.

    Every object has `event` and `seconds` since the start; the last one has `exit_code`.
    """

    def __init__(self, language: str, *, quiet: bool = False, now: Callable[[], float] = time.perf_counter) -> None:
        self.language, self.quiet, self.now = language, quiet, now
        self.begin_s = now()

    def _write(self, event: str, values: dict[str, object]) -> None:
        """A number that JSON has not (no bound yet) becomes null; every letter is one that any console can show."""
        known = {
            name: None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in values.items()
        }
        line = {"event": event, "seconds": round(self.now() - self.begin_s, 3), **known}
        click.echo(json.dumps(line, default=_plain, allow_nan=False))

    def __call__(self, key: str, values: dict[str, object]) -> None:
        """Tell one step; the event is the key without its beginning."""
        if not self.quiet or key in ALWAYS:
            self._write(key.removeprefix("progress_"), values)

    def outcome(self, results: Results) -> None:
        """Tell warnings, and of every variant cost, bound, gap and status."""
        from energycommunity.results.summary import certificate

        for warning in results.all_warnings():
            self._write("warning", {"key": warning.key, "message": warning.tell(self.language)})
        variants = {name: certificate(result.proof) for name, result in results.variants.items()}
        outcome: dict[str, object] = {
            "exit_code": exit_code_of(results),
            "status": results.status,
            "folder": results.folder,
            "baseline": results.baseline,
            "variants": variants,
            "not_computed": results.not_computed,
        }
        self._write("done", outcome)

    def failure(self, error: EnergyCommunityError) -> None:
        """Tell an error, and each of its faults with its place."""
        faults = [
            {"key": fault.key, "file": fault.file, "line": fault.line, "path": fault.path}
            | (asdict(fault.cell) if fault.cell else {})
            for fault in error.faults
        ]
        message = error.tell(self.language)
        self._write("error", {"exit_code": error.exit_code, "message": message, "faults": faults})

    def interruption(self) -> None:
        """Tell that nothing was written."""
        self._write("error", {"exit_code": INTERRUPTED, "message": text("cli_interrupted", self.language)})
