"""Hot-water tank, checked by hand."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import run_small, series

HEAT = """
tariffs: {purchase: {type: spot, price_eur_per_kwh: $price_eur_per_kwh}}
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: $heat_kw}}}
"""


def test_keeps_heat_with_a_loss(tmp_path):
    """Proves: heat made in the cheap hour serves a later one less the standing loss of the hours between.

    Sensitivity: 0.10 without loss, 0.111 if the loss fell on one of the two hours only.
    Hand calculation: 3 kWh of heat are needed in the third hour, 10 % is lost in each hour of storage: 3 / 0.9 = 3.3333
    kWh at the begin of the third, 3.7037 at that of the second. At COP 3 1.2346 kWh x 0.10 = 0.12346 EUR.
    """
    result = run_small(
        tmp_path,
        [
            HEAT,
            """
        time: {steps: 3}
        assets:
          pump: {type: heat_pump, owner: owner, meter: main, at: house, capacity_heat_kw: 20, cop: 3}
          tank: {type: hot_water_tank, owner: owner, at: house, capacity_kwh: 20, loss_per_h: 0.1}
        """,
        ],
        {"price_eur_per_kwh": [0.10, 0.90, 0.90], "heat_kw": [0, 0, 3]},
    )
    assert result.annual_cost_eur == pytest.approx(3 / 0.9**2 / 3 * 0.10)
    assert series(result, "tank.content_kwh") == pytest.approx([0.0, 3.7037037, 3.3333333], abs=1e-6)


def test_capacity_limits_the_content_not_the_power(tmp_path):
    """Proves: without a power limit the whole content may leave in one short step; no more than the capacity does.

    Sensitivity: 0.10 if the capacity did not bind (all made in the cheap step), 0.1875 if it bound the power to 0.5 kW.
    Hand calculation: steps of 15 minutes; 4 kW heat in the second = 1 kWh; tank 0.5 kWh. COP 1: 0.5 kWh x 0.10 in the
    first and 0.5 kWh x 0.20 in the second: 0.05 + 0.10 = 0.15 EUR.
    """
    result = run_small(
        tmp_path,
        [
            HEAT,
            """
        time: {steps: 2, step_h: 0.25}
        assets:
          heater: {type: heat_pump, owner: owner, meter: main, at: house, capacity_electric_kw: 20, cop: 1}
          tank: {type: hot_water_tank, owner: owner, at: house, capacity_kwh: 0.5}
        """,
        ],
        {"price_eur_per_kwh": [0.10, 0.20], "heat_kw": [0, 4]},
    )
    assert result.annual_cost_eur == pytest.approx(0.15)
    assert series(result, "tank.discharge_kw") == pytest.approx([0.0, 2.0], abs=1e-9)
