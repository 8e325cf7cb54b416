"""What the results rest on: defaults, warnings, the proof, versions."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.table import Column, Row, Table, text_column
from energycommunity.reporting.voice import DAGGER
from energycommunity.results.provenance import provenance
from energycommunity.scenario.defaults import MODEL_SOURCE
from energycommunity.texts.spoken import HARD_SPACE

_Default = tuple[str, float, str, str, str, bool]


def defaults(edition: Edition) -> Table:
    """The numbers that the file does not state, each once, with who says so; unverified ones are marked and first.

    What holds alike for several buildings is one line, with how many they are.
    """
    say, voice = edition.voice.say, edition.voice
    found = _of_buildings(edition)
    columns = (
        text_column(say("input")),
        Column(say("value"), kind="plain"),
        text_column(say("unit")),
        text_column(say("source")),
        text_column(say("date")),
        text_column(say("checked")),
        text_column(say("variants")),
    )
    rows: list[Row] = []
    for key in sorted(found, key=lambda key: (key[5], key[3] == MODEL_SOURCE)):
        pattern, value, unit, source, date, verified = key
        paths, names = found[key]
        path = next(iter(paths)) if len(paths) == 1 else say("defaults_alike", path=pattern, count=len(paths))
        everywhere = len(names) == len(edition.variants)
        state = say("verified") if verified else f"{say('unverified')}{HARD_SPACE}{DAGGER}"
        shown = say("model_default") if source == MODEL_SOURCE else edition.voice.source(source)
        where = say("all_variants") if everywhere else ", ".join(edition.titles[name] for name in names)
        rows.append((path, value, voice.unit(unit), shown, date, state, where))
    count = sum(len(paths) for paths, _ in found.values())
    unverified = sum(len(paths) for key, (paths, _) in found.items() if not key[5])
    return Table(
        "defaults",
        say("defaults", count=count, unverified=unverified),
        columns,
        tuple(rows),
        note=say("defaults_note"),
    )


def _of_buildings(edition: Edition) -> dict[_Default, tuple[dict[str, None], dict[str, None]]]:
    """Defaults with `*` for the name of a building: the paths they stand for, and the variants that have them."""
    buildings = {name for result in edition.variants.values() for name in result.scenario.buildings}
    found: dict[_Default, tuple[dict[str, None], dict[str, None]]] = {}
    for name, result in edition.variants.items():
        for d in result.defaults_used:
            section, *rest = d.path.split(".")
            pattern = ".".join((section, *("*" if part in buildings else part for part in rest)))
            key = (pattern, d.value, d.unit, d.source, d.date, d.verified)
            paths, names = found.setdefault(key, ({}, {}))
            paths[d.path] = names[name] = None
    return found


def told_warnings(edition: Edition) -> dict[str, tuple[str, ...]]:
    """What readers of the results should know, each once, with the titles of its variants; none where all have it."""
    language = edition.voice.language
    told: dict[str, list[str]] = {
        warning.tell(language): list(edition.variants) for warning in edition.results.warnings
    }
    for name, result in edition.variants.items():
        for warning in result.warnings:
            told.setdefault(warning.tell(language), []).append(name)
    return {
        sentence: () if len(set(names)) == len(edition.variants) else tuple(edition.titles[name] for name in names)
        for sentence, names in told.items()
    }


def warnings(edition: Edition) -> Table:
    """What readers of the results should know, each once."""
    say = edition.voice.say
    rows = tuple(
        (sentence, ", ".join(titles) or say("all_variants")) for sentence, titles in told_warnings(edition).items()
    )
    columns = (text_column(say("warning")), text_column(say("variants")))
    return Table("warnings", say("warnings"), columns, rows)


def proof(edition: Edition) -> Table:
    """How good each reported cost is."""
    say = edition.voice.say
    columns = (
        text_column(say("variant")),
        text_column(say("status")),
        Column(edition.cost_heading, edition.eur, digits=2),
        Column(say("lower_bound"), edition.eur, digits=2),
        Column(say("gap"), kind="percent", digits=4),
        Column(say("directions_cost"), edition.eur, digits=2),
        Column(say("key_cost"), edition.eur, digits=2),
        Column(say("left_open"), edition.eur, digits=2),
        text_column(say("violation")),
        Column(say("rows")),
        Column(say("columns")),
        Column(say("seconds"), "s", digits=1),
        Column(say("memory"), "MB"),
    )
    rows: list[Row] = []
    for name, result in edition.variants.items():
        p = result.proof
        memory = None if math.isnan(result.peak_memory_mb) else result.peak_memory_mb
        cost = (p.objective_eur_per_year, p.lower_bound_eur_per_year, p.optimality_gap, p.directions_cost_eur_per_year)
        size = (f"{p.largest_violation:.1e}", p.rows, p.columns)
        status, seconds = say(f"status_{p.status}"), result.timings_s.get("total")
        parts = (p.key_cost_eur_per_year, p.open_eur_per_year)
        rows.append((edition.titles[name], status, *cost, *parts, *size, seconds, memory))
    return Table("proof", say("proof"), columns, tuple(rows), note=say("proof_note"))


def shorter_year(edition: Edition) -> Table:
    """What a shorter year alone would have answered, of the variants whose search began with one."""
    say, eur = edition.voice.say, edition.eur
    columns = (
        text_column(say("variant")),
        Column(say("shorter_steps")),
        Column(say("claimed"), eur, digits=2),
        Column(say("claim_error"), eur, digits=2, signed=True),
        Column(say("claim_error"), kind="percent", digits=3, signed=True),
        Column(say("true_cost"), eur, digits=2),
        Column(say("sizes_error"), eur, digits=2, signed=True),
        Column(say("sizes_error"), kind="percent", digits=3, signed=True),
    )
    rows: list[Row] = []
    for name, result in edition.variants.items():
        year = result.proof.shorter_year
        if year is None:
            continue
        errors = (year.claim_error_eur_per_year, year.sizes_error_eur_per_year)
        claim, sizes = ((error, year.fraction(error)) for error in errors)
        true_cost = say("shorter_lacks") if year.true_eur_per_year is None else year.true_eur_per_year
        rows.append((edition.titles[name], year.steps, year.claimed_eur_per_year, *claim, true_cost, *sizes))
    note = say("shorter_year_note", steps=edition.voice.number(edition.grid.steps))
    return Table("shorter_year", say("shorter_year"), columns, tuple(rows), note=note)


def checks(edition: Edition) -> Table:
    """What was looked at once more in every answer, by how much the worst place is off, and what counts as rounding."""
    say = edition.voice.say
    columns = (
        text_column(say("variant")),
        text_column(say("checked_what")),
        text_column(say("checked_worst")),
        Column(say("checked_off"), kind="plain"),
        Column(say("checked_rounding"), kind="plain"),
        text_column(say("unit")),
    )
    rows: tuple[Row, ...] = tuple(
        (edition.titles[name], say(f"checked_{c.name}"), c.worst, c.excess, c.tolerance, c.unit)
        for name, result in edition.variants.items()
        for c in result.checks
    )
    return Table("checks", say("checks"), columns, rows, note=say("checks_note"))


def proofs(edition: Edition) -> tuple[Table, ...]:
    """How good the costs are, what a shorter year would have answered where there was one, checks, and versions."""
    beside = shorter_year(edition)
    return (proof(edition), *((beside,) if beside.rows else ()), checks(edition), versions(edition))


def versions(edition: Edition) -> Table:
    """Programs, machine, and the fingerprints of all input files."""
    say, source = edition.voice.say, edition.results.source
    records = [provenance(source, result.scenario) for result in edition.variants.values()]
    record, files = records[0], {file: print_ for found in records for file, print_ in found["inputs"].items()}
    rows: list[Row] = [
        (say("made"), record["made"]),
        ("Python", record["python"]),
        (say("system"), record["system"]),
        *((package, installed) for package, installed in record["packages"].items()),
        *(
            (Path(file).name, f"SHA-256 {fingerprint}" if fingerprint else say("file_missing"))
            for file, fingerprint in files.items()
        ),
    ]
    return Table("versions", say("versions"), (text_column(say("item")), text_column(say("value"))), tuple(rows))


def made() -> str:
    """Day and time of the report, and the program's version."""
    return f"{datetime.now(tz=UTC).astimezone():%d.%m.%Y %H:%M} · ecsim {version('energycommunity')}"
