"""`python -m benchmarks`: measure, print one table, save it, and compare it with a saved one."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from benchmarks.case import Case, found_cases
from benchmarks.measuring import Measurement, measure
from benchmarks.saving import machine, save, saved_rows, versions
from benchmarks.table import Row, comparison, rows_of, table

FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True)
class Wishes:
    """The words of the command line."""

    cases: tuple[str, ...]
    repetitions: int
    without_peers: bool
    peer_python: str
    time_limit: float
    out: Path | None
    compare: Path | None


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("cases", nargs=-1)
@click.option("--repetitions", type=click.IntRange(min=1), default=3, show_default=True, help="Times each is measured.")
@click.option("--without-peers", is_flag=True, help="Leave out what is there for comparison only.")
@click.option("--peer-python", default=sys.executable, help="Interpreter that has PyPSA and oemof-solph, if not this.")
@click.option("--time-limit", type=float, default=3600.0, show_default=True, help="Seconds for one measurement.")
@click.option("--out", type=FILE, default=None, help="File to save, in place of one in results/benchmarks/.")
@click.option("--compare", type=FILE, default=None, help="A saved file to set beside the new figures.")
def main(**words: Any) -> None:
    """Measure the CASES (such as P1 P7; all if none is named) in fresh processes; print and save the medians."""
    run(Wishes(**words))


def run(wishes: Wishes) -> None:
    """Measure case after case; the file is written anew after each, so that a run cut short keeps what it has."""
    before = saved_rows(wishes.compare) if wishes.compare else []
    chosen = chosen_cases({name.upper() for name in wishes.cases})
    path = wishes.out or Path("results") / "benchmarks" / f"{datetime.now():%Y-%m-%d_%H-%M-%S}.json"
    measured_on = {**machine(), "repetitions": wishes.repetitions}
    rows: list[Row] = []
    measurements: dict[str, dict[str, list[Measurement]]] = {}
    for case in chosen:
        measurements[case.number] = measured(case, wishes)
        rows += rows_of(case, measurements[case.number])
        save(path, measured_on, rows, measurements)
    made_with = ", ".join(f"{package} {version}" for package, version in versions(measurements).items())
    print(f"{table(rows)}\n\n{measured_on['cores']} cores, {measured_on['date']}; {made_with}\n{path}")
    if wishes.compare:
        print(f"\nbeside {wishes.compare}\n{comparison(before, rows)}")


def measured(case: Case, wishes: Wishes) -> dict[str, list[Measurement]]:
    """The measurements of each way: all ways in turn, then again; what came to no outcome is not tried again."""
    ways = [way for way in case.ways if not (way.peer and wishes.without_peers)]
    found: dict[str, list[Measurement]] = {way.name: [] for way in ways}
    for number in range(1, wishes.repetitions + 1):
        for way in ways:
            if found[way.name] and found[way.name][-1].outcome is None:
                continue
            one = measure(way, wishes.peer_python if way.package else sys.executable, wishes.time_limit)
            found[way.name].append(one)
            told = f"{one.outcome.wall_s:.2f} s" if one.outcome else one.reason
            print(f"{case.number} {way.name} {number}/{wishes.repetitions}: {told}", file=sys.stderr, flush=True)
    return found


def chosen_cases(numbers: set[str]) -> list[Case]:
    """The cases of some numbers, all if none is given."""
    found = found_cases()
    unknown = numbers - {case.number for case in found}
    if unknown:
        known = ", ".join(case.number for case in found)
        raise click.UsageError(f"no case {', '.join(sorted(unknown))}; there are {known}")
    return [case for case in found if not numbers or case.number in numbers]


if __name__ == "__main__":
    main()
