"""When the cars of a fleet are plugged in, and how much they need by then."""

from __future__ import annotations

import numpy as np
from pydantic import Field, model_validator

from energycommunity.demand.calendar import WORKDAY, day_types
from energycommunity.demand.waiting import WaitingDemand, served_within, stretches
from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import BoolArray, Model, refusal
from energycommunity.time_grid import TimeGrid


class PluggedIn(Model):
    """When a car comes to its charger and leaves it, on the clock; overnight where it comes later than it leaves."""

    arrive_h: float = Field(ge=0, lt=24, description="Hour of the day at which the cars are plugged in, e.g. 17.5")
    depart_h: float = Field(ge=0, le=24, description="Hour of the day at which they leave, e.g. 7.5")

    @model_validator(mode="after")
    def _leaves(self) -> PluggedIn:
        if self.arrive_h % 24.0 == self.depart_h % 24.0:
            raise refusal("demand_car_never_leaves")
        return self

    @property
    def overnight(self) -> bool:
        """Whether the cars stay from one day to the next."""
        return self.arrive_h > self.depart_h


def plugged_in(grid: TimeGrid, workdays: PluggedIn, weekend: PluggedIn | None) -> BoolArray:
    """Steps that lie wholly within the time on the charger, shape (steps,).

    Parameters
    ----------
    grid : TimeGrid
        The steps; their civil time counts.
    workdays, weekend : PluggedIn
        Times of workdays, and of Saturdays, Sundays and holidays. On a weekend without times nobody drives: cars that
        stay overnight stay, others stay away.

    Examples
    --------
    >>> import pandas as pd
    >>> friday = TimeGrid(pd.Timestamp("2025-03-07", tz="UTC"), 48, 1.0, "UTC", annual=False)
    >>> night = PluggedIn(arrive_h=17, depart_h=8)
    >>> np.flatnonzero(~plugged_in(friday, night, None)).tolist()
    [8, 9, 10, 11, 12, 13, 14, 15, 16]
    """
    local = grid.local
    begins_h = np.asarray(local.hour + local.minute / 60.0)
    ends_h = begins_h + grid.step_h
    workday = day_types(local) == WORKDAY

    def at(times: PluggedIn) -> BoolArray:
        arrived, not_left = begins_h >= times.arrive_h - 1e-9, ends_h <= times.depart_h + 1e-9
        return np.asarray(arrived | not_left if times.overnight else arrived & not_left)

    at_weekend = np.full(grid.steps, workdays.overnight) if weekend is None else at(weekend)
    return np.asarray(np.where(workday, at(workdays), at_weekend))


def charging_need(grid: TimeGrid, workdays: PluggedIn, weekend: PluggedIn | None, annual_kwh: float) -> WaitingDemand:
    """What cars need: the same energy each time they come, until they leave.

    Parameters
    ----------
    grid : TimeGrid
        The steps.
    workdays, weekend : PluggedIn
        Times of workdays and of weekends, see `plugged_in`.
    annual_kwh : float
        Energy of a civil year, all cars together.

    Raises
    ------
    ScenarioError
        If the cars are never there for a whole step.

    Examples
    --------
    >>> import pandas as pd
    >>> day = TimeGrid(pd.Timestamp("2025-03-05", tz="UTC"), 24, 1.0, "UTC", annual=False)
    >>> need = charging_need(day, PluggedIn(arrive_h=17, depart_h=8), PluggedIn(arrive_h=20, depart_h=10), 3650.0)
    >>> need.wanted_kw[17].item(), need.most_waiting_kwh[[17, 18, 7, 8]].tolist(), need.available[[7, 8]].tolist()
    (10.0, [0.0, 10.0, 10.0, 0.0], [True, False])
    """
    within = plugged_in(grid, workdays, weekend)
    begins, _ = stretches(within)
    year = TimeGrid.year(int(grid.local[0].year), grid.time_zone, grid.step_h)
    arrivals = np.count_nonzero(stretches(plugged_in(year, workdays, weekend))[0])
    if not arrivals:
        raise ScenarioError(Fault("demand_cars_never_there", {"step_h": grid.step_h}))
    each_kwh = annual_kwh / arrivals
    waiting = served_within(np.full(np.count_nonzero(begins), each_kwh), within)
    return WaitingDemand(begins * each_kwh / grid.step_h, within, waiting, grid.step_h)
