"""P4: what a run of the shipped village needs beside the solver: reading, weather, profiles, building, report."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.case import Case, Median, Target, Way
from benchmarks.ecsim import LOADED_LATE, load
from benchmarks.outcome import Outcome, Stopwatch

if TYPE_CHECKING:
    from energycommunity.results import Results

SCENARIO = Path(__file__).resolve().parents[2] / "scenarios" / "belava.yaml"

#: What a run imports while it runs, beside what solving does.
LOADED_BY_RUN = (
    "demandlib.bdew",
    "energycommunity.pipeline",
    "energycommunity.physics.photovoltaics",
    "h5netcdf",
    "holidays.countries",
    "jinja2",
    "plotly.graph_objects",
    "plotly.io",
    "pvlib",
    "scipy.signal",
    "xarray",
    "xlsxwriter",
)
#: Steps of a variant that are not the solver's.
BESIDE_SOLVER = {"prepare", "assemble", "total"}
#: What is allowed: for the whole, and for each variant [s].
ONCE_S, PER_VARIANT_S = 5.0, 2.0


def rest_of_run() -> Outcome:
    """Seconds of the run less those of the solver and of the hourly sheets; all three are in the details."""
    load(LOADED_LATE + LOADED_BY_RUN)
    from energycommunity.pipeline import run

    with TemporaryDirectory() as folder:
        with Stopwatch() as watch:
            results = run(SCENARIO, out=Path(folder) / "run")
        sheets_s = hourly_sheets_s(results, Path(folder) / "again.xlsx")
    timings = [variant.timings_s for variant in results.variants.values()]
    solver_s = sum(seconds for of in timings for step, seconds in of.items() if step not in BESIDE_SOLVER)
    details = {"run_s": watch.wall_s, "solver_s": solver_s, "sheets_s": sheets_s, "variants": len(timings)}
    rest_s = watch.wall_s - solver_s - sheets_s
    return Outcome(rest_s, watch.cpu_s, details={**details, "share": rest_s / watch.wall_s})


def hourly_sheets_s(results: Results, path: Path) -> float:
    """What the hourly sheets add to writing the workbook [s]: it is written with them and with empty ones."""
    from energycommunity.reporting.edition import Edition
    from energycommunity.reporting.sheets import HourlySheet, sheets_of
    from energycommunity.reporting.tables.hourly import HourlySeries
    from energycommunity.reporting.voice import Voice
    from energycommunity.reporting.workbook import write_workbook

    edition = Edition(results, Voice(results.variants[results.baseline].scenario.language))
    begin = time.perf_counter()
    sheets = sheets_of(edition)
    write_workbook(edition, sheets, path)
    with_series = time.perf_counter()
    nothing = HourlySeries(edition.grid.local[:0], {}, {})
    empty = {name: HourlySheet(sheet.name, nothing) for name, sheet in sheets.hourly.items()}
    write_workbook(edition, replace(sheets, hourly=empty), path)
    return (with_series - begin) - (time.perf_counter() - with_series)


def is_quick(of_way: Median, first: Median) -> bool:
    """Whether the rest keeps within what is allowed."""
    return of_way.wall_s <= ONCE_S + PER_VARIANT_S * of_way.details["variants"]


def remark(of_way: Median, first: Median) -> str:
    """The parts of the whole run."""
    of = of_way.details
    parts = f"{of['run_s']:.1f} s with solver ({of['solver_s']:.1f} s) and hourly sheets ({of['sheets_s']:.1f} s)"
    return f"{of['share']:.0%} of the run of {parts}; CPU is that of the run"


CASE = Case(
    "P4",
    "shipped village, all but the solver",
    (Way("ecsim", rest_of_run, targets=(Target("<= 5 s + 2 s per variant", is_quick),)),),
    remark=remark,
)
