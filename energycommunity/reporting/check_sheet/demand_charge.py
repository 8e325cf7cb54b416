"""A charge by the highest power: of the month, or carried over from other months of the year by the contract."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energycommunity.reporting.check_sheet.charged import Billed, Charged
from energycommunity.reporting.check_sheet.linked_rate import rate_of_demand_charge, share_of_ratchet
from energycommunity.reporting.checked_bill import counts_series
from energycommunity.reporting.formula import Cells, Formula, highest, largest, number, total_of
from energycommunity.tariffs.charges import DemandCharge


def bill_demand_charge(charged: Charged, charge: DemandCharge, month: int) -> Billed:
    """The line of the charge, below the powers of other months where they count; none without power."""
    lines, weight = charged.lines, float(charged.lines.edition.grid.month_weight[month])
    if not charged.columns():
        return Billed(charged, (), lambda position, shared: None)
    billed = _highest_kw(charged, charge, month) if charge.carried is None else _carried_kw(charged, charge, month)
    rate = float(charge.eur_per_kw_month[month])
    eur = lines.rate(rate) * billed * number(weight)
    what = lines.edition.voice.say("check_by_power", label=charged.label)
    return Billed(
        charged, (lines.add(what, eur, "EUR", rate_of_demand_charge(charged, rate)),), lambda position, shared: None
    )


def _carried_kw(charged: Charged, charge: DemandCharge, month: int) -> Formula:
    """The power that the month is billed: the highest of its own and of the counted part of others, each in a line."""
    lines, say = charged.lines, charged.lines.edition.voice.say
    parts = np.asarray(charge.carried)[month]
    cells: dict[float, list[Formula]] = {}
    for other in np.flatnonzero(parts):
        what = say("check_peak", label=charged.label, month=lines.edition.grid.months[other])
        cell = lines.add(what, _highest_kw(charged, charge, int(other)), "kW")
        cells.setdefault(float(parts[other]), []).append(cell)
    candidates = cells.pop(1.0)
    share, in_part = next(iter(cells.items()), (None, []))
    if share is not None:
        candidates = [*candidates, lines.rate(share) * highest(in_part)]
    shown = None if share is None else share_of_ratchet(charged, share)
    return lines.add(say("check_billed_power", label=charged.label), highest(candidates), "kW", shown)


def _highest_kw(charged: Charged, charge: DemandCharge, month: int) -> Formula:
    """The highest mean of an interval in a month among those that count [kW]."""
    lines = charged.lines
    intervals = charge.intervals(lines.edition.grid)
    longest = int(np.bincount(intervals).max())
    first, end = lines.steps(month)
    columns = [column for name, _ in charged.columns() if (column := lines.hours.cells(name)) is not None]
    following = [column.part(first + later, end + later) for column in columns for later in range(longest)]
    kw = largest(following, lines.month(counts_series(charged.meter, charged.place), month))
    begun = int(np.searchsorted(intervals, 1))
    if first == 0 and begun < longest and charge.counts(lines.edition.grid)[0]:
        return highest((kw, _mean_kw(columns, begun)))
    return kw


def _mean_kw(columns: Sequence[Cells], steps: int) -> Formula:
    """The mean power of the first steps of the run, in an interval that had begun before it [kW]."""
    total = total_of(columns[0].part(0, steps))
    for column in columns[1:]:
        total = total + total_of(column.part(0, steps))
    return total / number(float(steps))
