"""What is written as a plain CSV is read again as it was."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.errors import WeatherError
from energycommunity.weather import weather_dataset
from energycommunity.weather.contract import OPTIONAL, REQUIRED, Origin
from energycommunity.weather.read_plain_csv import read_plain_csv
from energycommunity.weather.write_plain_csv import plain_csv_text, write_new_text

KEPT = 0.5e-3


@settings(deadline=None, max_examples=40)
@given(
    step_h=st.sampled_from([0.25, 0.5, 1.0]),
    offset=st.floats(0.0, 1.0),
    interval=st.sampled_from(["mean", "instant"]),
    flags=st.tuples(st.booleans(), st.booleans()),
    zone=st.sampled_from(["", "Europe/Riga"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_weather_survives_the_file(tmp_path_factory, step_h, offset, interval, flags, zone, seed):
    """Whatever a reader gives, quarter hours and moments of the sun included, comes back within the decimals kept."""
    draws = np.random.default_rng(seed)
    begins = pd.date_range("2024-02-28 22:00", periods=200, freq=pd.Timedelta(hours=step_h))
    series = {name: draws.normal(0.0, 1000.0, len(begins)) for name in REQUIRED | OPTIONAL}
    origin = Origin(57.2, -26.8, 140.5, "Mērījumi, #1: skola", step_h, offset * step_h, interval, zone, *flags)
    weather = weather_dataset(begins, series, origin)
    path = tmp_path_factory.mktemp("weather") / "w.csv"
    again = read_plain_csv(write_new_text(path, plain_csv_text(weather, ["Fetched: today", "latitude of the roof"])))
    for name in series:
        np.testing.assert_allclose(again[name], weather[name], rtol=0.0, atol=KEPT)
    assert (again.time == weather.time).all()
    np.testing.assert_allclose(again.sun_time.astype(float), weather.sun_time.astype(float), rtol=0.0, atol=4e6)
    assert again.attrs == weather.attrs


def test_numbers_are_short():
    """Proves: three decimals at most, no exponents, no minus before zero.

    Hand calculation: 0.00004 rounds to 0, 1/3 to 0.333, -0.0004 to 0.
    """
    begins = pd.date_range("2025-01-01", periods=4, freq="h")
    weather = weather_dataset(begins, {"ghi": np.array([4e-5, 1 / 3, -0.0004, 1234567.0])}, Origin(57, 26, 1, "x"))
    cells = [line.split(",")[1] for line in plain_csv_text(weather).splitlines()[-4:]]
    assert cells == ["0", "0.333", "0", "1234567"]


def test_nothing_is_overwritten(tmp_path):
    path = tmp_path / "w.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(WeatherError, match="exists already"):
        write_new_text(path, "theirs")
    assert path.read_text(encoding="utf-8") == "mine"
    with pytest.raises(WeatherError, match="cannot be written"):
        write_new_text(tmp_path / "no" / "w.csv", "theirs")
