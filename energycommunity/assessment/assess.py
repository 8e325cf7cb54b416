"""Assess one settled variant: accounts, emissions, the Covenant's tables, cash flow and indicators."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from energycommunity.assessment.accounts import Accounts, accounts_of
from energycommunity.assessment.cash_flow import CashFlow, Economics, cash_flow
from energycommunity.assessment.costs import costs_of_society, total_annual_cost
from energycommunity.assessment.emissions import annual_emissions, avoided_emissions, carriers_of
from energycommunity.assessment.factors import EmissionFactors, emission_factors
from energycommunity.assessment.indicators import (
    levelised_cost_per_kwh,
    peak_import,
    renewable_share,
    self_consumption,
    self_sufficiency,
)
from energycommunity.assessment.secap import Secap, secap_tables
from energycommunity.optimization.programme import Programme
from energycommunity.parameters import electricity_factor, heat_factor
from energycommunity.quantities import FloatArray
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import hours
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.heat_pump import HeatPump
from energycommunity.technologies.ledger import Values
from energycommunity.technologies.load import Load
from energycommunity.technologies.photovoltaics import Photovoltaics

#: Technologies whose cost is the cost of heat.
HEAT_TYPES = ("fuel_boiler", "heat_pump", "hot_water_tank", "heat_network")


@dataclass(frozen=True, eq=False)
class Assessment:
    """What one variant costs, emits and does in a year.

    `emissions`: by place and carrier, in the gas of `factors`; `indicators`: by name with its unit, None where it has
    no meaning; `society_eur_per_year`: the cost without taxes and grants.
    """

    accounts: Accounts
    factors: EmissionFactors
    emissions: pd.DataFrame
    avoided_emissions_kg: float
    secap: Secap
    cash_flow: CashFlow
    society_eur_per_year: float
    indicators: dict[str, float | None]

    @property
    def emissions_kg_per_year(self) -> float:
        """All that is counted, in the gas of the factors [kg/a]."""
        return float(self.emissions[self.factors.column].sum())


def assess(scenario: Scenario, programme: Programme, values: Values) -> Assessment:
    """The assessment of a dispatch as it was settled."""
    accounts = accounts_of(programme, values)
    rules, economics = scenario.emissions, scenario.economics
    factors = emission_factors(
        carriers_of(accounts.energy),
        rules.set,
        electricity_factor(rules.electricity),
        heat_factor(rules.purchased_heat),
        rules.biomass,
    )
    terms = Economics(economics.real_discount_rate, economics.horizon_years, dict(economics.escalation))
    return Assessment(
        accounts,
        factors,
        annual_emissions(accounts.energy, factors),
        avoided_emissions(accounts.energy, factors),
        secap_tables(accounts.energy, factors, scenario.site.covers),
        cash_flow(accounts.investments, accounts.costs, terms),
        total_annual_cost(costs_of_society(accounts.costs)),
        _indicators(programme, accounts, values),
    )


def _indicators(programme: Programme, accounts: Accounts, values: Values) -> dict[str, float | None]:
    return {
        "self_consumption": self_consumption(accounts.energy),
        "self_sufficiency": self_sufficiency(accounts.energy),
        "renewable_share": renewable_share(accounts.energy),
        "peak_import_kw": peak_import(_imports_kw(programme, values)),
        "levelised_cost_of_heat_eur_per_kwh": _cost_of_heat(programme, accounts, values),
        "levelised_cost_of_electricity_eur_per_kwh": _cost_of_own_electricity(programme, accounts, values),
    }


def _imports_kw(programme: Programme, values: Values) -> FloatArray:
    """What each meter buys in each step, shape (meters, steps) [kW]."""
    meters = [asset.name for asset in programme.case.assets if isinstance(asset.technology, GridConnection)]
    return np.array([values.of(programme.blocks[name].variables["bought_kw"]) for name in meters])


def _cost_of_heat(programme: Programme, accounts: Accounts, values: Values) -> float | None:
    """Yearly cost of all heat assets over the heat demand of the buildings [EUR/kWh].

    Electricity of heat pumps counts at the purchase price of the hour at their meter, as if none were produced there.
    """
    case = programme.case
    heat_assets = {asset.name for asset in case.assets if getattr(asset.technology, "type", "") in HEAT_TYPES}
    cost = sum(entry.eur_per_year for entry in accounts.costs if entry.asset in heat_assets)
    prices = {
        asset.name: asset.profiles.series.get("purchase_price_eur_per_kwh")
        for asset in case.assets
        if isinstance(asset.technology, GridConnection)
    }
    demand_kwh = 0.0
    for asset in case.assets:
        if isinstance(asset.technology, HeatPump):
            electricity = values.of(programme.blocks[asset.name].variables["electricity_kw"])
            price = prices.get(asset.technology.meter)
            cost += 0.0 if price is None else float((electricity * price).sum()) * hours(case.time)
        if isinstance(asset.technology, Load) and asset.technology.at and not asset.technology.meter:
            demand_kwh += float(asset.profiles["power_kw"].sum()) * hours(case.time)
    return levelised_cost_per_kwh(cost, demand_kwh)


def _cost_of_own_electricity(programme: Programme, accounts: Accounts, values: Values) -> float | None:
    """Yearly cost of photovoltaics over what they produce, exports included [EUR/kWh]."""
    plants = [asset.name for asset in programme.case.assets if isinstance(asset.technology, Photovoltaics)]
    cost = sum(entry.eur_per_year for entry in accounts.costs if entry.asset in plants)
    produced = sum(float(values.of(programme.blocks[name].variables["used_kw"]).sum()) for name in plants)
    return levelised_cost_per_kwh(cost, produced * hours(programme.case.time))
