"""Meter files as they come: local time or UTC, hours or quarter hours, one table or an export for each meter."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energycommunity.settlement.meter_files import read_metering
from energycommunity.settlement.rules import load_rules

RULES = """\
name: ciems
period: {from: 2025-10-26, until: 2025-10-26}
tariffs:
  buy: {type: fixed, price_eur_per_kwh: 0.10}
  sell: {type: export_fixed, price_eur_per_kwh: 0.04}
members: {anna: {}, sun: {}}
meters:
  anna: {member: anna, import: buy}
  sun: {member: sun, export: sell}
"""


def read(folder, files, rules=RULES, path="meters.csv"):
    """What is read of some files, by their texts."""
    for name, text in {**files, "rules.yaml": rules}.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    return read_metering(folder / path, load_rules(folder / "rules.yaml"))


def autumn_day(zone, minutes=60, *, label="start", offset=False):
    """A table of the day of 25 hours; Anna draws 1, 2, 3 … kWh, the sun gives ten times as much."""
    begins = pd.date_range("2025-10-26", "2025-10-27", freq=f"{minutes}min", tz="Europe/Riga", inclusive="left")
    times = (begins + pd.Timedelta(minutes=minutes if label == "end" else 0)).tz_convert(zone)
    shown = [time.isoformat() if offset else f"{time:%d.%m.%Y %H:%M}" for time in times]
    rows = [f"{time};{number};{10 * number}" for number, time in enumerate(shown, 1)]
    heading = {"start": "Sākums", "end": "Beigas"}[label] + (" (UTC)" if zone == "UTC" else "")
    return "\n".join([f"{heading};anna_drawn_kwh;sun_given_kwh", *rows]) + "\n"


@pytest.mark.parametrize("minutes", [15, 30, 60])
@pytest.mark.parametrize("label", ["start", "end"])
@pytest.mark.parametrize(("zone", "offset"), [("Europe/Riga", False), ("UTC", False), ("Europe/Riga", True)])
def test_hour_that_comes_twice_is_recognised(tmp_path, minutes, label, zone, offset):
    """The day has 25 hours, in whatever way its times are written; every row keeps its energy."""
    metering = read(tmp_path, {"meters.csv": autumn_day(zone, minutes, label=label, offset=offset)})
    steps = 25 * 60 // minutes
    assert (metering.time.steps, metering.time.step_h) == (steps, minutes / 60)
    assert str(metering.time.local[0]) == "2025-10-26 00:00:00+03:00"
    assert metering.drawn_kwh.tolist() == [list(range(1, steps + 1)), [0] * steps]
    assert metering.given_kwh[1].tolist() == [10 * number for number in range(1, steps + 1)]


def test_midnight_of_another_zone_is_no_begin_of_a_day(tmp_path):
    """Times with an offset tell by the midnight of Riga, 22:00 of Berlin or 21:00 UTC, that they begin their rows."""
    for zone in ("Europe/Berlin", "UTC"):
        table = autumn_day(zone, offset=True).replace("Sākums (UTC)", "Laiks").replace("Sākums", "Laiks")
        assert read(tmp_path, {"meters.csv": table}).drawn_kwh[0].tolist() == list(range(1, 26))


def test_spring_day_has_23_hours(tmp_path):
    hours = [0, 1, 2, *range(4, 24)]
    rows = [f"30.03.2025 {hour:02}:00;1;0" for hour in hours]
    table = "\n".join(["Laiks;anna_drawn_kwh;sun_given_kwh", *rows]) + "\n"
    metering = read(tmp_path, {"meters.csv": table}, RULES.replace("2025-10-26", "2025-03-30"))
    assert metering.time.steps == 23
    assert metering.drawn_kwh.sum() == 23


@pytest.mark.parametrize(("unit", "factor"), [("Wh", 1000), ("kWh", 1), ("MWh", 0.001)])
def test_energy_in_other_units(tmp_path, unit, factor):
    table = autumn_day("UTC").replace("anna_drawn_kwh", f"Anna ({unit})")
    rules = RULES.replace("import: buy}", f"import: buy, drawn: Anna ({unit})}}")
    metering = read(tmp_path, {"meters.csv": table}, rules)
    assert metering.drawn_kwh[0].sum() * factor == pytest.approx(25 * 26 / 2)


def test_exports_of_the_network_operator_in_a_folder(tmp_path):
    """Each meter's file as AS Sadales tīkls gives it, with decimal commas and a row of totals."""
    heading = "Datums;Patērētā elektroenerģija (A+) (kWh);Tīklā nodotā enerģija (A-) (kWh);Objekta adrese"
    begins = pd.date_range("2025-10-26", "2025-10-27", freq="h", tz="Europe/Riga", inclusive="left")
    rows = [f"{time:%d.%m.%Y %H:%M};0,5;1,25;Gulbene" for time in begins]
    export = "\n".join([heading, *rows, "Kopā;12,5;31,25;"]) + "\n"
    metering = read(tmp_path, {"exports/anna.csv": export, "exports/sun.csv": export}, path="exports")
    assert metering.meters == ("anna", "sun")
    assert metering.drawn_kwh.sum(axis=1).tolist() == [12.5, 12.5]
    assert metering.given_kwh.sum(axis=1).tolist() == [31.25, 31.25]


def test_a_longer_file_is_cut_to_the_period(tmp_path):
    begins = pd.date_range("2025-01-01", "2026-01-01", freq="h", tz="Europe/Riga", inclusive="left")
    numbers = np.arange(len(begins))
    rows = [f"{time.isoformat()};{number};0" for time, number in zip(begins, numbers, strict=True)]
    table = "\n".join(["Laiks;anna_drawn_kwh;sun_given_kwh", *rows]) + "\n"
    metering = read(tmp_path, {"meters.csv": table})
    first = int(np.flatnonzero(begins == pd.Timestamp("2025-10-26", tz="Europe/Riga"))[0])
    assert metering.drawn_kwh[0].tolist() == list(range(first, first + 25))


def test_without_a_period_whole_months_are_settled(tmp_path):
    begins = pd.date_range("2024-02-01", "2024-04-01", freq="h", tz="Europe/Riga", inclusive="left")
    rows = [f"{time.isoformat()};1;0" for time in begins]
    table = "\n".join(["Laiks;anna_drawn_kwh;sun_given_kwh", *rows]) + "\n"
    metering = read(tmp_path, {"meters.csv": table}, RULES.replace("period", "#period"))
    assert metering.time.months == ("2024-02", "2024-03")
    assert np.bincount(metering.time.month_of).tolist() == [29 * 24, 31 * 24 - 1]
