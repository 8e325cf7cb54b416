"""What the choice of a building's heating keeps, whatever the building: it is the best of all its ways."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.demand.heated_building import PackageHeat
from energycommunity.quantities import Bus
from energycommunity.technologies.base import Technology
from energycommunity.technologies.fuel_boiler import FuelBoiler
from energycommunity.technologies.heat_network import HeatNetwork
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.surroundings import Place
from tests.technologies.choosing_house import ChoosingHouse, package

HOURS = 4
HEAT = st.lists(st.floats(0.5, 9.0), min_size=HOURS, max_size=HOURS)
EUR = st.floats(0.0, 3.0)
PRICE = st.floats(0.01, 0.3)


@st.composite
def packages(draw: st.DrawFn) -> tuple[PackageHeat, ...]:
    """The building as it stands, and up to two packages that need less of everything."""
    rooms, water = draw(HEAT), draw(HEAT)
    found = [package("none", rooms, water)]
    for name in ("shallow", "deep")[: draw(st.integers(0, 2))]:
        left = draw(st.floats(0.2, 1.0))
        found.append(package(name, [left * kw for kw in rooms], water, investments={"walls": (draw(EUR), 20.0)}))
    return tuple(found)


@st.composite
def houses(draw: st.DrawFn) -> ChoosingHouse:
    """A house with a boiler, a heater and a heat pump of its own, and a network at some price."""
    equipment = {"lifetime_years": 20.0, "fixed_om_eur_per_kw_year": 0.0}
    sources = {
        "pellets": {"type": "boiler", "fuel": "pellets", "efficiency": draw(st.floats(0.5, 1.0))},
        "heater": {"type": "electric", "electricity": "purchase"},
        "pump": {"type": "heat_pump", "electricity": "purchase", "cop": draw(st.floats(1.5, 4.0))},
    }
    kept = draw(st.sets(st.sampled_from(sorted(sources)), min_size=1))
    stated = {name: {**sources[name], **equipment, "investment_eur_per_kw": draw(EUR)} for name in sorted(kept)}
    offered = draw(packages())
    network = HeatNetwork.model_validate(
        {
            "owner": "owner",
            "level": {"supply_c": 70.0, "return_c": 40.0},
            "connections": {"house": draw(st.sampled_from(["optional", "required", "forbidden"]))},
            "heat_loss_kw": draw(st.floats(0.1, 2.0)),
            "connection_eur": draw(EUR),
            "connection_eur_per_kw": draw(EUR),
        }
    )
    boiler = FuelBoiler(owner="owner", at="net", fuel="pellets", efficiency=0.8, investment_eur_per_kw=draw(EUR))
    others: dict[str, Technology] = {"net": network, "boiler": boiler}
    choice = HeatingChoice.model_validate(
        {"owner": "owner", "at": "house", "packages": [each.package for each in offered], "sources": stated}
    )
    prices = {"purchase": draw(PRICE), "pellets": draw(PRICE)}
    place = Place(Bus("net", "heat", "70/40 °C"), "municipal", True, 70.0, 40.0)
    return ChoosingHouse(choice, offered, prices, others=others, network=place)


@settings(max_examples=25, deadline=None)
@given(houses())
def test_the_choice_is_the_best_of_all_its_ways(house):
    """Each way alone, with every other left out, costs no less than the choice, and the best of them just as much."""
    answer = house.solved()
    connection = house.others["net"].connections["house"]
    costs = {}
    for offered in house.choice.packages:
        for source in ("network", *house.choice.sources):
            if connection == ("forbidden" if source == "network" else "required"):
                continue
            costs[f"{offered}_{source}"] = house.only(offered, source).solved().cost_eur
    least = min(costs.values())
    assert abs(answer.cost_eur - least) <= 1e-6 * max(abs(least), 1.0)
    assert abs(costs[answer.chosen] - least) <= 1e-6 * max(abs(least), 1.0)
