"""The cells of the inputs that a rate of a bill is made of, so that it follows when they change."""

from __future__ import annotations

import math
from collections.abc import Sequence

from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.formula import Formula, added
from energycommunity.tariffs.charges import Charge

#: What a flat rate is the sum of, below its tariff, by the kind of the charge.
PARTS = {
    "fuel": ("price_eur_per_kwh",),
    "energy": ("price_eur_per_kwh", "margin_eur_per_kwh"),
    "revenue": ("price_eur_per_kwh",),
    "network": ("network.energy_eur_per_kwh",),
}


def rate_of_charge(lines: Lines, meter: str, side: str, charge: Charge, rate: float) -> float | Formula:
    """A flat rate as the inputs it is the sum of, where they come to it; else as a number."""
    tariff = _tariff(lines, meter, side)
    paths = [f"tariffs.{tariff}.{part}" for part in PARTS.get(charge.kind, ())]
    return linked(lines, paths, rate)


def linked(lines: Lines, paths: Sequence[str], rate: float) -> float | Formula:
    """The inputs added up where that is the rate, or the rate with the other sign; else the rate."""
    cells = [cell for path in paths if (cell := lines.input(path)) is not None]
    total = added(cells)
    for formula in (total, -total):
        if cells and math.isclose(formula.value, rate, rel_tol=1e-9):
            return formula
    return rate


def _tariff(lines: Lines, name: str, side: str) -> str | None:
    """The contract of a meter on that side, or the fuel of a boiler."""
    scenario = lines.result.scenario
    if name in scenario.meters:
        meter = scenario.meters[name]
        return meter.purchase if side == "purchase" else meter.sale
    return getattr(scenario.assets.get(name), "fuel", None)
