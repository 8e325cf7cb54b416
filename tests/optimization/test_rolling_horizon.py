"""Integers decided window by window against the whole programme: never better than it, and not much worse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from energycommunity.optimization import rolling_horizon, sizing
from energycommunity.optimization.highs import Answer, HighsOptions, run
from energycommunity.optimization.infeasibility import lacking
from energycommunity.optimization.matrix import Matrix, Vector, assemble
from energycommunity.optimization.programme import Programme, state
from energycommunity.optimization.proof import keeps_all_bounds
from energycommunity.optimization.rolling_horizon import RollingOptions, commit
from energycommunity.optimization.sizing import SolverOptions, solve
from energycommunity.quantities import FloatArray
from tests.hand_calculated.small_scenario import run_small, series
from tests.invariants.random_communities import Community, case_of
from tests.optimization.heat_plants import random_plant

#: Windows of a day, of which half is decided.
SHORT = RollingOptions(seen_steps=24, decided_steps=12)
#: Accepted distance to the optimum of the whole: the largest of 12 draws of 144 steps, in windows of 48, was 0.3 %.
WORSE = 0.01


@dataclass(frozen=True, eq=False)
class _Stated:
    """A programme with its largest sizes fixed, and its dispatch without integers."""

    programme: Programme
    matrix: Matrix
    lower: FloatArray
    upper: FloatArray
    relaxed: Answer

    def cost(self, x: FloatArray) -> float:
        return float(self.matrix.search_cost @ x)

    def dispatched(self, values: FloatArray) -> FloatArray:
        """The best dispatch with these values of the integers."""
        switches = self.matrix.integer & ~self.matrix.investment
        lower, upper = (np.where(switches, values, side) for side in (self.lower, self.upper))
        return run(self.matrix, self.matrix.search_cost, lower, upper, HighsOptions("simplex")).x


def _stated(community: Community) -> _Stated:
    programme = state(case_of(community))
    matrix = assemble(programme)
    lower = np.where(matrix.investment, matrix.upper, matrix.lower)
    relaxed = run(matrix, matrix.search_cost, lower, matrix.upper, HighsOptions("simplex"))
    return _Stated(programme, matrix, lower, matrix.upper, relaxed)


@pytest.mark.parametrize("seed", [0, 2, 7, 11, 13, 17])
def test_bound_and_cost_enclose_the_optimum_of_the_whole(seed):
    """Relaxed dispatch <= whole programme <= dispatch with the decided integers, which is at most so much worse."""
    stated = _stated(random_plant(seed, steps=72))
    whole = run(stated.matrix, stated.matrix.search_cost, stated.lower, stated.upper, HighsOptions("integer", 1e-3))
    values = commit(stated.matrix, stated.lower, stated.upper, stated.relaxed, SHORT)
    final = stated.dispatched(values)
    cost, optimum = stated.cost(final), stated.cost(whole.x)
    assert stated.cost(stated.relaxed.x) <= optimum * (1.0 + 1e-9)
    assert whole.integer_bound <= cost * (1.0 + 1e-9)
    assert cost <= optimum * (1.0 + WORSE)
    assert cost <= stated.cost(values) * (1.0 + 1e-9)
    assert not lacking(stated.programme, Vector(stated.matrix, final), 1e-6)


@pytest.mark.parametrize("seed", [3, 5])
@pytest.mark.parametrize("wanted", [True, False])
def test_what_the_windows_leave_is_a_dispatch_of_all_steps(seed, wanted):
    """All rows and bounds are kept, integers are whole, also where the rest had to be decided in haste."""
    stated, told = _stated(random_plant(seed, steps=72)), []
    options = RollingOptions(24, 12, lambda: wanted, lambda decided, steps: told.append((decided, steps)))
    x = commit(stated.matrix, stated.lower, stated.upper, stated.relaxed, options)
    whole = x[stated.matrix.integer]
    assert np.array_equal(whole, np.round(whole))
    assert keeps_all_bounds(stated.matrix, x)
    assert not lacking(stated.programme, Vector(stated.matrix, x), 1e-6)
    assert told == [(end, 72) for end in (range(12, 73, 12) if wanted else range(18, 73, 18))]


def test_every_run_decides_alike():
    stated = _stated(random_plant(4, steps=60))
    first, again = (commit(stated.matrix, stated.lower, stated.upper, stated.relaxed, SHORT) for _ in range(2))
    assert np.array_equal(first, again)


@pytest.mark.parametrize(("mended", "lacks"), [(rolling_horizon.MOST_MENDED, False), (0, True)])
def test_where_windows_leave_a_lack_the_steps_around_it_are_decided_anew(monkeypatch, mended, lacks):
    """Windows that are content with any solution leave demands unserved, for a shortage is a solution."""
    monkeypatch.setattr(rolling_horizon, "WINDOW_GAP", 1.0)
    monkeypatch.setattr(rolling_horizon, "MOST_MENDED", mended)
    stated = _stated(random_plant(8, steps=72))
    x = commit(stated.matrix, stated.lower, stated.upper, stated.relaxed, SHORT)
    assert lacking(stated.programme, Vector(stated.matrix, x), 1e-6) == lacks
    assert keeps_all_bounds(stated.matrix, x) != lacks


@pytest.mark.parametrize("method", ["auto", "decomposition"])
def test_large_programmes_are_decided_by_windows(monkeypatch, method):
    """Sizes of the linear programme, integers of the windows, and the gap between the dispatch and the bound."""
    monkeypatch.setattr(sizing, "SMALL", 100)
    community = random_plant(2, steps=96)
    programme = state(case_of(community))
    solution = solve(programme, SolverOptions(method=method, gap=1e-4))
    whole = run(matrix := assemble(programme), matrix.search_cost, matrix.lower, matrix.upper, HighsOptions("integer"))
    optimum = float(matrix.search_cost @ whole.x) + matrix.constant
    assert solution.lower_bound_eur_per_year <= optimum * (1.0 + 1e-9)
    assert optimum * (1.0 - 1e-4) <= solution.objective_eur_per_year <= optimum * (1.0 + 2 * WORSE)
    assert solution.gap > 1e-4
    on = programme.blocks["chips"].variables["on"]
    assert set(np.unique(solution.values.of(on))) == {0.0, 1.0}


DAYS = """
time: {steps: 8}
tariffs:
  chips: {type: fuel, carrier: wood_chips, price_eur_per_kwh: 0.02}
  purchase: {type: spot, price_eur_per_kwh: $price}
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: 10}}}
assets:
  chips:
    {type: fuel_boiler, owner: owner, at: house, efficiency: 1, fuel: chips, capacity_heat_kw: 10,
      minimum_load_fraction: 0.4, start_cost_eur: 0.05}
  electric: {type: heat_pump, owner: owner, at: house, meter: main, cop: 1, capacity_heat_kw: 50}
"""


def test_windows_find_what_is_best_by_hand(tmp_path, monkeypatch):
    """Proves: across the borders of windows a boiler runs through a cheap hour and stands still in three of them.

    Sensitivity: 1.30 if a window did not know that the boiler runs on at its end; 1.20 if starts cost nothing.
    Hand calculation: heat 10 kW, chips 0.02, electricity 0.10, but 0.01 in hours 3, 5, 6, 7. Hours 0, 1, 2, 4: chips,
    0.80. Hour 3: running through at 4 kW 0.08 + 0.06 = 0.14, or electricity 0.10 and a start of 0.05: run through.
    Hours 5, 6, 7: electricity 3 x 0.10 = 0.30 and one start 0.05, or three times 0.14. Together 1.29 EUR.
    """
    monkeypatch.setattr(sizing, "SMALL", 0)
    monkeypatch.setattr(sizing._Way, "rolling", lambda way: RollingOptions(4, 2))
    price = [0.10, 0.10, 0.10, 0.01, 0.10, 0.01, 0.01, 0.01]
    result = run_small(tmp_path, DAYS, {"price": price})
    assert series(result, "chips.on").tolist() == [1, 1, 1, 1, 1, 0, 0, 0]
    assert result.annual_cost_eur == pytest.approx(0.80 + 0.14 + 0.30 + 0.05)
