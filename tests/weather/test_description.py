"""Statistics of weather, by hand and against what is known of Vidzeme."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energycommunity.weather import describe
from energycommunity.weather.contract import Origin, weather_dataset
from energycommunity.weather.description_figure import description_figure
from energycommunity.weather.description_text import description_text
from energycommunity.weather.reading import read_weather
from tests.weather.conftest import SHIPPED


def by_days(daily_c, ghi=0.0, dni=0.0, start="2019-01-01"):
    hours = 24 * len(daily_c)
    begins = pd.date_range(start, periods=hours, freq="h") - pd.Timedelta(hours=2)
    full = np.ones(hours)
    series = {"ghi": ghi * full, "dni": dni * full, "dhi": ghi * full, "wind_speed": 3.0 * full}
    series["temp_air"] = np.repeat(np.array(daily_c, dtype=float), 24)
    return weather_dataset(begins, series, Origin(57.2, 26.8, 140.0, "by hand", time_zone="Europe/Riga"))


def test_a_week_by_hand():
    """Proves: degree days, heating days and the coldest spell of days of standard time.

    Sensitivity: days of UTC take two hours of the next local day: 133.5 K d.
    Hand calculation: (18 - 10) + (18 + 10) + (18 + 12) + (18 + 9) + (18 + 3) + (18 + 2) + 0 = 134; five days are below
    8, the second to the sixth; their mean is (-10 - 12 - 9 - 3 - 2) / 5 = -7.2.
    """
    week = describe(by_days([10, -10, -12, -9, -3, -2, 16]))
    assert week.heating_degree_days == pytest.approx(134.0)
    assert week.heating_days == 5
    assert (week.coldest_spell_start, week.coldest_spell_mean_c) == ("2019-01-02", pytest.approx(-7.2))
    assert np.isnan(week.temperature_c[6])


def test_sums_of_a_month_by_hand():
    """Proves: irradiation and sunshine of January.

    Sensitivity: without the step in hours or the thousand, 74400.
    Hand calculation: 31 x 24 h x 100 W/m2 = 74.4 kWh/m2; 744 h above 120 W/m2 direct, none at 120.
    """
    assert describe(by_days([0] * 31, ghi=100.0, dni=121.0)).ghi_kwh_per_m2[0] == pytest.approx(74.4)
    assert describe(by_days([0] * 31, dni=121.0)).sunshine_h[0] == 744
    assert describe(by_days([0] * 31, dni=120.0)).sunshine_h[0] == 0


def test_two_years_give_sums_of_one():
    twice = describe(by_days([0.0] * 730, ghi=100.0))
    assert twice.heating_degree_days == pytest.approx(365 * 18.0)
    assert twice.heating_days == pytest.approx(365)
    assert sum(twice.ghi_kwh_per_m2) == pytest.approx(876.0)


def test_year_in_utc_closes_to_a_ring(shipped_gulbene):
    """A typical year that begins with the UTC year loses no day to the two hours of standard time."""
    begins = pd.date_range("1990-01-01", periods=8760, freq="h")
    rolled = {name: np.roll(shipped_gulbene[name].values, -2) for name in shipped_gulbene.data_vars}
    same = weather_dataset(
        begins, rolled, Origin(57.1777, 26.7529, 138.0, "rolled", time_zone="Europe/Riga", typical=True)
    )
    here, there = describe(shipped_gulbene), describe(same)
    assert there.heating_degree_days == pytest.approx(here.heating_degree_days)
    assert there.temperature_c == pytest.approx(here.temperature_c)


@pytest.mark.parametrize(
    ("place", "normal", "warm_season", "cold_season"),
    [("gulbene", 4330, 3822, 4550), ("valmiera", 4140, 3704, 4473), ("cesis", 4270, 3704, 4405)],
)
def test_heating_degree_days_of_vidzeme(place, normal, warm_season, cold_season):
    """Normal by monthly means and an assumed spread: +/- 200 K d (its own statement); measured seasons 2018-19 and
    2017-18 of Gulbene, of Priekuli (for Cesis) and of Priekuli and Ruiena (for Valmiera) as outer bounds."""
    got = describe(read_weather(SHIPPED / f"{place}.csv")).heating_degree_days
    assert got == pytest.approx(normal, abs=200)
    assert warm_season < got < cold_season


def test_heating_season_and_yield_of_gulbene(shipped_gulbene):
    """Days below 8 degC: 211 in 2017-18, 186 in 2018-19 (measured). Roof of 40 degrees: 880-980 kWh/kWp, between own
    calculations on IWEC files and PVGIS (unverified)."""
    year = describe(shipped_gulbene)
    assert 186 <= year.heating_days <= 211
    assert 860 < year.south_roof_kwh_per_kwp < 980
    assert sum(year.ghi_kwh_per_m2) == pytest.approx(975, rel=0.01)
    assert -20 < year.coldest_spell_mean_c < -10


def test_text_in_both_languages(shipped_gulbene):
    english, latvian = (description_text(describe(shipped_gulbene), language) for language in ("en", "lv"))
    assert english.splitlines()[4].split() == ["January", "-4.2", "12", "39", "2.3"]
    assert "Synthetic year" in english
    assert "janvāris" in latvian
    assert "-4,2" in latvian
    assert "Apkures grādu dienas" in latvian
    assert len({len(line) for line in english.splitlines()[3:17]}) == 1


def test_text_of_a_window_leaves_months_out():
    rows = description_text(describe(by_days([1.0, 2.0]))).splitlines()
    assert rows[2 + 1].split() == ["January", "1.5", "0", "0", "3.0"]
    assert rows[2 + 2].split() == ["February", "–", "–", "–", "–"]


def test_figure_shows_sun_and_air(shipped_gulbene):
    description = describe(shipped_gulbene)
    figure = description_figure(description, "lv")
    assert [trace.type for trace in figure.data] == ["bar", "scatter"]
    assert list(figure.data[0].y) == list(description.ghi_kwh_per_m2)
    assert figure.data[0].x[0] == "janvāris"
