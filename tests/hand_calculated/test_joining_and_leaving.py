"""Members who join or leave at the turn of a month, checked by hand."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import bill, run_small, series

#: The last hour of January and the first of February.
TWO_MONTHS = """
time: {{start: "2025-01-31 23:00", steps: 2}}
members:
  owner: {{kind: company, deducts_vat: true {owner}}}
  first: {{kind: company, deducts_vat: true {first}}}
  second: {{kind: company, deducts_vat: true}}
tariffs:
  purchase: {{type: fixed, price_eur_per_kwh: 0.10, network: {{energy_eur_per_kwh: 0.04}}}}
  sale: {{type: export_fixed, price_eur_per_kwh: {sale}}}
meters:
  main: {{member: owner, import: purchase, export: sale, import_limit_kw: 99, export_limit_kw: 99}}
  one: {{member: first, import: purchase, import_limit_kw: 99, export_limit_kw: 99}}
  two: {{member: second, import: purchase, import_limit_kw: 99, export_limit_kw: 99}}
assets:
  pv: {{type: photovoltaics, owner: owner, meter: main, capacity_kwp: 6, production_kw_per_kwp: $sun}}
  demand_one: {{type: load, owner: first, meter: one, power_kw: 3}}
  demand_two: {{type: load, owner: second, meter: two, power_kw: 1}}
community: {{sharing: by_interval, key: {key}, internal_price_eur_per_kwh: 0.08}}
"""


def _run(tmp_path, sun_kw, owner="", first="", sale=0.03, key="dynamic"):
    sections = TWO_MONTHS.format(owner=owner, first=first, sale=sale, key=key)
    return run_small(tmp_path, sections, {"sun": [power_kw / 6 for power_kw in sun_kw]})


def test_who_leaves_buys_everything_from_the_next_month_on(tmp_path):
    """Proves: from the month after the last one nothing is shared with the member's meter, in cost and bill alike.

    Sensitivity: 0.46 if he went on sharing; 0.88 - 0.07 if he left a month too early.
    Hand calculation: January: 2 kW given to 3 + 1 kW: 1.5 and 0.5 shared, 2 bought. February: 6 given, second takes 1
    of it, 5 are sold, first buys 3. Bought 5 x 0.10 = 0.50; network 8 x 0.04 = 0.32; sold 5 x 0.03 = 0.15: 0.67 EUR.
    """
    result = _run(tmp_path, [2, 6], first=", until_month: 2025-01")
    assert series(result, "one.shared_in_kw") == pytest.approx([1.5, 0.0])
    assert series(result, "one.bought_kw") == pytest.approx([1.5, 3.0])
    assert series(result, "two.shared_in_kw") == pytest.approx([0.5, 1.0])
    assert series(result, "main.shared_out_kw") == pytest.approx([2.0, 1.0])
    assert bill(result, kind="shared", member="first") == pytest.approx(1.5 * 0.08)
    assert result.annual_cost_eur == pytest.approx(0.67)


def test_who_joins_shares_from_the_first_month_on(tmp_path):
    """Proves: before the first month nothing is shared with the member's meter.

    Sensitivity: 0.46 if he shared from the start; 0.67 if his months were taken the wrong way round.
    Hand calculation: January: 2 kW given, second takes 1, 1 is sold, first buys 3. February: 3 and 1 shared, 2 sold.
    Bought 3 x 0.10 = 0.30; network 8 x 0.04 = 0.32; sold 3 x 0.03 = 0.09: 0.53 EUR.
    """
    result = _run(tmp_path, [2, 6], first=", from_month: 2025-02")
    assert series(result, "one.shared_in_kw") == pytest.approx([0.0, 3.0])
    assert series(result, "two.shared_in_kw") == pytest.approx([1.0, 1.0])
    assert result.annual_cost_eur == pytest.approx(0.53)


def test_a_share_of_who_has_left_goes_to_the_others(tmp_path):
    """Proves: an equal key divides among those who belong to the community in the month.

    Sensitivity: second would get 1.0 in both steps if first had gone on taking his part of the 2 kW.
    Hand calculation: 1 kW is given in each step. January: 0.5 to each. February: all of it to second, who draws 1.
    """
    result = _run(tmp_path, [1, 1], first=", until_month: 2025-01", key="equal")
    assert series(result, "one.shared_in_kw") == pytest.approx([0.5, 0.0])
    assert series(result, "two.shared_in_kw") == pytest.approx([0.5, 1.0])


def test_who_has_left_sells_while_the_others_buy(tmp_path):
    """Proves: where selling pays more than buying costs, a pool may do one of both only; who has left is free.

    Sensitivity: 0.92 if he had to wait until the pool sells, and his sun were curtailed meanwhile.
    Hand calculation: January: all 2 kW are shared, 2 bought: 2 x 0.10 + 4 x 0.04 = 0.36. February: 4 bought at 0.14, 2
    sold at 0.30: 0.56 - 0.60 = -0.04. Together 0.32 EUR.
    """
    result = _run(tmp_path, [2, 2], owner=", until_month: 2025-01", sale=0.30)
    assert series(result, "main.sold_kw") == pytest.approx([0.0, 2.0])
    assert result.annual_cost_eur == pytest.approx(0.32)
