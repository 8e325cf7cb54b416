"""What heats a building today, as one of the supplies that its choice of heating may keep."""

from __future__ import annotations

from energycommunity.parameters.technology_costs import technology_defaults
from energycommunity.quantities import Carrier
from energycommunity.scenario.present_heating import PresentHeating
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.own_heat_source import (
    AnyOwnSource,
    OwnBoiler,
    OwnElectricHeating,
    OwnHeatPump,
)

#: The name of that supply among the others.
PRESENT = "present"


def with_present(choice: HeatingChoice, scenario: Scenario) -> HeatingChoice:
    """The choice with what stands in its building, if a tariff of its fuel is named; else as it is.

    What stands costs nothing until its life ends, counted from the year in which it was set up; where that is not
    known, it has to be replaced at once.
    """
    building = scenario.buildings.get(choice.at)
    present = None if building is None else building.present_heating
    if present is None or PRESENT in choice.sources or (tariff := tariff_of(choice, scenario, present)) is None:
        return choice
    source = _source(present, tariff)
    row = source.usual_row(present.fuel)
    life_years = 0.0 if row is None else technology_defaults(row, scenario.economics.price_year)["lifetime_years"].value
    left_years = 0.0 if present.built is None else present.built + life_years - scenario.economics.price_year
    kept = source.model_copy(update={"remaining_years": max(left_years, 0.0)})
    return choice.model_copy(update={"sources": {PRESENT: kept, **choice.sources}})


def tariff_of(choice: HeatingChoice, scenario: Scenario, present: PresentHeating) -> str | None:
    """The tariff by which what stands there buys; None where none of those named has its fuel."""
    carrier: Carrier = present.fuel or "electricity"
    named = (name for name in choice.present_tariffs if name in scenario.tariffs)
    return next((name for name in named if scenario.tariffs[name].energy_carrier() == carrier), None)


def _source(present: PresentHeating, tariff: str) -> AnyOwnSource:
    """Boiler or stove by its fuel, heat pump by its seasonal COP, electric heating."""
    if present.type == "heat_pump":
        return OwnHeatPump(type="heat_pump", electricity=tariff, cop=present.efficiency)
    if present.type == "electric":
        return OwnElectricHeating(type="electric", electricity=tariff, efficiency=present.efficiency)
    return OwnBoiler(type="boiler", fuel=tariff, efficiency=present.efficiency)
