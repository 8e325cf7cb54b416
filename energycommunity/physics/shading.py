"""What an overhang above a window and fins beside it leave of the light."""

from __future__ import annotations

from functools import cache

import numpy as np

from energycommunity.quantities import FloatArray

#: Directions by elevation, and as many by azimuth, over which diffuse light is summed.
_DIRECTIONS = 180


def sunlit_fraction(
    apparent_zenith_deg: FloatArray,
    sun_from_normal_deg: FloatArray,
    overhang_m: tuple[float, float, float],
    fins_m: tuple[float, float, float],
) -> FloatArray:
    """The part of an upright window that the beam reaches, shape of `apparent_zenith_deg`.

    Parameters
    ----------
    apparent_zenith_deg : FloatArray
        Zenith angle of the sun [deg].
    sun_from_normal_deg : FloatArray
        Azimuth of the sun less the azimuth that the window faces [deg].
    overhang_m : tuple of float
        Depth of the overhang, its height above the window, and the height of the window [m]; wider than the window.
    fins_m : tuple of float
        Depth of the fins on both sides, their distance from the window, and its width [m]; higher than the window.

    References
    ----------
    Plane geometry: seen along the facade the sun stands at the profile angle, `tan = tan(elevation) / cos(azimuth from
    the normal)`; the shadow of an edge in front of the facade falls by its distance times that tangent.

    Examples
    --------
    Sun at 45 degrees straight ahead: an overhang of 1 m, 0.5 m above a window of 2 m, shades 0.5 m of it.

    >>> ahead = np.array([45.0]), np.array([0.0])
    >>> sunlit_fraction(*ahead, (1.0, 0.5, 2.0), (0.0, 0.0, 3.0)).round(6).tolist()
    [0.75]

    At 45 degrees from the side fins of 1 m at the edge shade 1 m of 3 m:

    >>> sunlit_fraction(np.array([90.0]), np.array([45.0]), (0.0, 0.0, 2.0), (1.0, 0.0, 3.0)).round(6).tolist()
    [0.666667]
    """
    aside = np.radians(sun_from_normal_deg)
    ahead = np.cos(aside)
    in_front = ahead > 1e-6
    ahead = np.where(in_front, ahead, 1.0)
    down = 1.0 / np.maximum(np.tan(np.radians(np.clip(apparent_zenith_deg, 0.01, 90.0))), 1e-9) / ahead
    across = np.abs(np.sin(aside)) / ahead
    fallen = _unshaded(down, overhang_m) * _unshaded(across, fins_m)
    return np.asarray(np.where(in_front, fallen, 0.0), dtype=np.float64)


@cache
def diffuse_fractions(
    overhang_m: tuple[float, float, float], fins_m: tuple[float, float, float]
) -> tuple[float, float]:
    """The parts of the diffuse light of sky and ground that an overhang and fins leave of an upright window.

    Parameters
    ----------
    overhang_m, fins_m : tuple of float
        As for `sunlit_fraction` [m].

    References
    ----------
    Light from everywhere alike: mean of `sunlit_fraction` over the directions in front of the window, weighted by the
    cosine of incidence and the solid angle.

    Examples
    --------
    View factors between long strips give the same for an overhang alone: a point `s` below its edge sees the part `s /
    sqrt(s^2 + 1)` of the sky it saw without; mean (sqrt(2.5^2 + 1) - sqrt(0.5^2 + 1)) / 2 = 0.787.

    >>> sky, ground = diffuse_fractions((1.0, 0.5, 2.0), (0.0, 0.0, 1.0))
    >>> round(sky, 3), round(ground, 3)
    (0.787, 1.0)
    """
    middles = (np.arange(_DIRECTIONS) + 0.5) / _DIRECTIONS
    elevation, aside = np.meshgrid(90.0 * middles, 180.0 * middles - 90.0)
    weight = np.cos(np.radians(elevation)) ** 2 * np.cos(np.radians(aside))
    none = (0.0, 0.0, 1.0)
    of_sky = sunlit_fraction(90.0 - elevation, aside, overhang_m, fins_m)
    of_ground = sunlit_fraction(90.0 - elevation, aside, none, fins_m)
    return float((weight * of_sky).sum() / weight.sum()), float((weight * of_ground).sum() / weight.sum())


def _unshaded(tangent: FloatArray, edge_m: tuple[float, float, float]) -> FloatArray:
    depth, gap, length = edge_m
    return 1.0 - np.clip(depth * tangent - gap, 0.0, length) / length
