"""Energy sharing and its settlement, checked by hand."""

from __future__ import annotations

import pytest

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.tables.allocation_keys import allocation_keys
from energycommunity.reporting.voice import Voice
from energycommunity.results import Results
from tests.hand_calculated.small_scenario import bill, cost, run_small, series

MEMBERS = """
time: {{steps: 2}}
members:
  owner: {{kind: company, deducts_vat: true}}
  first: {taker}
  second: {{kind: company, deducts_vat: true}}
tariffs:
  purchase: {{type: fixed, price_eur_per_kwh: 0.10, network: {{energy_eur_per_kwh: 0.04}}}}
  sale: {{type: export_fixed, price_eur_per_kwh: 0.03}}
meters:
  main: {{member: owner, import: purchase, export: sale, import_limit_kw: 99, export_limit_kw: 99}}
  one: {{member: first, import: purchase, import_limit_kw: 99, export_limit_kw: 99}}
  two: {{member: second, import: purchase, import_limit_kw: 99, export_limit_kw: 99}}
assets:
  pv: {{type: photovoltaics, owner: owner, meter: main, capacity_kwp: 6, production_kw_per_kwp: $sun}}
  demand_one: {{type: load, owner: first, meter: one, power_kw: 3}}
  demand_two: {{type: load, owner: second, meter: two, power_kw: 1}}
community: {{sharing: {sharing}, key: {key}, internal_price_eur_per_kwh: 0.08, sharing_period: {period}}}
"""
COMPANY, HOUSEHOLD = "{kind: company, deducts_vat: true}", "{kind: household}"


def _run(tmp_path, sun_kw, taker=COMPANY, sharing="by_interval", key="dynamic", period="interval"):
    sun = [power_kw / 6 for power_kw in sun_kw]
    return run_small(tmp_path, MEMBERS.format(taker=taker, sharing=sharing, key=key, period=period), {"sun": sun})


def test_shared_by_what_each_draws_and_network_is_paid_on_it(tmp_path):
    """Proves: in each interval the smaller of given and drawn is shared, to each in proportion to what he draws; the
    network charge falls on shared energy, the trader's price does not.

    Sensitivity: 0.76 if shared energy paid no network charge, 0.69 if the surplus of one step served the other.
    Hand calculation: step 1: 2 kW given to 3 + 1 kW: 1.5 and 0.5. Step 2: 6 kW given: 3 and 1 shared, 2 sold.
    Bought 2 x 0.10 = 0.20; network 8 kWh x 0.04 = 0.32; sold 2 x 0.03 = 0.06: 0.46 EUR.
    """
    result = _run(tmp_path, [2, 6])
    assert series(result, "one.shared_in_kw") == pytest.approx([1.5, 3.0])
    assert series(result, "two.shared_in_kw") == pytest.approx([0.5, 1.0])
    assert series(result, "main.shared_out_kw") == pytest.approx([2.0, 4.0])
    assert series(result, "main.sold_kw") == pytest.approx([0.0, 2.0])
    assert result.annual_cost_eur == pytest.approx(0.46)


def test_bills_share_within_the_month_and_energy_flows_by_the_step(tmp_path):
    """Proves: with a sharing period of a month the bills share the surplus of one step with the demand of the other;
    what was bought and sold stays that of the steps, and the difference of the costs is told.

    Sensitivity: 0.46 with sharing by interval; 0 kWh bought from outside if energy followed the bills.
    Hand calculation: 2 + 6 = 8 kW given, 2 x (3 + 1) = 8 kW drawn: all is shared. Nothing is bought or sold; network
    8 kWh x 0.04 = 0.32 EUR, 0.14 below the 0.46 by interval. 2 kWh really came from outside, in step 1.
    """
    result = _run(tmp_path, [2, 6], period="month")
    assert series(result, "one.shared_in_kw") == pytest.approx([3.0, 3.0])
    assert series(result, "two.shared_in_kw") == pytest.approx([1.0, 1.0])
    assert series(result, "main.shared_out_kw") == pytest.approx([2.0, 6.0])
    assert result.annual_cost_eur == pytest.approx(0.32)
    assert bill(result, member="first", kind="shared") == pytest.approx(6 * 0.08)
    bought = [entry for entry in result.assessment.accounts.energy if entry.role == "bought"]
    assert sum(entry.kwh_per_year for entry in bought) == pytest.approx(2.0)
    told = {warning.key: warning.values for warning in result.warnings}
    assert told["sharing_period_differs"]["eur"] == pytest.approx(-0.14)
    assert result.proof.optimality_gap == pytest.approx(0.0, abs=1e-6)


def test_static_shares_are_settled_as_they_are_stated(tmp_path):
    """Proves: a dispatch is settled by the key of the scenario; what static shares leave over is sold and bought.

    Sensitivity: 0.46 with the dynamic key, which leaves nothing over while somebody draws.
    Hand calculation: shares 0.25 and 0.75. Step 1: 2 kW given: 0.5 and 1 (of 1.5), 0.5 sold. Step 2: 6 kW given: 1.5
    and 1 (of 4.5), 3.5 sold. Bought 2.5 + 1.5 = 4 x 0.10 = 0.40; network 8 x 0.04 = 0.32; sold 4 x 0.03 = 0.12: 0.60.
    """
    result = _run(tmp_path, [2, 6], key="{type: static_shares, shares: {first: 0.25, second: 0.75}}")
    assert series(result, "one.shared_in_kw") == pytest.approx([0.5, 1.5])
    assert series(result, "two.shared_in_kw") == pytest.approx([1.0, 1.0])
    assert series(result, "main.sold_kw") == pytest.approx([0.5, 3.5])
    assert result.annual_cost_eur == pytest.approx(0.60)


def test_keys_stand_side_by_side_in_the_report(tmp_path):
    """Proves: the table of keys bills the same dispatch under each key.

    Sensitivity: 0.69 for the first under both, if the key did not count.
    Hand calculation: dynamic: first draws 6 kWh, 4.5 shared: 1.5 x 0.10 + 4.5 x 0.08 + 6 x 0.04 = 0.75. Equal: step 1
    1 and 1, step 2 3 and 1: 4 shared: 2 x 0.10 + 4 x 0.08 + 0.24 = 0.76.
    """
    result = _run(tmp_path, [2, 6])
    edition = Edition(Results("small", tmp_path, "baseline", {"baseline": result}), Voice("en"))
    table = allocation_keys(edition, "baseline")
    row = next(row for row in table.rows if row[0] == "first")
    assert [column.heading for column in table.columns] == ["Member", "Dynamic, by metered use", "Equal"]
    assert row[1:] == pytest.approx((0.75, 0.76))
    assert "Static shares" in table.note


def test_without_sharing_all_is_bought_and_sold(tmp_path):
    """Proves: members who do not share buy all and sell all.

    Sensitivity: 0.46, the cost with sharing.
    Hand calculation: 8 kWh x 0.14 = 1.12 less 8 kWh x 0.03 = 0.24: 0.88 EUR.
    """
    assert _run(tmp_path, [2, 6], sharing="none").annual_cost_eur == pytest.approx(0.88)


def test_internal_price_is_a_transfer(tmp_path):
    """Proves: takers pay what the giver earns, so the whole neither gains nor loses.

    Sensitivity: 0.46 + 0.48 if the payment were a cost; 0.16 to the giver if he were paid in one step only.
    Hand calculation: shared 2 + 4 = 6 kWh x 0.08 = 0.48 EUR to the owner: one pays 4.5 x 0.08 = 0.36, two 0.12.
    """
    result = _run(tmp_path, [2, 6])
    assert bill(result, kind="shared", member="owner") == pytest.approx(-0.48)
    assert bill(result, kind="shared", member="first") == pytest.approx(0.36)
    assert bill(result, kind="shared", member="second") == pytest.approx(0.12)
    assert float(result.bills["eur"].sum()) == pytest.approx(0.46)


def test_household_bears_vat_on_the_internal_price(tmp_path):
    """Proves: VAT on shared energy is a real cost of a member who cannot deduct it.

    Sensitivity: 0.5692 if VAT fell on bought energy and network alone, 0.6728 if on the trader's price of all energy.
    Hand calculation: the household draws 6 kWh: 4.5 shared, 1.5 bought. VAT: bought 1.5 x 0.10 x 0.21 = 0.0315; network
    6 x 0.04 x 0.21 = 0.0504; shared 4.5 x 0.08 x 0.21 = 0.0756; together 0.1575 beside 0.46 EUR.
    """
    result = _run(tmp_path, [2, 6], taker=HOUSEHOLD)
    assert cost(result, kind="tax", payer="first") == pytest.approx(0.1575)
    assert bill(result, "vat_eur", member="first") == pytest.approx(0.1575)
    assert result.annual_cost_eur == pytest.approx(0.6175)


UNLIKE = """
time: {{steps: 1}}
members: {{owner: {company}, first: {company}, second: {company}}}
tariffs:
  dear: {{type: fixed, price_eur_per_kwh: 0.20}}
  cheap: {{type: fixed, price_eur_per_kwh: 0.04}}
  sale: {{type: export_fixed, price_eur_per_kwh: 0.01}}
meters:
  main: {{member: owner, import: cheap, export: sale, import_limit_kw: 99, export_limit_kw: 99}}
  one: {{member: first, import: dear, import_limit_kw: 99, export_limit_kw: 99}}
  two: {{member: second, import: cheap, import_limit_kw: 99, export_limit_kw: 99}}
assets:
  pv: {{type: photovoltaics, owner: owner, meter: main, capacity_kwp: {{max: 2}}, production_kw_per_kwp: 1,
        investment_eur_per_kwp: {investment}}}
  demand_one: {{type: load, owner: first, meter: one, power_kw: 1}}
  demand_two: {{type: load, owner: second, meter: two, power_kw: 3}}
community: {{sharing: by_interval, key: {key}}}
"""


@pytest.mark.parametrize(("annuity_eur", "built_kwp", "cost_eur"), [(0.10, 0.0, 0.32), (0.07, 2.0, 0.30)])
def test_what_is_built_follows_the_key(tmp_path, annuity_eur, built_kwp, cost_eur):
    """Proves: where contracts differ, a shared kWh is worth what the dynamic key makes of it, and sizes follow that.

    Sensitivity: at an annuity of 0.10 EUR 1 kWp were built, were the first kWh for the dear contract alone (0.20), and
    the settled cost were 0.34.
    Hand calculation: without panels 1 x 0.20 + 3 x 0.04 = 0.32 EUR. A shared kWh saves 1/4 x 0.20 + 3/4 x 0.04 = 0.08:
    less than 0.10, so nothing is built; more than 0.07, so both kWp are: 0.32 - 2 x 0.08 + 2 x 0.07 = 0.30 EUR.
    """
    document = UNLIKE.format(company=COMPANY, investment=20 * annuity_eur, key="dynamic")
    result = run_small(tmp_path, document)
    assert result.capacities["pv.capacity_kwp"] == pytest.approx(built_kwp, abs=1e-6)
    assert result.annual_cost_eur == pytest.approx(cost_eur)
    assert result.proof.key_cost_eur_per_year == pytest.approx(0.0, abs=1e-7)
    assert result.proof.optimality_gap < 1e-6


def test_what_givers_earn_follows_what_each_gives(tmp_path):
    """Proves: where sale prices differ, the programme takes what is shared from each giver by what he gives.

    Sensitivity: -0.20 if all that is shared were taken from the one who sells badly.
    Hand calculation: a gives 2 kW (sold for 0.02), b 2 kW (sold for 0.10); 2 kW are drawn, so 1 from each: nothing is
    bought, sold 1 x 0.02 + 1 x 0.10: -0.12 EUR. All from a: 2 x 0.10.
    """
    document = f"""
    time: {{steps: 1}}
    members: {{owner: {COMPANY}, a: {COMPANY}, b: {COMPANY}}}
    tariffs:
      purchase: {{type: fixed, price_eur_per_kwh: 0.20}}
      badly: {{type: export_fixed, price_eur_per_kwh: 0.02}}
      well: {{type: export_fixed, price_eur_per_kwh: 0.10}}
    meters:
      main: {{member: owner, import: purchase, import_limit_kw: 99, export_limit_kw: 99}}
      of_a: {{member: a, import: purchase, export: badly, import_limit_kw: 99, export_limit_kw: 99}}
      of_b: {{member: b, import: purchase, export: well, import_limit_kw: 99, export_limit_kw: 99}}
    assets:
      demand: {{type: load, owner: owner, meter: main, power_kw: 2}}
      pv_a: {{type: photovoltaics, owner: a, meter: of_a, capacity_kwp: 2, production_kw_per_kwp: 1}}
      pv_b: {{type: photovoltaics, owner: b, meter: of_b, capacity_kwp: 2, production_kw_per_kwp: 1}}
    community: {{sharing: by_interval}}
    """
    result = run_small(tmp_path, document)
    assert series(result, "of_b.sold_kw") == pytest.approx([1.0])
    assert result.annual_cost_eur == pytest.approx(-0.12)
    assert result.proof.key_cost_eur_per_year == pytest.approx(0.0, abs=1e-7)


@pytest.mark.parametrize("name", ["balances", "key"])
def test_an_asset_may_be_called_like_parts_of_the_programme(tmp_path, name):
    """Proves: what an asset is called changes nothing.

    Sensitivity: an asset `balances` once took the place of the balances, and the programme could not be stated.
    Hand calculation: 0.46 EUR, as with the asset called `pv` above.
    """
    document = MEMBERS.format(taker=COMPANY, sharing="by_interval", key="dynamic", period="interval")
    result = run_small(tmp_path, document.replace("  pv:", f"  {name}:"), {"sun": [2 / 6, 1.0]})
    assert result.annual_cost_eur == pytest.approx(0.46)
