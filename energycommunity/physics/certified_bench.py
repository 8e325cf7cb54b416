"""Heat pumps as they were measured on the test bench of EN 14825: their COP at other temperatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from energycommunity.physics.heat_pump import HeatSource, carnot_cop
from energycommunity.quantities import FloatArray

#: Flow temperature at the design temperature by which an application is called [degC].
Application = Literal[35, 45, 55, 65]

#: Outdoor temperatures of the test points in the average climate, the design temperature first [degC].
TEST_OUTDOOR_C: FloatArray = np.array([-10.0, -7.0, 2.0, 7.0, 12.0])

#: Flow temperatures at these points with weather compensation [degC]; -7/34 and -7/52 stand in hplib's description of
#: the Keymark register, the others are general knowledge of the standard.
TEST_FLOW_C: dict[Application, FloatArray] = {
    35: np.array([35.0, 34.0, 30.0, 27.0, 24.0]),
    45: np.array([45.0, 43.0, 37.0, 33.0, 28.0]),
    55: np.array([55.0, 52.0, 42.0, 36.0, 30.0]),
    65: np.array([65.0, 61.0, 49.0, 41.0, 32.0]),
}

#: What enters from brine and from groundwater on the bench, whatever the outdoor temperature (B0, W10) [degC].
TEST_INLET_C: dict[HeatSource, float] = {"ground": 0.0, "water": 10.0}

#: Loss of COP of a unit that switches on and off, where none was measured.
DEGRADATION = 0.9


@dataclass(frozen=True)
class BenchPoints:
    """What a unit did on the test bench, at outdoor temperatures in any order, shape (points,) each.

    Parameters
    ----------
    outdoor_c : array_like
        The points: -7, 2, 7, 12, bivalent point, operation limit [degC]; of repeated ones the first counts.
    capacity_kw : array_like
        Heat at each point [kW].
    cop : array_like
        Heat per electricity at each point.
    degradation : array_like
        Coefficient C_dh at each point (see `degradation`); not finite: 0.9.
    """

    outdoor_c: npt.ArrayLike
    capacity_kw: npt.ArrayLike
    cop: npt.ArrayLike
    degradation: npt.ArrayLike

    def in_order(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Outdoor temperature [degC], heat [kW], COP and degradation by rising temperature, shape (points,) each.

        References
        ----------
        EN 14825: where a coefficient of degradation is not known, it is 0.9.

        Examples
        --------
        >>> points = BenchPoints([2.0, -7.0, 2.0], [6.0, 9.0, 6.1], [3.5, 2.5, 3.4], [1.0, float("nan"), 1.0])
        >>> [column.tolist() for column in points.in_order()]
        [[-7.0, 2.0], [9.0, 6.0], [2.5, 3.5], [0.9, 1.0]]
        """
        outdoor, first = np.unique(np.asarray(self.outdoor_c, dtype=np.float64), return_index=True)
        columns = (self.capacity_kw, self.cop, self.degradation)
        capacity, cop, kept = (np.asarray(column, dtype=np.float64)[first] for column in columns)
        return outdoor, capacity, cop, np.where(np.isfinite(kept), kept, DEGRADATION)


def degradation(standby_w: npt.ArrayLike, capacity_kw: npt.ArrayLike, cop: npt.ArrayLike) -> FloatArray:
    """Coefficient C_dh of a unit that switches on and off, from the power it takes while off, shape as the points.

    Parameters
    ----------
    standby_w : array_like
        Power with the compressor off [W].
    capacity_kw, cop : array_like
        Heat [kW] and heat per electricity while on.

    References
    ----------
    EN 14825: one less the power in compressor-off state over the power while on; 0.9 where neither is measured.

    Examples
    --------
    30 W against 12 kW / 4.89 = 2454 W:

    >>> degradation(30.0, 12.0, 4.89).round(4).item()
    0.9878
    """
    on_w = 1000.0 * np.asarray(capacity_kw, dtype=np.float64) / np.asarray(cop, dtype=np.float64)
    return np.asarray(np.clip(1.0 - np.asarray(standby_w, dtype=np.float64) / on_w, DEGRADATION, 1.0), dtype=np.float64)


def bench_temperatures_c(
    source: HeatSource, application_c: Application, outdoor_c: npt.ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Flow and source temperature on the bench at outdoor temperatures, shape as these.

    Parameters
    ----------
    source : {"air", "ground", "water"}
        Air is as warm as outdoors; brine enters at 0 [degC], water at 10.
    application_c : {35, 45, 55, 65}
        Flow temperature at -10 [degC] outdoors.
    outdoor_c : array_like
        Outdoor temperatures [degC]; linear between the test points, held beyond them.

    References
    ----------
    EN 14825, average climate, variable outlet temperature; as described in github.com/FZJ-IEK3-VSA/hplib (README) for
    -7 degC, elsewhere general knowledge.

    Examples
    --------
    >>> flow_c, source_c = bench_temperatures_c("air", 55, [-7.0, 7.0])
    >>> flow_c.tolist(), source_c.tolist()
    ([52.0, 36.0], [-7.0, 7.0])
    """
    outdoor = np.asarray(outdoor_c, dtype=np.float64)
    flow = np.asarray(np.interp(outdoor, TEST_OUTDOOR_C, TEST_FLOW_C[application_c]), dtype=np.float64)
    return flow, outdoor if source == "air" else np.full(outdoor.shape, TEST_INLET_C[source])


def bench_cop(
    points: BenchPoints,
    tested: tuple[HeatSource, Application],
    outdoor_c: npt.ArrayLike,
    sink_c: npt.ArrayLike,
    source_c: npt.ArrayLike,
) -> FloatArray:
    """COP of a certified unit at temperatures it was not tested at, at least 1, shape as the temperatures.

    The part of Carnot's COP that the unit reached on the bench is linear between the outdoor temperatures of the test
    points and held beyond them, for with the outdoor temperature go the load and the frost that it depends on. At the
    temperatures of the bench the COP of the bench comes back.

    Parameters
    ----------
    points : BenchPoints
        Measurements.
    tested : tuple
        Source, and application [degC], of the measurements.
    outdoor_c : array_like
        Outdoor temperature [degC].
    sink_c, source_c : array_like
        Temperatures at which heat leaves and enters [degC].

    References
    ----------
    Second law of thermodynamics; test temperatures of EN 14825 (see `bench_temperatures_c`).

    Examples
    --------
    An air unit of COP 2.5 at -7 / 52 degC makes less of it at 60 degC: Carnot falls from 325.15 / 59 = 5.511 to
    333.15 / 67 = 4.972, and the COP with it to 2.5 * 4.972 / 5.511 = 2.256:

    >>> points = BenchPoints([-7.0, 7.0], [10.0, 5.0], [2.5, 4.5], [1.0, 1.0])
    >>> bench_cop(points, ("air", 55), -7.0, [52.0, 60.0], -7.0).round(3).tolist()
    [2.5, 2.256]
    """
    outdoor, _, cop, _ = points.in_order()
    grade = cop / carnot_cop(*bench_temperatures_c(*tested, outdoor), 1.0)
    reached = np.interp(np.asarray(outdoor_c, dtype=np.float64), outdoor, grade)
    return np.asarray(np.maximum(reached * carnot_cop(sink_c, source_c, 1.0), 1.0), dtype=np.float64)
