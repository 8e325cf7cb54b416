"""What a measured year of a network says, beside what the run makes of the same network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from energycommunity.errors import Fault
from energycommunity.scenario.schema import Scenario

if TYPE_CHECKING:
    import xarray as xr

    from energycommunity.heat_network.calibration import CalibrationYear

#: A run of a smaller part of a year says nothing of the demands of the year.
SMALLEST_PART_OF_YEAR = 0.95
#: A run that differs by more from the measured year is not the plant that was measured.
LARGEST_DEVIATION = 0.10


@dataclass(frozen=True)
class NetworkYear:
    """Heat and fuel of a network in one year.

    Parameters
    ----------
    fuel_kwh : float or None
        Fuel of the measured carrier burnt for the network, by its lower heating value [kWh]; None where not known.
    produced_kwh, sold_kwh : float
        Heat that left the plant and heat that came to the buildings [kWh].
    efficiency : float or None
        Heat over fuel: measured, all that was produced; modelled, what the plants give that burn this fuel.
    """

    fuel_kwh: float | None
    produced_kwh: float
    sold_kwh: float
    efficiency: float | None

    @property
    def loss_kwh(self) -> float:
        """Produced less sold [kWh]."""
        return self.produced_kwh - self.sold_kwh

    @property
    def loss_share(self) -> float | None:
        """Loss of the heat produced; None where none is."""
        return self.loss_kwh / self.produced_kwh if self.produced_kwh else None


@dataclass(frozen=True)
class MeasuredAndModelled:
    """One calibrated network: name, year of the figures, what was measured and what the run gives."""

    network: str
    year: int | None
    measured: NetworkYear
    modelled: NetworkYear

    def deviations(self) -> Iterator[tuple[str, float, float]]:
        """Name, measured and modelled amount [kWh] of what differs by more than `LARGEST_DEVIATION`."""
        for name in ("fuel", "produced", "sold"):
            measured, modelled = (getattr(year, f"{name}_kwh") for year in (self.measured, self.modelled))
            if measured and modelled is not None and abs(modelled / measured - 1.0) > LARGEST_DEVIATION:
                yield name, measured, modelled


def measured_and_modelled(scenario: Scenario, dispatch: xr.Dataset) -> tuple[MeasuredAndModelled, ...]:
    """Each network of a variant that has a measured year; nothing for a window that is not scaled to a year."""
    if not scenario.time.annual:
        return ()
    grid = scenario.grid()
    kwh_per_kw = grid.step_h * grid.weight
    return tuple(
        MeasuredAndModelled(name, year.year, _measured(year), _modelled(name, scenario, dispatch, kwh_per_kw))
        for name, network in scenario.heat_networks.items()
        if (year := network.calibrate_to) is not None
    )


def deviation_warnings(scenario: Scenario, dispatch: xr.Dataset) -> Iterator[Fault]:
    """Where the run is not the year that was measured, each amount with both figures; nothing for a part of a year."""
    if scenario.grid().weight * SMALLEST_PART_OF_YEAR > 1.0:
        return
    for found in measured_and_modelled(scenario, dispatch):
        for name, measured, modelled in found.deviations():
            values: dict[str, object] = {
                "network": found.network,
                "measured": measured / 1e3,
                "modelled": modelled / 1e3,
                "percent": f"{100.0 * (modelled / measured - 1.0):+.0f}",
            }
            path = f"heat_networks.{found.network}.calibrate_to"
            yield Fault(f"network_differs_from_measured_{name}", values, path=path)


def _measured(year: CalibrationYear) -> NetworkYear:
    efficiency = year.produced_kwh / year.fuel_kwh if year.fuel_kwh else None
    return NetworkYear(year.fuel_kwh, year.produced_kwh, year.sold_kwh, efficiency)


def _modelled(name: str, scenario: Scenario, dispatch: xr.Dataset, kwh_per_kw: float) -> NetworkYear:
    network = scenario.heat_networks[name]
    year = network.calibrate_to

    def kwh(series: str) -> float:
        return float(dispatch[series].sum()) * kwh_per_kw

    deliveries = (f"{name}.to_{building}_kw" for building in network.fed)
    sold_kwh = sum(
        kwh(series) for series in deliveries if series in dispatch
    )  # a building may have no use of the network
    produced_kwh = sold_kwh + kwh(f"{name}.heat_loss_kw")
    plants = list(_burning(name, year.fuel, scenario)) if year is not None and year.fuel is not None else []
    fuel_kwh = sum(kwh(f"{plant}.fuel_kw") for plant in plants)
    heat_kwh = sum(kwh(f"{plant}.heat_kw") for plant in plants)
    efficiency = heat_kwh / fuel_kwh if fuel_kwh else None
    return NetworkYear(fuel_kwh if plants else None, produced_kwh, sold_kwh, efficiency)


def _burning(network: str, carrier: str, scenario: Scenario) -> Iterator[str]:
    """The plants that heat a network with a fuel."""
    for name, asset in scenario.assets.items():
        tariff = scenario.tariffs.get(getattr(asset, "fuel", None) or "")
        if getattr(asset, "at", None) == network and tariff is not None and tariff.energy_carrier() == carrier:
            yield name
