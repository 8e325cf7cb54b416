"""Grid connection and its contracts, checked by hand."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import bill, cost, run_small, series


def test_margin_and_network_fall_on_every_kwh_bought(tmp_path):
    """Proves: price, margin and delivery are added up per kWh and told apart by kind.

    Sensitivity: 0.33 without the network charge, 0.42 without the margin.
    Hand calculation: 1 + 2 kWh; energy 3 x (0.10 + 0.01) = 0.33, network 3 x 0.04 = 0.12, together 0.45 EUR.
    """
    result = run_small(
        tmp_path,
        """
        time: {steps: 2}
        tariffs:
          purchase:
            {type: fixed, price_eur_per_kwh: 0.10, margin_eur_per_kwh: 0.01, network: {energy_eur_per_kwh: 0.04}}
        assets: {demand: {type: load, owner: owner, meter: main, power_kw: $demand_kw}}
        """,
        {"demand_kw": [1, 2]},
    )
    assert cost(result, kind="energy") == pytest.approx(0.33)
    assert cost(result, kind="network") == pytest.approx(0.12)
    assert result.annual_cost_eur == pytest.approx(0.45)


def test_time_of_use_price_follows_the_civil_hour(tmp_path):
    """Proves: a period's price holds in the civil hours of Riga (UTC+2 in winter); the later of two overlapping counts.

    Sensitivity: 0.80 if hours were counted in UTC (all four steps at the base price), 1.1 if the earlier period won.
    Hand calculation: 00-04 h, 1 kW; base 0.20; hours 0-2 at 0.50 but hour 1 at 0.10: 0.50 + 0.10 + 0.50 + 0.20 = 1.30.
    """
    result = run_small(
        tmp_path,
        """
        tariffs:
          purchase:
            type: time_of_use
            price_eur_per_kwh: 0.20
            periods:
              - {price_eur_per_kwh: 0.50, hours: [0, 1, 2]}
              - {price_eur_per_kwh: 0.10, hours: [1]}
        assets: {demand: {type: load, owner: owner, meter: main, power_kw: 1}}
        """,
    )
    assert result.annual_cost_eur == pytest.approx(1.30)


def test_time_of_use_tells_workdays_from_weekends(tmp_path):
    """Proves: `days` counts civil days: Sunday 23:00 is weekend, Monday 00:00 is not.

    Sensitivity: 0.8 if every hour were a weekend's, 0.4 if the day changed at midnight UTC (two hours later).
    Hand calculation: Sunday 19 January 2025 22:00-24:00 at 0.10, Monday 00:00-02:00 at 0.20, 1 kW: 0.2 + 0.4 = 0.60.
    """
    result = run_small(
        tmp_path,
        """
        time: {start: "2025-01-19T22:00", steps: 4}
        tariffs:
          purchase: {type: time_of_use, price_eur_per_kwh: 0.20, periods: [{price_eur_per_kwh: 0.10, days: weekends}]}
        assets: {demand: {type: load, owner: owner, meter: main, power_kw: 1}}
        """,
    )
    assert result.annual_cost_eur == pytest.approx(0.60)


DEMAND_CHARGE = """
tariffs:
  purchase: {{type: fixed, price_eur_per_kwh: 0.10, demand_charges: [{{price_eur_per_kw_month: 7.44{extra}}}]}}
assets:
  demand: {{type: load, owner: owner, meter: main, power_kw: $demand_kw}}
"""


def test_flat_demand_charge_is_shaved_by_a_battery(tmp_path):
    """Proves: the month's highest power is billed, in proportion to the part of the month, and the optimum lowers it.

    Sensitivity: 0.96 if the battery did not shave; 15.68 if the month were billed whole.
    Hand calculation: 4 of the 744 hours of January: 7.44 x 4 / 744 = 0.04 EUR per kW. Demand 4, 0, 4, 0 kW has the mean
    2 kW, which a lossless battery of 10 kWh reaches: 8 kWh x 0.10 + 2 x 0.04 = 0.88 EUR.
    """
    battery = "  battery: {type: battery, owner: owner, meter: main, capacity_kwh: 10}"
    result = run_small(tmp_path, DEMAND_CHARGE.format(extra="") + battery, {"demand_kw": [4, 0, 4, 0]})
    assert cost(result, kind="network") == pytest.approx(0.08)
    assert series(result, "main.bought_kw") == pytest.approx([2, 2, 2, 2], abs=1e-6)
    assert result.annual_cost_eur == pytest.approx(0.88)


def test_time_of_use_demand_charge_counts_its_hours_only(tmp_path):
    """Proves: only the power in the charge's hours and days is billed.

    Sensitivity: 0.20 if all hours counted, 0.04 if hours were UTC (civil hours 22-23 of UTC) with the lowest power.
    Hand calculation: demand 1, 2, 5, 5 kW at 0-4 o'clock, hours 0 and 1 on workdays: 2 kW x 0.04 = 0.08 EUR.
    """
    extra = ", hours: [0, 1], days: workdays"
    result = run_small(tmp_path, DEMAND_CHARGE.format(extra=extra), {"demand_kw": [1, 2, 5, 5]})
    assert cost(result, kind="network") == pytest.approx(0.08)
    assert bill(result, kind="network") == pytest.approx(0.08)


def test_demand_charge_of_another_day_is_nothing(tmp_path):
    """Proves: on a Wednesday a weekend's demand charge bills nothing.

    Sensitivity: 0.20 if the days were not looked at.
    Hand calculation: no hour of the window counts: 0; energy 13 kWh x 0.10 = 1.30 EUR.
    """
    result = run_small(tmp_path, DEMAND_CHARGE.format(extra=", days: weekends"), {"demand_kw": [1, 2, 5, 5]})
    assert cost(result, kind="network") == 0.0
    assert result.annual_cost_eur == pytest.approx(1.30)


def test_each_month_has_its_own_peak(tmp_path):
    """Proves: a window over two months bills the highest power of each by its own part of the month.

    Sensitivity: 0.1074 if the highest of both months were billed twice; 0.0806 if one peak were billed by 4 / 744.
    Hand calculation: 31 January 22:00 to 1 February 02:00: 3 kW x 10 x 2/744 + 5 kW x 10 x 2/672 = 0.08065 + 0.14881.
    """
    result = run_small(
        tmp_path,
        """
        time: {start: "2025-01-31T22:00", steps: 4}
        tariffs: {purchase: {type: fixed, price_eur_per_kwh: 0.0, demand_charges: [{price_eur_per_kw_month: 10}]}}
        assets: {demand: {type: load, owner: owner, meter: main, power_kw: $demand_kw}}
        """,
        {"demand_kw": [1, 3, 2, 5]},
    )
    assert result.annual_cost_eur == pytest.approx(3 * 10 * 2 / 744 + 5 * 10 * 2 / 672)
    assert result.bills["eur"].values.sum(axis=0) == pytest.approx([0.0806451613, 0.1488095238])


def test_monthly_charge_is_shared_over_the_month(tmp_path):
    """Proves: a standing charge falls on a window in proportion to its part of the month, whatever flows.

    Sensitivity: 37.2 if a window bore the whole month, 0.0509 (37.2 x 12 / 8760) if by the year's mean month.
    Hand calculation: 37.20 EUR/month x 4 h / 744 h = 0.20 EUR.
    """
    result = run_small(
        tmp_path,
        """
        tariffs: {purchase: {type: fixed, price_eur_per_kwh: 0.10, standing_charge_eur_per_month: 37.2}}
        assets: {demand: {type: load, owner: owner, meter: main, power_kw: 0}}
        """,
    )
    assert result.annual_cost_eur == pytest.approx(0.20)


def test_sadales_tikls_in_january(tmp_path):
    """Proves: the plan Pamata-1 of AS Sadales tīkls charges per ampere of the fuse and per kWh.

    Sensitivity: 8.50 for the fixed part if a single phase were taken, 61.5 if the three phases were multiplied.
    Hand calculation (tariff since 2024): 0.82 EUR/A x 25 A = 20.50 EUR; 744 kWh x 0.03962 = 29.47728 EUR; energy 74.40.
    """
    result = run_small(
        tmp_path,
        """
        time: {start: "2025-01-01", steps: 744}
        tariffs: {purchase: {type: fixed, price_eur_per_kwh: 0.10, network: sadales_tikls_pamata_1}}
        meters: {main: {member: owner, import: purchase, phases: 3, fuse_a: 25}}
        assets: {demand: {type: load, owner: owner, meter: main, power_kw: 1}}
        """,
    )
    assert bill(result, kind="network") == pytest.approx(20.50 + 29.47728)
    assert result.annual_cost_eur == pytest.approx(20.50 + 29.47728 + 74.40)


def test_equal_connections_pay_the_standing_charges_each(tmp_path):
    """Proves: `count` equal connections (flats) pay ampere charge, network charge and trader's charge each.

    Sensitivity: 17.2 if the count were forgotten; 172 if only the ampere charge were counted ten times too often.
    Hand calculation: a month, 10 flats, 1 phase, 16 A at 0.34 EUR/A = 5.44, trader 1.00: 10 x 6.44 = 64.40 EUR.
    """
    result = run_small(
        tmp_path,
        """
        time: {start: "2025-01-01", steps: 744}
        tariffs:
          purchase:
            {type: fixed, price_eur_per_kwh: 0.1, standing_charge_eur_per_month: 1, network: sadales_tikls_pamata_1}
        meters: {main: {member: owner, import: purchase, phases: 1, fuse_a: 16, count: 10}}
        assets: {demand: {type: load, owner: owner, meter: main, power_kw: 0}}
        """,
    )
    assert result.annual_cost_eur == pytest.approx(64.40)


SUN_AND_DEMAND = """
time: {{steps: 2}}
members: {{owner: {member}}}
tariffs: {{sale: {{type: export_fixed, price_eur_per_kwh: 0.05}}}}
meters: {{main: {{member: owner, import: purchase, export: sale, {limits}}}}}
assets:
  demand: {{type: load, owner: owner, meter: main, power_kw: $demand_kw}}
  pv: {{type: photovoltaics, owner: owner, meter: main, capacity_kwp: 4, production_kw_per_kwp: $sun}}
"""
COMPANY = "{kind: company, deducts_vat: true}"
HOUSEHOLD = "{kind: household}"


def test_surplus_is_sold(tmp_path):
    """Proves: what is produced beyond the demand of the same step earns the sale price.

    Sensitivity: 0.15 if the demand of another step were netted against it, 0.10 if the surplus were lost.
    Hand calculation: step 1: 4 kW sun, 1 kW demand: sells 3 x 0.05 = 0.15; step 2: no sun, buys 1 x 0.10: -0.05 EUR.
    """
    sections = SUN_AND_DEMAND.format(member=COMPANY, limits="import_limit_kw: 9, export_limit_kw: 9")
    result = run_small(tmp_path, sections, {"demand_kw": [1, 1], "sun": [1, 0]})
    assert cost(result, kind="revenue") == pytest.approx(-0.15)
    assert result.annual_cost_eur == pytest.approx(-0.05)


def test_household_bears_vat_on_what_it_buys_only(tmp_path):
    """Proves: 21 % VAT falls on the purchase of a household, none on what it earns.

    Sensitivity: -0.05 without VAT, -0.0605 with VAT on the balance, -0.0815 with VAT on the revenue as well.
    Hand calculation: buys 1 x 0.10 x 1.21 = 0.121, sells 3 x 0.05 = 0.15: -0.029 EUR.
    """
    sections = SUN_AND_DEMAND.format(member=HOUSEHOLD, limits="import_limit_kw: 9, export_limit_kw: 9")
    result = run_small(tmp_path, sections, {"demand_kw": [1, 1], "sun": [1, 0]})
    assert cost(result, kind="tax") == pytest.approx(0.021)
    assert bill(result, "vat_eur") == pytest.approx(0.021)
    assert result.annual_cost_eur == pytest.approx(-0.029)


def test_fuse_limits_what_is_sold(tmp_path):
    """Proves: with 16 A on one phase no more than 16 x 230 V = 3.68 kW leave; the rest is curtailed.

    Sensitivity: 0.20 earned without a limit, 0.55 with that of three phases (11.08 kW) and 12 kW of sun.
    Hand calculation: sun 12 kW, no demand: 3.68 kW sold in one of the steps: -0.184 EUR, 8.32 kW curtailed.
    """
    sections = SUN_AND_DEMAND.format(member=COMPANY, limits="phases: 1, fuse_a: 16")
    sections = sections.replace("capacity_kwp: 4", "capacity_kwp: 12")
    result = run_small(tmp_path, sections, {"demand_kw": [0, 0], "sun": [1, 0]})
    assert result.annual_cost_eur == pytest.approx(-0.184)
    assert series(result, "pv.curtailed_kw") == pytest.approx([8.32, 0.0])


def test_price_of_co2_is_a_cost(tmp_path):
    """Proves: bought electricity bears the price of its emissions (official factor of Latvia, 0.0491 kg/kWh in 2022).

    Sensitivity: 0.40 without the price; 0.4491 if the price were per MWh.
    Hand calculation: 4 kWh x (0.10 + 0.0491 x 0.10) = 0.41964 EUR; 0.1964 kg of CO2.
    """
    result = run_small(
        tmp_path,
        """
        economics: {co2_price_eur_per_kg_co2e: 0.10}
        assets: {demand: {type: load, owner: owner, meter: main, power_kw: 1}}
        """,
    )
    assert result.annual_cost_eur == pytest.approx(0.41964)
    assert result.emissions_kg_per_year == pytest.approx(0.1964)
