"""Heat conduction around a twin pipe, solved by collocation: series about the pipes, the casing and its image above.

Soil: sources in the casing's axis less their mirror images, so that the surface stays at zero. Foam: sources in the
axes of both pipes and a power series about the casing's axis. Coefficients: least squares of the given temperatures on
the pipes and of equal temperature and flux on both sides of the casing.
"""

from __future__ import annotations

import numpy as np

ORDERS, POINTS = 20, 200


def _poles(z, centre, radius):
    """Source and poles of higher order about a centre: complex potentials and their derivatives."""
    found = [(np.log(z - centre), 1 / (z - centre))]
    for order in range(1, ORDERS):
        pole = (radius / (z - centre)) ** order
        found += [(a * pole, -a * order * pole / (z - centre)) for a in (1, 1j)]
    return found


def losses_w_per_m(twin, depth_m, first_k, second_k):
    """Loss of both pipes [W/m] at these excess temperatures; `depth_m` is that of the casing's axis."""
    pipe, casing = twin.outer_diameter_m / 2, twin.casing_diameter_m / 2
    half = (twin.gap_m + twin.outer_diameter_m) / 2
    angle = np.exp(2j * np.pi * (np.arange(POINTS) + 0.5) / POINTS)
    axis = -1j * depth_m
    centres = (axis - half, axis + half)

    def soil(z):
        above = _poles(z.conj(), axis, casing)  # Re f(z*) is the mirror image of Re f(z)
        return [(f.real - g.real, (df * angle).real - (dg * angle.conj()).real)
                for (f, df), (g, dg) in zip(_poles(z, axis, casing), above, strict=True)]  # fmt: skip

    def foam(z):
        found = [pole for centre in centres for pole in _poles(z, centre, pipe)] + [(np.ones_like(z), np.zeros_like(z))]
        for order in range(1, ORDERS):
            power = ((z - axis) / casing) ** order
            found += [(a * power, a * order * power / (z - axis)) for a in (1, 1j)]
        return [(f.real, (df * angle).real) for f, df in found]

    inside, outside = foam(axis + casing * angle), soil(axis + casing * angle)
    nothing = np.zeros((POINTS, len(outside)))
    rows = [np.hstack([np.array([t for t, _ in foam(centre + pipe * angle)]).T, nothing]) for centre in centres]
    rows.append(np.hstack([np.array([t for t, _ in inside]).T, -np.array([t for t, _ in outside]).T]))
    ratio = twin.soil_w_per_m_k / twin.insulation_w_per_m_k
    fluxes = [np.array([flux for _, flux in inside]).T, -ratio * np.array([flux for _, flux in outside]).T]
    rows.append(casing * np.hstack(fluxes))
    wanted = np.concatenate([np.full(POINTS, first_k), np.full(POINTS, second_k), np.zeros(2 * POINTS)])
    found = np.linalg.lstsq(np.vstack(rows), wanted, rcond=None)[0]
    around = -2 * np.pi * twin.insulation_w_per_m_k
    return around * found[0], around * found[2 * ORDERS - 1]
