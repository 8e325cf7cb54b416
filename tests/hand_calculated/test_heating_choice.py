"""The choice of a building's heating, checked by hand. Money is spread over 20 years without interest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from energycommunity.assessment.costs import costs_of_society, grants_received_eur
from energycommunity.assessment.heating_ways import chosen_heating
from energycommunity.demand.heat_emission import Radiators
from energycommunity.demand.heated_building import PackageHeat
from energycommunity.demand.hot_water_supply import HotWaterSupply
from energycommunity.errors import InfeasibleError
from energycommunity.heat_network.temperature_level import TemperatureLevel
from energycommunity.optimization.case import Reserve
from energycommunity.optimization.programme import state
from energycommunity.quantities import Bus
from energycommunity.results import VariantResult
from energycommunity.results.arrays import capacities_of
from energycommunity.technologies.fuel_boiler import FuelBoiler
from energycommunity.technologies.heat_network import HeatNetwork
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.ledger import Goods
from energycommunity.technologies.surroundings import Place
from tests.hand_calculated.small_scenario import cost, run_small, series
from tests.technologies.choosing_house import ChoosingHouse, package

WEATHER = (Path(__file__).parents[2] / "data" / "weather" / "gulbene.csv").as_posix()
NOTHING = {"fixed_om_eur_per_kw_year": 0.0, "variable_om_eur_per_kwh": 0.0, "lifetime_years": 20.0}
PELLETS = {"type": "boiler", "fuel": "pellets", "efficiency": 0.5, "investment_eur_per_kw": 1.0, **NOTHING}
HEATER = {"type": "electric", "electricity": "purchase", "efficiency": 1.0, **NOTHING}
#: 8 kWh in four hours.
AS_IT_STANDS = package("none", [3, 0, 1, 4])


def deep(walls_eur: float, grant_eur: float = 0.0) -> PackageHeat:
    """Half the heat, for insulation that lives 20 years and windows of 1 EUR that live 10."""
    investments = {"walls": (walls_eur, 20.0), "windows": (1.0, 10.0)}
    return package("deep", [1.5, 0, 0.5, 2], investments=investments, grant_eur=grant_eur)


def choice(sources: dict[str, Any], packages: tuple[str, ...] = ("none", "deep"), **further: Any) -> HeatingChoice:
    """A choice of the owner for the house."""
    return HeatingChoice.model_validate(
        {"owner": "owner", "at": "house", "packages": packages, "sources": sources, **further}
    )


@pytest.mark.parametrize(
    ("pellets_eur", "walls_eur", "chosen", "expected_eur"),
    [
        (0.05, 5.0, "deep_heater", 0.75),
        (0.02, 5.0, "none_pellets", 0.52),
        (0.02, 1.0, "deep_pellets", 0.41),
        (0.05, 8.0, "none_heater", 0.80),
    ],
)
def test_the_cheapest_of_packages_and_supplies_is_taken(pellets_eur, walls_eur, chosen, expected_eur):
    """Proves: a package with a supply costs its measures by their lives, equipment by its own peak, and its energy.

    Sensitivity: the first would be 0.70 if the windows were paid for once in 20 years; the third 0.51 if the boiler had
    the size of the building as it stands; the second 0.36 if the boiler burnt no more than its heat.
    Hand calculation: as it stands pellets cost 16 kWh x price and the boiler 4 kW x 1 / 20 = 0.20, the heater 8 kWh x
    0.10 = 0.80. Deep, measures cost walls / 20 + 1 / 10, pellets 8 kWh x price + 2 kW x 1 / 20, the heater 0.40. In the
    order none_pellets, none_heater, deep_pellets, deep_heater: 1.00, 0.80, 0.85, 0.75; 0.52, 0.80, 0.61, 0.75; 0.52,
    0.80, 0.41, 0.55; 1.00, 0.80, 1.00, 0.90.
    """
    packages = (AS_IT_STANDS, deep(walls_eur))
    prices = {"purchase": 0.10, "pellets": pellets_eur}
    answer = ChoosingHouse(choice({"pellets": PELLETS, "heater": HEATER}), packages, prices).solved()
    assert answer.chosen == chosen
    assert answer.cost_eur == pytest.approx(expected_eur)


def test_ledgers_hold_energy_taxes_grant_and_money_of_what_was_chosen():
    """Proves: bought and final energy, VAT by goods on all but the grant, the grant once, and the money by its lives.

    Sensitivity: 0.4575 with VAT on the grant; 0.4761 with the full rate on wood; 0.0817 if the grant came every year.
    Hand calculation: deep pellets of the test above: 0.15 + 0.10 = 0.25 of annuities with 21 % VAT 0.0525; pellets 0.16
    with 12 % VAT 0.0192; a grant of 0.40 once in 20 years 0.02. Together 0.25 + 0.0525 + 0.16 + 0.0192 - 0.02 = 0.4617.
    """
    vat: dict[tuple[str, Goods], float] = {("owner", "other"): 0.21, ("owner", "wood_fuel"): 0.12}
    prices = {"purchase": 0.10, "pellets": 0.02}
    packages = (AS_IT_STANDS, deep(1.0, grant_eur=0.40))
    answer = ChoosingHouse(choice({"pellets": PELLETS, "heater": HEATER}), packages, prices, vat).solved()
    assert answer.chosen == "deep_pellets"
    assert answer.cost_eur == pytest.approx(0.4617)
    assert (answer.cost("annuity"), answer.cost("fuel")) == pytest.approx((0.25 - 0.02, 0.16))
    assert (answer.cost("investment_tax"), answer.cost("tax")) == pytest.approx((0.0525, 0.0192))
    assert answer.energy_kwh("pellets", "bought") == answer.energy_kwh("pellets", "final") == pytest.approx(8.0)
    assert answer.energy_kwh("electricity", "bought") == 0.0
    money = sorted((use.lifetime_years, round(use.eur, 6)) for use in answer.accounts.investments)
    assert money == [(10.0, 1.21), (20.0, 1.21), (20.0, 2.42)]  # windows, walls, boiler


@pytest.mark.parametrize(
    ("kind", "grant", "chosen", "expected_eur", "missed"),
    [
        ("household", {"share": 0.5}, "none_heater", 3.80, []),
        ("household", {"share": 0.5, "cap_eur": 18.0}, "none_heater", 3.90, []),
        ("household", {"share": 0.5, "cap_eur": 10.0}, "none_pellets", 4.00, []),
        ("household", {"share": 0.5, "max_capacity_kw": 4.0}, "none_heater", 3.80, []),
        ("household", {"share": 0.5, "max_capacity_kw": 3.9}, "none_pellets", 4.00, ["grant_too_large"]),
        ("household", {"share": 0.5, "supports": ["renovation"]}, "none_pellets", 4.00, ["grant_other_purpose"]),
        ("household", {"share": 0.5, "until_year": 2024}, "none_pellets", 4.00, ["grant_other_years"]),
        ("household", "ekii_households", "none_heater", 3.40, []),
        ("apartment_house", "ekii_households", "none_pellets", 4.00, ["grant_other_applicant"]),
    ],
)
def test_a_grant_of_a_source_pays_a_part_of_its_equipment(kind, grant, chosen, expected_eur, missed):
    """Proves: share, cap and conditions of a source's grant; it is had once, although the heater is bought twice.

    Sensitivity: the first would be 2.80 if the grant were had with the second heater too, after 10 years.
    Hand calculation: pellets cost 16 kWh x 0.2375 + 4 kW x 1 / 20 = 4.00. The heater of 4 kW costs 40 EUR every 10
    years, 80 / 20 = 4.00, with 8 kWh x 0.10 = 0.80: 4.80. Half of 40 EUR once in 20 years is 1.00, 18 EUR 0.90, 10 EUR
    0.50; the 70 % of EKII for households in 2025 are 28 EUR, 1.40.
    """
    heater = {**HEATER, "investment_eur_per_kw": 10.0, "lifetime_years": 10.0, "grant": grant}
    house = ChoosingHouse(
        choice({"pellets": PELLETS, "heater": heater}, ("none",)),
        (AS_IT_STANDS,),
        {"purchase": 0.10, "pellets": 0.2375},
        owner_kind=kind,
    )
    answer = house.solved()
    assert (answer.chosen, answer.cost_eur) == (chosen, pytest.approx(expected_eur))
    (told,) = chosen_heating(answer.programme, answer.solution.values)
    of_heater = next(way for way in told.ways if way.source == "heater")
    assert [fault.key for fault in of_heater.missed_conditions] == missed
    assert (of_heater.grant_eur == 0.0) == bool(missed)


def test_no_vat_is_laid_on_the_grant_of_a_source_and_society_does_not_see_it():
    """Proves: who bears VAT pays it on the whole heater; the grant is a line of its own.

    Sensitivity: 4.43 if VAT were taken off the grant too; 3.80 for society if the grant stayed in.
    Hand calculation: the heater of the test above, 4.00 with 21 % VAT 4.84, and 0.80 of electricity: 5.64, less 1.00.
    """
    heater = {**HEATER, "investment_eur_per_kw": 10.0, "lifetime_years": 10.0, "grant": {"share": 0.5}}
    vat: dict[tuple[str, Goods], float] = {("owner", "other"): 0.21}
    answer = ChoosingHouse(choice({"heater": heater}, ("none",)), (AS_IT_STANDS,), vat=vat).solved()
    assert answer.cost_eur == pytest.approx(4.64)
    society = sum(entry.eur_per_year for entry in costs_of_society(answer.accounts.costs))
    assert society == pytest.approx(4.80)
    assert grants_received_eur(answer.accounts.costs, 0.0, 20) == pytest.approx(20.0)


def test_a_grant_pays_for_the_station_of_a_building_on_the_network():
    """Proves: connecting may be paid for as a source is.

    Sensitivity: 1.00 if a grant of the station were lost.
    Hand calculation: 4 kW x 5 EUR over 20 years are 1.00 EUR a year, half of it 0.50.
    """
    station = {"investment_eur_per_kw": 5.0, **NOTHING}
    full, half = (
        replace(on_network((AS_IT_STANDS,), "required"), choice=choice({}, ("none",), station=each)).solved()
        for each in (station, {**station, "grant": {"share": 0.5}})
    )
    assert full.cost("annuity") == pytest.approx(1.00)
    assert half.cost("annuity") == pytest.approx(0.50)


def test_a_heat_pump_makes_each_heat_at_its_own_temperature_from_the_meter():
    """Proves: rooms at the flow of the package, hot water at its own, electricity from the meter where none is named.

    Sensitivity: 1.8173 kWh if all heat were made at the flow of the rooms, 2.6817 at that of hot water.
    Hand calculation: half of Carnot's COP from 0 °C is 308.15 / 35 / 2 = 4.4021 to 35 °C, 328.15 / 55 / 2 = 2.9832 to
    55 °C: 6 kWh / 4.4021 + 2 kWh / 2.9832 = 1.3630 + 0.6704 = 2.0334 kWh.
    """
    pump = {"type": "heat_pump", "source_c": 0.0, "quality_grade": 0.5, **NOTHING}
    warm = package("none", [3, 3], [0, 2], flow_c=35.0)
    answer = ChoosingHouse(choice({"pump": pump}, ("none",), meter="main"), (warm,)).solved()
    bought_kw = answer.solution.values.of(answer.programme.blocks["main"].variables["bought_kw"])
    assert bought_kw.sum() == pytest.approx(2.0334, abs=1e-4)
    assert bought_kw[0] == pytest.approx(3 / 4.4021, abs=1e-4)
    assert answer.energy_kwh("electricity", "final") == pytest.approx(2.0334, abs=1e-4)
    assert answer.energy_kwh("electricity", "bought") == 0.0


def on_network(
    packages: tuple[PackageHeat, ...],
    connection: str = "optional",
    eur_per_kw: float = 2.0,
    supply_c: float = 65.0,
    **further: Any,
) -> ChoosingHouse:
    """The house beside a network that loses 0.5 kW, with a boiler of 80 % for pellets at 0.02 EUR/kWh."""
    network = HeatNetwork.model_validate(
        {
            "owner": "owner",
            "level": {"supply_c": supply_c, "return_c": 30.0},
            "connections": {"house": connection},
            "heat_loss_kw": 0.5,
            "connection_eur_per_kw": eur_per_kw,
        }
    )
    boiler = FuelBoiler(owner="owner", at="net", fuel="pellets", efficiency=0.8, capacity_heat_kw=50.0)
    place = Place(Bus("net", "heat", f"{supply_c:g}/30 °C"), "municipal", True, supply_c, 30.0)
    names = tuple(each.package for each in packages)
    prices = {"purchase": 0.10, "pellets": 0.02}
    return ChoosingHouse(
        choice({"heater": HEATER}, names, meter="main"),
        packages,
        prices,
        others={"net": network, "boiler": boiler},
        network=place,
        **further,
    )


@pytest.mark.parametrize(
    ("walls_eur", "eur_per_kw", "connection", "chosen", "expected_eur"),
    [
        (8.0, 2.0, "optional", "none_network", 0.65),
        (8.0, 5.0, "optional", "none_heater", 0.85),
        (8.0, 5.0, "required", "deep_network", 1.15),
        (1.0, 2.0, "optional", "deep_network", 0.50),
        (1.0, 2.0, "forbidden", "deep_heater", 0.60),
    ],
)
def test_network_or_own_by_what_both_cost_together(walls_eur, eur_per_kw, connection, chosen, expected_eur):
    """Proves: the network's plant, loss and connection by the peak of the package weigh against the building's own.

    Sensitivity: the first would be 0.45 without the connection, and the fourth 0.70 if it had the size of the building
    as it stands; the third 1.65 with the building as it stands.
    Hand calculation: the loss burns 4 h x 0.5 kW / 0.8 x 0.02 = 0.05 in any case. The house takes 8 kWh / 0.8 x 0.02 =
    0.20 and a connection of 4 kW x price / 20: 0.40 or 1.00; deep half of both and its measures, 0.50 or 0.15. Its own
    heater costs 0.80, deep 0.40 and the measures. So, with the loss: 0.65; 0.85; 0.10 + 0.50 + 0.50 + 0.05 = 1.15; 0.10
    + 0.20 + 0.15 + 0.05 = 0.50; 0.40 + 0.15 + 0.05 = 0.60.
    """
    answer = on_network((AS_IT_STANDS, deep(walls_eur)), connection, eur_per_kw).solved()
    assert answer.chosen == chosen
    assert answer.cost_eur == pytest.approx(expected_eur)
    agreed = [capacity for name, capacity in capacities_of(answer.programme, answer.solution.values).items()]
    peak_kw = {"none_network": [4.0], "deep_network": [2.0]}.get(chosen, [0.0])
    assert [kw for kw in agreed if kw != 50.0] == pytest.approx([] if connection == "forbidden" else peak_kw)
    delivered_kwh = sum(e.kwh_per_year for e in answer.accounts.energy if (e.carrier, e.role) == ("heat", "final"))
    assert delivered_kwh == pytest.approx({"none_network": 8.0, "deep_network": 4.0}.get(chosen, 0.0))


def test_a_booster_makes_water_hot_where_a_network_is_too_cool():
    """Proves: the network lifts hot water as far as its supply less 5 K does, an electric booster the rest.

    Sensitivity: 12.5 kWh from the network without a booster, 11.5 kWh without the 5 K.
    Hand calculation: 40 of 45 °C lift water from 10 to 55 °C by 30 / 45: of 4.5 kWh 3.0 are of the network and 1.5 of
    the booster, beside 8 kWh for the rooms.
    """
    water = package("none", [3, 0, 1, 4], [0, 1.5, 1.5, 1.5])
    answer = on_network((water,), "required", supply_c=45.0).solved()
    assert answer.chosen == "none_network"
    delivered_kwh = sum(e.kwh_per_year for e in answer.accounts.energy if (e.carrier, e.role) == ("heat", "final"))
    assert delivered_kwh == pytest.approx(8.0 + 3.0)
    assert answer.energy_kwh("electricity", "final") == pytest.approx(1.5)


def test_a_booster_heat_pump_costs_by_its_heat_and_lifts_circulation():
    """Proves: a booster is priced by the heat it gives, not by its electricity, and all heat of circulation is its.

    Sensitivity: 8.83 EUR by electricity (900 * 0.1471 / 15); 30 EUR if circulation were lifted like cold water.
    Hand calculation: of 1.5 kW 0.6 are circulation, which comes back with 55 °C: too warm for 40. Of the other 0.9 kW
    the network lifts 30 / 45: 0.6 kW. The heat pump gives 0.3 + 0.6 = 0.9 kW for 900 EUR/kW over 15 years: 54 EUR. Lift
    10 K, counted as 15: COP 0.85 * (9.99 - 0.2049 * 15 + 0.001249 * 225) = 6.1179, so 0.1471 kW of electricity and
    1.3529 kW of the network in three hours, beside 8 kWh for the rooms.
    """
    water = package("none", [3, 0, 1, 4], [0, 1.5, 1.5, 1.5])
    supply = HotWaterSupply(system="fresh_water_station", temperature_c=55.0, booster="heat_pump")
    answer = on_network((water,), "required", supply_c=45.0, water=supply, circulation_kw=0.6).solved()
    assert answer.cost("annuity") == pytest.approx(54.0)
    assert answer.energy_kwh("electricity", "final") == pytest.approx(3 * 0.1471, abs=1e-3)
    delivered_kwh = sum(e.kwh_per_year for e in answer.accounts.energy if (e.carrier, e.role) == ("heat", "final"))
    assert delivered_kwh == pytest.approx(8.0 + 3 * 1.3529, abs=1e-3)


PLAIN = """
tariffs: {chips: {type: fuel, carrier: wood_chips, price_eur_per_kwh: 0.03}}
buildings:
  house: {meter: main, sector: residential, space_heat: {power_kw: 4}, radiators: {kind: floor_heating},
          hot_water: {annual_kwh: 17520, circulation_fraction: 0.5}, hot_water_supply: {booster: heat_pump}}
heat_networks:
  net: {owner: owner, level: $LEVEL, plant_node: plant, heat_loss_kw: 0,
        connections: {house: required}, investment_eur_per_m: 0, lifetime_years: 20, pumping_electricity_fraction: 0,
        variable_om_eur_per_kwh: 0}
assets:
  boiler: {type: fuel_boiler, owner: owner, at: plant, fuel: chips, efficiency: 0.8, capacity_heat_kw: 200}
  $CHOICE
"""


def test_a_choice_between_nothing_costs_what_the_plain_connection_does(tmp_path):
    """Proves: hot water is split, boosted and priced in one way, whether its heating is chosen or not.

    Sensitivity: 18 EUR if the choice lifted circulation like cold water, 9.81 EUR if it priced the electricity.
    Hand calculation: at night nobody draws; of 2 kW on average 1 kW circulates, too warm for 50 °C: 900 EUR / 15 a.
    """
    heating = "heating: {type: heating_choice, owner: owner, at: house, meter: main}"
    town = PLAIN.replace("$LEVEL", "{supply_c: 50, return_c: 30}")
    plain, chosen = (run_small(tmp_path, town.replace("$CHOICE", text)) for text in ("", heating))
    assert cost(plain, kind="annuity") == pytest.approx(60.0)
    assert_alike(chosen, plain)


def test_a_choice_knows_that_a_network_is_cooler_on_mild_days(tmp_path):
    """Proves: the booster of a choice works where the supply of the day is too cool, as that of a plain connection.

    Sensitivity: no booster if the supply of the coldest days, 70 degC for 65, were taken for that of all days.
    Hand calculation: the supply is 45 + 25 * (10 - t) / 50, so 65 degC at -30 degC outside; any January day of Gulbene
    is warmer, and some electricity is drawn in every step.
    """
    level = "{supply_c: 70, return_c: 30, minimum_supply_c: 45, design_outdoor_c: -40}"
    town = f"{PLAIN}\nweather: {{series: {WEATHER}}}".replace("$LEVEL", level)
    heating = "heating: {type: heating_choice, owner: owner, at: house, meter: main}"
    plain, chosen = (run_small(tmp_path, town.replace("$CHOICE", text)) for text in ("", heating))
    assert (series(chosen, "heating.electricity_kw") > 0.0).all()
    assert_alike(chosen, plain)


def assert_alike(one: VariantResult, other: VariantResult) -> None:
    """Both cost the same of every kind."""
    for kind in ("annuity", "fuel", "energy"):
        assert cost(one, kind=kind) == pytest.approx(cost(other, kind=kind))


def test_radiators_are_enlarged_for_the_water_that_a_network_gives():
    """Proves: radiators of 90/70 °C get what they lack with 60 °C, the supply less 5 K, at the same flow of water.

    Sensitivity: 22.59 EUR with the 65 °C of the supply.
    Hand calculation: 60 °C cool down to 40. The logarithmic over-temperature is 28.854 K of 59.440: 0.48543 ^ 1.3 =
    0.39081 of the heat, so 4 / 0.39081 - 4 = 6.2353 kW more are needed, 4.9582 kW at 75/65 °C (0.83837 ^ 1.3 = 0.79518)
    for 200 EUR/kW: 991.63 EUR over 30 years.
    """
    answer = on_network((AS_IT_STANDS,), "required", 0.0, radiators=Radiators()).solved()
    assert answer.cost("annuity") == pytest.approx(991.63 / 30.0, rel=1e-4)


def test_radiators_are_enlarged_for_the_worst_hour_of_a_network_that_follows_the_weather():
    """Proves: a mild hour with a cool supply may need larger radiators than the design cold.

    Sensitivity: nothing if the design supply were taken alone; 5091 EUR if the 10 kW met the cool supply.
    Hand calculation: radiators of 55/45 °C and n = 1 give their 10 kW with 60 - 5 °C. At 10 °C outside 6 kW get
    42.5 - 5 = 37.5 °C, which come back with 31.5: 6 / ln(17.5 / 11.5) = 14.291 K of 29.720 K is 0.48084. 6 / 0.48084 -
    10 = 2.4781 kW, 4.1551 kW at 75/65 °C (49.833 / 29.720) for 200 EUR/kW: 831.03 EUR over 30 years.
    """
    radiators = Radiators(design_flow_c=55.0, design_return_c=45.0, exponent=1.0, oversized_fraction=0.0)
    loads = {"loads_kw": np.array([10.0, 6.0]), "loads_outdoor_c": np.array([-20.0, 10.0])}
    cold = replace(package("none", [10.0, 6.0]), **loads)
    house = on_network((cold,), "required", 0.0, supply_c=60.0, radiators=radiators)
    level = TemperatureLevel(supply_c=60.0, return_c=30.0, minimum_supply_c=42.5, design_outdoor_c=-20.0)
    answer = replace(house, network=replace(house.network, level=level)).solved()
    assert answer.cost("annuity") == pytest.approx(831.03 / 30.0, rel=1e-4)


def test_a_network_too_cool_for_everything_is_refused():
    """Proves: without a booster and a supply of its own a network below the hot water's temperature is no way.

    Sensitivity: a ScenarioError would end a race of levels, of which a warmer one may do.
    """
    water = package("none", [3.0], [1.0])
    house = on_network((water,), "required", supply_c=45.0)
    alone = replace(house, choice=choice({}, ("none",)))
    with pytest.raises(InfeasibleError) as caught:
        alone.case()
    assert "45 °C" in str(caught.value.tell())
    assert "booster_electricity" in str(caught.value.tell())


def test_a_part_of_the_heat_is_asked_of_a_network_that_lost_a_plant():
    """Proves: in the spell without a plant the network gives the part that is to be covered, whatever was chosen.

    Sensitivity: 4.5 kW if all heat were asked for.
    Hand calculation: of 4 kW at most a half, 2 kW, and 0.5 kW that the network loses: 2.5 kW.
    """
    case = on_network((AS_IT_STANDS,), "required").case()
    reserve = Reserve(case, -20.0, frozenset({"net"}), 0.5, binds=False)
    programme = state(replace(case, reserve=reserve))
    lost = next(spell for spell in programme.spells if spell.lost is not None)
    bus = Bus("net", "heat", "65/30 °C")
    flows = [flow for flow in lost.programme.contributions.flows if flow.bus == bus and flow.sign == -1]
    asked_kw = sum(float(term.factors().max()) for flow in flows for term in flow.terms)
    assert asked_kw == pytest.approx(2.5)
