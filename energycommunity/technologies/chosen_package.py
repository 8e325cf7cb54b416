"""What a renovation package costs where it is chosen: an annuity for each measure with its own life, less the grant.

    annuity = sum over measures of investment · a(life)                 a: finance.annuity.annual_cost
    grant   = − grant / P(horizon)                                      P: finance.present_worth.present_worth_factor

A measure is renewed when its life ends; a grant is received once, in year 0, and its yearly amount is that which is
worth it over the horizon. No VAT is laid on a grant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from energycommunity.demand.heated_building import PackageHeat, PackageInvestment
from energycommunity.finance.annuity import annual_cost, capital_recovery_factor
from energycommunity.technologies.ledger import Contributions, Cost, InvestmentUse, Term

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Variable
    from energycommunity.technologies.surroundings import Economics


def package_costs(block: Block, package: PackageHeat, chosen: Variable) -> Contributions:
    """Annuity, money for building, and grant of a package, times its decision."""
    economics, found = block.surroundings.economics, Contributions()
    for part in package.investments:
        yearly, money = measure_eur_per_year(part, economics), (Term(chosen, part.investment_eur),)
        found += Contributions(
            costs=(Cost(block.asset, block.owner, "annuity", (Term(chosen, yearly),)),),
            investments=(InvestmentUse(block.asset, block.owner, part.lifetime_years, 0.0, money),),
        )
    return found + grant_received(block, package.grant_eur, chosen)


def grant_received(block: Block, eur: float, chosen: Variable) -> Contributions:
    """A grant for what is chosen, as a negative annuity without VAT."""
    if eur <= 0.0:
        return Contributions()
    received = (Term(chosen, -grant_eur_per_year(eur, block.surroundings.economics)),)
    return Contributions(costs=(Cost(block.asset, block.owner, "annuity", received, is_grant=True),))


def measure_eur_per_year(part: PackageInvestment, economics: Economics) -> float:
    """Annuity of a measure with its own life, without VAT and grant [EUR/a]."""
    rate, horizon = economics.real_discount_rate, economics.horizon_years
    return annual_cost(part.investment_eur, part.lifetime_years, rate, horizon)


def grant_eur_per_year(eur: float, economics: Economics) -> float:
    """The yearly amount that is worth a grant over the horizon [EUR/a]."""
    return eur * capital_recovery_factor(economics.real_discount_rate, economics.horizon_years)
