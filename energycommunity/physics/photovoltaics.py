"""Production of a photovoltaic system from irradiance, temperature and wind.

The chain is that of PVWatts version 5 (Dobos 2014) built from pvlib's functions: position of the sun in the middle of
the sunlit part of each step, transposition after Perez (1990), reflection at the glass, cell temperature of the Sandia
model, DC power linear in irradiance and temperature, a lump of losses, and the part-load curve of the inverter with
its limit. Perez, not Hay-Davies: it is what PVWatts uses, and it knows the bright horizon that matters for steep
planes at 57 degrees north. The Sandia temperature model, not Faiman: it takes the wind at 10 m that weather files hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Mounting = Literal["open_rack", "close_roof", "insulated_back"]

#: Names of the Sandia temperature coefficients (King, Boyson, Kratochvil 2004, table 1) in pvlib.
_SANDIA_NAMES: dict[Mounting, str] = {
    "open_rack": "open_rack_glass_polymer",
    "close_roof": "close_mount_glass_glass",
    "insulated_back": "insulated_back_glass_polymer",
}

#: Zenith angle up to which Perez fitted his model; `cos 85 deg` is the floor in its equation for the brightness ratio.
LOW_SUN_ZENITH_DEG = 85.0

#: Tilt of modules whose two faces see sky and ground alike.
UPRIGHT_DEG = 90.0


@dataclass(frozen=True)
class Plane:
    """One plane of modules.

    Parameters
    ----------
    tilt_deg : float
        0 is horizontal, 90 upright [deg].
    azimuth_deg : float
        Direction it faces, clockwise from north: 90 east, 180 south [deg].
    share : float
        Its part of the peak power; the shares of all planes are scaled to a sum of 1.
    """

    tilt_deg: float
    azimuth_deg: float
    share: float = 1.0


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
class _Sky:
    zenith_deg: FloatArray
    apparent_zenith_deg: FloatArray
    azimuth_deg: FloatArray
    ghi_w_per_m2: FloatArray
    dni_w_per_m2: FloatArray
    dhi_w_per_m2: FloatArray
    extraterrestrial_w_per_m2: FloatArray
    air_mass: FloatArray


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

    sky = _sky(weather, grid, latitude_deg, longitude_deg, altitude_m)
    coefficients = temperature.TEMPERATURE_MODEL_PARAMETERS["sapm"][_SANDIA_NAMES[system.mounting]]
    temp_air_c, wind_m_per_s = _values(weather, "temp_air"), _values(weather, "wind_speed")
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
    return _plane_irradiance(_sky(weather, grid, latitude_deg, longitude_deg, altitude_m), plane, system)


def _values(weather: xr.Dataset, name: str) -> FloatArray:
    return np.asarray(weather[name].to_numpy(), dtype=np.float64)


def _sky(weather: xr.Dataset, grid: TimeGrid, latitude_deg: float, longitude_deg: float, altitude_m: float) -> _Sky:
    sun = _sun(grid, latitude_deg, longitude_deg, altitude_m)
    # Below the horizon there is no beam, whatever the file says of a mean over the step.
    dni = np.where(sun["apparent_zenith_deg"] < 90.0, _values(weather, "dni"), 0.0)
    return _Sky(
        **sun,
        ghi_w_per_m2=np.maximum(_values(weather, "ghi"), 0.0),
        dni_w_per_m2=np.maximum(dni, 0.0),
        dhi_w_per_m2=np.maximum(_values(weather, "dhi"), 0.0),
    )


@lru_cache(maxsize=8)
def _sun(grid: TimeGrid, latitude_deg: float, longitude_deg: float, altitude_m: float) -> dict[str, FloatArray]:
    """What the sky of a place has without its weather; all roofs and all variants of a run share it."""
    from pvlib import atmosphere, irradiance, solarposition

    place = {"latitude": latitude_deg, "longitude": longitude_deg, "altitude": altitude_m}
    times = _sunlit_middles(grid, latitude_deg, longitude_deg, altitude_m)
    sun = solarposition.get_solarposition(times, **place)
    apparent = sun["apparent_zenith"].to_numpy()
    relative = atmosphere.get_relative_airmass(np.minimum(apparent, 89.9))
    extraterrestrial = irradiance.get_extra_radiation(times.day_of_year.to_numpy())
    return {
        "zenith_deg": sun["zenith"].to_numpy(),
        "apparent_zenith_deg": apparent,
        "azimuth_deg": sun["azimuth"].to_numpy(),
        "extraterrestrial_w_per_m2": np.asarray(extraterrestrial, dtype=np.float64),
        "air_mass": np.asarray(relative, dtype=np.float64),
    }


def _sunlit_middles(grid: TimeGrid, latitude_deg: float, longitude_deg: float, altitude_m: float) -> pd.DatetimeIndex:
    """The middle of each step, or of its sunlit part where the sun rises or sets in it."""
    import pandas as pd
    from pvlib import solarposition

    edges = grid.utc.append(pd.DatetimeIndex([grid.utc[-1] + pd.Timedelta(hours=grid.step_h)]))
    sun = solarposition.get_solarposition(edges, latitude_deg, longitude_deg, altitude=altitude_m)
    elevation = sun["apparent_elevation"].to_numpy()
    begin, end = elevation[:-1], elevation[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = -begin / (end - begin)
    rises, sets = (begin < 0) & (end > 0), (begin > 0) & (end < 0)
    middle = np.where(rises, (crossing + 1.0) / 2.0, np.where(sets, crossing / 2.0, 0.5))
    return grid.utc + pd.to_timedelta(middle * grid.step_h, unit="h")


def _plane_irradiance(sky: _Sky, plane: Plane, system: PhotovoltaicSystem) -> PlaneIrradiance:
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


def _face_irradiance(sky: _Sky, plane: Plane, system: PhotovoltaicSystem) -> PlaneIrradiance:
    """Irradiance on one face of the modules."""
    from pvlib import iam, irradiance

    tilt, azimuth = plane.tilt_deg, plane.azimuth_deg
    incidence = irradiance.aoi(tilt, azimuth, sky.apparent_zenith_deg, sky.azimuth_deg)
    beam = sky.dni_w_per_m2 * np.maximum(np.cos(np.radians(incidence)), 0.0)
    # Lower than the 85 degrees at which Perez bounds his circumsolar part, it takes light away: sky taken as even.
    low_sun = sky.apparent_zenith_deg >= LOW_SUN_ZENITH_DEG
    perez = irradiance.perez(
        tilt,
        azimuth,
        sky.dhi_w_per_m2,
        sky.dni_w_per_m2,
        sky.extraterrestrial_w_per_m2,
        np.minimum(sky.apparent_zenith_deg, 89.9),
        sky.azimuth_deg,
        sky.air_mass,
    )
    from_sky = np.where(low_sun, irradiance.isotropic(tilt, sky.dhi_w_per_m2), np.nan_to_num(perez))
    from_ground = irradiance.get_ground_diffuse(tilt, sky.ghi_w_per_m2, system.albedo)
    total = beam + from_sky + from_ground
    effective = total
    if system.glass_reflection:
        # On the beam only, as PVWatts does; its lump of losses is meant to go with that.
        effective = total - beam * (1.0 - iam.physical(incidence))
    return PlaneIrradiance(np.asarray(total, dtype=np.float64), np.asarray(effective, dtype=np.float64))


def _back_irradiance(sky: _Sky, plane: Plane, system: PhotovoltaicSystem) -> FloatArray:
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
