"""Twelve monthly bills become heat for rooms and heat for water, and nothing of them is lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from energycommunity.demand import HeatBill
from energycommunity.demand.hot_water_separation import separate_hot_water
from energycommunity.demand.space_heat import SpaceHeatDemand, days_of_months
from energycommunity.physics.degree_days import heating_degree_days, normalised_heat_kwh
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid
from tests.demand.test_heat import context, weather

GRID = TimeGrid.year(2025, "Europe/Riga")
MONTH = GRID.local.month.to_numpy()
#: June to August: 30 + 31 + 31 days with 9.2 MWh, 100 kWh a day.
BILL_MWH = (40.0, 34.0, 28.0, 15.0, 5.0, 3.0, 2.8, 3.4, 4.0, 16.0, 26.0, 36.0)
EVERYTHING = ("space_heat", "hot_water", "circulation")


def by_month(series: FloatArray) -> FloatArray:
    return np.bincount(MONTH - 1, weights=series)


def test_hot_water_is_the_mean_of_the_summer_a_day() -> None:
    """Hand calculation: 9200 kWh in 92 days are 100 kWh a day.

    The other 273 days take 27.3 MWh, so hot water is 36.5 MWh and the rest of 213.2 MWh, 176.7, heats the rooms.
    Sensitivity: by mean months in place of days (3066.7 kWh) January's hot water would be 3067 kWh, not 3100.
    """
    parts = HeatBill(monthly_mwh=BILL_MWH, includes=EVERYTHING, year=2023).separated
    assert parts.summer_kwh_per_day == pytest.approx(100.0)
    assert parts.hot_water_kwh.tolist() == pytest.approx(
        [3100, 2800, 3100, 3000, 3100, 3000, 2800, 3400, 3000, 3100, 3000, 3100]
    )
    assert parts.hot_water_kwh.sum() == pytest.approx(36_500)
    assert parts.space_heat_kwh.sum() == pytest.approx(176_700)
    assert parts.space_heat_kwh[5:8].tolist() == [0, 0, 0]


def test_february_of_a_leap_year_has_a_day_more() -> None:
    bill = HeatBill(monthly_mwh=BILL_MWH, includes=EVERYTHING, year=2024)
    assert bill.separated.hot_water_kwh[1] == pytest.approx(2900)


def test_other_months_may_be_those_without_heating() -> None:
    """July alone: 2800 / 31 = 90.32 kWh a day, 2709.7 kWh in June, so June had 290.3 kWh of heating."""
    bill = HeatBill(monthly_mwh=BILL_MWH, includes=EVERYTHING, summer_months=(7,))
    assert bill.separated.space_heat_kwh[5] == pytest.approx(3000 - 2800 / 31 * 30)


def test_a_month_below_the_summer_is_all_hot_water() -> None:
    bill = HeatBill(monthly_mwh=(*BILL_MWH[:8], 1.0, *BILL_MWH[9:]), includes=EVERYTHING)
    assert bill.separated.hot_water_kwh[8] == 1000
    assert bill.separated.space_heat_kwh[8] == 0


def test_a_summer_without_heat_leaves_everything_to_the_rooms() -> None:
    bill = HeatBill(monthly_mwh=(*BILL_MWH[:5], 0.0, 0.0, 0.0, *BILL_MWH[8:]), includes=EVERYTHING)
    assert bill.separated.hot_water_kwh.sum() == 0
    assert bill.separated.space_heat_kwh.sum() == pytest.approx(204_000)


@pytest.mark.parametrize(
    ("includes", "rooms", "water", "circulation"),
    [
        (("space_heat",), 213_200, None, None),
        (("hot_water",), None, 213_200, 0.0),
        (("circulation",), None, 213_200, 1.0),
        (("space_heat", "hot_water"), 176_700, 36_500, 0.0),
        (EVERYTHING, 176_700, 36_500, 0.4),
    ],
)
def test_the_bill_holds_what_it_includes(
    includes: tuple[str, ...], rooms: float | None, water: float | None, circulation: float | None
) -> None:
    bill = HeatBill.model_validate({"monthly_mwh": BILL_MWH, "includes": includes})
    heat, drawn = bill.space_heat(), bill.hot_water()
    assert (heat.yearly_kwh()[0] if heat else None) == (pytest.approx(rooms) if rooms else None)
    assert (drawn.yearly_kwh()[0] if drawn else None) == (pytest.approx(water) if water else None)
    assert (drawn.circulation_fraction if drawn else None) == circulation


def test_the_modelled_months_are_those_of_the_bill() -> None:
    bill = HeatBill(monthly_mwh=BILL_MWH, includes=EVERYTHING, year=2023)
    rooms, water = bill.space_heat(), bill.hot_water()
    assert rooms is not None
    assert water is not None
    space = rooms.series_kw(context(), 1150)
    drawn = water.series_kw(context(), 18)
    assert by_month(space) == pytest.approx(bill.separated.space_heat_kwh, abs=1e-6)
    assert by_month(drawn) == pytest.approx(bill.separated.hot_water_kwh)
    assert by_month(space + drawn) == pytest.approx(np.array(BILL_MWH) * 1e3)
    assert space.min() >= 0


def test_circulation_runs_around_the_clock() -> None:
    """Three o'clock, when nobody draws: 0.4 of 100 kWh a day is 1.667 kW."""
    water = HeatBill(monthly_mwh=BILL_MWH, includes=EVERYTHING, year=2025).hot_water()
    assert water is not None
    night = water.series_kw(context(), 1)[3]
    assert night == pytest.approx(0.4 * 100 / 24, rel=1e-3)


def test_a_mild_month_with_heat_has_no_spike() -> None:
    """Five MWh in May of a synthetic year whose days are warmer than the threshold in its second half.

    Hand calculation: spread over 744 h it is 6.7 kW. Sensitivity: on the few days below 12.96 degC alone the
    peak would be above 40 kW.
    """
    heat = SpaceHeatDemand(monthly_kwh=(40e3, 30e3, 20e3, 10e3, 5e3, 0, 0, 0, 5e3, 15e3, 25e3, 35e3))
    series = heat.series_kw(context(), 1150)
    assert by_month(series)[4] == pytest.approx(5e3)
    assert series[MONTH == 5].max() < 30


def test_a_month_warmer_than_the_rooms_has_its_heat_spread_evenly() -> None:
    hot = weather(GRID)
    hot["temp_air"] = hot["temp_air"] + 40
    series = SpaceHeatDemand(monthly_kwh=(744.0,) * 12).series_kw(ProfileContext(GRID, Path(), 57.2, 26.7, weather=hot))
    assert series[MONTH == 7] == pytest.approx(np.ones(744))


def test_normalised_month_by_month() -> None:
    """January at 0 degC billed, -3 degC wanted: 558 and 651 K d, so 10 MWh become 11.667.

    July has no degree days in either year: its heat changes as the sum of all months does.
    """
    days = days_of_months(2023)
    had = heating_degree_days([0.0] + [10.0] * 5 + [17.0] + [10.0] * 5, days)
    wanted = heating_degree_days([-3.0] + [10.0] * 5 + [17.0] + [10.0] * 5, days)
    assert (had[0], wanted[0], had[6]) == (558.0, 651.0, 0.0)
    found = normalised_heat_kwh([10e3] + [0.0] * 5 + [100.0] + [0.0] * 5, had, wanted)
    assert found[0] == pytest.approx(10e3 * 651 / 558)
    others = 8.0 * (365 - 31 - 31)
    assert found[6] == pytest.approx(100 * (651 + others) / (558 + others))


def test_the_weather_of_the_bill_itself_changes_nothing() -> None:
    data = weather(GRID)
    means = [float(data["temp_air"].to_numpy()[month == MONTH].mean()) for month in range(1, 13)]
    heat = SpaceHeatDemand(monthly_kwh=(1e3,) * 12, monthly_outdoor_c=tuple(means), year=2025)
    assert heat.months_kwh(data, GRID) == pytest.approx(np.full(12, 1e3))


def test_a_milder_year_billed_gives_more_heat() -> None:
    """A bill's year 2 K milder in every month: January at about -4.9 degC has 22.9 K, the bill's 20.9 K."""
    data = weather(GRID)
    means = np.array([float(data["temp_air"].to_numpy()[month == MONTH].mean()) for month in range(1, 13)])
    heat = SpaceHeatDemand(monthly_kwh=(1e3,) + (0.0,) * 11, monthly_outdoor_c=tuple(means + 2), year=2025)
    assert heat.months_kwh(data, GRID)[0] == pytest.approx(1e3 * (18 - means[0]) / (16 - means[0]))


def test_months_in_a_window_are_cut_from_their_year() -> None:
    heat = SpaceHeatDemand(monthly_kwh=(40e3, 30e3, 20e3, 10e3, 0, 0, 0, 0, 5e3, 15e3, 25e3, 35e3))
    year = heat.series_kw(context())
    window = TimeGrid(GRID.utc[700], 100, 1.0, "Europe/Riga", annual=False)
    assert heat.series_kw(context(window, year=context())) == pytest.approx(year[700:800], rel=1e-6)


@pytest.mark.parametrize(
    ("bill", "words"),
    [
        ({"monthly_mwh": [1, 2, 3]}, "twelve values are needed, January to December; given are 3"),
        ({"monthly_mwh": [-1, *BILL_MWH[1:]]}, "greater than or equal to 0"),
        ({"january_mwh": 40, "february_mwh": 34}, "no march_mwh, april_mwh"),
        ({}, "not stated: give one of monthly_mwh"),
        ({"monthly_mwh": BILL_MWH, "may_mwh": 3}, "monthly_mwh, may_mwh"),
        ({"monthly_mwh": BILL_MWH[6:] + BILL_MWH[:6], "includes": "space_heat hot_water"}, "from January to December"),
        ({"monthly_mwh": BILL_MWH, "monthly_outdoor_c": [16.0] * 12}, "no month is colder than 15"),
        ({"monthly_mwh": BILL_MWH, "monthly_outdoor_c": [1.0]}, "twelve values are needed"),
        ({"monthly_mwh": BILL_MWH, "summer_months": [13]}, "less than or equal to 12"),
        ({"monthly_mwh": BILL_MWH, "includes": []}, "at least 1 item"),
    ],
)
def test_what_cannot_be_a_bill_is_refused(bill: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        HeatBill.model_validate({"includes": ["space_heat"]} | bill)


def test_columns_of_a_table_are_a_bill_too() -> None:
    from energycommunity.demand.heat_bill import MONTHS

    columns = {f"{month}_mwh": value for month, value in zip(MONTHS, BILL_MWH, strict=True)}
    bill = HeatBill.model_validate(columns | {"includes": "space_heat + hot_water, circulation"})
    assert bill.bill_kwh.tolist() == [value * 1e3 for value in BILL_MWH]
    assert bill.includes == EVERYTHING


months = st.lists(st.floats(0, 1e6), min_size=12, max_size=12)


@given(months, st.sets(st.integers(1, 12), min_size=1), st.integers(1990, 2040))
def test_the_parts_are_the_bill(bill: list[float], summer: set[int], year: int) -> None:
    parts = separate_hot_water(bill, days_of_months(year), tuple(summer))
    assert parts.hot_water_kwh + parts.space_heat_kwh == pytest.approx(np.array(bill), rel=1e-12)
    assert parts.hot_water_kwh.min() >= 0
    assert parts.space_heat_kwh.min() >= 0


@given(months)
def test_any_months_come_back_from_the_model(monthly_kwh: list[float]) -> None:
    series = SpaceHeatDemand(monthly_kwh=tuple(monthly_kwh)).series_kw(context(), 1000)
    assert by_month(series) == pytest.approx(np.array(monthly_kwh), rel=1e-6, abs=1e-6)


def test_the_dataset_is_not_changed() -> None:
    data: xr.Dataset = weather(GRID)
    before = data["temp_air"].to_numpy().copy()
    SpaceHeatDemand(monthly_kwh=(1.0,) * 12).series_kw(ProfileContext(GRID, Path(), 57.2, 26.7, weather=data))
    assert np.array_equal(data["temp_air"].to_numpy(), before)
