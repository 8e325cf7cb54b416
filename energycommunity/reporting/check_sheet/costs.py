"""The yearly cost: the kinds of cost added up, beside the total and beside the overview."""

from __future__ import annotations

from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.formula import added


def check_costs(lines: Lines) -> None:
    """The sum of the ledger, and the cost on the first page."""
    edition, say = lines.edition, lines.edition.voice.say
    by_kind, overview = lines.sheets.by_key["costs_by_kind"], lines.sheets.by_key["overview"]
    lines.heading(edition.cost_heading)
    column = f"{lines.title}, {edition.eur}"
    rows = range(by_kind.place()[1], by_kind.place()[1] + len(by_kind.table.rows) - 1)
    kinds = [cell for row in rows if (cell := by_kind.cell(row, column)) is not None]
    summed = lines.compare(say("total"), added(kinds), by_kind, rows.stop, column, edition.eur)
    place = overview.place()[1] + list(edition.variants).index(lines.variant)
    if summed is not None:
        lines.compare(
            edition.cost_heading, summed, overview, place, f"{edition.cost_heading}, {edition.eur}", edition.eur
        )
