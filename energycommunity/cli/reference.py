"""Commands that tell what may be written in a scenario file: schema, explain."""

from __future__ import annotations

import json

import click

from energycommunity.cli.speaking import language, tells_errors


@click.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, by which editors complete and check them."""
    from energycommunity.scenario.json_schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@click.command()
@click.argument("key")
@language
@tells_errors
def explain(key: str, lang: str | None) -> None:
    """Tell what a KEY of the scenario file means, its unit and its default."""
    from energycommunity.scenario.explain import explain as explain_key

    click.echo(explain_key(key, lang or "en"))
