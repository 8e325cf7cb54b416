"""Indicators against hand calculations and the examples of ISO/TR 52000-2."""

from typing import get_args

import pytest

from energycommunity.assessment.indicators import (
    heat_delivered,
    levelised_cost_per_kwh,
    peak_import,
    renewable_share,
    self_consumption,
    self_sufficiency,
)
from energycommunity.assessment.weighted_energy import primary_energy_weights, weighted_energy
from energycommunity.quantities import Carrier, EnergyEntry
from energycommunity.scenario.economics import PrimaryEnergyRules
from tests.hand_calculated.small_scenario import run_small


def ledger(bought=0.0, produced=0.0, exported=0.0, final=0.0):
    amounts = {"bought": bought, "produced": produced, "exported": exported, "final": final}
    return [EnergyEntry(role, "house", "electricity", "residential", role, kwh) for role, kwh in amounts.items()]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (ledger(bought=100, final=100), (50.0, 200.0, 42.0)),
        (ledger(bought=50, produced=50, final=100), (75.0, 100.0, 21.0)),
        (ledger(produced=100, exported=40, final=100), (100.0, 0.0, 0.0)),
    ],
    ids=["J1", "J2", "J3 step A"],
)
def test_weighted_energy_of_the_standard(entries, expected):
    """ISO/TR 52000-2 through cteepbd: factors 0.5 / 2.0 / 0.42 of the grid, 1 / 0 / 0 on site."""
    grid, own = (0.5, 2.0, 0.42), (1.0, 0.0, 0.0)
    found = [weighted_energy(entries, {"electricity": g}, o) for g, o in zip(grid, own, strict=True)]
    assert found == pytest.approx(expected, abs=0.1)


def test_weighted_energy_with_credit_for_exports():
    """ISO/TR 52000-2, J3 with k_exp = 1: 120 / -80 / -16.8."""
    entries = ledger(produced=100, exported=40, final=100)
    found = [weighted_energy(entries, {"electricity": g}, o, 1.0) for g, o in ((0.5, 1.0), (2.0, 0.0), (0.42, 0.0))]
    assert found == pytest.approx((120.0, -80.0, -16.8), abs=0.1)


def test_self_consumption_and_self_sufficiency():
    """Hand calculation: 100 of 140 made are used; of 250 consumed 150 are bought."""
    entries = ledger(bought=150, produced=100, exported=40, final=250)
    assert self_consumption(entries) == pytest.approx(100 / 140)
    assert self_sufficiency(entries) == pytest.approx(0.4)
    assert self_consumption(ledger()) is None
    assert self_sufficiency(ledger()) is None
    assert self_sufficiency(ledger(bought=105, final=100)) == 0.0


def test_the_peak_is_simultaneous():
    """Sensitivity: the sum of each meter's own peak would be 7."""
    assert peak_import([[3.0, 1.0, 0.0], [0.0, 4.0, 2.0]]) == 5.0
    assert peak_import([3.0, 1.0]) == 3.0
    assert peak_import([]) == 0.0


def test_levelised_cost_of_heat_counts_what_is_delivered():
    entries = [
        EnergyEntry("boiler", "plant", "heat", "residential", "supplied_heat", 500.0),
        EnergyEntry("flats", "flats", "heat", "residential", "final", 400.0),
    ]
    assert heat_delivered(entries) == 400.0
    assert levelised_cost_per_kwh(40.0, heat_delivered(entries)) == pytest.approx(0.1)
    assert levelised_cost_per_kwh(40.0, 0.0) is None


def test_renewable_share_counts_each_energy_once():
    """Hand calculation: wood 300 in a plant, own 100, bought 200 of which half is renewable: 500 / 600.

    Sensitivity: with the plant's heat and the final electricity counted too it would be lower.
    """
    entries = [
        *ledger(bought=200, produced=100, final=300),
        EnergyEntry("boiler", "plant", "wood_chips", "residential", "supply", 300.0),
        EnergyEntry("boiler", "plant", "heat", "residential", "supplied_heat", 270.0),
        EnergyEntry("flats", "flats", "heat", "residential", "final", 240.0),
    ]
    assert renewable_share(entries, electricity_share=0.5) == pytest.approx(500 / 600)
    assert renewable_share([]) is None


def test_levelised_cost_of_heat_bears_the_vat_of_electricity(tmp_path):
    """Proves: a household's heat pump costs what the household pays for its electricity, VAT included.

    Sensitivity: 0.0333 without the VAT, which would flatter heat pumps beside boilers whose fuel counts with it.
    Hand calculation: 0.10 x 1.21 / COP 3 = 0.040333 EUR/kWh; nothing else costs.
    """
    sections = """
    members: {owner: {kind: household, deducts_vat: false}}
    buildings: {house: {meter: main, sector: residential, space_heat: {power_kw: 9}}}
    assets: {pump: {type: heat_pump, owner: owner, at: house, meter: main, cop: 3, capacity_heat_kw: 10}}
    """
    result = run_small(tmp_path, sections)
    levelised = result.assessment.indicators["levelised_cost_of_heat_eur_per_kwh"]
    assert levelised == pytest.approx(0.10 * 1.21 / 3.0)
    assert levelised == pytest.approx(result.annual_cost_eur / (4 * 9))


def test_exports_of_cogeneration_replace_the_grid_and_nothing_else():
    """Proves: what an engine exports is credited with the grid's weight; its own weight stands with its fuel.

    Sensitivity: 1100 - 50 + 100 = 1150 of renewable primary energy if it counted as made by the sun besides.
    Hand calculation: 1000 kWh of biogas at 1.1; 100 kWh exported, of which the grid would have had 0.5: 1100 - 50.
    With 40 kWh of panels exported as well: less 40 x 0.5, and 40 x 1 that was made: 1050 - 20 + 40.
    """
    entries = [
        EnergyEntry("engine", "house", "biogas", "residential", "final", 1000.0),
        EnergyEntry("engine", "house", "electricity", "residential", "cogenerated_exported", 100.0),
        EnergyEntry("grid", "house", "electricity", "residential", "exported", 100.0),
    ]
    weights = {"biogas": 1.1, "electricity": 0.5}
    assert weighted_energy(entries, weights, 1.0, 1.0) == pytest.approx(1050.0)
    with_panels = [*entries, EnergyEntry("grid", "house", "electricity", "residential", "exported", 40.0)]
    assert weighted_energy(with_panels, weights, 1.0, 1.0) == pytest.approx(1070.0)


@pytest.mark.parametrize("carrier", get_args(Carrier))
def test_every_carrier_can_be_weighed(carrier):
    renewable, non_renewable = primary_energy_weights(carrier, PrimaryEnergyRules())
    assert renewable >= -1e-9
    assert non_renewable >= 0.0
