"""A calibrated network's measured year beside the run, checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.tables.measured_and_modelled import measured_and_modelled
from energycommunity.reporting.voice import Voice
from energycommunity.results import Results
from energycommunity.results import measured_and_modelled as results_of
from tests.hand_calculated.small_scenario import run_small
from tests.hand_calculated.test_heat_network import COLUMNS, NETWORK, VILLAGE

WEATHER = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
FIRST_KW = {"first_kw": COLUMNS["first_kw"]}


def measured(folder, fuel="150 MWh wood_chips", annual=True):
    """Two hours that stand for a year: 4,380 h each."""
    more = f"""
    calibrate_to: {{produced_kwh: 100000, sold_kwh: 56200, fuel: "{fuel}", year: 2016}}
    pipes: [{{from: boiler_house, to: first, length_m: 100, pipe: steel_uninsulated_dn50}},
            {{from: boiler_house, to: second, length_m: 50, pipe: steel_uninsulated_dn50}}]
    pumping_electricity_fraction: 0
"""
    network = NETWORK.replace("    heat_loss_kw: $loss_kw\n", "").format(more=more.strip())
    sections = [VILLAGE, network, f"weather: {{series: {WEATHER.as_posix()}}}"]
    return run_small(folder, sections, FIRST_KW, time__annual=annual)


def told(result):
    """What is told of the network, with both amounts."""
    return {
        fault.key.rpartition("_")[2]: (fault.values["measured"], fault.values["modelled"], fault.values["percent"])
        for fault in result.warnings
        if fault.key.startswith("network_differs_from_measured")
    }


def test_the_table_sets_the_measured_year_beside_the_run(tmp_path):
    """Proves: fuel, heat, efficiency and loss of the run stand below those that were measured.

    Sensitivity: 18 and 28 kWh if the two hours were not scaled to the year; 98.1 MWh of fuel without the efficiency.
    Hand calculation: delivered (4 + 2 + 10 + 2) kWh x 4380 = 78.84 MWh; loss 100 - 56.2 = 43.8 MWh; produced 122.64;
    fuel 122.64 / 0.8 = 153.3 MWh; loss 43.8 / 122.64 = 0.35714. Measured: 100 / 150 = 0.66667, 43.8 / 100.
    """
    result = measured(tmp_path)
    results = Results("small", tmp_path / "small.yaml", "baseline", {"baseline": result})
    table = measured_and_modelled(Edition(results, Voice("en")))
    was, run = table.rows
    assert was == ("net", "measured 2016", 150.0, 100.0, 56.2, pytest.approx(2 / 3), pytest.approx(43.8), 0.438)
    assert run[2:] == pytest.approx((153.3, 122.64, 78.84, 0.8, 43.8, 0.357143), rel=1e-5)
    assert sheets_of(Edition(results, Voice("lv"))).by_key["measured"].table.rows[0][1] == "izmērīts 2016"


def test_amounts_far_from_the_measured_ones_are_told(tmp_path, monkeypatch):
    """Proves: more than a tenth off is told with both amounts, less is not; the two hours count as a whole year here.

    Sensitivity: 170 MWh of fuel would be told if a twentieth counted: 153.3 / 170 = -9.8 %.
    Hand calculation: 122.64 / 100 = +22.6 %, 78.84 / 56.2 = +40.3 %, 153.3 / 150 = +2.2 %, 153.3 / 200 = -23.4 %.
    """
    monkeypatch.setattr(results_of, "SMALLEST_PART_OF_YEAR", 0.0)
    found = told(measured(tmp_path))
    assert found["produced"] == (pytest.approx(100.0), pytest.approx(122.64), "+23")
    assert found["sold"] == (pytest.approx(56.2), pytest.approx(78.84), "+40")
    assert set(found) == {"produced", "sold"}
    fuel = told(measured(tmp_path, "200 MWh wood_chips"))["fuel"]
    assert fuel == (pytest.approx(200.0), pytest.approx(153.3), "-23")
    assert "fuel" not in told(measured(tmp_path, "170 MWh wood_chips"))


def test_a_part_of_a_year_is_no_reason_to_doubt_the_demands(tmp_path):
    """Proves: two hours scaled to a year, +22.6 % and +40.3 % off, are not told, but stand in the table."""
    result = measured(tmp_path)
    assert told(result) == {}
    (compared,) = results_of.measured_and_modelled(result.scenario, result.dispatch)
    assert {name for name, *_ in compared.deviations()} == {"produced", "sold"}


def test_nothing_is_compared_in_a_window_or_of_another_fuel(tmp_path, monkeypatch):
    """Proves: a window is no year, and the fuel of another carrier is not that of the plant."""
    monkeypatch.setattr(results_of, "SMALLEST_PART_OF_YEAR", 0.0)
    assert told(measured(tmp_path, annual=False)) == {}
    assert "fuel" not in told(measured(tmp_path, "900 MWh firewood"))
