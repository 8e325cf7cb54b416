"""Charges on what a meter shows over a time: the least cost that the programme's rows allow is the bill."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from energycommunity.optimization.case import Case, PlacedAsset
from energycommunity.optimization.matrix import assemble
from energycommunity.optimization.programme import BALANCES, Programme, state
from energycommunity.quantities import Bus
from energycommunity.settlement.bills import Contract, MeterFlows, bill_lines
from energycommunity.tariffs.base import TariffContext
from energycommunity.tariffs.block import Blocks
from energycommunity.tariffs.charges import Charge
from energycommunity.technologies.base import Profiles
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.surroundings import Economics, Meter, Surroundings
from energycommunity.time_grid import TimeGrid

VAT = 0.21
STARTS = ["2025-01-31T20:15", "2025-03-30T01:00", "2025-10-26T01:30", "2025-12-31T12:00"]


def _contract(rng: np.random.Generator, months: int) -> Blocks:
    """Rising blocks, and demand charges of every kind."""
    first, second = sorted(rng.uniform(20, 900, 2))
    prices = np.cumsum(rng.uniform(0.01, 0.1, 3))
    rates = [
        {"peak_of": str(rng.choice(["month", "year"]))},
        {"ratchet_share": float(rng.uniform(0.2, 1.0)), "ratchet_months": int(rng.integers(1, 12))},
        {"hours": list(range(6, 22)), "days": "workdays"},
    ]
    for rate in rates:
        minutes = rng.choice([0, 15, 30, 60])
        rate |= {"price_eur_per_kw_month": float(rng.uniform(1, 5)), "interval_minutes": int(minutes) or None}
    limits = [float(first), float(second), None]
    return Blocks.model_validate(
        {
            "period": str(rng.choice(["month", "year"])),
            "blocks": [{"price_eur_per_kwh": p, "up_to_kwh": u} for p, u in zip(prices, limits, strict=True)],
            "network": "sadales_tikls_pamata_1",
            "levies_eur_per_kwh": 0.003,
            "demand_charges": rates,
        }
    )


def _meter(seed: int) -> tuple[Programme, tuple[Charge, ...]]:
    rng = np.random.default_rng(seed)
    steps, step_h = int(rng.integers(40, 130)), float(rng.choice([0.25, 0.5, 1.0]))
    begin = pd.Timestamp(str(rng.choice(STARTS)), tz="Europe/Riga").tz_convert("UTC")
    time = TimeGrid(begin, steps, step_h, "Europe/Riga", annual=bool(rng.random() < 0.5))
    context = TariffContext(time, lambda price: np.zeros(steps), 3, 25.0, int(rng.integers(1, 4)))
    purchase = _contract(rng, len(time.months)).charges(context)
    meter = GridConnection(owner="who", purchase="p", import_limit_kw=50.0)
    asset = PlacedAsset("meter", meter, Profiles({}, {"purchase": purchase, "sale": ()}))
    place = Meter(Bus("meter", "electricity"), "who", "residential", False, VAT)
    surroundings = Surroundings({}, {"meter": place}, Economics(2025, 0.04, 20.0))
    return state(Case(time, surroundings, (asset,), vat={("who", "electricity"): VAT})), purchase


def _least_cost(programme: Programme, bought: np.ndarray) -> float:
    """The optimum of the programme with what is bought given, and with nobody to use it."""
    matrix, variables = assemble(programme), programme.blocks["meter"].variables
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    at = matrix.columns[variables["bought_kw"]]
    lower[at] = upper[at] = bought
    kept = np.concatenate([rows for name, rows in matrix.row_names.items() if not name.startswith(f"{BALANCES}.")])
    a, low, high = matrix.a.tocsr()[kept], matrix.row_lower[kept], matrix.row_upper[kept]
    rows, sides = [], []
    for bound, sign in ((high, 1.0), (low, -1.0)):
        finite = np.flatnonzero(np.isfinite(bound))
        rows.append(sign * a[finite].toarray())
        sides.append(sign * bound[finite])
    found = linprog(matrix.cost, np.concatenate(rows), np.concatenate(sides), bounds=np.column_stack([lower, upper]))
    assert found.status == 0
    return float(found.fun) + matrix.constant


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_bill_of_random_flows_is_the_least_cost_of_the_programme(seed):
    programme, purchase = _meter(seed)
    time, rng = programme.case.time, np.random.default_rng(seed + 1)
    bought = rng.uniform(0, 50, time.steps) * (rng.random(time.steps) < 0.6)
    nothing = np.zeros(time.steps)
    lines = list(bill_lines("meter", Contract("who", purchase, (), VAT), MeterFlows(bought, *[nothing] * 3), time))
    billed = sum(float(line.eur.sum() + line.vat_eur.sum()) for line in lines)
    assert billed == pytest.approx(_least_cost(programme, bought), rel=1e-6, abs=1e-6)
