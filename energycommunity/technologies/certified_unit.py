"""What the certificate of a heat pump says: test points of EN 14825, average climate, as the Keymark register has them.

The COP of the run follows from the test points (physics.certified_bench), the seasonal COP by the standard's bin method
(physics.seasonal_performance) beside it. The running unit is taken to behave as on the bench; only the capacity that
the file gives limits its heat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.physics.heat_pump import HeatSource
from energycommunity.quantities import FloatArray, Model, refusal

if TYPE_CHECKING:
    from energycommunity.physics.certified_bench import BenchPoints


class BenchPoint(Model):
    """One measurement."""

    outdoor_c: float = Field(ge=-40, le=20, description="Outdoor temperature it stands for: -7, 2, 7, 12 …")
    heat_kw: float = Field(gt=0, description="Heat given")
    cop: float = Field(ge=1, le=15, description="Heat over electricity")
    degradation_factor: float | None = Field(
        default=None, ge=0.5, le=1, description="Coefficient Cdh; else from the power with the compressor off"
    )


class CertifiedUnit(Model):
    """A unit's certificate for the average climate."""

    application_c: Literal[35, 45, 55, 65] = Field(description="Flow temperature at -10 °C outdoors it was tested for")
    points: tuple[BenchPoint, ...] = Field(
        min_length=2, description="Test points, those of bivalent point and operation limit among them"
    )
    design_heat_kw: float = Field(gt=0, description="Heat needed at -10 °C outdoors, Pdesign (Prated)")
    bivalent_c: float = Field(default=-7.0, le=2, description="Down to here the unit alone gives what is needed, Tbiv")
    operation_limit_c: float = Field(default=-10.0, description="Below it the unit stands, TOL")
    off_w: float = Field(default=0.0, ge=0, description="Power when off")
    thermostat_off_w: float = Field(default=0.0, ge=0, description="Power with the thermostat off")
    standby_w: float = Field(default=0.0, ge=0, description="Power on standby")
    crankcase_w: float = Field(default=0.0, ge=0, description="Power of the crankcase heater")
    seasonal_cop: float | None = Field(
        default=None, ge=1, le=15, description="SCOP on the certificate; compared with that of the test points"
    )

    @model_validator(mode="after")
    def _tell_temperatures_apart(self) -> CertifiedUnit:
        if len({point.outdoor_c for point in self.points}) == 1:
            raise refusal("technologies_test_points_alike", given=f"{self.points[0].outdoor_c:g}")
        return self

    def cop(
        self, source: HeatSource, outdoor_c: FloatArray, flow_c: float | FloatArray, source_c: FloatArray
    ) -> FloatArray:
        """Heat over electricity at other temperatures than those of the bench [°C], shape (steps,)."""
        from energycommunity.physics.certified_bench import bench_cop

        return bench_cop(self._bench(), (source, self.application_c), outdoor_c, flow_c, source_c)

    def reckoned_seasonal_cop(self) -> float:
        """SCOP of the test points by the bin method."""
        from energycommunity.physics.seasonal_performance import seasonal_cop, seasonal_cop_on

        on = seasonal_cop_on(self._bench(), self.design_heat_kw, self.bivalent_c, self.operation_limit_c)
        return seasonal_cop(on, self.design_heat_kw, self.off_w, self.thermostat_off_w, self.crankcase_w)

    def _bench(self) -> BenchPoints:
        from energycommunity.physics.certified_bench import BenchPoints, degradation

        heat_kw, cop = (np.array([getattr(point, name) for point in self.points]) for name in ("heat_kw", "cop"))
        unmeasured = degradation(max(self.thermostat_off_w, self.standby_w), heat_kw, cop)
        kept = [point.degradation_factor or value for point, value in zip(self.points, unmeasured, strict=True)]
        return BenchPoints([point.outdoor_c for point in self.points], heat_kw, cop, kept)
