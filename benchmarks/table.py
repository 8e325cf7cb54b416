"""The table: a row for each way of each case, and a saved table beside a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.case import Case, Median, Way
from benchmarks.measuring import Measurement, median_of

#: Costs that differ by no more than the gaps and this part of them are one answer.
SAME_ANSWER = 1e-4


@dataclass(frozen=True)
class Row:
    """One way of one case; None stands for what is not known. `ratio`: its seconds over those of the first way."""

    case: str
    way: str
    wall_s: float | None = None
    cpu_s: float | None = None
    ratio: float | None = None
    peak_mb: float | None = None
    gap: float | None = None
    objective_eur_per_year: float | None = None
    target: str = ""
    reached: bool | None = None
    remark: str = ""


def rows_of(case: Case, measurements: Mapping[str, Sequence[Measurement]]) -> list[Row]:
    """The rows of a case from the measurements of its ways by name."""
    medians = {way.name: median_of(measurements[way.name]) for way in case.ways if way.name in measurements}
    first = medians.get(case.ways[0].name)
    rows = []
    for way in case.ways:
        if way.name in medians:
            reasons = dict.fromkeys(found.reason for found in measurements[way.name] if found.reason)
            rows.append(_row(case, way, medians[way.name], first, list(reasons)))
    return rows


def _row(case: Case, way: Way, median: Median | None, first: Median | None, remarks: list[str]) -> Row:
    name, target = f"{case.number} {case.title}", "; ".join(target.words for target in way.targets)
    if median is None:
        reached = False if way.targets and not way.peer else None  # a peer that is missing proves nothing
        return Row(name, way.name, target=target, reached=reached, remark="; ".join(remarks))
    verdicts = [target.is_reached(median, first) if first is not None else None for target in way.targets]
    if first is not None:
        other = _another_answer(case, median, first)
        remarks = [*remarks, *filter(None, (other, case.remark(median, first)))]
        verdicts += [False] if other else []
    return Row(
        name,
        way.name,
        median.wall_s,
        median.cpu_s,
        median.wall_s / first.wall_s if case.in_proportion and first is not None else None,
        median.peak_mb,
        median.gap,
        median.objective_eur_per_year,
        target,
        all_of(verdicts),
        "; ".join(remarks),
    )


def _another_answer(case: Case, median: Median, first: Median) -> str:
    """What to tell where a way does not come to the cost of the case."""
    found = median.objective_eur_per_year
    wanted = first.objective_eur_per_year if case.optimum_eur_per_year is None else case.optimum_eur_per_year
    if not case.one_answer or found is None or wanted is None:
        return ""
    allowed = SAME_ANSWER + (median.gap or 0.0) + (first.gap or 0.0)
    return "" if abs(found - wanted) <= allowed * abs(wanted) else f"another answer: {found:.2f}, not {wanted:.2f}"


def all_of(verdicts: Sequence[bool | None]) -> bool | None:
    """False if one is false, None if there is none or one is unknown, else True.

    >>> all_of([True, None]), all_of([None, False]), all_of([True, True]), all_of([])
    (None, False, True, None)
    """
    if False in verdicts:
        return False
    return True if verdicts and None not in verdicts else None


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text."""
    headings = ["case", "what", "seconds", "CPU s", "ratio", "peak MB", "gap", "target", "reached", "remark"]
    return aligned(headings, [_cells(row) for row in rows])


def _cells(row: Row) -> list[str]:
    return [
        row.case,
        row.way,
        number(row.wall_s, ".2f"),
        number(row.cpu_s, ".2f"),
        number(row.ratio, ".2f"),
        number(row.peak_mb, ".0f"),
        number(row.gap, ".1e"),
        row.target or "-",
        {True: "yes", False: "NO", None: "-"}[row.reached],
        row.remark,
    ]


def comparison(old: Sequence[Row], new: Sequence[Row]) -> str:
    """New over old for each way that stands in both: seconds, ratio, memory. Seconds do not carry between machines."""
    before = {(row.case, row.way): row for row in old}
    cells = []
    for row in new:
        was = before.get((row.case, row.way))
        if was is not None:
            times = [*_change(was.wall_s, row.wall_s, ".2f"), *_change(was.ratio, row.ratio, ".2f")]
            cells.append([row.case, row.way, *times, *_change(was.peak_mb, row.peak_mb, ".0f")])
    headings = ["case", "what"]
    for quantity in ("seconds", "ratio", "peak MB"):
        headings += [f"{quantity} old", "new", "new/old"]
    return aligned(headings, cells)


def _change(old: float | None, new: float | None, form: str) -> list[str]:
    known = old is not None and new is not None and old > 0.0
    return [number(old, form), number(new, form), number(new / old if known else None, ".2f")]  # type: ignore[operator]


def number(value: float | None, form: str) -> str:
    """A number, or a dash."""
    return "-" if value is None else format(value, form)


def _is_number(cell: str) -> bool:
    return cell == "-" or cell.replace(".", "").replace("e-", "").replace("e+", "").isdigit()


def aligned(headings: list[str], rows: list[list[str]]) -> str:
    """Columns as wide as their longest cell; those of numbers to the right.

    >>> print(aligned(["what", "s", "gap"], [["one", "1.00", "-"], ["other", "12.00", "6.0e-05"]]))
    what       s      gap
    one     1.00        -
    other  12.00  6.0e-05
    >>> print(aligned(["what", "remark"], [["one", ""], ["other", "13% of it"]]))
    what   remark
    one
    other  13% of it
    """
    columns = list(zip(headings, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    right = [bool(rows) and all(map(_is_number, column[1:])) for column in columns]
    lines = []
    for cells in (headings, *rows):
        padded = [
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(cells, widths, right, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)
