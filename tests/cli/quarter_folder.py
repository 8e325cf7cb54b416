"""The folder of the quarter: a scenario with all technologies, and the tables it names, as text and as workbooks."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import openpyxl

from tests.architecture.source_tree import ROOT

QUARTER = Path(__file__).parent / "quarter"
WEATHER = ROOT / "data" / "weather" / "gulbene.csv"
TABLES = ("houses.csv", "pipes.csv", "bill.csv", "prices.csv", "meter.csv", "series.csv")
WORKBOOKS = ("houses.xlsx", "pipes.xlsx", "heat.xlsx")


def scenario_text():
    """The text of the scenario, with the shipped weather."""
    return (QUARTER / "quarter.yaml").read_text(encoding="utf-8").replace("WEATHER", WEATHER.as_posix())


def write_quarter(folder):
    """Scenario, tables and workbooks in a folder."""
    (folder / "quarter.yaml").write_text(scenario_text(), encoding="utf-8")
    for name in TABLES:
        shutil.copy(QUARTER / name, folder)
    for name in ("houses", "pipes"):
        with (QUARTER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, delimiter=";" if name == "houses" else ",")
            write_workbook(folder / f"{name}.xlsx", rows)
    write_workbook(folder / "heat.xlsx", [["hour", "shop_kw"], *([hour, 8 + hour % 3] for hour in range(24))])


def write_workbook(path, rows):
    """Rows as the only sheet; digits become numbers, as Excel does."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([float(cell) if str(cell).replace(".", "", 1).isdigit() else cell for cell in row])
    book.save(path)
