"""The energy balance: what gives and takes each carrier, added up from the steps, and that both sides agree."""

from __future__ import annotations

from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.flows import GIVING, TAKING
from energycommunity.reporting.formula import added, total_of
from energycommunity.reporting.names import part_name
from energycommunity.reporting.sheets import Sheet


def check_energy(lines: Lines, carrier: str) -> None:
    """Each column of the table of months, and the sum of all, which has to be zero."""
    voice = lines.edition.voice
    flows = [flow for flow in lines.edition.flows[lines.variant] if flow.carrier == carrier]
    groups = dict.fromkeys((flow.part, flow.group) for flow in flows if flow.part in (*GIVING, *TAKING))
    if not groups:
        return
    sheet = lines.sheets.by_key[f"monthly_{carrier}"]
    lines.heading(voice.say("check_energy", carrier=voice.carrier(carrier)))
    cells = []
    for part, group in groups:
        of_group = [flow for flow in flows if (flow.part, flow.group) == (part, group)]
        columns = [lines.hours.cells(flow.series) for flow in of_group]
        energy = added(total_of(column) for column in columns if column is not None) * lines.step_h
        name = part_name(voice, part, group)
        amount = energy if part in GIVING else -energy
        cells.append(lines.compare(name, amount, sheet, _total(lines, sheet), f"{name}, kWh", "kWh"))
    lines.balance(voice.say("check_balance"), added(cell for cell in cells if cell is not None), "kWh")


def _total(lines: Lines, sheet: Sheet) -> int | None:
    return sheet.row_of(lines.title, lines.edition.voice.say("total"))
