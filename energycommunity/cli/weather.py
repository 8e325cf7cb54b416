"""Commands on weather files: describe, generate, fetch, import."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from energycommunity.cli.speaking import EXISTING_NAME, Degrees, language, tells_errors
from energycommunity.texts import text


@click.group()
def weather() -> None:
    """Look at weather files, fetch, import and make them."""


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


def year_or_typical(_: click.Context, __: click.Parameter, given: str) -> int | None:
    """The year that was written, or none for the word `typical`."""
    if given == "typical":
        return None
    if not given.isdecimal():
        raise click.BadParameter(f"{given!r} is neither a year nor 'typical'")
    return int(given)


@weather.command()
@click.option("--latitude", type=Degrees(-90, 90), required=True, help="North positive, as 57.26.")
@click.option("--longitude", type=Degrees(-180, 180), required=True, help="East positive, as 26.67.")
@click.option(
    "--year", default="typical", show_default=True, callback=year_or_typical, help="A year as it was, or typical."
)
@click.option("--out", type=EXISTING_NAME, default=None, help="File to write, in place of a name by the place.")
@click.option("--url", envvar="ECSIM_PVGIS_URL", default=None, help="Another address of PVGIS; or ECSIM_PVGIS_URL.")
@language
@tells_errors
def fetch(
    latitude: float, longitude: float, year: int | None, out: Path | None, url: str | None, lang: str | None
) -> None:
    """Fetch the weather of a place from PVGIS (European Commission) and write it as a file of ecsim."""
    from energycommunity.weather.fetch_pvgis import SERVICE, fetch_pvgis, provenance
    from energycommunity.weather.write_plain_csv import plain_csv_text, refuse_existing, write_new_text

    spoken, service = lang or "en", url or SERVICE
    file = out or Path(f"pvgis_{latitude:g}_{longitude:g}_{year or 'typical'}.csv")
    refuse_existing(file)
    fetched = fetch_pvgis(latitude, longitude, year, service)
    remarks = provenance(latitude, longitude, year, service, datetime.now(tz=UTC).date())
    tell_written(write_new_text(file, plain_csv_text(fetched, remarks)), fetched, spoken)


@weather.command("import")
@click.argument("file", type=EXISTING_NAME)
@click.option("--out", type=EXISTING_NAME, default=None, help="File to write, in place of <FILE>_weather.csv here.")
@language
@tells_errors
def import_file(file: Path, out: Path | None, lang: str | None) -> None:
    """Read a weather FILE (EPW, TMY3, PVGIS, CSV), check it and write it as a file of ecsim."""
    from energycommunity.weather.reading import read_weather
    from energycommunity.weather.write_plain_csv import plain_csv_text, refuse_existing, write_new_text

    target = out or Path(f"{file.stem}_weather.csv")
    refuse_existing(target)
    weather_read = read_weather(file)
    written = write_new_text(target, plain_csv_text(weather_read, [f"Imported from: {file.name}"]))
    tell_written(written, weather_read, lang or "en")


def tell_written(file: Path, written: Any, spoken: str) -> None:
    """Tell what the weather covers, what is strange in it, and where it is."""
    from energycommunity.weather.checks import weather_doubts
    from energycommunity.weather.ranges_text import ranges_text

    click.echo(ranges_text(written, spoken))
    for doubt in weather_doubts(written, file.name):
        click.echo(text("cli_warning", spoken, warning=doubt.tell(spoken)), err=True)
    click.echo(text("cli_weather_at", spoken, path=file))
