"""Saved runs side by side: reads what the runs left behind, computes nothing anew."""

from __future__ import annotations

import json
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from energycommunity.errors import Fault, ResultsError
from energycommunity.reporting.plain_text import text_table
from energycommunity.reporting.table import Column, Row, Table, Value, text_column
from energycommunity.reporting.voice import Voice
from energycommunity.results.summary import SCHEMA_VERSION
from energycommunity.results.told_apart import is_told_apart

#: Characters of a line of the comparison.
WIDTH = 120


@dataclass(frozen=True)
class SavedVariant:
    """One variant of a saved run: names, whether it is the baseline there, and its figures."""

    run: str
    name: str
    is_baseline: bool
    figures: dict[str, Any]


def comparison_table(folders: Sequence[Path], language: str = "en") -> str:
    """The variants of saved runs side by side, as text.

    Parameters
    ----------
    folders : sequence of Path
        Folders of runs, of scenarios (their newest run is taken) or of single variants of a run.
    language : {"en", "lv"}
        Language of words and numbers.

    Raises
    ------
    ResultsError
        If a folder holds no run, or one that cannot be read.
    """
    voice = Voice(language)
    variants = [variant for folder in folders for variant in saved_variants(folder)]
    runs = dict.fromkeys(variant.run for variant in variants)
    letters = dict(zip(runs, string.ascii_uppercase * len(runs), strict=False))
    legend = [f"{letter}: {run}" for run, letter in letters.items()]
    return "\n".join([text_table(saved_table(variants, letters, voice), voice, WIDTH), "", *legend])


def saved_table(variants: Sequence[SavedVariant], letters: Mapping[str, str], voice: Voice) -> Table:
    """Saved variants as a table, runs by their letters; differences are those to the first variant."""
    say = voice.say
    columns = (
        text_column(say("variant")),
        text_column(say("run")),
        Column(say("yearly_cost"), voice.unit("EUR/a")),
        Column(say("change"), voice.unit("EUR/a"), signed=True),
        Column("CO₂", voice.unit("t/a"), digits=1),
        Column(say("investment"), "EUR"),
        Column(say("npv_short"), "EUR", signed=True),
        Column(say("payback"), say("years"), digits=1),
        Column(say("gap"), kind="percent", digits=3),
    )
    rows = tuple((variant.name, letters[variant.run], *_row(variant, variants[0], voice)) for variant in variants)
    return Table("comparison", say("comparison"), columns, rows)


def _row(variant: SavedVariant, first: SavedVariant, voice: Voice) -> Row:
    figures = variant.figures
    change: Value = voice.say("reference") if variant is first else _difference(variant, first, voice)
    payback: Value = figures.get("simple_payback_years")
    worth_eur = figures["net_present_value_eur"]  # none of a window
    if payback is None and worth_eur is not None and not variant.is_baseline:
        payback = voice.say("not_paid_back")
    return (
        figures["annual_cost_eur"],
        change,
        figures["annual_emissions_kg"] / 1e3,
        figures["investment_eur"],
        None if variant.is_baseline else worth_eur,
        payback,
        figures["optimality_gap"],
    )


def _difference(variant: SavedVariant, first: SavedVariant, voice: Voice) -> Value:
    """Difference of yearly cost, if it stands out of what both proofs leave open."""
    costs = [found.figures["annual_cost_eur"] for found in (variant, first)]
    open_eur = sum(found.figures["open_eur_per_year"] for found in (variant, first))
    difference = float(costs[0] - costs[1])
    return difference if is_told_apart(difference, open_eur) else voice.say("not_distinguishable")


def saved_variants(folder: Path) -> Iterator[SavedVariant]:
    """The variants of a saved run; of a variant's own folder, this one only.

    Raises
    ------
    ResultsError
        If the folder holds no run, or one that cannot be read.
    """
    run, only = run_folder(folder)
    path = run / "comparison.json"
    content = _read(path)
    given = content.get("schema_version")
    if given != SCHEMA_VERSION:
        raise ResultsError(Fault("report_other_version", {"file": str(path), "given": given, "known": SCHEMA_VERSION}))
    try:
        for name, figures in content["variants"].items():
            if only in (None, name):
                yield SavedVariant(f"{content['scenario']}/{run.name}", name, name == content["baseline"], figures)
    except (KeyError, TypeError, AttributeError) as error:
        raise ResultsError(Fault("report_unreadable_run", {"file": str(path), "reason": repr(error)})) from error


def run_folder(folder: Path) -> tuple[Path, str | None]:
    """The folder of the run that is meant, and the variant if one is.

    Raises
    ------
    ResultsError
        If there is none.
    """
    if (folder / "comparison.json").is_file():
        return folder, None
    if (folder / "summary.json").is_file() and (folder.parent / "comparison.json").is_file():
        return folder.parent, folder.name
    if (folder / "latest.json").is_file():
        newest = folder / str(_read(folder / "latest.json").get("run", ""))
        if (newest / "comparison.json").is_file():
            return newest, None
    raise ResultsError(Fault("report_no_run", {"folder": str(folder)}))


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResultsError(Fault("report_unreadable_run", {"file": str(path), "reason": str(error)})) from error
    if not isinstance(content, dict):
        raise ResultsError(Fault("report_unreadable_run", {"file": str(path), "reason": type(content).__name__}))
    return content
