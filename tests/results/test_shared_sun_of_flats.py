"""The shipped apartment house: what flats pay for the sun of their roof is worth it for them and for the house."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.pipeline import run_variant
from energycommunity.scenario.loader import load_scenario

SCENARIO = Path(__file__).resolve().parents[2] / "scenarios" / "apartment_house.yaml"


def paid_eur(result, meter):
    """What a meter pays in a year, with VAT [EUR]."""
    bills = result.bills.isel(line=result.bills["meter"].values == meter)
    return float((bills["eur"] + bills["vat_eur"]).sum())


@pytest.fixture(scope="module")
def results():
    """Today, and with shared sun; no package but the house as it stands."""
    file = load_scenario(SCENARIO)
    return {name: run_variant(file, file.variants[name]) for name in ("today", "cheapest")}


def test_flats_and_house_both_pay_less_with_shared_sun(results):
    """Proves: the price lies between what is earned and what is saved. Sensitivity: with 0.08 flats pay more."""
    for meter in ("flats", "common"):
        assert paid_eur(results["cheapest"], meter) < paid_eur(results["today"], meter)


def test_the_price_is_above_what_a_sale_would_earn(results):
    """By hand: what flats pay over what they take is the price; sold in the same hours, it would earn less."""
    found = results["cheapest"]
    shared_kw = found.dispatch["flats.shared_in_kw"].values
    earned = found.profiles["common.sale_price_eur_per_kwh"].values
    price = found.scenario.community.internal_price_eur_per_kwh
    assert float((shared_kw * earned).sum() / shared_kw.sum()) < price
