"""Joining or leaving a community, checked by hand."""

from __future__ import annotations

import pytest

from energycommunity import coalitions
from energycommunity.settlement.contribution.shapley import Effort
from tests.hand_calculated.small_scenario import run_small

#: A company with sun, one that works by day and one that works by night; two hours, one with sun and one without.
THREE = """
time: {steps: 2}
members:
  owner: {kind: company, deducts_vat: true}
  day: {kind: company, deducts_vat: true}
  night: {kind: company, deducts_vat: true}
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.10, network: {energy_eur_per_kwh: 0.04}}
  sale: {type: export_fixed, price_eur_per_kwh: 0.03}
meters:
  main: {member: owner, import: purchase, export: sale, import_limit_kw: 99, export_limit_kw: 99}
  one: {member: day, import: purchase, import_limit_kw: 99, export_limit_kw: 99}
  two: {member: night, import: purchase, import_limit_kw: 99, export_limit_kw: 99}
assets:
  pv: {type: photovoltaics, owner: owner, meter: main, capacity_kwp: 6, production_kw_per_kwp: $sun}
  demand_day: {type: load, owner: day, meter: one, power_kw: $day}
  demand_night: {type: load, owner: night, meter: two, power_kw: $night}
community: {sharing: by_interval, internal_price_eur_per_kwh: 0.08, analysis: sizes_fixed}
"""
COLUMNS = {"sun": [1.0, 0.0], "day": [4.0, 0.0], "night": [1.0, 5.0]}
#: A battery of the one who works by night.
BATTERY = """
  battery: {type: battery, owner: night, meter: two, capacity_kwh: 3, charge_efficiency: 0.9}
community:"""


def test_three_ways_and_what_each_gains(tmp_path):
    """Proves: alone, shared as it happens and together; the gain of each, what the others have of him, and his fee.

    Sensitivity: 0.28 saved if the owner lost nothing by selling less; 0.70 if shared energy paid no network charge.
    Hand calculation: Hour 1: 6 kW of sun, 4 + 1 kW drawn; hour 2: 5 kW drawn.
    Alone: owner -6 x 0.03 = -0.18; day 4 x 0.14 = 0.56; night 6 x 0.14 = 0.84; 1.22 EUR in all.
    Shared: 5 kWh, 1 kWh sold. Owner -5 x 0.08 - 0.03 = -0.43; day 4 x (0.04 + 0.08) = 0.48; night 0.12 + 5 x 0.14.
    Gains 0.25, 0.08, 0.02: 0.35 = 5 kWh x (0.10 - 0.03). Nothing can be moved: together is as it happens.
    """
    worth = run_small(tmp_path, THREE, COLUMNS).community
    members = worth.members
    assert {name: member.alone_eur for name, member in members.items()} == pytest.approx(
        {"owner": -0.18, "day": 0.56, "night": 0.84}
    )
    for way in ("as_it_happens_eur", "together_eur"):
        assert [getattr(member, way) for member in members.values()] == pytest.approx([-0.43, 0.48, 0.82])
    assert [member.gains_eur["dynamic"] for member in members.values()] == pytest.approx([0.25, 0.08, 0.02])
    assert [member.worst_month_gain_eur for member in members.values()] == pytest.approx([0.25, 0.08, 0.02])
    assert members["day"].worst_month == "2025-01"
    assert worth.distinguishable("together")


def test_what_each_adds(tmp_path):
    """Proves: Shapley value, nucleolus and what is lost when one leaves.

    Sensitivity: 0.1167 each if the value were split evenly; 0.28 to day if the order of coming were day last alone.
    Hand calculation: owner with day saves 4 x 0.07 = 0.28, with night 1 x 0.07 = 0.07, all 0.35, without him nothing.
    Shapley: day adds 0.28 where he comes after the owner, in half of the orders: 0.14; night 0.035; owner 0.175.
    Nucleolus: day and night add their own part whoever else is there, so each splits it with the owner: the same.
    Least core: night alone gains -x by standing apart, the two others x - 0.07: both -0.035 at best; day's are lower.
    Leaving: owner 0.35, day 0.28, night 0.07 lost. The others have of day 0.35 - 0.08 - 0.07 = 0.20.
    Fees: each gains and leaves the others more than they had without him: none.
    """
    worth = run_small(tmp_path, THREE, COLUMNS).community
    members = worth.members
    for key in ("shapley", "nucleolus"):
        assert [member.gains_eur[key] for member in members.values()] == pytest.approx([0.175, 0.14, 0.035], abs=1e-7)
    assert [member.lost_without_eur for member in members.values()] == pytest.approx([0.35, 0.28, 0.07])
    assert [member.rest_saves_eur for member in members.values()] == pytest.approx([0.0, 0.07, 0.28])
    assert members["day"].others_gain_eur == pytest.approx(0.20)
    assert [member.entry_fee_eur for member in members.values()] == [0.0, 0.0, 0.0]
    assert worth.excess.least_eur == worth.excess.most_eur == pytest.approx(-0.035, abs=1e-7)


def test_battery_gains_by_dispatch_together(tmp_path):
    """Proves: a battery that alone has nothing to charge with is charged by what a neighbour gives.

    Sensitivity: 0.35 saved together too, if the dispatch of everyone alone were only shared.
    Hand calculation: of a kWh charged 0.9 are left, so that alone, at 0.14 in both hours, the battery stands still. As
    it happens: as above, 0.35. Together the 6th kWh of sun is charged: lost sale 0.03 and network charge 0.04 for
    0.9 x 0.14 = 0.126 in hour 2: 0.056 more, 0.406. Charging what is bought for 0.14 loses. Without night 0.28 is left.
    """
    worth = run_small(tmp_path, THREE.replace("\ncommunity:", BATTERY), COLUMNS).community
    alone = worth.total("alone")
    assert alone - worth.total("as_it_happens") == pytest.approx(0.35)
    assert alone - worth.total("together") == pytest.approx(0.406)
    assert worth.members["night"].rest_saves_eur == pytest.approx(0.28)
    assert worth.members["night"].lost_without_eur == pytest.approx(0.126)
    assert sum(member.gains_eur["shapley"] for member in worth.members.values()) == pytest.approx(0.406)


def test_who_would_lose_needs_a_discount(tmp_path):
    """Proves: with an internal price above what buying saves, takers lose; the giver's payment makes that good.

    Sensitivity: no payment at all, if it were looked at all together instead of at each.
    Hand calculation: at 0.12 the owner gains 5 x (0.12 - 0.03) = 0.45, day 4 x (0.10 - 0.12) = -0.08, night -0.02.
    Discounts of 0.08 and 0.02, paid by the owner. His own fee: the others lose 0.10 by his joining, so he owes 0.10.
    """
    worth = run_small(tmp_path, THREE.replace("0.08, analysis", "0.12, analysis"), COLUMNS).community
    members = worth.members
    assert [member.gains_eur["dynamic"] for member in members.values()] == pytest.approx([0.45, -0.08, -0.02])
    assert [member.balancing_eur for member in members.values()] == pytest.approx([0.10, -0.08, -0.02])
    assert [member.entry_fee_eur for member in members.values()] == pytest.approx([0.10, -0.08, -0.02])


def test_many_members_are_drawn_by_chance(tmp_path, monkeypatch):
    """Proves: above the number that is enumerated, amounts are drawn, add up, and come with a standard error.

    Sensitivity: 0.28 to day in every order in which he comes last, nothing where he comes first.
    Hand calculation: an order and its reverse have day once behind the owner: 0.14 in every pair, without any error.
    The Shapley value lies in the least core of test_what_each_adds, whose excess is -0.035: it stays as it is.
    """
    monkeypatch.setattr(coalitions, "EFFORT_AT_FIXED_SIZES", Effort(most_enumerated=2))
    worth = run_small(tmp_path, THREE, COLUMNS).community
    assert [member.gains_eur["shapley"] for member in worth.members.values()] == pytest.approx([0.175, 0.14, 0.035])
    assert worth.shapley_error_eur == pytest.approx({"owner": 0.0, "day": 0.0, "night": 0.0}, abs=1e-12)
    assert [member.gains_eur["least_core"] for member in worth.members.values()] == pytest.approx(
        [0.175, 0.14, 0.035], abs=4e-4
    )
    assert worth.excess.least_eur == pytest.approx(-0.035, abs=1e-7)
    assert worth.excess.least_eur <= worth.excess.most_eur <= -0.035 + 4e-4
    assert "nucleolus" not in worth.keys


#: Two with more sun than the one who works by day can take: gloves, of which the taker has the scarce one.
GLOVES = """
time: {steps: 2}
members:
  owner: {kind: company, deducts_vat: true}
  south: {kind: company, deducts_vat: true}
  day: {kind: company, deducts_vat: true}
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.10, network: {energy_eur_per_kwh: 0.04}}
  sale: {type: export_fixed, price_eur_per_kwh: 0.03}
meters:
  one: {member: owner, import: purchase, export: sale, import_limit_kw: 99, export_limit_kw: 99}
  two: {member: south, import: purchase, export: sale, import_limit_kw: 99, export_limit_kw: 99}
  three: {member: day, import: purchase, import_limit_kw: 99, export_limit_kw: 99}
assets:
  pv_owner: {type: photovoltaics, owner: owner, meter: one, capacity_kwp: 5, production_kw_per_kwp: $sun}
  pv_south: {type: photovoltaics, owner: south, meter: two, capacity_kwp: 6, production_kw_per_kwp: $sun}
  demand: {type: load, owner: day, meter: three, power_kw: $day}
community: {sharing: by_interval, internal_price_eur_per_kwh: 0.08, analysis: sizes_fixed}
"""


def test_least_core_proves_itself_from_few_coalitions(tmp_path, monkeypatch):
    """Proves: prices of the pool bound what all coalitions are worth; the amounts leave nobody a reason to stand apart.

    Sensitivity: a sixth of 0.28 to each of those with sun, by the Shapley value.
    Hand calculation: day takes 4 kWh from either: 4 x 0.07 = 0.28 with one of them as with both; without him nothing.
    Whatever the owner is paid, south and day would gain by leaving him out, and so with south: both get nothing, day
    0.28, in the only point of the core. Its largest excess is zero; within a thousandth of 0.28.
    """
    monkeypatch.setattr(coalitions, "EFFORT_AT_FIXED_SIZES", Effort(most_enumerated=2))
    worth = run_small(tmp_path, GLOVES, {"sun": [1.0, 0.0], "day": [4.0, 0.0]}).community
    assert [member.gains_eur["least_core"] for member in worth.members.values()] == pytest.approx(
        [0.0, 0.0, 0.28], abs=1e-3
    )
    assert worth.excess.least_eur == pytest.approx(0.0, abs=1e-7)
    assert 0.0 <= worth.excess.most_eur <= 3e-4
    assert sum(member.gains_eur["least_core"] for member in worth.members.values()) == pytest.approx(0.28)


#: 10.5 kWh of electricity.
CO2_CAP = "emissions: {electricity_kg_co2_per_kwh: 0.1}\nlimits: {co2_cap_kg_co2e: 1.05}\n"


def test_a_cap_of_all_leaves_the_proof(tmp_path, monkeypatch):
    """Proves: where members meet in more than the pool, such as under a cap on their CO2, the proof holds as well.

    Sensitivity: without a price on the cap's row nobody could be told from the others, and nothing would be proven.
    Hand calculation: CO2_CAP allows 10.5 kWh; alone 10 are bought, sharing fewer. All save 0.406, owner and day 0.28
    (test above); owner and night 1 x 0.07 at once and 3 / 0.9 kWh charged x 0.056: 0.2567; everybody else nothing.
    Night alone gains -x, the two others x - 0.126: both -0.063 at best, where night has 0.063. Day's are lower.
    """
    monkeypatch.setattr(coalitions, "EFFORT_AT_FIXED_SIZES", Effort(most_enumerated=2))
    worth = run_small(tmp_path, THREE.replace("\ncommunity:", BATTERY) + CO2_CAP, COLUMNS).community
    assert worth.members["night"].gains_eur["least_core"] == pytest.approx(0.063, abs=5e-4)
    assert worth.excess.least_eur == pytest.approx(-0.063, abs=1e-6)
    assert worth.excess.least_eur <= worth.excess.most_eur <= -0.063 + 5e-4


#: A field of panels whose size is free, and two who draw while the sun shines.
FIELD = """
time: {steps: 1}
members:
  field: {kind: association, deducts_vat: true}
  shop: {kind: company, deducts_vat: true}
  kiosk: {kind: company, deducts_vat: true}
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.10, network: {energy_eur_per_kwh: 0.04}}
  sale: {type: export_fixed, price_eur_per_kwh: 0.03}
meters:
  main: {member: field, import: purchase, export: sale, import_limit_kw: 99, export_limit_kw: 99}
  one: {member: shop, import: purchase, import_limit_kw: 99}
  two: {member: kiosk, import: purchase, import_limit_kw: 99}
assets:
  pv: {type: photovoltaics, owner: field, meter: main, capacity_kwp: {max: 20}, annuity_eur_per_kwp_year: 0.05,
       production_kw_per_kwp: $sun}
  demand_shop: {type: load, owner: shop, meter: one, power_kw: $shop}
  demand_kiosk: {type: load, owner: kiosk, meter: two, power_kw: $kiosk}
community: {sharing: by_interval, internal_price_eur_per_kwh: 0.08, analysis: sizes_free}
"""
IN_THE_SUN = {"sun": [1.0], "shop": [4.0], "kiosk": [2.0]}


def test_a_coalition_builds_what_pays_within_it(tmp_path):
    """Proves: with free sizes nothing is built that pays only with others, and each coalition builds for itself.

    Sensitivity: with the sizes kept (6 kWp) the field alone would cost 6 x (0.05 - 0.03) = 0.12, all together would
    save 6 x (0.14 - 0.04 - 0.03) = 0.42, and field and shop 0.28.
    Hand calculation: a kWp costs 0.05 and earns 0.03 by selling: alone none is built, and 4 + 2 kW are bought at 0.14.
    Shared, a kWh costs 0.05 + 0.04 of network in place of 0.14: 0.05 saved. Field and shop build 4 kWp and save 0.20,
    field and kiosk 2 kWp and 0.10, all 6 kWp and 0.30; shop and kiosk nothing.
    By the key the field has 6 x 0.08 - 0.30 = 0.18, each kWh of the others saves 0.14 - 0.12: 0.08 and 0.04.
    Shapley: shop and kiosk add their part where they come behind the field, in half of the orders.
    """
    result = run_small(tmp_path, FIELD, IN_THE_SUN)
    worth = result.community
    assert result.capacities["pv.capacity_kwp"] == pytest.approx(6.0, abs=1e-6)
    assert [member.alone_eur for member in worth.members.values()] == pytest.approx([0.0, 0.56, 0.28])
    assert worth.total("as_it_happens") == pytest.approx(0.84)
    assert [member.gains_eur["dynamic"] for member in worth.members.values()] == pytest.approx([0.18, 0.08, 0.04])
    assert [member.rest_saves_eur for member in worth.members.values()] == pytest.approx([0.0, 0.10, 0.20])
    for key in ("shapley", "nucleolus"):
        assert [member.gains_eur[key] for member in worth.members.values()] == pytest.approx([0.15, 0.10, 0.05])
    assert worth.coalitions == 2


def test_sized_coalitions_of_many_are_drawn(tmp_path, monkeypatch):
    """Proves: above the number that is enumerated, sized coalitions are drawn, with standard error and gaps.

    Sensitivity: 0.20 to the shop if only orders counted in which it comes behind the field.
    Hand calculation: as above; an order and its reverse have the shop once behind the field: no error.
    """
    monkeypatch.setattr(coalitions, "EFFORT_AT_FREE_SIZES", Effort(most_enumerated=2, pairs=2))
    worth = run_small(tmp_path, FIELD, IN_THE_SUN).community
    assert [member.gains_eur["shapley"] for member in worth.members.values()] == pytest.approx([0.15, 0.10, 0.05])
    assert worth.shapley_error_eur == pytest.approx({"field": 0.0, "shop": 0.0, "kiosk": 0.0}, abs=1e-9)
    assert worth.open_coalition_eur == pytest.approx(0.0, abs=1e-6)
    assert worth.keys[-1] == "shapley"
