"""Ratios, verdicts and remarks of the table; the file it is saved in; an old table beside a new one."""

from __future__ import annotations

import pytest

from benchmarks.case import Case, Median, Target, Way, gap_target, larger_target, seconds_target, slower_target
from benchmarks.measuring import Measurement
from benchmarks.outcome import Outcome
from benchmarks.saving import machine, save, saved_rows, versions
from benchmarks.table import Row, comparison, rows_of, table
from tests.benchmarks import ways

OURS = Way("ours", ways.answers, targets=(gap_target(0.01),))
PEER = Way("peer", ways.answers, targets=(slower_target(7), larger_target(2)), peer=True)
CASE = Case("P0", "any", (OURS, PEER), one_answer=True)


def one(seconds, cost=100.0, gap=None, mb=None):
    """One measurement."""
    return [Measurement(Outcome(seconds, seconds, cost, None, gap), peak_mb=mb)]


def test_peer_is_put_in_proportion_to_the_first_way():
    """Hand calculation: 16 s over 2 s is 8, which is more than 7; 90 MB are less than twice 50 MB."""
    ours, peer = rows_of(CASE, {"ours": one(2.0, gap=0.005, mb=50.0), "peer": one(16.0, mb=90.0)})
    assert (ours.ratio, ours.reached, ours.case) == (1.0, True, "P0 any")
    assert (peer.ratio, peer.reached) == (8.0, False)
    assert peer.target == ">= 7 x ours; memory >= 2 x ours"


@pytest.mark.parametrize(("mb", "seconds", "reached"), [(100.0, 14.0, True), (100.0, 13.9, False), (None, 14.0, None)])
def test_all_targets_count(mb, seconds, reached):
    _, peer = rows_of(CASE, {"ours": one(2.0, gap=0.0, mb=50.0), "peer": one(seconds, mb=mb)})
    assert peer.reached is reached


def test_answers_that_differ_are_told_and_not_reached():
    """Proves: a peer that solves another programme is no comparison.

    Hand calculation: the gap 0.001 and 1e-4 allow 0.11 on 100; 100.2 is further away, 100.1 is not.
    """
    ours = one(2.0, gap=0.001, mb=1.0)
    _, near = rows_of(CASE, {"ours": ours, "peer": one(20.0, cost=100.1, mb=9.0)})
    _, far = rows_of(CASE, {"ours": ours, "peer": one(20.0, cost=100.2, mb=9.0)})
    assert (near.reached, near.remark) == (True, "")
    assert (far.reached, far.remark) == (False, "another answer: 100.20, not 100.00")


def test_known_optimum_counts_for_the_first_way_too():
    case = Case("P0", "any", (OURS,), one_answer=True, optimum_eur_per_year=90.0)
    (row,) = rows_of(case, {"ours": one(2.0, gap=0.001)})
    assert (row.reached, row.remark) == (False, "another answer: 100.00, not 90.00")


def test_what_came_to_nothing_keeps_its_row():
    ours, peer = rows_of(CASE, {"ours": one(2.0, gap=0.0), "peer": [Measurement(None, "stopped after 5 s")]})
    assert peer == Row("P0 any", "peer", target=peer.target, remark="stopped after 5 s")
    assert "stopped after 5 s" in table([ours, peer])


def test_peer_without_ours_has_no_ratio():
    ours, peer = rows_of(CASE, {"ours": [Measurement(None, "ValueError: no")], "peer": one(16.0)})
    assert (ours.wall_s, ours.reached, ours.remark) == (None, False, "ValueError: no")
    assert (peer.wall_s, peer.ratio, peer.reached) == (16.0, None, None)


def test_some_failures_of_several_are_told():
    (row,) = rows_of(Case("P0", "any", (OURS,)), {"ours": [*one(2.0, gap=0.0), Measurement(None, "stopped after 5 s")]})
    assert (row.wall_s, row.remark) == (2.0, "stopped after 5 s")


def test_remark_of_a_case():
    case = Case("P0", "any", (OURS,), remark=lambda of_way, first: f"half is {of_way.wall_s / 2:g} s")
    assert rows_of(case, {"ours": one(3.0, gap=0.0)})[0].remark == "half is 1.5 s"


@pytest.mark.parametrize(("seconds", "reached"), [(0.4, True), (0.41, False)])
def test_seconds_target(seconds, reached):
    median = Median(seconds, seconds, None, None, None)
    assert seconds_target(0.4).is_reached(median, median) is reached


def test_table_shows_figures_and_verdict():
    text = table([Row("P0 any", "ours", 1.25, 1.0, 1.0, 512.4, 6e-5, 1.0, "gap <= 0.0001", True)])
    assert " ".join(text.splitlines()[1].split()) == "P0 any ours 1.25 1.00 1.00 512 6.0e-05 gap <= 0.0001 yes"


def test_saved_rows_come_back(tmp_path):
    measurements = {"ours": one(2.0, gap=0.005, mb=50.0), "peer": [Measurement(None, "not installed")]}
    rows = rows_of(CASE, measurements)
    path = tmp_path / "folder" / "saved.json"
    save(path, machine(), rows, {"P0": measurements})
    assert saved_rows(path) == rows


def test_versions_of_both_interpreters():
    ours = [Measurement(None, versions={"numpy": "2.0", "pyomo": "6.10"})]
    peer = [Measurement(None, versions={"numpy": "2.1", "pypsa": "1.4"})]
    expected = {"numpy": "2.0 / 2.1", "pyomo": "6.10", "pypsa": "1.4"}
    assert versions({"P0": {"ours": [*ours, *ours], "peer": peer}}) == expected


def test_new_over_old():
    """Hand calculation: 3 s after 2 s is 1.5; a ratio of 8 after 10 is 0.8; 40 MB after 50 MB is 0.8."""
    old = [Row("P0 any", "peer", 2.0, 2.0, 10.0, 50.0), Row("P0 any", "gone", 1.0)]
    new = [Row("P0 any", "peer", 3.0, 3.0, 8.0, 40.0), Row("P0 any", "fresh", 1.0)]
    lines = comparison(old, new).splitlines()
    assert " ".join(lines[1].split()) == "P0 any peer 2.00 3.00 1.50 10.00 8.00 0.80 50 40 0.80"
    assert len(lines) == 2


def test_old_without_figures_has_no_change():
    lines = comparison([Row("P0 any", "peer")], [Row("P0 any", "peer", 3.0)]).splitlines()
    assert " ".join(lines[1].split()) == "P0 any peer - 3.00 - - - - - - -"


def test_tables_with_no_way_in_common_have_a_heading_alone():
    assert len(comparison([Row("P0 any", "gone", 1.0)], [Row("P0 any", "fresh", 1.0)]).splitlines()) == 1


def test_target_that_needs_an_unknown_figure_is_open():
    unknown = Median(1.0, 1.0, None, None, None)
    targets: list[Target] = [gap_target(0.1), larger_target(2)]
    assert [target.is_reached(unknown, unknown) for target in targets] == [None, None]
