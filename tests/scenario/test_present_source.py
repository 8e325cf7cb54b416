"""What stands in a building is one of the supplies that its choice of heating may keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from energycommunity.scenario.loader import load_scenario

TOWN = """
name: town
site: {latitude_deg: 57.2, longitude_deg: 26.7}
time: {start: "2025-01-15", steps: 24}
economics: {price_year: 2025, real_discount_rate: 0.04}
members: {owner: {kind: household}}
tariffs:
  grid: {type: fixed, price_eur_per_kwh: 0.14}
  wood: {type: fuel, carrier: firewood, price_eur_per_kwh: 0.03}
meters: {main: {member: owner, import: grid}}
buildings:
  old: {meter: main, sector: residential, space_heat: {power_kw: 5}, present_heating: PRESENT}
  new: {meter: main, sector: residential, space_heat: {power_kw: 5}}
assets:
  heating:
    {type: heating_choice, at: each_building, owner: building_member, present_tariffs: [wood, grid],
     sources: {heater: {type: electric, electricity: grid}}}
"""


def sources(folder: Path, present: str):
    path = folder / "town.yaml"
    path.write_text(TOWN.replace("PRESENT", present), encoding="utf-8")
    file = load_scenario(path)
    assets = file.variants[file.baseline].assets
    assert list(assets["heating.new"].sources) == ["heater"]
    return assets["heating.old"].sources


def test_a_boiler_is_kept_for_the_rest_of_its_life(tmp_path):
    """Hand calculation: a boiler lives 20 years by the catalogue; one of 2015 stands another 10 in 2025."""
    kept = sources(tmp_path, "{type: boiler, fuel: firewood, built: 2015, efficiency: 0.7}")["present"]
    assert (kept.type, kept.fuel, kept.efficiency, kept.remaining_years) == ("boiler", "wood", 0.7, 10.0)
    assert kept.investment_eur_per_kw > 0.0  # what it costs when it is replaced


def test_one_of_unknown_age_is_replaced_at_once(tmp_path):
    kept = sources(tmp_path, "{type: stove, fuel: firewood}")["present"]
    assert (kept.remaining_years, kept.efficiency) == (0.0, 0.82)


@pytest.mark.parametrize(("present", "cop"), [("{type: heat_pump, efficiency: 2.8}", 2.8), ("{type: heat_pump}", None)])
def test_a_heat_pump_keeps_its_seasonal_cop(tmp_path, present, cop):
    if cop is None:
        with pytest.raises(Exception, match="weather"):
            sources(tmp_path, present)
        return
    kept = sources(tmp_path, present)["present"]
    assert (kept.type, kept.electricity, kept.cop) == ("heat_pump", "grid", cop)


def test_without_a_tariff_of_its_fuel_it_is_no_choice(tmp_path):
    assert list(sources(tmp_path, "{type: boiler, fuel: heating_oil}")) == ["heater"]
