"""The rate of VAT of each civil month that is settled: one month's invoice has one rate."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from energycommunity.errors import ParameterError, ScenarioError
from energycommunity.parameters import vat_rate
from energycommunity.parameters.reader import newest_until
from energycommunity.quantities import FloatArray
from energycommunity.settlement.rules import RulesFile
from energycommunity.time_grid import TimeGrid


def vat_rates(file: RulesFile, time: TimeGrid) -> FloatArray:
    """VAT on electricity in each civil month: that of the rules, else of the catalogue, shape (months,).

    Raises
    ------
    ScenarioError
        If the rate changes within a month that is settled, or none is known of its first day.
    """
    import pandas as pd

    days = [str(day.date()) for day in pd.date_range(time.local[0].date(), time.local[-1].date())]
    try:
        rates = {day: _rate_on(file, day) for day in days}
    except ParameterError as error:
        fault = error.faults[0]
        raise ScenarioError(file.fault(("vat_rate",), fault.key, **fault.values)) from error
    for before, after in pairwise(days):
        if before[:7] == after[:7] and rates[before] != rates[after]:
            values = {"day": after, "before": f"{rates[before]:.4g}", "after": f"{rates[after]:.4g}"}
            raise ScenarioError(file.fault(("vat_rate",), "settle_vat_changes_within_month", **values))
    of_month = {day[:7]: rate for day, rate in rates.items()}
    return np.array([of_month[month] for month in time.months])


def _rate_on(file: RulesFile, day: str) -> float:
    stated = file.rules.vat_rate
    if stated is None:
        return vat_rate("electricity", day).value
    return stated[newest_until(stated, day, "vat_rate")] if isinstance(stated, dict) else stated
