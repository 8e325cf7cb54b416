"""What the heat of each network has to cost, from the ledger of a year: production, network, sales."""

from __future__ import annotations

from energycommunity.assessment.accounts import Accounts
from energycommunity.assessment.electricity_price import price_without_taxes
from energycommunity.assessment.heat_price import CostCoveringTariff
from energycommunity.assessment.local_factors import heat_shares
from energycommunity.optimization.programme import Programme
from energycommunity.quantities import CostEntry
from energycommunity.technologies.heat_network import HeatNetwork
from energycommunity.technologies.ledger import Values


def cost_covering_tariffs(programme: Programme, accounts: Accounts, values: Values) -> dict[str, CostCoveringTariff]:
    """The tariff of each heat network by its name.

    Production is the cost of the plants and storages at the network, with the electricity that they draw at the price
    of its hour; the network's is that of pipes, connections and pumps. All in the prices of the first year without VAT,
    whoever pays. What combined heat and power costs is shared between its products as its fuel is
    (local_factors.heat_shares). A network of which nothing is sold has no tariff.
    """
    networks = {a.name: a.technology for a in programme.case.assets if isinstance(a.technology, HeatNetwork)}
    found: dict[str, CostCoveringTariff] = {}
    for name, network in networks.items():
        plants = {a.name for a in programme.case.assets if getattr(a.technology, "at", None) == name}
        sold = [e for e in accounts.energy if (e.asset, e.carrier, e.role) == (name, "heat", "final")]
        sold_kwh = sum(entry.kwh_per_year for entry in sold)
        buildings = {entry.place for entry in sold if entry.kwh_per_year > 0.0}
        production = _cost_eur(accounts, plants) + _electricity_eur(programme, values, plants)
        sales = (network.sales_eur_per_kwh or 0.0) * sold_kwh
        of_network = _cost_eur(accounts, {name}) + _electricity_eur(programme, values, {name}) - sales
        if sold_kwh > 0.0:
            found[name] = CostCoveringTariff(production, of_network, sales, sold_kwh, len(buildings))
    return found


def _cost_eur(accounts: Accounts, assets: set[str]) -> float:
    """What the heat of some assets costs in the prices of the first year without VAT [EUR/a]."""
    of_heat = heat_shares(accounts.energy)
    return sum(
        entry.eur_per_year * of_heat.get(entry.asset, 1.0)
        for entry in accounts.costs
        if entry.asset in assets and not _is_left_out(entry)
    )


def _is_left_out(entry: CostEntry) -> bool:
    """Whether a line is VAT, growth of later years or income tax; the price of CO2 is a tax, but no VAT."""
    if entry.kind == "tax":
        return entry.grows_as is not None
    return entry.kind in ("investment_tax", "escalation", "income_tax")


def _electricity_eur(programme: Programme, values: Values, assets: set[str]) -> float:
    """What assets draw of electricity at the price of its hour [EUR/a]."""
    technologies = {asset.name: asset.technology for asset in programme.case.assets}
    eur = 0.0
    for use in programme.contributions.energy:
        if use.asset in assets and use.carrier == "electricity" and use.role in ("supply", "final"):
            price = price_without_taxes(programme, getattr(technologies[use.asset], "meter", None))
            eur += sum(float((term.values(values) * price).sum()) for term in use.terms)
    return eur
