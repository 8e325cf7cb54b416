"""A charge by kWh: its rate times what crossed the meter, step by step where the rate differs between steps."""

from __future__ import annotations

from energycommunity.reporting.check_sheet.charged import Billed, Charged, times
from energycommunity.reporting.check_sheet.linked_rate import rate_of_charge
from energycommunity.reporting.checked_bill import is_flat, rate_series
from energycommunity.reporting.formula import Formula, added, total_of, total_of_products
from energycommunity.tariffs.charges import EnergyCharge


def bill_energy_charge(charged: Charged, charge: EnergyCharge, month: int) -> Billed:
    """The line of the charge; none where nothing flows."""
    lines, flat = charged.lines, is_flat(charge)
    rate = float(charge.eur_per_kwh[0]) if flat else None
    rate_cell = lines.rate(rate or 0.0)

    def in_month(position: int, shared: bool) -> Formula | None:
        powers = list(charged.powers(position, shared=shared))
        if not powers:
            return None
        rates = None if flat else lines.month(rate_series(charged.meter, charged.place), position)
        if rates is None:
            return rate_cell * added(times(part, total_of(cells)) for cells, part in powers) * lines.step_h_scaled
        products = (times(part, total_of_products(cells, rates)) for cells, part in powers)
        return added(products) * lines.step_h_scaled

    eur = in_month(month, True)
    if eur is None:
        return Billed(charged, (), in_month)
    shown = None if rate is None else rate_of_charge(lines, charged.meter, charged.side, charge, rate)
    return Billed(charged, (lines.add(charged.label, eur, "EUR", shown),), in_month)
