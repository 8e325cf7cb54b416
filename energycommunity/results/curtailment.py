"""Power of sun and wind that is left unused, as by an inverter that switches off while a sale would cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.errors import Fault
from energycommunity.scenario.schema import Scenario

if TYPE_CHECKING:
    import xarray as xr

#: A plant that leaves a larger part of its production unused is told of.
MOST_CURTAILED_FRACTION = 0.05


def curtailed_kw(dispatch: xr.Dataset, asset: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]] | None:
    """What an asset leaves unused in each step, shape (steps,) [kW]; None of one that cannot."""
    name = f"{asset}.curtailed_kw"
    return np.asarray(dispatch[name].to_numpy(), dtype=np.float64) if name in dispatch else None


def curtailment_warnings(scenario: Scenario, dispatch: xr.Dataset) -> Iterator[Fault]:
    """One for all plants of electricity that leave much unused, with the one that leaves most of its production."""
    step_h = scenario.grid().step_h * scenario.grid().weight
    found: list[tuple[float, float, str]] = []
    for asset, technology in scenario.assets.items():
        unused_kw = curtailed_kw(dispatch, asset)
        if technology.serves != "electricity" or unused_kw is None:
            continue
        unused_kwh = float(unused_kw.sum()) * step_h
        offered_kwh = unused_kwh + float(dispatch[f"{asset}.used_kw"].sum()) * step_h
        if unused_kwh > MOST_CURTAILED_FRACTION * offered_kwh:
            found.append((unused_kwh / offered_kwh, unused_kwh, asset))
    if found:
        fraction, unused_kwh, asset = max(found)
        values: dict[str, object] = {
            "asset": asset,
            "percent": 100.0 * fraction,
            "kwh": unused_kwh,
            "unit": scenario.time.a_year("kWh"),
            "count": len(found),
        }
        yield Fault("generation_curtailed", values, path=f"assets.{asset}")
