"""Production of a wind turbine: wind at the height of the hub, density of the air, power curve."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray

#: Wind speed [m/s] and power over rated power of the EWT DW54, 900 kW, rotor of 54 m: a turbine of the size that one
#: village puts up, for sites of little wind. Source: NREL, turbine-models (commit 0a524bd), EWT_DW54_900kW_54.csv, its
#: kilowatts over 900. Below 3 m/s it stands still, above 25 m/s it is switched off.
POWER_CURVE: tuple[tuple[float, float], ...] = (
    (3.0, 12 / 900),
    (4.0, 39 / 900),
    (5.0, 78 / 900),
    (6.0, 138 / 900),
    (7.0, 222 / 900),
    (8.0, 337 / 900),
    (9.0, 477 / 900),
    (10.0, 605 / 900),
    (11.0, 733 / 900),
    (12.0, 827 / 900),
    (13.0, 884 / 900),
    (14.0, 1.0),
    (25.0, 1.0),
)

#: Density of the air for which power curves are given (IEC 61400-12-1): 15 degC at sea level.
REFERENCE_DENSITY_KG_PER_M3 = 1.225

KELVIN_AT_0_C = 273.15
#: International standard atmosphere (ISO 2533): pressure and temperature at sea level, fall of temperature with height.
SEA_LEVEL_PA, SEA_LEVEL_K, LAPSE_K_PER_M = 101_325.0, 288.15, 0.0065
#: Exponent of the pressure with height in it: gravity over gas constant and lapse rate.
PRESSURE_EXPONENT = 5.25588
#: Specific gas constant of dry air [J/(kg K)].
GAS_CONSTANT_J_PER_KG_K = 287.05


def wind_speed_at_height_m_per_s(
    wind_speed_m_per_s: npt.ArrayLike, reference_height_m: float, height_m: float, roughness_length_m: float
) -> FloatArray:
    """Wind speed at another height by the logarithmic law, `v ln(h / z0) / ln(h_ref / z0)` [m/s].

    The law holds for a neutral atmosphere above even ground, up to about 100 m.

    Parameters
    ----------
    wind_speed_m_per_s : array_like
        At the height of the measurement [m/s].
    reference_height_m : float
        Height of the measurement above the ground [m], above the roughness length.
    height_m : float
        Height wanted, that of the hub [m].
    roughness_length_m : float
        Roughness length z0 of the land around [m]: 0.03 open fields, 0.1 farmland with few houses and hedges, 0.4 much
        wood and villages.

    References
    ----------
    Troen, Petersen: European Wind Atlas, Risø, 1989 (logarithmic law, classes of roughness). Hau: Windkraftanlagen,
    4th edition, 2008, p. 515, as quoted by windpowerlib's `logarithmic_profile`.

    Examples
    --------
    From 10 m to 100 m at z0 = 0.1 m: ln(1000) / ln(100) = 3 / 2.

    >>> wind_speed_at_height_m_per_s([4.0, 6.0], 10.0, 100.0, 0.1).round(9).tolist()
    [6.0, 9.0]
    """
    ratio = np.log(height_m / roughness_length_m) / np.log(reference_height_m / roughness_length_m)
    return np.asarray(np.asarray(wind_speed_m_per_s, dtype=np.float64) * ratio)


def air_density_kg_per_m3(temperature_c: npt.ArrayLike, altitude_m: float) -> FloatArray:
    """Density of dry air [kg/m3] at a temperature, under the pressure that is usual at that height above the sea.

    Parameters
    ----------
    temperature_c : array_like
        Of the air [degC].
    altitude_m : float
        Height above sea level [m].

    References
    ----------
    ISO 2533:1975, Standard atmosphere (pressure with height); ideal gas.

    Examples
    --------
    15 degC at sea level: 101325 / (287.05 * 288.15) = 1.225; -10 degC: 101325 / (287.05 * 263.15) = 1.341.

    >>> air_density_kg_per_m3([15.0, -10.0], 0.0).round(3).tolist()
    [1.225, 1.341]
    """
    pressure_pa = SEA_LEVEL_PA * (1.0 - LAPSE_K_PER_M * altitude_m / SEA_LEVEL_K) ** PRESSURE_EXPONENT
    kelvin = np.asarray(temperature_c, dtype=np.float64) + KELVIN_AT_0_C
    return np.asarray(pressure_pa / (GAS_CONSTANT_J_PER_KG_K * kelvin))


def equivalent_wind_speed_m_per_s(wind_speed_m_per_s: npt.ArrayLike, density_kg_per_m3: npt.ArrayLike) -> FloatArray:
    """The wind speed that carries as much power in air of 1.225 kg/m3, `v (density / 1.225)^(1/3)` [m/s].

    With it a power curve given for that density holds in colder, denser air too.

    Parameters
    ----------
    wind_speed_m_per_s : array_like
        At the hub [m/s].
    density_kg_per_m3 : array_like
        Of the air [kg/m3].

    References
    ----------
    IEC 61400-12-1:2017, normalisation of the wind speed to the reference density, for turbines with active control.

    Examples
    --------
    Air of eight times the density carries the power of twice the speed:

    >>> equivalent_wind_speed_m_per_s([5.0, 5.0], [1.225, 9.8]).round(9).tolist()
    [5.0, 10.0]
    """
    ratio = np.asarray(density_kg_per_m3, dtype=np.float64) / REFERENCE_DENSITY_KG_PER_M3
    return np.asarray(np.asarray(wind_speed_m_per_s, dtype=np.float64) * np.cbrt(ratio))


def power_over_rated_share(
    wind_speed_m_per_s: npt.ArrayLike, curve_m_per_s: npt.ArrayLike, curve_share: npt.ArrayLike
) -> FloatArray:
    """Power over rated power at given wind speeds [-]: linear between the points of the curve, nothing outside it.

    Below the first point the turbine stands still, above the last one it is switched off.

    Parameters
    ----------
    wind_speed_m_per_s : array_like
        At the hub [m/s].
    curve_m_per_s : array_like
        Wind speeds of the points of the power curve, ascending [m/s].
    curve_share : array_like
        Power over rated power at each of them [-].

    References
    ----------
    IEC 61400-12-1:2017 (power curve by bins of the wind speed); linear between them, as windpowerlib does.

    Examples
    --------
    Halfway between 4 m/s (0.1) and 6 m/s (0.3) is 0.2; 26 m/s is above the last point:

    >>> power_over_rated_share([2.0, 5.0, 25.0, 26.0], [4.0, 6.0, 25.0], [0.1, 0.3, 1.0]).round(9).tolist()
    [0.0, 0.2, 1.0, 0.0]
    """
    speeds, at, share = (np.asarray(a, dtype=np.float64) for a in (wind_speed_m_per_s, curve_m_per_s, curve_share))
    return np.asarray(np.interp(speeds, at, share, left=0.0, right=0.0), dtype=np.float64)
