"""Exports of meters as people have them: columns by heading, local time with its changes, gaps told or filled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from energycommunity.errors import ScenarioError
from energycommunity.profiles import FileColumn, ProfileContext, profile_notices, profile_values
from energycommunity.time_grid import TimeGrid

ZONE = "Europe/Riga"
TAKEN, GIVEN = "Patērētā elektroenerģija (A+) (kWh)", "Tīklā nodotā enerģija (A-) (kWh)"
YEAR, QUARTERS = TimeGrid.year(2025, ZONE), TimeGrid.year(2025, ZONE, 0.25)


def day(date: str, hours: int = 24, step_h: float = 1.0) -> TimeGrid:
    begin = pd.Timestamp(date, tz=ZONE).tz_convert("UTC")
    return TimeGrid(begin, round(hours / step_h), step_h, ZONE, annual=False)


def read(folder: Path, content: str, grid: TimeGrid, **column: str) -> np.ndarray:
    (folder / "export.csv").write_text(content, encoding="utf-8")
    profile = FileColumn.model_validate({"file": "export.csv"} | column)
    return profile_values(profile, ProfileContext(grid, folder, 57.3, 26.7), "power_kw")


def notices(folder: Path, grid: TimeGrid, **column: str) -> list[str]:
    profile = FileColumn.model_validate({"file": "export.csv"} | column)
    found = profile_notices(profile, ProfileContext(grid, folder, 57.3, 26.7), "power_kw")
    assert all(notice.tell("lv") for notice in found)
    return [notice.tell() for notice in found]


def export(begins: pd.DatetimeIndex, energy: np.ndarray, *, ends: bool = False, delimiter: str = ";") -> str:
    """The export of AS Sadales tīkls: local times without offset, decimal comma."""
    times = begins + (begins[1] - begins[0]) if ends else begins
    rows = [
        delimiter.join((f"{time:%d.%m.%Y %H:%M}", f"{value:.3f}".replace(".", ","), "0,000", "Gulbene"))
        for time, value in zip(times, energy, strict=True)
    ]
    return "\n".join([delimiter.join(("Datums", TAKEN, GIVEN, "Objekta adrese")), *rows]) + "\n"


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("ends", [False, True])
@pytest.mark.parametrize("grid", [YEAR, QUARTERS])
def test_a_year_of_the_export_is_recognised(tmp_path: Path, grid: TimeGrid, ends: bool, delimiter: str) -> None:
    """Rows of hours or quarter hours whose energy counts up: power is energy over the length of a row.

    Both changes of the clock lie in the year; rows at 03:00 stand twice in October and not at all in March.
    """
    energy = np.arange(grid.steps) / 1000.0
    values = read(tmp_path, export(grid.local, energy, ends=ends, delimiter=delimiter), grid)
    assert values == pytest.approx(energy / grid.step_h)


def test_quarter_hours_of_the_meter_in_hours_of_the_run(tmp_path: Path) -> None:
    """Four quarter hours of 0.1, 0.2, 0.3, 0.4 kWh are 1 kWh in the hour, so 1 kW.

    Sensitivity: 0.25 if a row's energy were taken for power.
    """
    content = export(day("2025-01-06", step_h=0.25).local, np.tile([0.1, 0.2, 0.3, 0.4], 24))
    assert read(tmp_path, content, day("2025-01-06")) == pytest.approx(np.ones(24))


def test_hours_of_the_meter_in_quarter_hours_of_the_run(tmp_path: Path) -> None:
    content = export(day("2025-01-06").local, np.arange(24.0))
    assert read(tmp_path, content, day("2025-01-06", step_h=0.25)) == pytest.approx(np.repeat(np.arange(24.0), 4))


@pytest.mark.parametrize("ends", [False, True])
def test_the_day_of_25_hours(tmp_path: Path, ends: bool) -> None:
    """26 October 2025: the hour from 03:00 comes twice; the meter counts 1 to 25 kWh."""
    grid = day("2025-10-26", 25)
    content = export(grid.local, np.arange(1.0, 26.0), ends=ends)
    assert content.count("26.10.2025 03:00" if not ends else "26.10.2025 04:00") == 2 - ends
    assert read(tmp_path, content, grid) == pytest.approx(np.arange(1.0, 26.0))


def test_ends_of_the_wall_clock_on_the_day_of_25_hours(tmp_path: Path) -> None:
    """A file that writes the hour of the wall plus one: 04:00 stands twice, though it is 03:00 and 04:00."""
    grid = day("2025-10-26", 25)
    walls = [f"26.10.2025 {hour + 1:02}:00" for hour in [0, 1, 2, 3, 3, *range(4, 23)]] + ["27.10.2025 00:00"]
    content = f"Datums;{TAKEN}\n" + "".join(f"{time};{n + 1}\n" for n, time in enumerate(walls))
    assert read(tmp_path, content, grid) == pytest.approx(np.arange(1.0, 26.0))


@pytest.mark.parametrize("ends", [False, True])
def test_the_day_of_23_hours(tmp_path: Path, ends: bool) -> None:
    """30 March 2025: the hour from 03:00 does not exist."""
    grid = day("2025-03-30", 23)
    content = export(grid.local, np.arange(1.0, 24.0), ends=ends)
    assert read(tmp_path, content, grid) == pytest.approx(np.arange(1.0, 24.0))


def test_ends_of_the_wall_clock_on_the_day_of_23_hours(tmp_path: Path) -> None:
    """A file that writes the hour of the wall plus one has 03:00, which does not exist."""
    grid = day("2025-03-30", 23)
    walls = [f"30.03.2025 {hour + 1:02}:00" for hour in [0, 1, 2, *range(4, 23)]] + ["30.03.2025 24:00"]
    content = f"Datums;{TAKEN}\n" + "".join(f"{time};{n + 1}\n" for n, time in enumerate(walls))
    assert read(tmp_path, content, grid) == pytest.approx(np.arange(1.0, 24.0))


def test_a_day_that_has_the_doubled_hour_once_is_refused(tmp_path: Path) -> None:
    content = f"Datums;{TAKEN}\n" + "".join(f"26.10.2025 {hour:02}:00;1\n" for hour in range(24))
    with pytest.raises(ScenarioError, match=r"export.csv:5: 26 October 2025, 03:00 occurs twice"):
        read(tmp_path, content, day("2025-10-26", 25))


def test_utc_by_the_heading(tmp_path: Path) -> None:
    """Midnight in Riga is 22:00 UTC in winter."""
    grid = day("2025-01-06")
    rows = "".join(f"{time:%Y-%m-%d %H:%M},{n / 2}\n" for n, time in enumerate(grid.utc))
    with pytest.raises(ScenarioError, match="begin or the end"):
        read(tmp_path, "Laiks (UTC),Patēriņš (kWh)\n" + rows, grid)
    assert read(tmp_path, "Laiks (UTC),Patēriņš (kWh)\n" + rows, grid, label="start")[5] == pytest.approx(2.5)


def test_day_and_hour_in_two_columns(tmp_path: Path) -> None:
    rows = "".join(f"06.01.2025;{hour:02}:00;{hour}\n" for hour in range(24))
    assert read(tmp_path, "Datums;Laiks;Patēriņš, kWh\n" + rows, day("2025-01-06"), unit="kWh")[7] == pytest.approx(7)


def test_heat_of_a_meter_in_megawatt_hours(tmp_path: Path) -> None:
    """0.012 MWh in an hour are 12 kW."""
    rows = "".join(f"2025-01-06 {hour:02}:00;0,012\n" for hour in range(24))
    assert read(tmp_path, "Laiks;Siltumenerģija (MWh)\n" + rows, day("2025-01-06"))[0] == pytest.approx(12.0)


def test_the_workbook_of_the_portal_with_its_row_of_totals(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Apraksts"
    sheet = book.create_sheet("Dati")
    sheet.append(["Datums", TAKEN, GIVEN, "Objekta adrese"])
    for quarter, time in enumerate(day("2025-01-06", step_h=0.25).local):
        sheet.append([(time + pd.Timedelta(minutes=15)).tz_localize(None).to_pydatetime(), quarter / 4, 0, "Gulbene"])
    sheet.append(["Kopā", 1140.0, 0, None])
    book.save(tmp_path / "export.xlsx")
    context = ProfileContext(day("2025-01-06", step_h=0.25), tmp_path, 57.3, 26.7)
    assert profile_values(FileColumn(file="export.xlsx"), context, "power_kw") == pytest.approx(np.arange(96.0))


@pytest.mark.parametrize(
    ("heading", "column", "words"),
    [
        (
            "Datums;A+ (kWh);Patēriņš (kWh)",
            {},
            r"columns hold the values and their times: A\+ \(kWh\), Patēriņš \(kWh\)",
        ),
        ("Datums;x (kWh);y (kWh)", {}, r"Datums, x \(kWh\), y \(kWh\)"),
        ("Datums;Rādījums (kWh);Objekts", {}, "Give column"),
        ("Datums;A+;Objekts", {}, r"'A\+' states no unit. Write unit: kWh"),
        ("Datums;A+ (kWh);A- (kWh)", {"column": "A- (kWh)", "time_column": "Laiks"}, "no column 'Laiks'"),
    ],
)
def test_what_is_in_doubt_is_asked_for(tmp_path: Path, heading: str, column: dict[str, str], words: str) -> None:
    rows = "".join(f"06.01.2025 {hour:02}:00;1;2\n" for hour in range(24))
    with pytest.raises(ScenarioError, match=words) as error:
        read(tmp_path, f"{heading}\n{rows}", day("2025-01-06"), **column)
    assert error.value.tell("lv")


def test_24_o_clock_is_the_end_of_a_day(tmp_path: Path) -> None:
    rows = "".join(f"06.01.2025 {hour:02}:00;{hour}\n" for hour in range(1, 25))
    assert read(tmp_path, f"Datums;{TAKEN}\n{rows}", day("2025-01-06"))[23] == pytest.approx(24)
    with pytest.raises(ScenarioError, match=r"export.csv:25: 06.01.2025 24:00 names the end"):
        read(tmp_path, f"Datums;{TAKEN}\n{rows}", day("2025-01-06"), column=TAKEN, time_column="Datums")


def test_a_column_without_unit_in_quarter_hours_is_doubted(tmp_path: Path) -> None:
    rows = "".join(f"{time:%Y-%m-%d %H:%M};1\n" for time in day("2025-01-06", step_h=0.25).local)
    given = {"column": "meter", "time_column": "time"}
    assert read(tmp_path, f"time;meter\n{rows}", day("2025-01-06"), **given)[0] == 1.0
    assert "write unit: kWh" in notices(tmp_path, day("2025-01-06"), **given)[0]
    assert notices(tmp_path, day("2025-01-06"), unit="kWh", **given) == []


def test_months_with_times_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"01.{month:02}.2025;1\n" for month in range(1, 13))
    with pytest.raises(ScenarioError, match="Leave out time_column"):
        read(tmp_path, "Datums;A (kWh)\n" + rows, YEAR, column="A (kWh)", time_column="Datums")


def with_gaps(missing: list[int], hours: int = 24 * 21) -> str:
    """Three weeks from Monday, 6 January 2025: row n has n kWh; some rows are missing."""
    grid = day("2025-01-06", hours)
    lines = export(grid.local, np.arange(float(hours))).splitlines()
    return "\n".join(line for n, line in enumerate(lines) if n - 1 not in missing) + "\n"


def test_gaps_are_counted_with_their_first_places(tmp_path: Path) -> None:
    """Five rows lack in four gaps; the row before the first of them stands in line 11."""
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, with_gaps([10, 30, 31, 50, 70]), day("2025-01-06", 24 * 21))
    told = error.value.tell()
    assert told.startswith(
        f"{tmp_path / 'export.csv'}:11: Steps of the run without a row: 5; gaps: 4; "
        "the first: 2025-01-06T10:00:00+02:00 (1),"
    )
    assert "2025-01-07T06:00:00+02:00 (2)" in told
    assert "gaps: interpolate" in told


def test_interpolated_gaps_are_told_one_by_one(tmp_path: Path) -> None:
    """Row n has n kWh, so a straight line is the number of the row itself."""
    grid = day("2025-01-06", 24 * 21)
    values = read(tmp_path, with_gaps([10, 30, 31]), grid, gaps="interpolate")
    assert values == pytest.approx(np.arange(24.0 * 21))
    (told,) = notices(tmp_path, grid, gaps="interpolate")
    assert told == (
        f"{tmp_path / 'export.csv'}: missing rows were filled (interpolate): 3; gaps: 2: "
        "2025-01-06T10:00:00+02:00 (1), 2025-01-07T06:00:00+02:00 (2)"
    )


def test_the_same_hour_of_the_weeks_beside(tmp_path: Path) -> None:
    """Row 178 of the second week lies between rows 10 and 346: their mean is 178. Row 10 has only row 178 beside it."""
    grid = day("2025-01-06", 24 * 21)
    assert read(tmp_path, with_gaps([178]), grid, gaps="same_hour_of_week")[178] == pytest.approx((10 + 346) / 2)
    assert read(tmp_path, with_gaps([10]), grid, gaps="same_hour_of_week")[10] == pytest.approx(178)
    assert read(tmp_path, with_gaps([10, 178]), grid, gaps="same_hour_of_week")[10] == pytest.approx(346)


def test_the_same_hour_keeps_to_the_wall_clock(tmp_path: Path) -> None:
    """Monday 31 March 2025, 08:00, after the change: filled by the Mondays at 08:00, not at 07:00 or 09:00."""
    grid = TimeGrid(pd.Timestamp("2025-03-24", tz=ZONE).tz_convert("UTC"), 24 * 15, 1.0, ZONE, annual=False)
    hours = np.asarray(grid.local.hour, dtype=np.float64)
    lines = export(grid.local, hours).splitlines()
    gap = int(np.flatnonzero(np.asarray(grid.local.strftime("%d %H") == "31 08"))[0])
    values = read(
        tmp_path, "\n".join(lines[: gap + 1] + lines[gap + 2 :]), grid, gaps="same_hour_of_week", label="start"
    )
    assert values[gap] == 8.0


def test_words_that_count_as_gaps_are_told(tmp_path: Path) -> None:
    """A meter writes n/a twice: the line drawn gives 5 and 7, and the words are named with how many."""
    content = with_gaps([]).replace(";5,000;", ";n/a;").replace(";7,000;", ";n/a;")
    grid = day("2025-01-06", 24 * 21)
    assert read(tmp_path, content, grid, gaps="interpolate")[[5, 7]] == pytest.approx([5.0, 7.0])
    words, filled = notices(tmp_path, grid, gaps="interpolate")
    assert words.endswith("these texts stand in the place of numbers and count as gaps (how many): 'n/a' (2)")
    assert "missing rows were filled (interpolate): 2" in filled


def test_empty_cells_are_gaps(tmp_path: Path) -> None:
    content = with_gaps([]).replace("\n06.01.2025 05:00;5,000;", "\n06.01.2025 05:00;;")
    grid = day("2025-01-06", 24 * 21)
    assert read(tmp_path, content, grid, gaps="interpolate")[5] == pytest.approx(5.0)
    with pytest.raises(ScenarioError, match=r"export.csv:7: Column .* holds '', which is not a number \(1 such"):
        read(tmp_path, content, grid)
    with pytest.raises(ScenarioError, match="holds 'x'"):
        read(tmp_path, content.replace(";7,000;", ";x;"), grid, gaps="interpolate")


@pytest.mark.parametrize(
    ("missing", "gaps", "words"),
    [
        (list(range(40, 65)), "interpolate", r"2025-01-07T16:00:00\+02:00 lasts 25 h; .* over 24 h"),
        (list(range(24 * 7)), "interpolate", "goes from 2025-01-13"),
        ([100, 268, 436], "same_hour_of_week", r"No other week has a value for the hour of 2025-01-10T04"),
    ],
)
def test_gaps_that_cannot_be_filled_are_refused(tmp_path: Path, missing: list[int], gaps: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        read(tmp_path, with_gaps(missing), day("2025-01-06", 24 * 21), gaps=gaps)


def test_gaps_of_a_file_without_times(tmp_path: Path) -> None:
    """A cell of the first row lacks: no line can be drawn, but the same hour a week later has 168."""
    cells = ["", *(f"{n}" for n in range(1, 24 * 21))]
    content = "n;a_kw\n" + "".join(f"{n};{cell}\n" for n, cell in enumerate(cells))
    grid = day("2025-01-06", 24 * 21)
    assert read(tmp_path, content, grid, column="a_kw", gaps="same_hour_of_week")[0] == 168
    with pytest.raises(ScenarioError, match="row 1 stands at the begin or end"):
        read(tmp_path, content, grid, column="a_kw", gaps="interpolate")


def test_a_file_of_another_year_is_told_with_both_cures(tmp_path: Path) -> None:
    content = export(day("2024-01-08").local, np.ones(24))
    with pytest.raises(ScenarioError, match=r"2024-01-07 to 2024-01-08, the run begins on 2025-01-06.*year: 2024"):
        read(tmp_path, content, day("2025-01-06"))
    assert read(tmp_path, content, day("2025-01-06"), column=TAKEN).tolist() == [1.0] * 24


def test_a_heading_of_times_may_say_that_they_are_ends(tmp_path: Path) -> None:
    """Row 01:00 holds the hour from midnight. Sensitivity: read as begins, the first step would have no row."""
    rows = "".join(f"2025-01-06 {hour:02}:00;{hour}\n" for hour in range(1, 24)) + "2025-01-07 00:00;24\n"
    given = {"column": "load_kw", "time_column": "Perioda beigas"}
    assert read(tmp_path, f"Perioda beigas;load_kw\n{rows}", day("2025-01-06"), **given)[0] == 1.0


@pytest.mark.parametrize("apart", ["{} (kWh)", "{} [kWh]", "{}, kWh", "{} kWh", "{}/kWh", "{}_kWh"])
def test_a_unit_may_be_set_apart_as_people_do(tmp_path: Path, apart: str) -> None:
    """Rows of a quarter hour of 1 kWh are a power of 4 kW; without the unit they would be taken for 1 kW or refused."""
    rows = "".join(f"06.01.2025 00:{minute:02}\t1\n" for minute in (0, 15, 30, 45))
    rows += "".join(f"06.01.2025 {hour:02}:{minute:02}\t1\n" for hour in range(1, 24) for minute in (0, 15, 30, 45))
    content = f"Datums\t{apart.format('Patēriņš')}\n{rows}"
    assert read(tmp_path, content, day("2025-01-06")) == pytest.approx(np.full(24, 4.0))


@pytest.mark.parametrize("heading", ["Patēriņš A", "Patēriņš, EUR/kWh", "Patēriņš m2"])
def test_an_ending_that_measures_something_else_is_no_unit(tmp_path: Path, heading: str) -> None:
    rows = "".join(f"06.01.2025 {hour:02}:00\t1\n" for hour in range(24))
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, f"Datums\t{heading}\n{rows}", day("2025-01-06"))
    assert caught.value.faults[0].key in ("profile_unit_not_stated", "profile_which_column")
