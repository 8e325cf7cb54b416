"""What the years after the first change in the objective: prices that grow, and income tax that running costs save.

The ledger keeps the prices of the first year, as the bills have them. Lines of two kinds of their own bring each
running cost to the equal yearly amount that is worth as much over the horizon.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from energycommunity.quantities import OF_BUILDING, CostKind
from energycommunity.technologies.base import scaled
from energycommunity.technologies.ledger import Cost
from energycommunity.technologies.surroundings import Economics


def later_years(costs: Iterable[Cost], economics: Economics) -> Iterator[Cost]:
    """Lines of the kinds `escalation` and `income_tax` beside the running costs of the first year [EUR/a]."""
    for cost in costs:
        if cost.kind in OF_BUILDING:
            continue
        growing = cost.grows_as or cost.kind
        levelised = economics.levelised(growing)
        saved = levelised - economics.weight(growing, cost.payer)
        changes: tuple[tuple[CostKind, float], ...] = (("escalation", levelised - 1.0), ("income_tax", -saved))
        for kind, factor in changes:
            if factor:
                yearly = factor * cost.constant_eur_per_year
                yield Cost(cost.asset, cost.payer, kind, scaled(cost.terms, factor), yearly, cost.goods, cost.kind)
