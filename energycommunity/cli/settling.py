"""The command `settle`: invoices of measured energy."""

from __future__ import annotations

from pathlib import Path

import click

from energycommunity.cli.speaking import EXISTING_NAME, language, tells_errors
from energycommunity.texts import text


@click.command()
@click.argument("meters", type=EXISTING_NAME)
@click.option("--rules", type=EXISTING_NAME, required=True, help="YAML file: members, meters, contracts, key.")
@click.option(
    "--balances",
    type=EXISTING_NAME,
    default=None,
    help="The balances.yaml of the months before; else those of the rules.",
)
@click.option("--out", type=EXISTING_NAME, default=None, help="Folder for the invoices in place of results/.")
@click.option("--anonymous", is_flag=True, help="Write codes in place of the names of members and meters.")
@language
@tells_errors
def settle(
    meters: Path, rules: Path, balances: Path | None, out: Path | None, anonymous: bool, lang: str | None
) -> None:
    """Share and bill what METERS measured: a table of all meters, or a folder with an export of each."""
    from energycommunity.reporting.invoices.settling import issue_of
    from energycommunity.reporting.invoices.writing import write_invoices
    from energycommunity.results.saving import refuse_unwritable
    from energycommunity.settlement.rules import load_rules

    refuse_unwritable(out)
    file = load_rules(rules, balances)
    spoken = lang or file.rules.language
    issue, notices = issue_of(meters, file, spoken)
    folder = write_invoices(issue.anonymous() if anonymous else issue, out)
    for notice in notices:
        click.echo(text("cli_warning", spoken, warning=notice.tell(spoken)), err=True)
    click.echo(text("cli_settled", spoken, members=len(issue.members), days=issue.days))
    click.echo(text("cli_settled_at", spoken, folder=folder))
