"""Folders of exports, periods and prices that do not fit together are told; nothing is guessed or written."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.cli.command_line import call
from tests.settlement.test_bad_meter_files import RULES, meters

HEADING = "Datums;Patērētā elektroenerģija (A+) (kWh);Tīklā nodotā enerģija (A-) (kWh)"


def export(day="02.06.2025", heading=HEADING, hours=range(24)):
    """The export of one meter for a day."""
    return "\n".join([heading, *(f"{day} {hour:02}:00;0,5;0,1" for hour in hours)]) + "\n"


@pytest.fixture
def settle(tmp_path, monkeypatch):
    """Call `ecsim settle` on files by their texts."""
    monkeypatch.chdir(tmp_path)

    def called(files, rules=RULES, path="exports"):
        for name, text in {**files, "rules.yaml": rules}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        outcome = call(tmp_path, "settle", path, "--rules", "rules.yaml", "--out", "out")
        assert outcome.exit_code == 0 or not [name for name in outcome.new_files if name.startswith("out")]
        return outcome

    return called


BOTH = {"exports/anna.csv": export(), "exports/sun.csv": export()}
#: What is wrong: the files of the folder, and what the message contains.
FOLDERS = {
    "a meter without a file": (
        {"exports/anna.csv": export()},
        "rules.yaml:10: meters.sun: the meter sun has no file in",
    ),
    "a file that nobody has": ({**BOTH, "exports/celmi.csv": export()}, "the file celmi.csv belongs to no meter"),
    "another day": (
        {**BOTH, "exports/sun.csv": export("03.06.2025")},
        "sun.csv: the file covers 2025-06-02 to 2025-06-03, the first meter's 2025-06-01 to 2025-06-02",
    ),
    "no column of what is given": (
        {**BOTH, "exports/sun.csv": export(heading="Datums;Patērētā enerģija (A+) (kWh);Cits (kWh)")},
        "sun.csv: the meter sells, but no column of what is given was recognised",
    ),
    "an hour missing in one": (
        {**BOTH, "exports/sun.csv": export(hours=[*range(9), *range(10, 24)])},
        "sun.csv:11: the interval that begins at 2025-06-02 09:00+03:00 is missing",
    ),
}


def test_the_folder_is_right_as_it_is(settle):
    assert settle(BOTH).exit_code == 0


@pytest.mark.parametrize(("files", "message"), FOLDERS.values(), ids=FOLDERS)
def test_wrong_folder_is_told(settle, files, message):
    outcome = settle(files)
    assert outcome.exit_code == 2
    assert message in outcome.told


def test_a_file_may_be_named_or_left_out(settle):
    rules = RULES.replace("import: buy}", "import: buy, file: A1.csv}", 1) + "meter_files: {leave_out: [celmi.csv]}\n"
    files = {"exports/A1.csv": export(), "exports/sun.csv": export(), "exports/celmi.csv": export()}
    assert settle(files, rules).exit_code == 0


def test_two_meters_with_one_file(settle):
    rules = RULES.replace("import: buy}", "import: buy, file: sun.csv}", 1).replace("sell}", "sell, file: sun.csv}")
    outcome = settle(BOTH, rules)
    assert outcome.exit_code == 2
    assert "rules.yaml:10: meters.sun.file: 'sun.csv' is stated for two meters" in outcome.told


def test_net_metering_after_its_end(settle):
    begins = pd.date_range("2029-02-28", "2029-03-02", freq="h", tz="Europe/Riga", inclusive="left")
    rules = RULES.replace("from: 2025-06-02, until: 2025-06-02", "from: 2029-02-28, until: 2029-03-01")
    rules = rules.replace("export_fixed, price_eur_per_kwh: 0.04", "net_metering, credit_value_eur_per_kwh: 0.1")
    outcome = settle({"meters.csv": meters([f"{time.isoformat()};1;1;1" for time in begins])}, rules, "meters.csv")
    assert outcome.exit_code == 2
    assert "rules.yaml:10: meters.sun.export: " in outcome.told
    assert "2029-02-28" in outcome.told


def test_prices_of_another_year_are_no_bill(settle):
    hours = pd.date_range("2023-01-01", "2024-01-01", freq="h", tz="UTC", inclusive="left")
    rows = [f"{time:%Y-%m-%d %H:%M:%S},{time.tz_convert('Europe/Riga'):%Y-%m-%d %H:%M:%S},50" for time in hours]
    prices = "\n".join(["ts_start,ts_start_local,price", *rows]) + "\n"
    rules = RULES.replace(
        "{type: fixed, price_eur_per_kwh: 0.10}",
        "{type: spot, price_eur_per_kwh: {file: prices.csv, column: price, unit: EUR/MWh, time_column: ts_start, "
        "time_zone: UTC}}",
    )
    outcome = settle({"meters.csv": meters(), "prices.csv": prices}, rules, "meters.csv")
    assert outcome.exit_code == 2
    assert "prices.csv" in outcome.told


def test_downloaded_prices_of_another_year_are_refused(settle):
    hours = pd.date_range("2023-01-01", "2024-01-01", freq="h", tz="Europe/Riga", inclusive="left")
    rows = [f'"{int(time.timestamp())}";"{time:%d.%m.%Y %H:%M}";"50,00"' for time in hours]
    prices = "\n".join(['"Ajatempel (UTC)";"Kuupäev (Eesti aeg)";"NPS Läti"', *rows]) + "\n"
    rules = RULES.replace(
        "{type: fixed, price_eur_per_kwh: 0.10}",
        "{type: spot, price_eur_per_kwh: {file: prices.csv, format: elering}}",
    )
    outcome = settle({"meters.csv": meters(), "prices.csv": prices}, rules, "meters.csv")
    assert outcome.exit_code == 2
    assert "prices.csv: the prices are not those of the period" in outcome.told
