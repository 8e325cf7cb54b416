"""Writing the folder of a settlement: CSV files, one workbook, and a sheet for each member."""

from __future__ import annotations

import csv
from pathlib import Path

from energycommunity.reporting.invoices.issue import Issue
from energycommunity.reporting.invoices.member_sheet import member_sheet
from energycommunity.reporting.invoices.tables import TABLES
from energycommunity.reporting.sheets import Sheet
from energycommunity.reporting.table import Table
from energycommunity.reporting.table_sheets import TableSheets
from energycommunity.results.saving import DEFAULT_FOLDER, write_folder
from energycommunity.settlement.balances import Balances

#: What the next settlement begins with.
BALANCES = "balances.yaml"


def write_invoices(issue: Issue, out: Path | None = None) -> Path:
    """Write `<out or results>/<title>/<time stamp>/` with all files, and return it.

    Raises
    ------
    ResultsError
        If the folder cannot be written; nothing is left then.
    """
    return write_folder((out or DEFAULT_FOLDER) / issue.title, lambda folder: _write(issue, folder))


def _write(issue: Issue, folder: Path) -> None:
    import xlsxwriter

    tables = [make(issue) for make in TABLES]
    for table in tables:
        _write_csv(table, folder / f"{table.key}.csv", issue.voice.language)
    with xlsxwriter.Workbook(str(folder / "invoices.xlsx")) as book:
        sheets = TableSheets(book)
        for table in tables:
            sheets.table(Sheet(table.title[:31], table))
    if issue.balances is not None:
        (folder / BALANCES).write_text(_balances(issue, issue.balances), encoding="utf-8")
    (folder / "members").mkdir()
    for member in issue.members:
        (folder / "members" / f"{member}.html").write_text(member_sheet(issue, member), encoding="utf-8")


def _balances(issue: Issue, balances: Balances) -> str:
    """The section of rules with which the next settlement begins."""
    import yaml

    values = {"balances": balances.model_dump(exclude_defaults=True)}
    heading = f"# {issue.title}: {issue.voice.say('balances_heading', month=balances.month)}\n"
    return heading + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)


def _write_csv(table: Table, path: Path, language: str) -> None:
    """A table as Excel of the language opens it: in Latvian columns are parted by semicolons and decimals by commas.

    The mark at the beginning tells Excel that it is UTF-8.
    """
    delimiter, point = (";", ",") if language == "lv" else (",", ".")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow([column.title for column in table.columns])
        for row in table.rows:
            cells = zip(row, table.columns, strict=True)
            writer.writerow(_cell(value, column.digits, point) for value, column in cells)


def _cell(value: object, digits: int, point: str) -> object:
    return f"{value:.{digits}f}".replace(".", point) if isinstance(value, float) else "" if value is None else value
