"""A profile is a constant or a column of a file; nothing is guessed and nothing is filled in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter, ValidationError

from energycommunity.errors import ScenarioError
from energycommunity.profiles import FileColumn, Profile, ProfileContext, profile_values
from energycommunity.profiles.tables import read_table
from energycommunity.time_grid import TimeGrid


def context(folder: Path, grid: TimeGrid | None = None) -> ProfileContext:
    grid = grid or TimeGrid(pd.Timestamp("2025-01-06 00:00", tz="UTC"), 4, 1.0, "Europe/Riga", annual=False)
    return ProfileContext(grid, folder, 57.3, 26.7)


def write(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    path = folder / "load.csv"
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1257"])
@pytest.mark.parametrize(
    "content",
    [
        "laiks;Patērētā jauda\r\n0;1,5\r\n1;2\r\n2;3,25\r\n3;1 200,5\r\n",
        "laiks,Patērētā jauda\n0,1.5\n1,2\n2,3.25\n3,1200.5\n",
        'laiks,Patērētā jauda\n0,"1,5"\n1,2\n2,"3,25"\n3,"1.200,5"\n',
        "laiks\tPatērētā jauda\n0\t1.5\n1\t2\n\n2\t3.25\n3\t1,200.5\n",
        "# measured\nPatērētā jauda\n1,5\n2\n3,25\n1200,5\n",
    ],
)
def test_encodings_delimiters_and_decimals(tmp_path: Path, encoding: str, content: str) -> None:
    write(tmp_path, content, encoding)
    values = profile_values(FileColumn(file="load.csv", column="Patērētā jauda"), context(tmp_path), "power_kw")
    assert values.tolist() == [1.5, 2.0, 3.25, 1200.5]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a;p_kw\n0;1\n1;\n2;2\n3;3\n", ["load.csv:3", "'p_kw'", "''"]),
        ("a;p_kw\n0;1\n1;2\n2;x7\n3;3\n", ["load.csv:4", "'x7'", "1 such"]),
        ("a;p_kw\n0;1\n1;nan\n2;1\n3;3\n", ["load.csv:3", "'nan'"]),
        ("a;p_kw\n0;1\n1;inf\n2;1\n3;3\n", ["load.csv:3", "'inf'"]),
        ("a,p_kw\n0,1\n1,2,5\n", ["load.csv:3", "3 cells", "2"]),
        ("a;p_kw\n0;1,5\n1;2.5\n2;1\n3;1\n", ["load.csv:2", "decimal"]),
        ("a;p_kw\n0;1\n1;2\n2;2\n", ["3 rows", "there may be 1, 4, 8, 12, 16, 8760"]),
        ("a;q_kw\n0;1\n", ["no column 'p_kw'", "a, q_kw"]),
        ("a;a\n0;1\n", ["'a' stands twice"]),
        ("a;p_kw\n", ["no rows"]),
    ],
)
def test_what_is_wrong_is_named_with_line_and_column(tmp_path: Path, content: str, words: list[str]) -> None:
    write(tmp_path, content)
    with pytest.raises(ScenarioError) as error:
        profile_values(FileColumn(file="load.csv", column="p_kw"), context(tmp_path), "power_kw")
    for word in words:
        assert word in str(error.value)
    assert error.value.faults[0].tell("lv")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="does not exist"):
        profile_values(FileColumn(file="none.csv", column="x"), context(tmp_path), "power_kw")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, "p\n1\n")
    first = read_table(path)
    assert read_table(path) is first
    write(tmp_path, "p\n2\n3\n")
    import os

    os.utime(path, ns=(1, 2))
    assert len(read_table(path)) == 2


def test_hourly_rows_are_held_on_quarter_hours(tmp_path: Path) -> None:
    grid = TimeGrid(pd.Timestamp("2025-01-06", tz="UTC"), 8, 0.25, "Europe/Riga", annual=False)
    write(tmp_path, "p_kw\n1\n2\n")
    values = profile_values(FileColumn(file="load.csv", column="p_kw"), context(tmp_path, grid), "power_kw")
    assert values.tolist() == [1, 1, 1, 1, 2, 2, 2, 2]


def test_leap_day_repeats_the_day_before(tmp_path: Path) -> None:
    """Hand calculation: 28 February is day 59, its noon hour has number 58*24 + 12 = 1404; 1 March starts at 1416."""
    write(tmp_path, "p_kw\n" + "\n".join(str(hour) for hour in range(8760)))
    grid = TimeGrid.year(2024, "Europe/Riga")
    values = profile_values(FileColumn(file="load.csv", column="p_kw"), context(tmp_path, grid), "power_kw")
    assert values[1404] == 1404
    assert values[1428] == 1404
    assert values[1440] == 1416
    assert values[-1] == 8759


def test_times_are_aligned_local_or_utc(tmp_path: Path) -> None:
    """04:00 in Riga in winter is 02:00 UTC, the third step."""
    write(tmp_path, "t;p_kw\n" + "".join(f"06.01.2025 {hour:02}:00;{hour}\n" for hour in range(24)))
    column = FileColumn(file="load.csv", column="p_kw", time_column="t")
    assert profile_values(column, context(tmp_path), "power_kw").tolist() == [2, 3, 4, 5]
    utc = column.model_copy(update={"time_zone": "UTC"})
    assert profile_values(utc, context(tmp_path), "power_kw").tolist() == [0, 1, 2, 3]


def test_offsets_win_over_the_zone(tmp_path: Path) -> None:
    write(tmp_path, "t;p_kw\n" + "".join(f"2025-01-06T{hour:02}:00+03:00;{hour}\n" for hour in range(24)))
    column = FileColumn(file="load.csv", column="p_kw", time_column="t", time_zone="UTC")
    assert profile_values(column, context(tmp_path), "power_kw").tolist() == [3, 4, 5, 6]


def test_finer_rows_are_averaged_and_meter_energy_becomes_power(tmp_path: Path) -> None:
    """Quarter hours of 0.25, 0.25, 0.5, 1.0 kWh are 2 kWh in the hour: 2 kW. Without the interval it would be 0.5."""
    quarters = pd.date_range("2025-01-06", periods=16, freq="15min")
    energy = [0.25, 0.25, 0.5, 1.0] * 4
    rows = "".join(f"{time:%Y-%m-%d %H:%M};{e}\n" for time, e in zip(quarters, energy, strict=True))
    write(tmp_path, "t;Patērētā elektroenerģija (A+) (kWh)\n" + rows)
    column = FileColumn(file="load.csv", column="Patērētā elektroenerģija (A+) (kWh)", time_column="t", time_zone="UTC")
    assert profile_values(column, context(tmp_path), "power_kw").tolist() == pytest.approx([2.0] * 4)


def test_a_stated_unit_is_converted(tmp_path: Path) -> None:
    write(tmp_path, "p\n1\n2\n3\n4\n")
    column = FileColumn(file="load.csv", column="p", unit="MW")
    assert profile_values(column, context(tmp_path), "power_kw").tolist() == [1000, 2000, 3000, 4000]
    fahrenheit = FileColumn(file="load.csv", column="p", unit="degF")
    assert profile_values(fahrenheit, context(tmp_path), "source_c")[0] == pytest.approx(-31 / 1.8)
    with pytest.raises(ScenarioError, match=r"load.csv.*'m'"):
        profile_values(FileColumn(file="load.csv", column="p", unit="m"), context(tmp_path), "power_kw")


def test_a_gap_is_named_by_row_and_never_filled(tmp_path: Path) -> None:
    write(tmp_path, "t;p\n2025-01-06 00:00;1\n2025-01-06 01:00;2\n2025-01-06 03:00;4\n2025-01-06 04:00;4\n")
    column = FileColumn(file="load.csv", column="p", time_column="t", time_zone="UTC")
    with pytest.raises(ScenarioError) as error:
        profile_values(column, context(tmp_path), "power_kw")
    assert "load.csv:3" in str(error.value)
    assert "without a row: 1; gaps: 1; the first: 2025-01-06T04:00:00+02:00 (1)" in str(error.value)


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (["2025-01-06 00:00", "2025-01-06 00:00"], "not later"),
        (["2025-03-30 02:00", "2025-03-30 03:30"], "does not exist"),
        (["2025-10-26 02:00", "2025-10-26 03:00", "2025-10-26 04:00"], "occurs twice"),
        (["2025-01-06 00:00", "yesterday"], "'yesterday' is not a time"),
        (["2025-01-06 00:00", "13.13.2025"], "is not a time"),
    ],
)
def test_impossible_times_are_refused(tmp_path: Path, times: list[str], words: str) -> None:
    write(tmp_path, "t;p\n" + "".join(f"{time};1\n" for time in times))
    with pytest.raises(ScenarioError, match=words):
        profile_values(FileColumn(file="load.csv", column="p", time_column="t"), context(tmp_path), "power_kw")


def test_a_local_year_with_both_clock_changes_is_complete(tmp_path: Path) -> None:
    grid = TimeGrid.year(2025, "Europe/Riga")
    rows = "".join(f"{time:%d.%m.%Y %H:%M};{i}\n" for i, time in enumerate(grid.local))
    write(tmp_path, "t;p\n" + rows)
    column = FileColumn(file="load.csv", column="p", time_column="t")
    assert np.array_equal(profile_values(column, context(tmp_path, grid), "power_kw"), np.arange(8760.0))


def test_netcdf_and_parquet(tmp_path: Path) -> None:
    import xarray as xr

    times = pd.date_range("2025-01-06", periods=4, freq="h")
    xr.Dataset({"p_w": ("time", np.array([1.0, 2, 3, 4]))}, {"time": times}).to_netcdf(tmp_path / "p.nc")
    column = FileColumn(file="p.nc", column="p_w", time_column="time", time_zone="UTC")
    assert profile_values(column, context(tmp_path), "power_kw").tolist() == [0.001, 0.002, 0.003, 0.004]
    pytest.importorskip("pyarrow", reason="pandas reads Parquet through pyarrow")
    pd.DataFrame({"p": [1.0, 2, 3, 4]}, index=pd.DatetimeIndex(times, name="t")).to_parquet(tmp_path / "p.parquet")
    parquet = FileColumn(file="p.parquet", column="p", time_column="t", time_zone="UTC")
    assert profile_values(parquet, context(tmp_path), "power_kw").tolist() == [1, 2, 3, 4]


def test_parquet_without_its_reader_tells_the_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ImportError

    (tmp_path / "p.parquet").write_bytes(b"")
    monkeypatch.setattr(pd, "read_parquet", refuse)
    with pytest.raises(ScenarioError, match="pip install pyarrow"):
        profile_values(FileColumn(file="p.parquet", column="p"), context(tmp_path), "power_kw")


def test_a_profile_in_a_model_is_a_number_or_a_column() -> None:
    adapter: TypeAdapter[Profile] = TypeAdapter(Profile)
    assert adapter.validate_python(2) == 2.0
    assert adapter.validate_python({"file": "a.csv", "column": "b"}) == FileColumn(file="a.csv", column="b")
    with pytest.raises(ValidationError):
        adapter.validate_python({"file": "a.csv", "colum": "b"})


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="Mars"):
        FileColumn(file="a.csv", column="b", time_zone="Mars")
