"""Pressure and power of the pumps of a network."""

from __future__ import annotations

import numpy as np

from energycommunity.heat_network.steady_state import SteadyState
from energycommunity.physics.pipe_flow import water_density
from energycommunity.quantities import FloatArray


def pressure_difference_pa(state: SteadyState, station_pa: float) -> FloatArray:
    """What the pump must raise for the worst customer [Pa], shape (classes,): both ways and his station.

    Parameters
    ----------
    state : SteadyState
        The network.
    station_pa : float
        Pressure difference that each customer's station needs [Pa].
    """
    takes = state.taken_kg_per_s > 0.0
    way = np.where(takes, state.supply_drop_pa + state.return_drop_pa + station_pa, 0.0)
    return np.asarray(way.max(axis=0), dtype=np.float64)


def pump_power_kw(state: SteadyState, station_pa: float, efficiency: float) -> FloatArray:
    """Electricity of the pumps [kW], shape (classes,): volume flow times pressure difference over efficiency.

    Parameters
    ----------
    state : SteadyState
        The network.
    station_pa : float
        Pressure difference that each customer's station needs [Pa].
    efficiency : float
        Of pump, motor and drive together.

    Examples
    --------
    1 kg/s through 1000 m of DN50 and back: about 48 + 52 kPa and 50 kPa in the station; 0.001 m3/s x 150 kPa / 0.6.

    >>> from energycommunity.heat_network.segments import Segment
    >>> from energycommunity.heat_network.steady_state import Customers, steady_state
    >>> pipe = Segment("plant", "school", 1000.0, 0.0539, 1e-4, 0.2)
    >>> state = steady_state([pipe], Customers(flow_kg_per_s={"school": 1.0}, cooling_k=30.0), 75.0, 8.0)
    >>> pump_power_kw(state, 50e3, 0.6).round(2).tolist()
    [0.25]
    """
    volume_m3_per_s = state.flow_kg_per_s[0] / water_density(state.return_c[0])
    return np.asarray(volume_m3_per_s * pressure_difference_pa(state, station_pa) / efficiency / 1000.0)
