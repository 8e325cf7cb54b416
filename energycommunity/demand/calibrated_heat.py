"""The hourly room model held to measured heat, and cut to the steps of a run or laid into its design spell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from energycommunity.demand.envelope import Envelope
from energycommunity.demand.room_heat import RoomHeat, opaque_w_per_k, room_heat
from energycommunity.demand.space_heat import SpaceHeatDemand, window_of_year
from energycommunity.errors import Fault, ScenarioError
from energycommunity.physics.room_model import MASS_TO_SURFACE
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray, IntArray
from energycommunity.time_grid import TimeGrid

#: By how much U-values and air changes may be off; a measured heat beyond is of another building.
LEAST_FACTOR, MOST_FACTOR = 0.1, 5.0
#: Measured heat is met within this part of it.
_MET = 1e-5
_HOURS_OF_NEARLY_A_YEAR = 8000.0
#: Temperatures are cut above 0 K, since powers are never negative.
ZERO_C_IN_K = 273.15


@dataclass(frozen=True)
class ModelledRooms:
    """A building for the room model: its name in the file, its envelope, and what was measured, if anything."""

    name: str
    envelope: Envelope
    measured: SpaceHeatDemand | None = None


@dataclass(frozen=True, eq=False)
class CalibratedHeat:
    """Heat and cold of buildings on the steps of a run.

    Parameters
    ----------
    names : tuple of str
        The buildings, in the order of the rows.
    heat : RoomHeat
        Each of shape (buildings, steps).
    loss_factor : FloatArray
        What their U-values and air changes are multiplied by, so that the measured heat comes out; 1 where nothing was
        measured. Shape (buildings,).
    """

    names: tuple[str, ...]
    heat: RoomHeat
    loss_factor: FloatArray

    def heating_kw(self, name: str) -> FloatArray:
        """Heat for the rooms of a building [kW], shape (steps,)."""
        return np.asarray(self.heat.heating_kw[self.names.index(name)], dtype=np.float64)

    def cooling_kw(self, name: str) -> FloatArray:
        """Heat to be taken from the rooms of a building [kW], shape (steps,)."""
        return np.asarray(self.heat.cooling_kw[self.names.index(name)], dtype=np.float64)


def calibrated_heat(
    rooms: Sequence[ModelledRooms], context: ProfileContext, of_run: CalibratedHeat | None = None
) -> CalibratedHeat:
    """Heat and cold of buildings on the steps of a context.

    Where heat was measured, all U-values and air changes of the building are multiplied by one factor, such that the
    whole year has the measured heat: losses are what is known least, and gains and set-points stay as stated. Of twelve
    measured months the sum counts for the factor; then each month's heat is brought to what was measured. A design
    spell has the factor of its run, and its own weather.

    Parameters
    ----------
    rooms : sequence of ModelledRooms
        The buildings.
    context : ProfileContext
        Steps and weather of the run, or of its design spell.
    of_run : CalibratedHeat, optional
        Of the run, for its design spell, where it is there already.

    Raises
    ------
    ScenarioError
        If the weather is missing, no year can be had for what was measured in a year, or no factor between 0.1 and 5
        gives the measured heat.
    """
    run = context.spell_of or context
    whole = run.year or run
    if whole.weather is None:
        raise ScenarioError(Fault("demand_weather_missing", {}))
    names = tuple(each.name for each in rooms)
    envelopes = [each.envelope for each in rooms]
    months = [_months_kwh(each, whole) for each in rooms]
    factor = _loss_factors(rooms, months, whole) if of_run is None else of_run.loss_factor
    if context.spell_of is not None:
        return CalibratedHeat(names, _without_unheated(room_heat(envelopes, context, factor), months), factor)
    heat = _by_months(_without_unheated(room_heat(envelopes, whole, factor), months), rooms, months, whole.grid)
    return CalibratedHeat(names, heat if whole is context else _window(heat, whole.grid, context.grid), factor)


def _months_kwh(rooms: ModelledRooms, whole: ProfileContext) -> FloatArray | None:
    """Measured heat on the steps of a context [kWh]: of twelve months or, of shape (1,), of all; None for none."""
    measured, grid = rooms.measured, whole.grid
    if measured is None or whole.weather is None:
        return None
    if grid.hours < _HOURS_OF_NEARLY_A_YEAR and (measured.monthly_kwh is not None or not grid.annual):
        raise ScenarioError(Fault("demand_year_missing", {"hours": grid.hours}))
    if measured.monthly_kwh is not None:
        return measured.months_kwh(whole.weather, grid)
    return np.array([measured.yearly_kwh()[0] / grid.weight])


def _loss_factors(
    rooms: Sequence[ModelledRooms], months: Sequence[FloatArray | None], whole: ProfileContext
) -> FloatArray:
    """Factor of each building, found for all that were measured together; 1 for the others."""
    from scipy.optimize.elementwise import find_root

    factor = np.ones(len(rooms))
    wanted = np.array([0.0 if each is None else each.sum() for each in months])
    measured = np.flatnonzero(wanted > 0)
    if not len(measured):
        return factor
    envelopes = [each.envelope for each in rooms]

    def excess(tried: FloatArray, which: IntArray) -> FloatArray:
        """Modelled over measured heat, less 1, of some of the buildings with a factor each."""
        flat = which.ravel().astype(np.int64)
        heat = room_heat([envelopes[at] for at in flat], whole, tried.ravel())
        found = heat.heating_kw.sum(axis=1) * whole.grid.step_h / wanted[flat] - 1.0
        return np.asarray(found.reshape(tried.shape), dtype=np.float64)

    least = np.full(len(measured), LEAST_FACTOR)
    most = np.array([_most_factor(envelopes[at]) for at in measured])
    root = find_root(excess, (least, most), args=(measured,), tolerances={"fatol": _MET})
    if not root.success.all():
        at = int(np.flatnonzero(~root.success)[0])
        limits = (1.0 + excess(limit[[at]], measured[[at]])[0] for limit in (least, most))
        low, high = (round(float(each * wanted[measured[at]])) for each in limits)
        values: dict[str, object] = {"measured": round(float(wanted[measured[at]])), "low": low, "high": high}
        raise ScenarioError(Fault("envelope_measured_beyond", values, path=f"buildings.{rooms[measured[at]].name}"))
    factor[measured] = root.x
    return factor


def _most_factor(envelope: Envelope) -> float:
    """The largest factor that is tried: more than the mass gives to the surfaces cannot pass through the walls."""
    passed = MASS_TO_SURFACE * envelope.mass_factor * envelope.heated_area_m2 / opaque_w_per_k(envelope)
    return float(min(MOST_FACTOR, 0.9 * passed))


def _without_unheated(heat: RoomHeat, months: Sequence[FloatArray | None]) -> RoomHeat:
    """Heat with nothing where it was measured that nothing was used."""
    heated = np.array([each is None or each.sum() > 0 for each in months])
    return replace(heat, heating_kw=heat.heating_kw * heated[:, None])


def _by_months(
    heat: RoomHeat, rooms: Sequence[ModelledRooms], months: Sequence[FloatArray | None], grid: TimeGrid
) -> RoomHeat:
    """Heat with each month brought to what was measured in it; evenly over a month in which the model has none."""
    heating = heat.heating_kw.copy()
    for at, each in enumerate(rooms):
        wanted = months[at]
        if wanted is None or each.measured is None or each.measured.monthly_kwh is None:
            continue
        for month in range(12):
            inside = grid.local.month.to_numpy() == month + 1
            modelled = heating[at, inside].sum() * grid.step_h
            even = wanted[month] / (inside.sum() * grid.step_h)
            heating[at, inside] = heating[at, inside] * (wanted[month] / modelled) if modelled > 0 else even
    return replace(heat, heating_kw=heating)


def _window(heat: RoomHeat, year: TimeGrid, window: TimeGrid) -> RoomHeat:
    """The steps of a year that fall into a window."""

    def cut(rows: FloatArray) -> FloatArray:
        return np.array([window_of_year(row, year, window) for row in rows]).reshape(len(rows), window.steps)

    return RoomHeat(cut(heat.heating_kw), cut(heat.cooling_kw), cut(heat.air_c + ZERO_C_IN_K) - ZERO_C_IN_K)
