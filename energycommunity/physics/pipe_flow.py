"""Pressure drop of water in pipes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray


def water_density(temperature_c: npt.ArrayLike) -> FloatArray:
    """Density of water at ordinary pressure [kg/m3], within 0.1 % from 0 to 100 degC, shape as the temperature.

    Parameters
    ----------
    temperature_c : array_like
        [degC].

    References
    ----------
    Parabola through the values of common steam tables at 20, 60 and 100 degC: 998.2, 983.2, 958.4 kg/m3.

    Examples
    --------
    >>> water_density([20.0, 40.0, 60.0]).round(1).tolist()
    [998.2, 991.9, 983.2]
    """
    t = np.asarray(temperature_c, dtype=np.float64)
    first, second = (983.2 - 998.2) / 40.0, ((958.4 - 983.2) - (983.2 - 998.2)) / 3200.0
    return np.asarray(998.2 + first * (t - 20.0) + second * (t - 20.0) * (t - 60.0), dtype=np.float64)


def water_viscosity_pa_s(temperature_c: npt.ArrayLike) -> FloatArray:
    """Dynamic viscosity of water [Pa s], within 2.5 % from 0 to 100 degC, shape as the temperature.

    Parameters
    ----------
    temperature_c : array_like
        [degC].

    References
    ----------
    Vogel's equation with the constants usual for water, `2.414e-5 * 10**(247.8 / (T - 140 K))`.

    Examples
    --------
    >>> (1000 * water_viscosity_pa_s([20.0, 50.0])).round(2).tolist()
    [1.0, 0.54]
    """
    kelvin = np.asarray(temperature_c, dtype=np.float64) + 273.15
    return np.asarray(2.414e-5 * 10.0 ** (247.8 / (kelvin - 140.0)), dtype=np.float64)


def friction_factor(reynolds: npt.ArrayLike, relative_roughness: npt.ArrayLike) -> FloatArray:
    """Darcy's friction factor of a round pipe, shape as `reynolds`: laminar, turbulent, and blended between.

    Parameters
    ----------
    reynolds : array_like
        Reynolds number, above 0.
    relative_roughness : array_like
        Roughness over diameter.

    References
    ----------
    Hagen-Poiseuille `64 / Re` up to 2300; Swamee, Jain, J. Hydraulics Division ASCE 102 (1976) 657-664, from 4000.

    Examples
    --------
    >>> friction_factor([1000.0, 1e5], 1e-4).round(4).tolist()
    [0.064, 0.0185]
    """
    re = np.asarray(reynolds, dtype=np.float64)
    turbulent = (
        0.25
        / np.log10(np.asarray(relative_roughness, dtype=np.float64) / 3.7 + 5.74 / np.maximum(re, 2300.0) ** 0.9) ** 2
    )
    share = np.clip((re - 2300.0) / 1700.0, 0.0, 1.0)
    return np.asarray((1.0 - share) * 64.0 / np.maximum(re, 1e-9) + share * turbulent, dtype=np.float64)


def pressure_gradient_pa_per_m(
    flow_kg_per_s: npt.ArrayLike,
    inner_diameter_m: npt.ArrayLike,
    roughness_m: npt.ArrayLike,
    temperature_c: npt.ArrayLike,
) -> FloatArray:
    """Pressure drop of water per metre of one pipe [Pa/m], shape as broadcast.

    Parameters
    ----------
    flow_kg_per_s : array_like
        Mass flow, 0 or more [kg/s].
    inner_diameter_m, roughness_m : array_like
        Of the pipe [m].
    temperature_c : array_like
        Of the water [degC].

    References
    ----------
    Darcy-Weisbach `f rho v**2 / (2 d)`.

    Examples
    --------
    1 kg/s of water of 60 degC in DN50 (d = 53.9 mm): v = 0.446 m/s, Re = 51 000, f = 0.0264: 47.8 Pa/m.

    >>> pressure_gradient_pa_per_m(1.0, 0.0539, 0.0001, 60.0).round(0).item()
    48.0
    """
    density, viscosity = water_density(temperature_c), water_viscosity_pa_s(temperature_c)
    diameter = np.asarray(inner_diameter_m, dtype=np.float64)
    velocity = velocity_m_per_s(flow_kg_per_s, diameter, temperature_c)
    reynolds = density * velocity * diameter / viscosity
    factor = friction_factor(reynolds, np.asarray(roughness_m, dtype=np.float64) / diameter)
    return np.asarray(factor * density * velocity**2 / (2.0 * diameter), dtype=np.float64)


def velocity_m_per_s(
    flow_kg_per_s: npt.ArrayLike, inner_diameter_m: npt.ArrayLike, temperature_c: npt.ArrayLike
) -> FloatArray:
    """Mean velocity of water in a pipe [m/s], shape as broadcast.

    Parameters
    ----------
    flow_kg_per_s : array_like
        Mass flow [kg/s].
    inner_diameter_m : array_like
        Of the pipe [m].
    temperature_c : array_like
        Of the water [degC].

    References
    ----------
    Conservation of mass, `m / (rho pi d**2 / 4)`.

    Examples
    --------
    1 kg/s in DN50, 983 kg/m3: 1 / (983 * 0.002282) = 0.446 m/s.

    >>> velocity_m_per_s(1.0, 0.0539, 60.0).round(3).item()
    0.446
    """
    area = np.pi * np.asarray(inner_diameter_m, dtype=np.float64) ** 2 / 4.0
    flow = np.asarray(flow_kg_per_s, dtype=np.float64)
    return np.asarray(flow / (water_density(temperature_c) * area), dtype=np.float64)
