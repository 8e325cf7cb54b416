"""Numbers nobody wrote: filled in from the dated catalogue, and listed with those the models themselves supply."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from energycommunity.errors import EnergyCommunityError, Fault, ParameterError
from energycommunity.fuel_energy import FuelEnergy, fuel_energy
from energycommunity.heat_network.laying_costs import figures_by_size
from energycommunity.parameters import (
    Parameter,
    electricity_levy,
    network_tariff,
    primary_energy_factor,
    technology_defaults,
)
from energycommunity.parameters.design_temperature import DesignTemperature
from energycommunity.parameters.emission_factors import PrimaryEnergyPart
from energycommunity.parameters.heat_tariffs import heat_tariff
from energycommunity.parameters.unit_sizes import fitting_row
from energycommunity.quantities import Model, unit_of
from energycommunity.scenario.design_winter import decided_reserve
from energycommunity.scenario.financing_faults import figures_of_financing
from energycommunity.scenario.flow_temperatures import supply_figures, with_design_outdoor
from energycommunity.scenario.heating_choice_faults import figures_of_source_grants
from energycommunity.scenario.renovations import figures_of_packages
from energycommunity.scenario.reserve import Reserve
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import names_of
from energycommunity.tariffs.base import Purchase
from energycommunity.tariffs.fuel import Fuel
from energycommunity.tariffs.heat import Heat
from energycommunity.tariffs.network import NetworkRates
from energycommunity.technologies.base import Technology
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.own_heat_source import HeatingEquipment
from energycommunity.technologies.solar_thermal import SolarThermal

MODEL_SOURCE = "ecsim"
Priced = TypeVar("Priced", bound=Model)
#: Where the weights of carriers stand.
WEIGHTS = "primary_energy.carriers"
#: Highest heat of an unrenovated building by its heated area, by which rows of a fitting size are found; general
#: knowledge. The size itself follows from the building's own demand.
USUAL_PEAK_KW_PER_M2 = 0.08
#: Numbers that say how to compute or how to read the file, not what the world is like.
_NO_ASSUMPTIONS = ("schema_version", "solver.gap", "time.step_h")


@dataclass(frozen=True)
class DefaultUsed:
    """A number that the file does not state: where it holds, what it is, and who says so."""

    path: str
    value: float
    unit: str
    source: str
    date: str
    verified: bool


def fill_in(scenario: Scenario) -> tuple[Scenario, list[DefaultUsed], list[Fault]]:
    """The scenario with the empty fields of its assets filled from the catalogue, the defaults used, and faults.

    A field of the same name in the catalogue's row fills a field that is None. What the models supply themselves is
    listed with the source "ecsim" and counts as unverified.
    """
    used = [
        *_of_models_in_use(_model_defaults(scenario, ""), scenario),
        *_demand_figures(scenario),
        *_fuel_figures(scenario),
        *_heat_prices(scenario),
        *_network_figures(scenario),
        *_laying_costs(scenario),
        *_primary_energy_figures(scenario),
        *_renovation_figures(scenario),
    ]
    faults: list[Fault] = []
    update: dict[str, dict[str, Technology]] = {}
    for section in ("assets", "heat_networks"):
        items: dict[str, Technology] = getattr(scenario, section)
        update[section] = {}
        for name, asset in items.items():
            try:
                filled, taken = _filled(asset, f"{section}.{name}", scenario)
            except ParameterError as error:
                faults += [Fault(fault.key, fault.values, path=f"{section}.{name}.catalogue") for fault in error.faults]
                filled, taken = asset, []
            update[section][name] = filled
            used += taken
    reserve, found = decided_reserve(scenario)
    used = [*(default for default in used if _counts(default, reserve)), *_design_winter(found)]
    buildings, outdoor = with_design_outdoor(scenario)
    used += [_from_catalogue(path, figure) for path, figure in (*outdoor.items(), *supply_figures(scenario))]
    return scenario.model_copy(update={**update, "reserve": reserve, "buildings": buildings}), used, faults


def _of_models_in_use(defaults: Iterator[DefaultUsed], scenario: Scenario) -> Iterator[DefaultUsed]:
    """Defaults without those of the degree-day model where the room model takes its place."""
    enveloped = (name for name, building in scenario.buildings.items() if building.envelope is not None)
    replaced = tuple(f"buildings.{name}.space_heat." for name in enveloped)
    yield from (default for default in defaults if not default.path.startswith(replaced))


def _counts(default: DefaultUsed, reserve: Reserve) -> bool:
    """Whether a default has any effect: those of a reserve that nobody asks for have none."""
    if default.path == "reserve.covered_fraction":
        return bool(reserve.loss_of_largest_unit)
    return reserve.is_on or not default.path.startswith("reserve.")


def _design_winter(found: DesignTemperature | None) -> Iterator[DefaultUsed]:
    if found is not None:
        named = replace(found.outdoor, source=f"{found.place_lv}: {found.outdoor.source}")
        yield _from_catalogue("reserve.outdoor_c", named)


def _demand_figures(scenario: Scenario) -> Iterator[DefaultUsed]:
    """Figures of the catalogue by which the heat of buildings is reckoned."""
    for name, building in scenario.buildings.items():
        figures: dict[str, Parameter | None] = {}
        try:
            if building.space_heat is not None and building.space_heat.power_kw is None:
                area, renovation = building.heated_area_m2, building.renovation
                figures["space_heat"] = building.space_heat.yearly_kwh(area, renovation)[1]
            if building.hot_water is not None and building.hot_water.power_kw is None:
                figures["hot_water"] = building.hot_water.yearly_kwh()[1]
            figures |= {f"envelope.{field}": figure for field, figure in building.figures_of_archetype().items()}
            if building.heat_bill is not None:
                figures["heat_bill.circulation_fraction"] = building.heat_bill.circulation()[1]
        except EnergyCommunityError:
            continue  # told by checks.py
        for key, parameter in figures.items():
            if parameter is not None:
                yield _from_catalogue(f"buildings.{name}.{key}", parameter)


def _fuel_figures(scenario: Scenario) -> Iterator[DefaultUsed]:
    """Figures of the catalogue by which tonnes and cubic metres of fuel are reckoned to energy."""
    for name, tariff in scenario.tariffs.items():
        if isinstance(tariff, Fuel):
            yield from _fuel_defaults(f"tariffs.{name}", tariff.energy())
    for name, network in scenario.heat_networks.items():
        year = network.calibrate_to
        if year is not None and year.fuel is not None and year.fuel_measure is not None:
            energy = fuel_energy(year.fuel, year.fuel_measure, year.moisture_fraction)
            yield from _fuel_defaults(f"heat_networks.{name}.calibrate_to", energy)


def _heat_prices(scenario: Scenario) -> Iterator[DefaultUsed]:
    """Prices of the catalogue for district heat of a place."""
    year = scenario.time.year or int(str(scenario.time.start)[:4])
    for name, tariff in scenario.tariffs.items():
        if isinstance(tariff, Heat) and tariff.place is not None:
            with suppress(ParameterError):  # told by checks.py
                yield _from_catalogue(f"tariffs.{name}.price_eur_per_kwh", heat_tariff(tariff.place, year))


def _network_figures(scenario: Scenario) -> Iterator[DefaultUsed]:
    """Charges of the catalogue for plans of the network, and levies; those of later months where they change."""
    months = scenario.months()
    for name, tariff in scenario.tariffs.items():
        if not isinstance(tariff, Purchase) or tariff.network is None:
            continue
        with suppress(ParameterError):  # told by checks.py
            before: dict[str, Parameter] = {}
            for month, day in zip(months, tariff.days(months), strict=True):
                figures = _of_network(tariff, tariff.network, day)
                since = f"from_{month}." if before else ""
                for field, parameter in figures.items():
                    if parameter != before.get(field):
                        yield _from_catalogue(f"tariffs.{name}.{since}{field}", parameter)
                before = figures


def _of_network(tariff: Purchase, network: str | NetworkRates, day: str) -> dict[str, Parameter]:
    """What the catalogue says of the charges of a contract on a day."""
    plan = network_tariff(network, day) if isinstance(network, str) else {}
    figures = {f"network.{field}": parameter for field, parameter in plan.items()}
    if tariff.levies_eur_per_kwh is None:
        figures["levies_eur_per_kwh"] = electricity_levy("mandatory_procurement", day)
    return figures


def _laying_costs(scenario: Scenario) -> Iterator[DefaultUsed]:
    """Figures of the catalogue by which pipes and connections cost by their size."""
    for name, network in scenario.heat_networks.items():
        if network.costs_by_size:
            row = network.catalogue or network.catalogue_default or ""
            with suppress(ParameterError):  # told where the row is filled in
                for figure, parameter in figures_by_size(row, scenario.economics.price_year).items():
                    yield _from_catalogue(f"heat_networks.{name}.costs_by_size.{figure}", parameter)


def _fuel_defaults(path: str, energy: FuelEnergy) -> Iterator[DefaultUsed]:
    for figure in energy.figures:
        yield _from_catalogue(f"{path}.{figure.key.partition('.')[2]}", figure)


def _primary_energy_figures(scenario: Scenario) -> Iterator[DefaultUsed]:
    """Primary energy factors of the catalogue by which energy is weighed that is bought, or captured."""
    used = dict.fromkeys(tariff.energy_carrier() for tariff in scenario.tariffs.values() if tariff.purpose != "sale")
    if any(isinstance(asset, SolarThermal) for asset in scenario.assets.values()):
        used["solar_thermal"] = None
    for carrier in used:
        weights = scenario.primary_energy.carriers.get(carrier)
        if weights is None or weights.renewable_factor is None:
            for part in get_args(PrimaryEnergyPart):
                yield _from_catalogue(f"{WEIGHTS}.{carrier}.{part}_factor", primary_energy_factor(carrier, part))


def _renovation_figures(scenario: Scenario) -> Iterator[DefaultUsed]:
    """Figures of the catalogue by which packages are reckoned, buildings have walls, and grants are paid."""
    with suppress(EnergyCommunityError):  # told by renovations.py
        found = (figures_of_packages, figures_of_financing, figures_of_source_grants)
        for path, parameter in (each for figures in found for each in figures(scenario)):
            yield _from_catalogue(path, parameter)


def _filled(asset: Technology, path: str, scenario: Scenario) -> tuple[Technology, list[DefaultUsed]]:
    if isinstance(asset, HeatingChoice):
        return _filled_choice(asset, path, scenario)
    fuel = scenario.tariffs.get(getattr(asset, "fuel", ""))
    on_network = getattr(asset, "at", None) in scenario.heat_networks
    row = asset.catalogue_row(on_network=on_network, carrier=fuel.energy_carrier() if fuel else None)
    if row is None:
        return asset, []
    technology_defaults(row, scenario.economics.price_year)  # told here if there is no such row
    if asset.catalogue_default is not None and kind_of_row(row) != kind_of_row(asset.catalogue_default):
        values: dict[str, object] = {
            "row": row,
            "type": getattr(asset, "type", ""),
            "kind": kind_of_row(asset.catalogue_default),
        }
        raise ParameterError(Fault("scenario_catalogue_of_other_kind", values))
    return _from_row(asset, row, path, scenario)


def _from_row(model: Priced, row: str, path: str, scenario: Scenario) -> tuple[Priced, list[DefaultUsed]]:
    """What a row of the catalogue gives for the empty fields of a model."""
    taken = {
        name: parameter
        for name, parameter in technology_defaults(row, scenario.economics.price_year).items()
        if name in type(model).model_fields and getattr(model, name) is None and not _given_otherwise(model, name)
    }
    values = {name: parameter.value for name, parameter in taken.items()}
    used = [_from_catalogue(f"{path}.{name}", parameter) for name, parameter in taken.items()]
    return model.model_copy(update={"catalogue": row, **values}), used


def _filled_choice(choice: HeatingChoice, path: str, scenario: Scenario) -> tuple[HeatingChoice, list[DefaultUsed]]:
    """The supplies of a choice and its house station, each by the row that fits the usual peak of the building."""
    building, used = scenario.buildings.get(choice.at), list[DefaultUsed]()
    area_m2 = None if building is None else building.heated_area_m2
    peak_kw = None if area_m2 is None else USUAL_PEAK_KW_PER_M2 * area_m2

    def filled(equipment: HeatingEquipment, below: str) -> HeatingEquipment:
        tariff = scenario.tariffs.get(getattr(equipment, "fuel", ""))
        usual = equipment.usual_row(tariff.energy_carrier() if tariff else None)
        row = equipment.catalogue or (None if usual is None else fitting_row(usual, peak_kw))
        if row is None:
            return equipment
        complete, taken = _from_row(equipment, row, f"{path}.{below}", scenario)
        used.extend(taken)
        return complete

    sources = {name: filled(source, f"sources.{name}") for name, source in choice.sources.items()}
    station = None if choice.station is None else filled(choice.station, "station")
    return choice.model_copy(update={"sources": sources, "station": station}), used


def kind_of_row(row: str) -> str:
    """What a row of the catalogue prices: its first word, or two where the first is `heat`.

    >>> kind_of_row("boiler_gas_house"), kind_of_row("heat_pump_air_house")
    ('boiler', 'heat_pump')
    """
    words = row.split("_")
    return "_".join(words[:2] if words[0] == "heat" else words[:1])


def _given_otherwise(asset: Model, name: str) -> bool:
    """Whether the file states the same cost in another form: for the whole asset, or as an annuity.

    An investment of the catalogue on top of the offer's price in `investment_eur` would count the asset twice.
    """
    stated = asset.model_fields_set
    if name == "investment_eur_per_m" and getattr(asset, "costs_by_size", False):
        return True
    if name.startswith("investment_eur"):
        return "investment_eur" in stated or any(field.startswith("annuity_eur") for field in stated)
    return name.startswith("fixed_om_eur") and "fixed_om_eur_per_year" in stated


def _from_catalogue(path: str, parameter: Parameter) -> DefaultUsed:
    return DefaultUsed(path, parameter.value, parameter.unit, parameter.source, parameter.date, parameter.verified)


def _model_defaults(model: BaseModel, path: str) -> Iterator[DefaultUsed]:
    """Every number that a model of the scenario supplied because the file did not."""
    for key, info in names_of(type(model)).items():
        name = next(name for name, field in type(model).model_fields.items() if field is info)
        value = getattr(model, name)
        here = f"{path}.{key}" if path else key
        if name in model.model_fields_set or isinstance(value, BaseModel):
            yield from _below(value, here)
        elif isinstance(value, int | float) and not isinstance(value, bool) and here not in _NO_ASSUMPTIONS:
            yield DefaultUsed(here, float(value), unit_of(key) or "1", MODEL_SOURCE, "", False)


def _below(value: Any, path: str) -> Iterator[DefaultUsed]:
    if isinstance(value, BaseModel):
        yield from _model_defaults(value, path)
    elif isinstance(value, dict):
        for name, child in value.items():
            yield from _below(child, f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for position, child in enumerate(value):
            yield from _below(child, f"{path}.{position}")
