"""A contract is one formula: the optimiser's cost of any flows is the bill of the same flows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.optimization.case import Case, PlacedAsset
from energycommunity.optimization.matrix import Matrix, assemble
from energycommunity.optimization.programme import Programme, state
from energycommunity.quantities import Bus
from energycommunity.settlement.bills import Contract, MeterFlows, bill_lines
from energycommunity.tariffs.charges import Charge, DemandCharge, EnergyCharge, FixedCharge
from energycommunity.technologies.base import Profiles
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.surroundings import Economics, Meter, Surroundings
from energycommunity.time_grid import TimeGrid

VAT = 0.21


def _meter(seed: int) -> tuple[Programme, tuple[Charge, ...], tuple[Charge, ...]]:
    """A lone meter with random contracts over the change of two months, or of the clock."""
    rng = np.random.default_rng(seed)
    steps, step_h = int(rng.integers(6, 60)), float(rng.choice([0.25, 0.5, 1.0]))
    start = str(rng.choice(["2025-01-31T20:00", "2025-03-30T01:00", "2025-10-26T01:00"]))
    begin = pd.Timestamp(start, tz="Europe/Riga").tz_convert("UTC")
    time = TimeGrid(begin, steps, step_h, "Europe/Riga", annual=bool(rng.random() < 0.5))
    months = len(time.months)
    purchase: tuple[Charge, ...] = (
        EnergyCharge("energy", rng.normal(0.1, 0.1, steps)),
        EnergyCharge("network", np.full(steps, 0.04), counted="crossing"),
        FixedCharge("network", float(rng.uniform(0, 30))),
        DemandCharge("network", rng.uniform(1, 4, months), rng.random(steps) < 0.5),
    )
    sale: tuple[Charge, ...] = (EnergyCharge("revenue", rng.normal(-0.05, 0.05, steps)), FixedCharge("energy", 2.0))
    meter = GridConnection(owner="who", purchase="p", sale="s", import_limit_kw=50.0, export_limit_kw=50.0)
    asset = PlacedAsset("meter", meter, Profiles({}, {"purchase": purchase, "sale": sale}))
    surroundings = Surroundings(
        {},
        {"meter": Meter(Bus("meter", "electricity"), "who", "residential", False, VAT)},
        Economics(2025, 0.04, 20.0),
    )
    return state(Case(time, surroundings, (asset,), vat={("who", "electricity"): VAT})), purchase, sale


def _cost(programme: Programme, matrix: Matrix, bought, sold, peaks) -> float:
    """The optimiser's cost of given flows, with each billed peak as low as its rows allow."""
    variables, x = programme.blocks["meter"].variables, np.zeros(len(matrix.cost))
    x[matrix.columns[variables["bought_kw"]]] = bought
    x[matrix.columns[variables["sold_kw"]]] = sold
    x[matrix.columns[variables["billed_peak_0_kw"]]] = peaks
    return float(matrix.cost @ x) + matrix.constant


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_bill_of_random_flows_is_the_cost_of_the_programme(seed):
    programme, purchase, sale = _meter(seed)
    matrix, time = assemble(programme), programme.case.time
    rng = np.random.default_rng(seed + 1)
    bought = rng.uniform(0, 50, time.steps) * (rng.random(time.steps) < 0.6)
    sold = rng.uniform(0, 50, time.steps) * (bought == 0)
    demand = purchase[3]
    assert isinstance(demand, DemandCharge)
    local = time.local[demand.applies]
    counted = pd.Series(bought[demand.applies], index=local.strftime("%Y-%m"))
    by_month = counted.groupby(level=0).max()
    peaks = [float(by_month.get(month, 0.0)) for month in time.months]
    nothing = np.zeros(time.steps)
    flows = MeterFlows(bought, sold, nothing, nothing)
    contract = Contract("who", purchase, sale, programme.case.vat.get(("who", "electricity"), 0.0))
    lines = list(bill_lines("meter", contract, flows, time))
    billed = sum(float(line.eur.sum() + line.vat_eur.sum()) for line in lines)
    assert billed == pytest.approx(_cost(programme, matrix, bought, sold, peaks), rel=1e-9, abs=1e-9)
    assert {line.kind for line in lines} == {"energy", "network", "revenue"}
    earned = next(line for line in lines if line.kind == "revenue")
    assert not earned.vat_eur.any()
