"""EnergyPlus files: hour-ending local standard time."""

from __future__ import annotations

import numpy as np
import pytest

from energycommunity.errors import WeatherError
from energycommunity.weather.read_epw import read_epw

HEADING = [
    "LOCATION,Testa,-,LVA,Hand,261480,57.20,26.80,2.0,140.0",
    *["DESIGN CONDITIONS,0"] * 6,
    "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31",
]


def row(month, day, hour, year=2019, ghi=0, temp="1.5", pressure=100100):
    return (
        f"{year},{month},{day},{hour},0,?9,{temp},-2.0,85,{pressure},0,0,181,{ghi},0,{ghi},0,0,0,0,90,2.6,"
        "2,2,777,9,9,999999999,30,0.044,0,88,0.220,999.0,99.0"
    )


@pytest.fixture
def written(tmp_path):
    def write(rows, heading=None):
        path = tmp_path / "testa.epw"
        path.write_text("\n".join([*(heading or HEADING), *rows]), encoding="utf-8")
        return path

    return write


def test_hour_ending_local_time_becomes_start_in_utc(written):
    """Proves: hour 13 at UTC+2 begins at 10:00 UTC, and its sun stands at 10:30.

    Sensitivity: taking the label for the start gives 11:00; adding the offset 14:00.
    Hand calculation: hour 13 is 12:00-13:00 local standard time; 12:00 - 2 h = 10:00 UTC.
    """
    weather = read_epw(written([row(6, 1, 13, ghi=500), row(6, 1, 14)]))
    assert str(weather.time.values[0])[:16] == "2019-06-01T10:00"
    assert str(weather.sun_time.values[0])[:16] == "2019-06-01T10:30"
    assert weather.ghi.values.tolist() == [500.0, 0.0]
    assert weather.line.values.tolist() == [9, 10]
    assert weather.attrs["interval"] == "mean"
    assert weather.attrs["typical"] == 0


def test_months_of_different_years_are_typical(written):
    rows = [row(1, 31, hour, year=2003) for hour in range(1, 25)] + [
        row(2, 1, hour, year=1998) for hour in range(1, 25)
    ]
    weather = read_epw(written(rows))
    assert weather.attrs["typical"] == 1
    assert (np.diff(weather.time.values) == np.timedelta64(1, "h")).all()


def test_hour_24_belongs_to_its_day(written):
    weather = read_epw(written([row(6, 1, 24), row(6, 2, 1)]))
    assert [str(time)[:16] for time in weather.time.values] == ["2019-06-01T21:00", "2019-06-01T22:00"]


def test_code_for_missing_optional_field_drops_it(written):
    weather = read_epw(written([row(6, 1, 1), row(6, 1, 2, pressure=999999)]))
    assert "pressure" not in weather
    assert "relative_humidity" in weather


def test_code_for_missing_temperature_is_no_temperature(written):
    assert np.isnan(read_epw(written([row(6, 1, 1), row(6, 1, 2, temp="99.9")])).temp_air.values[1])


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ([row(6, 1, 1), row(6, 1, 2, temp="mild")], 10, "'mild' is not a number"),
        ([row(6, 1, 1), "2019,6,1,2,0,?9,1.5"], 10, "7 cells"),
        ([row(6, 31, 1)], 9, "'2019-6-31 1:00' is not a date"),
        ([row(6, 1, 25)], 9, "is not a date"),
        ([row(6, 1, "nan")], 9, "date: 'nan' is not a number"),
        ([], None, "no rows"),
    ],
)
def test_fault_names_the_line(written, rows, line, words):
    with pytest.raises(WeatherError) as caught:
        read_epw(written(rows))
    assert caught.value.faults[0].line == line
    assert words in caught.value.tell()


def test_impossible_records_per_hour_are_told(written):
    heading = [*HEADING[:-1], "DATA PERIODS,1,0,Data,Sunday, 1/ 1,12/31"]
    with pytest.raises(WeatherError, match=r"testa\.epw:8: DATA PERIODS is '0'; allowed: 1, 2"):
        read_epw(written([row(6, 1, 1)], heading=heading))


def test_quarter_hours_follow_each_other(written):
    """Proves: four rows of hour 13 begin 12:00, 12:15, 12:30 and 12:45 local time.

    Sensitivity: read as hours, all begin at 12:00.
    Hand calculation: less two hours of UTC+2.
    """
    heading = [*HEADING[:-1], "DATA PERIODS,1,4,Data,Sunday, 1/ 1,12/31"]
    weather = read_epw(written([row(6, 1, 13)] * 4, heading=heading))
    assert [str(time)[11:16] for time in weather.time.values] == ["10:00", "10:15", "10:30", "10:45"]
    assert weather.attrs["step_h"] == 0.25


def test_other_first_line_is_told(written):
    with pytest.raises(WeatherError, match=r"testa\.epw:1: an EPW file begins with LOCATION"):
        read_epw(written([row(6, 1, 1)], heading=["time,ghi", *HEADING[1:]]))


@pytest.mark.parametrize(
    ("line", "time", "expected"),
    [
        (
            9,
            "1990-01-01T07:00",
            {"ghi": 0, "dni": 0, "dhi": 0, "temp_air": -18.0, "wind_speed": 0.0, "pressure": 83700},
        ),
        (21, "1990-01-01T19:00", {"ghi": 362, "dni": 384, "dhi": 189, "temp_air": 4.4, "wind_speed": 7.2}),
        (4389, "1990-07-02T19:00", {"ghi": 857, "dni": 682, "dhi": 209, "temp_air": 26.7, "wind_speed": 1.5}),
        (8768, "1991-01-01T06:00", {"ghi": 0, "temp_air": -19.4, "relative_humidity": 80, "albedo": 0.22}),
    ],
)
def test_raw_lines_of_denver(denver, line, time, expected):
    """Values read off the raw lines; local standard time is UTC-7, so hour 1 begins at 07:00 UTC."""
    at = int(np.flatnonzero(denver.line.values == line)[0])
    assert str(denver.time.values[at])[:16] == time
    assert {name: float(denver[name].values[at]) for name in expected} == pytest.approx(expected)


def test_sums_of_denver(denver):
    """Sums over the raw column by hand (awk): 1670.22 kWh/m2; mean of the 744 hours of January 0.788441 degC."""
    assert denver.sizes["time"] == 8760
    assert float(denver.ghi.sum()) / 1000 == pytest.approx(1670.22, abs=0.01)
    assert float(denver.temp_air[:744].mean()) == pytest.approx(0.788441, abs=1e-5)


def test_denver_as_pvlib_reads_it(denver, denver_file):
    from pvlib.iotools import read_epw as pvlib_read_epw

    table, place = pvlib_read_epw(str(denver_file))
    for name, column in {"ghi": "ghi", "dni": "dni", "dhi": "dhi", "temp_air": "temp_air"}.items():
        np.testing.assert_array_equal(denver[name].values, table[column].to_numpy(dtype=float))
    assert denver.attrs["longitude"] == place["longitude"]
