"""What everything costs in a year: by asset, payer and kind, as the members see it and as society does."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from energycommunity.finance import present_worth_factor
from energycommunity.quantities import CostEntry

COLUMNS = ("asset", "payer", "kind")


def cost_table(costs: Sequence[CostEntry]) -> pd.DataFrame:
    """The cost ledger with equal lines added up, as a tidy table.

    Parameters
    ----------
    costs : sequence of CostEntry
        Lines of the ledger; revenue is negative [EUR/a].

    Returns
    -------
    pandas.DataFrame
        Columns `asset`, `payer`, `kind`, `eur_per_year`, a row for each combination that occurs, in the order of
        first appearance.

    Examples
    --------
    >>> table = cost_table([CostEntry("pv", "shop", "annuity", 70.0), CostEntry("pv", "shop", "annuity", 5.0)])
    >>> table.to_dict("records")
    [{'asset': 'pv', 'payer': 'shop', 'kind': 'annuity', 'eur_per_year': 75.0}]
    """
    rows = [(entry.asset, entry.payer, entry.kind, entry.eur_per_year) for entry in costs]
    table = pd.DataFrame(rows, columns=[*COLUMNS, "eur_per_year"]).astype({"eur_per_year": float})
    return table.groupby(list(COLUMNS), sort=False)["eur_per_year"].sum().reset_index()


def costs_by(costs: Sequence[CostEntry], column: str) -> dict[str, float]:
    """Yearly costs by one of `asset`, `payer` or `kind` [EUR/a].

    Raises
    ------
    ValueError
        If the column is none of the three.

    Examples
    --------
    >>> costs_by([CostEntry("pv", "shop", "annuity", 70.0), CostEntry("pv", "shop", "tax", 5.0)], "kind")
    {'annuity': 70.0, 'tax': 5.0}
    """
    if column not in COLUMNS:
        raise ValueError(f"costs are kept by {', '.join(COLUMNS)}, not by {column}")
    sums = cost_table(costs).groupby(column, sort=False)["eur_per_year"].sum()
    return {str(name): float(eur) for name, eur in sums.items()}


def total_annual_cost(costs: Sequence[CostEntry]) -> float:
    """All costs less revenue [EUR/a].

    >>> total_annual_cost([CostEntry("m", "shop", "energy", 90.0), CostEntry("m", "shop", "revenue", -20.0)])
    70.0
    """
    return float(sum(entry.eur_per_year for entry in costs))


def is_grant(entry: CostEntry) -> bool:
    """Whether a line is a grant: what it takes off an annuity stands in the ledger as a negative annuity.

    >>> is_grant(CostEntry("pv", "shop", "annuity", -30.0))
    True
    """
    return entry.kind == "annuity" and entry.eur_per_year < 0.0


def grants_received_eur(costs: Sequence[CostEntry], discount_rate: float, horizon_years: float) -> float:
    """What is received in year 0, of which the ledger has the yearly amounts that are worth it over the horizon [EUR].

    >>> grants_received_eur([CostEntry("walls", "shop", "annuity", -30.0)], 0.0, 20)
    600.0
    """
    yearly = -sum(entry.eur_per_year for entry in costs if is_grant(entry))
    return float(yearly * present_worth_factor(discount_rate, horizon_years))


def costs_of_society(costs: Sequence[CostEntry]) -> tuple[CostEntry, ...]:
    """The ledger without what only moves money between members and the state: taxes and grants.

    Network charges and revenue from outside stay: they stand for the network's cost and for energy that others need
    not make.

    Examples
    --------
    >>> entries = [CostEntry("pv", "shop", "annuity", 70.0), CostEntry("pv", "shop", "annuity", -30.0)]
    >>> total_annual_cost(costs_of_society([*entries, CostEntry("m", "shop", "tax", 21.0)]))
    70.0
    """
    taxes = ("tax", "investment_tax", "income_tax")
    return tuple(entry for entry in costs if not {entry.kind, entry.grows_as} & set(taxes) and not is_grant(entry))
