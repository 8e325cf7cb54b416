"""How much heat a volume of water holds."""

from __future__ import annotations

from energycommunity.physics.buried_pipe import WATER_HEAT_CAPACITY
from energycommunity.physics.pipe_flow import water_density

J_PER_KWH = 3.6e6


def heat_content_kwh(volume_m3: float, hot_c: float, cold_c: float) -> float:
    """Heat that a store of water gives while it cools from hot to cold, `V rho c (hot - cold)` [kWh].

    Parameters
    ----------
    volume_m3 : float
        Of the water [m3].
    hot_c, cold_c : float
        Temperature of the full and of the empty store [degC]; the density is that halfway.

    References
    ----------
    Conservation of energy; properties of water as in `water_density` and `WATER_HEAT_CAPACITY`.

    Examples
    --------
    982 kg/m3 * 4190 J/(kg K) * 55 K / 3.6e6 = 62.9 kWh/m3:

    >>> round(heat_content_kwh(1000.0, 90.0, 35.0) / 1000.0, 1)
    62.9
    """
    density = float(water_density((hot_c + cold_c) / 2.0))
    return volume_m3 * density * WATER_HEAT_CAPACITY * (hot_c - cold_c) / J_PER_KWH
