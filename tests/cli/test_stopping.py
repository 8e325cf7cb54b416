"""Ctrl-C and the time limit: pressed once the best is saved (exit code 3), pressed twice nothing is left (130).

The key is pressed by the run itself, when it tells a certain step, so that no test depends on how fast the machine is.
The hamlet has a baseline that is only dispatched, and then two variants whose sizes are searched.
"""

from __future__ import annotations

import json
import math
import shutil
import signal
import threading
from pathlib import Path

import pytest
import yaml

from energycommunity import pipeline
from energycommunity.progress import Narrator
from energycommunity.results import saving
from energycommunity.stopping import Stop
from tests.cli.command_line import FARM, call, files_below

HAMLET = Path(__file__).parents[1] / "reporting" / "hamlet.yaml"
RUN = ("run", "hamlet.yaml", "--set", "solver.method=decomposition")


def press():
    """Press Ctrl-C."""
    signal.raise_signal(signal.SIGINT)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the hamlet and the farm, in which the command is called."""
    shutil.copy(HAMLET, tmp_path)
    shutil.copy(FARM, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def pressing(monkeypatch):
    """Presses Ctrl-C whenever the n-th of certain steps is told; returns the list of all steps told."""
    steps = []
    tell = Narrator.__call__

    def presses_at(*places):
        def told(self, key, values):
            tell(self, key, values)
            steps.append(key)
            if (key, steps.count(key)) in places:
                press()

        monkeypatch.setattr(Narrator, "__call__", told)
        return steps

    return presses_at


def saved(folder, name="hamlet"):
    """The folder of the only run, what its comparison says and the text of its report."""
    (run,) = folder.glob(f"results/{name}/*/comparison.json")
    report = (run.parent / "report.html").read_text(encoding="utf-8")
    return run.parent, json.loads(run.read_text(encoding="utf-8")), report


def summary_of(run, variant):
    return json.loads((run / variant / "summary.json").read_text(encoding="utf-8"))


def test_once_saves_the_best_so_far_with_its_gap(folder, pressing):
    """Proves: the search ends after the trial in which the key was pressed, and what it had found is saved.

    Sensitivity: exit code 0 and all variants, if nobody asked for the wish; 130 and no folder, if it were an error.
    Hand calculation: the variants are baseline (done), heat_pump (stopped at its first trial), gold_boiler (not begun).
    """
    before = signal.getsignal(signal.SIGINT)
    steps = pressing(("progress_trial", 1))
    outcome = call(folder, *RUN)
    assert outcome.exit_code == 3
    assert steps.count("progress_trial") == 1
    assert "Stopping: saving the best found so far. Ctrl-C once more ends without writing anything." in outcome.told
    run, comparison, report = saved(folder)
    assert {name: found["status"] for name, found in comparison["variants"].items()} == {
        "baseline": "optimal",
        "heat_pump": "stopped",
    }
    assert (comparison["status"], comparison["not_computed"]) == ("stopped", ["gold_boiler"])
    summary = summary_of(run, "heat_pump")
    assert summary["status"] == "stopped"
    assert 1e-4 < summary["optimality_gap"] < math.inf
    gap_eur = summary["objective_eur_per_year"] - summary["lower_bound_eur_per_year"]
    assert summary["optimality_gap"] == pytest.approx(gap_eur / summary["objective_eur_per_year"])
    for told in (outcome.told, report):
        assert "variants.heat_pump: The search was stopped early." in told
        assert f"at most {gap_eur:,.0f} EUR".replace(",", "\u00a0") in told
        assert "these variants were not computed: gold_boiler" in told
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    "places",
    [
        [("progress_trial", 1), ("progress_dispatch", 2)],
        [("progress_trial", 1), ("progress_saving", 1)],
        [("progress_variant", 2), ("progress_saving", 1)],
    ],
)
def test_twice_leaves_nothing(folder, pressing, places):
    pressing(*places)
    outcome = call(folder, *RUN)
    assert (outcome.exit_code, outcome.new_files) == (130, ())
    assert outcome.told.splitlines()[-1] == "Interrupted; nothing was written."


@pytest.mark.parametrize("standing", [True, False])
def test_second_one_takes_away_what_is_half_written(folder, pressing, monkeypatch, standing):
    """Proves: folders made for this run go, those that stood before stay; further presses don't disturb this."""
    if standing:
        (folder / "results").mkdir()
    half_written = []

    def press_while_writing(results, run):
        (run / "report.html").write_text("half", encoding="utf-8")
        half_written.extend(files_below(folder))
        press()

    take_away = saving.shutil.rmtree

    def press_while_taking_away(*places, **options):
        press()
        take_away(*places, **options)

    pressing(("progress_trial", 1))
    monkeypatch.setattr(pipeline, "write_report", press_while_writing)
    monkeypatch.setattr(saving.shutil, "rmtree", press_while_taking_away)
    outcome = call(folder, *RUN)
    assert any(name.endswith("unfinished/heat_pump/summary.json") for name in half_written)
    assert (outcome.exit_code, outcome.new_files) == (130, ())
    assert (folder / "results").exists() == standing


def test_one_is_enough_where_there_is_nothing_to_save(folder, pressing):
    pressing(("progress_variant", 1))
    outcome = call(folder, *RUN)
    assert (outcome.exit_code, outcome.new_files) == (130, ())
    assert "Stopping" not in outcome.told


def test_a_variant_without_a_solution_is_left_out(folder, pressing):
    steps = pressing(("progress_sizing", 1))
    outcome = call(folder, *RUN)
    assert (outcome.exit_code, "progress_trial" in steps) == (3, False)
    assert outcome.told.count("Stopping") == 1
    _, comparison, _ = saved(folder)
    assert list(comparison["variants"]) == ["baseline"]
    assert comparison["not_computed"] == ["heat_pump", "gold_boiler"]


def test_first_variant_stands_in_for_a_baseline_that_was_not_computed(folder, pressing):
    with (folder / "farm.yaml").open("a", encoding="utf-8") as file:
        file.write("language: lv\nvariants: {other: , today: {baseline: true}}\n")
    pressing(("progress_variant", 2))
    outcome = call(folder, "run", "farm.yaml")
    assert outcome.exit_code == 3
    assert "Aptur: saglabā labāko" in outcome.told
    _, comparison, report = saved(folder, "farm")
    assert (comparison["baseline"], comparison["not_computed"]) == ("other", ["today"])
    sentence = "Bāzes variants today nav aprēķināts; pārējie ir salīdzināti ar variantu other."
    assert sentence in comparison["warnings"]
    assert sentence in outcome.told
    assert sentence in report


def test_the_last_moment_is_too_late(folder, monkeypatch):
    """Proves: once the folder stands in its place, the run is done, and no message says that nothing was written."""
    point = saving._point_to

    def press_and_point(home, final):
        press()
        press()
        point(home, final)

    monkeypatch.setattr(saving, "_point_to", press_and_point)
    outcome = call(folder, "run", "farm.yaml")
    assert outcome.exit_code == 0
    assert "Report: " in outcome.told
    assert "results/farm/latest.json" in outcome.new_files


def test_time_limit_saves_the_best_of_each_variant(folder, pressing):
    """Proves: every variant has its own limit, so that all are there; each search ends after one trial.

    Sensitivity: one trial in all, if the limit of the first search ended the second.
    """
    steps = pressing()
    outcome = call(folder, *RUN, "--set", "solver.time_limit_s=1e-9", "--lang", "lv")
    assert (outcome.exit_code, steps.count("progress_trial")) == (3, 2)
    run, comparison, report = saved(folder)
    statuses = [found["status"] for found in comparison["variants"].values()]
    assert (statuses, comparison["not_computed"]) == (["optimal", "stopped", "stopped"], [])
    assert summary_of(run, "gold_boiler")["status"] == "stopped"
    assert "variants.gold_boiler: Meklēšana tika priekšlaikus apturēta." in outcome.told
    assert "apturēts" in report


def test_limit_counts_from_the_search_and_for_one_search():
    stop = Stop()
    stop.limit(1e-12)
    while not stop.wanted():
        pass
    assert not stop.asked
    with stop.within_variant(others_finished=True):
        assert not stop.wanted()
    stop.limit(None)
    assert not stop.wanted()


def test_an_interruption_that_was_not_heard_here_is_passed_on():
    """Proves: without `listening` (a notebook) Ctrl-C ends the run as it ends any program."""
    stop = Stop()
    with pytest.raises(KeyboardInterrupt), stop.within_variant(others_finished=True):
        raise KeyboardInterrupt


WHOLE = ("run", "hamlet.yaml", "--set", "solver.method=whole")


def test_ctrl_c_after_the_search_of_the_whole_matrix_saves_it(folder, pressing):
    """Proves: once the matrix is solved there is something to wait for, and the variant is dispatched and saved."""
    pressing(("progress_dispatch", 2))
    outcome = call(folder, *WHOLE)
    assert outcome.exit_code == 3
    _, comparison, _ = saved(folder)
    assert {name: found["status"] for name, found in comparison["variants"].items()} == {
        "baseline": "optimal",
        "heat_pump": "optimal",
    }
    assert comparison["not_computed"] == ["gold_boiler"]


def test_ctrl_c_at_the_first_solution_of_an_integer_search(folder, monkeypatch):
    """Proves: the key pressed while HiGHS hands over a solution ends the search, which is saved with its gap; it counts
    as stopped unless that first solution is proven already.

    Sensitivity: exit code 130, if `found` were only true after the search.
    """
    found = []

    def hear(stop, value):
        if value and not found and stop._finished:
            found.append(threading.current_thread() is not threading.main_thread())
            stop.__dict__["found"] = value
            press()
            while not stop.asked:
                pass
        stop.__dict__["found"] = value

    monkeypatch.setattr(Stop, "found", property(lambda stop: stop.__dict__["found"], hear), raising=False)
    hamlet = folder / "hamlet.yaml"
    in_lots = hamlet.read_text(encoding="utf-8").replace("{max: 60}", "{max: 60, step: 7, cost_if_built_eur: 300}")
    hamlet.write_text(in_lots, encoding="utf-8")
    outcome = call(folder, *WHOLE)
    assert (outcome.exit_code, found) == (3, [True])
    run, comparison, _ = saved(folder)
    assert list(comparison["variants"]) == ["baseline", "heat_pump"]
    summary = summary_of(run, "heat_pump")
    assert summary["optimality_gap"] < math.inf
    assert (summary["status"] == "stopped") == (summary["optimality_gap"] > 1e-4)


def test_once_while_coalitions_are_worked_out_leaves_these_out(folder, pressing):
    """Proves: what was found before is saved, and it is said what is missing.

    Sensitivity: exit code 130 and no folder, if the solution did not count; 0, if nobody asked for the wish.
    """
    document = yaml.safe_load(HAMLET.read_text(encoding="utf-8"))
    document["community"] = {"sharing": "by_interval", "analysis": "sizes_fixed"}
    document["members"]["farm"] = {"kind": "company"}
    document["meters"]["farm"] = {"member": "farm", "import": "grid"}
    panels = {"type": "photovoltaics", "capacity_kwp": 60, "production_kw_per_kwp": 0.11}
    document["assets"]["panels"] = {**panels, "owner": "shop", "meter": "shop"}
    (folder / "hamlet.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    steps = pressing(("progress_coalition", 1))
    outcome = call(folder, *RUN)
    assert outcome.exit_code == 3
    assert steps.count("progress_coalition") == 1
    run, comparison, report = saved(folder)
    assert list(comparison["variants"]) == ["baseline"]
    assert summary_of(run, "baseline")["community"] is None
    for told in (outcome.told, report):
        assert "stopped before all coalitions were worked out" in told
