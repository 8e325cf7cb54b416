"""What is told of the files of a scenario reaches the check and the results."""

from __future__ import annotations

import pandas as pd
import pytest

from energycommunity.errors import ScenarioError
from energycommunity.pipeline import run_variant
from energycommunity.results.summary import summary
from energycommunity.scenario.loader import load_scenario

FRAME = """
name: meter
site: {latitude_deg: 57.2, longitude_deg: 26.7}
time: {start: "2025-01-06", steps: 24, annual: false}
economics: {price_year: 2025, real_discount_rate: 0.04}
tariffs: {grid: {type: fixed, price_eur_per_kwh: 0.14}}
members: {owner: {kind: household}}
meters: {main: {member: owner, import: grid, fuse_a: 40}}
buildings:
  house:
    meter: main
    sector: residential
    electricity: {file: export.csvGAPS}
"""


def load(folder, gaps=""):
    hours = pd.date_range("2025-01-06", periods=24, freq="h")
    rows = [f"{hour:%d.%m.%Y %H:%M};{n},5" for n, hour in enumerate(hours) if n != 7]
    content = "Datums;Patērētā elektroenerģija (A+) (kWh)\n" + "\n".join(rows) + "\n"
    (folder / "export.csv").write_text(content, encoding="cp1257")
    (folder / "meter.yaml").write_text(FRAME.replace("GAPS", gaps), encoding="utf-8")
    return load_scenario(folder / "meter.yaml")


def test_a_gap_is_refused_with_file_line_and_cure(tmp_path):
    with pytest.raises(ScenarioError) as error:
        load(tmp_path)
    (fault,) = error.value.faults
    assert (fault.file, fault.line, fault.path) == (str(tmp_path / "export.csv"), 8, "buildings.house.electricity")
    assert "gaps: same_hour_of_week" in fault.tell("lv")


def test_a_fill_is_told_by_the_check_and_in_the_summary(tmp_path):
    """Row n has n + 0.5 kWh, so the line drawn gives 7.5; 24 rows together 288 kWh."""
    file = load(tmp_path, ", gaps: interpolate")
    (notice,) = file.notices
    assert (notice.path, notice.line) == ("buildings.house.electricity", 13)
    result = run_variant(file, file.variants["baseline"])
    told = summary(result)["warnings"]
    assert any("missing rows were filled (interpolate): 1; gaps: 1: 2025-01-06T07:00:00+02:00 (1)" in t for t in told)
    assert float(result.profiles["house.electricity.power_kw"].sum()) == pytest.approx(288.0)


def test_flats_in_a_window_and_beside_another_number_of_dwellings_are_told(tmp_path):
    """A window of a day has no sheets of flats; a table of one flat does not fit a house of three."""
    house = FRAME.replace("electricity: {file: export.csvGAPS}", "dwellings: 3\n    electricity: {annual_kwh: 3000}")
    (tmp_path / "flats.csv").write_text("flat,area_m2\n1,48\n", encoding="utf-8")
    (tmp_path / "meter.yaml").write_text(house + "flats: {house: {flats_from: flats.csv}}\n", encoding="utf-8")
    told = [notice.tell() for notice in load_scenario(tmp_path / "meter.yaml").notices]
    assert any(
        "flats.house: the run is no whole year, so no sheets of the flats are written" in words for words in told
    )
    assert any("flats in the table: 1, dwellings of the building: 3" in words for words in told)
    year = house.replace('{start: "2025-01-06", steps: 24, annual: false}', "{year: 2025}")
    (tmp_path / "meter.yaml").write_text(year + "flats: {house: {}}\n", encoding="utf-8")
    assert not any("flats" in notice.tell() for notice in load_scenario(tmp_path / "meter.yaml").notices)
