"""Photovoltaics, checked by hand."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import cost, run_small, series

PLANT = "type: photovoltaics, owner: owner, meter: main, production_kw_per_kwp: $sun"


def test_without_a_buyer_the_surplus_is_curtailed(tmp_path):
    """Proves: production is peak power times the series; what nobody takes is curtailed free of charge and shown.

    Sensitivity: no curtailment if the surplus were forced onto the grid; nothing bought if the series were not applied.
    Hand calculation: 4 kWp x (0.5, 0.1) = 2.0, 0.4 kW; demand 1 kW: used 1.0, 0.4; curtailed 1.0; bought 0.6 x 0.10.
    """
    result = run_small(
        tmp_path,
        f"""
        time: {{steps: 2}}
        assets:
          demand: {{type: load, owner: owner, meter: main, power_kw: 1}}
          pv: {{{PLANT}, capacity_kwp: 4, variable_om_eur_per_kwh: 0.01}}
        """,
        {"sun": [0.5, 0.1]},
    )
    assert series(result, "pv.used_kw") == pytest.approx([1.0, 0.4])
    assert series(result, "pv.curtailed_kw") == pytest.approx([1.0, 0.0])
    assert cost(result, kind="variable_om") == pytest.approx(0.014)
    assert result.annual_cost_eur == pytest.approx(0.06 + 0.014)


@pytest.mark.parametrize(("eur_per_kwp", "size_kwp"), [(3.9, 10.0), (4.1, 0.0)])
def test_is_built_as_soon_as_it_pays(tmp_path, eur_per_kwp, size_kwp):
    """Proves: the size is chosen by its annuity against what it saves, up to the demand.

    Sensitivity: 10 kWp in both cases if the cost were not spread over the 20 years, 0 if it were not divided by them.
    Hand calculation: a kWp gives 0.5 kWh in each of 4 steps, worth 0.20 EUR; its cost of 3.9 or 4.1 EUR over 20 years
    at 0 % is 0.195 or 0.205 EUR/a. Demand 5 kW needs 10 kWp.
    """
    result = run_small(
        tmp_path,
        f"""
        assets:
          demand: {{type: load, owner: owner, meter: main, power_kw: 5}}
          pv: {{{PLANT}, capacity_kwp: {{max: 50}}, investment_eur_per_kwp: {eur_per_kwp}}}
        """,
        {"sun": [0.5] * 4},
    )
    assert result.capacities["pv.capacity_kwp"] == pytest.approx(size_kwp, abs=1e-6)
    assert result.annual_cost_eur == pytest.approx(min(2.0, 10 * eur_per_kwp / 20))


def test_two_plants_share_the_area_of_a_roof(tmp_path):
    """Proves: the areas of all plants on a roof together stay below that of the roof; the better plant comes first.

    Sensitivity: 8 kWp if each plant had the roof for itself; 6.67 if the smaller area per peak power won.
    Hand calculation: 20 m2; the first needs 5 m2/kWp and gives 0.6 kW/kWp = 0.12 kW/m2, the second 3 m2/kWp and 0.3 =
    0.10 kW/m2. So 4 kWp of the first: 2.4 kW of the demand of 10 kW; bought 2 x 7.6 x 0.10 = 1.52 EUR.
    """
    result = run_small(
        tmp_path,
        f"""
        time: {{steps: 2}}
        buildings:
          house: {{meter: main, sector: residential, roof: {{area_m2: 20}}, electricity: {{power_kw: 10}}}}
        assets:
          first: {{{PLANT}, roof: house, capacity_kwp: {{max: 50}}, area_m2_per_kwp: 5}}
          second: {{{PLANT.replace("sun", "less_sun")}, roof: house, capacity_kwp: {{max: 50}}, area_m2_per_kwp: 3}}
        """,
        {"sun": [0.6, 0.6], "less_sun": [0.3, 0.3]},
    )
    assert result.capacities == pytest.approx({"first.capacity_kwp": 4.0, "second.capacity_kwp": 0.0}, abs=1e-6)
    assert result.annual_cost_eur == pytest.approx(1.52)


def test_size_comes_in_steps(tmp_path):
    """Proves: a size in steps is a whole multiple of them.

    Sensitivity: 10 kWp and 0.5 EUR if the steps were ignored.
    Hand calculation: demand 5 kW, 0.5 kW/kWp, steps of 4 kWp at 0.05 EUR/kWp a: each kWp saves 2 x 0.5 x 0.10 = 0.10.
    8 kWp: 0.40 + 2 x 1 kW x 0.10 = 0.60; 12 kWp: 0.60 + 0 = 0.60; 4 kWp: 0.20 + 0.60 = 0.80. With 0.06 EUR/kWp a the
    8 kWp cost 0.48 + 0.20 = 0.68, the 12 kWp 0.72.
    """
    result = run_small(
        tmp_path,
        f"""
        time: {{steps: 2}}
        assets:
          demand: {{type: load, owner: owner, meter: main, power_kw: 5}}
          pv: {{{PLANT}, capacity_kwp: {{max: 50, step: 4}}, annuity_eur_per_kwp_year: 0.06}}
        """,
        {"sun": [0.5, 0.5]},
    )
    assert result.capacities["pv.capacity_kwp"] == pytest.approx(8.0)
    assert result.annual_cost_eur == pytest.approx(0.68)
