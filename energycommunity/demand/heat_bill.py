"""A building's heat as its bills state it: twelve months, and what they include."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, field_validator, model_validator

from energycommunity.demand.hot_water import HotWaterDemand
from energycommunity.demand.hot_water_separation import SUMMER_MONTHS, SeparatedHeat, separate_hot_water
from energycommunity.demand.space_heat import SpaceHeatDemand, days_of_months, twelve_temperatures
from energycommunity.parameters import Parameter
from energycommunity.parameters.load_shapes import hot_water_default
from energycommunity.quantities import FloatArray, Model, refusal

BillPart = Literal["space_heat", "hot_water", "circulation"]
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

#: Months in which a building surely heats, to tell a bill whose months are in another order.
_DEEP_WINTER = (1, 2, 12)

_Month = Annotated[float | None, Field(default=None, ge=0, description="Heat of the month, instead of monthly_mwh.")]


class HeatBill(Model):
    """Twelve months of heat as billed; hot water and circulation are separated by the months without heating."""

    monthly_mwh: tuple[Annotated[float, Field(ge=0)], ...] | None = Field(
        default=None,
        description="Heat of January to December; or name a file.",
    )
    file: str | None = Field(
        default=None, description="Instead: table with twelve rows, relative to the scenario file; fills monthly_mwh."
    )
    column: str | None = Field(default=None, description="Heading of the column in it, such as the building's name.")
    unit: str | None = Field(
        default=None, description="Unit of the column, e.g. kWh; without it the one in its heading counts, else MWh."
    )
    january_mwh: _Month
    february_mwh: _Month
    march_mwh: _Month
    april_mwh: _Month
    may_mwh: _Month
    june_mwh: _Month
    july_mwh: _Month
    august_mwh: _Month
    september_mwh: _Month
    october_mwh: _Month
    november_mwh: _Month
    december_mwh: _Month
    includes: tuple[BillPart, ...] = Field(
        min_length=1, description="What the bill holds: space_heat, hot_water, circulation (of the hot water)."
    )
    year: int | None = Field(default=None, ge=1950, le=2100, description="Year of the bill.")
    monthly_outdoor_c: tuple[Annotated[float, Field(ge=-60, le=50)], ...] | None = Field(
        default=None,
        description="Mean outdoor temperatures of the bill's year, January to December. With them the heat for rooms "
        "is restated for the weather of the run by degree days (base 18 °C, months up to 15 °C).",
    )
    temperatures_of: str | None = Field(
        default=None,
        description="Instead: weather file that covers the bill's year, or table with twelve rows and a column "
        "temperature_c; fills monthly_outdoor_c.",
    )
    summer_months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(
        default=SUMMER_MONTHS,
        min_length=1,
        description="Months 1 to 12 whose mean is taken for hot water and circulation all year.",
    )
    circulation_fraction: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Part of the heat outside the heating season that the circulation loses, the same around the "
        "clock; without it the catalogue's 0.4 (unverified) where the bill includes circulation.",
    )

    @model_validator(mode="before")
    @classmethod
    def _words_of_a_cell(cls, data: Any) -> Any:
        """A cell of a table holds the parts as one text: `space_heat hot_water`."""
        if isinstance(data, dict) and isinstance(data.get("includes"), str):
            for sign in ",;+|":
                data = data | {"includes": data["includes"].replace(sign, " ")}
            return data | {"includes": data["includes"].split()}
        return data

    @field_validator("monthly_outdoor_c")
    @classmethod
    def _temperatures(cls, given_c: tuple[float, ...] | None) -> tuple[float, ...] | None:
        return twelve_temperatures(given_c)

    @field_validator("monthly_mwh")
    @classmethod
    def _twelve_months(cls, values: tuple[float, ...] | None) -> tuple[float, ...] | None:
        if values is not None and len(values) != len(MONTHS):
            raise refusal("heat_bill_twelve", given=len(values))
        return values

    @model_validator(mode="after")
    def _stated_once_and_whole(self) -> HeatBill:
        given = [month for month in MONTHS if getattr(self, f"{month}_mwh") is not None]
        missing = [f"{month}_mwh" for month in MONTHS if month not in given]
        if self.monthly_mwh is not None and given:
            raise refusal("demand_stated_twice", given=f"monthly_mwh, {given[0]}_mwh")
        if self.monthly_mwh is None and not given:
            raise refusal("demand_not_stated", allowed="monthly_mwh, file, january_mwh … december_mwh")
        if self.monthly_mwh is None and missing:
            raise refusal("heat_bill_months_missing", missing=", ".join(missing))
        return self

    @model_validator(mode="after")
    def _colder_months_take_more(self) -> HeatBill:
        if self.is_mixed:
            winter = [self.bill_kwh[month - 1] / self.days[month - 1] for month in _DEEP_WINTER]
            summer, coldest = self.separated.summer_kwh_per_day, float(np.mean(winter))
            if summer > coldest and not set(_DEEP_WINTER) & set(self.summer_months):
                raise refusal("heat_bill_summer_above_winter", summer=float(summer), winter=float(coldest))
        return self

    @property
    def is_mixed(self) -> bool:
        """Whether heat for rooms and for water stand in one figure."""
        return "space_heat" in self.includes and self.has_hot_water

    @property
    def has_hot_water(self) -> bool:
        """Whether the bill holds heat for water or for its circulation."""
        return bool({"hot_water", "circulation"} & set(self.includes))

    @property
    def bill_kwh(self) -> FloatArray:
        """Heat of January to December [kWh], shape (12,)."""
        listed = self.monthly_mwh or tuple(getattr(self, f"{month}_mwh") for month in MONTHS)
        return np.asarray(listed, dtype=np.float64) * 1e3

    @property
    def days(self) -> FloatArray:
        """Days of the months of the bill's year; of a common year where it is not known."""
        return days_of_months(self.year)

    @property
    def separated(self) -> SeparatedHeat:
        """Heat for water and for rooms in each month.

        >>> heat = [20.0, 18.0, 14.0, 8.0, 3.1, 3.0, 3.1, 3.1, 3.0, 8.0, 14.0, 19.0]
        >>> bill = HeatBill(monthly_mwh=heat, includes=["space_heat", "hot_water"], year=2023)
        >>> bill.separated.hot_water_kwh.sum().round().item(), bill.separated.space_heat_kwh.sum().round().item()
        (36500.0, 79800.0)
        """
        if self.is_mixed:
            return separate_hot_water(self.bill_kwh, self.days, self.summer_months)
        nothing, whole = np.zeros(len(MONTHS)), self.bill_kwh
        if self.has_hot_water:
            return SeparatedHeat(whole, nothing, float(whole.sum() / self.days.sum()))
        return SeparatedHeat(nothing, whole, 0.0)

    def space_heat(self) -> SpaceHeatDemand | None:
        """Heat for rooms as the bill states it."""
        if "space_heat" not in self.includes:
            return None
        return SpaceHeatDemand(
            monthly_kwh=tuple(self.separated.space_heat_kwh.tolist()),
            year=self.year,
            monthly_outdoor_c=self.monthly_outdoor_c,
        )

    def hot_water(self) -> HotWaterDemand | None:
        """Heat for water as the bill states it, with what its circulation loses."""
        if not self.has_hot_water:
            return None
        circulation, _ = self.circulation()
        return HotWaterDemand(
            monthly_kwh=tuple(self.separated.hot_water_kwh.tolist()), circulation_fraction=circulation
        )

    def circulation(self) -> tuple[float, Parameter | None]:
        """The part of it that the circulation loses, and the catalogue's figure behind it if there is one."""
        if "circulation" not in self.includes:
            return 0.0, None
        if "hot_water" not in self.includes:
            return 1.0, None
        if self.circulation_fraction is not None:
            return self.circulation_fraction, None
        usual = hot_water_default("circulation_fraction")
        return usual.value, usual
