"""Texts with units at the border: the numbers are reckoned by hand."""

from __future__ import annotations

import pytest

from energycommunity.errors import Fault
from energycommunity.scenario import units
from energycommunity.scenario.document import read_document
from energycommunity.scenario.located import plain
from energycommunity.scenario.units import convert_units, in_unit


@pytest.mark.parametrize(
    ("given", "unit", "number"),
    [
        ("1.2 MWh", "kWh", 1200.0),
        ("1.2MWh", "kWh", 1200.0),
        ("3.6 GJ", "kWh", 1000.0),
        ("14 ct/kWh", "EUR/kWh", 0.14),
        ("14 cent/kWh", "EUR/kWh", 0.14),
        ("12 EUR/MWh", "EUR/kWh", 0.012),
        ("12 €/MWh", "EUR/kWh", 0.012),
        ("4.8 MWh/t", "kWh/t", 4800.0),
        ("20 EUR/t", "EUR/kg", 0.02),
        ("20 EUR/t CO2", "EUR/kg", 0.02),
        ("49.1 g/kWh", "kg/kWh", 0.0491),
        ("0.1 MW", "kW", 100.0),
        ("60 kWp", "kW", 60.0),
        ("353.15 K", "degC", 80.0),
        ("80 °C", "degC", 80.0),
        ("-24 °C", "degC", -24.0),
        ("5 K", "K", 5.0),
        ("12 cm", "m", 0.12),
        ("1.5 km", "m", 1500.0),
        ("350 m2", "m**2", 350.0),
        ("350 m²", "m**2", 350.0),
        ("0.2 W/(m2*K)", "W/(m**2*K)", 0.2),
        ("0.2 W/m2/°C", "W/(m**2*K)", 0.2),
        ("20 EUR/kW/year", "EUR/kW/year", 20.0),
        ("30 min", "h", 0.5),
        ("180°", "deg", 180.0),
        ("2 days", "h", 48.0),
        ("1e3 Wh", "kWh", 1.0),
        ("60", "kW", 60.0),
    ],
)
def test_text_is_converted_to_the_unit_of_the_key(given, unit, number):
    assert in_unit(given, unit) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    ("given", "unit", "key"),
    [
        ("3 t", "kW", "scenario_unit_wrong"),
        ("5 °C", "K", "scenario_unit_wrong"),  # a reading is no difference: it would become 278 K
        ("240 EUR/t", "EUR/kWh", "scenario_price_per_tonne"),
        ("5 kilowats", "kW", "scenario_unit_unknown"),
        ("5 kwh", "kWh", "scenario_unit_unknown_nearest"),
        ("0,14 EUR/kWh", "EUR/kWh", "scenario_decimal_comma"),
        ("57°15'36\"", "deg", "scenario_degrees"),
        ("1.2.3 kW", "kW", "scenario_number_expected_in_unit"),
    ],
)
def test_text_in_another_unit_is_refused(given, unit, key):
    fault = in_unit(given, unit)
    assert isinstance(fault, Fault)
    assert fault.key == key
    assert fault.tell("lv") != fault.tell("en")


def test_what_begins_with_no_number_is_left_to_the_schema():
    assert in_unit("latvia_typical", "EUR/kWh") is None


def test_numbers_inside_a_range_inherit_the_unit():
    tree, _ = read_document("capacity_kwp: {min: 0, max: 0.1 MW, step: 500 Wp}\nlevels_c: [353.15 K, 60]", "x.yaml")
    converted, faults = convert_units(tree)
    assert faults == []
    assert plain(converted) == {"capacity_kwp": {"min": 0, "max": 100.0, "step": 0.5}, "levels_c": [80.0, 60]}


@pytest.mark.parametrize(("stated", "unit"), units._USUAL_FACTORS)
def test_what_is_converted_without_pint_is_converted_alike(stated, unit):
    assert units._to_unit(3.5, stated, unit, "") == pytest.approx(units._by_pint(3.5, stated, unit, ""))
