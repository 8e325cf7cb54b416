"""The cells of the inputs that a rate of a bill is made of, so that it follows when they change."""

from __future__ import annotations

import math
from collections.abc import Sequence

from energycommunity.reporting.check_sheet.charged import Charged
from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.formula import Formula, added, number
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


def limit_of_block(charged: Charged, place: int, limit_kwh: float) -> float | Formula:
    """The limit of a block as the input times the connections of the meter, where that is it."""
    meter = charged.lines.result.scenario.meters.get(charged.meter)
    limit = charged.lines.input(f"{_blocks(charged)}.{place}.up_to_kwh")
    if limit is None or meter is None:
        return limit_kwh
    return _or_number(limit if meter.count == 1 else limit * number(meter.count), limit_kwh)


def surcharge_of_block(charged: Charged, place: int, eur_per_kwh: float) -> float | Formula:
    """What the block above a limit costs more, as the difference of both prices of the inputs."""
    paths = (f"{_blocks(charged)}.{block}.price_eur_per_kwh" for block in (place, place + 1))
    below, above = (charged.lines.input(path) for path in paths)
    return eur_per_kwh if below is None or above is None else _or_number(above - below, eur_per_kwh)


def _blocks(charged: Charged) -> str:
    return f"tariffs.{_tariff(charged.lines, charged.meter, charged.side)}.blocks"


def _or_number(formula: Formula, rate: float) -> float | Formula:
    """The formula where it comes to the rate, else the rate."""
    return formula if math.isclose(formula.value, rate, rel_tol=1e-9) else rate


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
