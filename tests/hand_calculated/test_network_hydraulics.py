"""What follows from the flow in a network's pipes, checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.sheets import sheets_of
from energycommunity.reporting.tables.network_hydraulics import network_hydraulics, network_supplies
from energycommunity.reporting.voice import Voice
from energycommunity.results import Results
from energycommunity.results.summary import summary
from tests.hand_calculated.small_scenario import run_small
from tests.hand_calculated.test_heat_network import NETWORK, VILLAGE
from tests.hand_calculated.test_network_decisions import WEATHER as DECIDED_WEATHER
from tests.hand_calculated.test_network_decisions import village as decided_village

WEATHER = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
COLUMNS = {"first_kw": [40, 40]}
FIRST_PIPE = "{{from: boiler_house, to: first, length_m: 500, pipe: pre_insulated_series_1_dn32}}"


def run(folder, more="", first=FIRST_PIPE, level=""):
    """Two hours in a window, in which the ground has 6.8 °C."""
    lines = f"""
    meter: main
    pumping_electricity_fraction: 0.02
    pipes: [{first}, {{{{from: boiler_house, to: second, length_m: 50, pipe: pre_insulated_series_1_dn20}}}}]
    {more}
"""
    network = NETWORK.replace("    heat_loss_kw: $loss_kw\n", "").replace(
        "capacity_heat_kw: 50", "capacity_heat_kw: 80"
    )
    if level:
        network = network.replace("level: {{supply_c: 70, return_c: 45}}", level)
    folder.mkdir(exist_ok=True)
    sections = [
        VILLAGE,
        network.replace("{more}", lines.strip()).format(),
        f"weather: {{series: {WEATHER.as_posix()}}}",
    ]
    return run_small(folder, sections, COLUMNS)


def told(result):
    return {fault.key: fault.values for fault in result.warnings if fault.key.startswith("network_")}


def test_temperature_loss_and_pumping_of_two_pipes(tmp_path):
    """Proves: temperature at the buildings, loss, pressure and pumping of a network at 70/45 °C, ground 6.8 °C.

    Sensitivity: with 70 °C at the first building its flow would be 0.382 kg/s; the loss at constant temperatures is
    8.51 kWh in two hours.
    Hand calculation: first building, 500 m DN32, U 0.1589, X 0.0088 W/(m K), 40 kW. Its supply arrives at about 67 °C:
    flow 40 / (4.19 x 22.1) = 0.4324 kg/s, 1812 W/K. Supply loses per metre 0.1589 x (68.5 - 6.8) + 0.0088 x 24.2 =
    10.02 W, in all 5.01 kW: 2.76 K, so 67.2 °C arrives; again: 40 / (4.19 x 22.24) = 0.4293 kg/s, 1799 W/K, 2.78 K:
    67.22 °C. Return: 0.1589 x 37.1 - 0.21 = 5.68 W/m, 2.84 kW. Second, 50 m DN20, 2 kW, U 0.1295, X 0.0059: 0.0213
    kg/s, 89 W/K; supply 0.1295 x 61.0 + 0.0059 x 25.4 = 8.05 W/m: 0.40 kW, 4.5 K: 65.5 °C, so 0.0233 kg/s, 97.6 W/K,
    4.1 K: 65.9 °C. Return 0.1295 x 37 - 0.15 = 4.65 W/m: 0.23 kW. Loss 5.01 + 2.84 + 0.40 + 0.23 = 8.48 kW.
    """
    result = run(tmp_path)
    (found,) = result.network_hydraulics
    by_name = {building.building: building for building in found.year.buildings}
    assert by_name["first"].supply_c == pytest.approx(67.22, abs=0.05)
    assert by_name["second"].supply_c == pytest.approx(65.9, abs=0.1)
    assert found.year.buildings[0].building == "second"
    assert found.year.loss_kwh == pytest.approx(2 * 8.48, rel=0.01)
    assert found.assumed_loss_kwh == pytest.approx(2 * (500 * 0.1589 + 50 * 0.1295) * (63.2 + 38.2) / 1e3)
    assert found.year.delivered_kwh == pytest.approx(84.0, rel=1e-6)
    assert found.ratio_to_catalogue == pytest.approx(1.0)
    # Pressure: 0.4293 kg/s at 978.5 kg/m3 in d = 36.0 mm: 0.431 m/s, Re 37 000 and 25 600, f 0.0289 and 0.0302
    # (Colebrook): 73 Pa/m and 77 Pa/m; 500 m each: 75 kPa, and 50 kPa in the station.
    assert found.year.highest_gradient_pa_per_m == pytest.approx(77, rel=0.02)
    assert found.year.steepest_pipe == ("boiler_house", "first")
    assert found.year.pressure_difference_pa == pytest.approx(125e3, rel=0.02)
    # 0.4526 kg/s at 990 kg/m3 x 125 kPa / 0.6 = 95 W.
    assert found.year.pumping_kwh == pytest.approx(2 * 0.0953, rel=0.02)
    assert found.assumed_pumping_kwh == pytest.approx(84.0 * 0.02)
    # radiators of the catalogue, 90/70, on 70/45 °C
    assert set(told(result)) == {"network_leaves_rooms_cold", "network_returns_warmer"}


def test_report_and_summary_tell_it(tmp_path):
    """Proves: tables of page and workbook and the summary hold the same figures."""
    result = run(tmp_path)
    (found,) = result.network_hydraulics
    edition = Edition(Results("small", tmp_path / "small.yaml", "baseline", {"baseline": result}), Voice("en"))
    (row,) = network_hydraulics(edition, "baseline").rows
    assert row[0] == "net"
    assert found.year.loss_kwh / 1e3 in row
    assert found.pumping_fraction in row
    supplies = network_supplies(edition, "baseline")
    assert [line[1] for line in supplies.rows] == ["second", "first"]
    keys = sheets_of(edition).by_key
    assert keys["network_supplies"].table.rows[0][-1] == supplies.rows[0][-1]
    assert summary(result)["network_hydraulics"][0]["year"]["loss_kwh"] == found.year.loss_kwh


def test_a_cold_end_and_thin_pipes_are_told(tmp_path):
    """Proves: a supply below what is asked for, and pumps above 3 % of the heat, are told with figures.

    Hand calculation: 66 °C do not reach the second building (65.9). In 500 m of DN20 (d 21.7 mm) the supply loses 8.3
    W/m, so 67.6 °C arrive: 0.422 kg/s, 1.17 and 1.15 m/s, f 0.0315 and 0.0321: 968 and 973 Pa/m. There and back 970
    kPa: 0.446 kg/s / 990 x 1020 kPa / 0.3 = 1.53 kW of 42 kW, 3.65 %; at an efficiency of 0.6 half of it: not told.
    """
    result = run(tmp_path / "cold", "hydraulics: {{minimum_building_supply_c: 66}}")
    assert told(result)["network_supply_too_cool"]["building"] == "second"
    assert told(result)["network_supply_too_cool"]["count"] == 1
    (cool,) = (fault for fault in result.warnings if fault.key == "network_supply_too_cool")
    assert "ar 65,8 °C, bet vajadzētu 66,0 °C" in cool.tell("lv")
    assert "network_supply_too_cool" not in told(
        run(tmp_path / "warm", "hydraulics: {{minimum_building_supply_c: 65}}")
    )
    thin = FIRST_PIPE.replace("dn32", "dn20")
    pumps = told(run(tmp_path / "thin", "hydraulics: {{pump_efficiency: 0.3}}", thin))["network_pumps_much"]
    assert float(pumps["percent"]) == pytest.approx(3.65, abs=0.08)
    assert pumps["pipe"] == "boiler_house – first"
    assert "network_pumps_much" not in told(run(tmp_path / "usual", first=thin))


def test_a_measured_year_scales_the_losses(tmp_path):
    """Proves: where a measured year gives the loss, the pipes lose in that proportion in the hydraulics too.

    Hand calculation: the catalogue loses 8.71 kW all year, 76.3 MWh; measured 152.6 MWh: the double. The building's
    supply then arrives about twice as much cooler: 2.78 K become 5.7.
    """
    table_kw = (500 * 0.1589 + 50 * 0.1295) * (63.2 + 38.2) / 1e3
    loss_kwh = 2 * table_kw * 8760
    year = f"calibrate_to: {{{{produced_kwh: {loss_kwh + 1e6:.3f}, sold_kwh: 1000000}}}}"
    (found,) = run(tmp_path, year).network_hydraulics
    assert found.ratio_to_catalogue == pytest.approx(2.0, rel=1e-4)
    assert found.measured_loss_kwh == pytest.approx(loss_kwh, rel=1e-6)
    first = next(building for building in found.year.buildings if building.building == "first")
    assert 70.0 - first.supply_c == pytest.approx(5.3, abs=0.4)


def test_pipes_that_were_decided_are_the_ones_reckoned(tmp_path):
    """Proves: only connected buildings and laid pipes are in the hydraulics of a network with open connections.

    Sensitivity: the far building, 100 m away, would be there with still water if all pipes of the file were taken.
    Hand calculation: the near building takes 4 kW through 10 m of DN20 that lose 0.1295 x 101.4 = 13.1 W/m: 0.13 kW.
    """
    (found,) = run_small(tmp_path, [decided_village(far_m=100), DECIDED_WEATHER]).network_hydraulics
    assert [building.building for building in found.year.buildings] == ["near"]
    assert found.catalogue_loss_kwh == pytest.approx(2 * 0.1313, rel=1e-3)
    assert found.ratio_to_catalogue == pytest.approx(1.0)


def test_the_supply_follows_the_weather(tmp_path):
    """Proves: where the supply follows the outdoor temperature, that of each load class is asked of the pipes.

    Hand calculation: a straight line from 70 °C at -30 °C outdoors to 60 °C at +10 °C; both hours have the same load
    and are told apart by the peak alone, which is the first; 5 K less should arrive.
    """
    curve = "level: {{supply_c: 70, return_c: 45, minimum_supply_c: 60, design_outdoor_c: -30, mild_outdoor_c: 10}}"
    result = run(tmp_path, level=curve)
    outdoor_c = result.weather["temp_air"].values
    wanted_c = 60.0 + (10.0 - outdoor_c) / 40.0 * 10.0 - 5.0
    (found,) = result.network_hydraulics
    assert {building.wanted_c for building in found.year.buildings} <= set(wanted_c.round(6)) | set(wanted_c)
    assert wanted_c.max() < 65.0
