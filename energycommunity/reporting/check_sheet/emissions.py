"""The CO2 of the year: energy of each carrier, added up from the steps, times its factor."""

from __future__ import annotations

from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.flows import Flow
from energycommunity.reporting.formula import added, number, total_of


def check_emissions(lines: Lines) -> None:
    """Each line of the table of emissions, and their sum."""
    edition, say = lines.edition, lines.edition.voice.say
    sheet, tonnes = lines.sheets.by_key["emissions"], edition.per_year("t")
    lines.heading(say("emissions", gas=edition.gas))
    cells = []
    table = lines.result.assessment.emissions[["carrier", "origin"]].drop_duplicates()
    for carrier, origin in table.itertuples(index=False, name=None):
        flows = [flow for flow in edition.flows[lines.variant] if _comes_from(flow, carrier, origin)]
        columns = [lines.hours.cells(flow.series) for flow in flows]
        name = edition.voice.carrier(carrier)
        row = sheet.row_of(lines.title, name, say(f"origin_{origin}"))
        factor = sheet.cell(row, f"{say('factor')}, t {edition.gas}/MWh")
        if factor is None:
            continue
        mwh = added(total_of(column) for column in columns if column is not None) * lines.step_h_scaled / number(1000.0)
        what = f"{name}, {say(f'origin_{origin}')}"
        cells.append(lines.compare(what, mwh * factor, sheet, row, f"{edition.gas}, {tonnes}", f"t {edition.gas}"))
    total = added(cell for cell in cells if cell is not None)
    row = sheet.row_of(lines.title, say("total"))
    lines.compare(say("total"), total, sheet, row, f"{edition.gas}, {tonnes}", f"t {edition.gas}")


def _comes_from(flow: Flow, carrier: str, origin: str) -> bool:
    """Whether a flow is a line's energy: bought, burnt, or the heat of what captures it and is called the same."""
    if origin == "captured":
        return flow.part == "made" and flow.group == carrier
    return flow.part in (("bought", "fuel") if origin == "bought" else ("fuel",)) and flow.carrier == carrier
