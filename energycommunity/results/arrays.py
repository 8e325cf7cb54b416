"""The arrays of a variant as datasets with units on every variable (CF-style attributes)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr

from energycommunity.optimization.programme import BALANCES, Programme
from energycommunity.quantities import FloatArray, unit_of
from energycommunity.settlement.bills import BillLine
from energycommunity.technologies.base import hours
from energycommunity.technologies.heat_network import HeatNetwork
from energycommunity.technologies.ledger import Values
from energycommunity.time_grid import TimeGrid


def over_time(series: Mapping[str, FloatArray], time: TimeGrid) -> xr.Dataset:
    """Series named `asset.quantity_unit` over the steps, with their units."""
    begins = time.utc.tz_localize(None).to_numpy().astype("datetime64[ns]")
    dataset = xr.Dataset(
        {name: ("time", np.asarray(values), {"units": unit_of(name) or "1"}) for name, values in series.items()},
        coords={"time": ("time", begins, {"long_name": "start of the step, UTC"})},
    )
    return dataset.assign_attrs(step_h=time.step_h, time_zone=time.time_zone, Conventions="CF-1.11")


def profiles_dataset(programme: Programme) -> xr.Dataset:
    """All known series that went into the programme."""
    series = {
        f"{asset.name}.{name}": values
        for asset in programme.case.assets
        for name, values in asset.profiles.series.items()
    }
    return over_time(series, programme.case.time)


def dispatch_dataset(programme: Programme, values: Values) -> xr.Dataset:
    """What every asset does in every step, as its technology reads it."""
    technologies = {asset.name: asset.technology for asset in programme.case.assets}
    series = {
        f"{name}.{quantity}": np.where(np.abs(array) < 1e-9, 0.0, array)
        for name, block in programme.blocks.items()
        if name in technologies
        for quantity, array in technologies[name].read(block, values).items()
    }
    return over_time(series | _delivered(programme, values), programme.case.time)


def _delivered(programme: Programme, values: Values) -> dict[str, FloatArray]:
    """What each network delivers to each building, whoever states it, and the electricity of its pumps [kW]."""
    networks = {asset.name for asset in programme.case.assets if isinstance(asset.technology, HeatNetwork)}
    nothing = np.zeros(programme.case.time.steps)
    series: dict[str, FloatArray] = {}
    for use in programme.contributions.energy:
        if use.asset in networks and (use.carrier, use.role) in (("heat", "final"), ("electricity", "supply")):
            name = f"to_{use.place}_kw" if use.carrier == "heat" else "own_electricity_kw"
            power_kw = sum((term.values(values) for term in use.terms), nothing) / hours(programme.case.time)
            key = f"{use.asset}.{name}"
            series[key] = series.get(key, nothing) + np.where(np.abs(power_kw) < 1e-9, 0.0, power_kw)
    return series


def capacities_of(programme: Programme, values: Values) -> dict[str, float]:
    """Sizes by `asset.capacity_unit`."""
    return {
        f"{name}.{quantity}": float(values.of(variable)[0]) + 0.0  # the -0.0 that solvers return becomes 0.0
        for name, block in programme.blocks.items()
        if name != BALANCES
        for quantity, variable in block.variables.items()
        if variable.span == "once" and not variable.integer
    }


def bills_dataset(lines: tuple[BillLine, ...], time: TimeGrid) -> xr.Dataset:
    """Bills over `line` and `month`."""
    months = len(time.months)
    eur = np.array([line.eur for line in lines]).reshape(-1, months)
    vat_eur = np.array([line.vat_eur for line in lines]).reshape(-1, months)
    return xr.Dataset(
        {
            "eur": (("line", "month"), eur, {"units": "EUR", "long_name": "amount without VAT, earnings below zero"}),
            "vat_eur": (("line", "month"), vat_eur, {"units": "EUR", "long_name": "VAT that cannot be deducted"}),
        },
        coords={
            "month": list(time.months),
            "member": ("line", [line.member for line in lines]),
            "meter": ("line", [line.meter for line in lines]),
            "kind": ("line", [line.kind for line in lines]),
        },
    )
