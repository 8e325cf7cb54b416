"""Contracts in the whole line, from the file to the bill, checked by hand.

The window of most tests lasts from 31 January 22:00 to 1 February 02:00: two hours in each of two months.
"""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import bill, cost, run_small, series

TWO_MONTHS = 'time: {start: "2025-01-31T22:00", steps: 4}'
DEMAND = "assets: {demand: {type: load, owner: owner, meter: main, power_kw: $demand_kw}}"


def _demand_charge(rate: str) -> str:
    return f"tariffs: {{purchase: {{type: fixed, price_eur_per_kwh: 0.0, demand_charges: [{rate}]}}}}"


def test_power_is_the_mean_of_the_interval_of_the_contract(tmp_path):
    """Proves: on quarter hours a contract that bills hourly means counts those, by the full hour of the clock.

    Sensitivity: 0.16 if the highest quarter hour were billed, 0.12 if hours were counted from the first step (00:30).
    Hand calculation: from 00:30: 0, 0 | 4, 4, 0, 0 kW: means 0 and 2 kW. 1.5 of 744 h of January: 19.84 x 1.5 / 744 =
    0.04 EUR per kW: 0.08 EUR.
    """
    rate = "{price_eur_per_kw_month: 19.84, interval_minutes: 60}"
    time = 'time: {start: "2025-01-15T00:30", steps: 6, step_h: 0.25}'
    result = run_small(tmp_path, [time, _demand_charge(rate), DEMAND], {"demand_kw": [0, 0, 4, 4, 0, 0]})
    assert cost(result, kind="network") == pytest.approx(0.08)
    assert bill(result, kind="network") == pytest.approx(0.08)


def test_battery_need_not_shave_within_the_interval(tmp_path):
    """Proves: the optimiser sees the mean of the interval: a peak of a quarter hour in an hour costs its mean.

    Sensitivity: 0.05 with the peak of 8 kW billed; a battery of 3 kWh would then cut it.
    Hand calculation: hours with means 2 and 1 kW; a lossless battery evens them to 1.5 kW: 2 of 744 h x 7.44 / 744 h =
    0.02 EUR per kW: 0.03 EUR.
    """
    rate = "{price_eur_per_kw_month: 7.44, interval_minutes: 60}"
    battery = "  battery: {type: battery, owner: owner, meter: main, capacity_kwh: 3}"
    assets = "assets:\n  demand: {type: load, owner: owner, meter: main, power_kw: $demand_kw}\n" + battery
    time = "time: {steps: 8, step_h: 0.25}"
    result = run_small(tmp_path, [time, _demand_charge(rate), assets], {"demand_kw": [8, 0, 0, 0, 1, 1, 1, 1]})
    assert result.annual_cost_eur == pytest.approx(0.03)


def test_each_month_pays_the_peak_of_the_year(tmp_path):
    """Proves: with peak_of: year the highest power of the civil year is billed in every month.

    Sensitivity: 3 and 5 kW if each month paid its own.
    Hand calculation: 5 kW x 10 x 2/744 + 5 kW x 10 x 2/672 EUR.
    """
    rate = "{price_eur_per_kw_month: 10, peak_of: year}"
    result = run_small(tmp_path, [TWO_MONTHS, _demand_charge(rate), DEMAND], {"demand_kw": [1, 3, 2, 5]})
    assert result.bills["eur"].values.sum(axis=0) == pytest.approx([100 / 744, 100 / 672])
    assert result.annual_cost_eur == pytest.approx(100 / 744 + 100 / 672)


def test_ratchet_bills_a_share_of_the_month_before(tmp_path):
    """Proves: a ratchet bills at least a share of the highest power of the months before, and nothing of those after.

    Sensitivity: 2 kW in February without it; 4 kW in January if the ratchet looked ahead.
    Hand calculation: January 5 kW; February 2 kW, but at least 0.8 x 5 = 4 kW.
    """
    rate = "{price_eur_per_kw_month: 10, ratchet_share: 0.8, ratchet_months: 3}"
    result = run_small(tmp_path, [TWO_MONTHS, _demand_charge(rate), DEMAND], {"demand_kw": [5, 3, 2, 1]})
    assert result.bills["eur"].values.sum(axis=0) == pytest.approx([5 * 10 * 2 / 744, 4 * 10 * 2 / 672])
    assert result.annual_cost_eur == pytest.approx(100 / 744 + 80 / 672)


def test_a_dearer_block_gives_way_to_fuel(tmp_path):
    """Proves: the optimiser buys up to the limit of the block, and lets the boiler do the rest.

    Sensitivity: 0.80 if the price of the first block held for all, 1.20 with electricity alone.
    Hand calculation: 744 kWh a month are 4 kWh in 4 of 744 hours. Heat 2 kW: 4 kWh x 0.10 + 4 kWh of fuel x 0.15 =
    1.00 EUR.
    """
    sections = """
    tariffs:
      purchase: {type: block, blocks: [{price_eur_per_kwh: 0.10, up_to_kwh: 744}, {price_eur_per_kwh: 0.20}]}
      wood: {type: fuel, carrier: wood_chips, price_eur_per_kwh: 0.15}
    buildings: {house: {meter: main, sector: tertiary, hot_water: {power_kw: 2}}}
    assets:
      rod: {type: electric_boiler, owner: owner, meter: main, at: house, efficiency: 1, capacity_heat_kw: 5}
      boiler: {type: fuel_boiler, owner: owner, at: house, fuel: wood, efficiency: 1, capacity_heat_kw: 5}
    """
    result = run_small(tmp_path, sections)
    assert result.annual_cost_eur == pytest.approx(1.00)
    assert series(result, "main.bought_kw").sum() == pytest.approx(4.0)
    assert bill(result, kind="energy") == pytest.approx(0.40)


def test_blocks_of_a_year_fall_on_the_months_that_pass_the_limit(tmp_path):
    """Proves: the energy of the civil year is counted, and the month that passes the limit pays the surcharge.

    Sensitivity: 0.30 in January if each month had the limit of its own.
    Hand calculation: limit 10 000 x (2/744 + 2/672) / 12 = 4.7203 kWh. January 4 kWh x 0.10; February 3 kWh x 0.10 +
    2.2797 kWh above the limit x 0.05.
    """
    blocks = "period: year, blocks: [{price_eur_per_kwh: 0.10, up_to_kwh: 10000}, {price_eur_per_kwh: 0.15}]"
    tariff = f"tariffs: {{purchase: {{type: block, {blocks}}}}}"
    result = run_small(tmp_path, [TWO_MONTHS, tariff, DEMAND], {"demand_kw": [1, 3, 2, 1]})
    above = 7 - 10_000 * (2 / 744 + 2 / 672) / 12
    assert result.bills["eur"].values.sum(axis=0) == pytest.approx([0.40, 0.30 + 0.05 * above])
    assert result.annual_cost_eur == pytest.approx(0.70 + 0.05 * above)


@pytest.mark.parametrize(
    ("day", "eur_per_kwh"), [("2024-01-01", 0.03962), ("2026-12-31", 0.03962), ("2027-01-01", 0.03865)]
)
def test_charges_of_the_network_are_those_of_the_day(tmp_path, day, eur_per_kwh):
    """Proves: network_date chooses the row of the catalogue, whatever year the run has.

    Sensitivity: 0.03962 for all, the charge of the run's year 2025.
    Hand calculation: 1 kWh x the charge; the ampere charge 0.82 x 20 A x 1/744 in both.
    """
    network = f"network: sadales_tikls_pamata_1, network_date: {day}"
    tariff = f"tariffs: {{purchase: {{type: fixed, price_eur_per_kwh: 0, {network}}}}}"
    meter = "meters: {main: {member: owner, import: purchase, fuse_a: 20}}"
    result = run_small(tmp_path, ["time: {steps: 1}", tariff, meter, DEMAND], {"demand_kw": [1]})
    assert result.annual_cost_eur == pytest.approx(eur_per_kwh + 0.82 * 20 / 744)


def test_charges_of_the_network_change_within_a_run(tmp_path):
    """Proves: each month of a run over New Year has its own charges, in the cost, in the bill and in the assumptions.

    Sensitivity: 0.0773 if the charges of the middle of the run held throughout.
    Hand calculation: 1 kWh x 0.03962 in December 2026 and 1 kWh x 0.03865 in January 2027.
    """
    time = 'time: {start: "2026-12-31T23:00", steps: 2, annual: false}'
    tariff = "tariffs: {purchase: {type: fixed, price_eur_per_kwh: 0, network: sadales_tikls_pamata_1}}"
    result = run_small(tmp_path, [time, tariff, DEMAND], {"demand_kw": [1, 1]})
    assert cost(result, kind="network") == pytest.approx(0.07827)
    assert result.bills["eur"].values.sum(axis=0) == pytest.approx([0.03962, 0.03865])
    used = {default.path: default.value for default in result.defaults_used}
    assert used["tariffs.purchase.network.energy_eur_per_kwh"] == 0.03962
    assert used["tariffs.purchase.from_2027-01.network.energy_eur_per_kwh"] == 0.03865


def test_levies_fall_on_what_is_drawn(tmp_path):
    """Proves: levies are added per kWh drawn, and are nothing where the file states none.

    Sensitivity: 0.20 if they were left out.
    Hand calculation: 2 kWh x (0.10 + 0.02) = 0.24 EUR.
    """
    levied = "tariffs: {purchase: {type: fixed, price_eur_per_kwh: 0.10, levies_eur_per_kwh: 0.02}}"
    plain = "tariffs: {purchase: {type: fixed, price_eur_per_kwh: 0.10}}"
    found = [
        run_small(tmp_path, ["time: {steps: 1}", tariff, DEMAND], {"demand_kw": [2]}).annual_cost_eur
        for tariff in (levied, plain)
    ]
    assert found == pytest.approx([0.24, 0.20])


def test_shared_energy_may_be_spared_a_part_of_the_fee(tmp_path):
    """Proves: the reduction holds for shared energy alone; what a trader sells pays the whole fee.

    Sensitivity: 0.16 without a reduction, 0.08 if all were spared half.
    Hand calculation: 3 kW drawn, 1 kW given by a neighbour: 2 x 0.04 + 1 x 0.02 = 0.10 EUR of network.
    """
    sections = """
    time: {steps: 1}
    members: {neighbour: {kind: company, deducts_vat: true}}
    tariffs:
      purchase: {type: fixed, price_eur_per_kwh: 0.10, network: {energy_eur_per_kwh: 0.04}}
      sale: {type: export_fixed, price_eur_per_kwh: 0.03}
    meters: {other: {member: neighbour, export: sale}}
    assets:
      demand: {type: load, owner: owner, meter: main, power_kw: 3}
      pv: {type: photovoltaics, owner: neighbour, meter: other, capacity_kwp: 2, production_kw_per_kwp: 0.5}
    community: {sharing: by_interval, network_fee_reduction_fraction: 0.5}
    """
    result = run_small(tmp_path, sections)
    assert series(result, "main.shared_in_kw") == pytest.approx([1.0])
    assert cost(result, kind="network") == pytest.approx(0.10)
    assert bill(result, kind="network") == pytest.approx(0.10)


SURPLUS = """
members: {owner: {kind: household}}
meters: {main: {member: owner, import: purchase, export: sale}}
assets:
  pv: {type: photovoltaics, owner: owner, meter: main, capacity_kwp: 3, production_kw_per_kwp: $sun}
  demand: {type: load, owner: owner, meter: main, power_kw: $demand_kw}
"""
FLOWS = {"sun": [1, 1, 0, 0], "demand_kw": [0, 0, 1, 1]}


def _account(sale: str) -> str:
    purchase = "{type: fixed, price_eur_per_kwh: 0.10, network: {energy_eur_per_kwh: 0.04}}"
    return f"tariffs: {{purchase: {purchase}, sale: {{{sale}}}}}"


def test_credit_waits_for_the_next_bill_and_the_rest_is_told(tmp_path):
    """Proves: net billing pays the energy part of the next bill; what is left stands on a line of its own.

    Sensitivity: -0.30 in January if credit were paid out; -0.02 if it paid the network too.
    Hand calculation: January gives 6 kWh x 0.05 = 0.30 EUR of credit. February buys 2 kWh: energy 0.20, network 0.08,
    VAT 21 % of both 0.0588. The credit pays 0.20, and 0.10 is left: the bills are 0 and 0.1388 EUR; the cost that was
    minimised is 0.20 + 0.08 + 0.0588 - 0.30 = 0.0388, and the difference the 0.10 left.
    """
    sale = _account("type: net_billing, price_eur_per_kwh: 0.05")
    result = run_small(tmp_path, [TWO_MONTHS, sale, SURPLUS], FLOWS)
    paid = result.bills["eur"].values.sum(axis=0) + result.bills["vat_eur"].values.sum(axis=0)
    assert paid == pytest.approx([0.0, 0.1388])
    assert result.annual_cost_eur == pytest.approx(0.0388)
    assert bill(result, kind="credit_account") == pytest.approx(0.10)


def test_credit_that_expires_is_paid_out_in_part(tmp_path):
    """Proves: an account emptied at the beginning of February pays nothing of its bill, but a part of what is lost.

    Sensitivity: 0.1388 if it paid February's bill first.
    Hand calculation: of 0.30 a half is paid out: 0.20 + 0.08 + 0.0588 - 0.15 = 0.1888 EUR in February.
    """
    sale = _account("type: net_billing, price_eur_per_kwh: 0.05, emptied_in_months: [2], payout_fraction: 0.5")
    result = run_small(tmp_path, [TWO_MONTHS, sale, SURPLUS], FLOWS)
    paid = result.bills["eur"].values.sum(axis=0) + result.bills["vat_eur"].values.sum(axis=0)
    assert paid == pytest.approx([0.0, 0.1888])


@pytest.mark.parametrize(("offsets_network", "february"), [("false", 0.0968), ("true", 0.0)])
def test_kilowatt_hours_of_net_metering_come_back(tmp_path, offsets_network, february):
    """Proves: a kWh given in January replaces one bought in February, with its VAT; the network's fee as the file says.

    Sensitivity: 0.3388 if nothing came back.
    Hand calculation: 6 kWh given, 2 kWh taken back: energy nothing; network 2 x 0.04 = 0.08 with VAT 0.0968 EUR, or
    nothing where it is offset too.
    """
    sale = _account(f"type: net_metering, credit_value_eur_per_kwh: 0.121, offsets_network: {offsets_network}")
    result = run_small(tmp_path, [TWO_MONTHS, sale, SURPLUS], FLOWS)
    paid = result.bills["eur"].values.sum(axis=0) + result.bills["vat_eur"].values.sum(axis=0)
    assert paid == pytest.approx([0.0, february])
    assert result.annual_cost_eur == pytest.approx(2 * 0.14 * 1.21 - 6 * 0.121)
