"""The summary of a variant and the comparison of all: plain values that any program can read."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from energycommunity.assessment.costs import costs_by
from energycommunity.results.measured_and_modelled import measured_and_modelled
from energycommunity.results.network_hydraulics import hydraulics_summary
from energycommunity.results.run_results import Proof, Results, ShorterYearAnswer, VariantResult
from energycommunity.results.separated_bills import separated_bills
from energycommunity.results.simultaneity import simultaneities

SCHEMA_VERSION = 2


def summary(result: VariantResult) -> dict[str, Any]:
    """What one variant came to.

    `emission_gas` says what is in `annual_emissions_kg_co2e`: `CO2e` all greenhouse gases of the life cycle, `CO2` the
    carbon dioxide of burning alone (a kilogram of it is one of CO2e, but other gases are not in the figure).
    `simultaneity` has an entry for each group of equal buildings and demand; the group "" is all that have a seed.
    """
    scenario, proof, assessment = result.scenario, result.proof, result.assessment
    costs = assessment.accounts.costs
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": scenario.name,
        "variant": scenario.variant,
        **certificate(proof),
        "largest_violation": proof.largest_violation,
        "rows": proof.rows,
        "columns": proof.columns,
        "capacities": result.capacities,
        "design_winter": None if result.design_winter is None else asdict(result.design_winter),
        "annual_cost_eur": {
            "total": result.annual_cost_eur,
            "society": assessment.society_eur_per_year,
            "by_kind": costs_by(costs, "kind"),
            "by_payer": costs_by(costs, "payer"),
            "by_asset": costs_by(costs, "asset"),
        },
        "annual_emissions_kg_co2e": result.emissions_kg_per_year,
        "emission_gas": assessment.factors.gas,
        "avoided_emissions_kg": assessment.avoided_emissions_kg,
        "indicators": assessment.indicators,
        "simultaneity": [
            {"group": group, "demand": demand, **asdict(found), "factor": found.factor}
            for group, demand, found in simultaneities(result)
        ],
        "community": None if result.community is None else result.community.plain(),
        "checks": [asdict(check) for check in result.checks],
        "timings_s": result.timings_s,
        "peak_memory_mb": None if math.isnan(result.peak_memory_mb) else result.peak_memory_mb,
        **_heat(result),
        "defaults_used": [asdict(default) for default in result.defaults_used],
        "warnings": [warning.tell(scenario.language) for warning in result.warnings],
    }


def _heat(result: VariantResult) -> dict[str, Any]:
    """What was found of heat bills, renovations and heat networks."""
    scenario = result.scenario
    return {
        "measured_and_modelled": [asdict(found) for found in measured_and_modelled(scenario, result.dispatch)],
        "heat_networks": [asdict(network) for network in result.networks],
        "levels": [asdict(level) for level in result.levels],
        "network_hydraulics": [hydraulics_summary(found) for found in result.network_hydraulics],
        "heat_bills": [asdict(bill) for bill in separated_bills(result)],
        "heating": [building.plain(scenario.language) for building in result.assessment.heating],
        "network_tariffs": {
            network: {**asdict(tariff), "eur_per_kwh": tariff.eur_per_kwh if scenario.time.annual else None}
            for network, tariff in result.assessment.tariffs.items()
        },
        "flow_temperatures": [asdict(found) for found in result.flow_temperatures],
        "renovations": [building.plain(scenario.language) for building in result.renovated],
    }


def certificate(proof: Proof) -> dict[str, Any]:
    """Cost, bound and gap, what the gap holds, and what a shorter year alone would have answered."""
    return {
        "status": proof.status,
        "objective_eur_per_year": proof.objective_eur_per_year,
        "lower_bound_eur_per_year": proof.lower_bound_eur_per_year,
        "optimality_gap": proof.optimality_gap,
        "key_cost_eur_per_year": proof.key_cost_eur_per_year,
        "open_eur_per_year": proof.open_eur_per_year,
        "directions_cost_eur_per_year": proof.directions_cost_eur_per_year,
        "shorter_year": None if proof.shorter_year is None else _shorter_year(proof.shorter_year),
    }


def _shorter_year(year: ShorterYearAnswer) -> dict[str, Any]:
    return {
        **asdict(year),
        "serves_every_demand": year.true_eur_per_year is not None,
        "claim_error_eur_per_year": year.claim_error_eur_per_year,
        "claim_error_fraction": year.fraction(year.claim_error_eur_per_year),
        "sizes_error_eur_per_year": year.sizes_error_eur_per_year,
        "sizes_error_fraction": year.fraction(year.sizes_error_eur_per_year),
    }


def comparison(results: Results) -> dict[str, Any]:
    """All variants side by side, each beside the baseline."""
    base = results.variants[results.baseline]
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": results.name,
        "baseline": results.baseline,
        "status": results.status,
        "variants": {name: _beside(results, name, base) for name in results.variants},
        "not_computed": list(results.not_computed),
        "warnings": [warning.tell(base.scenario.language) for warning in results.warnings],
        "timings_s": results.timings_s,
    }


def _beside(results: Results, name: str, base: VariantResult) -> dict[str, Any]:
    result = results.variants[name]
    worth = results.profitability(name) if result.scenario.time.annual else None  # a window's payments are no year's
    investment = -float(result.assessment.cash_flow.investment_eur[0])
    return {
        "annual_cost_eur": result.annual_cost_eur,
        "annual_cost_change_eur": result.annual_cost_eur - base.annual_cost_eur,
        "distinguishable": results.distinguishable(name),
        "annual_emissions_kg": result.emissions_kg_per_year,
        "annual_emissions_change_kg": result.emissions_kg_per_year - base.emissions_kg_per_year,
        "investment_eur": investment,
        "net_present_value_eur": None if worth is None else worth.net_present_value_eur,
        "internal_rate_of_return": None if worth is None else worth.rate_of_return.rate,
        "simple_payback_years": None if worth is None else worth.simple_payback.years,
        "discounted_payback_years": None if worth is None else worth.discounted_payback.years,
        "optimality_gap": result.proof.optimality_gap,
        "open_eur_per_year": result.proof.open_eur_per_year,
        "status": result.proof.status,
        "capacities": result.capacities,
    }
