"""The typical year has the statistics that were published, and answers to the weather.

The expected numbers are those of the sources (EUR/MWh here, as they print them), not of the file of parameters:
Ember's monthly means of LV, and ENTSO-E's hourly prices of LT in 2024 and 2025. Two real years lie apart by some
percent (mean 87.3 and 85.3, standard deviation 71.8 and 73.3, daily spread 150 and 164, hours at or below 5 EUR/MWh
700 and 952, negative 186 and 180), so that the year need not be nearer than that to either.
"""

from __future__ import annotations

import holidays
import numpy as np
import pandas as pd
import pytest

from energycommunity.errors import ScenarioError
from energycommunity.prices.typical_year import NOTE, typical_latvian_year, window_of_year
from energycommunity.time_grid import TimeGrid

RIGA = "Europe/Riga"
#: Means of Ember's monthly LV prices, 2023-2025 (September to December: 2023 and 2024).
MONTHS_EUR_PER_MWH = [103.0, 113.4, 82.8, 67.7, 74.0, 77.8, 75.6, 96.3, 100.3, 89.5, 97.1, 89.7]


@pytest.fixture(scope="module")
def prices(year_2025, weather_2025):
    """The year in EUR/MWh over civil time."""
    return pd.Series(typical_latvian_year(year_2025, weather_2025) * 1000.0, index=year_2025.local)


def test_distribution_is_that_of_the_market(prices):
    assert prices.mean() == pytest.approx(85.3, abs=1.0)
    assert prices.std() == pytest.approx(72.0, abs=2.0)
    assert 178 <= (prices < 0.0).sum() <= 188
    assert 700 <= (prices <= 5.0).sum() <= 952
    assert 411 <= (prices > 200.0).sum() <= 515
    assert 1.2 <= prices.quantile(0.05) <= 2.1
    assert prices.median() == pytest.approx(80.2, abs=2.0)
    assert 196.0 <= prices.quantile(0.95) <= 212.0
    assert -23.6 <= prices.min() <= -20.0
    assert 300.0 <= prices.max() <= 600.0


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_days_differ_within_themselves_as_they_should(year_2025, vidzeme_weather_2025, seed):
    """Mean daily spread 150 in 2024 and 164 in 2025, mean of the days' standard deviations 42.9 and 47.5.

    The draw of weather and chance moves the spread by some 3 each way, which the limits allow beyond the two years.
    """
    values = typical_latvian_year(year_2025, vidzeme_weather_2025, seed) * 1000.0
    by_day = pd.Series(values, index=year_2025.local).groupby(year_2025.local.date)
    assert 147.0 <= (by_day.max() - by_day.min()).mean() <= 167.0
    assert 42.0 <= by_day.std().mean() <= 48.5


def test_months_have_their_proportions(prices):
    """Ember's months to their own mean; 2 % allows for the different lengths of the months."""
    by_month = prices.groupby(prices.index.month.to_numpy()).mean().to_numpy()
    wanted = np.array(MONTHS_EUR_PER_MWH)
    assert by_month / by_month.mean() == pytest.approx(wanted / wanted.mean(), rel=0.02)


@pytest.mark.parametrize(
    ("months", "hour", "deviation_eur_per_mwh"),
    [((6, 7, 8), 21, 93.9), ((6, 7, 8), 14, -45.6), ((12, 1, 2), 9, 56.6), ((12, 1, 2), 3, -53.6)],
)
def test_hours_of_workdays_have_their_shape(prices, months, hour, deviation_eur_per_mwh):
    """Mean of an hour less the mean of all hours of the season's workdays, LT 2024-2025; holidays are no workdays."""
    public = pd.DatetimeIndex(sorted(holidays.country_holidays("LV", years=2025)))
    local = prices.index
    work = (local.day_of_week < 5) & ~local.tz_localize(None).normalize().isin(public)
    season = prices[work & local.month.isin(months)]
    at_hour = season[season.index.hour == hour]
    assert at_hour.mean() - season.mean() == pytest.approx(deviation_eur_per_mwh, abs=2.0)


def test_holiday_has_the_shape_of_a_weekend(year_2025, weather_2025, prices):
    """Midsummer's Eve 2025 is a Monday: its morning is no peak.

    Hand calculation: summer, hour 8: workday +33.5, weekend -10.5, so that the Mondays around are higher at 8 o'clock
    beside their own days by about 44; weather and chance leave some of it. Sensitivity: about 0 without holidays.
    """
    draws = [typical_latvian_year(year_2025, weather_2025, seed) for seed in range(8)]
    mean = pd.Series(np.mean(draws, axis=0) * 1000.0, index=year_2025.local)
    morning = mean[mean.index.hour == 8] - mean.groupby(mean.index.date).mean().to_numpy()
    morning.index = morning.index.tz_localize(None).normalize()
    mondays = (morning["2025-06-16"] + morning["2025-06-30"]) / 2.0
    assert mondays - morning["2025-06-23"] > 20.0


def test_wind_lowers_the_price_of_its_days(year_2025, weather_2025, prices):
    """Three days of storm in March make exactly these days cheaper; the year's distribution stays."""
    storm = slice(24 * 70, 24 * 73)
    weather = weather_2025.copy(deep=True)
    weather["wind_speed"][storm] = 14.0
    stormy = typical_latvian_year(year_2025, weather) * 1000.0
    assert stormy[storm].mean() < prices.to_numpy()[storm].mean() - 20.0
    assert np.sort(stormy) == pytest.approx(np.sort(prices.to_numpy()))


def test_sun_lowers_the_midday(year_2025, weather_2025, prices):
    """A week of overcast sky in May lifts the midday and not the night."""
    week = np.arange(24 * 130, 24 * 137)
    weather = weather_2025.copy(deep=True)
    weather["ghi"][week] = weather["ghi"].values[week] * 0.2
    dark, usual = typical_latvian_year(year_2025, weather) * 1000.0, prices.to_numpy()
    hour = year_2025.utc.hour.to_numpy()[week]
    midday, night = week[(hour >= 8) & (hour <= 12)], week[(hour >= 21) | (hour <= 1)]
    assert (dark - usual)[midday].mean() > 10.0
    assert abs((dark - usual)[night].mean()) < 5.0


@pytest.mark.parametrize(("first_day", "rises"), [(20, True), (200, False)])
def test_cold_raises_the_price_in_winter_only(year_2025, weather_2025, prices, first_day, rises):
    spell = slice(24 * first_day, 24 * (first_day + 4))
    weather = weather_2025.copy(deep=True)
    weather["temp_air"][spell] = weather["temp_air"][spell] - 12.0
    change = typical_latvian_year(year_2025, weather)[spell].mean() * 1000.0 - prices.to_numpy()[spell].mean()
    assert (change > 15.0) if rises else (abs(change) < 5.0)


def test_same_seed_same_year_other_seed_other_year(year_2025, weather_2025, prices):
    again = typical_latvian_year(year_2025, weather_2025, 0) * 1000.0
    assert np.array_equal(again, prices.to_numpy())
    other = typical_latvian_year(year_2025, weather_2025, 1) * 1000.0
    assert not np.array_equal(other, again)
    assert other.mean() == pytest.approx(again.mean())


@pytest.mark.parametrize("year", [2024, 2026])
def test_other_calendars(make_weather, year):
    grid = TimeGrid.year(year, RIGA)
    values = typical_latvian_year(grid, make_weather(grid)) * 1000.0
    assert values.shape == (8784 if year == 2024 else 8760,)
    assert values.mean() == pytest.approx(85.3, abs=1.0)


def test_quarter_hours_average_to_the_hours(year_2025, weather_2025, make_weather, prices):
    grid = TimeGrid.year(2025, RIGA, 0.25)
    quarters = typical_latvian_year(grid, make_weather(grid)) * 1000.0
    assert quarters.shape == (35040,)
    assert quarters.reshape(-1, 4).mean(axis=1) == pytest.approx(prices.to_numpy())
    assert quarters.max() <= prices.max() + 1e-9 and quarters.min() >= prices.min() - 1e-9
    # Some hours rise or fall within themselves: prices are not just held.
    assert np.ptp(quarters.reshape(-1, 4), axis=1).mean() > 1.0


def test_two_hour_steps_are_means(year_2025, weather_2025):
    grid = TimeGrid.year(2025, RIGA, 2.0)
    every_second = weather_2025.isel(time=slice(None, None, 2))
    values = typical_latvian_year(grid, every_second)
    assert values.shape == (4380,)
    assert values.mean() * 1000.0 == pytest.approx(85.3, abs=1.0)


def test_window_is_a_part_of_its_year(year_2025, prices):
    """15 January 00:00 in Riga is 14 days = 336 h after the year's begin."""
    window = TimeGrid(pd.Timestamp("2025-01-14 22:00", tz="UTC"), 48, 1.0, RIGA)
    part = window_of_year(prices.to_numpy(), year_2025, window)
    assert np.array_equal(part, prices.to_numpy()[336:384])


@pytest.mark.parametrize("case", ["no weather", "window", "weather of the window"])
def test_what_is_refused(year_2025, weather_2025, case):
    window = TimeGrid(year_2025.start, 48, 1.0, RIGA)
    arguments = {
        "no weather": (year_2025, None, "prices_weather_missing"),
        "window": (window, weather_2025, "prices_not_a_year"),
        "weather of the window": (year_2025, weather_2025.isel(time=slice(0, 48)), "prices_weather_steps"),
    }
    grid, weather, key = arguments[case]
    with pytest.raises(ScenarioError) as caught:
        typical_latvian_year(grid, weather)
    (fault,) = caught.value.faults
    assert fault.key == key
    assert "latvia_typical" in fault.tell("lv")


def test_says_that_it_is_synthetic():
    assert NOTE.startswith("synthetic")
