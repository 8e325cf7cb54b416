"""A measurement is made in a process of its own, and one that comes to nothing says why."""

from __future__ import annotations

import os
import sys

import pytest

from benchmarks.case import Median, Way
from benchmarks.measuring import Measurement, measure, median_of
from benchmarks.outcome import Outcome, Stopwatch
from tests.benchmarks import ways

PLENTY_S = 60.0


def test_outcome_memory_and_versions_come_back():
    found = measure(Way("any", ways.answers, {"cost": 4.0}), sys.executable, PLENTY_S)
    assert found.outcome == Outcome(2.0, 1.5, 4.0, 3.0, 0.25, {"share": 0.25})
    assert found.reason == ""
    assert found.versions["python"] == ".".join(map(str, sys.version_info[:3]))
    assert found.peak_mb is None if sys.platform == "win32" else 1.0 < found.peak_mb < 1000.0


@pytest.mark.parametrize(
    ("way", "time_limit_s", "reason"),
    [
        (Way("any", ways.fails), PLENTY_S, "ValueError: no optimum"),
        (Way("any", ways.dies), PLENTY_S, "ended with code 7: no message"),
        (Way("any", ways.never_ends), 0.5, "stopped after 0.5 s"),
        (
            Way("any", ways.fails, package="no_such_tool.at_all"),
            PLENTY_S,
            "not installed: pip install energycommunity[peer]",
        ),
    ],
    ids=["error", "death", "time", "package"],
)
def test_what_comes_to_nothing_says_why(way, time_limit_s, reason):
    found = measure(way, sys.executable, time_limit_s)
    assert (found.outcome, found.reason) == (None, reason)


def test_interpreter_that_is_not_there(tmp_path):
    found = measure(Way("any", ways.fails), str(tmp_path / "python"), PLENTY_S)
    assert found.outcome is None
    assert found.reason.startswith("did not start: ")


def test_median_of_three():
    """Proves: medians of what came to an outcome, but the largest gap.

    Sensitivity: the mean of the seconds is 4.33, the median of the gaps 0.2.
    Hand calculation: seconds 1, 9, 3 -> 3; memory 10, 30, 20 -> 20; gaps 0.1, 0.3, 0.2 -> 0.3.
    """
    three = [
        Measurement(Outcome(seconds, seconds / 2, 100.0, 90.0, gap, {"share": gap}), peak_mb=mb)
        for seconds, gap, mb in ((1.0, 0.1, 10.0), (9.0, 0.3, 30.0), (3.0, 0.2, 20.0))
    ]
    expected = Median(3.0, 1.5, 20.0, 100.0, 0.3, {"share": 0.2})
    assert median_of([*three, Measurement(None, "stopped after 5 s", 99.0)]) == expected


def test_no_median_of_nothing():
    assert median_of([Measurement(None, "stopped after 5 s")]) is None
    assert median_of([]) is None


def test_unknown_figures_stay_unknown():
    found = median_of([Measurement(Outcome(1.0, 1.0))])
    assert (found.peak_mb, found.objective_eur_per_year, found.gap) == (None, None, None)


def test_stopwatch_counts_the_work_of_its_block_alone():
    """Proves: processor seconds of before are not counted.

    Sensitivity: a watch that began with the process would show the seconds that the test run has taken.
    """
    with Stopwatch() as watch:
        pass
    assert 0.0 <= watch.cpu_s <= sum(os.times()[:2]) / 2
    assert watch.wall_s >= 0.0
