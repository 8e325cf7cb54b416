"""Loads that may wait, checked by hand."""

from __future__ import annotations

import pytest

from energycommunity.errors import InfeasibleError, ScenarioError
from tests.hand_calculated.small_scenario import run_small, series

SPOT = "tariffs: {purchase: {type: spot, price_eur_per_kwh: $price}}"
LOAD = "type: shiftable_load, owner: owner, meter: main, electricity: {power_kw: $wanted_kw}"


@pytest.mark.parametrize(
    ("limit_kw", "power_kw", "expected_eur"), [(2, [0, 2, 0, 0], 0.20), (1.5, [0.5, 1.5, 0, 0], 0.30)]
)
def test_what_is_wanted_waits_for_a_cheaper_hour(tmp_path, limit_kw, power_kw, expected_eur):
    """Proves: energy is moved to the cheapest hour within its time, as far as the power lets it.

    Sensitivity: 0.60 if nothing were moved, 0.10 if it could wait for two hours, 0.20 if the limit were not kept.
    Hand calculation: 2 kWh wanted in the first hour may wait for one: 2 x 0.10 = 0.20 EUR. With 1.5 kW 0.5 kWh must be
    taken at once: 0.5 x 0.30 + 1.5 x 0.10 = 0.30 EUR.
    """
    result = run_small(
        tmp_path,
        [SPOT, f"assets: {{pump: {{{LOAD}, may_wait_h: 1, limit_kw: {limit_kw}}}}}"],
        {"price": [0.30, 0.10, 0.05, 0.05], "wanted_kw": [2, 0, 0, 0]},
    )
    assert series(result, "pump.power_kw") == pytest.approx(power_kw)
    assert result.annual_cost_eur == pytest.approx(expected_eur)


def test_half_an_hour_is_two_quarters(tmp_path):
    """Proves: the time to wait is in hours, whatever the step.

    Sensitivity: 0.05 if half an hour were less than a step and so nothing, 0.025 if it were the next step alone, 0.005
    if it were three.
    Hand calculation: 1 kW in the first quarter of an hour is 0.25 kWh; two quarters later they cost 0.25 x 0.06 =
    0.015 EUR.
    """
    result = run_small(
        tmp_path,
        [SPOT, f"assets: {{pump: {{{LOAD}, may_wait_h: 0.5}}}}"],
        {"price": [0.20, 0.10, 0.06, 0.02], "wanted_kw": [1, 0, 0, 0]},
        time__step_h=0.25,
    )
    assert result.annual_cost_eur == pytest.approx(0.015)
    assert series(result, "pump.waiting_kwh") == pytest.approx([0.0, 0.25, 0.25, 0.0])


@pytest.mark.parametrize(
    ("limit", "power_kw", "expected_eur"), [(", limit_kw: 4", [0, 0, 4, 0], 0.40), ("", [0, 2, 2, 0], 0.60)]
)
def test_a_day_s_energy_is_served_in_certain_hours(tmp_path, limit, power_kw, expected_eur):
    """Proves: all that is wanted from one begin of the hours to the next is served within them, at their cheapest.

    Sensitivity: 0.20 if the cheapest hours of the day counted; 0.30 if only what is wanted in them were moved.
    Hand calculation: 1 kW for 4 hours, served at 1 or 2 o'clock with 4 kW: 4 kWh x 0.10 = 0.40 EUR. Without a limit
    2 kW, the least that does it in two hours: 2 x 0.20 + 2 x 0.10 = 0.60 EUR.
    """
    result = run_small(
        tmp_path,
        [SPOT, f"assets: {{pump: {{{LOAD}, hours: [1, 2]{limit}}}}}"],
        {"price": [0.05, 0.20, 0.10, 0.05], "wanted_kw": [1, 1, 1, 1]},
    )
    assert series(result, "pump.power_kw") == pytest.approx(power_kw)
    assert result.annual_cost_eur == pytest.approx(expected_eur)


def test_too_little_power_is_told_with_what_would_do(tmp_path):
    """Proves: a limit that serves too late is refused before anything is solved, with the power that is needed.

    Sensitivity: 1.5 kW if an hour were not counted, no message if what is late were left out.
    Hand calculation: 3 kWh within two hours need 1.5 kW; with 1 kW one kWh is late.
    """
    with pytest.raises(ScenarioError, match=r"pump: limit_kw: 1 kW is too little .* at least 1\.5 kW") as told:
        run_small(
            tmp_path,
            f"assets: {{pump: {{{LOAD}, may_wait_h: 1, limit_kw: 1}}}}",
            {"wanted_kw": [3, 0, 0, 0]},
        )
    assert "vajag vismaz 1.5 kW" in told.value.tell("lv")


def test_a_connection_that_is_too_weak_is_told_by_the_load(tmp_path):
    """Proves: where the meter lets too little through in time, the load is named and what it lacks.

    Sensitivity: a cost of 0.20 EUR for the 2 kWh that come through in time.
    Hand calculation: 3 kWh within two hours behind 1 kW: one kWh is too late.
    """
    with pytest.raises(InfeasibleError, match="pump cannot be served in time: 1 kWh"):
        run_small(
            tmp_path,
            [
                "meters: {main: {member: owner, import: purchase, import_limit_kw: 1}}",
                f"assets: {{pump: {{{LOAD}, may_wait_h: 1}}}}",
            ],
            {"wanted_kw": [3, 0, 0, 0]},
        )


def test_a_run_without_the_hours_is_told(tmp_path):
    """Proves: hours that never begin in the run are a fault, not a load that vanishes."""
    with pytest.raises(ScenarioError, match="the run is too short"):
        run_small(tmp_path, f"assets: {{pump: {{{LOAD}, hours: [12]}}}}", {"wanted_kw": [1, 1, 1, 1]})


def test_a_load_that_gives_is_refused(tmp_path):
    """Proves: a series below zero, such as a balance of a meter, is told with its line."""
    with pytest.raises(ScenarioError, match=r"series.csv:4: .* gives -1 kW here; possible is ≥ 0 kW"):
        run_small(tmp_path, f"assets: {{pump: {{{LOAD}, may_wait_h: 1}}}}", {"wanted_kw": [1, 1, -1, 1]})
