"""Pit storage, and volumes of water, checked by hand."""

from __future__ import annotations

import pytest

from energycommunity.optimization.programme import state
from energycommunity.technologies.hot_water_tank import HotWaterTank
from energycommunity.technologies.pit_storage import PitStorage
from tests.hand_calculated.small_scenario import cost, run_small, series
from tests.technologies.surrounded import TESTED, day, village

HEAT = """
time: {steps: 3}
tariffs: {wood: {type: fuel, carrier: firewood, price_eur_per_kwh: 0.05}}
heat_networks:
  centre: {owner: owner, level: {supply_c: 65, return_c: 40}, heat_loss_kw: 0, connections: {house: required},
           variable_om_eur_per_kwh: 0}
buildings:
  house: {meter: main, sector: residential, space_heat: {power_kw: $heat}}
"""
PLANTS = """
  boiler: {type: fuel_boiler, owner: owner, at: centre, fuel: wood, capacity_heat_kw: 50, efficiency: 1}
  field: {type: solar_thermal, owner: owner, at: centre, capacity_m2: 10, production_kw_per_m2: $sun}
"""
COLUMNS = {"heat": [0, 0, 9], "sun": [1, 0, 0]}


def test_keeps_the_sun_within_its_power(tmp_path):
    """Proves: heat of the sun serves a later hour, less the loss of the hours between, through a power per content.

    Sensitivity: 0.45 EUR without a pit, 0.045 without the limit of power, 0.25 without loss.
    Hand calculation: 20 kWh x 0.2 kW/kWh = 4 kW into it in the first hour; 4 kWh x 0.9 x 0.9 = 3.24 kWh two hours
    later, below the 4 kW out. Wood 9 - 3.24 = 5.76 kWh x 0.05 = 0.288 EUR.
    """
    pit = "pit: {type: pit_storage, owner: owner, at: centre, capacity_kwh: 20, power_kw_per_kwh: 0.2, loss_per_h: 0.1}"
    result = run_small(tmp_path, [HEAT, f"assets:{PLANTS}  {pit}"], COLUMNS)
    assert result.annual_cost_eur == pytest.approx(0.288)
    assert series(result, "pit.charge_kw") == pytest.approx([4.0, 0.0, 0.0], abs=1e-9)
    assert series(result, "pit.content_kwh") == pytest.approx([0.0, 4.0, 3.6], abs=1e-9)
    assert series(result, "field.curtailed_kw") == pytest.approx([6.0, 0.0, 0.0], abs=1e-9)


def test_size_follows_from_what_it_spares(tmp_path):
    """Proves: the content is chosen by annuity and upkeep against fuel, with what is lost on the way.

    Sensitivity: 9 kWh and 0.27 EUR without the loss, 0.245 without the upkeep, 11.1 kWh if the sun gave enough.
    Hand calculation: each kWh of content spares 0.9 x 0.9 x 0.05 = 0.0405 EUR (the content is highest at the begin of
    the second hour) for 0.4 / 20 + 0.01 = 0.03 EUR/a. 9 / 0.81 = 11.11 kWh would be of use, but the sun gives 10.
    Wood 9 - 8.1 = 0.9 x 0.05 = 0.045; 10 x 0.03 = 0.30.
    """
    pit = """pit: {type: pit_storage, owner: owner, at: centre, power_kw_per_kwh: 1, loss_per_h: 0.1,
          investment_eur_per_kwh: 0.4, fixed_om_eur_per_kwh_year: 0.01}"""
    result = run_small(tmp_path, [HEAT, f"assets:{PLANTS}  {pit}"], COLUMNS)
    assert result.capacities["pit.capacity_kwh"] == pytest.approx(10.0)
    assert cost(result, asset="pit") == pytest.approx(0.30)
    assert result.annual_cost_eur == pytest.approx(0.345)


@pytest.mark.parametrize(
    ("kind", "temperatures", "kwh"),
    [("pit_storage", "hot_c: 90, cold_c: 35", 125.7), ("hot_water_tank", "", 57.34)],
)
def test_a_volume_counts_as_the_heat_it_holds(tmp_path, kind, temperatures, kwh):
    """Proves: m3 become kWh between the given temperatures, or those of the place; costs count the kWh.

    Sensitivity: 57.3 kWh for the pit too if the place decided, 2 if m3 were taken for kWh.
    Hand calculation: 2 m3. 90/35: 982 kg/m3 (at 62.5 degC) x 4.19 kJ/(kg K) x 55 K / 3600 = 62.86 kWh/m3; 65/40: at
    52.5 degC 986.6 x 4.19 x 25 / 3600 = 28.71. Annuity 20 / 20 = 1 EUR a kWh.
    """
    store = (
        f"store: {{type: {kind}, owner: owner, at: centre, capacity_m3: 2, investment_eur_per_kwh: 20, {temperatures}}}"
    )
    result = run_small(tmp_path, [HEAT, f"assets:{PLANTS}  {store}"], COLUMNS)
    assert result.capacities["store.capacity_kwh"] == pytest.approx(kwh, rel=2e-3)
    assert cost(result, kind="annuity") == pytest.approx(kwh, rel=2e-3)


def test_a_pit_left_open_may_hold_weeks_a_tank_days():
    """Proves: the size that is tried for want of a limit is sixty days of the peak for a pit, three for a tank.

    Sensitivity: 3552 kWh for the pit too, which keeps no summer.
    Hand calculation: peaks of 30 kW of heat, 9 kW of electricity and 10 kW of cold: 3 x 49 + 1 = 148 kW, 24 h of it
    3552 kWh, which is three days of the peak; twenty times as much for sixty days.
    """
    uppers = {}
    for kind in (PitStorage, HotWaterTank):
        store = kind(owner="municipality", at="network", loss_per_h=0.0001, lifetime_years=25.0)
        block = state(village(store, day())).blocks[TESTED]
        uppers[kind] = float(block.variables["capacity_kwh"].upper[0])
        assert block.derived_bounds == ["capacity_kwh"]
    assert uppers == {PitStorage: pytest.approx(20 * 3552.0), HotWaterTank: pytest.approx(3552.0)}
