"""What holds for every town whose buildings choose how they are heated and renovated: the chain from wall to plant."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from tests.hand_calculated.small_scenario import cost, series
from tests.invariants.random_towns import LEVELS, PACKAGES, at_level, run_town, towns

EVERY_TOWN = settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
#: The gap that both ways of solving are asked for.
GAP = 1e-3
#: Everybody is connected, so that a cooler level changes temperatures and nothing else.
ALL_CONNECTED = towns(kinds=("required",))


@EVERY_TOWN
@given(towns())
def test_both_ways_of_solving_a_race_of_levels_agree_and_keep_their_ledgers(tmp_path, town):
    """Proves: each way's cost lies above the other's bound, both within the gap, and every look at the answer holds."""
    results = [run_town(tmp_path, town, method, GAP) for method in ("whole", "decomposition")]
    for result in results:
        assert result.proof.optimality_gap <= GAP + 1e-6
        assert {check.name for check in result.checks} >= {"balances", "limits", "ledger", "transfers"}
        assert all(check.holds for check in result.checks)
        assert cost(result) == pytest.approx(result.annual_cost_eur, rel=1e-6)
    one, other = (result.proof for result in results)
    room = 1e-6 * abs(one.objective_eur_per_year)
    assert one.lower_bound_eur_per_year <= other.objective_eur_per_year + room
    assert other.lower_bound_eur_per_year <= one.objective_eur_per_year + room


@EVERY_TOWN
@given(ALL_CONNECTED)
def test_a_cooler_level_never_raises_loss_nor_lowers_the_cop(tmp_path, town):
    """Proves: from the file to the answer, cooler water loses no more in the pipes and is no harder to make."""
    results = [run_town(tmp_path, at_level(town, level)) for level in LEVELS]
    losses_kwh = [float(series(result, "net.heat_loss_kw").sum()) for result in results]
    cops = [series(result, "pump.cop") for result in results]
    assert losses_kwh == sorted(losses_kwh, reverse=True)
    assert losses_kwh[-1] < losses_kwh[0]
    assert min(float(np.diff(pair, axis=0).min()) for pair in pairwise(cops)) >= -1e-9


@EVERY_TOWN
@given(towns())
def test_a_deeper_package_never_raises_heat_nor_the_cost_of_leaving_it_out(tmp_path, town):
    """Proves: a deeper package needs no more heat in any building, and a choice with it costs no more than without."""
    town = at_level(town, LEVELS[1])
    result = run_town(tmp_path, town, "whole", 1e-6)
    for name in town["buildings"]:
        heat_kwh = [float(result.profiles[f"heating_of_{name}.{package}_heat_kw"].sum()) for package in PACKAGES]
        assert heat_kwh == sorted(heat_kwh, reverse=True)
        town["assets"][f"heating_of_{name}"]["packages"] = ["none"]
    assert result.annual_cost_eur <= run_town(tmp_path, town, "whole", 1e-6).annual_cost_eur * (1.0 + 1e-5)
