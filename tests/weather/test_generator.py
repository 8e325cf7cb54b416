"""The synthetic year against what it is calibrated to, and the shipped files against the generator.

Tolerances: means to 0.05 K and irradiation to 1 % are asked for; sunshine is counted in whole hours, which a month of
few and weak hours meets only to some 15 h a month and 3 % a year; spread and range are corrected to 0.1 K in the
shipped years and to 0.5 K with any seed, as a month's sequence of days can resist.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energycommunity.physics.sky import closure_residual
from energycommunity.time_grid import TimeGrid
from energycommunity.weather import check_weather, generate_year, place_names, place_sun, read_climate, read_weather
from energycommunity.weather.description import standard_offset
from energycommunity.weather.shipped import shipped_weather_text, write_shipped_weather
from tests.weather.conftest import SHIPPED

PLACES = pytest.mark.parametrize("place", place_names())

#: Monthly means 1991-2020 [degC], re-keyed: LVGMC national means plus offsets of the stations, +/- 0.2 K.
MEANS_C = {
    "gulbene": [-4.2, -4.3, -0.5, 5.9, 11.4, 15.0, 17.4, 16.3, 11.4, 5.5, 0.8, -2.4],
    "aluksne": [-4.6, -4.7, -1.1, 5.2, 10.8, 14.5, 17.0, 15.9, 11.1, 5.2, 0.4, -2.8],
    "cesis": [-3.6, -3.8, -0.1, 6.2, 11.5, 15.2, 17.7, 16.7, 11.9, 6.2, 1.5, -1.7],  # Priekuli
    "valmiera": [-3.6, -3.85, -0.25, 6.0, 11.3, 15.05, 17.6, 16.6, 11.75, 6.0, 1.4, -1.7],  # and Rujiena, mean
    "palsmane": [-3.9, -4.05, -0.3, 6.05, 11.45, 15.1, 17.55, 16.5, 11.65, 5.85, 1.15, -2.05],  # of the first and third
}
#: Aluksne 2004-2020, CLIMAT reports: irradiation by Angstrom-Prescott [kWh/m2], sunshine [h], spread of daily means
#: [K], daily maximum and minimum [degC].
GHI_KWH_PER_M2 = [12.3, 26.2, 64.4, 113.0, 162.1, 168.5, 166.7, 130.4, 77.1, 34.3, 12.4, 7.5]
SUNSHINE_H = [38.6, 65.9, 135.1, 210.8, 284.2, 281.8, 284.4, 234.2, 152.7, 69.6, 22.1, 16.9]
SPREAD_K = [5.1, 4.3, 3.3, 3.6, 3.8, 3.0, 2.5, 2.6, 2.6, 3.4, 3.5, 3.4]
MAXIMUM_C = [-3.4, -2.5, 2.6, 10.5, 17.0, 20.4, 22.5, 21.1, 16.1, 8.7, 3.2, -0.1]
MINIMUM_C = [-7.9, -8.0, -4.5, 0.8, 6.2, 10.3, 12.9, 12.1, 8.5, 3.2, -0.4, -3.6]


def local_table(weather):
    """Temperature, irradiation and sunshine of each hour by days of standard time."""
    local = pd.DatetimeIndex(weather.time.values) + standard_offset(weather)
    columns = {"temp": weather.temp_air.values, "ghi": weather.ghi.values / 1000, "sun": weather.dni.values > 120}
    return pd.DataFrame(columns, index=local)


def monthly(values):
    return values.groupby(values.index.month)


@pytest.fixture(scope="module")
def shipped():
    return {place: read_weather(SHIPPED / f"{place}.csv") for place in place_names()}


@PLACES
def test_means_irradiation_and_sunshine(shipped, place):
    table = local_table(shipped[place])
    np.testing.assert_allclose(monthly(table.temp).mean(), MEANS_C[place], atol=0.05)
    np.testing.assert_allclose(monthly(table.ghi).sum(), GHI_KWH_PER_M2, rtol=0.01)
    np.testing.assert_allclose(monthly(table.sun).sum(), SUNSHINE_H, atol=8)
    assert table.sun.sum() == pytest.approx(sum(SUNSHINE_H), rel=0.01)


@PLACES
def test_spread_and_range_of_days(shipped, place):
    temp = local_table(shipped[place]).temp
    days = temp.groupby(temp.index.normalize())
    np.testing.assert_allclose(monthly(days.mean()).std(), SPREAD_K, atol=0.1)
    expected = np.array(MAXIMUM_C) - np.array(MINIMUM_C)
    np.testing.assert_allclose(monthly(days.max() - days.min()).mean(), expected, atol=0.1)


@PLACES
def test_shipped_year_is_the_generated_one(place, tmp_path):
    """Elsewhere the last digit may differ from the machine that made it, as libraries round differently."""
    path = write_shipped_weather(place, tmp_path)
    made, shipped_lines = path.read_text(encoding="utf-8"), (SHIPPED / f"{place}.csv").read_text(encoding="utf-8")
    assert [line for line in made.splitlines() if line[0] in "#t"] == [
        line for line in shipped_lines.splitlines() if line[0] in "#t"
    ]
    fresh, kept = read_weather(path), read_weather(SHIPPED / f"{place}.csv")
    for name in kept.data_vars:
        np.testing.assert_allclose(fresh[name], kept[name], atol=0.11)


def test_shipped_year_is_a_civil_year_of_8760_hours(shipped):
    for weather in shipped.values():
        np.testing.assert_array_equal(
            weather.time.values, TimeGrid.year(2025, "Europe/Riga").utc.tz_localize(None).to_numpy()
        )
        assert (weather.attrs["synthetic"], weather.attrs["typical"]) == (1, 1)


def test_heading_says_that_it_is_synthetic():
    text = shipped_weather_text(read_climate("gulbene"))
    assert text.startswith("# SYNTHETIC weather")
    assert "ecsim weather generate gulbene" in text


def test_same_seed_same_year_other_seed_other_days():
    climate = read_climate("gulbene")
    first = generate_year(climate, 3, 2025)
    assert first.identical(generate_year(climate, 3, 2025))
    assert not np.array_equal(first.ghi, generate_year(climate, 4, 2025).ghi)


@pytest.mark.parametrize(("seed", "year"), [(2, 2025), (8, 2024), (99, 2023)])
def test_any_seed_and_year_is_calibrated_and_sound(seed, year):
    weather = generate_year(read_climate("gulbene"), seed, year)
    assert weather.sizes["time"] == TimeGrid.year(year, "Europe/Riga").steps
    assert check_weather(weather, "generated") == []
    table = local_table(weather)
    np.testing.assert_allclose(monthly(table.temp).mean(), MEANS_C["gulbene"], atol=0.05)
    np.testing.assert_allclose(monthly(table.ghi).sum(), GHI_KWH_PER_M2, rtol=0.01)
    np.testing.assert_allclose(monthly(table.sun).sum(), SUNSHINE_H, atol=15)
    assert table.sun.sum() == pytest.approx(sum(SUNSHINE_H), rel=0.03)
    days = table.temp.groupby(table.index.normalize()).mean()
    np.testing.assert_allclose(monthly(days).std(), SPREAD_K, atol=0.5)


def test_closure_survives_rounding(shipped):
    for weather in shipped.values():
        zenith_deg, _ = place_sun(weather)
        parts = [weather[name].values for name in ("ghi", "dni", "dhi")]
        assert np.abs(closure_residual(*parts, zenith_deg)).max() <= 0.0501


def test_wind_has_its_mean(shipped):
    """meteo.lv 1981-2010: Aluksne 2.6 m/s, Latvia 3.2 m/s."""
    assert float(shipped["aluksne"].wind_speed.mean()) == pytest.approx(2.6, abs=0.01)
    assert float(shipped["cesis"].wind_speed.mean()) == pytest.approx(3.2, abs=0.01)


def test_clear_days_are_cold_in_winter_and_warm_in_summer_and_swing_more():
    """Over several seeds, as a single month has 30 days; the signs are what every Latvian knows."""
    colder, warmer, swings = [], [], []
    for seed in range(5):
        table = local_table(generate_year(read_climate("gulbene"), seed, 2025))
        days = table.groupby(table.index.normalize()).agg(
            temp=("temp", "mean"), ghi=("ghi", "sum"), swing=("temp", np.ptp)
        )
        for month, days_of in days.groupby(days.index.month):
            if month in (1, 12, 2):
                colder.append(days_of.temp.corr(days_of.ghi))
            if month in (6, 7):
                warmer.append(days_of.temp.corr(days_of.ghi))
                swings.append(days_of.swing.corr(days_of.ghi))
    assert np.mean(colder) < -0.15
    assert np.mean(warmer) > 0.15
    assert np.mean(swings) > 0.5
