"""The finance plan of each member of a variant, and of all together: put together from the ledgers of two variants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from energycommunity.assessment.cash_flow import Economics
from energycommunity.assessment.costs import is_grant
from energycommunity.assessment.finance_plan import FinancePlan, Side, consolidated, finance_plan, financed_eur
from energycommunity.demand.grants import GrantCase, GrantDecision, Purpose, grant_of, programme_of
from energycommunity.errors import Fault, Spoken
from energycommunity.parameters import vat_rate
from energycommunity.quantities import FloatArray
from energycommunity.results.run_results import Results, VariantResult
from energycommunity.scenario.financing import Financing, Lease
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import Technology
from energycommunity.technologies.battery import Battery

#: What an asset gives, by the name of its series; a lease by energy counts them.
OUTPUTS = ("used_kw", "generated_kw", "heat_kw")
#: Below this nothing has changed for a member [EUR].
NOTHING_EUR = 0.005


@dataclass(frozen=True)
class MemberFinance:
    """A member's plan, and the conditions that the grants of his plan miss."""

    plan: FinancePlan
    missed_conditions: tuple[tuple[str, Fault], ...] = ()


def is_financed(scenario: Scenario) -> bool:
    """Whether a scenario says how anything is paid for."""
    return bool(scenario.financing or scenario.leases)


def finance_plans(results: Results, variant: str) -> tuple[MemberFinance, ...]:
    """The plans of all members for whom anything changes; that of all together comes last, named with nothing."""
    result, baseline = results.variants[variant], results.variants[results.baseline]
    scenario = result.scenario
    escalation = dict(scenario.economics.escalation)
    economics = Economics(
        scenario.economics.real_discount_rate,
        scenario.economics.horizon_years,
        escalation,  # type: ignore[arg-type]
        scenario.income_tax_rates,
    )
    terms = (economics, scenario.economics.inflation)
    found = []
    for member in dict.fromkeys([*scenario.members, *baseline.scenario.members]):
        own, base = (side_of(each, member) for each in (result, baseline))
        plans = tuple(plan for plan in scenario.financing.values() if plan.member == member)
        decisions = tuple(_decision(result, own, plan, plans) for plan in plans)
        plan = finance_plan(member, (own, base), plans, [decision.eur for decision in decisions], terms)
        missed = tuple(
            (_name(each.grant), fault)
            for each, decision in zip(plans, decisions, strict=True)
            for fault in decision.missed_conditions
        )
        if missed or np.abs(plan.difference.net_eur).max() > NOTHING_EUR:
            found.append(MemberFinance(plan, missed))
    together = (MemberFinance(consolidated([each.plan for each in found])),) if found else ()
    return (*found, *together)


def missed_grants_of_plans(results: Results) -> Iterator[Fault]:
    """A notice for each condition that the grant of a plan misses, in each variant."""
    for variant, result in results.variants.items():
        if variant == results.baseline or not result.scenario.financing:
            continue
        for found in finance_plans(results, variant):
            for _, fault in found.missed_conditions:
                reason = Spoken(fault.tell("en"), fault.tell("lv"))
                values: dict[str, object] = {"member": found.plan.member, "variant": variant, "reason": reason}
                yield Fault("financing_notice_grant_missed", values, path="financing")


def _name(grant: object) -> str:
    return grant if isinstance(grant, str) else ""


def side_of(result: VariantResult, member: str) -> Side:
    """What a member pays in a variant, to outsiders and to other members."""
    accounts = result.assessment.accounts
    yearly = rent_of_member(result, member)
    yearly[1:] += _shared_eur(result, member)
    return Side(
        tuple(entry for entry in accounts.investments if entry.payer == member),
        tuple(entry for entry in accounts.costs if entry.payer == member),
        yearly,
    )


def rent_of_member(result: VariantResult, member: str) -> FloatArray:
    """What a member pays for leased assets in year 0, 1 … horizon, or earns below zero [EUR]."""
    horizon_years = result.scenario.economics.horizon_years
    rents = (_rent(result, lease, member, horizon_years) for lease in result.scenario.leases.values())
    return np.asarray(sum(rents, np.zeros(horizon_years + 1)), dtype=np.float64)


def _shared_eur(result: VariantResult, member: str) -> float:
    """What a member pays others for shared energy in a year, or earns below zero [EUR/a]; VAT stands in the ledger."""
    bills = result.bills
    of_member = (bills["member"].values == member) & (bills["kind"].values == "shared")
    return float(bills["eur"].values[of_member].sum())


def _rent(result: VariantResult, lease: Lease, member: str, horizon_years: int) -> FloatArray:
    """What a member pays for a lease in each year, or earns below zero; the user bears the VAT he cannot deduct."""
    scenario, rent = result.scenario, np.zeros(horizon_years + 1)
    leased = [name for name in scenario.assets if _is_one_of(name, lease.assets)]
    last = min(lease.years or horizon_years, horizon_years)
    for asset in leased:
        yearly = _rent_of(result, lease, asset) / (len(leased) if lease.rent_eur_per_year is not None else 1)
        if scenario.assets[asset].owner == member:
            rent[1 : last + 1] -= yearly
        if lease.user == member:
            rent[1 : last + 1] += yearly * (1.0 + _vat_on_goods(scenario, member))
    return rent


def _rent_of(result: VariantResult, lease: Lease, asset: str) -> float:
    if lease.rent_eur_per_year is not None:
        return lease.rent_eur_per_year
    grid = result.scenario.grid()
    given_kw = sum(
        float(result.dispatch[name].sum()) for name in (f"{asset}.{out}" for out in OUTPUTS) if name in result.dispatch
    )
    return (lease.price_eur_per_kwh or 0.0) * given_kw * grid.step_h * grid.weight


def _vat_on_goods(scenario: Scenario, member: str) -> float:
    """The rate of VAT that a member bears on what he buys other than energy [-]."""
    if scenario.members[member].deducts_vat:
        return 0.0
    return vat_rate("other", scenario.economics.last_day).value


def _is_one_of(asset: str, names: Sequence[str]) -> bool:
    return any(asset == name or asset.startswith(f"{name}.") for name in names)


def _decision(result: VariantResult, own: Side, plan: Financing, plans: Sequence[Financing]) -> GrantDecision:
    """What the grant of a plan gives, or what it misses; for each purpose by itself, up to its cap together."""
    if plan.grant is None:
        return GrantDecision(0.0)
    programme = programme_of(plan.grant)
    others = [other for other in plans if other is not plan]
    total, missed = 0.0, list[Fault]()
    for case in _cases(result, own, plan, others):
        decision = grant_of(programme, case)
        total += decision.eur
        missed += [fault for fault in decision.missed_conditions if fault not in missed]
    return GrantDecision(total if programme.cap_eur is None else min(total, programme.cap_eur), tuple(missed))


def _cases(result: VariantResult, own: Side, plan: Financing, others: Sequence[Financing]) -> Iterator[GrantCase]:
    """What is applied for, an asset a case; not for what has a grant of its own in the ledger."""
    scenario = result.scenario
    net = 1.0 + _vat_on_goods(scenario, plan.member)
    granted = {entry.asset for entry in own.costs if is_grant(entry)}
    paid_for = dict.fromkeys(entry.asset for entry in own.investments if plan.pays_for(entry.asset))
    for name in (asset for asset in paid_for if asset not in granted):
        technology = scenario.assets.get(name)
        bought = [entry for entry in own.investments if entry.asset == name]
        eur = financed_eur(bought, plan, others) / net
        if (
            technology is not None
            and eur > 0.0
            and name not in granted
            and not hasattr(technology, "possible_packages")
        ):
            sizes = {key.rpartition("_")[2]: size for key, size in result.capacities.items() if _of(key, name)}
            yield GrantCase(
                purpose_of(technology),
                scenario.members[plan.member].kind,
                scenario.economics.price_year,
                eur,
                capacity_kw=max(sizes.get("kw", 0.0), sizes.get("kwp", 0.0)),
                capacity_kwh=sizes.get("kwh", 0.0),
            )


def _of(key: str, asset: str) -> bool:
    return key.rpartition(".")[0] == asset


def purpose_of(technology: Technology) -> Purpose:
    """What a programme may pay for when it pays for a technology.

    >>> from energycommunity.technologies.photovoltaics import Photovoltaics
    >>> purpose_of(Photovoltaics.example())
    'electricity'
    """
    if isinstance(technology, Battery):
        return "storage"
    return "electricity" if technology.serves == "electricity" else "heating"
