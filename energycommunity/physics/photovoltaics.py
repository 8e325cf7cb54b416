"""Production of a photovoltaic system from irradiance, temperature and wind.

The chain is that of PVWatts version 5 (Dobos 2014) built from pvlib's functions: light on the tilted plane
(tilted_plane.py), reflection at the glass, cell temperature of the Sandia model, DC power linear in irradiance and
temperature, a lump of losses, and the part-load curve of the inverter with its limit. The Sandia temperature model, not
Faiman: it takes the wind at 10 m that weather files hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from energycommunity.physics.tilted_plane import Plane, Sky, light_on, sky_over
from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import xarray as xr

Mounting = Literal["open_rack", "close_roof", "insulated_back"]

#: Names of the Sandia temperature coefficients (King, Boyson, Kratochvil 2004, table 1) in pvlib.
_SANDIA_NAMES: dict[Mounting, str] = {
    "open_rack": "open_rack_glass_polymer",
    "close_roof": "close_mount_glass_glass",
    "insulated_back": "insulated_back_glass_polymer",
}

#: Tilt of modules whose two faces see sky and ground alike.
UPRIGHT_DEG = 90.0


@dataclass(frozen=True)
class PhotovoltaicSystem:
    """What turns irradiance on the modules into alternating current.

    Parameters
    ----------
    losses : float
        Soiling, shading, snow, mismatch, wiring, connections, light-induced, nameplate, availability together; the
        default of PVWatts version 5 (Dobos 2014, table 1).
    dc_ac_ratio : float
        Peak power of the modules over rated power of the inverter; PVWatts' default 1.2 of 2020.
    inverter_efficiency : float
        At rated power; PVWatts' default.
    temperature_coefficient_per_k : float
        Change of power with cell temperature [1/K]: -0.0047 is PVWatts 5's older crystalline module; -0.0037 that of
        modules sold today (PVWatts 8).
    mounting : Mounting
        How air reaches the back of the modules.
    albedo : float
        Part of the irradiance that the ground reflects.
    glass_reflection : bool
        Whether the beam's reflection at slanting incidence is reckoned (Fresnel's equations, De Soto et al. 2006).
    bifaciality : float
        Efficiency of the back over that of the front; 0 for one-sided modules. The back of upright modules (tilt 90)
        sees sun, sky and ground like another front, whose irradiance is added times the bifaciality.
    ground_coverage_ratio : float
        Module depth over row distance, for the irradiance of the back.
    """

    losses: float = 0.1408
    dc_ac_ratio: float = 1.2
    inverter_efficiency: float = 0.96
    temperature_coefficient_per_k: float = -0.0037
    mounting: Mounting = "open_rack"
    albedo: float = 0.2
    glass_reflection: bool = True
    bifaciality: float = 0.0
    ground_coverage_ratio: float = 0.4


@dataclass(frozen=True)
class PlaneIrradiance:
    """Irradiance on a plane: all that warms it, and what the cells feel [W/m2], shape (steps,)."""

    total_w_per_m2: FloatArray
    effective_w_per_m2: FloatArray


def production_kw_per_kwp(
    weather: xr.Dataset,
    grid: TimeGrid,
    latitude_deg: float,
    longitude_deg: float,
    altitude_m: float,
    planes: Sequence[Plane],
    system: PhotovoltaicSystem,
) -> FloatArray:
    """Alternating-current production per peak power of the modules [kW/kWp], mean of each step, shape (steps,).

    Parameters
    ----------
    weather : xarray.Dataset
        Means of each step of the grid: `ghi`, `dni`, `dhi` [W/m2], `temp_air` [degC], `wind_speed` at 10 m [m/s].
    grid : TimeGrid
        The steps.
    latitude_deg, longitude_deg : float
        North and east positive [deg].
    altitude_m : float
        Above sea level [m].
    planes : sequence of Plane
        All feed one inverter; their shares are scaled to 1.
    system : PhotovoltaicSystem
        Modules, losses and inverter.

    Returns
    -------
    FloatArray
        Between 0 and `1 / dc_ac_ratio` [kW/kWp].

    References
    ----------
    Dobos, A.: PVWatts Version 5 Manual, NREL/TP-6A20-62641, 2014 (DC power, losses, inverter), as implemented in
    pvlib. Perez et al., Solar Energy 44 (1990) 271-289 (transposition), as implemented in pvlib.

    Examples
    --------
    A clear noon in June near Gulbene on a plane to the south:

    >>> import numpy as np, pandas as pd, xarray as xr
    >>> grid = TimeGrid(pd.Timestamp("2025-06-21 10:00", tz="UTC"), 1, 1.0, "Europe/Riga", annual=False)
    >>> values = {"ghi": 830.0, "dni": 850.0, "dhi": 120.0, "temp_air": 20.0, "wind_speed": 3.0}
    >>> weather = xr.Dataset({name: ("time", np.array([value])) for name, value in values.items()})
    >>> plane = Plane(tilt_deg=40, azimuth_deg=180)
    >>> production_kw_per_kwp(weather, grid, 57.18, 26.75, 140, [plane], PhotovoltaicSystem()).round(2).tolist()
    [0.76]
    """
    from pvlib import inverter, pvsystem, temperature

    sky = sky_over(weather, grid, latitude_deg, longitude_deg, altitude_m)
    coefficients = temperature.TEMPERATURE_MODEL_PARAMETERS["sapm"][_SANDIA_NAMES[system.mounting]]
    temp_air_c, wind_m_per_s = (
        np.asarray(weather[name].to_numpy(), dtype=np.float64) for name in ("temp_air", "wind_speed")
    )
    shares = sum(plane.share for plane in planes)
    direct = np.zeros(grid.steps)
    for plane in planes:
        irradiance = _plane_irradiance(sky, plane, system)
        cell_c = temperature.sapm_cell(irradiance.total_w_per_m2, temp_air_c, wind_m_per_s, **coefficients)
        gamma = system.temperature_coefficient_per_k
        direct += plane.share / shares * pvsystem.pvwatts_dc(irradiance.effective_w_per_m2, cell_c, 1.0, gamma)
    direct = np.maximum(direct, 0.0) * (1.0 - system.losses)
    rated_direct = 1.0 / system.dc_ac_ratio / system.inverter_efficiency
    alternating = inverter.pvwatts(direct, rated_direct, system.inverter_efficiency)
    return np.maximum(np.asarray(alternating, dtype=np.float64), 0.0)


def plane_irradiance(
    weather: xr.Dataset,
    grid: TimeGrid,
    latitude_deg: float,
    longitude_deg: float,
    altitude_m: float,
    plane: Plane,
    system: PhotovoltaicSystem,
) -> PlaneIrradiance:
    """Irradiance on one plane [W/m2]: beam, sky and ground, and what is left behind the glass.

    Of upright two-sided modules: front and back together. Rows do not shade each other's fronts.

    Parameters
    ----------
    weather, grid, latitude_deg, longitude_deg, altitude_m, system
        As for `production_kw_per_kwp`.
    plane : Plane
        Its share is not used.

    References
    ----------
    Perez et al., Solar Energy 44 (1990) 271-289; De Soto, Klein, Beckman, Solar Energy 80 (2006) 78-88; both as
    implemented in pvlib.

    Examples
    --------
    With the sun at 33.7 degrees from the zenith, a horizontal plane receives 850 cos(33.7 deg) + 120 = 827 W/m2:

    >>> import numpy as np, pandas as pd, xarray as xr
    >>> grid = TimeGrid(pd.Timestamp("2025-06-21 09:45", tz="UTC"), 1, 1.0, "Europe/Riga", annual=False)
    >>> values = {"ghi": 827.0, "dni": 850.0, "dhi": 120.0}
    >>> weather = xr.Dataset({name: ("time", np.array([value])) for name, value in values.items()})
    >>> flat = plane_irradiance(weather, grid, 57.18, 26.75, 140, Plane(0, 180), PhotovoltaicSystem())
    >>> abs(flat.total_w_per_m2[0] - 827) < 2
    np.True_

    In the morning the beam reaches the front of an upright module that faces east, and the back of one that faces west:

    >>> early = TimeGrid(pd.Timestamp("2025-06-21 05:00", tz="UTC"), 1, 1.0, "Europe/Riga", annual=False)
    >>> beam = xr.Dataset({name: ("time", [value]) for name, value in (values | {"ghi": 0.0, "dhi": 0.0}).items()})
    >>> east, west = (
    ...     plane_irradiance(beam, early, 57.18, 26.75, 140, Plane(90, azimuth), PhotovoltaicSystem(bifaciality=0.8))
    ...     for azimuth in (90, 270)
    ... )
    >>> (west.effective_w_per_m2 / east.effective_w_per_m2).round(6).tolist()
    [0.8]
    """
    return _plane_irradiance(sky_over(weather, grid, latitude_deg, longitude_deg, altitude_m), plane, system)


def _plane_irradiance(sky: Sky, plane: Plane, system: PhotovoltaicSystem) -> PlaneIrradiance:
    front = _face_irradiance(sky, plane, system)
    if system.bifaciality == 0:
        return front
    if plane.tilt_deg == UPRIGHT_DEG:
        back = _face_irradiance(sky, replace(plane, azimuth_deg=(plane.azimuth_deg + 180.0) % 360.0), system)
        return PlaneIrradiance(
            front.total_w_per_m2 + back.total_w_per_m2,
            front.effective_w_per_m2 + system.bifaciality * back.effective_w_per_m2,
        )
    effective = front.effective_w_per_m2 + system.bifaciality * _back_irradiance(sky, plane, system)
    return PlaneIrradiance(front.total_w_per_m2, effective)


def _face_irradiance(sky: Sky, plane: Plane, system: PhotovoltaicSystem) -> PlaneIrradiance:
    """Irradiance on one face of the modules."""
    from pvlib import iam

    light = light_on(sky, plane.tilt_deg, plane.azimuth_deg, system.albedo)
    total = light.beam_w_per_m2 + light.from_sky_w_per_m2 + light.from_ground_w_per_m2
    effective = total
    if system.glass_reflection:
        # On the beam only, as PVWatts does; its lump of losses is meant to go with that.
        effective = total - light.beam_w_per_m2 * (1.0 - iam.physical(light.incidence_deg))
    return PlaneIrradiance(total, np.asarray(effective, dtype=np.float64))


def _back_irradiance(sky: Sky, plane: Plane, system: PhotovoltaicSystem) -> FloatArray:
    from pvlib.bifacial import infinite_sheds

    # Rows of modules 2 m deep whose middle stands 1.5 m above the ground, a usual field.
    depth_m, height_m = 2.0, 1.5
    back = infinite_sheds.get_irradiance_poa(
        180.0 - plane.tilt_deg,
        (plane.azimuth_deg + 180.0) % 360.0,
        np.minimum(sky.apparent_zenith_deg, 89.9),
        sky.azimuth_deg,
        system.ground_coverage_ratio,
        height_m,
        depth_m / system.ground_coverage_ratio,
        sky.ghi_w_per_m2,
        sky.dhi_w_per_m2,
        sky.dni_w_per_m2,
        system.albedo,
    )
    return np.asarray(np.nan_to_num(back["poa_global"]), dtype=np.float64)
