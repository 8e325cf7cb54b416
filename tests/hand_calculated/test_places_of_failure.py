"""The places where a heat plant may fail in the design spell, by hand; numbers as in test_design_spell."""

from __future__ import annotations

import pytest

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.tables.design_winter import design_winter
from energycommunity.reporting.voice import Voice
from energycommunity.results import Results
from tests.hand_calculated import test_design_spell
from tests.hand_calculated.small_scenario import run_small
from tests.hand_calculated.test_design_spell import BOILER, HEAT, TWO

folder = test_design_spell.folder
COTTAGE = HEAT + HEAT[HEAT.index("  house:") :].replace("house", "cottage")
STOVE = f"{TWO.rstrip()}\n  stove: {{{BOILER.replace('house', 'cottage')}, capacity_heat_kw: 20}}\n"


def test_a_plant_may_fail_at_the_places_named_alone(folder):
    """Proves: where places are named, the only stove of another house is held to the spell with all plants alone.

    Sensitivity: refused, for the cottage has one stove, if all places counted; 20 kW and nothing if none did.
    Hand calculation: each of the two boilers of the house carries half of its 20 kW, both the whole; the stove just the
    20 kW of the cottage. The table states the half that was asked for at the house, and nothing at the cottage.
    """
    asked = "reserve: {outdoor_c: -20, loss_of_largest_unit: [house], covered_fraction: 0.5}"
    result = run_small(folder, [COTTAGE, asked, STOVE])
    sizes = [result.capacities[f"{name}.capacity_heat_kw"] for name in ("one", "other")]
    assert sizes == pytest.approx([10.0, 10.0], abs=1e-4)
    results = Results("small", folder / "small.yaml", "baseline", {"baseline": result})
    table = design_winter(Edition(results, Voice("en")))
    assert {row[1]: row[-1] for row in table.rows} == {"house": 0.5, "cottage": None}
    assert "also while any one heat plant has failed at: house." in table.note


def test_a_named_building_on_a_network_stands_for_the_plants_of_the_network(folder):
    """Proves: the plants that may fail are those that heat the named building, of which the network has two.

    Hand calculation: the network without loss carries the 20 kW of the house; either boiler alone has to.
    """
    net = """
    heat_networks:
      net: {owner: owner, level: {supply_c: 70, return_c: 45}, heat_loss_kw: 0, connections: {house: required},
            investment_eur_per_m: 0, lifetime_years: 30, variable_om_eur_per_kwh: 0, pumping_electricity_fraction: 0}
"""
    asked = "reserve: {outdoor_c: -20, loss_of_largest_unit: [house]}"
    result = run_small(folder, [HEAT, net, asked, TWO.replace("at: house", "at: net")])
    assert [result.capacities[f"{name}.capacity_heat_kw"] for name in ("one", "other")] == pytest.approx([20.0, 20.0])
