"""Heat of the sun in buildings, and what they radiate to the sky: EN ISO 13790, clause 11."""

from __future__ import annotations

from dataclasses import dataclass

from energycommunity.physics.shading import diffuse_fractions, sunlit_fraction
from energycommunity.physics.tilted_plane import Sky, light_on
from energycommunity.quantities import FloatArray

#: Resistance of the outer surface [m2 K/W], ISO 6946.
OUTER_SURFACE_M2_K_PER_W = 0.04
#: Exchange of radiation with outdoors: 5 W/(m2 K) times the emissivity, EN ISO 13790.
RADIATION_W_PER_M2_K = 5.0
#: How much colder than the air the sky is between the tropics and the polar regions [K], EN ISO 13790.
SKY_COLDER_BY_K = 11.0
#: What slanting light loses at the glass, over a season: F_w of EN ISO 13790 for glass that does not scatter.
SLANTING_LIGHT = 0.9
#: What upright and flat surfaces see of the sky, EN ISO 13790.
SKY_SEEN_UPRIGHT, SKY_SEEN_FLAT = 0.5, 1.0


@dataclass(frozen=True)
class WindowShape:
    """Where windows look and what shades them, tuples as in `shading`: depth, distance, length of the window [m]."""

    azimuth_deg: float
    overhang_m: tuple[float, float, float] = (0.0, 0.0, 1.0)
    fins_m: tuple[float, float, float] = (0.0, 0.0, 1.0)


def facade_irradiance_w_per_m2(sky: Sky, shape: WindowShape) -> tuple[FloatArray, FloatArray]:
    """Irradiance on an upright wall and, behind overhang and fins, on its windows [W/m2], each of shape (steps,).

    Parameters
    ----------
    sky : Sky
        Sun and light over the place.
    shape : WindowShape
        Where it faces, and what shades the windows.

    References
    ----------
    Perez et al., Solar Energy 44 (1990) 271-289, as implemented in pvlib; shading by plane geometry. Fins hide sky and
    ground alike, an overhang the sky only; bright parts of the sky beside the sun count as sky.

    Examples
    --------
    >>> import numpy as np, pandas as pd, xarray as xr
    >>> from energycommunity.physics.tilted_plane import sky_over
    >>> from energycommunity.time_grid import TimeGrid
    >>> grid = TimeGrid(pd.Timestamp("2025-06-21 09:45", tz="UTC"), 1, 1.0, "Europe/Riga", annual=False)
    >>> values = {"ghi": 827.0, "dni": 850.0, "dhi": 120.0}
    >>> weather = xr.Dataset({name: ("time", np.array([value])) for name, value in values.items()})
    >>> sky = sky_over(weather, grid, 57.18, 26.75, 140)
    >>> wall, window = facade_irradiance_w_per_m2(sky, WindowShape(180.0, overhang_m=(1.0, 0.0, 1.4)))
    >>> bool(500 < wall[0] < 700), bool(window[0] < 0.4 * wall[0])
    (True, True)
    """
    light = light_on(sky, 90.0, shape.azimuth_deg)
    wall = light.beam_w_per_m2 + light.from_sky_w_per_m2 + light.from_ground_w_per_m2
    if shape.overhang_m[0] == 0.0 and shape.fins_m[0] == 0.0:
        return wall, wall
    sunlit = sunlit_fraction(
        sky.apparent_zenith_deg, sky.azimuth_deg - shape.azimuth_deg, shape.overhang_m, shape.fins_m
    )
    of_sky, of_ground = diffuse_fractions(shape.overhang_m, shape.fins_m)
    diffuse = of_sky * light.from_sky_w_per_m2 + of_ground * light.from_ground_w_per_m2
    return wall, sunlit * light.beam_w_per_m2 + diffuse


def glass_aperture_m2(window_m2: float, g: float, frame_fraction: float, shading_factor: float = 1.0) -> float:
    """Area that would let in all the light that windows let in as heat [m2].

    Parameters
    ----------
    window_m2 : float
        Windows with their frames [m2].
    g : float
        Part of square light that the glass lets in as heat.
    frame_fraction : float
        Part of the window that is frame.
    shading_factor : float
        What trees, houses and curtains leave.

    References
    ----------
    EN ISO 13790:2008, clauses 11.3.3 and 11.4.2, as generally published: `A_sol = F_sh g A (1 - F_F)`, with `g = 0.9
    g_n` for light from all directions.

    Examples
    --------
    >>> round(glass_aperture_m2(10.0, 0.7, 0.3), 2)
    4.41
    """
    return SLANTING_LIGHT * g * (1.0 - frame_fraction) * window_m2 * shading_factor


def opaque_aperture_m2(loss_w_per_k: float, absorptance: float, shading_factor: float = 1.0) -> float:
    """Area that would let in all the sun's heat that passes an opaque part [m2].

    Parameters
    ----------
    loss_w_per_k : float
        U-value times area [W/K].
    absorptance : float
        Part of the light that the surface takes up.
    shading_factor : float
        What trees and houses leave.

    References
    ----------
    EN ISO 13790:2008, clause 11.3.4, as generally published: `A_sol = F_sh alpha R_se U A`.

    Examples
    --------
    >>> round(opaque_aperture_m2(100.0, 0.6), 2)
    2.4
    """
    return absorptance * OUTER_SURFACE_M2_K_PER_W * loss_w_per_k * shading_factor


def sky_loss_w(loss_w_per_k: float, sky_fraction: float, emissivity: float = 0.9) -> float:
    """Heat that a part of the envelope loses because the sky is colder than the air [W].

    Parameters
    ----------
    loss_w_per_k : float
        U-value times area [W/K].
    sky_fraction : float
        0.5 upright, 1 flat.
    emissivity : float
        Of its outer surface.

    References
    ----------
    EN ISO 13790:2008, clauses 11.3.5 and 11.4.6, as generally published: `F_r R_se U A h_r dT` with `h_r = 5` times
    the emissivity and a sky 11 K colder than the air.

    Examples
    --------
    >>> round(sky_loss_w(100.0, 0.5), 1)
    99.0
    """
    seen = sky_fraction * OUTER_SURFACE_M2_K_PER_W * loss_w_per_k
    return seen * RADIATION_W_PER_M2_K * emissivity * SKY_COLDER_BY_K
