"""PVGIS files: instants of satellite images in UTC."""

from __future__ import annotations

import json

import numpy as np
import pytest

from energycommunity.errors import WeatherError
from energycommunity.weather.reading import read_unchecked

HOURLY = """Latitude (decimal degrees):\t57.200
Longitude (decimal degrees):\t26.800
Elevation (m):\t140
Radiation database:\tPVGIS-SARAH3

Slope: {slope} deg. (optimum)
Azimuth: 0 deg.
time,Gb(i),Gd(i),Gr(i),H_sun,T2m,WS10m,Int
20190601:0911,300.0,150.0,0.0,30.0,15.5,2.1,0.0
20190601:1011,400.0,160.0,0.0,{height},16.5,2.2,0.0

Gb(i): Beam (direct) irradiance on the inclined plane (W/m2)
"""
TYPICAL = """Latitude (decimal degrees): 57.200
Longitude (decimal degrees): 26.800
Elevation (m): 140.0
Irradiance Time Offset (h): 0.1761
month,year
1,2010
2,2016
time(UTC),T2m,RH,G(h),Gb(n),Gd(h),IR(h),WS10m,WD10m,SP
20100131:2300,-3.5,90.0,0.0,0.0,0.0,250.0,2.5,180.0,99500.0
20160201:0000,-4.5,91.0,10.0,20.0,8.0,251.0,2.6,181.0,99600.0

T2m: 2-m air temperature (degree Celsius)
"""


def hourly_json(slope=0, **changes):
    row = {"time": "20190601:0911", "Gb(i)": 300.0, "Gd(i)": 150.0, "Gr(i)": 0.0, "H_sun": 30.0, "T2m": 15.5}
    row |= {"WS10m": 2.1, "Int": 0.0} | changes
    return {
        "inputs": {
            "location": {"latitude": 57.2, "longitude": 26.8, "elevation": 140.0},
            "meteo_data": {"radiation_db": "PVGIS-SARAH3"},
            "mounting_system": {"fixed": {"slope": {"value": slope, "optimal": False}}},
        },
        "outputs": {"hourly": [row, {**row, "time": "20190601:1011"}]},
        "meta": {},
    }


@pytest.fixture
def write(tmp_path):
    def written(content, name="pvgis.csv"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return written


def test_hourly_csv_by_hand(write):
    """Proves: image minute, sums and the beam turned to its normal.

    Sensitivity: without the sine the direct irradiance is 300; with the label moved to the end the sun stands at 08:11.
    Hand calculation: ghi = 300 + 150 + 0 = 450; dni = 300 / sin 30 = 600; dhi = 450 - 600 x 0.5 = 150.
    """
    weather = read_unchecked(write(HOURLY.format(slope=0, height=45.0)))
    assert [float(weather[name][0]) for name in ("ghi", "dni", "dhi")] == pytest.approx([450.0, 600.0, 150.0])
    assert str(weather.time.values[0])[:16] == "2019-06-01T09:00"
    assert str(weather.sun_time.values[0])[:16] == "2019-06-01T09:11"
    assert (weather.attrs["interval"], weather.attrs["typical"], weather.attrs["source"]) == (
        "instant",
        0,
        "PVGIS PVGIS-SARAH3",
    )
    assert weather.line.values.tolist() == [9, 10]


def test_beam_of_a_low_sun_counts_as_diffuse(write):
    weather = read_unchecked(write(HOURLY.format(slope=0, height=2.0)))
    assert [float(weather[name][1]) for name in ("ghi", "dni", "dhi")] == [560.0, 0.0, 560.0]


def test_hourly_csv_and_json_agree(write):
    from_csv = read_unchecked(write(HOURLY.format(slope=0, height=45.0)))
    from_json = read_unchecked(write(json.dumps(hourly_json()), "pvgis.json"))
    for name in ("ghi", "dni", "dhi", "temp_air", "wind_speed"):
        assert float(from_csv[name][0]) == float(from_json[name][0])
    assert from_csv.attrs == from_json.attrs


def test_as_pvlib_reads_it(write):
    from pvlib.iotools import read_pvgis_hourly

    path = write(HOURLY.format(slope=0, height=45.0))
    table, _ = read_pvgis_hourly(str(path), map_variables=True)
    weather = read_unchecked(path)
    np.testing.assert_allclose(weather.ghi, table["poa_direct"] + table["poa_sky_diffuse"])
    np.testing.assert_array_equal(weather.temp_air, table["temp_air"])


def test_typical_csv(write):
    """Proves: months of 2010 and 2016 follow each other, and the heading gives the image's offset.

    Sensitivity: without the nominal year the steps lie six years apart.
    Hand calculation: 0.1761 h = 10.566 min after the full hour.
    """
    weather = read_unchecked(write(TYPICAL))
    assert [str(time)[:16] for time in weather.time.values] == ["1990-01-31T23:00", "1990-02-01T00:00"]
    assert str(weather.sun_time.values[1])[:19] == "1990-02-01T00:10:33"
    assert weather.attrs["typical"] == 1
    assert [float(weather[name][1]) for name in ("ghi", "dni", "dhi", "temp_air")] == [10.0, 20.0, 8.0, -4.5]


def test_march_of_a_leap_year_keeps_its_date(write):
    weather = read_unchecked(write(TYPICAL.replace("20100131:2300", "20160301:0000")))
    assert str(weather.time.values[0])[:16] == "1990-03-01T00:00"


def test_typical_json(write):
    rows = [{"time(UTC)": "20100131:2300", "G(h)": 5.0, "Gb(n)": 1.0, "Gd(h)": 4.0, "T2m": -3.5, "WS10m": 2.5}]
    location = {"latitude": 57.2, "longitude": 26.8, "elevation": 140.0, "irradiance_time_offset": 0.5}
    content = {"inputs": {"location": location}, "outputs": {"months_selected": [], "tmy_hourly": rows}, "meta": {}}
    weather = read_unchecked(write(json.dumps(content), "tmy.json"))
    assert str(weather.sun_time.values[0])[:16] == "1990-01-31T23:30"
    assert "line" not in weather.coords


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (HOURLY.format(slope=35, height=45.0), "pvgis.csv", "tilted by 35°"),
        (HOURLY.format(slope=0, height="low"), "pvgis.csv", r"pvgis.csv:10: H_sun: 'low' is not a number"),
        (HOURLY.format(slope=0, height=45.0).replace("Gd(i)", "G(i)"), "pvgis.csv", "pvgis.csv:8: missing: Gd(i)"),
        (HOURLY.format(slope=0, height=45.0).replace("20190601:1011", "1 June"), "pvgis.csv", "pvgis.csv:10: '1 June'"),
        (HOURLY.split("time,", maxsplit=1)[0], "pvgis.csv", "no line that begins with time"),
        (HOURLY.format(slope=0, height=45.0).replace("Elevation (m)", "Height"), "pvgis.csv", "lacks elevation"),
        ('{"outputs": {', "pvgis.json", "pvgis.json:1: the file is not valid JSON"),
        (json.dumps({"inputs": {}}), "pvgis.json", "lacks outputs"),
        (json.dumps(hourly_json(slope=41)), "pvgis.json", "tilted by 41°"),
        (json.dumps(hourly_json(T2m=None)), "pvgis.json", "20190601:0911 T2m: None is not a number"),
    ],
)
def test_fault_says_what_is_wrong(write, content, name, words):
    with pytest.raises(WeatherError) as caught:
        read_unchecked(write(content, name))
    assert words in caught.value.tell()
