"""Buildings that may stay away from a network, but that nothing else could heat, are named before the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.scenario import load_scenario
from tests.heat_network.made_up_village import scenario

WEATHER = Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv"
KEY = "scenario_notice_optional_without_source"
TWO = {"school": None, "shop": None}
NETWORK = "    heat_loss_kw: 5"
OWN_BOILER = (
    "  own: {type: fuel_boiler, at: shop, owner: municipality, fuel: wood, capacity_heat_kw: 90, efficiency: 0.8}\n"
)
CHOICE_OF_NETWORK = "  own: {type: heating_choice, at: shop, owner: municipality}\n"
CHOICE_OF_BOILER = (
    "  own: {type: heating_choice, at: shop, owner: municipality, sources: "
    "{boiler: {type: boiler, fuel: wood, efficiency: 0.8, investment_eur: 5000, lifetime_years: 20}}}\n"
)


def told(folder, connection, assets=""):
    text = scenario(NETWORK, TWO).replace("WEATHER", WEATHER.as_posix())
    text = text.replace("shop: required", f"shop: {connection}").replace("mode: dispatch", f"{assets}mode: dispatch")
    path = folder / "village.yaml"
    path.write_text(text, encoding="utf-8")
    return [notice for notice in load_scenario(path).notices if notice.key == KEY]


@pytest.mark.parametrize("assets", ["", CHOICE_OF_NETWORK])
def test_an_optional_building_that_nothing_else_heats_is_named(tmp_path, assets):
    (notice,) = told(tmp_path, "optional", assets)
    assert "these buildings, so they are connected whatever it costs: 1 (shop)" in notice.tell()
    assert "heat_networks.centre.connections" in notice.tell()
    assert "1 (shop). Norādiet katrai savu siltuma avotu" in notice.tell("lv")


@pytest.mark.parametrize(
    ("connection", "assets"), [("required", ""), ("optional", OWN_BOILER), ("optional", CHOICE_OF_BOILER)]
)
def test_who_must_be_connected_or_can_leave_is_not_named(tmp_path, connection, assets):
    assert told(tmp_path, connection, assets) == []
