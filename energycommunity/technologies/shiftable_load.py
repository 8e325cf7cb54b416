"""Shiftable load: an electric demand that may wait for some hours, or that is served in certain hours of the day.

    all that is wanted is served at most `may_wait_h` late,
    or what is wanted from one begin of the given `hours` to the next is served within them

Equations: demand/waiting.py.

Laundry, pumps of waterworks, electric water heaters and cold stores are such loads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.demand import ElectricityDemand
from energycommunity.demand.waiting import WaitingDemand, may_wait, served_within, stretches
from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import FloatArray, refusal
from energycommunity.tariffs.windows import HourOfDay
from energycommunity.technologies.base import AssetContext, Profiles, Technology, hours
from energycommunity.technologies.ledger import Contributions, EnergyUse, Flow, Term, Values
from energycommunity.technologies.served_in_time import profiles_of, serve, served
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block

HOURS_OF_DAY = 24


class ShiftableLoad(Technology):
    """A demand whose energy is known and whose time may be chosen within limits."""

    label_en: ClassVar[str] = "Shiftable load"
    label_lv: ClassVar[str] = "Pārvietojama slodze"
    is_demand: ClassVar[bool] = True

    type: Literal["shiftable_load"] = "shiftable_load"
    meter: str = Field(description="The meter it stands behind")
    electricity: ElectricityDemand = Field(description="What is wanted when: annual_kwh and profile, or power_kw")
    may_wait_h: float | None = Field(default=None, ge=0, description="Hours that what is wanted may wait at most")
    hours: tuple[HourOfDay, ...] | None = Field(
        default=None,
        min_length=1,
        description="Instead: civil hours 0-23 in which it is served, e.g. [22, 23, 0, 1, 2, 3, 4, 5]; what is wanted "
        "until they begin again is served within them",
    )
    limit_kw: float | None = Field(
        default=None, gt=0, description="Highest power; else the highest that is wanted, or that the hours need"
    )

    @model_validator(mode="after")
    def _shifted_one_way(self) -> ShiftableLoad:
        if (self.may_wait_h is None) == (self.hours is None):
            raise refusal("technologies_shifted_one_way")
        if self.hours is not None and len(set(self.hours)) == HOURS_OF_DAY:
            raise refusal("technologies_shifted_to_all_hours")
        return self

    def profiles(self, context: AssetContext) -> Profiles:
        """What is wanted, what may wait, and the highest power."""
        wanted_kw, grid = self.electricity.series_kw(context.profile), context.profile.grid
        most_kw, run = self.limit_kw or float(wanted_kw.max()), context.of_run()
        if run is not None and self.electricity.power_kw is not None:  # what may wait has no peak that lasts for days
            wanted_kw = np.full(grid.steps, self.electricity.series_kw(run.profile).mean())
        if self.hours is None:
            steps = int((self.may_wait_h or 0.0) / grid.step_h + 1e-9)
            waiting = may_wait(wanted_kw, steps, grid.step_h)
            demand = WaitingDemand(wanted_kw, np.ones(grid.steps, dtype=bool), waiting, grid.step_h)
        else:
            demand = self._in_hours(wanted_kw, grid)
            if self.limit_kw is None:
                most_kw = max(most_kw, demand.least_power_kw())
        return profiles_of(demand, most_kw, "limit_kw")

    def _in_hours(self, wanted_kw: FloatArray, grid: TimeGrid) -> WaitingDemand:
        """All that is wanted from one begin of the hours to the next, asked for at that begin."""
        within = np.isin(grid.local.hour, self.hours or ())
        begins, number = stretches(within)
        if not begins.any():
            raise ScenarioError(Fault("technologies_hours_never_begin"))
        energy_kwh = np.asarray(np.bincount(number, weights=wanted_kw) * grid.step_h, dtype=np.float64)
        asked_kw = np.where(begins, energy_kwh[number], 0.0) / grid.step_h
        return WaitingDemand(asked_kw, within, served_within(energy_kwh, within), grid.step_h)

    def highest_kw(self, profiles: Profiles) -> FloatArray:
        """The highest power that it may take in each step [kW], shape (steps,)."""
        return profiles["most_kw"]

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """The power that serves it, out of the meter's bus; electricity is final energy."""
        meter = block.surroundings.meters[self.meter]
        power = (Term(serve(block, profiles)),)
        used = tuple(term.times(hours(time)) for term in power)
        return Contributions(
            flows=(Flow(meter.bus, -1, power),),
            energy=(EnergyUse(block.asset, self.meter, "electricity", meter.sector, "final", used),),
        ) + self.capacity_costs(block, None)

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Power taken, energy that waits, and power as it was wanted."""
        return served(block, solution)

    @classmethod
    def example(cls) -> ShiftableLoad:
        """Three kilowatts always, which may wait for four hours and be made good with ten."""
        return cls(
            owner="association",
            meter="common",
            electricity=ElectricityDemand(power_kw=3.0),
            may_wait_h=4.0,
            limit_kw=10.0,
        )
