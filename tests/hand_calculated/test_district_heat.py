"""District heat bought from outside, checked by hand."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import bill, cost, run_small, series

HEAT = """
time: {{steps: 2}}
members: {{owner: {member}}}
tariffs: {{city: {{type: heat, {price}}}}}
buildings: {{house: {{meter: main, sector: residential, space_heat: {{power_kw: $heat_kw}}}}}}
"""
COMPANY, HOUSEHOLD = "{kind: company, deducts_vat: true}", "{kind: household}"
SUBSTATION = "type: district_heat, owner: owner, at: house, import: city"


def test_heat_is_bought_before_the_loss_of_the_substation(tmp_path):
    """Proves: what is bought is heat over efficiency, with the VAT of heat; it emits what heat from outside does.

    Sensitivity: 1.28 without the loss; 1.936 with the standard rate of VAT; 1.198 kg without the loss.
    Hand calculation: 16 kWh / 0.8 = 20 kWh x 0.08 = 1.60 EUR; VAT 12 % of 1.60 = 0.192; upkeep 16 x 0.01 = 0.16, with
    21 % VAT 0.1936. CO2 20 x 0.0749 = 1.498 kg, by the official factor of 2022 for heat of boiler houses.
    """
    result = run_small(
        tmp_path,
        [
            HEAT.format(member=HOUSEHOLD, price="price_eur_per_kwh: 0.08"),
            f"assets: {{city: {{{SUBSTATION}, efficiency: 0.8, capacity_heat_kw: 12, variable_om_eur_per_kwh: 0.01}}}}",
        ],
        {"heat_kw": [4, 12]},
    )
    assert cost(result, kind="energy", asset="city") == pytest.approx(1.60)
    assert bill(result, "vat_eur", meter="city") == pytest.approx(0.192)
    assert result.annual_cost_eur == pytest.approx(1.60 + 0.192 + 0.16 * 1.21)
    assert series(result, "city.bought_heat_kw") == pytest.approx([5, 15])
    secap = result.assessment.secap
    assert secap.final_energy_mwh.loc["residential", "heat"] == pytest.approx(0.020)
    assert result.emissions_kg_per_year == pytest.approx(1.498)
    assert secap.emissions_t.loc["residential", "heat"] == pytest.approx(0.001498)


def test_charges_of_the_month_count_the_connected_power(tmp_path):
    """Proves: the charge per connected kW and the standing charge are paid and billed for the part of the month.

    Sensitivity: a size of 20 kW if the charge per kW did not count in what is minimised: nothing else has a price.
    Hand calculation: two of the 744 hours of January; 12 kW x 31 EUR + 62 EUR = 434 EUR a month, x 2 / 744 = 1.166667
    EUR; heat 16 kWh x 0.05 = 0.80 EUR.
    """
    charges = "capacity_charge_eur_per_kw_month: 31, standing_charge_eur_per_month: 62, price_eur_per_kwh: 0.05"
    result = run_small(
        tmp_path,
        [
            HEAT.format(member=COMPANY, price=charges),
            f"assets: {{city: {{{SUBSTATION}, efficiency: 1, capacity_heat_kw: {{max: 20}}}}}}",
        ],
        {"heat_kw": [4, 12]},
    )
    assert result.capacities["city.capacity_heat_kw"] == pytest.approx(12.0)
    assert result.annual_cost_eur == pytest.approx(0.80 + 434.0 * 2.0 / 744.0)
    assert bill(result, "eur", meter="city") == pytest.approx(result.annual_cost_eur)


def test_a_place_names_its_tariff_of_the_year(tmp_path):
    """Proves: the price of the catalogue is that of the year of the run.

    Sensitivity: 0.96608 by the price of Cēsis of 2020, 1.35472 by that of 2026.
    Hand calculation: 16 kWh x 72.17 EUR/MWh = 1.15472 EUR.
    """
    result = run_small(
        tmp_path,
        [
            HEAT.format(member=COMPANY, price="place: cesis"),
            f"assets: {{city: {{{SUBSTATION}, efficiency: 1, capacity_heat_kw: 12}}}}",
        ],
        {"heat_kw": [4, 12]},
    )
    assert result.annual_cost_eur == pytest.approx(1.15472)
