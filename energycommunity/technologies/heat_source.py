"""Where heat pumps take heat from, and the COP that follows from source and flow: for plants and for choices alike.

Air and soil have their temperature from the weather. The COP is that of When2Heat's regressions, or Carnot's with a
quality grade (physics.heat_pump).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray
from energycommunity.technologies.base import AssetContext

if TYPE_CHECKING:
    from energycommunity.physics.heat_pump import HeatSource

Source = Literal["air", "ground", "water", "waste_heat"]

#: Whose regression gives the COP: waste heat reaches the machine as water does.
REGRESSION_OF: dict[Source, HeatSource] = {"air": "air", "ground": "ground", "water": "water", "waste_heat": "water"}

#: Depth of a horizontal collector and of groundwater; general knowledge [m].
GROUND_COLLECTOR_DEPTH_M, GROUNDWATER_DEPTH_M = 1.5, 10.0


def exchanger_k(source: Source, given_k: float | None = None) -> float:
    """What an exchanger between the source and the machine takes [K]: as given, else 5 K, of air none.

    >>> exchanger_k("air"), exchanger_k("ground"), exchanger_k("ground", 2.0)
    (0.0, 5.0, 2.0)
    """
    from energycommunity.physics.heat_pump import EXCHANGER_K

    if given_k is not None:
        return given_k
    return 0.0 if source == "air" else EXCHANGER_K


def source_temperature_c(source: Source, context: AssetContext) -> FloatArray:
    """Temperature of the air, of the soil or of the groundwater in each step, shape (steps,) [degC]."""
    from energycommunity.heat_network.losses import ground_series_c

    run = context.of_run()
    if run is not None and source != "air":  # the ground feels no cold spell, but it is as cold as ever
        return np.full(context.profile.grid.steps, source_temperature_c(source, run).min())
    outdoor_c = np.asarray(context.weather()["temp_air"].values, dtype=np.float64)
    if source == "air":
        return outdoor_c
    depth_m = GROUND_COLLECTOR_DEPTH_M if source == "ground" else GROUNDWATER_DEPTH_M
    return ground_series_c(outdoor_c, context.profile.grid, depth_m)


def modelled_cop(
    source: Source, flow_c: npt.ArrayLike, inlet_c: npt.ArrayLike, quality_grade: float | None, field_factor: float
) -> FloatArray:
    """Heat over electricity [-]: by Carnot and a quality grade where one is given, else by the regression.

    The flow leaves the machine at `flow_c`, the source enters at `inlet_c` [degC].

    >>> float(modelled_cop("air", 35.0, -5.0, None, 0.85).round(3))
    2.6
    """
    from energycommunity.physics.heat_pump import carnot_cop, regression_cop

    if quality_grade is not None:
        return carnot_cop(flow_c, inlet_c, quality_grade)
    return regression_cop(REGRESSION_OF[source], flow_c, inlet_c, field_factor)
