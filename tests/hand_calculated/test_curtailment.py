"""Sun in hours whose price is below zero: left unused and told of, or sold at a loss, checked by hand."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import run_small, series

SALE = "tariffs: {sale: {type: export_spot, price_eur_per_kwh: $price, margin_eur_per_kwh: 0}}"
METER = "meters: {main: {member: owner, import: purchase, export: sale, import_limit_kw: 100, export_limit_kw: 100}}"
LOAD = "load: {type: load, owner: owner, meter: main, electricity: {power_kw: 1}}"
PRICE = {"price": [0.05, -0.02, -0.02, 0.05]}


def panels(more: str) -> str:
    """10 kWp that could give 0.5 kW each in every hour, beside the load."""
    fixed = "type: photovoltaics, owner: owner, meter: main, capacity_kwp: 10, production_kw_per_kwp: 0.5"
    return f"assets: {{{LOAD}, panels: {{{fixed}, existing: {{remaining_years: 20}}{more}}}}}"


def told(result):
    """What is told of power left unused."""
    return [warning for warning in result.warnings if warning.key == "generation_curtailed"]


def test_what_would_cost_to_sell_is_left_unused_and_told(tmp_path):
    """Proves: the inverter switches off while a sale costs, and the run says how much that is.

    Hand calculation: of 5 kW the load takes 1. In two hours 4 kW are sold for 0.05: 0.40 EUR; in two they are left
    unused: 8 of 20 kWh, 40 %.
    """
    result = run_small(tmp_path, [SALE, METER, panels("")], PRICE)
    assert series(result, "panels.curtailed_kw") == pytest.approx([0.0, 4.0, 4.0, 0.0])
    assert result.annual_cost_eur == pytest.approx(-0.40)
    (warning,) = told(result)
    assert warning.values["percent"] == pytest.approx(40.0)
    assert warning.values["kwh"] == pytest.approx(8.0)


def test_an_inverter_that_does_not_follow_the_price_sells_at_a_loss(tmp_path):
    """Proves: `curtailable: false` feeds in whatever the sun gives.

    Sensitivity: 0.40 EUR would be earned if it were switched off.
    Hand calculation: 8 kWh sold for 0.05 and 8 for -0.02 EUR: 0.40 - 0.16 = 0.24 EUR earned.
    """
    result = run_small(tmp_path, [SALE, METER, panels(", curtailable: false")], PRICE)
    assert series(result, "panels.used_kw") == pytest.approx([5.0] * 4)
    assert result.annual_cost_eur == pytest.approx(-0.24)
    assert told(result) == []


def test_panels_that_always_give_are_built_smaller(tmp_path):
    """Proves: a size that is chosen counts the hours in which a sale costs.

    Hand calculation: a kWp gives 0.5 kWh an hour; 1 kW of load is worth 0.10 EUR/kWh. Beyond 2 kWp each kWp sells 1 kWh
    for 0.05 and 1 kWh for -0.06: it loses 0.01 EUR, so 2 kWp are built, where one that switches off builds all 10.
    """
    price = {"price": [0.05, -0.06, -0.06, 0.05]}
    sized = [panels(f"{more}").replace("capacity_kwp: 10", "capacity_kwp: {max: 10}") for more in ("", "X")]
    free, bound = (
        each.replace(", existing: {remaining_years: 20}", ", investment_eur_per_kwp: 0").replace(
            "X", ", curtailable: false"
        )
        for each in sized
    )
    assert run_small(tmp_path, [SALE, METER, free], price).capacities["panels.capacity_kwp"] == pytest.approx(10)
    assert run_small(tmp_path, [SALE, METER, bound], price).capacities["panels.capacity_kwp"] == pytest.approx(2)
