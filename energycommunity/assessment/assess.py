"""Assess one settled variant: accounts, emissions, the Covenant's tables, cash flow and indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from energycommunity.assessment.accounts import Accounts, accounts_of
from energycommunity.assessment.cash_flow import CashFlow, Economics, cash_flow
from energycommunity.assessment.costs import costs_of_society, grants_received_eur, total_annual_cost
from energycommunity.assessment.electricity_price import price_as_counted
from energycommunity.assessment.emissions import annual_emissions, avoided_emissions, carriers_of
from energycommunity.assessment.factors import EmissionFactors, emission_factors
from energycommunity.assessment.heat_price import CostCoveringTariff
from energycommunity.assessment.heating_ways import ChosenHeating, chosen_heating
from energycommunity.assessment.indicators import (
    levelised_cost_per_kwh,
    peak_import,
    renewable_share,
    self_consumption,
    self_sufficiency,
)
from energycommunity.assessment.local_factors import heat_shares
from energycommunity.assessment.network_tariff import cost_covering_tariffs
from energycommunity.assessment.secap import Secap, secap_tables
from energycommunity.assessment.weighted_energy import weighted_indicators
from energycommunity.finance import net_present_value
from energycommunity.optimization.case import Case
from energycommunity.optimization.programme import Programme
from energycommunity.parameters import heat_factor
from energycommunity.quantities import CostKind, FloatArray
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import Product, Technology, hours
from energycommunity.technologies.demand_reduction import DemandReduction
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.heat_pump import HeatPump
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.ledger import Values
from energycommunity.technologies.load import Load
from energycommunity.technologies.renovation import Renovation

#: What a plant of combined heat and power serves.
BOTH = "heat_and_electricity"


@dataclass(frozen=True, eq=False)
class Assessment:
    """What one variant costs, emits and does in a year.

    `emissions`: by place and carrier, in the gas of `factors`; `indicators`: by name with its unit, None where it has
    no meaning; `society_eur_per_year`: the cost without taxes and grants; `heating`: what every way of heating costs
    the buildings that choose; `tariffs`: what the heat of each network has to cost.
    """

    accounts: Accounts
    factors: EmissionFactors
    emissions: pd.DataFrame
    avoided_emissions_kg: float
    secap: Secap
    cash_flow: CashFlow
    society_eur_per_year: float
    heating: tuple[ChosenHeating, ...]
    tariffs: dict[str, CostCoveringTariff]
    indicators: dict[str, float | None]

    @property
    def emissions_kg_per_year(self) -> float:
        """All that is counted, in the gas of the factors [kg/a]."""
        return float(self.emissions[self.factors.column].sum())


def assess(scenario: Scenario, programme: Programme, values: Values, billed: Values | None = None) -> Assessment:
    """The assessment of a dispatch as it was settled; `billed` where the bills share within longer periods than it."""
    accounts = accounts_of(programme, values, billed)
    rules, economics = scenario.emissions, scenario.economics
    factors = emission_factors(
        carriers_of(accounts.energy),
        rules.set,
        rules.grid_factor(),
        heat_factor(rules.purchased_heat),
        rules.biomass,
    )
    escalation: dict[CostKind, float] = {kind: rate for kind, rate in economics.escalation.items()}
    income_tax = scenario.income_tax_rates
    terms = Economics(economics.real_discount_rate, economics.horizon_years, escalation, income_tax)
    grants_eur = grants_received_eur(accounts.costs, terms.discount_rate, terms.horizon_years)
    payments = cash_flow(accounts.investments, accounts.costs, terms, grants_eur)
    return Assessment(
        accounts,
        factors,
        annual_emissions(accounts.energy, factors),
        avoided_emissions(accounts.energy, factors),
        secap_tables(accounts.energy, factors, scenario.site.covers),
        payments,
        total_annual_cost(costs_of_society(accounts.costs)),
        chosen_heating(programme, values),
        cost_covering_tariffs(programme, accounts, values),
        _indicators(programme, accounts, values)
        | {"life_cycle_cost_eur": -net_present_value(payments.net_eur, economics.real_discount_rate)}
        | _weighted(scenario, programme, accounts, values, factors),
    )


def _indicators(programme: Programme, accounts: Accounts, values: Values) -> dict[str, float | None]:
    return {
        "self_consumption": self_consumption(accounts.energy) if _makes_electricity(programme) else None,
        "self_sufficiency": self_sufficiency(accounts.energy),
        "renewable_share": renewable_share(accounts.energy),
        "peak_import_kw": peak_import(_imports_kw(programme, values)),
        "levelised_cost_of_heat_eur_per_kwh": _cost_of_heat(programme, accounts, values),
        "levelised_cost_of_electricity_eur_per_kwh": _cost_of_own_electricity(programme, accounts),
    }


def _weighted(
    scenario: Scenario, programme: Programme, accounts: Accounts, values: Values, factors: EmissionFactors
) -> dict[str, float | None]:
    """Primary energy and emissions by the weights of the scenario."""
    carriers = carriers_of(accounts.energy)
    ambient_kwh = _ambient_heat_kwh(programme, values)
    return weighted_indicators(accounts.energy, carriers, scenario.primary_energy, factors, ambient_kwh)


def _ambient_heat_kwh(programme: Programme, values: Values) -> float:
    """Heat less electricity of all heat pumps in a year [kWh/a]; waste heat is nobody's ambient heat."""
    drawn_kw = 0.0
    for asset in programme.case.assets:
        if isinstance(asset.technology, HeatPump) and asset.technology.source != "waste_heat":
            series = asset.technology.read(programme.blocks[asset.name], values)
            drawn_kw += float((series["heat_kw"] - series["electricity_kw"]).sum())
    return drawn_kw * hours(programme.case.time)


def _imports_kw(programme: Programme, values: Values) -> FloatArray:
    """What each meter buys in each step, shape (meters, steps) [kW]."""
    meters = [asset.name for asset in programme.case.assets if isinstance(asset.technology, GridConnection)]
    return np.array([values.of(programme.blocks[name].variables["bought_kw"]) for name in meters])


def _cost_of_heat(programme: Programme, accounts: Accounts, values: Values) -> float | None:
    """Yearly cost of all that serves heat over the heat demand of the buildings [EUR/kWh].

    The cost of combined heat and power is shared between its products as its fuel is (local_factors.heat_shares).
    Electricity that these assets use counts at the purchase price of the hour at their meter, with the VAT that its
    member bears, its growth and the income tax that it saves, as if none were produced there. Saving the losses of a
    network serves heat; what is saved of a demand is not served, and its cost is none of the supply. What a reversible
    heat pump costs is shared between heat and cold as it gives them.
    """
    case = programme.case
    heat_assets = {asset.name: asset.technology for asset in case.assets if _served(asset.technology, case) == "heat"}
    beside_cold = _beside_cold(programme, values)
    cost = _cost_for(programme, accounts, "heat", beside_cold)
    for use in programme.contributions.energy:
        if use.asset in heat_assets and use.carrier == "electricity" and use.tariff is None:
            price_eur_per_kwh = price_as_counted(programme, getattr(heat_assets[use.asset], "meter", None))
            paid_eur = sum(float((term.values(values) * price_eur_per_kwh).sum()) for term in use.terms)
            cost += paid_eur * beside_cold.get(use.asset, 1.0)
    demand_kwh = 0.0
    for asset in case.assets:
        if isinstance(asset.technology, Load) and asset.technology.at and asset.technology.carrier == "heat":
            demand_kwh += float(asset.profiles["power_kw"].sum()) * hours(case.time)
        elif isinstance(asset.technology, HeatingChoice):
            series = asset.technology.read(programme.blocks[asset.name], values)
            demand_kwh += float((series["space_heat_kw"] + series["hot_water_kw"]).sum()) * hours(case.time)
        elif isinstance(asset.technology, DemandReduction | Renovation) and asset.name not in heat_assets:
            saved_kw = asset.technology.read(programme.blocks[asset.name], values).get("saved_heat_kw")
            demand_kwh -= 0.0 if saved_kw is None else float(saved_kw.sum()) * hours(case.time)
    return levelised_cost_per_kwh(cost, demand_kwh)


def _beside_cold(programme: Programme, values: Values) -> dict[str, float]:
    """The part of heat in the heat and cold that each reversible heat pump gives; those that stand still left out."""
    parts: dict[str, float] = {}
    for asset in programme.case.assets:
        if isinstance(asset.technology, HeatPump) and asset.technology.cooling is not None:
            series = asset.technology.read(programme.blocks[asset.name], values)
            heat, cold = float(series["heat_kw"].sum()), float(series["cooling_kw"].sum())
            if heat + cold > 0.0:
                parts[asset.name] = heat / (heat + cold)
    return parts


def _served(technology: Technology, case: Case) -> str | None:
    """The product that an asset serves, or both."""
    if isinstance(technology, DemandReduction):
        return "heat" if case.surroundings.demands[technology.reduces].is_loss else None
    return technology.serves


def _cost_of_own_electricity(programme: Programme, accounts: Accounts) -> float | None:
    """Yearly cost of what produces electricity over what it produces, exports included [EUR/kWh]."""
    if not _makes_electricity(programme):
        return None
    own = ("produced", "cogenerated", "exported")
    made = sum(e.kwh_per_year for e in accounts.energy if e.carrier == "electricity" and e.role in own)
    return levelised_cost_per_kwh(_cost_for(programme, accounts, "electricity"), made)


def _makes_electricity(programme: Programme) -> bool:
    """Whether any asset does; what a battery sells was bought, or made by another."""
    return any(asset.technology.serves in ("electricity", BOTH) for asset in programme.case.assets)


def _cost_for(
    programme: Programme, accounts: Accounts, product: Product, parts: Mapping[str, float] | None = None
) -> float:
    """Yearly cost of what serves a product: all that serves it alone, and its part of what makes both [EUR/a].

    `parts`: what counts of an asset that serves something else as well, by its name.
    """
    of_heat = heat_shares(accounts.energy)
    cost = 0.0
    served = {asset.name: _served(asset.technology, programme.case) for asset in programme.case.assets}
    for entry in accounts.costs:
        if served.get(entry.asset) == product:
            cost += entry.eur_per_year * (parts or {}).get(entry.asset, 1.0)
        elif served.get(entry.asset) == BOTH:
            share = of_heat.get(entry.asset, 0.5)  # a plant that stands still has no products to share it by
            cost += entry.eur_per_year * (share if product == "heat" else 1.0 - share)
    return cost
