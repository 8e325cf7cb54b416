"""Heat of radiators and floor heating by the temperatures of water and room, and the water that a load needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray

#: Newton's steps come from one side and double their digits; so many are never needed.
_MOST_STEPS = 100
#: Relative change at which Newton has found what it seeks; with it the last step has done more.
_FOUND = 1e-13


@dataclass(frozen=True)
class NominalPoint:
    """Temperatures at which an emitter gives its nominal heat, and how its heat falls with them.

    Parameters
    ----------
    flow_c, return_c, room_c : float
        Of the water that enters and leaves, and of the room; flow above return above room [degC].
    exponent : float
        n of EN 442: about 1.3 of radiators, 1.1 of floor heating, at least 1 [-].
    """

    flow_c: float
    return_c: float
    room_c: float = 20.0
    exponent: float = 1.3


def arithmetic_over_temperature_k(
    flow_c: npt.ArrayLike, return_c: npt.ArrayLike, room_c: npt.ArrayLike = 20.0
) -> FloatArray:
    """Mean of flow and return less the room, by which EN 442 states nominal heat; shape as the temperatures [K].

    Parameters
    ----------
    flow_c, return_c, room_c : array_like
        Of the water that enters and leaves, and of the room [degC].

    References
    ----------
    Hudevad: Calculation method (hudevad.com/en/articles/blog/calculationmethod): EN 442 is based on 75/65/20, and two
    ways of conversion are in use, arithmetic and logarithmic.

    Examples
    --------
    >>> arithmetic_over_temperature_k(75.0, 65.0, 20.0).item()
    50.0
    """
    flow, back, room = (np.asarray(value, dtype=np.float64) for value in (flow_c, return_c, room_c))
    return np.asarray((flow + back) / 2.0 - room, dtype=np.float64)


def logarithmic_over_temperature_k(
    flow_c: npt.ArrayLike, return_c: npt.ArrayLike, room_c: npt.ArrayLike = 20.0
) -> FloatArray:
    """Mean over-temperature along an emitter in which the water cools to the room's; shape as the temperatures [K].

    Zero where the return is no warmer than the room.

    Parameters
    ----------
    flow_c, return_c, room_c : array_like
        Of the water that enters and leaves, and of the room [degC].

    References
    ----------
    Gritzki et al.: Can we still trust in EN 442?, part 2, REHVA Journal 2021: heat by the logarithmic over-temperature
    agrees with simulated radiators over a wide range of flow rates. The same mean in
    github.com/architecture-building-systems/CityEnergyAnalyst, `cea/tech/radiators.py`.

    Examples
    --------
    20 K / ln(70 / 50) = 59.44 K:

    >>> logarithmic_over_temperature_k(90.0, 70.0, 20.0).round(2).item()
    59.44
    """
    flow, back, room = (np.asarray(value, dtype=np.float64) for value in (flow_c, return_c, room_c))
    cool = np.maximum(back - room, 0.0)
    spread = np.maximum(flow - room - cool, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = spread / cool
        mean = spread / np.log1p(share)
    mean = np.where(share < 1e-9, cool + spread / 2.0, mean)  # both ends are equal to the last digits
    return np.asarray(np.where(cool > 0.0, mean, 0.0), dtype=np.float64)


def relative_heat(
    flow_c: npt.ArrayLike, return_c: npt.ArrayLike, nominal: NominalPoint, room_c: npt.ArrayLike = 20.0
) -> FloatArray:
    """Heat over the nominal heat, `(over-temperature / nominal over-temperature) ** n`, shape as the temperatures [-].

    Parameters
    ----------
    flow_c, return_c, room_c : array_like
        Of the water that enters and leaves, and of the room [degC].
    nominal : NominalPoint
        Where the emitter gives its nominal heat.

    References
    ----------
    Grundfos, encyclopedia, "Radiator exponent": heat by supply, return and room temperature with the exponent n, 1.3
    within 0.1. Gritzki et al. (see `logarithmic_over_temperature_k`) for the mean.

    Examples
    --------
    Of a radiator for 75/65/20, at 55/45/20: (29.72 K / 49.83 K) ** 1.3 = 0.511:

    >>> relative_heat(55.0, 45.0, NominalPoint(75.0, 65.0)).round(3).item()
    0.511
    """
    mean = logarithmic_over_temperature_k(flow_c, return_c, room_c)
    return np.asarray((mean / _over_temperature_k(nominal)) ** nominal.exponent, dtype=np.float64)


def needed_temperatures_c(
    load_fraction: npt.ArrayLike, nominal: NominalPoint, room_c: npt.ArrayLike = 20.0
) -> tuple[FloatArray, FloatArray]:
    """Flow and return with which an emitter gives a part of its nominal heat at its nominal mass flow [degC].

    The water cools by `load_fraction * nominal spread`, and the over-temperature is the nominal one times
    `load_fraction ** (1 / n)`: both ends follow in closed form. Without load both have the temperature of the room.

    Parameters
    ----------
    load_fraction : array_like
        Heat over nominal heat, at least 0 [-].
    nominal : NominalPoint
        Where the emitter gives its nominal heat.
    room_c : array_like
        Temperature of the room [degC].

    Returns
    -------
    tuple of FloatArray
        Flow and return, each of the shape of load and room together [degC].

    References
    ----------
    The equations of `relative_heat`, solved for the temperatures; those of
    github.com/architecture-building-systems/CityEnergyAnalyst, `cea/tech/radiators.py`, which solves them by iteration.

    Examples
    --------
    Half the load of 90/70: over-temperature 59.44 * 0.5 ** (1 / 1.3) = 34.87 K, spread 10 K,
    return 20 + 10 / (exp(10 / 34.87) - 1):

    >>> [value.round(2).item() for value in needed_temperatures_c(0.5, NominalPoint(90.0, 70.0))]
    [60.11, 50.11]
    """
    part, room = np.asarray(load_fraction, dtype=np.float64), np.asarray(room_c, dtype=np.float64)
    part, room = np.broadcast_arrays(np.maximum(part, 0.0), room)
    spread = part * _spread_k(nominal)
    over = _excess(part ** (1.0 / nominal.exponent), nominal)
    return np.asarray(room + over, dtype=np.float64), np.asarray(room + over - spread, dtype=np.float64)


def needed_flow_c(
    load_fraction: npt.ArrayLike, return_c: npt.ArrayLike, nominal: NominalPoint, room_c: npt.ArrayLike = 20.0
) -> FloatArray:
    """Flow with which an emitter gives a part of its nominal heat where valves hold its return [degC].

    A return that is warmer than the mean the load needs would give more heat than wanted however little cooled: then
    the flow is the return. Shape of load, return and room together.

    Parameters
    ----------
    load_fraction : array_like
        Heat over nominal heat, at least 0 [-].
    return_c, room_c : array_like
        Of the water that leaves, warmer than the room, and of the room [degC].
    nominal : NominalPoint
        Where the emitter gives its nominal heat.

    References
    ----------
    The equations of `relative_heat`, solved for the flow: with u the ratio of the excess of flow to that of return,
    u - 1 = a ln u, a being mean over return excess. The left side less the right is convex in u and not negative at
    (2 a - 1) ** 2, since ln u <= 2 (sqrt(u) - 1), so that Newton's method comes down from there.

    Examples
    --------
    At the nominal return and full load the nominal flow:

    >>> needed_flow_c(1.0, 70.0, NominalPoint(90.0, 70.0)).round(6).item()
    90.0
    """
    part, back, room = (np.asarray(value, dtype=np.float64) for value in (load_fraction, return_c, room_c))
    mean = _over_temperature_k(nominal) * np.maximum(part, 0.0) ** (1.0 / nominal.exponent)
    cool = back - room
    ratio = np.maximum(mean / cool, 1.0 + 1e-12)
    found = (2.0 * ratio - 1.0) ** 2
    for _ in range(_MOST_STEPS):
        step = (found - 1.0 - ratio * np.log(found)) / (1.0 - ratio / found)
        found = np.maximum(found - step, 1.0 + 1e-12)
        if np.all(np.abs(step) <= _FOUND * found):
            break
    return np.asarray(np.where(mean > cool, room + cool * found, np.broadcast_arrays(back, mean)[0]), dtype=np.float64)


def given_heat(flow_c: npt.ArrayLike, nominal: NominalPoint, room_c: npt.ArrayLike = 20.0) -> FloatArray:
    """Heat over nominal heat that an emitter gives with a flow at its nominal mass flow, all valves open [-].

    The inverse of `needed_temperatures_c`; zero where the flow is no warmer than the room. Shape of flow and room.

    Parameters
    ----------
    flow_c, room_c : array_like
        Of the water that enters, and of the room [degC].
    nominal : NominalPoint
        Where the emitter gives its nominal heat.

    References
    ----------
    The equations of `needed_temperatures_c`. The excess of the flow is convex in the relative over-temperature and
    above the over-temperature itself, so that Newton's method comes down from their ratio.

    Examples
    --------
    A radiator for 90/70 with water of 60.11 degC gives half its heat:

    >>> given_heat([90.0, 60.11, 15.0], NominalPoint(90.0, 70.0)).round(3).tolist()
    [1.0, 0.5, 0.0]
    """
    flow, room = np.asarray(flow_c, dtype=np.float64), np.asarray(room_c, dtype=np.float64)
    excess = np.maximum(flow - room, 0.0)
    mean, power = excess / _over_temperature_k(nominal), nominal.exponent
    for _ in range(_MOST_STEPS):
        step = (_excess(mean, nominal) - excess) / _slope(mean, nominal)
        mean = np.maximum(mean - step, 0.0)
        if np.all(np.abs(step) <= _FOUND * np.maximum(mean, 1e-6)):
            break
    return np.asarray(mean**power, dtype=np.float64)


def _spread_k(nominal: NominalPoint) -> float:
    """Flow less return [K]."""
    return nominal.flow_c - nominal.return_c


def _over_temperature_k(nominal: NominalPoint) -> float:
    """Logarithmic over-temperature [K]."""
    return float(logarithmic_over_temperature_k(nominal.flow_c, nominal.return_c, nominal.room_c))


def _transfer_units(mean: FloatArray, nominal: NominalPoint) -> FloatArray:
    """Spread over over-temperature, by the relative over-temperature [-]."""
    units = mean ** (nominal.exponent - 1.0) * _spread_k(nominal) / _over_temperature_k(nominal)
    return np.asarray(np.maximum(units, 1e-12), dtype=np.float64)  # so that none divides by zero


def _excess(mean: FloatArray, nominal: NominalPoint) -> FloatArray:
    """Flow less room [K] by the relative over-temperature, at the nominal mass flow."""
    units = _transfer_units(mean, nominal)
    return np.asarray(_over_temperature_k(nominal) * mean * units / -np.expm1(-units), dtype=np.float64)


def _slope(mean: FloatArray, nominal: NominalPoint) -> FloatArray:
    """Derivative of `_excess` by the relative over-temperature [K]."""
    units = _transfer_units(mean, nominal)
    left = -np.expm1(-units)
    held = units / left
    grown = np.where(units < 1e-4, 0.5, (left - units * np.exp(-units)) / left**2)
    return np.asarray(
        _over_temperature_k(nominal) * (held + (nominal.exponent - 1.0) * units * grown), dtype=np.float64
    )
