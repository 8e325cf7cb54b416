"""The cap on surplus within net billing that a draft of 2023 had, checked by hand."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import bill, run_small

SCENARIO = """
time: {{steps: 2}}
members:
  owner: {{kind: company, deducts_vat: true}}
  neighbour: {{kind: company, deducts_vat: true}}
tariffs:
  purchase: {{type: fixed, price_eur_per_kwh: 0.10}}
  sale: {{type: net_billing, price_eur_per_kwh: 0.05, margin_eur_per_kwh: 0.01{cap}}}
meters:
  main: {{member: owner, import: purchase, export: sale, import_limit_kw: 99, export_limit_kw: 99}}
  next: {{member: neighbour, import: purchase, import_limit_kw: 99, export_limit_kw: 99}}
assets:
  pv: {{type: photovoltaics, owner: owner, meter: main, capacity_kwp: 6, production_kw_per_kwp: $sun}}
  demand: {{type: load, owner: owner, meter: main, power_kw: 1}}
  next_demand: {{type: load, owner: neighbour, meter: next, power_kw: 2}}
community: {{sharing: {sharing}}}
"""


def _run(tmp_path, cap, sharing="none"):
    document = SCENARIO.format(cap=f", surplus_cap_fraction: {cap}" if cap else "", sharing=sharing)
    result = run_small(tmp_path, document, {"sun": [2 / 6, 1.0]})
    return result, [warning for warning in result.warnings if warning.key == "surplus_cap_exceeded"]


def test_surplus_above_the_cap_is_told_with_what_it_would_cost(tmp_path):
    """Proves: what is sold above the stated part of the production is told with its energy and money; the bills, which
    no law is known to cut, stay.

    Sensitivity: 60 % if what the owner uses were taken off the production; 0.24 EUR if all that is sold were meant.
    Hand calculation: 2 + 6 = 8 kWh produced, 1 kWh used in each hour: 6 kWh sold, 75 %. The cap of 20 % is 1.6 kWh; 4.4
    kWh lie above it, at 0.05 - 0.01 = 0.04 EUR: 0.176 EUR. Sold: 6 x 0.04 = 0.24 EUR.
    """
    result, told = _run(tmp_path, 0.2)
    assert len(told) == 1
    expected = {"meter": "main", "percent": 75.0, "cap": 20.0, "excess": 4.4, "eur": 0.176}
    assert {name: told[0].values[name] for name in expected} == {
        name: pytest.approx(value) if name != "meter" else value for name, value in expected.items()
    }
    assert "75 % of the production is sold" in told[0].tell()
    assert "4.4 kWh lie above it; were they not paid, 0.176 EUR would be missing" in told[0].tell()
    assert bill(result, meter="main", kind="revenue") == pytest.approx(-0.24)


@pytest.mark.parametrize("cap", [None, 0.75])
def test_nothing_is_told_without_a_cap_or_at_the_cap(tmp_path, cap):
    """Proves: there is no cap unless one is stated, and selling exactly as much as it allows is allowed.

    Sensitivity: a warning if the draft's 20 % were the default, or if the limit itself were above it.
    Hand calculation: 6 of 8 kWh are 75 %.
    """
    assert _run(tmp_path, cap)[1] == []


def test_what_is_shared_is_no_surplus(tmp_path):
    """Proves: what members share does not count towards the cap.

    Sensitivity: 75 % if all that leaves the meter counted.
    Hand calculation: the neighbour takes 1 of the 1 kWh of the first hour and 2 of the 5 of the second: 3 kWh are sold,
    37.5 % of 8 kWh. The cap of 25 % is 2 kWh; 1 kWh lies above it: 0.04 EUR.
    """
    _, told = _run(tmp_path, 0.25, "by_interval")
    assert [told[0].values[name] for name in ("percent", "excess", "eur")] == pytest.approx([37.5, 1.0, 0.04])
