"""Commands that tell what may be written in a scenario file or rules file: schema, explain, technologies."""

from __future__ import annotations

from pathlib import Path

import click

from energycommunity.cli.speaking import EXISTING_NAME, language, tells_errors
from energycommunity.texts import text

_of_rules = click.option("--rules", is_flag=True, help="Of the rules file of `settle` in place of the scenario file.")


@click.command()
@click.option("--out", type=EXISTING_NAME, default=None, help="File to write, in place of the screen.")
@_of_rules
@language
@tells_errors
def schema(out: Path | None, rules: bool, lang: str | None) -> None:
    """Print the JSON Schema of scenario files, by which editors complete and check them."""
    from energycommunity.scenario.editor_schema import schema_text, write_schema
    from energycommunity.scenario.json_schema import json_schema
    from energycommunity.settlement.rules_schema import rules_schema

    spoken = lang or "en"
    wanted = (rules_schema if rules else json_schema)(spoken)
    if out is None:
        click.echo(schema_text(wanted), nl=False)
    else:
        click.echo(text("cli_schema_at", spoken, path=write_schema(out, wanted)))


@click.command()
@click.argument("key", nargs=-1, required=True)
@_of_rules
@language
@tells_errors
def explain(key: tuple[str, ...], rules: bool, lang: str | None) -> None:
    """Tell what a KEY of the scenario file means, its unit and its default."""
    from energycommunity.scenario.explain import explain as explain_key
    from energycommunity.scenario.schema import Scenario
    from energycommunity.settlement.rules import Rules

    click.echo(explain_key(" ".join(key), lang or "en", Rules if rules else Scenario))


@click.command()
@click.argument("name", metavar="[TYPE]", required=False)
@language
@tells_errors
def technologies(name: str | None, lang: str | None) -> None:
    """List all technologies; of one TYPE tell its keys and the rows of the catalogue with cost, life and source."""
    from energycommunity.scenario.technology_text import technology_list, technology_text

    spoken = lang or "en"
    click.echo(technology_list(spoken) if name is None else technology_text(name, spoken))
