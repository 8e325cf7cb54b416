"""Every look at an answer finds what it is there for, and an answer that fails is not reported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from energycommunity.assessment.assess import assess
from energycommunity.errors import SolverError
from energycommunity.optimization.matrix import Vector
from energycommunity.optimization.preparation import Preparation
from energycommunity.optimization.programme import state
from energycommunity.optimization.sizing import SolverOptions, solve
from energycommunity.results.checks import checks_of
from energycommunity.scenario.loader import load_scenario
from energycommunity.settlement.settle import settle

AUDITED = Path(__file__).parents[1] / "reporting" / "audited.yaml"


@pytest.fixture(scope="module")
def answer():
    """Programme, settlement and assessment of a community with a battery, a network and panels."""
    scenario = next(iter(load_scenario(AUDITED).variants.values()))
    programme = state(Preparation(scenario, AUDITED.parent).case())
    settlement = settle(programme, solve(programme, SolverOptions()).values)
    return programme, settlement, assess(scenario, programme, settlement.values)


def with_more(answer, more):
    """The answer with something added to variables, by name [kW, kWh] in the fifth step."""
    programme, settlement, assessment = answer
    x = settlement.values.x.copy()
    for variable, columns in settlement.values.matrix.columns.items():
        if variable.name in more:
            x[np.arange(len(x))[columns][5]] += more[variable.name]
    changed = Vector(settlement.values.matrix, x)
    return programme, replace(settlement, values=changed, by_interval=changed), assessment


def failing(answer):
    with pytest.raises(SolverError) as error:
        checks_of(*answer)
    return error.value.tell()


def test_a_good_answer_holds(answer):
    checks = checks_of(*answer)
    assert [check.name for check in checks] == [
        "balances", "contents", "opposites", "connections", "limits", "ledger", "transfers",
    ]  # fmt: skip
    assert all(check.holds for check in checks)


def test_each_look_finds_its_fault(answer):
    programme, settlement, assessment = answer
    assert "the balance of school (electricity) is off by 2 kW" in failing(with_more(answer, {"school.bought_kw": 2.0}))
    assert "the content of battery is 30 kWh beyond" in failing(
        with_more(
            answer,
            {
                "battery.content_kwh": 50.0
                - settlement.values.of(programme.blocks["battery"].variables["content_kwh"])[5]
            },
        )
    )
    both = {"battery.charge_kw": 3.0, "battery.discharge_kw": 3.0}
    assert "battery runs in both directions at once" in failing(with_more(answer, both))
    flows = settlement.flows["shop"]
    crowded = replace(settlement, flows={**settlement.flows, "shop": replace(flows, sold_kw=flows.sold_kw + 900.0)})
    assert "the connection shop carries" in failing((programme, crowded, assessment))
    capped = replace(programme, case=replace(programme.case, investment_cap_eur=1_000.0))
    assert "the limit investment is exceeded by" in failing((capped, settlement, assessment))


def test_a_line_lost_from_the_accounts_is_found(answer):
    programme, settlement, assessment = answer
    lost = assessment.accounts.costs[0].eur_per_year
    accounts = replace(assessment.accounts, costs=assessment.accounts.costs[1:])
    told = failing((programme, settlement, replace(assessment, accounts=accounts)))
    assert f"the cost ledger is {abs(lost):,.0f} EUR off".replace(",", "\u00a0") in told
    lines = tuple(line for line in settlement.lines if (line.kind, line.meter) != ("shared", "shop"))
    assert "what members pay each other is" in failing((programme, replace(settlement, lines=lines), assessment))
