"""Write the report of a run."""

from __future__ import annotations

from pathlib import Path

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.flat_sheets import write_flat_sheets
from energycommunity.reporting.member_sheets import write_member_sheets
from energycommunity.reporting.page import page
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.voice import Voice
from energycommunity.reporting.workbook import write_workbook
from energycommunity.results import Results


def write_report(results: Results, folder: Path) -> None:
    """Write report, workbook and the sheets of members and flats into the folder of a run.

    The language is that of its scenario; sheets of flats are written in both.
    """
    language = results.variants[results.baseline].scenario.language
    edition = Edition(results, Voice(language))
    sheets = sheets_of(edition)
    (folder / "report.html").write_text(page(edition, sheets), encoding="utf-8")
    write_workbook(edition, sheets, folder / "report.xlsx")
    write_flat_sheets(results, folder)
    write_member_sheets(edition, folder)
