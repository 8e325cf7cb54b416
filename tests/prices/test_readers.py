"""Downloaded price files: what stands in them, written out by hand, and what must come out."""

from __future__ import annotations

import pandas as pd
import pytest

from energycommunity.errors import ScenarioError
from energycommunity.prices import read_prices


def write(folder, text, encoding="utf-8"):
    path = folder / "prices.csv"
    path.write_bytes(text.encode(encoding))
    return path


def rows_of_didnt_work(starts, prices, separator=","):
    lines = [separator.join(["ts_start", "ts_end", "price"])]
    for start, price in zip(starts, prices, strict=True):
        end = pd.Timestamp(start) + pd.Timedelta(hours=1)
        lines.append(separator.join([f"{start}:00", f"{end:%Y-%m-%d %H:%M}:00", f"{price:f}"]))
    return "\n".join(lines) + "\n"


def faults_of(path, file_format="auto"):
    with pytest.raises(ScenarioError) as caught:
        read_prices(path, file_format)
    return caught.value.faults


def test_autumn_change_newest_row_first(tmp_path):
    """Proves: the repeated hour is told apart although the file runs backwards.

    Sensitivity: taking the first row of the file for summer time would swap 0.3 and 0.4.
    Hand calculation: Riga leaves summer time on 26 October 2025 at 04:00 EEST = 01:00 UTC; 03:00 EEST = 00:00 UTC,
    03:00 EET = 01:00 UTC, 02:00 EEST = 23:00 UTC of the 25th, 04:00 EET = 02:00 UTC.
    """
    starts = ["2025-10-26 04:00", "2025-10-26 03:00", "2025-10-26 03:00", "2025-10-26 02:00"]
    # Quarter hours hold since 1 October 2025, but a file of hourly means of that time is read as hours.
    series = read_prices(write(tmp_path, rows_of_didnt_work(starts, [0.5, 0.4, 0.3, 0.2])))
    assert [str(time) for time in series.index[[0, 1, 2, 3]]] == [
        "2025-10-25 23:00:00+00:00",
        "2025-10-26 00:00:00+00:00",
        "2025-10-26 01:00:00+00:00",
        "2025-10-26 02:00:00+00:00",
    ]
    assert series.tolist() == [0.2, 0.3, 0.4, 0.5]


def test_autumn_change_in_quarter_hours(tmp_path):
    quarters = [f"2025-10-26 03:{minute:02d}" for minute in (0, 15, 30, 45)]
    starts = ["2025-10-26 02:45", *quarters, *quarters, "2025-10-26 04:00"]
    prices = [0.01 * number for number in range(10)]
    series = read_prices(write(tmp_path, rows_of_didnt_work(starts[::-1], prices[::-1])))
    assert series.index[0] == pd.Timestamp("2025-10-25 23:45", tz="UTC")
    assert series.index[-1] == pd.Timestamp("2025-10-26 02:00", tz="UTC")
    assert (series.index[1:] - series.index[:-1] == pd.Timedelta(minutes=15)).all()
    assert series.tolist() == pytest.approx(prices)


def test_spring_change_has_no_gap(tmp_path):
    """02:00 EET is 00:00 UTC and 04:00 EEST is 01:00 UTC on 30 March 2025: the rows follow each other."""
    starts = ["2025-03-30 02:00", "2025-03-30 04:00", "2025-03-30 05:00"]
    series = read_prices(write(tmp_path, rows_of_didnt_work(starts, [0.1, 0.2, 0.3], ";")))
    assert series.index.hour.tolist() == [0, 1, 2]
    assert series.tolist() == [0.1, 0.2, 0.3]


def test_hour_that_the_clock_skips_is_named(tmp_path):
    starts = ["2025-03-30 02:00", "2025-03-30 03:00", "2025-03-30 04:00"]
    (fault,) = faults_of(write(tmp_path, rows_of_didnt_work(starts, [0.1, 0.2, 0.3])))
    assert (fault.key, fault.line, fault.file) == ("prices_time_does_not_exist", 3, str(tmp_path / "prices.csv"))


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8", "utf-8-sig", "utf-16", "cp1257"])
def test_elering_in_any_encoding(tmp_path, encoding):
    """Latvia's column of several, decimal comma, EUR/MWh; 1704060000 s is 31 December 2023 22:00 UTC."""
    text = (
        '"Ajatempel (UTC)";"Kuupäev (Eesti aeg)";"NPS Läti";"NPS Eesti"\r\n'
        '"1704060000";"01.01.2024 00:00";"40,01";"1,00"\r\n'
        '"1704063600";"01.01.2024 01:00";"-8,37";"2,00"\r\n'
    )
    series = read_prices(write(tmp_path, text, encoding))
    assert series.index[0] == pd.Timestamp("2023-12-31 22:00", tz="UTC")
    assert series.tolist() == pytest.approx([0.04001, -0.00837])


def test_elering_by_local_time_only(tmp_path):
    text = "Kuupäev (Eesti aeg);NPS Läti\n26.10.2025 03:00;1\n26.10.2025 03:00;2\n26.10.2025 04:00;3\n"
    series = read_prices(write(tmp_path, text))
    assert series.index.hour.tolist() == [0, 1, 2]
    assert series.tolist() == pytest.approx([0.001, 0.002, 0.003])


def test_elering_without_latvia_lists_the_columns(tmp_path):
    (fault,) = faults_of(write(tmp_path, '"Ajatempel (UTC)";"NPS Soome"\n"1704060000";"1,0"\n'))
    assert fault.key == "prices_column_missing"
    assert "NPS Soome" in fault.tell() and "NPS Läti" in fault.tell("lv")


def test_export_of_the_portal(tmp_path):
    """Central European time: 00:00 CET on 1 January is 23:00 UTC of the day before; the autumn hour is 02:00 there."""
    text = "Delivery Start (CET);Delivery End (CET);EE Price (EUR);LV Price (EUR)\n"
    text += "01.01.2025 00:00:00;01.01.2025 01:00:00;9;20,5\n01.01.2025 01:00:00;01.01.2025 02:00:00;9;-3\n"
    series = read_prices(write(tmp_path, text), "nordpool")
    assert series.index[0] == pd.Timestamp("2024-12-31 23:00", tz="UTC")
    assert series.tolist() == pytest.approx([0.0205, -0.003])


def test_change_from_hours_to_quarters_in_one_file(tmp_path):
    """1 October 2025 01:00 in Riga (22:00 UTC) is the first quarter; the hours before are held."""
    starts = ["2025-09-30 23:00", "2025-10-01 00:00", "2025-10-01 01:00", "2025-10-01 01:15", "2025-10-01 01:30"]
    series = read_prices(write(tmp_path, rows_of_didnt_work(starts, [0.1, 0.2, 0.3, 0.4, 0.5])))
    assert series.tolist() == [0.1] * 4 + [0.2] * 4 + [0.3, 0.4, 0.5]
    assert series.index[0] == pd.Timestamp("2025-09-30 20:00", tz="UTC")
    assert series.index[-1] == pd.Timestamp("2025-09-30 22:30", tz="UTC")


def test_gaps_are_named_by_row_all_at_once(tmp_path):
    """Hours 1 to 9 without 3 and without 6, 7; heading is line 1, hour 2 is line 3, hour 5 is line 5."""
    starts = [f"2025-06-01 {hour:02d}:00" for hour in (1, 2, 4, 5, 8, 9)]
    faults = faults_of(write(tmp_path, rows_of_didnt_work(starts, [0.1] * 6)))
    assert [(fault.key, fault.line) for fault in faults] == [("prices_gap", 3), ("prices_gap", 5)]
    assert "from 2025-06-01 00:00 to 2025-06-01 01:00" in faults[0].tell()


def test_autumn_hour_that_stands_only_once_is_a_gap(tmp_path):
    starts = ["2024-10-27 01:00", "2024-10-27 02:00", "2024-10-27 03:00", "2024-10-27 04:00", "2024-10-27 05:00"]
    (fault,) = faults_of(write(tmp_path, rows_of_didnt_work(starts, [0.1] * 5)))
    assert (fault.key, fault.line) == ("prices_gap", 4)


def test_many_gaps_are_counted(tmp_path):
    starts = [f"2025-06-{day:02d} {hour:02d}:00" for day in range(1, 16) for hour in (1, 2, 3)]
    faults = faults_of(write(tmp_path, rows_of_didnt_work(starts, [0.1] * 45)))
    assert len(faults) == 11
    assert (faults[-1].key, faults[-1].values["count"]) == ("prices_more_gaps", 4)  # 14 gaps, 10 shown


def test_row_that_stands_twice(tmp_path):
    starts = ["2025-06-01 01:00", "2025-06-01 02:00", "2025-06-01 02:00", "2025-06-01 03:00"]
    faults = faults_of(write(tmp_path, rows_of_didnt_work(starts, [0.1] * 4)))
    assert [(fault.key, fault.line) for fault in faults] == [("prices_twice", 4)]
    assert "2025-05-31 23:00" in faults[0].tell("lv")


def test_row_between_the_hours_overlaps(tmp_path):
    starts = ["2025-06-01 01:00", "2025-06-01 02:00", "2025-06-01 02:30", "2025-06-01 03:30", "2025-06-01 04:30"]
    (fault,) = faults_of(write(tmp_path, rows_of_didnt_work(starts, [0.1] * 5)))
    assert (fault.key, fault.line) == ("prices_overlap", 3)
    assert "2025-05-31 23:30" in fault.tell() and "2025-06-01 00:00" in fault.tell("lv")


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("ts_start,ts_end,price\n2025-06-01 00:00:00,,0.1\n2025-06-01 01:00:00,,\n", "profile_not_a_number", 3),
        ("ts_start,ts_end,price\n2025-06-01 00:00:00,,0.1\nvakar,,0.1\n", "prices_not_a_time", 3),
        ("ts_start,ts_end,price\n2025-06-01 00:00:00,,0.1\n", "prices_too_few", None),
        ("ts_start,ts_end,price\n2025-06-01 00:00:00,,85\n2025-06-01 01:00:00,,90\n", "prices_unit", None),
        ("ts_start,ts_end,price\n2025-06-01 00:00:00,,0.1\n2025-06-02 00:00:00,,0.1\n", "prices_step", None),
        ("laiks;cena\n2025-06-01 00:00:00;85\n", "prices_format_unknown", None),
        ("Delivery Start (CET);SE3 Price (EUR)\n01.06.2025 00:00:00;85\n", "prices_column_missing", None),
    ],
)
def test_unusable_files(tmp_path, text, key, line):
    (fault,) = faults_of(write(tmp_path, text))
    assert (fault.key, fault.line) == (key, line)
    assert fault.tell("lv") != fault.tell("en")


def test_named_format_wins_over_the_headings(tmp_path):
    path = write(tmp_path, "ts_start,ts_end,price\n2025-06-01 00:00:00,,0.1\n2025-06-01 01:00:00,,0.2\n")
    (fault,) = faults_of(path, "elering")
    assert fault.key == "prices_column_missing"
