"""What a kWh drawn at a meter costs in each step."""

from __future__ import annotations

import numpy as np

from energycommunity.optimization.programme import Programme
from energycommunity.quantities import FloatArray
from energycommunity.tariffs.charges import marginal_eur_per_kwh


def price_without_taxes(programme: Programme, meter: str | None) -> FloatArray:
    """As it is bought in the first year, without VAT, shape (steps,) [EUR/kWh]; zero without a meter that buys."""
    case = programme.case
    for asset in case.assets:
        if asset.name == meter:
            return marginal_eur_per_kwh(asset.profiles.charges["purchase"], case.time)
    return np.zeros(case.time.steps)


def price_as_counted(programme: Programme, meter: str | None) -> FloatArray:
    """As the objective counts it, with VAT, growth and income tax, shape (steps,) [EUR/kWh]; zero without a meter."""
    case = programme.case
    for asset in case.assets:
        if asset.name == meter:
            charges, vat_rate = asset.profiles.charges["purchase"], case.surroundings.meters[meter].vat_rate
            return case.surroundings.economics.price_eur_per_kwh(charges, case.time, asset.technology.owner, vat_rate)
    return np.zeros(case.time.steps)
