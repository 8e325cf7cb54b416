"""Generation above what a connection lets through is told with the limit and what it follows from."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.scenario import load_scenario
from energycommunity.scenario.connection_limits import connection_notices, connection_warnings

VILLAGE = (Path(__file__).parent / "village.yaml").read_text(encoding="utf-8").partition("variants:")[0]


def scenario_with(tmp_path, size, meter="fuse_a: 63"):
    """The village with panels behind the meter of the school, which has three phases of 63 A."""
    text = VILLAGE.replace("export: sale, fuse_a: 63", f"export: sale, {meter}")
    text += "  pv: {type: photovoltaics, owner: owners, meter: school, production_kw_per_kwp: 0.1, "
    (tmp_path / "village.yaml").write_text(text + f"dc_ac_ratio: 1, capacity_kwp: {size}}}\n", encoding="utf-8")
    return load_scenario(tmp_path / "village.yaml").variants["baseline"]


def told(notices):
    return [(notice.key, notice.values["kw"], notice.values["limit"], notice.values["source"]) for notice in notices]


@pytest.mark.parametrize(
    ("meter", "limit", "source"),
    [
        ("fuse_a: 63", 43.6, "3 x 63 A, 400 V"),  # 1.7321 · 400 V · 63 A
        ("fuse_a: 63, phases: 1", 14.5, "1 x 63 A, 230 V"),  # 230 V · 63 A
        ("fuse_a: 63, phases: 1, count: 2", 29.0, "2 · 1 x 63 A, 230 V"),
        ("fuse_a: 63, export_limit_kw: 20", 20.0, "export_limit_kw"),
    ],
)
def test_fixed_size_above_the_limit(tmp_path, meter, limit, source):
    told_of = told(connection_notices(scenario_with(tmp_path, 50, meter)))
    assert told_of == [("connection_notice", 50.0, pytest.approx(limit, abs=0.05), source)]


@pytest.mark.parametrize(("size", "meter"), [(43, "fuse_a: 63"), (500, "phases: 3"), ("{max: 43}", "fuse_a: 63")])
def test_nothing_is_told_below_the_limit_or_where_none_is_known(tmp_path, size, meter):
    assert told(connection_notices(scenario_with(tmp_path, size, meter))) == []


def test_a_least_size_of_what_may_stay_unbuilt_is_not_fixed(tmp_path):
    """Proves: `min` with `cost_if_built_eur` binds only if it is built, also where building costs nothing extra."""
    scenario = scenario_with(tmp_path, "{min: 50, max: 60, cost_if_built_eur: 0}")
    assert [key for key, *_ in told(connection_notices(scenario))] == ["connection_notice_allowed"]


def test_what_is_allowed_is_told_before_and_what_was_chosen_after(tmp_path):
    scenario = scenario_with(tmp_path, "{max: 60}")
    assert [key for key, *_ in told(connection_notices(scenario))] == ["connection_notice_allowed"]
    assert told(connection_warnings(scenario, {"pv.capacity_kwp": 40.0})) == []
    assert [row[:3] for row in told(connection_warnings(scenario, {"pv.capacity_kwp": 45.0}))] == [
        ("connection_notice", 45.0, pytest.approx(43.6, abs=0.05))
    ]
