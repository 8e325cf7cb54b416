"""Network heat that is billed to nobody who takes it is named, and counted at the cost-covering tariff where it can."""

from __future__ import annotations

import re

import pytest

from energycommunity.pipeline import run
from energycommunity.reporting.answer import answer
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.member_sheets import member_sheet
from energycommunity.reporting.network_heat import NetworkHeat, network_heat
from energycommunity.reporting.tables.costs import costs_by_member
from energycommunity.reporting.voice import Voice
from tests.reporting.conftest import readable

#: That of tests/hand_calculated/test_heat_price.py a thousand times as large, its house with a member of its own.
VILLAGE = """
name: village
site: {latitude_deg: 57.2, longitude_deg: 26.7}
time: {start: "2025-01-15", steps: 4, annual: false}
reserve: {design_spell: false}
economics: {price_year: 2025, real_discount_rate: 0.0, horizon_years: 20}
members:
  operator: {kind: company, deducts_vat: true}
  tenants: {kind: apartment_house, deducts_vat: false}
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.10}
  pellets: {type: fuel, carrier: pellets, price_eur_per_kwh: 0.02}
meters:
  plant: {member: operator, import: purchase, import_limit_kw: 9999}
  house: {member: tenants, import: purchase, import_limit_kw: 9999}
buildings:
  house: {meter: house, sector: residential, space_heat: {power_kw: 2000}}
  hall: {meter: plant, sector: municipal, space_heat: {power_kw: 3000}}
heat_networks:
  net:
    {owner: operator, level: {supply_c: 95, return_c: 70}, heat_loss_kw: 1000,
     connections: {house: required, hall: required}, investment_eur_per_m: 0, lifetime_years: 20,
     fixed_om_eur_per_year: 600, variable_om_eur_per_kwh: 0, sales_eur_per_kwh: 0.01, pumping_electricity_fraction: 0}
assets:
  boiler:
    {type: fuel_boiler, owner: operator, at: net, fuel: pellets, efficiency: 0.8, capacity_heat_kw: 20000,
     investment_eur: 20000, lifetime_years: 20, fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0}
variants:
  today: {baseline: true, title: Network}
  apart:
    title: Own heater
    set:
      heat_networks.net.connections.house: forbidden
      assets.heater:
        {type: electric_boiler, at: house, owner: tenants, meter: house, efficiency: 1, capacity_heat_kw: 2000,
         investment_eur_per_kw: 0, lifetime_years: 20, fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0}
      community: {sharing: by_interval, internal_price_eur_per_kwh: 0.08}
"""


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    folder = tmp_path_factory.mktemp("village")
    (folder / "village.yaml").write_text(VILLAGE, encoding="utf-8")
    return run(folder / "village.yaml", (), folder / "out")


@pytest.fixture
def year(village, monkeypatch):
    """The four hours taken for the year, so that its tariff is that of a year."""
    monkeypatch.setattr(Edition, "is_annual", True)
    return Edition(village, Voice("en"))


def _sheet(edition, member):
    html = member_sheet(edition, "apart", member)
    return readable(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL))


def test_heat_at_the_cost_of_others_is_counted_at_the_cost_covering_tariff(year):
    """Proves: the tenants would pay for 8 MWh with 12 % of VAT, the operator would get as much without it.

    Sensitivity: 960 EUR for the tenants without VAT; -2 400 for the operator if his own hall paid him too.
    Hand calculation: the tariff is 0.12 EUR/kWh (tests/hand_calculated/test_heat_price.py), the house takes 4 h x 2 MW:
    8 000 x 0.12 = 960, x 1.12 = 1 075.20 EUR. Apart, the operator heats his own hall only.
    """
    found = network_heat(year, "today")
    assert found["tenants"] == NetworkHeat(pytest.approx(8000.0), pytest.approx(1075.2))
    assert found["operator"] == NetworkHeat(pytest.approx(-8000.0), pytest.approx(-960.0))
    assert network_heat(year, "apart") == {}


def test_who_heats_himself_is_not_told_to_lose_what_he_never_paid(year):
    """Proves: sheet, table and answer count the heat, and name it.

    Sensitivity: without it the tenants would lose 968 EUR, for today they would pay nothing.
    Hand calculation: the heater draws 8 000 x 0.10 x 1.21 = 968 EUR, 107 less than 1 075.20. The operator pays 2 400
    today, 1 440 with 960 earned; apart 16 000 / 0.8 x 0.02 + 1 000 + 600 + 120 = 2 120: 680 more.
    """
    sheet = _sheet(year, "tenants")
    assert "With “Own heater” you pay 968 EUR; today you pay 1 075 EUR. You gain 107 EUR." in sheet
    assert "not billed to you here (Network: 8 MWh (134.4 EUR/MWh))" in sheet
    assert "Best for you is “Own heater”: you pay 968 EUR." in sheet
    assert re.search(r"cost-covering tariff\s+1 075 +0\s+Total with network heat +1 075 +968 ", sheet)
    told = readable(" ".join(answer(year)))
    assert "tenants gains 107 EUR; operator pays 680 EUR more." in told
    assert "(Network: tenants 8 MWh at 120.0 EUR/MWh without VAT)" in told
    table = costs_by_member(year)
    assert "Network: tenants 8 MWh" in readable(table.note)
    rows = {row[0]: row[1:4] for row in table.rows}
    assert rows["tenants"] == pytest.approx((0.0, 968.0, 968.0))
    assert rows["Total"] == pytest.approx((2400.0, 3088.0, 688.0))
    assert rows["tenants, with network heat"] == pytest.approx((1075.2, 968.0, -107.2))
    assert rows["operator, with network heat"] == pytest.approx((1440.0, 2120.0, 680.0))


def test_a_part_of_a_year_has_no_such_tariff(village):
    """Nothing is compared for members whose heat has no price, and the heat is named all the same."""
    window = Edition(village, Voice("en"))
    sheet = _sheet(window, "tenants")
    assert "you get 0 EUR; " not in sheet
    assert "so that this is no comparison" in sheet
    assert "(Network: 8 MWh)" in sheet
    assert "Best for you" not in sheet
    assert "You gain" not in sheet
    told = readable(" ".join(answer(window)))
    assert "for tenants and operator it is not known, because of network heat that is not billed" in told
    table = costs_by_member(window)
    assert [row[0] for row in table.rows] == ["operator", "tenants", "Total"]
    assert "Network: tenants 8 MWh" in readable(table.note)


def test_nothing_is_said_where_all_heat_is_at_the_own_cost(edition):
    assert all(network_heat(edition, name) == {} for name in edition.variants)
    assert "network heat" not in costs_by_member(edition).note
