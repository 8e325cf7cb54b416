"""What is found wrong in a sound year after it has been damaged in one way."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energycommunity.weather import check_weather, weather_doubts

FIRST_LINE = 25  # of the table in the shipped file: 24 lines of heading


def keys(faults):
    return [fault.key for fault in faults]


def changed(weather, name, change):
    copy = weather.copy(deep=True)
    copy[name].values = change(copy[name].values)
    return copy


def put(value, *rows):
    def change(values):
        values = values.copy()
        values[list(rows)] = value
        return values

    return change


def test_sound_year_has_no_faults(shipped_gulbene):
    assert shipped_gulbene.line.values[0] == FIRST_LINE
    assert check_weather(shipped_gulbene, "gulbene.csv") == []
    assert weather_doubts(shipped_gulbene, "gulbene.csv") == []


def test_denver_has_no_faults(denver):
    assert check_weather(denver, "denver") == []
    assert weather_doubts(denver, "denver") == []


@pytest.mark.parametrize(
    ("name", "change", "key", "row"),
    [
        ("temp_air", put(np.nan, 100, 200), "weather_value_missing", 100),
        ("temp_air", put(99.0, 4000), "weather_out_of_range", 4000),
        ("wind_speed", put(-1.0, 7), "weather_out_of_range", 7),
        ("ghi", put(-3.0, 5, 6), "weather_negative_irradiance", 5),
        ("ghi", put(60.0, 3), "weather_light_at_night", 3),
    ],
)
def test_row_is_named_by_its_line(shipped_gulbene, name, change, key, row):
    faults = check_weather(changed(shipped_gulbene, name, change), "gulbene.csv")
    assert keys(faults) == [key]
    assert faults[0].line == FIRST_LINE + row
    assert faults[0].tell().startswith(f"gulbene.csv:{FIRST_LINE + row}: ")


@pytest.mark.parametrize(
    ("name", "change", "key", "words"),
    [
        ("ghi", lambda values: values / 1000, "weather_unit_irradiance", "kW/m2"),
        ("ghi", lambda values: values * 3.6, "weather_unit_irradiance", "kJ/m2"),
        ("temp_air", lambda values: values + 273.15, "weather_unit_kelvin", "279"),
    ],
)
def test_wrong_units_are_recognised(shipped_gulbene, name, change, key, words):
    faults = check_weather(changed(shipped_gulbene, name, change), "file.csv")
    assert keys(faults) == [key]
    assert words in faults[0].tell()


def test_gap_repetition_and_typical_length(shipped_gulbene):
    gap = shipped_gulbene.isel(time=[*range(50), *range(53, 8760)])
    faults = check_weather(gap, "file.csv")
    assert keys(faults) == ["weather_gap", "weather_typical_length"]
    assert faults[0].line == FIRST_LINE + 53
    twice = shipped_gulbene.isel(time=[*range(51), *range(50, 8760)])
    faults = check_weather(twice, "file.csv")
    assert keys(faults) == ["weather_time_repeats", "weather_typical_length"]
    assert faults[0].line == FIRST_LINE + 50


@pytest.mark.parametrize("hours", [-5, -1, 2, 11])
def test_shifted_sun_is_measured(shipped_gulbene, hours):
    shifted = shipped_gulbene.copy(deep=True)
    for name in ("ghi", "dni", "dhi"):
        shifted[name].values = np.roll(shifted[name].values, hours)
    faults = check_weather(shifted, "file.csv")
    assert keys(faults) == ["weather_shifted"]
    assert float(str(faults[0].values["hours"])) == pytest.approx(hours, abs=0.15)


def test_wrong_sign_of_longitude_is_a_shift(denver):
    mirrored = denver.assign_attrs(longitude=104.65)
    assert keys(check_weather(mirrored, "denver")) == ["weather_shifted"]


@pytest.mark.parametrize("minutes", [-30, 30])
def test_label_at_the_wrong_end_is_a_doubt(shipped_gulbene, minutes):
    """Proves: half an hour is told from a wrong time zone, with its direction.

    Sensitivity: with the direction reversed the sign changes.
    Hand calculation: a sun placed 30 min too late has passed noon when the file has not: the light comes 30 min later.
    """
    moved = shipped_gulbene.copy()
    sun_time = moved.sun_time.values + pd.Timedelta(minutes=minutes).to_timedelta64()
    moved = moved.assign_coords(sun_time=("time", sun_time))
    assert check_weather(moved, "file.csv") == []
    doubts = weather_doubts(moved, "file.csv")
    assert "weather_label_doubt" in keys(doubts)
    assert int(doubts[0].values["minutes"]) == pytest.approx(minutes, abs=8)


def test_direct_on_the_horizontal_does_not_close(shipped_gulbene):
    """A frequent mistake: the beam given on the horizontal, not normal."""
    swapped = shipped_gulbene.copy(deep=True)
    swapped["dni"].values, swapped["dhi"].values = shipped_gulbene.dhi.values, shipped_gulbene.dni.values
    assert keys(check_weather(swapped, "file.csv")) == ["weather_not_closed"]


def test_missing_variable(shipped_gulbene):
    assert keys(check_weather(shipped_gulbene.drop_vars("dni"), "file.csv")) == ["weather_columns_missing"]


def test_window_is_a_doubt_only(shipped_gulbene):
    window = shipped_gulbene.isel(time=slice(4000, 4200)).assign_attrs(typical=0)
    assert check_weather(window, "file.csv") == []
    assert keys(weather_doubts(window, "file.csv")) == ["weather_no_whole_year"]


def test_dim_year_is_a_doubt(shipped_gulbene):
    dim = shipped_gulbene.copy(deep=True)
    for name in ("ghi", "dni", "dhi"):
        dim[name].values = dim[name].values * 0.4
    assert keys(weather_doubts(dim, "file.csv")) == ["weather_sun_sum_doubt"]


def test_every_fault_has_a_latvian_sentence(shipped_gulbene):
    damaged = changed(shipped_gulbene, "ghi", put(-3.0, 5))
    assert "starojums nevar būt negatīvs" in check_weather(damaged, "file.csv")[0].tell("lv")
