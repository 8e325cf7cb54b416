"""Battery, checked by hand."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import run_small, series

TWO_PRICES = """
tariffs:
  purchase: {type: spot, price_eur_per_kwh: $price_eur_per_kwh}
"""


def test_buys_cheap_for_the_dear_hour(tmp_path):
    """Proves: energy is lost on the way in and on the way out.

    Sensitivity: 0.225 if only one of the losses were counted (2 kWh / 0.9 at 0.10), 0.20 without any.
    Hand calculation: 2 kWh are needed at 0.50, so 2 / 0.8 = 2.5 kWh leave the content and 2.5 / 0.9 = 2.7778 kWh are
    bought at 0.10: 0.27778 EUR.
    """
    result = run_small(
        tmp_path,
        [
            TWO_PRICES,
            """
        time: {steps: 2}
        assets:
          demand: {type: load, owner: owner, meter: main, power_kw: $demand_kw}
          battery:
            type: battery
            owner: owner
            meter: main
            capacity_kwh: 10
            charge_efficiency: 0.9
            discharge_efficiency: 0.8
        """,
        ],
        {"price_eur_per_kwh": [0.10, 0.50], "demand_kw": [0, 2]},
    )
    assert result.annual_cost_eur == pytest.approx(0.2777777778)
    assert series(result, "battery.charge_kw") == pytest.approx([2.7777777778, 0.0], abs=1e-9)
    assert series(result, "battery.content_kwh")[1] == pytest.approx(2.5)


def test_what_is_bought_to_be_sold_is_no_own_production(tmp_path):
    """Proves: a community that only trades has no self-consumption, rather than none of what it makes.

    Sensitivity: 0 % if what the battery sells counted as made here.
    Hand calculation: 10 kWh bought at 0.10 and sold at 0.40: -3 EUR. Nothing is made.
    """
    result = run_small(
        tmp_path,
        """
        time: {steps: 2}
        tariffs:
          purchase: {type: spot, price_eur_per_kwh: $price_eur_per_kwh}
          sale: {type: export_fixed, price_eur_per_kwh: 0.40}
        meters: {main: {member: owner, import: purchase, export: sale, fuse_a: 63}}
        assets: {battery: {type: battery, owner: owner, meter: main, capacity_kwh: 10}}
        """,
        {"price_eur_per_kwh": [0.10, 0.50]},
    )
    assert result.annual_cost_eur == pytest.approx(-3.0)
    assert result.assessment.indicators["self_consumption"] is None


@pytest.mark.parametrize(("eur_per_kwh", "size_kwh"), [(7.9, 4.0), (8.1, 0.0)])
def test_inverter_and_cells_have_lives_of_their_own(tmp_path, eur_per_kwh, size_kwh):
    """Proves: the size is worth building while annuity of cells and inverter stay below what it saves.

    Sensitivity: built in neither case if the inverter were spread over 1 year, in both if its cost were forgotten.
    Hand calculation: a kWh of content saves 0.45 - 0.10 = 0.35 in one and 0.35 in the other pair of hours = 0.70 EUR.
    Cells over 20 years at 0 %: 7.9 / 20 = 0.395 or 8.1 / 20 = 0.405; inverter 0.5 kW/kWh x 6 EUR/kW / 10 years = 0.30.
    Together 0.695 or 0.705. Power 0.5 kW per kWh: for the content of a kWh two hours are needed, hence steps of 2 h.
    """
    result = run_small(
        tmp_path,
        [
            TWO_PRICES,
            f"""
        time: {{steps: 4, step_h: 2}}
        assets:
          demand: {{type: load, owner: owner, meter: main, power_kw: $demand_kw}}
          battery:
            type: battery
            owner: owner
            meter: main
            capacity_kwh: {{max: 20}}
            power_kw_per_kwh: 0.5
            investment_eur_per_kwh: {eur_per_kwh}
            investment_eur_per_kw: 6
            inverter_lifetime_years: 10
        """,
        ],
        {"price_eur_per_kwh": [0.10, 0.45, 0.10, 0.45], "demand_kw": [0, 2, 0, 2]},
    )
    assert result.capacities["battery.capacity_kwh"] == pytest.approx(size_kwh, abs=1e-6)
    assert result.annual_cost_eur == pytest.approx(min(3.6, 0.8 + 4.0 * (eur_per_kwh / 20 + 0.3)))


@pytest.mark.parametrize(("steps", "step_h"), [(2, 1.0), (8, 0.25)])
def test_standing_loss_compounds_with_the_step(tmp_path, steps, step_h):
    """Proves: 19 % loss an hour leave 0.81 after an hour, in one step or in four of 0.9487.

    Sensitivity: at 15 minutes 0.8231 if the hourly loss were split evenly (0.9525^4), 0.4305 if it fell on every step.
    Hand calculation: full with 10 kWh at the start, 8.1 kWh after the first hour; the cheap last step refills what is
    lost until its end, 10 - 10 x 0.81 x 0.81 = 3.439 kWh x 0.10 = 0.3439 EUR.
    """
    result = run_small(
        tmp_path,
        f"""
        time: {{steps: {steps}, step_h: {step_h}}}
        tariffs: {{purchase: {{type: spot, price_eur_per_kwh: $price_eur_per_kwh}}}}
        assets:
          demand: {{type: load, owner: owner, meter: main, power_kw: 0}}
          battery:
            type: battery
            owner: owner
            meter: main
            capacity_kwh: 10
            loss_per_h: 0.19
            start_content: 1
            power_kw_per_kwh: 8
        """,
        {"price_eur_per_kwh": [0.50] * (steps - 1) + [0.10]},
    )
    hour = round(1 / step_h)
    assert series(result, "battery.content_kwh")[hour] == pytest.approx(8.1)
    assert result.annual_cost_eur == pytest.approx(0.3439)


def test_start_content_must_be_given_back(tmp_path):
    """Proves: a given start content is that at the first step, and the last step leads back to it.

    Sensitivity: 0.0 if the content were a gift; 0.30 with the empty start too if the given start were ignored.
    Hand calculation: content 3 of 6 kWh at the start; demand 3 kW in the first of 2 hours at 0.50 is served from it and
    refilled in the second at 0.10: 0.30 EUR. From an empty start nothing can be served: 3 x 0.50 = 1.50 EUR.
    """
    sections = """
        time: {steps: 2}
        assets:
          demand: {type: load, owner: owner, meter: main, power_kw: $demand_kw}
          battery: {type: battery, owner: owner, meter: main, capacity_kwh: 6, start_content: START}
        """
    columns = {"price_eur_per_kwh": [0.50, 0.10], "demand_kw": [3, 0]}
    half = run_small(tmp_path, [TWO_PRICES, sections.replace("START", "0.5")], columns)
    empty = run_small(tmp_path, [TWO_PRICES, sections.replace("START", "0")], columns)
    assert series(half, "battery.content_kwh") == pytest.approx([3.0, 0.0], abs=1e-9)
    assert half.annual_cost_eur == pytest.approx(0.30)
    assert empty.annual_cost_eur == pytest.approx(1.50)
