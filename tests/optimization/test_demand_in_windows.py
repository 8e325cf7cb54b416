"""Loads that wait across the edges of windows: never impossible there, and as cheap as in the whole matrix."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from energycommunity.optimization.decomposition import Search
from energycommunity.optimization.highs import HighsOptions, run
from energycommunity.optimization.matrix import assemble
from energycommunity.optimization.operation import Operation
from energycommunity.optimization.programme import state
from energycommunity.optimization.sizing import SolverOptions, solve
from energycommunity.optimization.split import Split
from energycommunity.optimization.whole_matrix import SMALL
from energycommunity.optimization.windows import AROUND_H as AROUND
from energycommunity.optimization.windows import CORE_H as CORE
from energycommunity.stopping import Stop
from tests.invariants.random_communities import Community, case_of

GAP = 1e-4
WEEKS = 7
CORE_H, AROUND_H = int(CORE), int(AROUND)


def waiting_village(seed: int, may_wait_h: float, size_is_free: bool) -> Community:
    """A meter with panels, cars, and a load that may wait: it is wanted in a few hours, and not in every week."""
    rng = np.random.default_rng(seed)
    steps = 168 * WEEKS
    hour = np.arange(steps)
    weekly = np.repeat(rng.choice([0.0, 1.0, 3.0], WEEKS), 168)
    columns = {
        "price": 0.10 + 0.03 * np.sin(hour / 30.0) + rng.normal(0, 0.04, steps).clip(-0.06, 0.3),
        "sun": np.clip(np.sin((hour - 6) / 12 * np.pi), 0, None) * np.repeat(rng.uniform(0, 1, steps // 24), 24),
        "load": rng.uniform(0, 3, steps),
        "wanted": weekly * rng.uniform(0, 4, steps) * (rng.random(steps) < 0.1),
    }
    at_meter = {"owner": "owner", "meter": "main"}
    document: dict[str, Any] = {
        "name": "waiting",
        "site": {"latitude_deg": 57.2, "longitude_deg": 26.7},
        "time": {"start": "2025-01-13", "steps": steps, "annual": False},
        "economics": {"price_year": 2025, "real_discount_rate": 0.04},
        "members": {"owner": {"kind": "company", "deducts_vat": True}},
        "tariffs": {
            "purchase": {"type": "spot", "price_eur_per_kwh": _column("price")},
            "sale": {"type": "export_spot", "price_eur_per_kwh": _column("price"), "price_share": 0.6},
        },
        "meters": {
            "main": {
                "member": "owner", "import": "purchase", "export": "sale", "import_limit_kw": 40, "export_limit_kw": 9
            }
        },
        "assets": {
            "load": {"type": "load", **at_meter, "power_kw": _column("load")},
            "washing": {
                "type": "shiftable_load",
                **at_meter,
                "electricity": {"power_kw": _column("wanted")},
                "may_wait_h": may_wait_h,
                "limit_kw": 12.0,
            },
            "cars": {
                "type": "electric_vehicle",
                **at_meter,
                "cars_count": 3,
                "annual_kwh": 2400.0,
                "charging_power_kw": 7.0,
                "capacity_kw": {"max": 21.0} if size_is_free else 10.0,
                "annuity_eur_per_kw_year": 0.5,
            },
            "panels": {
                "type": "photovoltaics",
                **at_meter,
                "production_kw_per_kwp": _column("sun"),
                "capacity_kwp": {"max": 30.0} if size_is_free else 12.0,
                "annuity_eur_per_kwp_year": float(rng.uniform(7, 11)),
            },
        },
    }  # fmt: skip
    return Community(document, columns)


def _column(name: str) -> dict[str, str]:
    return {"file": "series.csv", "column": name}


@pytest.mark.parametrize(("seed", "may_wait_h"), [(1, 72.0), (2, 72.0), (3, 168.0), (4, 168.0)])
def test_sizes_beside_a_load_that_waits_cost_what_the_whole_matrix_says(seed, may_wait_h):
    """Proves: windows of ten days with two around lose nothing, though a load may wait for longer than the two.

    Sensitivity: 300 trials where what windows cost that do not meet is believed; another cost, or no answer at all,
    where a load that waits at the end of a window could not be made good.
    """
    matrix = assemble(state(case_of(waiting_village(seed, may_wait_h, size_is_free=True))))
    whole = run(matrix, matrix.search_cost, matrix.lower, matrix.upper, HighsOptions("simplex"))
    optimum = float(matrix.search_cost @ whole.x)
    search = Search(Operation(Split(matrix), matrix.search_cost))
    found = search.run(GAP, None, lambda key, values: None, Stop())
    assert len(search.operation.horizon.edges(CORE_H)) > 1
    assert found.bound <= optimum * (1.0 + 1e-7)
    assert optimum * (1.0 - 1e-7) <= found.cost <= optimum * (1.0 + GAP)
    assert search.tried <= 20


def _last_hours_of_windows(community: Community) -> Community:
    """So much wanted in the last hour that a window sees that it takes two days; nothing where the window begins."""
    wanted = np.zeros(168 * WEEKS)
    wanted[[CORE_H + AROUND_H - 1, 2 * CORE_H + AROUND_H - 1]] = 500.0
    return Community(community.document, {**community.columns, "wanted": wanted})


@pytest.mark.parametrize(("seed", "may_wait_h"), [(5, 72.0), (6, 168.0)])
def test_given_sizes_are_dispatched_in_windows_as_in_one_piece(seed, may_wait_h):
    """Proves: a load that waits at the end of a window, where that window cannot serve it, is served by the next.

    Sensitivity: no answer where the window has to serve within an hour what takes two days; another cost where it is
    served twice or not at all.
    """
    programme = state(case_of(_last_hours_of_windows(waiting_village(seed, may_wait_h, size_is_free=False))))
    windows, whole = (solve(programme, SolverOptions(method, GAP)) for method in ("decomposition", "whole"))
    assert windows.rows > SMALL
    assert windows.objective_eur_per_year == pytest.approx(whole.objective_eur_per_year, rel=GAP)
    washing = programme.blocks["washing"]
    power, waiting = (windows.values.of(washing.variables[name]) for name in ("power_kw", "waiting_kwh"))
    assert power.sum() == pytest.approx(1000.0)
    assert waiting[CORE_H + AROUND_H] >= 480.0
