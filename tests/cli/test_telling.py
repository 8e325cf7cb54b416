"""What a run says: a line that moves on a terminal, a sign of life in a log, JSON for machines, little when quiet."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from energycommunity.cli import ecsim
from energycommunity.progress import JsonLines, Narrator
from tests.cli.command_line import FARM

HAMLET = Path(__file__).parents[1] / "reporting" / "hamlet.yaml"
TRIAL = {"trial": 12, "bound": -1234567.8, "best": 1234567.8, "gap": 0.01234}


class Clock:
    """A clock that a test turns."""

    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        """The seconds it shows."""
        return self.now_s


@pytest.fixture
def shown(monkeypatch, capsys):
    """Makes standard error a terminal of so many columns while it is called; returns what stands there then."""

    def on_terminal(columns, language, *steps):
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        monkeypatch.setenv("COLUMNS", str(columns))
        clock = Clock()
        narrator = Narrator(language, now=clock)
        clock.now_s += 2.5
        for key, values in steps:
            narrator(key, values)
        return capsys.readouterr().err.replace("\u00a0", " ")

    return on_terminal


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the hamlet and the farm, in which the command is called."""
    shutil.copy(HAMLET, tmp_path)
    shutil.copy(FARM, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def called(*words):
    """Exit code, standard output and standard error of `ecsim`."""
    result = CliRunner().invoke(ecsim, list(words), catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def events(output):
    """The objects of an output that must hold nothing else."""
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "   2.5 s    step 12: at least -1 234 568, best 1 234 568 EUR/a, gap 1.234%"),
        ("lv", "   2,5 s    12. solis: vismaz -1 234 568, labākais 1 234 568 EUR gadā, neprecizitāte 1,234%"),
    ],
)
def test_the_line_that_moves_tells_step_bound_best_gap_and_seconds(shown, language, line):
    assert shown(120, language, ("progress_trial", TRIAL)) == f"\r{line}"


@pytest.mark.parametrize(("language", "line"), [("en", "Variant 4 of 5: Biomasa"), ("lv", "4. variants no 5: Biomasa")])
def test_a_variant_is_told_with_its_number(shown, language, line):
    assert line in shown(120, language, ("progress_variant", {"number": 4, "count": 5, "name": "Biomasa"}))


def test_a_shorter_line_covers_a_longer_one_and_the_next_step_begins_below(shown):
    short = {"trial": 13, "bound": 9.0, "best": 10.0, "gap": 0.1}
    told = shown(120, "en", ("progress_trial", TRIAL), ("progress_trial", short), ("progress_saving", {}))
    moving, below, _ = told.split("\n")
    first, second = moving.split("\r")[1:]
    assert second.rstrip() == "   2.5 s    step 13: at least 9, best 10 EUR/a, gap 10.000%"
    assert len(second) == len(first)
    assert below == "   2.5 s  Writing tables, figures and the report"


@pytest.mark.parametrize(("columns", "longest"), [(60, 59), (200, 100)])
def test_the_line_that_moves_never_wraps(shown, columns, longest):
    told = shown(columns, "lv", ("progress_trial", TRIAL | {"best": 1e40, "bound": 1e40}))
    assert len(told.removeprefix("\r")) == longest


def test_no_bound_yet_is_a_dash(shown):
    told = shown(120, "en", ("progress_trial", TRIAL | {"bound": -np.inf, "gap": np.inf}))
    assert "at least –, best 1 234 568 EUR/a, gap –" in told


@pytest.mark.parametrize(("language", "step"), [("en", "step 12: at least"), ("lv", "12. solis: vismaz")])
def test_a_step_of_a_level_that_races_names_it(shown, language, step):
    told = shown(120, language, ("progress_trial", TRIAL | {"level": "centre 65/40"}))
    assert f"  centre 65/40 °C: {step}" in told


def test_a_log_gets_a_sign_of_life_every_ten_seconds(capsys):
    """Proves: of trials each second, those after 10 and after 20 seconds of silence are told, without control signs.

    Sensitivity: none of them, or 25.
    Hand calculation: the step at 0 s is told; then the trials at 10 s and 20 s.
    """
    clock = Clock()
    narrator = Narrator("en", now=clock)
    narrator("progress_saving", {})
    for trial in range(1, 26):
        clock.now_s += 1.0
        narrator("progress_trial", TRIAL | {"trial": trial})
    log = capsys.readouterr().err
    assert [line.split(":")[0].split()[-1] for line in log.splitlines()[1:]] == ["10", "20"]
    assert "\r" not in log


def test_quiet_tells_only_the_outcome(folder):
    exit_code, output, errors = called("run", "farm.yaml", "--quiet")
    assert (exit_code, errors) == (0, "")
    assert "Report: " in output
    assert "Reading" not in output


def test_json_tells_every_step_and_the_outcome_as_numbers(folder):
    exit_code, output, errors = called("run", "hamlet.yaml", "--set", "solver.method=decomposition", "--json")
    assert (exit_code, errors) == (0, "")
    told = events(output)
    seconds = [event["seconds"] for event in told]
    assert seconds == sorted(seconds)
    assert {event["event"] for event in told} == {
        "reading",
        "variant",
        "sizing",
        "trial",
        "dispatch",
        "saving",
        "warning",  # of what the file allows: panels above 11.1 kW
        "done",
    }
    trial = next(event for event in told if event["event"] == "trial")
    assert all(isinstance(trial[name], float) for name in ("best", "bound", "gap"))
    assert trial["gap"] == pytest.approx((trial["best"] - trial["bound"]) / trial["best"])
    done = told[-1]
    summary = json.loads((Path(done["folder"]) / "gold_boiler" / "summary.json").read_text(encoding="utf-8"))
    costs = (
        *("objective_eur_per_year", "lower_bound_eur_per_year", "directions_cost_eur_per_year"),
        *("key_cost_eur_per_year", "open_eur_per_year"),
    )
    names = ("status", *costs, "optimality_gap", "shorter_year")
    assert done["variants"]["gold_boiler"] == {name: summary[name] for name in names}
    assert (done["event"], done["exit_code"], done["not_computed"]) == ("done", 0, [])


def test_json_tells_a_run_that_was_stopped(folder):
    settings = ("--set", "solver.method=decomposition", "--set", "solver.time_limit_s=1e-9")
    exit_code, output, _ = called("run", "hamlet.yaml", *settings, "--json", "--quiet")
    told = events(output)
    notices = ("generation_notice", "connection_notice", "scenario_notice")
    of_the_file = (*notices, "row_size", "network_leaves_rooms_cold", "network_returns_warmer")
    keys = [event["key"] for event in told[:-1] if not event["key"].startswith(of_the_file)]
    assert (keys, told[-1]["event"]) == (["search_stopped", "search_stopped"], "done")
    assert (exit_code, told[-1]["exit_code"], told[-1]["status"]) == (3, 3, "stopped")
    assert told[-1]["variants"]["heat_pump"]["status"] == "stopped"


def test_json_tells_an_error_with_its_places(folder):
    words = ("--set", "assets.boiler.efficiency=8", "--lang", "lv", "--json")
    exit_code, output, errors = called("run", "farm.yaml", *words)
    (error,) = events(output)[1:]
    assert (exit_code, errors, error["event"], error["exit_code"]) == (2, "", "error", 2)
    assert "8 ir vairāk par 1.2" in error["message"]
    assert error["faults"][0]["path"] == "assets.boiler.efficiency"


def test_json_tells_an_interruption(capsys):
    JsonLines("en").interruption()
    (told,) = events(capsys.readouterr().out)
    assert (told["event"], told["exit_code"], told["message"]) == ("error", 130, "Interrupted; nothing was written.")


def test_json_has_null_for_no_number_and_numbers_for_those_of_numpy(capsys):
    JsonLines("en")("progress_trial", {"bound": -np.inf, "best": np.float64(2.5), "trial": np.int64(3)})
    (told,) = events(capsys.readouterr().out)
    assert (told["bound"], told["best"], told["trial"]) == (None, 2.5, 3)
