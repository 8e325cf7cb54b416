"""Seasonal performance of heat pumps by the temperature bins of EN 14825."""

from __future__ import annotations

import numpy as np

from energycommunity.physics.certified_bench import BenchPoints
from energycommunity.quantities import FloatArray

#: Hours of the average climate (Strasbourg) at each whole degree from -10 to 15 degC; together 4910 h.
AVERAGE_CLIMATE_C: FloatArray = np.arange(-10.0, 16.0)
# fmt: off
AVERAGE_CLIMATE_H: FloatArray = np.array([
    1, 25, 23, 24, 27, 68, 91, 89, 165, 173, 240, 280, 320,
    357, 356, 303, 330, 326, 348, 335, 315, 215, 169, 151, 105, 74,
], dtype=np.float64)
# fmt: on

#: Design temperature of the average climate and the temperature at which a building needs no heat [degC].
DESIGN_C, NO_HEAT_C = -10.0, 16.0

#: Equivalent hours at full load, and hours with thermostat off, crankcase heater on, and unit off [h].
FULL_LOAD_H, THERMOSTAT_OFF_H, CRANKCASE_H, OFF_H = 2066.0, 179.0, 179.0, 3672.0


def seasonal_cop_on(
    points: BenchPoints, design_kw: float, bivalent_c: float, operation_limit_c: float = DESIGN_C
) -> float:
    """Seasonal COP of the running unit with its supplementary electric heater, average climate.

    Parameters
    ----------
    points : BenchPoints
        Measurements.
    design_kw : float
        Heat needed at -10 degC [kW].
    bivalent_c : float
        From this temperature on the unit alone gives what is needed [degC].
    operation_limit_c : float
        Below it the unit stands and the electric heater does all [degC].

    References
    ----------
    EN 14825: bin method for the seasonal coefficient of performance; bins of the average climate.

    Examples
    --------
    A unit that always gives what is needed at COP 4 has a seasonal COP of 4:

    >>> need = [10.0, 10 * 23 / 26, 10 * 14 / 26, 10 * 9 / 26, 10 * 4 / 26]
    >>> points = BenchPoints([-10.0, -7.0, 2.0, 7.0, 12.0], need, [4.0] * 5, [0.9] * 5)
    >>> round(seasonal_cop_on(points, 10.0, bivalent_c=-10.0), 6)
    4.0
    """
    outdoor, capacity, cop, kept = points.in_order()
    needed_at_points = design_kw * (NO_HEAT_C - outdoor) / (NO_HEAT_C - DESIGN_C)
    ratio = np.minimum(needed_at_points / capacity, 1.0)
    # Ten per cent too much is still counted as meeting the load.
    ratio = np.where(capacity <= 1.1 * needed_at_points, 1.0, ratio)
    cop = cop * ratio / (kept * ratio + 1.0 - kept)
    needed = design_kw * (NO_HEAT_C - AVERAGE_CLIMATE_C) / (NO_HEAT_C - DESIGN_C)
    # A unit with more capacity than needed throttles or switches: it gives what is needed.
    given = np.minimum(_extended(AVERAGE_CLIMATE_C, outdoor, capacity), needed)
    # Test points a little under the load are the bench's tolerance, not a lack that the electric heater makes good.
    given = np.where(bivalent_c <= AVERAGE_CLIMATE_C, needed, given)
    given = np.where(operation_limit_c > AVERAGE_CLIMATE_C, 0.0, given)
    bin_cop = _extended(AVERAGE_CLIMATE_C, outdoor, cop)
    electricity = given / bin_cop + (needed - given)
    return float((AVERAGE_CLIMATE_H * needed).sum() / (AVERAGE_CLIMATE_H * electricity).sum())


def seasonal_cop(cop_on: float, design_kw: float, off_w: float, thermostat_off_w: float, crankcase_w: float) -> float:
    """Seasonal COP with the electricity that the unit takes while it gives no heat, average climate.

    Parameters
    ----------
    cop_on : float
        From `seasonal_cop_on`.
    design_kw : float
        Heat needed at -10 degC [kW].
    off_w, thermostat_off_w, crankcase_w : float
        Power in off mode, with thermostat off, and of the crankcase heater [W].

    References
    ----------
    EN 14825: reference annual heat is design load times 2066 h; hours of the modes in the average climate.

    Examples
    --------
    10 kW: 20 660 kWh / 4 = 5165 kWh, and 0.02 * 179 + 0.01 * 3672 = 40.3 kWh beside:

    >>> round(seasonal_cop(4.0, 10.0, 10.0, 20.0, 0.0), 3)
    3.969
    """
    heat_kwh = design_kw * FULL_LOAD_H
    beside_wh = off_w * OFF_H + thermostat_off_w * THERMOSTAT_OFF_H + crankcase_w * CRANKCASE_H
    return heat_kwh / (heat_kwh / cop_on + beside_wh / 1000.0)


def _extended(at: FloatArray, points: FloatArray, values: FloatArray) -> FloatArray:
    """Linear between the points and beyond the warmest; held below the coldest."""
    inside = np.interp(at, points, values)
    slope = (values[-1] - values[-2]) / (points[-1] - points[-2])
    return np.asarray(np.where(at > points[-1], values[-1] + slope * (at - points[-1]), inside), dtype=np.float64)
