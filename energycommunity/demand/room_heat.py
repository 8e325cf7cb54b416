"""Heat and cold of many buildings by the hourly room model, from their envelopes and the weather."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.demand.envelope import Envelope, Facade
from energycommunity.errors import Fault, ScenarioError
from energycommunity.physics.room_model import Conditions, Rooms, room_series
from energycommunity.physics.solar_gains import (
    SKY_SEEN_FLAT,
    SKY_SEEN_UPRIGHT,
    WindowShape,
    facade_irradiance_w_per_m2,
    glass_aperture_m2,
    opaque_aperture_m2,
    sky_loss_w,
)
from energycommunity.physics.tilted_plane import sky_over
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import BoolArray, FloatArray
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    import xarray as xr

#: Heat that air carries [Wh/(m3 K)]: 1200 J/(m3 K), EN ISO 13790.
AIR_WH_PER_M3_K = 1200.0 / 3600.0

#: Buildings that are walked through the year together: as many as keep the arrays within the processor's reach.
_TOGETHER = 100


@dataclass(frozen=True, eq=False)
class RoomHeat:
    """What buildings need and how warm they are, each of shape (buildings, steps).

    Parameters
    ----------
    heating_kw, cooling_kw : FloatArray
        Heat for the rooms, and heat to be taken from them [kW].
    air_c : FloatArray
        Air of the rooms, means of each step [degC].
    """

    heating_kw: FloatArray
    cooling_kw: FloatArray
    air_c: FloatArray


def room_heat(
    envelopes: Sequence[Envelope], context: ProfileContext, loss_factor: FloatArray | None = None
) -> RoomHeat:
    """Heating and cooling of buildings on the steps of a context, which are taken as periodic.

    Parameters
    ----------
    envelopes : sequence of Envelope
        The buildings.
    context : ProfileContext
        Place, steps and weather on them.
    loss_factor : FloatArray, optional
        Multiplies all U-values and air changes of each building, shape (buildings,).

    Raises
    ------
    ScenarioError
        If there is no weather.

    References
    ----------
    EN ISO 13790:2008, annex C and clause 11; see `physics.room_model` and `physics.solar_gains`.
    """
    if context.weather is None:
        raise ScenarioError(Fault("demand_weather_missing", {}))
    factor = np.ones(len(envelopes)) if loss_factor is None else loss_factor
    sun = _Sun.over(envelopes, context, context.weather)
    parts = [
        _part(envelopes[begin : begin + _TOGETHER], factor[begin : begin + _TOGETHER], sun, context.grid)
        for begin in range(0, len(envelopes), _TOGETHER)
    ]
    return RoomHeat(*(np.concatenate([getattr(part, name) for part in parts]) for name in _FIELDS))


_FIELDS = ("heating_kw", "cooling_kw", "air_c")


@dataclass(frozen=True, eq=False)
class _Sun:
    """Outdoor air [degC], and irradiance of the ways that facades face and are shaded [W/m2], shape (steps,) each."""

    outdoor_c: FloatArray
    roof_w_per_m2: FloatArray
    by_shape: dict[WindowShape, tuple[FloatArray, FloatArray]]

    @classmethod
    def over(cls, envelopes: Sequence[Envelope], context: ProfileContext, weather: xr.Dataset) -> _Sun:
        sky = sky_over(weather, context.grid, context.latitude_deg, context.longitude_deg, context.altitude_m)
        shapes = dict.fromkeys(_shape(facade) for envelope in envelopes for facade in envelope.facades)
        outdoor_c = np.asarray(weather["temp_air"].to_numpy(), dtype=np.float64)
        light = {shape: facade_irradiance_w_per_m2(sky, shape) for shape in shapes}
        return cls(outdoor_c, sky.ghi_w_per_m2, light)

    def gains_w(self, envelopes: Sequence[Envelope], factor: FloatArray) -> FloatArray:
        """Heat of the sun through glass and opaque parts, less what the sky takes [W], shape (steps, buildings)."""
        rows = [self.roof_w_per_m2, *(light for both in self.by_shape.values() for light in both)]
        position = {shape: 1 + 2 * at for at, shape in enumerate(self.by_shape)}
        aperture_m2, lost_w = np.zeros((len(rows), len(envelopes))), np.zeros(len(envelopes))
        for at, (envelope, scale) in enumerate(zip(envelopes, factor, strict=True)):
            roof_w_per_k = scale * envelope.roof_u_w_per_m2_k * envelope.roof_m2
            aperture_m2[0, at] = opaque_aperture_m2(roof_w_per_k, envelope.absorptance)
            lost_w[at] = sky_loss_w(roof_w_per_k, SKY_SEEN_FLAT, envelope.emissivity)
            for facade in envelope.facades:
                row, shade = position[_shape(facade)], facade.shading_factor
                wall_w_per_k = scale * envelope.wall_u_w_per_m2_k * (facade.area_m2 - facade.window_m2)
                window_w_per_k = scale * envelope.window_u_w_per_m2_k * facade.window_m2
                aperture_m2[row, at] += opaque_aperture_m2(wall_w_per_k, envelope.absorptance, shade)
                aperture_m2[row + 1, at] += glass_aperture_m2(
                    facade.window_m2, envelope.window_g, envelope.window_frame_fraction, shade
                )
                lost_w[at] += sky_loss_w(wall_w_per_k + window_w_per_k, SKY_SEEN_UPRIGHT, envelope.emissivity)
        return np.asarray(np.array(rows).T @ aperture_m2 - lost_w, dtype=np.float64)


def _shape(facade: Facade) -> WindowShape:
    overhang = (facade.overhang_m, facade.overhang_above_m, facade.window_height_m) if facade.overhang_m else None
    fins = (facade.fins_m, facade.fins_beside_m, facade.window_width_m) if facade.fins_m else None
    nothing = (0.0, 0.0, 1.0)
    return WindowShape(facade.azimuth_deg % 360.0, overhang or nothing, fins or nothing)


def _part(envelopes: Sequence[Envelope], factor: FloatArray, sun: _Sun, grid: TimeGrid) -> RoomHeat:
    conditions = _conditions(envelopes, factor, sun, grid)
    series = room_series(_rooms(envelopes, factor), conditions, grid.step_h)
    return RoomHeat(series.heating_w.T / 1000.0, series.cooling_w.T / 1000.0, series.air_c.T)


def _rooms(envelopes: Sequence[Envelope], factor: FloatArray) -> Rooms:
    floor_m2 = _of(envelopes, lambda e: e.heated_area_m2)
    return Rooms(
        surface_m2=floor_m2 * _of(envelopes, lambda e: e.surface_factor),
        mass_m2=floor_m2 * _of(envelopes, lambda e: e.mass_factor),
        capacity_j_per_k=floor_m2 * _of(envelopes, lambda e: 1000.0 * e.capacity_kj_per_m2_k),
        opaque_w_per_k=factor * _of(envelopes, opaque_w_per_k),
        window_w_per_k=factor * _of(envelopes, lambda e: e.window_u_w_per_m2_k * e.window_m2),
    )


def opaque_w_per_k(envelope: Envelope) -> float:
    """Transmission through walls, roof, cellar and thermal bridges [W/K].

    Examples
    --------
    A house of series 103 with 1000 m2: walls 510 * 1.05, roof 235 * 0.8, cellar 0.6 * 235 * 0.7, thermal bridges
    0.1 * (510 + 170 + 235 + 0.6 * 235).

    >>> round(opaque_w_per_k(Envelope.of_series("103", 1000.0)), 1)
    927.8
    """
    cellar_m2 = envelope.cellar_factor * envelope.cellar_m2
    bridged_m2 = envelope.wall_m2 + envelope.window_m2 + envelope.roof_m2 + cellar_m2
    return (
        envelope.wall_u_w_per_m2_k * envelope.wall_m2
        + envelope.roof_u_w_per_m2_k * envelope.roof_m2
        + envelope.cellar_u_w_per_m2_k * cellar_m2
        + envelope.thermal_bridges_w_per_m2_k * bridged_m2
    )


def _conditions(envelopes: Sequence[Envelope], factor: FloatArray, sun: _Sun, grid: TimeGrid) -> Conditions:
    night = _nights(envelopes, grid)
    heat_c = _of(envelopes, lambda e: -np.inf if e.heating_setpoint_c is None else e.heating_setpoint_c)
    cool_c = _of(envelopes, lambda e: np.inf if e.cooling_setpoint_c is None else e.cooling_setpoint_c)
    idle = night & ~np.array([envelope.cooling_at_night for envelope in envelopes])
    floor_m2 = _of(envelopes, lambda e: e.heated_area_m2)
    return Conditions(
        outdoor_c=sun.outdoor_c[:, None],
        ventilation_w_per_k=factor * _ventilation_w_per_k(envelopes, night, sun.outdoor_c),
        solar_w=sun.gains_w(envelopes, factor),
        internal_w=(floor_m2 * _of(envelopes, lambda e: e.internal_gains_w_per_m2))[None, :],
        heat_below_c=heat_c - night * _of(envelopes, lambda e: e.night_setback_k),
        cool_above_c=np.where(idle, np.inf, cool_c),
        most_heating_w=_limit_w(envelopes, "maximum_heating_kw"),
        most_cooling_w=_limit_w(envelopes, "maximum_cooling_kw"),
    )


def _ventilation_w_per_k(envelopes: Sequence[Envelope], night: BoolArray, outdoor_c: FloatArray) -> FloatArray:
    """Heat carried by exchanged air [W/K], shape (steps, buildings): a plant keeps some of it, unless it is warm."""
    kept = _of(envelopes, lambda e: e.heat_recovery_fraction)
    bypassed = outdoor_c[:, None] > _of(envelopes, lambda e: e.bypass_above_c)
    planned = _of(envelopes, lambda e: e.ventilation_per_h) * np.where(bypassed, 1.0, 1.0 - kept)
    nightly = night * _of(envelopes, lambda e: e.night_ventilation_per_h)
    per_h = _of(envelopes, lambda e: e.infiltration_per_h) + planned + nightly
    return np.asarray(AIR_WH_PER_M3_K * _of(envelopes, lambda e: e.volume_m3) * per_h, dtype=np.float64)


def _nights(envelopes: Sequence[Envelope], grid: TimeGrid) -> BoolArray:
    """Whether it is night by the clock of each building, shape (steps, buildings)."""
    hour = grid.local.hour.to_numpy()[:, None]
    begin = _of(envelopes, lambda e: float(e.night_from_h))
    end = _of(envelopes, lambda e: float(e.night_until_h))
    over_midnight = (hour >= begin) | (hour < end)
    return np.asarray(np.where(begin > end, over_midnight, (hour >= begin) & (hour < end)), dtype=np.bool_)


def _limit_w(envelopes: Sequence[Envelope], name: str) -> FloatArray:
    limits = (getattr(envelope, name) for envelope in envelopes)
    return np.array([[np.inf if limit is None else 1000.0 * limit for limit in limits]])


def _of(envelopes: Sequence[Envelope], value: Callable[[Envelope], float]) -> FloatArray:
    return np.array([value(envelope) for envelope in envelopes], dtype=np.float64)
