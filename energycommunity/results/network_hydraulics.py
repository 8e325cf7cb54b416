"""What the water in the pipes of a heat network does in the dispatch that was found, beside what was assumed for it.

The programme takes the network's temperatures and a fraction of pumping electricity as given; here both follow from the
flow. The sizes of pipes are those that the network's cost and loss were reckoned with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from energycommunity.errors import Fault
from energycommunity.heat_network.losses import GROUND_MEAN_C, ground_series_c, network_loss_kw
from energycommunity.heat_network.pipes import Pipe
from energycommunity.heat_network.year_of_operation import Operation, YearOfOperation, year_of_operation
from energycommunity.optimization.programme import Programme
from energycommunity.quantities import FloatArray
from energycommunity.technologies.heat_network import HeatNetwork
from energycommunity.technologies.ledger import Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import xarray as xr

#: Electricity of the pumps over the heat delivered, above which pipes are too thin; general knowledge.
MOST_PUMPING_FRACTION = 0.03


@dataclass(frozen=True)
class NetworkHydraulics:
    """One network: what follows from the flow, and what was assumed.

    Parameters
    ----------
    network : str
        Its name.
    year : YearOfOperation
        What follows from the flow.
    assumed_loss_kwh, assumed_pumping_kwh : float
        Loss and pumping electricity of the programme; the latter 0 where it counts none [kWh].
    catalogue_loss_kwh : float
        What the pipes would lose by the catalogue at the temperatures of the plant [kWh].
    measured_loss_kwh : float or None
        That of the measured year; None where there is none [kWh].
    """

    network: str
    year: YearOfOperation
    assumed_loss_kwh: float
    assumed_pumping_kwh: float
    catalogue_loss_kwh: float
    measured_loss_kwh: float | None

    @property
    def pumping_fraction(self) -> float:
        """Electricity of the pumps per heat delivered."""
        return self.year.pumping_kwh / self.year.delivered_kwh

    @property
    def ratio_to_catalogue(self) -> float:
        """Loss of the programme over that of the catalogue: far from 1, a measured year or an own loss disagrees."""
        return self.assumed_loss_kwh / self.catalogue_loss_kwh


def network_hydraulics(
    programme: Programme, values: Values, dispatch: xr.Dataset, weather: xr.Dataset | None
) -> tuple[NetworkHydraulics, ...]:
    """Each network of a variant that has pipes and delivers heat."""
    found: list[NetworkHydraulics] = []
    for asset in programme.case.assets:
        name, network, block = asset.name, asset.technology, programme.blocks[asset.name]
        if not isinstance(network, HeatNetwork) or not network.pipes:
            continue
        fed = network.connected(block, values)
        heat_kw = {building: _series(dispatch, f"{name}.to_{building}_kw") for building in fed}
        if any(heat.any() for heat in heat_kw.values()):
            operation = _operation(programme.case.time, network, heat_kw, weather)
            found.append(_of_network(name, network, network.laid_pipes(block, values), operation, dispatch))
    return tuple(found)


def hydraulics_summary(found: NetworkHydraulics) -> dict[str, Any]:
    """A network as plain values for `summary.json`."""
    return {**asdict(found), "pumping_fraction": found.pumping_fraction, "ratio_to_catalogue": found.ratio_to_catalogue}


def hydraulics_warnings(found: tuple[NetworkHydraulics, ...]) -> Iterator[Fault]:
    """Buildings whose supply is too cool, and pumps that take more than a network should need."""
    for network in found:
        path = f"heat_networks.{network.network}"
        cool = [building for building in network.year.buildings if building.short_k > 0.0]
        if cool:
            values: dict[str, object] = {
                "network": network.network,
                "building": cool[0].building,
                "supply_c": float(cool[0].supply_c),
                "wanted_c": float(cool[0].wanted_c),
                "count": len(cool),
            }
            yield Fault("network_supply_too_cool", values, path=path)
        if network.pumping_fraction > MOST_PUMPING_FRACTION:
            begin, end = network.year.steepest_pipe
            values = {
                "network": network.network,
                "percent": 100.0 * network.pumping_fraction,
                "most": f"{100.0 * MOST_PUMPING_FRACTION:.0f}",
                "pipe": f"{begin} – {end}",
                "gradient": f"{network.year.highest_gradient_pa_per_m:.0f}",
            }
            yield Fault("network_pumps_much", values, path=path)


def _of_network(
    name: str, network: HeatNetwork, pipes: tuple[Pipe, ...], operation: Operation, dispatch: xr.Dataset
) -> NetworkHydraulics:
    hours = operation.hours_per_step
    assumed_kwh = hours * float(_series(dispatch, f"{name}.heat_loss_kw").sum())
    by_catalogue = network_loss_kw(pipes, operation.supply_c, operation.return_c, operation.ground_c)
    catalogue_kwh = hours * float(by_catalogue.sum())
    measured = network.calibrate_to
    by_year = measured is not None and network.heat_loss_kw is None
    factor = assumed_kwh / catalogue_kwh if by_year else network.loss_factor
    return NetworkHydraulics(
        name,
        year_of_operation(pipes, operation, network.hydraulics, factor),
        assumed_kwh,
        hours * float(_series(dispatch, f"{name}.own_electricity_kw").sum()),
        catalogue_kwh,
        None if measured is None else measured.produced_kwh - measured.sold_kwh,
    )


def _operation(
    grid: TimeGrid, network: HeatNetwork, heat_kw: dict[str, FloatArray], weather: xr.Dataset | None
) -> Operation:
    ground_c, supply_c = np.full(grid.steps, GROUND_MEAN_C), np.full(grid.steps, network.level.supply_c)
    if weather is not None:
        outdoor_c = np.asarray(weather["temp_air"].values, dtype=np.float64)
        ground_c, supply_c = ground_series_c(outdoor_c, grid), network.level.supply_series_c(outdoor_c)
    return_c = np.full(grid.steps, network.level.return_c)
    return Operation(heat_kw, supply_c, return_c, ground_c, grid.step_h * grid.weight)


def _series(dispatch: xr.Dataset, name: str) -> FloatArray:
    """A series of the dispatch; zero where there is none."""
    if name not in dispatch:
        return np.zeros(dispatch.sizes["time"])
    return np.asarray(dispatch[name].values, dtype=np.float64)
