"""Temperature levels in several processes: the same answer as in one; stops, costs and steps pass between them."""

from __future__ import annotations

import time

import pytest
import yaml

from energycommunity.errors import InfeasibleError
from energycommunity.optimization import level_race, processes
from energycommunity.optimization.distant_search import DistantSearch
from energycommunity.optimization.experience import Experience
from energycommunity.optimization.sizing import SolverOptions
from energycommunity.pipeline import run_variant
from energycommunity.scenario.loader import load_scenario
from energycommunity.stopping import Stop
from tests.hand_calculated.small_scenario import run_small
from tests.hand_calculated.test_network_decisions import WEATHER, village

LEVELS = "levels: [{supply_c: 140, return_c: 100}, {supply_c: 70, return_c: 45}, {supply_c: 138, return_c: 100}]"
RACING = village(far_m=100).replace("level: {supply_c: 70, return_c: 45}", LEVELS)


def _apart(monkeypatch):
    """Let levels race in two processes, however small."""
    monkeypatch.setattr(level_race, "processes_for", lambda programme: 2)


@pytest.mark.parametrize("method", ["auto", "decomposition"])
def test_two_processes_find_what_one_finds(tmp_path, monkeypatch, method):
    """Proves: values by name and the programme stated once more are the solution; the bound is that of all levels."""
    alone = run_small(tmp_path, [RACING, WEATHER], solver__method=method)
    _apart(monkeypatch)
    apart = run_small(tmp_path, [RACING, WEATHER], solver__method=method)
    assert apart.dispatch.keys() == alone.dispatch.keys()
    for name, values in alone.dispatch.items():
        assert apart.dispatch[name].values == pytest.approx(values.values, abs=1e-6)
    assert apart.annual_cost_eur == pytest.approx(alone.annual_cost_eur, rel=1e-8)
    assert [found.level for found in apart.levels] == ["net 70/45", "net 140/100", "net 138/100"]
    assert apart.levels[0].cost_eur_per_year == pytest.approx(alone.levels[0].cost_eur_per_year)
    bounds = [found.lower_bound_eur_per_year for found in apart.levels]
    assert apart.proof.lower_bound_eur_per_year == pytest.approx(min(bounds), rel=1e-9)
    assert apart.timings_s["levels"] > 0.0


def test_steps_name_their_level_and_what_was_learnt_comes_back(tmp_path, monkeypatch):
    run_small(tmp_path, [RACING, WEATHER], solver__method="decomposition")
    file, told, experience = load_scenario(tmp_path / "small.yaml"), [], Experience()
    _apart(monkeypatch)
    options = SolverOptions(progress=lambda key, values: told.append((key, values)), experience=experience)
    run_variant(file, file.variants[file.baseline], options)
    begun = [values["level"] for key, values in told if key == "progress_level"]
    assert sorted(begun) == ["net 138/100", "net 140/100", "net 70/45"]
    assert {values["level"] for key, values in told if key == "progress_trial"} <= set(begun)
    assert experience.sizes
    assert experience.prices


def test_what_no_level_serves_is_refused_as_by_one_process(tmp_path, monkeypatch):
    boiler = yaml.safe_load(RACING)["assets"]["boiler"] | {"capacity_heat_kw": 1}
    needed = village("{near: required, far: required}").replace("level: {supply_c: 70, return_c: 45}", LEVELS)
    sections = [needed, yaml.safe_dump({"assets": {"boiler": boiler}}), WEATHER]
    refused = []
    for _ in range(2):
        with pytest.raises(InfeasibleError) as raised:
            run_small(tmp_path, sections)
        refused.append(raised.value.faults)
        _apart(monkeypatch)
    assert refused[0] == refused[1]


def test_only_what_takes_longer_than_starting_processes_is_raced_apart(monkeypatch):
    """Hand calculation: 6 GB hold two programmes of 200 000 columns at 15 kB each."""

    class Programme:
        def __init__(self, columns):
            self.columns = columns

        def variables(self):
            """One that is a column long, for each."""
            return [type("Variable", (), {"lower": range(self.columns)})]

    monkeypatch.setattr(processes, "cores", lambda: 4)
    counts = {columns: level_race.processes_for(Programme(columns)) for columns in (500, 50_000, 200_000, 10_000_000)}
    assert counts == {500: 1, 50_000: 4, 200_000: 2, 10_000_000: 1}


def test_a_search_elsewhere_hears_of_costs_and_stops_and_tells_its_steps():
    """Proves: each way of the line carries what stands at its other end, without starting a process."""
    stop, told = Stop(), []
    options = SolverOptions(stop=stop, gap=0.01, progress=lambda key, values: told.append((key, values)))
    line = DistantSearch(options)
    there = line.options()
    assert (there.gap, there.cutoff_eur_per_year(), there.stop.wanted(), there.stop.found) == (
        0.01,
        float("inf"),
        False,
        False,
    )
    line.best(120.0)
    there.stop.found = True
    there.progress("progress_trial", {"trial": 3})
    stop._presses = 1
    end_s = time.monotonic() + 20.0
    while not told and time.monotonic() < end_s:
        line.relay(options)
    assert told == [("progress_trial", {"trial": 3})]
    assert (there.cutoff_eur_per_year(), there.stop.asked, there.stop.wanted(), stop.found) == (120.0, True, True, True)


def test_a_search_elsewhere_has_the_time_that_is_left():
    stop = Stop()
    stop.limit(1e-9)
    assert DistantSearch(SolverOptions(stop=stop)).options().stop.wanted()
    stop.limit(1000.0)
    assert not DistantSearch(SolverOptions(stop=stop)).options().stop.wanted()
