"""Fuel by volume and moist weight in a whole file: prices, amounts of a measured year, and the figures behind."""

from __future__ import annotations

import pytest

from energycommunity.scenario.loader import load_scenario
from energycommunity.scenario.resolved import resolved_yaml
from tests.scenario.test_tables import VILLAGE

PELLETS = "pellets: {type: fuel, carrier: pellets, price_eur_per_t: 240, lower_heating_value_kwh_per_t: 4.8 MWh/t}"
FIREWOOD = 'pellets: {type: fuel, carrier: firewood, price_eur_per_loose_m3: "42 EUR/m3"}'
YEAR = 'calibrate_to: {produced_kwh: 200000, sold_kwh: 150000, fuel: "400 loose m3 firewood", moisture_fraction: 0.25}'


def load(folder, tariff=FIREWOOD, year=""):
    text = VILLAGE.replace(PELLETS, tariff).replace("    heat_loss_kw: 5\n", f"    heat_loss_kw: 5\n{year}")
    assert tariff in text
    path = folder / "village.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


def figures(file, part):
    return {
        used.path: (used.value, used.unit, used.verified)
        for used in file.defaults_used["baseline"]
        if part in used.path
    }


def test_a_price_by_volume_lists_the_energy_behind_it(tmp_path):
    file = load(tmp_path)
    assert file.variants["baseline"].tariffs["pellets"].price_eur_per_loose_m3 == 42
    assert figures(file, "tariffs.pellets") == {
        "tariffs.pellets.loose_m3.firewood": (840.0, "kWh/m3", False),
        "tariffs.pellets.loose_m3.firewood.moisture_fraction": (0.2, "1", False),
    }


def test_an_energy_that_the_file_states_lists_nothing(tmp_path):
    stated = FIREWOOD.replace('"42 EUR/m3"', "42, lower_heating_value_kwh_per_m3: 0.9 MWh/m3")
    file = load(tmp_path, stated)
    assert file.variants["baseline"].tariffs["pellets"].energy().kwh_per_unit == pytest.approx(900)
    assert figures(file, "tariffs.pellets") == {}


def test_an_amount_of_fuel_lists_the_energy_behind_it(tmp_path):
    """Hand calculation: 840 x (5278 - 678.6 / 3) / (5278 - 678.6 / 4) = 830.7 kWh in a loose metre with 25 % water."""
    file = load(tmp_path, year=f"    {YEAR}\n")
    year = file.variants["baseline"].heat_networks["centre"].calibrate_to
    assert year.fuel_kwh / 400 == pytest.approx(840 * (5278 - 2443 / 3.6 / 3) / (5278 - 2443 / 3.6 / 4))
    assert set(figures(file, "calibrate_to")) == {
        "heat_networks.centre.calibrate_to.loose_m3.firewood",
        "heat_networks.centre.calibrate_to.dry_heating_value.firewood",
    }


def test_the_resolved_file_says_the_same(tmp_path):
    scenario = load(tmp_path, year=f"    {YEAR}\n").variants["baseline"]
    again = tmp_path / "again.yaml"
    again.write_text(resolved_yaml(scenario), encoding="utf-8")
    assert load_scenario(again).variants["baseline"].heat_networks == scenario.heat_networks
