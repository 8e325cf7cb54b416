"""The assumptions of the first screen are those that drive most of the cost."""

from __future__ import annotations

import pytest

from energycommunity.pipeline import run
from energycommunity.reporting.assumptions import driven_in_words, main_assumptions
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.voice import Voice
from tests.reporting.conftest import readable, with_costs, with_scenarios


def test_price_of_firewood_drives_the_fuel_bill(edition):
    """Proves: value, driven cost and share of the price of firewood.

    Sensitivity: without the network's loss it would drive 26 280 EUR; per heat instead of fuel, the price is 75.
    Hand calculation: (40 + 5) kW / 0.6 x 8760 h x 0.045 EUR/kWh = 29 565 EUR.
    """
    found = {a.name: a for a in main_assumptions(edition, 20)}
    firewood = found["Price of firewood"]
    assert firewood.drives_eur_per_year == pytest.approx(29_565.0)
    assert readable(firewood.value) == "45 EUR/MWh"
    assert "assumed" in firewood.source
    assert "†" in firewood.source
    assert firewood.variant == "baseline"


def test_largest_come_first(edition):
    driven = [a.drives_eur_per_year for a in main_assumptions(edition, 20)]
    assert driven == sorted(driven, reverse=True)
    assert len(main_assumptions(edition)) == 3


def test_heat_demand_is_named_with_its_mark(edition):
    """Proves: 40 kW all year is the demand of the buildings, without the loss of the network.

    Sensitivity: with the loss of 5 kW it would be 394 MWh.
    Hand calculation: 40 kW x 8760 h = 350.4 MWh.
    """
    found = {a.name: a for a in main_assumptions(edition, 20)}
    demand = found["Heat demand of the buildings"]
    assert readable(demand.value) == "350 MWh/a"
    assert demand.source.endswith("†")


def test_interest_is_what_the_discount_rate_drives(results):
    """Proves: without interest the discount rate drives nothing.

    Sensitivity: the whole annuities would be named.
    Hand calculation: at rate 0 an annuity is investment over life.
    """
    edition = Edition(with_scenarios(results), Voice("en"))
    found = {a.name: a for a in main_assumptions(edition, 20)}
    accounts = results.variants["heat_pump"].assessment.accounts
    whole = sum(e.eur_per_year for e in accounts.costs if e.kind in ("annuity", "investment_tax"))
    assert 0.0 < found["Real discount rate"].drives_eur_per_year < whole


def test_share_of_a_profit_is_not_told(results):
    """Where a variant earns money, a share of its cost would mean nothing."""
    gain = with_costs(results, baseline=-100.0, heat_pump=500.0)
    edition = Edition(gain, Voice("en"))
    found = main_assumptions(edition)[0]
    assert found.share is None
    assert driven_in_words(edition, found).endswith("in “Old boiler”.")


def test_seasonal_cop_of_heat_pumps_is_an_assumption(edition):
    """Proves: value and driven cost of the COP where heat pumps carry much of the cost.

    Sensitivity: without the share of the heat pump the electricity of school and shop would be driven too.
    Hand calculation: 45 kW / 3.2 = 14.0625 kW; beside 6 + 4 kW of demand that is 14.0625 / 24.0625 of the electricity.
    """
    found = {a.name: a for a in main_assumptions(edition, 20)}["Seasonal COP: heat pump"]
    costs = edition.variants["heat_pump"].assessment.accounts.costs
    electricity_eur = sum(entry.eur_per_year for entry in costs if entry.kind in ("energy", "network"))
    assert (found.value, found.source) == ("3.2", "COP from the scenario file")
    assert found.drives_eur_per_year == pytest.approx(electricity_eur * 14.0625 / 24.0625)


HEAT_FROM_OUTSIDE = """
name: small
site: {latitude_deg: 57.2, longitude_deg: 26.7}
time: {start: "2025-01-15", steps: 4, annual: false}
economics: {price_year: 2025, real_discount_rate: 0.0, horizon_years: 20}
members: {owner: {kind: company, deducts_vat: true}}
tariffs:
  grid: {type: fixed, price_eur_per_kwh: 0.10}
  city: {type: heat, price_eur_per_kwh: 0.06}
meters: {main: {member: owner, import: grid, import_limit_kw: 100, export_limit_kw: 100}}
buildings:
  house: {meter: main, sector: tertiary, space_heat: {power_kw: 10}, electricity: {power_kw: 2}}
assets:
  substation: {type: district_heat, at: house, owner: owner, import: city, capacity_heat_kw: 20, efficiency: 1}
mode: dispatch
"""


def test_heat_bought_from_outside_is_driven_by_the_heat_demand(tmp_path):
    """Proves: what district heat costs belongs to the heat, not to the electricity.

    Hand calculation: four hours of 10 kW at 0.06 EUR/kWh are 2.40 EUR, of 2 kW at 0.10 EUR/kWh 0.80 EUR.
    Sensitivity: 0 and 3.20 EUR if all that is bought were taken for electricity.
    """
    (tmp_path / "small.yaml").write_text(HEAT_FROM_OUTSIDE, encoding="utf-8")
    edition = Edition(run(tmp_path / "small.yaml", (), tmp_path / "out"), Voice("en"))
    found = {a.name: a.drives_eur_per_year for a in main_assumptions(edition, 20)}
    assert found["Heat demand of the buildings"] == pytest.approx(2.40)
    assert found["Electricity demand"] == pytest.approx(0.80)
