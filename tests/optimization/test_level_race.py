"""Temperature levels race: who begins, what is given up, and which bound holds for all."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from energycommunity.errors import Fault, InfeasibleError
from energycommunity.optimization.level_race import Solved, race, single_levels
from energycommunity.optimization.programme import state
from energycommunity.optimization.sizing import Dearer, SolverOptions, solve
from energycommunity.technologies.battery import Battery
from energycommunity.technologies.heat_network import HeatNetwork
from tests.technologies.surrounded import day, village

#: A battery whose size is free.
BATTERY = Battery.model_validate(
    {
        "owner": "association", "meter": "common", "capacity_kwh": {"max": 20}, "power_kw_per_kwh": 1,
        "charge_efficiency": 1, "discharge_efficiency": 1, "loss_per_h": 0,
        "investment_eur_per_kwh": 1, "lifetime_years": 20,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """As much of a solution as a race looks at."""

    objective_eur_per_year: float
    lower_bound_eur_per_year: float
    timings_s: dict[str, float]


class Levels:
    """Levels with their costs and bounds, and what each was told to beat."""

    def __init__(self, **answers: tuple[float, float] | Exception) -> None:
        self.answers, self.cutoffs = answers, list[float]()

    def race(self) -> Solved:
        """Run the race."""
        return race(cast(dict[str, Any], {name: name for name in self.answers}), self._solve, SolverOptions())

    def _solve(self, level: Any, options: SolverOptions) -> Solved:
        self.cutoffs.append(options.cutoff_eur_per_year())
        answer = self.answers[level]
        if isinstance(answer, Exception):
            raise answer
        return Solved(level, cast(Any, None), cast(Any, Found(*answer, {})), ())


def test_the_cheapest_wins_with_the_lowest_bound_of_all():
    """Proves: each level has to beat the best so far, and the bound of the whole is the lowest of any level.

    Sensitivity: a bound of 89 or of 99.5 if only the winner's or the last one's counted.
    """
    refused = InfeasibleError(Fault("infeasible_minimum_load", {"name": "pump"}))
    levels = Levels(middle=(100.0, 99.5), colder=Dearer(98.0), hotter=(90.0, 89.0), hottest=refused)
    won = levels.race()
    assert cast(Any, won.scenario) == "hotter"
    assert won.solution.objective_eur_per_year == 90.0
    assert won.solution.lower_bound_eur_per_year == 89.0
    assert levels.cutoffs == [math.inf, 100.0, 100.0, 90.0]
    assert [(found.level, found.ending) for found in won.levels] == [
        ("middle", "solved"), ("colder", "dearer"), ("hotter", "solved"), ("hottest", "infeasible"),
    ]  # fmt: skip
    assert [found.cost_eur_per_year for found in won.levels] == [100.0, None, 90.0, None]


def test_a_level_given_up_within_the_gap_lowers_the_bound():
    won = Levels(middle=(100.0, 100.0), colder=Dearer(99.2)).race()
    assert won.solution.lower_bound_eur_per_year == 99.2


def test_where_no_level_serves_the_first_refusal_is_told():
    with pytest.raises(InfeasibleError) as raised:
        Levels(
            one=InfeasibleError(Fault("infeasible_minimum_load", {"name": "first"})),
            two=InfeasibleError(Fault("infeasible_minimum_load", {"name": "second"})),
        ).race()
    assert raised.value.faults[0].values == {"name": "first"}


@pytest.mark.parametrize("method", ["whole", "decomposition"])
@pytest.mark.parametrize(("part", "given_up"), [(0.9, True), (1.1, False)])
def test_only_what_cannot_cost_less_is_given_up(method, part, given_up):
    """Proves: below its optimum a programme is given up with a true bound, above it the cutoff changes nothing."""
    programme = state(village(BATTERY, day(annual=True)))
    best = solve(programme, SolverOptions(method=method, gap=1e-6))
    cutoff = part * best.objective_eur_per_year
    options = SolverOptions(method=method, gap=1e-6, cutoff_eur_per_year=lambda: cutoff)
    if given_up:
        with pytest.raises(Dearer) as raised:
            solve(programme, options)
        assert raised.value.lower_bound_eur_per_year <= best.objective_eur_per_year * (1.0 + 1e-6)
        assert raised.value.lower_bound_eur_per_year >= cutoff * (1.0 - 1e-6)
    else:
        again = solve(programme, options)
        assert again.objective_eur_per_year == pytest.approx(best.objective_eur_per_year, rel=2e-6)


def test_the_middle_level_begins():
    """Proves: of 80, 65, 55 and 40 °C the race begins in the middle and goes outwards; one level is the file's own."""

    @dataclass(frozen=True)
    class Networks:
        heat_networks: dict[str, HeatNetwork]

        def model_copy(self, update: dict[str, Any]) -> Networks:
            return replace(self, **update)

    levels = [{"supply_c": hot, "return_c": 30} for hot in (80, 65, 55, 40)]
    network = HeatNetwork.model_validate(
        {"owner": "a", "levels": levels, "connections": {"house": "required"}, "heat_loss_kw": 1.0}
    )
    found = single_levels(cast(Any, Networks({"net": network})))
    assert list(found) == ["net 65/30", "net 55/30", "net 80/30", "net 40/30"]
    assert [single.heat_networks["net"].level.supply_c for single in found.values()] == [65, 55, 80, 40]
    assert [single.heat_networks["net"].levels for single in found.values()] == [()] * 4
    (only,) = single_levels(found["net 65/30"]).values()
    assert only is found["net 65/30"]
