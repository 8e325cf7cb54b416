"""What ways of heating contribute to the programme, each under its decision: *series × decision*, *cost × decision*."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from energycommunity.finance.annuity import annual_cost
from energycommunity.quantities import Carrier, CostKind
from energycommunity.tariffs.charges import Charge, EnergyCharge
from energycommunity.technologies.base import hours
from energycommunity.technologies.chosen_package import grant_received, package_costs
from energycommunity.technologies.ledger import (
    Agreement,
    Contributions,
    Cost,
    EnergyUse,
    Flow,
    Goods,
    InvestmentUse,
    Term,
    goods_of,
)
from energycommunity.technologies.network_delivery import delivered
from energycommunity.technologies.way_of_heating import Built, WayOfHeating

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Variable

#: A way with the variable that decides whether it is taken.
Chosen = tuple[WayOfHeating, "Variable"]


@dataclass(frozen=True, eq=False)
class HeatingLedgers:
    """The ledgers of a building's ways of heating.

    Parameters
    ----------
    block : Block
        Of the choice.
    at, meter : str
        The building, and the meter that electric supplies without a tariff draw from.
    chosen : tuple
        Each way with its decision.
    charges : mapping
        The energy charges of each tariff by which some way buys.
    """

    block: Block
    at: str
    meter: str | None
    chosen: tuple[Chosen, ...]
    charges: Mapping[str, tuple[Charge, ...]]

    def all(self) -> Contributions:
        """Flows, energy, costs, money for building, and what the network must agree to."""
        found = self._from_network()
        for way, variable in self.chosen:
            found += package_costs(self.block, way.package, variable)
            found += grant_received(self.block, way.grant_eur, variable)
        return found + Contributions(
            flows=tuple(self._flows()),
            costs=tuple(self._costs()),
            energy=tuple(self._energy()),
            investments=tuple(self._built()),
            agreements=tuple(self._agreements()),
        )

    def _from_network(self) -> Contributions:
        """Heat that the network delivers."""
        heat = tuple(Term(v, way.network_kw) for way, v in self.chosen if way.network_kw is not None)
        network = self.block.surroundings.places[self.at].network
        return delivered(self.block, network, self.at, heat) if heat and network is not None else Contributions()

    def _agreements(self) -> Iterator[Agreement]:
        """Whether the building takes heat from the network, and the highest that it may take [kW]."""
        by_network = [(way.package.peak_kw, v) for way, v in self.chosen if way.network_kw is not None]
        if by_network:
            yield Agreement.on_connection(self.at, tuple(Term(v, -1.0) for _, v in by_network))
            yield Agreement.on_peak(self.at, tuple(Term(v, -peak_kw) for peak_kw, v in by_network))

    def _flows(self) -> Iterator[Flow]:
        """Electricity from the meter."""
        drawn = tuple(Term(v, way.taken.power_kw) for way, v in self.chosen if way.taken and way.taken.tariff is None)
        if drawn and self.meter is not None:
            yield Flow(self.block.surroundings.meters[self.meter].bus, -1, drawn)

    def _energy(self) -> Iterator[EnergyUse]:
        """Fuel and electricity are final energy; what is bought by a tariff is from outside."""
        asset, at, sector = self.block.asset, self.at, self.block.surroundings.places[self.at].sector
        in_year = hours(self.block.time)
        for (carrier, tariff), terms in self._taken().items():
            energy = tuple(term.times(in_year) for term in terms)
            if tariff is not None:
                yield EnergyUse(asset, at, carrier, sector, "bought", energy, tariff)
            yield EnergyUse(asset, at, carrier, sector, "final", energy, tariff)

    def _taken(self) -> dict[tuple[Carrier, str | None], list[Term]]:
        """What is taken in each step, by carrier and tariff [kW]."""
        taken: dict[tuple[Carrier, str | None], list[Term]] = {}
        for way, variable in self.chosen:
            if way.taken is not None:
                place = (way.taken.carrier, way.taken.tariff)
                taken.setdefault(place, []).append(Term(variable, way.taken.power_kw))
        return taken

    def _costs(self) -> Iterator[Cost]:
        """What is bought, by the kind of each charge; upkeep and annuities of the equipment."""
        lines: dict[tuple[CostKind, Goods], list[Term]] = {}
        in_year = hours(self.block.time)
        for (carrier, tariff), terms in self._taken().items():
            for charge in self.charges[tariff] if tariff is not None else ():
                if isinstance(charge, EnergyCharge):
                    eur = [term.times(charge.eur_per_kwh * in_year) for term in terms]
                    priced = [Term(term.variable, float(term.factors().sum())) for term in eur]
                    lines.setdefault((charge.kind, goods_of(carrier)), []).extend(priced)
        for way, variable in self.chosen:
            costs: dict[CostKind, float] = {
                "annuity": sum(each.investment_eur * self._share(each) for each in way.built),
                "fixed_om": sum(each.fixed_om_eur_per_year for each in way.built),
                "variable_om": way.variable_om_eur_per_kwh * float(way.package.heat_kw.sum()) * in_year,
            }
            for kind, eur_per_year in costs.items():
                if eur_per_year:
                    lines.setdefault((kind, "other"), []).append(Term(variable, eur_per_year))
        for (kind, goods), lined in lines.items():
            yield Cost(self.block.asset, self.block.owner, kind, tuple(lined), goods=goods)

    def _share(self, built: Built) -> float:
        """Yearly cost of a euro spent on equipment [1/a]."""
        economics = self.block.surroundings.economics
        horizon, life = economics.horizon_years, built.lifetime_years or economics.horizon_years
        return annual_cost(1.0, life, economics.real_discount_rate, horizon, built.first_year)

    def _built(self) -> Iterator[InvestmentUse]:
        """Money for building, by life and year."""
        spent: dict[tuple[float, float], list[Term]] = {}
        for way, variable in self.chosen:
            for built in way.built:
                life = built.lifetime_years or self.block.surroundings.economics.horizon_years
                spent.setdefault((life, built.first_year), []).append(Term(variable, built.investment_eur))
        for (life, first_year), terms in spent.items():
            yield InvestmentUse(self.block.asset, self.block.owner, life, first_year, tuple(terms))
