"""TMY3 files: the two that pvlib brings along."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pvlib
import pytest

from energycommunity.errors import WeatherError
from energycommunity.weather import read_weather
from energycommunity.weather.read_nrel_csv import read_tmy3

FOLDER = Path(pvlib.__file__).parent / "data"
SAND_POINT = FOLDER / "703165TY.csv"


def test_raw_lines():
    """Proves: hour 13:00 at UTC-9 begins at 21:00 UTC.

    Sensitivity: taking the label for the start gives 22:00.
    Hand calculation: line 15 reads 01/01/1997,13:00 with GHI 49, DHI 49, dry-bulb 5.0, wind 4.6; 12:00 + 9 h = 21:00.
    """
    weather = read_weather(SAND_POINT)
    at = int(np.flatnonzero(weather.line.values == 15)[0])
    assert str(weather.time.values[at])[:16] == "1990-01-01T21:00"
    read = [float(weather[name].values[at]) for name in ("ghi", "dni", "dhi", "temp_air", "wind_speed")]
    assert read == [49.0, 0.0, 49.0, 5.0, 4.6]
    assert (weather.attrs["typical"], weather.attrs["altitude"], weather.sizes["time"]) == (1, 7.0, 8760)


def test_as_pvlib_reads_it():
    from pvlib.iotools import read_tmy3 as pvlib_read_tmy3

    weather = read_tmy3(SAND_POINT)
    table, _ = pvlib_read_tmy3(str(SAND_POINT), map_variables=True)
    for name in ("ghi", "dni", "dhi", "temp_air", "wind_speed"):
        np.testing.assert_array_equal(weather[name].values, table[name].to_numpy(dtype=float))


def test_missing_column_is_named(tmp_path):
    lines = SAND_POINT.read_text(encoding="utf-8").splitlines()[:30]
    path = tmp_path / "cut.csv"
    path.write_text("\n".join([lines[0], lines[1].replace("DNI (W/m^2)", "Beam"), *lines[2:]]), encoding="utf-8")
    with pytest.raises(WeatherError, match=r"cut\.csv:2: missing: DNI \(W/m\^2\)"):
        read_weather(path)


def test_cut_year_is_no_typical_year(tmp_path):
    path = tmp_path / "cut.csv"
    path.write_text("\n".join(SAND_POINT.read_text(encoding="utf-8").splitlines()[:1002]), encoding="utf-8")
    with pytest.raises(WeatherError, match="has 1000 steps"):
        read_weather(path)


def test_wrong_date_is_named(tmp_path):
    lines = SAND_POINT.read_text(encoding="utf-8").splitlines()[:10]
    lines[4] = lines[4].replace("01/01/1997", "1997-01-01")
    path = tmp_path / "dates.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(WeatherError, match=r"dates\.csv:5: '1997-01-01"):
        read_weather(path)
