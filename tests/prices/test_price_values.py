"""What may be written for a price, and the series it stands for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter, ValidationError

from energycommunity.errors import ScenarioError
from energycommunity.prices import Price, PriceFile, price_values
from energycommunity.prices.typical_year import typical_latvian_year
from energycommunity.profiles import FileColumn, ProfileContext
from energycommunity.time_grid import TimeGrid

WINDOW = TimeGrid(pd.Timestamp("2025-01-14 22:00", tz="UTC"), 3, 1.0, "Europe/Riga")


def context(folder=Path(), grid=WINDOW, weather=None, seed=0):
    return ProfileContext(grid, folder, 57.3, 26.7, weather=weather, seed=seed)


def test_every_way_to_write_a_price_is_told_apart():
    read = TypeAdapter(Price).validate_python
    assert read("latvia_typical") == "latvia_typical"
    assert read(0.14) == 0.14
    assert read({"file": "a.csv"}) == PriceFile(file="a.csv", format="auto")
    assert read({"file": "a.csv", "format": "elering"}).format == "elering"
    assert isinstance(read({"file": "a.csv", "column": "cena"}), FileColumn)
    for wrong in ("latvia", {"file": "a.csv", "format": "entsoe"}, {"format": "auto"}):
        with pytest.raises(ValidationError):
            read(wrong)


def test_constant():
    values, notices = price_values(0.14, context())
    assert values.tolist() == [0.14] * 3
    assert notices == []


def test_downloaded_file(tmp_path):
    rows = ["2025-01-15 02:00:00,,0.3", "2025-01-15 01:00:00,,0.2", "2025-01-15 00:00:00,,0.1"]
    (tmp_path / "lv.csv").write_text("\n".join(["ts_start,ts_end,price", *rows]), encoding="utf-8")
    values, notices = price_values(PriceFile(file="lv.csv"), context(tmp_path))
    assert values.tolist() == [0.1, 0.2, 0.3]
    assert notices == []


def test_column_of_any_file_is_converted(tmp_path):
    (tmp_path / "lv.csv").write_text("cena\n100\n200\n-50\n", encoding="utf-8")
    values, _ = price_values(FileColumn(file="lv.csv", column="cena", unit="EUR/MWh"), context(tmp_path))
    assert values.tolist() == pytest.approx([0.1, 0.2, -0.05])


def test_missing_file_is_named(tmp_path):
    with pytest.raises(ScenarioError, match=r"nav\.csv"):
        price_values(PriceFile(file="nav.csv"), context(tmp_path))


def test_window_takes_its_part_of_the_year(year_2025, weather_2025):
    """The window begins 336 h after the year."""
    values, (notice,) = price_values("latvia_typical", context(), weather_2025)
    assert np.array_equal(values, typical_latvian_year(year_2025, weather_2025)[336:339])
    assert notice.key == "prices_synthetic"
    assert "synthetic" in notice.tell() and "sintētiska" in notice.tell("lv")


def test_all_houses_see_the_same_market(year_2025, weather_2025):
    one, _ = price_values("latvia_typical", context(grid=year_2025, weather=weather_2025, seed=1))
    two, _ = price_values("latvia_typical", context(grid=year_2025, weather=weather_2025, seed=2))
    assert np.array_equal(one, two)


def test_window_with_the_weather_of_the_window_only_is_refused(weather_2025):
    with pytest.raises(ScenarioError) as caught:
        price_values("latvia_typical", context(weather=weather_2025.isel(time=slice(336, 339))))
    assert caught.value.faults[0].key == "prices_weather_steps"
