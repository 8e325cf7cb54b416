"""Commands that tell what may be written in a scenario file: schema, explain, technologies."""

from __future__ import annotations

from pathlib import Path

import click

from energycommunity.cli.speaking import EXISTING_NAME, language, tells_errors
from energycommunity.texts import text


@click.command()
@click.option("--out", type=EXISTING_NAME, default=None, help="File to write, in place of the screen.")
@language
@tells_errors
def schema(out: Path | None, lang: str | None) -> None:
    """Print the JSON Schema of scenario files, by which editors complete and check them."""
    from energycommunity.scenario.json_schema import schema_text, write_schema

    spoken = lang or "en"
    if out is None:
        click.echo(schema_text(spoken), nl=False)
    else:
        click.echo(text("cli_schema_at", spoken, path=write_schema(out, spoken)))


@click.command()
@click.argument("key", nargs=-1, required=True)
@language
@tells_errors
def explain(key: tuple[str, ...], lang: str | None) -> None:
    """Tell what a KEY of the scenario file means, its unit and its default."""
    from energycommunity.scenario.explain import explain as explain_key

    click.echo(explain_key(" ".join(key), lang or "en"))


@click.command()
@click.argument("name", metavar="[TYPE]", required=False)
@language
@tells_errors
def technologies(name: str | None, lang: str | None) -> None:
    """List all technologies; of one TYPE tell its keys and the rows of the catalogue with cost, life and source."""
    from energycommunity.scenario.technology_text import technology_list, technology_text

    spoken = lang or "en"
    click.echo(technology_list(spoken) if name is None else technology_text(name, spoken))
