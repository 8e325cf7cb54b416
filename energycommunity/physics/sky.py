"""The sun in the sky and the light that comes down: position, clear sky, beam and diffuse.

Everything here stands on pvlib, which is loaded when a function is called. One convention holds throughout: angles of
the sun are true (without refraction), so that `ghi = dhi + dni * cos(zenith)` can hold exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from energycommunity.quantities import FloatArray

#: Above this zenith angle no beam is parted from the diffuse light [deg]: an hour's mean says nothing of it there.
BEAM_ZENITH_LIMIT_DEG = 87.0


@dataclass(frozen=True, eq=False)
class Irradiance:
    """Global horizontal, direct normal and diffuse horizontal irradiance [W/m2], each of shape (steps,)."""

    ghi: FloatArray
    dni: FloatArray
    dhi: FloatArray


def sun_position(
    sun_time: pd.DatetimeIndex, latitude_deg: float, longitude_deg: float, altitude_m: float = 0.0
) -> tuple[FloatArray, FloatArray]:
    """True zenith angle and azimuth of the sun [deg], each of shape (steps,).

    Parameters
    ----------
    sun_time : pandas.DatetimeIndex
        Moments, naive ones taken as UTC.
    latitude_deg, longitude_deg : float
        North and east positive [deg].
    altitude_m : float
        Above sea level [m].

    Returns
    -------
    tuple of FloatArray
        Zenith (0 overhead, above 90 below the horizon) and azimuth (0 north, 90 east) [deg].

    References
    ----------
    I. Reda, A. Andreas (2004), Solar position algorithm for solar radiation applications, Solar Energy 76, as
    implemented in `pvlib.solarposition.spa_python`.

    Examples
    --------
    The latitude of Gulbene less the declination of the June solstice is 57.18 - 23.44 = 33.74:

    >>> noon = pd.DatetimeIndex(["2025-06-21 10:15"])
    >>> zenith_deg, azimuth_deg = sun_position(noon, 57.18, 26.75)
    >>> round(float(zenith_deg[0]), 1), round(float(azimuth_deg[0]))
    (33.7, 180)
    """
    from pvlib.solarposition import spa_python

    moments = sun_time.tz_localize("UTC") if sun_time.tz is None else sun_time
    position = spa_python(moments, latitude_deg, longitude_deg, altitude=altitude_m, how="numpy")
    return position["zenith"].to_numpy(dtype=np.float64), position["azimuth"].to_numpy(dtype=np.float64)


def cos_sun(zenith_deg: FloatArray) -> FloatArray:
    """Cosine of the zenith angle, 0 while the sun is below the horizon, shape (steps,).

    Parameters
    ----------
    zenith_deg : FloatArray
        True zenith angle [deg].

    References
    ----------
    Plane trigonometry.

    Examples
    --------
    >>> cos_sun(np.array([0.0, 60.0, 120.0])).round(3).tolist()
    [1.0, 0.5, 0.0]
    """
    return np.asarray(np.clip(np.cos(np.radians(zenith_deg)), 0.0, None), dtype=np.float64)


def extraterrestrial_normal(sun_time: pd.DatetimeIndex) -> FloatArray:
    """Irradiance facing the sun above the atmosphere [W/m2], shape (steps,).

    Parameters
    ----------
    sun_time : pandas.DatetimeIndex
        Moments.

    References
    ----------
    J. W. Spencer (1971), Fourier series representation of the position of the sun, as implemented in
    `pvlib.irradiance.get_extra_radiation` with its solar constant of 1366.1 W/m2.

    Examples
    --------
    Early in January the sun is nearest, 3.3 % nearer in squares than on average; in April it is at its mean distance:

    >>> extraterrestrial_normal(pd.DatetimeIndex(["2025-01-04", "2025-04-04"])).round(-1).tolist()
    [1410.0, 1370.0]
    """
    from pvlib.irradiance import get_extra_radiation

    return np.asarray(get_extra_radiation(sun_time.day_of_year.to_numpy()), dtype=np.float64)


def clear_sky(
    sun_time: pd.DatetimeIndex, zenith_deg: FloatArray, linke_turbidity: FloatArray, altitude_m: float = 0.0
) -> Irradiance:
    """Irradiance under a cloudless sky [W/m2], closed on the given zenith angles.

    Parameters
    ----------
    sun_time : pandas.DatetimeIndex
        The moments of `zenith_deg`.
    zenith_deg : FloatArray
        True zenith angle [deg], shape (steps,).
    linke_turbidity : FloatArray
        How many clean dry atmospheres dim the beam as much as the real one, shape (steps,).
    altitude_m : float
        Above sea level [m].

    References
    ----------
    P. Ineichen, R. Perez (2002), A new airmass independent formulation for the Linke turbidity coefficient, Solar
    Energy 73, as implemented in `pvlib.clearsky.ineichen`; the relative air mass is that of Kasten and Young (1989).

    Examples
    --------
    >>> moments = pd.DatetimeIndex(["2025-06-21 10:15", "2025-06-21 22:15"])
    >>> sky = clear_sky(moments, np.array([33.7, 99.0]), np.array([3.0, 3.0]))
    >>> bool(780 < sky.ghi[0] < 900), float(sky.ghi[1])
    (True, 0.0)
    """
    from pvlib.atmosphere import alt2pres, get_absolute_airmass, get_relative_airmass
    from pvlib.clearsky import ineichen

    height = cos_sun(zenith_deg)
    up = np.minimum(zenith_deg, 90.0)  # the air mass is not defined below the horizon
    airmass = get_absolute_airmass(get_relative_airmass(up, model="kastenyoung1989"), alt2pres(altitude_m))
    sky = ineichen(up, airmass, linke_turbidity, altitude_m, dni_extra=extraterrestrial_normal(sun_time))
    ghi = np.where(height > 0.0, np.asarray(sky["ghi"], dtype=np.float64), 0.0)
    dni = np.where(zenith_deg < BEAM_ZENITH_LIMIT_DEG, np.asarray(sky["dni"], dtype=np.float64), 0.0)
    dni = np.minimum(dni, ghi / np.maximum(height, 1e-9))
    return Irradiance(ghi, dni, ghi - dni * height)


def split_global(
    ghi_w_per_m2: FloatArray, zenith_deg: FloatArray, sun_time: pd.DatetimeIndex, dni_limit_w_per_m2: FloatArray
) -> Irradiance:
    """Beam and diffuse part of the global irradiance [W/m2]; they sum to it exactly.

    Parameters
    ----------
    ghi_w_per_m2 : FloatArray
        Global horizontal irradiance [W/m2], shape (steps,).
    zenith_deg : FloatArray
        True zenith angle [deg].
    sun_time : pandas.DatetimeIndex
        The moments of `zenith_deg`.
    dni_limit_w_per_m2 : FloatArray
        What the beam cannot exceed [W/m2], such as that of a clear sky; the rest counts as diffuse.

    References
    ----------
    D. G. Erbs, S. A. Klein, J. A. Duffie (1982), Estimation of the diffuse radiation fraction for hourly, daily and
    monthly-average global radiation, Solar Energy 28, as implemented in `pvlib.irradiance.erbs`.

    Examples
    --------
    An overcast hour (clearness 100 / 683 = 0.146, diffuse fraction 1 - 0.09 * 0.146 = 0.987):

    >>> moment = pd.DatetimeIndex(["2025-04-04 12:00"])
    >>> sky = split_global(np.array([100.0]), np.array([60.0]), moment, np.array([900.0]))
    >>> sky.dhi.round(1).tolist(), float((sky.dhi + sky.dni * 0.5).round(9)[0])
    ([98.7], 100.0)
    """
    from pvlib.irradiance import erbs

    height = cos_sun(zenith_deg)
    parts = erbs(ghi_w_per_m2, zenith_deg, sun_time.day_of_year.to_numpy())
    beam = np.where(zenith_deg < BEAM_ZENITH_LIMIT_DEG, np.asarray(parts["dni"], dtype=np.float64), 0.0)
    dni = np.clip(beam, 0.0, dni_limit_w_per_m2)
    return Irradiance(ghi_w_per_m2, dni, ghi_w_per_m2 - dni * height)


def closure_residual(
    ghi_w_per_m2: FloatArray, dni_w_per_m2: FloatArray, dhi_w_per_m2: FloatArray, zenith_deg: FloatArray
) -> FloatArray:
    """How far the global irradiance exceeds the sum of its parts [W/m2], shape (steps,).

    Parameters
    ----------
    ghi_w_per_m2, dni_w_per_m2, dhi_w_per_m2 : FloatArray
        Global horizontal, direct normal and diffuse horizontal irradiance [W/m2].
    zenith_deg : FloatArray
        True zenith angle [deg].

    References
    ----------
    The definition of the three components; the closure test of the Baseline Surface Radiation Network.

    Examples
    --------
    >>> closure_residual(np.array([500.0]), np.array([600.0]), np.array([150.0]), np.array([60.0])).round(6).tolist()
    [50.0]
    """
    return ghi_w_per_m2 - dhi_w_per_m2 - dni_w_per_m2 * cos_sun(zenith_deg)
