"""What coalitions cost does not depend on how many processes work it out."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from energycommunity.optimization import coalition_costs, processes
from energycommunity.optimization.coalition_costs import PORTION, CoalitionCost, costs_of, processes_for
from tests.hand_calculated.small_scenario import run_small
from tests.hand_calculated.test_join_or_leave import BATTERY, COLUMNS, FIELD, IN_THE_SUN, THREE


class Counting:
    """A coalition costs as much as it has members, and its process counts how many it was asked for."""

    def __init__(self, step):
        self.step, self.asked = step, 0

    @property
    def recipe(self):
        """How another process makes the same."""
        return Counting, (self.step,)

    def cost(self, coalition):
        """The cost, with the count in place of the bound."""
        self.asked += 1
        return CoalitionCost(coalition, self.step * len(coalition), self.asked)


def test_every_coalition_comes_once():
    wanted = [frozenset(range(count)) for count in range(1, 40)]
    found = list(costs_of(Counting(2.0), wanted, 2))
    assert {cost.coalition: cost.eur_per_year for cost in found} == {each: 2.0 * len(each) for each in wanted}
    assert len(found) == len(wanted)
    assert max(cost.lower_bound_eur_per_year for cost in found) >= PORTION / 4  # none begins anew with each


def test_no_processes_for_little_work_on_one_core_or_beyond_the_memory(monkeypatch):
    monkeypatch.setattr(processes, "cores", lambda: 4)
    assert processes_for(1e9, 1_000_000) == 4
    assert processes_for(1e5, 1_000_000) == 1
    assert processes_for(1e9, 2_000_000) == 2
    assert processes_for(1e9, 100_000_000) == 1
    monkeypatch.setattr(processes, "cores", lambda: 1)
    assert processes_for(1e9, 1_000_000) == 1


@pytest.mark.parametrize(
    ("sections", "columns"),
    [(THREE.replace("\ncommunity:", BATTERY), COLUMNS), (FIELD, IN_THE_SUN)],
    ids=["sizes fixed", "sizes free"],
)
def test_two_processes_find_what_one_finds(tmp_path, monkeypatch, sections, columns):
    """Proves: the case and the kept sizes say all that another process needs."""
    alone = asdict(run_small(tmp_path, sections, columns).community)
    monkeypatch.setattr(coalition_costs, "WORTH_PROCESSES", 0.0)
    monkeypatch.setattr(processes, "cores", lambda: 2)
    together = asdict(run_small(tmp_path, sections, columns).community)
    for name, member in alone.pop("members").items():
        for key, amount in member.pop("gains_eur").items():
            assert together["members"][name]["gains_eur"][key] == pytest.approx(amount, abs=1e-7)
    assert together["coalitions"] == alone["coalitions"] == 2
