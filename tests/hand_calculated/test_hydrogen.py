"""Electrolyser, hydrogen store and fuel cell, checked by hand."""

from __future__ import annotations

import pytest

from energycommunity.errors import ScenarioError
from tests.hand_calculated.small_scenario import cost, run_small, series

#: Electricity costs 0.01 in the first hour and 1.00 in the second, when 6 kW are wanted.
SITE = """
time: {steps: 2}
tariffs: {purchase: {type: spot, price_eur_per_kwh: $price}}
"""
ASSETS = """
assets:
  demand: {{type: load, owner: owner, meter: main, power_kw: $power_kw}}
  electrolyser:
    {{type: electrolyser, owner: owner, meter: main, store: tanks, efficiency: 0.6, heat_efficiency: 0.25,
      capacity_electric_kw: {electrolyser}}}
  tanks: {{type: hydrogen_store, owner: owner, meter: main, capacity_kwh: {tanks}}}
  cell:
    {{type: fuel_cell, owner: owner, meter: main, store: tanks, electric_efficiency: 0.5, heat_efficiency: 0.4,
      capacity_electric_kw: {cell}}}
"""
HOURS = {"price": [0.01, 1.00], "power_kw": [0, 6]}


def chain(electrolyser="40", tanks="30", cell="10"):
    """The assets with their sizes."""
    return ASSETS.format(electrolyser=electrolyser, tanks=tanks, cell=cell)


def with_keys(assets, **further):
    """Further keys for the assets of a type."""
    for kind, keys in further.items():
        assets = assets.replace(f"type: {kind},", f"type: {kind}, {keys},")
    return assets


@pytest.mark.parametrize(
    ("sizes", "taken_kw", "given_kw"),
    [({}, 20, 6), ({"electrolyser": "15"}, 15, 4.5), ({"tanks": "8"}, 8 / 0.6, 4), ({"cell": "5"}, 50 / 3, 5)],
)
def test_hydrogen_carries_electricity_from_one_hour_to_another(tmp_path, sizes, taken_kw, given_kw):
    """Proves: both efficiencies count, and each of the three sizes limits the chain on its own basis.

    Sensitivity: 12 kW taken if one efficiency were left out; 9 kW given of 15 if the electrolyser's size were hydrogen.
    Hand calculation: 6 kW from the fuel cell take 6 / 0.5 = 12 kW of hydrogen, and that 12 / 0.6 = 20 kWh of power at
    0.01. An electrolyser of 15 kW makes 9 kWh of hydrogen and thus 4.5 kWh; a store of 8 kWh holds 4 kWh for 13.33;
    a cell of 5 kW gives 5 kWh for 16.67. The rest is bought at 1.00.
    """
    result = run_small(tmp_path, [SITE, chain(**sizes)], HOURS)
    assert series(result, "electrolyser.electricity_kw") == pytest.approx([taken_kw, 0], abs=1e-7)
    assert series(result, "cell.generated_kw") == pytest.approx([0, given_kw], abs=1e-7)
    assert result.annual_cost_eur == pytest.approx(taken_kw * 0.01 + 6 - given_kw)


def test_losses_and_compressor_take_their_part(tmp_path):
    """Proves: the store loses hydrogen by the hour, and its compressor takes electricity for what is charged.

    Sensitivity: 0.20 EUR without both, 0.25 without the compressor, 0.206 without the loss.
    Hand calculation: 12 kWh of hydrogen in the second hour, in which the store keeps 0.8 of its content: 15 kWh charged
    take 15 / 0.6 = 25 kWh of electricity and 15 x 0.05 = 0.75 for the compressor: 25.75 x 0.01 = 0.2575 EUR.
    """
    keys = "capacity_kwh: 15, loss_per_h: 0.2, compressor_electricity_fraction: 0.05"
    result = run_small(tmp_path, [SITE, chain(tanks="15").replace("capacity_kwh: 15", keys)], HOURS)
    assert result.annual_cost_eur == pytest.approx(0.2575)
    assert series(result, "tanks.content_kwh") == pytest.approx([0, 15], abs=1e-7)


def test_a_compressor_does_not_run_for_the_money_that_electricity_brings(tmp_path):
    """Proves: at a negative price a store does not charge and discharge at once to waste the compressor's electricity.

    Sensitivity: -21.50 EUR if the store of 30 kWh charged 30 kW and discharged 18 of them at once.
    Hand calculation: price -1.00 in the first hour: 20 kW for the electrolyser and 12 x 0.05 = 0.6 for the compressor.
    """
    keys = "capacity_kwh: 30, compressor_electricity_fraction: 0.05"
    assets = chain("20", "30", "6").replace("capacity_kwh: 30", keys)
    result = run_small(tmp_path, [SITE, assets], HOURS | {"price": [-1.00, 1.00]})
    assert result.annual_cost_eur == pytest.approx(-20.6)
    assert series(result, "tanks.hydrogen_charged_kw") == pytest.approx([12, 0], abs=1e-7)


HOUSE = """
buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: $heat_kw}}}
"""
HEATER = (
    "  heater: {type: electric_boiler, owner: owner, at: house, meter: main, efficiency: 1, capacity_heat_kw: 50}\n"
)


@pytest.mark.parametrize(
    ("at", "expected_eur", "heat_kw"),
    [("", 2.0 + 0.2 + 0.02, (None, None)), ("at: house", 0.2, (2, 2))],
)
def test_its_heat_is_used_as_far_as_it_is_wanted(tmp_path, at, expected_eur, heat_kw):
    """Proves: the heat of electrolyser and fuel cell warms a building, and what is not wanted is no hindrance.

    Sensitivity: the run would have no solution if all of the heat, 5 and 4.8 kW, had to be used.
    Hand calculation: 20 kWh at 0.01 for the chain; its cell of 6 kW serves the demand. The building needs 2 kW in each
    hour: by the heater 2 x 0.01 + 2 x 1.00, or nothing: the electrolyser gives up to 20 x 0.25 = 5 kW in the first
    hour, the cell 12 x 0.4 = 4.8 kW in the second.
    """
    assets = chain(cell="6")
    assets = (with_keys(assets, electrolyser=at, fuel_cell=at) if at else assets) + HEATER
    result = run_small(tmp_path, [SITE, HOUSE, assets], HOURS | {"heat_kw": [2, 2]})
    assert result.annual_cost_eur == pytest.approx(expected_eur)
    used = [result.dispatch.get(f"{name}.heat_kw") for name in ("electrolyser", "cell")]
    for hour, (power, expected) in enumerate(zip(used, heat_kw, strict=True)):
        assert (power is None) if expected is None else power.values[hour] == pytest.approx(expected)


def test_sizes_cost_on_their_own_basis(tmp_path):
    """Proves: electrolyser and cell cost per electric kW, the store per kWh of hydrogen, upkeep per kWh given out.

    Sensitivity: 12 in place of 20 for the electrolyser, 12 in place of 6 for the cell, if hydrogen were counted.
    Hand calculation: sizes 20 kW, 12 kWh and 6 kW at 0.01 EUR/a each; upkeep 0.02 per kWh: 12 kWh of hydrogen from the
    electrolyser, 6 kWh from the cell.
    """
    annuity, upkeep = "annuity_eur_per_kw_year: 0.01", "variable_om_eur_per_kwh: 0.02"
    assets = with_keys(
        chain("{max: 90}", "{max: 90}", "{max: 90}"),
        electrolyser=f"{annuity}, {upkeep}",
        hydrogen_store="annuity_eur_per_kwh_year: 0.01",
        fuel_cell=f"{annuity}, {upkeep}",
    )
    result = run_small(tmp_path, [SITE, assets], HOURS)
    for asset, eur in (("electrolyser", 0.20), ("tanks", 0.12), ("cell", 0.06)):
        assert cost(result, asset=asset, kind="annuity") == pytest.approx(eur), asset
    assert cost(result, asset="electrolyser", kind="variable_om") == pytest.approx(0.24)
    assert cost(result, asset="cell", kind="variable_om") == pytest.approx(0.12)


def test_only_its_losses_are_consumed(tmp_path):
    """Proves: what the chain gives back is not consumed twice, and no hydrogen is counted as a fuel.

    Sensitivity: 26 kWh of final energy if the electrolyser's electricity and the demand were both counted.
    Hand calculation: bought 20 kWh; demand 6 kWh and losses 14 kWh: 20 kWh of electricity are final energy.
    """
    result = run_small(tmp_path, [SITE, chain()], HOURS)
    final = result.assessment.secap.final_energy_mwh
    assert final["electricity"].sum() == pytest.approx(0.020)
    assert final.to_numpy().sum() == pytest.approx(0.020)
    assert set(result.assessment.emissions["carrier"]) == {"electricity"}


def test_an_electrolyser_keeps_its_minimum_load(tmp_path):
    """Proves: the minimum load is a part of the electric capacity.

    Sensitivity: 0.20 EUR without it, 0.24 if the hydrogen that is too much were lost.
    Hand calculation: capacity 40 kW, minimum 24 kW: 14.4 kWh of hydrogen; the second hour has a use for 12 kWh, and the
    store holds no more. The fuel cell makes 1.2 kWh of the other 2.4 at once: 22.8 kWh are bought for 0.228 EUR.
    """
    assets = with_keys(chain(tanks="12"), electrolyser="minimum_load_fraction: 0.6")
    result = run_small(tmp_path, [SITE, assets], HOURS)
    assert result.annual_cost_eur == pytest.approx(0.228)
    assert series(result, "electrolyser.on") == pytest.approx([1, 0], abs=1e-9)


@pytest.mark.parametrize("heat", ["heat_efficiency: 0.25", "heat_efficiency: 0.4"])
def test_no_more_comes_out_than_goes_in(tmp_path, heat):
    assets = chain().replace(heat, "heat_efficiency: 0.7")
    with pytest.raises(ScenarioError, match="add up to 1"):
        run_small(tmp_path, [SITE, assets], HOURS)
