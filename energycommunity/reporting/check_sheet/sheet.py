"""All lines of the check sheet, variant by variant, below the numbers that hold for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from energycommunity.reporting.check_sheet.annuity import check_annuity
from energycommunity.reporting.check_sheet.bill import check_bill
from energycommunity.reporting.check_sheet.costs import check_costs
from energycommunity.reporting.check_sheet.emissions import check_emissions
from energycommunity.reporting.check_sheet.energy import check_energy
from energycommunity.reporting.check_sheet.lines import RATE, VERDICT, Line, Lines
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.formula import Formula
from energycommunity.reporting.sheets import FIRST_ROW, Sheets
from energycommunity.reporting.tables.energy import BALANCED

#: Differences up to this count as none: half a cent, 5 Wh, 5 kg [in the unit of the line].
TOLERANCE = 0.005


@dataclass(frozen=True)
class CheckSheet:
    """The lines from row 2 on, the cell with the tolerance, and how the number of differences is counted."""

    lines: tuple[Line, ...]
    tolerance: Formula
    differing: Formula


def check_sheet(edition: Edition, sheets: Sheets) -> CheckSheet:
    """What an auditor can recompute: one annuity, one bill, the balances, the CO2 and the cost of each variant."""
    say, grid = edition.voice.say, edition.grid
    numbers = (
        (say("check_tolerance"), "", TOLERANCE),
        (say("check_step"), "h", grid.step_h),
        (say("check_scaled"), "h", grid.step_h * grid.weight),
    )
    begin = FIRST_ROW + 1  # the first line says how many figures differ
    fixed = [Line("", what, unit, rate=value) for what, unit, value in numbers]
    tolerance, step_h, scaled = (
        Formula(f"${RATE}${begin + place}", value) for place, (_, _, value) in enumerate(numbers)
    )
    written: list[Line] = []
    for name in edition.variants:
        lines = Lines(edition, sheets, name, begin + len(fixed) + len(written), step_h, scaled)
        _check(lines)
        written += lines.written
    last = begin + len(fixed) + len(written) - 1
    count = Formula(f'COUNTIF({VERDICT}{begin}:{VERDICT}{last},"{say("check_differs")}")', 0.0)
    return CheckSheet((*fixed, *written), tolerance, count)


def _check(lines: Lines) -> None:
    check_costs(lines)
    check_annuity(lines)
    check_bill(lines)
    for carrier in BALANCED:
        check_energy(lines, carrier)
    check_emissions(lines)
