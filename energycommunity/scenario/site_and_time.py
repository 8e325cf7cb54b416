"""Where and when: the site, the steps of the run, the weather, the way to solve."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from energycommunity.errors import Spoken
from energycommunity.quantities import Model, refusal
from energycommunity.time_grid import TimeGrid, month_number, month_of_number

#: Years that may be computed.
FIRST_YEAR, LAST_YEAR = 1950, 2100


class Words(Model):
    """One text in both languages."""

    en: str = Field(description="English")
    lv: str = Field(description="Latvian")

    def of(self, language: str) -> str:
        """The text in a language."""
        return self.lv if language == "lv" else self.en


class Site(Model):
    """Where the community is."""

    latitude_deg: float = Field(ge=-90, le=90, description="North positive, decimal degrees")
    longitude_deg: float = Field(ge=-180, le=180, description="East positive, decimal degrees")
    altitude_m: float = Field(default=100.0, ge=-400, le=6000, description="Height above the sea")
    time_zone: str = Field(default="Europe/Riga", description="Civil time of bills, weekdays and clock changes")
    ground_area_m2: float | None = Field(
        default=None, gt=0, description="Ground that may carry solar modules, for all plants on the ground together"
    )
    covers: Literal["village", "municipality"] = Field(
        default="village", description="A whole municipality may use its own electricity factor"
    )

    @property
    def coordinates_deg(self) -> tuple[float, float]:
        """Latitude and longitude [deg]."""
        return self.latitude_deg, self.longitude_deg

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise refusal("scenario_time_zone", given=name) from None
        return name


class TimeFrame(Model):
    """A civil year, or a window that begins at a time and has a number of steps."""

    year: int | None = Field(default=None, ge=FIRST_YEAR, le=LAST_YEAR, description="Civil year of the site")
    start: str | None = Field(default=None, description="Begin of a window, 2025-01-15 or 2025-01-15T06:00, civil time")
    steps: int | None = Field(default=None, ge=1, le=400_000, description="Length of a window in steps")
    step_h: float = Field(default=1.0, gt=0, le=24, description="Length of a step: whole steps make an hour or a day")
    annual: bool = Field(default=True, description="Whether a window stands for a whole year and is scaled up to it")

    @field_validator("start")
    @classmethod
    def _is_a_time(cls, start: str | None) -> str | None:
        try:
            year = datetime.fromisoformat(start or "2025-01-01").year
        except ValueError:
            raise refusal("scenario_start_is_no_time", given=start or "") from None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise refusal("scenario_start_year", given=start or "", first=FIRST_YEAR, last=LAST_YEAR)
        return start

    @field_validator("step_h")
    @classmethod
    def _divides_the_day(cls, step_h: float) -> float:
        per_hour, per_day = 1.0 / step_h, 24.0 / step_h
        whole = per_hour if step_h < 1 else per_day
        if abs(whole - round(whole)) > 1e-9:
            raise refusal("scenario_step_length", given=f"{step_h:g}")
        return step_h

    @model_validator(mode="after")
    def _year_or_window(self) -> TimeFrame:
        if (self.year is None) == (self.start is None) or (self.start is None) != (self.steps is None):
            raise refusal("scenario_year_or_window")
        return self

    def a_year(self, unit: str) -> Spoken:
        """The unit of an amount inside a sentence: of a year, or of a window that is not scaled to one.

        >>> frames = TimeFrame(year=2026), TimeFrame(start="2026-12-31", steps=72, annual=False)
        >>> [frame.a_year("EUR").lv for frame in frames]
        ['EUR gadā', 'EUR']
        """
        return Spoken(f"{unit} a year", f"{unit} gadā") if self.annual else Spoken(unit, unit)

    def months(self, time_zone: str) -> tuple[str, ...]:
        """The civil months of the run, as `2025-01`, found without making the steps.

        >>> TimeFrame(start="2026-12-31", steps=72).months("Europe/Riga"), TimeFrame(year=2026).months("UTC")[-1]
        (('2026-12', '2027-01'), '2026-12')
        """
        if self.year is not None:
            return tuple(f"{self.year}-{month:02}" for month in range(1, 13))
        zone, start = ZoneInfo(time_zone), datetime.fromisoformat(self.start or "")
        start = start.replace(tzinfo=zone) if start.tzinfo is None else start
        end = start.astimezone(UTC) + timedelta(hours=self.step_h * ((self.steps or 1) - 1))
        first, last = (month_number(f"{moment.astimezone(zone):%Y-%m}") for moment in (start, end))
        return tuple(map(month_of_number, range(first, last + 1)))

    def grid(self, time_zone: str) -> TimeGrid:
        """The steps of the run in a time zone.

        >>> TimeFrame(start="2025-01-15", steps=4, annual=False).grid("Europe/Riga").utc[0].isoformat()
        '2025-01-14T22:00:00+00:00'
        """
        import pandas as pd

        if self.year is not None:
            return TimeGrid.year(self.year, time_zone, self.step_h)
        start = pd.Timestamp(self.start or "")
        if start.tzinfo is None:
            start = start.tz_localize(time_zone, nonexistent="shift_forward", ambiguous=True)
        return TimeGrid(start.tz_convert("UTC"), self.steps or 1, self.step_h, time_zone, self.annual)


class WeatherSource(Model):
    """Where the weather comes from."""

    series: str = Field(description="File with the hourly weather, relative to this file: .nc, EPW, PVGIS or CSV")


class SolverChoice(Model):
    """How the programme is solved and how exactly."""

    method: Literal["auto", "decomposition", "whole"] = Field(
        default="auto", description="decomposition: trial sizes and cuts; whole: one matrix; auto chooses by size"
    )
    gap: float = Field(default=1e-4, ge=0, le=0.5, description="Accepted distance to the best possible cost, fraction")
    time_limit_s: float | None = Field(
        default=None, gt=0, description="Stop the search of a variant after this and keep its best; none: no limit"
    )
