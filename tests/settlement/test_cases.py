"""Settlement cases that an accountant can read: every YAML file of this folder, each case with its own reckoning.

`for_all` and `input.rules` are rules as `ecsim settle` reads them, `input.key` is short for `community.key`; energies
are lists by interval, one number for all, or those of some times of the clock. `output` names the energy shared and
every invoice line by month, meter and kind: EUR without VAT, or `[without VAT, VAT, VAT back from the state]`. A line
that is not named must not exist. `balances`, where they are named, are what the next settlement begins with, by meter.
"""

from __future__ import annotations

import copy
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from energycommunity.settlement.closing import closing_balances
from energycommunity.settlement.measured import settle_measured
from energycommunity.settlement.metering import Metering
from energycommunity.settlement.participants import participants_of, terms_of
from energycommunity.settlement.rules import load_rules
from energycommunity.time_grid import TimeGrid

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
LEAST_CASES = 30


def cases():
    """Every case of every file, with what holds for all of its file."""
    for path in FILES:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in content["cases"]:
            yield pytest.param(content["for_all"], case, id=f"{path.stem}: {case['name']}")


CASES = list(cases())


@pytest.mark.parametrize(("for_all", "case"), CASES)
def test_case_is_settled_as_reckoned(for_all, case, tmp_path):
    settled, balances = settle(for_all, case, tmp_path)
    expected = {str(name): lines for name, lines in case["output"].items()}
    if "balances" in expected:
        assert balances.model_dump(mode="json", exclude_defaults=True).get("meters", {}) == expected.pop("balances")
    into_kw = sum(float(flows.shared_in_kw.sum()) for flows in settled.flows.values())
    assert into_kw * settled.time.step_h == pytest.approx(expected.pop("shared_kwh"))
    found = {month: {} for month in expected}
    for line in settled.lines:
        amounts = (line.net_eur, line.vat_eur, line.deductible_vat_eur)
        found[line.month].setdefault(line.meter, {})[line.kind] = amounts
    assert found == {month: by_meter(meters) for month, meters in expected.items()}
    assert [account.balance_eur for account in settled.accounts] == [0] * len(settled.time.months)


def test_there_are_enough_cases():
    names = [case.id for case in CASES]
    assert len(names) >= LEAST_CASES
    assert len(set(names)) == len(names)


def by_meter(meters):
    """The lines of a month as three amounts each."""
    return {meter: {kind: three(eur) for kind, eur in lines.items()} for meter, lines in meters.items()}


def three(eur):
    """Without VAT, VAT, VAT back from the state."""
    amounts = eur if isinstance(eur, list) else [eur, 0, 0]
    return tuple(Decimal(str(amount)).quantize(Decimal("0.01")) for amount in amounts)


def settle(for_all, case, folder):
    """Settle a case by the same way as the command, from its rules on; with the balances that it leaves."""
    given = case["input"]
    rules = laid_over({"name": "case", **copy.deepcopy(for_all)}, given.get("rules", {}))
    if "key" in given:
        rules["community"]["key"] = given["key"]
    (folder / "rules.yaml").write_text(yaml.safe_dump(rules, allow_unicode=True), encoding="utf-8")
    time = grid(case["period"])
    prices = np.broadcast_to(given.get("prices_eur_per_kwh", 0.0), time.steps)
    rows = [f"{price}\n" for price in prices]
    (folder / "prices.csv").write_text("price_eur_per_kwh\n" + "".join(rows), encoding="utf-8")
    file = load_rules(folder / "rules.yaml")
    energies = [energy(given.get(name, {}), rules["meters"], time) for name in ("drawn_kwh", "given_kwh")]
    participants, _ = participants_of(file, time)
    settled = settle_measured(Metering(tuple(rules["meters"]), time, *energies), participants, terms_of(file))
    return settled, closing_balances(file, participants, settled)


def laid_over(below, above):
    """Rules with others laid over them; what is null is taken away."""
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            laid_over(below[key], value)
        elif value is None:
            below.pop(key, None)
        else:
            below[key] = value
    return below


def grid(period):
    """The intervals of a case."""
    begin = pd.Timestamp(period["from"], tz="Europe/Riga").tz_convert("UTC")
    steps, step_h = (period["hours"], 1.0) if "hours" in period else (period["quarter_hours"], 0.25)
    return TimeGrid(begin, steps, step_h, "Europe/Riga", annual=False)


def energy(by_name, meters, time):
    """Energy of each meter, shape (meters, intervals); zero for those not named."""
    assert set(by_name) <= set(meters)
    return np.array([of_meter(by_name.get(meter, 0.0), time) for meter in meters], dtype=np.float64)


def of_meter(given, time):
    """Energy of one meter, shape (intervals,)."""
    if not isinstance(given, dict):
        return np.broadcast_to(given, time.steps)
    counted = np.zeros(time.steps)
    for moment, kwh in given.items():
        counted[time.local.get_loc(pd.Timestamp(moment, tz=time.time_zone))] = kwh
    return counted
