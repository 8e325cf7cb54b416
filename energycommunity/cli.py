"""The command line `ecsim`: reads the words, calls one function, tells the outcome; no logic of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from energycommunity.errors import EnergyCommunityError
from energycommunity.progress import JsonLines, Narrator, Teller, exit_code_of
from energycommunity.stopping import INTERRUPTED, Stop
from energycommunity.texts import LANGUAGES, text

EXISTING_NAME = click.Path(path_type=Path)


def main() -> None:
    """Start `ecsim`; its output never fails on the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    ecsim()


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
    """The language asked for with `--lang`, else that of the scenario file, else English."""
    if words.get("lang") or "scenario" not in words:
        return words.get("lang") or "en"
    from energycommunity.scenario.language import language_of

    return language_of(words["scenario"], words["settings"])


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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="energycommunity", prog_name="ecsim")
def ecsim() -> None:
    """Plan energy communities and heat: sizes, costs and CO2 of a village's options, from one file."""


@ecsim.command()
@click.argument("scenario", type=EXISTING_NAME)
@overrides
@click.option("--out", type=EXISTING_NAME, default=None, help="Folder for the results in place of results/.")
@click.option("--quiet", is_flag=True, help="Tell only warnings and the outcome.")
@click.option("--json", "as_json", is_flag=True, help="Tell steps and outcome as JSON, one object a line, to machines.")
@language
def run(
    scenario: Path, settings: tuple[str, ...], out: Path | None, quiet: bool, as_json: bool, lang: str | None
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

        chosen = (*settings, f"language={lang}") if lang else settings
        results = run_pipeline(scenario, chosen, out, teller, stop)
        teller.outcome(results)
        sys.exit(exit_code_of(results))


@ecsim.command()
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


@ecsim.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, by which editors complete and check them."""
    from energycommunity.scenario.json_schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@ecsim.command()
@click.argument("key")
@language
@tells_errors
def explain(key: str, lang: str | None) -> None:
    """Tell what a KEY of the scenario file means, its unit and its default."""
    from energycommunity.scenario.explain import explain as explain_key

    click.echo(explain_key(key, lang or "en"))


@ecsim.command()
@click.argument("runs", type=EXISTING_NAME, nargs=-1, required=True)
@language
@tells_errors
def compare(runs: tuple[Path, ...], lang: str | None) -> None:
    """Put the variants of one or more RUNS (folders of results) side by side."""
    from energycommunity.reporting.comparison import comparison_table

    click.echo(comparison_table(runs, lang or "en"))


@ecsim.command()
@click.option("--keep", type=click.IntRange(min=0), required=True, help="How many of the newest runs stay.")
@click.option("--out", type=EXISTING_NAME, default=None, help="Folder of results in place of results/.")
@language
@tells_errors
def clean(keep: int, out: Path | None, lang: str | None) -> None:
    """Delete all but the newest runs of every scenario."""
    from energycommunity.results.cleaning import clean_runs

    removed = clean_runs(out, keep)
    click.echo(text("cli_cleaned", lang or "en", count=len(removed)))


@ecsim.group()
def weather() -> None:
    """Look at weather files and make synthetic ones."""


@weather.command()
@click.argument("file", type=EXISTING_NAME)
@click.option("--plot", type=EXISTING_NAME, default=None, help="Write the figure to this HTML file.")
@language
@tells_errors
def describe(file: Path, plot: Path | None, lang: str | None) -> None:
    """Monthly means, degree days, coldest spell and yield of a south roof of a weather FILE."""
    from energycommunity.weather.description import describe as describe_weather
    from energycommunity.weather.description_figure import description_figure
    from energycommunity.weather.description_text import description_text
    from energycommunity.weather.reading import read_weather

    spoken = lang or "en"
    description = describe_weather(read_weather(file))
    click.echo(description_text(description, spoken))
    if plot is not None:
        description_figure(description, spoken).write_html(plot, include_plotlyjs=True)
        click.echo(text("cli_figure_at", spoken, path=plot))


@weather.command()
@click.argument("place")
@click.option("--year", type=click.IntRange(1950, 2100), default=2025, show_default=True, help="Civil year.")
@click.option("--out", type=EXISTING_NAME, default=None, help="File to write, in place of PLACE.csv here.")
@language
@tells_errors
def generate(place: str, year: int, out: Path | None, lang: str | None) -> None:
    """Write a synthetic typical year of a PLACE in Vidzeme, such as gulbene."""
    from energycommunity.weather.shipped import write_new_weather

    click.echo(text("cli_weather_at", lang or "en", path=write_new_weather(place, out, year)))
