"""Heat of a solar collector: quadratic efficiency curve of EN ISO 9806 with incidence-angle modifiers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energycommunity.physics.tilted_plane import Plane, Sky, light_on
from energycommunity.quantities import FloatArray


@dataclass(frozen=True)
class Collector:
    """What the data sheet of a collector states, per area that the sheet refers to (since 2013 the gross area).

    Parameters
    ----------
    peak_efficiency : float
        For beam that falls straight on it, at the temperature of the air, eta0,b [-].
    heat_loss_w_per_m2_k : float
        Heat loss coefficient a1 [W/(m2 K)].
    heat_loss_w_per_m2_k2 : float
        Its growth with the temperature, a2 [W/(m2 K2)].
    incidence_b0 : float
        Modifier of the beam `1 - b0 (1 / cos(theta) - 1)`; from that at 50 degrees, `b0 = (1 - K50) / 0.5557` [-].
    diffuse_modifier : float
        Modifier of light from sky and ground, Kd [-].
    """

    peak_efficiency: float
    heat_loss_w_per_m2_k: float
    heat_loss_w_per_m2_k2: float
    incidence_b0: float
    diffuse_modifier: float


def collector_heat_w_per_m2(
    beam_w_per_m2: npt.ArrayLike, diffuse_w_per_m2: npt.ArrayLike, above_air_k: npt.ArrayLike, collector: Collector
) -> FloatArray:
    """Heat that a collector gives in steady state, `eta0 (Gb + Kd Gd) - a1 dT - a2 dT2`, never below zero [W/m2].

    It stands still while it would cool. Where the air is warmer than the collector both losses are gains.

    Parameters
    ----------
    beam_w_per_m2 : array_like
        Beam on the plane times its incidence-angle modifier [W/m2].
    diffuse_w_per_m2 : array_like
        Light from sky and ground on the plane [W/m2].
    above_air_k : array_like
        Mean temperature of the fluid in the collector over that of the air [K].
    collector : Collector
        Its data sheet.

    References
    ----------
    EN ISO 9806 in steady state, without wind and sky temperature; coefficients named as on Solar Keymark data sheets
    and as the class `CollectorQDT` of SunPeek takes them.

    Examples
    --------
    0.75 (700 + 0.9 * 100) - 2 * 50 - 0.01 * 2500 = 467.5; with little sun it stands still:

    >>> collector = Collector(0.75, 2.0, 0.01, 0.1, 0.9)
    >>> collector_heat_w_per_m2([700.0, 50.0], [100.0, 50.0], 50.0, collector).round(6).tolist()
    [467.5, 0.0]
    """
    beam, diffuse, above_k = (
        np.asarray(values, dtype=np.float64) for values in (beam_w_per_m2, diffuse_w_per_m2, above_air_k)
    )
    gained = collector.peak_efficiency * (beam + collector.diffuse_modifier * diffuse)
    lost = (collector.heat_loss_w_per_m2_k + collector.heat_loss_w_per_m2_k2 * np.abs(above_k)) * above_k
    return np.asarray(np.maximum(gained - lost, 0.0), dtype=np.float64)


def production_kw_per_m2(
    sky: Sky, temp_air_c: FloatArray, plane: Plane, collector: Collector, mean_c: npt.ArrayLike
) -> FloatArray:
    """Heat per area of collectors in each step [kW/m2], shape (steps,).

    Parameters
    ----------
    sky : Sky
        Sun and light over the place.
    temp_air_c : FloatArray
        Of the air [degC], shape (steps,).
    plane : Plane
        How the collectors lie.
    collector : Collector
        Their data sheet.
    mean_c : array_like
        Mean temperature of the fluid, halfway between its inlet and outlet, one or in each step [degC].

    References
    ----------
    Perez et al., Solar Energy 44 (1990) 271-289 (light on the plane); Souka, Safwat, Solar Energy 10 (1966) 170-174
    (modifier of the beam); both as implemented in pvlib. EN ISO 9806 as in `collector_heat_w_per_m2`.

    Examples
    --------
    A plane that faces the sun of a June noon near Gulbene: 0.75 * 850 from the beam, 0.75 * 0.9 of some 170 W/m2 from
    sky and ground, less 2 W/(m2 K) * 30 K: near 690 W/m2.

    >>> import pandas as pd, xarray as xr
    >>> from energycommunity.physics.tilted_plane import sky_over
    >>> from energycommunity.time_grid import TimeGrid
    >>> grid = TimeGrid(pd.Timestamp("2025-06-21 09:45", tz="UTC"), 1, 1.0, "Europe/Riga", annual=False)
    >>> values = {"ghi": 827.0, "dni": 850.0, "dhi": 120.0}
    >>> weather = xr.Dataset({name: ("time", np.array([value])) for name, value in values.items()})
    >>> sky = sky_over(weather, grid, 57.18, 26.75, 140)
    >>> collector = Collector(0.75, 2.0, 0.0, 0.1, 0.9)
    >>> heat = production_kw_per_m2(sky, np.array([20.0]), Plane(33.7, 180.0), collector, 50.0)
    >>> bool(0.65 < heat[0] < 0.72)
    True
    """
    from pvlib import iam

    light = light_on(sky, plane.tilt_deg, plane.azimuth_deg)
    beam = light.beam_w_per_m2 * iam.ashrae(light.incidence_deg, b=collector.incidence_b0)
    diffuse = light.from_sky_w_per_m2 + light.from_ground_w_per_m2
    warmer_k = np.asarray(mean_c, dtype=np.float64) - temp_air_c
    return collector_heat_w_per_m2(beam, diffuse, warmer_k, collector) / 1e3
