"""What heat from a network may cost a building, and what it has to cost for the network's books to balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


def price_of_no_difference(best_own_eur: float, on_network: Sequence[tuple[float, float]]) -> float | None:
    """The heat price at which a building is no worse off on a network than with the best supply of its own.

    (cost of its best own way - its own costs on the network) / heat bought: the highest over the ways on the network,
    for at that price the building takes the one that suits it best.

    Parameters
    ----------
    best_own_eur : float
        Yearly cost of the best way without the network [EUR/a].
    on_network : sequence of (float, float)
        Of each way with the network what the building itself pays (station, radiators, booster, renovation) [EUR/a],
        and the heat that it buys [kWh/a].

    Returns
    -------
    float or None
        Price as the building pays it [EUR/kWh], below zero where its own costs alone are higher; None if it buys none.

    Examples
    --------
    Pellets for 3000 EUR/a, or 20 MWh with a station of 400 EUR/a: (3000 - 400) / 20 MWh = 130 EUR/MWh.

    >>> price_of_no_difference(3000.0, [(400.0, 20_000.0)])
    0.13
    >>> price_of_no_difference(3000.0, [(400.0, 20_000.0), (1000.0, 10_000.0)])
    0.2
    """
    prices = [(best_own_eur - eur) / kwh for eur, kwh in on_network if kwh > 0.0]
    return max(prices, default=None)


@dataclass(frozen=True)
class CostCoveringTariff:
    """What a kWh sold has to cost so that a network's costs are covered, as the regulator splits it.

    Parameters
    ----------
    production_eur, network_eur, sales_eur : float
        Yearly cost of making the heat, of the pipes and what they take, and of selling it, without VAT [EUR/a].
    sold_kwh : float
        Heat that the buildings take [kWh/a].
    buildings : int
        How many take it.
    """

    production_eur: float
    network_eur: float
    sales_eur: float
    sold_kwh: float
    buildings: int = 0

    @property
    def cost_eur(self) -> float:
        """All of it [EUR/a]."""
        return self.production_eur + self.network_eur + self.sales_eur

    @property
    def eur_per_kwh(self) -> float | None:
        """The tariff [EUR/kWh]; None where no heat is sold.

        Selling half as much for a little less does not halve the cost:

        >>> CostCoveringTariff(30_000.0, 18_000.0, 2_000.0, 1_000_000.0).eur_per_kwh
        0.05
        >>> CostCoveringTariff(16_000.0, 18_000.0, 1_000.0, 500_000.0).eur_per_kwh
        0.07
        """
        return self.part_eur_per_kwh(self.cost_eur)

    def part_eur_per_kwh(self, eur: float) -> float | None:
        """A part of the cost over what is sold [EUR/kWh]; None where no heat is sold."""
        return eur / self.sold_kwh if self.sold_kwh > 0.0 else None

    def result_eur(self, price_eur_per_kwh: float) -> float:
        """What the operator keeps, or lacks, at a heat price without VAT [EUR/a].

        >>> CostCoveringTariff(16_000.0, 18_000.0, 1_000.0, 500_000.0).result_eur(0.05)
        -10000.0
        """
        return price_eur_per_kwh * self.sold_kwh - self.cost_eur
