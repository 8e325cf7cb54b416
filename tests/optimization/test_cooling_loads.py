"""Cold of the room model reaches the programme, and warmer rooms need less of it."""

from __future__ import annotations

import pytest

from tests.architecture.source_tree import ROOT
from tests.hand_calculated.small_scenario import run_small, series

SCHOOL = """
time: {{start: "2025-07-01", steps: 336}}
weather: {{series: {weather}}}
buildings:
  school: {{meter: main, sector: municipal, type: school, built: 1975, heated_area_m2: 1000,
            envelope: {{cooling_setpoint_c: {setpoint}}}, cooling: {{modelled: true}}}}
assets:
  pump: {{type: heat_pump, owner: owner, at: school, meter: main, cop: 3, capacity_heat_kw: 200, cooling: {{}}}}
"""


def test_cold_of_the_room_model_is_met(tmp_path):
    """Proves: the load is there, is met with electricity by the EER of the hour, and falls with the set-point.

    The EER of each hour lies between that at 35 degC, 3.00, and that of the least lift, 5.60.
    """
    cold_kwh = []
    for setpoint in (23, 25, 40):
        text = SCHOOL.format(weather=ROOT / "data" / "weather" / "gulbene.csv", setpoint=setpoint)
        result = run_small(tmp_path, text)
        cold, electricity = (series(result, f"pump.{name}") for name in ("cooling_kw", "electricity_for_cooling_kw"))
        assert series(result, "school.cooling.power_kw") == pytest.approx(cold, abs=1e-6)
        assert 5.61 * electricity.sum() >= cold.sum() >= 3.0 * electricity.sum()
        cold_kwh.append(cold.sum())
    assert cold_kwh[0] > cold_kwh[1] > cold_kwh[2] == 0.0
