"""Light on a tilted plane: the sun in the middle of each step's sunlit part, transposition after Perez (1990).

What photovoltaic modules and solar collectors have in common. Perez, not Hay-Davies: it is what PVWatts uses, and it
knows the bright horizon that matters for steep planes at 57 degrees north.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

#: Zenith angle up to which Perez fitted his model; `cos 85 deg` is the floor in its equation for the brightness ratio.
LOW_SUN_ZENITH_DEG = 85.0


@dataclass(frozen=True)
class Plane:
    """One plane of modules or collectors.

    Parameters
    ----------
    tilt_deg : float
        0 is horizontal, 90 upright [deg].
    azimuth_deg : float
        Direction it faces, clockwise from north: 90 east, 180 south [deg].
    share : float
        Its part of all that stands there; the shares of all planes are scaled to a sum of 1.
    """

    tilt_deg: float
    azimuth_deg: float
    share: float = 1.0


@dataclass(frozen=True)
class Sky:
    """Sun and light over a place in each step; angles in degrees, irradiance in W/m2, each of shape (steps,)."""

    zenith_deg: FloatArray
    apparent_zenith_deg: FloatArray
    azimuth_deg: FloatArray
    ghi_w_per_m2: FloatArray
    dni_w_per_m2: FloatArray
    dhi_w_per_m2: FloatArray
    extraterrestrial_w_per_m2: FloatArray
    air_mass: FloatArray


@dataclass(frozen=True)
class PlaneLight:
    """What falls on a plane from the sun's direction, the sky and the ground [W/m2], and how slanting the beam is.

    `incidence_deg`: angle between the beam and the plane's normal [deg]. All of shape (steps,).
    """

    beam_w_per_m2: FloatArray
    from_sky_w_per_m2: FloatArray
    from_ground_w_per_m2: FloatArray
    incidence_deg: FloatArray


def sky_over(weather: xr.Dataset, grid: TimeGrid, latitude_deg: float, longitude_deg: float, altitude_m: float) -> Sky:
    """The sky over a place in each step of a run.

    Parameters
    ----------
    weather : xarray.Dataset
        Means of each step of the grid: `ghi`, `dni`, `dhi` [W/m2].
    grid : TimeGrid
        The steps.
    latitude_deg, longitude_deg : float
        North and east positive [deg].
    altitude_m : float
        Above sea level [m].

    References
    ----------
    Reda, Andreas, Solar Energy 76 (2004) 577-589 (position of the sun); Kasten, Young, Applied Optics 28 (1989)
    4735-4738 (air mass); both as implemented in pvlib.

    Examples
    --------
    The latitude of Gulbene less the declination of the June solstice is 57.18 - 23.44 = 33.74:

    >>> import pandas as pd, xarray as xr
    >>> grid = TimeGrid(pd.Timestamp("2025-06-21 09:45", tz="UTC"), 1, 1.0, "Europe/Riga", annual=False)
    >>> values = {"ghi": 827.0, "dni": 850.0, "dhi": 120.0}
    >>> weather = xr.Dataset({name: ("time", np.array([value])) for name, value in values.items()})
    >>> sky_over(weather, grid, 57.18, 26.75, 140).zenith_deg.round(1).tolist()
    [33.7]
    """
    sun = _sun(grid, latitude_deg, longitude_deg, altitude_m)
    # Below the horizon there is no beam, whatever the file says of a mean over the step.
    dni = np.where(sun["apparent_zenith_deg"] < 90.0, _values(weather, "dni"), 0.0)
    return Sky(
        **sun,
        ghi_w_per_m2=np.maximum(_values(weather, "ghi"), 0.0),
        dni_w_per_m2=np.maximum(dni, 0.0),
        dhi_w_per_m2=np.maximum(_values(weather, "dhi"), 0.0),
    )


def light_on(sky: Sky, tilt_deg: float, azimuth_deg: float, albedo: float = 0.2) -> PlaneLight:
    """Irradiance on a plane [W/m2], parted by where it comes from, each of shape (steps,).

    Parameters
    ----------
    sky : Sky
        Sun and light over the place.
    tilt_deg : float
        0 is horizontal, 90 upright [deg].
    azimuth_deg : float
        Direction it faces, clockwise from north [deg].
    albedo : float
        Part of the irradiance that the ground reflects.

    References
    ----------
    Perez et al., Solar Energy 44 (1990) 271-289, as implemented in pvlib.

    Examples
    --------
    A plane that faces the sun, 33.7 degrees from the zenith, receives the whole beam:

    >>> import pandas as pd, xarray as xr
    >>> grid = TimeGrid(pd.Timestamp("2025-06-21 09:45", tz="UTC"), 1, 1.0, "Europe/Riga", annual=False)
    >>> values = {"ghi": 827.0, "dni": 850.0, "dhi": 120.0}
    >>> weather = xr.Dataset({name: ("time", np.array([value])) for name, value in values.items()})
    >>> light = light_on(sky_over(weather, grid, 57.18, 26.75, 140), 33.7, 180.0)
    >>> light.beam_w_per_m2.round().tolist(), bool(light.incidence_deg[0] < 1.0)
    ([850.0], True)
    """
    from pvlib import irradiance

    incidence = irradiance.aoi(tilt_deg, azimuth_deg, sky.apparent_zenith_deg, sky.azimuth_deg)
    beam = sky.dni_w_per_m2 * np.maximum(np.cos(np.radians(incidence)), 0.0)
    # Lower than the 85 degrees at which Perez bounds his circumsolar part, it takes light away: sky taken as even.
    low_sun = sky.apparent_zenith_deg >= LOW_SUN_ZENITH_DEG
    perez = irradiance.perez(
        tilt_deg,
        azimuth_deg,
        sky.dhi_w_per_m2,
        sky.dni_w_per_m2,
        sky.extraterrestrial_w_per_m2,
        np.minimum(sky.apparent_zenith_deg, 89.9),
        sky.azimuth_deg,
        sky.air_mass,
    )
    from_sky = np.where(low_sun, irradiance.isotropic(tilt_deg, sky.dhi_w_per_m2), np.nan_to_num(perez))
    from_ground = irradiance.get_ground_diffuse(tilt_deg, sky.ghi_w_per_m2, albedo)
    parts = (np.asarray(part, dtype=np.float64) for part in (beam, from_sky, from_ground, incidence))
    return PlaneLight(*parts)


def _values(weather: xr.Dataset, name: str) -> FloatArray:
    return np.asarray(weather[name].to_numpy(), dtype=np.float64)


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
