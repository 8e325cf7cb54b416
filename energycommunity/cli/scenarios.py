"""Commands on a scenario file and its results: new, run, check, compare, clean."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from energycommunity.cli.speaking import (
    EXISTING_NAME,
    Degrees,
    ending_well,
    language,
    overrides,
    spoken_language,
    tells_errors,
)
from energycommunity.progress import JsonLines, Narrator, exit_code_of
from energycommunity.stopping import Stop
from energycommunity.texts import text


@click.command()
@click.argument("name", type=EXISTING_NAME)
@click.option("--template", required=True, help="house, apartment_house, village or town.")
@click.option("--latitude", type=Degrees(-90, 90), default=None, help="Of the place, north positive, as 57.26.")
@click.option("--longitude", type=Degrees(-180, 180), default=None, help="Of the place, east positive, as 26.67.")
@click.option("--weather", type=EXISTING_NAME, default=None, help="Own weather file; else that of the nearest place.")
@language
@tells_errors
def new(
    name: Path, template: str, latitude: float | None, longitude: float | None, weather: Path | None, lang: str | None
) -> None:
    """Write a commented scenario that runs at once: a folder NAME with NAME.yaml and all that it needs."""
    from energycommunity.scenario.new_scenario import Wish, write_new_scenario

    spoken = lang or "en"
    written = write_new_scenario(Wish(name, template, spoken, latitude, longitude, weather))
    for notice in written.notices:
        click.echo(text("cli_warning", spoken, warning=notice.tell(spoken)), err=True)
    click.echo(text("cli_new_written", spoken, files=", ".join(map(str, written.files))))
    click.echo(text("cli_new_next", spoken, scenario=written.scenario))


@click.command()
@click.argument("scenario", type=EXISTING_NAME)
@overrides
@click.option("--out", type=EXISTING_NAME, default=None, help="Folder for the results in place of results/.")
@click.option("--quiet", is_flag=True, help="Tell only warnings and the outcome.")
@click.option("--json", "as_json", is_flag=True, help="Tell steps and outcome as JSON, one object a line, to machines.")
@click.option("--anonymous", is_flag=True, help="Write codes in place of the names of members and of what is theirs.")
@language
def run(
    scenario: Path,
    settings: tuple[str, ...],
    out: Path | None,
    quiet: bool,
    as_json: bool,
    anonymous: bool,
    lang: str | None,
) -> None:
    """Compute every variant of SCENARIO and write the report.

    Ctrl-C ends the search, saves the best found so far and exits with 3; pressed twice it leaves nothing and exits
    with 130.
    """
    spoken = spoken_language({"lang": lang, "scenario": scenario, "settings": settings})
    teller = (JsonLines if as_json else Narrator)(spoken, quiet=quiet)
    stop = Stop(lambda: teller("progress_stopping", {}))
    with stop.listening(), ending_well(teller):
        from energycommunity.results.saving import refuse_unwritable

        refuse_unwritable(out)
        teller("progress_reading", {"file": str(scenario)})
        from energycommunity.pipeline import run as run_pipeline
        from energycommunity.scenario.anonymous import load_anonymous
        from energycommunity.scenario.loader import load_scenario

        chosen = (*settings, f"language={lang}") if lang else settings
        results = run_pipeline(scenario, chosen, out, teller, stop, load_anonymous if anonymous else load_scenario)
        teller.outcome(results)
        sys.exit(exit_code_of(results))


@click.command()
@click.argument("scenario", type=EXISTING_NAME)
@overrides
@language
@tells_errors
def check(scenario: Path, settings: tuple[str, ...], lang: str | None) -> None:
    """Check SCENARIO without computing anything."""
    from energycommunity.scenario.loader import load_scenario

    spoken = spoken_language({"lang": lang, "scenario": scenario, "settings": settings})
    file = load_scenario(scenario, settings)
    for notice in file.notices:
        click.echo(text("cli_warning", spoken, warning=notice.tell(spoken)), err=True)
    unverified = {default.path for used in file.defaults_used.values() for default in used if not default.verified}
    click.echo(
        text("cli_checked", spoken, file=scenario, variants=", ".join(file.variants), unverified=len(unverified))
    )


@click.command()
@click.argument("runs", type=EXISTING_NAME, nargs=-1, required=True)
@language
@tells_errors
def compare(runs: tuple[Path, ...], lang: str | None) -> None:
    """Put the variants of one or more RUNS (folders of results) side by side."""
    from energycommunity.reporting.comparison import comparison_table

    click.echo(comparison_table(runs, lang or "en"))


@click.command()
@click.option("--keep", type=click.IntRange(min=0), required=True, help="How many of the newest runs stay.")
@click.option("--out", type=EXISTING_NAME, default=None, help="Folder of results in place of results/.")
@language
@tells_errors
def clean(keep: int, out: Path | None, lang: str | None) -> None:
    """Delete all but the newest runs of every scenario."""
    from energycommunity.results.cleaning import clean_runs

    removed = clean_runs(out, keep)
    click.echo(text("cli_cleaned", lang or "en", count=len(removed)))
