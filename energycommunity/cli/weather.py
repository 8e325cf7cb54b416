"""Commands on weather files: describe, generate."""

from __future__ import annotations

from pathlib import Path

import click

from energycommunity.cli.speaking import EXISTING_NAME, language, tells_errors
from energycommunity.texts import text


@click.group()
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
