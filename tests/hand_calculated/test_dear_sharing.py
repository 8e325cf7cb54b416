"""Members who pay each other more than their traders would ask are told of, checked by hand."""

from __future__ import annotations

import pytest

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.voice import Voice
from energycommunity.reporting.who_gains import who_gains
from energycommunity.results import Results
from tests.hand_calculated.small_scenario import run_small

SCENARIO = """
time: {{steps: 2}}
members:
  owner: {{kind: company, deducts_vat: true}}
  first: {{kind: household}}
  second: {{kind: company, deducts_vat: true}}
tariffs:
  exchange: {{type: spot, price_eur_per_kwh: $price, margin_eur_per_kwh: 0.01, network: {{energy_eur_per_kwh: 0.04}}}}
  purchase: {{type: fixed, price_eur_per_kwh: 0.10, network: {{energy_eur_per_kwh: 0.04}}}}
  sale: {{type: export_fixed, price_eur_per_kwh: 0.03}}
meters:
  main: {{member: owner, import: purchase, export: sale, import_limit_kw: 99, export_limit_kw: 99}}
  one: {{member: {one}, import: exchange, import_limit_kw: 99, export_limit_kw: 99}}
  two: {{member: {two}, import: purchase, import_limit_kw: 99, export_limit_kw: 99}}
assets:
  pv: {{type: photovoltaics, owner: owner, meter: main, capacity_kwp: 6, production_kw_per_kwp: $sun,
       fixed_om_eur_per_kwp_year: {upkeep}}}
  demand_one: {{type: load, owner: {one}, meter: one, power_kw: 3}}
  demand_two: {{type: load, owner: {two}, meter: two, power_kw: 1}}
community: {{sharing: by_interval, internal_price_eur_per_kwh: 0.08}}
"""


def _told(tmp_path, price_eur_per_kwh, one="first", two="second"):
    """What is told of the internal price: by key, members, euros and percent."""
    columns = {"sun": [2 / 6, 1.0], "price": price_eur_per_kwh}
    result = run_small(tmp_path, SCENARIO.format(one=one, two=two, upkeep=0), columns)
    faults = [fault for fault in result.warnings if fault.key in ("sharing_dearer", "sharing_often_dearer")]
    return {fault.key: [fault.values[name] for name in ("members", "eur", "percent")] for fault in faults}


def test_who_pays_more_than_his_trader_would_ask(tmp_path):
    """Proves: what a member takes is compared with the price and margin of the same hours, without network and VAT.

    Sensitivity: nothing would be told if the network's 0.04, due either way, counted for the trader alone.
    Hand calculation: 2 kWh are given to 3 + 1, then 6: the first takes 1.5 and 3 kWh. His trader asks 0.10 and 0.06:
    0.15 + 0.18 = 0.33 EUR, the members 4.5 x 0.08 = 0.36: 0.03 more. The second, at 0.10, saves.
    """
    assert _told(tmp_path, [0.09, 0.05]) == {"sharing_dearer": ["first", pytest.approx(0.03), pytest.approx(200 / 3)]}


def test_who_pays_more_for_most_of_it_and_saves_in_all(tmp_path):
    """Proves: a saving in all does not hide that most was dearer.

    Hand calculation: as above at 0.20 and 0.06: 3 of 4.5 kWh were dearer; 0.30 + 0.18 - 0.36 = 0.12 EUR are saved.
    """
    told = _told(tmp_path, [0.19, 0.05])
    assert told == {"sharing_often_dearer": ["first", pytest.approx(0.12), pytest.approx(200 / 3)]}


def test_nothing_is_told_where_the_trader_is_dearer(tmp_path):
    """Hand calculation: 0.10 and 0.09 are both above 0.08."""
    assert _told(tmp_path, [0.09, 0.08]) == {}


def test_nothing_is_told_of_one_who_gives_more_than_he_takes(tmp_path):
    """Proves: the owner of the panels, who earns by a high price, is not warned of what he takes at another meter.

    Hand calculation: he gives 2 + 4 kWh and takes 1.5 + 3 of them at 0.03 more.
    """
    assert _told(tmp_path, [0.09, 0.05], one="owner") == {}


@pytest.mark.parametrize(("taker", "price"), [("first", "2.080"), ("owner", "8.080")])
def test_the_price_at_which_who_gives_would_pay_no_more(tmp_path, taker, price):
    """Proves: the answer tells the internal price that covers what the owner of the panels pays more than before.

    Sensitivity: 1.580 if what he sells to the trader counted too.
    Hand calculation: 6 kWp at 2 EUR are 12 EUR more than without upkeep. He gives 6 kWh: 0.08 + 12 / 6 = 2.08. Where he
    takes 4.5 of them himself, the second has 1.5: 0.08 + 12 / 1.5 = 8.08.
    """
    columns = {"sun": [2 / 6, 1.0], "price": [0.3, 0.3]}
    before, after = (
        run_small(tmp_path, SCENARIO.format(one=taker, two="second", upkeep=upkeep), columns) for upkeep in (0, 2)
    )
    edition = Edition(Results("small", tmp_path, "before", {"before": before, "after": after}), Voice("en"))
    assert f"as much as before at an internal price of {price} EUR/kWh" in " ".join(who_gains(edition))
