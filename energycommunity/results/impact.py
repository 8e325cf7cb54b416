"""What a project changes for a place: money it attracts, spending that stays, households that energy is a burden for.

    attracted per public euro = (investment - public) / public     public: grants, and own money of municipalities
    local share = payments to local suppliers / all payments to outsiders for energy, network, upkeep and their VAT
    a household pays its bills, upkeep, rent and the loan of a full year; below the threshold energy is no burden

What passes between members is no spending, and what is earned by selling energy takes nothing off it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from energycommunity.assessment.cash_flow import Economics
from energycommunity.quantities import CostEntry, CostKind
from energycommunity.results.finance_plans import MemberFinance, side_of
from energycommunity.results.flat_costs import flat_payments
from energycommunity.results.run_results import Results, VariantResult
from energycommunity.scenario.impact_rules import ImpactRules
from energycommunity.scenario.schema import Scenario

#: Kinds of cost that are paid to outsiders in a year; VAT and levies follow them.
BOUGHT: tuple[CostKind, ...] = ("energy", "fuel", "network")
UPKEEP: tuple[CostKind, ...] = ("fixed_om", "variable_om")


@dataclass(frozen=True)
class Impact:
    """The effect of a variant; None where there is nothing to measure.

    Parameters
    ----------
    investment_eur, public_eur : float
        What is built in year 0 beside the baseline, and what grants and municipalities pay of it [EUR].
    spending_eur_per_year, local_eur_per_year : float
        What members pay to outsiders in a year, and what of it to local ones [EUR/a].
    households, below_threshold : int
        All households, and those whose energy costs less than the threshold.
    """

    investment_eur: float
    public_eur: float
    spending_eur_per_year: float
    local_eur_per_year: float
    households: int
    below_threshold: int | None

    @property
    def attracted_per_public_eur(self) -> float | None:
        """Euros of others for each public euro [-]."""
        return (self.investment_eur - self.public_eur) / self.public_eur if self.public_eur > 0.0 else None

    @property
    def local_share(self) -> float | None:
        """Part of the yearly spending that stays [-]."""
        return self.local_eur_per_year / self.spending_eur_per_year if self.spending_eur_per_year > 0.0 else None


def impact_of(results: Results, variant: str, plans: tuple[MemberFinance, ...]) -> Impact:
    """The effect of a variant by the rules of its scenario; `plans` are those of its members."""
    result = results.variants[variant]
    scenario, rules = result.scenario, result.scenario.impact or ImpactRules()
    members = [found.plan for found in plans if found.plan.member]
    investment = sum(float(plan.books.investment_eur[0]) for plan in members)
    public = sum(float(plan.flows.grants_eur[0]) for plan in members)
    for plan in members:
        if scenario.members[plan.member].kind == "municipality":
            public += min(float(plan.books.paid_in_eur[0]), float(plan.books.investment_eur[0]))
    costs = result.assessment.accounts.costs
    spending = sum(cost.eur_per_year for cost in costs if _is_spending(cost))
    local = sum(cost.eur_per_year * _local_part(scenario, rules, cost) for cost in costs if _is_spending(cost))
    paid = list(household_costs(results, variant, plans))
    threshold = rules.threshold_eur
    below = None if threshold is None else sum(eur < threshold for eur in paid)
    return Impact(investment, public, spending, local, len(paid), below)


def _is_spending(cost: CostEntry) -> bool:
    of = cost.grows_as if cost.kind == "tax" and cost.grows_as else cost.kind
    return of in (*BOUGHT, *UPKEEP, "tax") and cost.eur_per_year > 0.0


def _local_part(scenario: Scenario, rules: ImpactRules, cost: CostEntry) -> float:
    """The part of a payment that local suppliers get; network charges and taxes leave the place."""
    if cost.kind in UPKEEP:
        return rules.local_upkeep_share
    bought_by = tariff_of(scenario, cost.asset)
    return 1.0 if cost.kind in ("energy", "fuel") and bought_by in rules.local_tariffs else 0.0


def tariff_of(scenario: Scenario, asset: str) -> str | None:
    """The contract by which a meter or plant buys; None for one that may buy by several."""
    technology = scenario.meters.get(asset) or scenario.assets.get(asset)
    named = (getattr(technology, field, None) for field in ("fuel", "purchase"))
    return next((name for name in named if isinstance(name, str)), None)


def household_costs(results: Results, variant: str, plans: tuple[MemberFinance, ...]) -> Iterator[float]:
    """What each household pays for energy in a year, with the loan of a full year [EUR/a]; a flat is a household."""
    result = results.variants[variant]
    scenario, by_flats = result.scenario, set[str]()
    for building in scenario.flats:
        paid = flat_payments(results, variant, building)
        if paid:
            by_flats.add(scenario.meters[scenario.buildings[building].meter].owner)
            yield from (12.0 * float(flat.after.mean_total_eur) for flat in paid[1:])
    for name, member in scenario.members.items():
        if name not in by_flats and member.kind in ("household", "apartment_house"):
            count = (member.flats or 1) if member.kind == "apartment_house" else 1
            yield from [_paid_by(result, name, plans) / count] * count


def _paid_by(result: VariantResult, member: str, plans: tuple[MemberFinance, ...]) -> float:
    economics = result.scenario.economics
    weights = Economics(economics.real_discount_rate, economics.horizon_years, {}, result.scenario.income_tax_rates)
    running = -float(side_of(result, member).cash_flow(weights).operation_eur[1])
    return running + 12.0 * sum(found.plan.monthly_loan_eur for found in plans if found.plan.member == member)
