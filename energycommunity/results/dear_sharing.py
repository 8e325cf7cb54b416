"""What members take from each other beside what their traders would ask for the same energy in the same steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from energycommunity.errors import Fault
from energycommunity.quantities import FloatArray
from energycommunity.scenario.names import first_of
from energycommunity.scenario.schema import Scenario
from energycommunity.settlement.bills import Contract
from energycommunity.settlement.settle import Settlement
from energycommunity.tariffs.charges import fees_on_sharing, marginal_eur_per_kwh
from energycommunity.time_grid import TimeGrid

#: Members who pay more than the trader asks for a larger part of what they take are told of.
MOST_DEAR_FRACTION = 0.5
#: Rounding of sums [kW].
NOTHING_KW = 1e-6


@dataclass(frozen=True)
class SharedBesideTrader:
    """Energy that was taken from members [kWh], the part for which the trader asked less, and both prices of all [EUR].

    Without VAT, which is the same on both, and without the network's fee that is paid either way.
    """

    taken_kwh: float
    dear_kwh: float
    trader_eur: float
    internal_eur: float

    @property
    def is_often_dear(self) -> bool:
        """Whether the trader asked less for most of it."""
        return self.dear_kwh > MOST_DEAR_FRACTION * self.taken_kwh


def shared_beside_trader(
    meters: Iterable[tuple[Contract, FloatArray]], internal_price_eur_per_kwh: float, time: TimeGrid
) -> SharedBesideTrader | None:
    """Of all meters of a member that buy from a trader; None where they took nothing.

    Parameters
    ----------
    meters : iterable of (Contract, FloatArray)
        The contract of each meter, and what it took from members in each step, shape (steps,) [kW].
    internal_price_eur_per_kwh : float
        Price between members [EUR/kWh].
    time : TimeGrid
        The steps. Of prices by blocks, the lowest counts.
    """
    taken_kwh = dear_kwh = trader_eur = 0.0
    for contract, shared_in_kw in meters:
        if contract.purchase:
            spared = marginal_eur_per_kwh(contract.purchase, time)
            spared = spared - marginal_eur_per_kwh(fees_on_sharing(contract.purchase), time)
            energy_kwh = shared_in_kw * (time.step_h * time.weight)
            taken_kwh += float(energy_kwh.sum())
            dear_kwh += float(energy_kwh[spared < internal_price_eur_per_kwh].sum())
            trader_eur += float(energy_kwh @ spared)
    if taken_kwh <= 0.0:
        return None
    return SharedBesideTrader(taken_kwh, dear_kwh, trader_eur, taken_kwh * internal_price_eur_per_kwh)


def dear_sharing_warnings(scenario: Scenario, settlement: Settlement) -> Iterator[Fault]:
    """Who pays the other members more than his trader would ask: in all, and for most of what he takes.

    Who gives more than he takes earns by a high price, and is not told of.
    """
    price, time = scenario.community.internal_price_eur_per_kwh, scenario.grid()
    found = {}
    for member in scenario.members:
        own = [meter for meter in settlement.flows if scenario.meters[meter].owner == member]
        taken = [(settlement.contracts[meter], settlement.flows[meter].shared_in_kw) for meter in own]
        net_kw = sum(
            float((settlement.flows[meter].shared_in_kw - settlement.flows[meter].shared_out_kw).sum()) for meter in own
        )
        beside = shared_beside_trader(taken, price, time)
        if beside is not None and net_kw > NOTHING_KW:
            found[member] = beside
    dearer = {member: of for member, of in found.items() if of.trader_eur < of.internal_eur}
    often = {member: of for member, of in found.items() if member not in dearer and of.is_often_dear}
    for key, told in (("sharing_dearer", dearer), ("sharing_often_dearer", often)):
        if told:
            yield _fault(key, told, scenario)


def _fault(key: str, told: dict[str, SharedBesideTrader], scenario: Scenario) -> Fault:
    values: dict[str, object] = {
        "members": first_of(list(told)),
        "price": scenario.community.internal_price_eur_per_kwh,
        "percent": 100.0 * max(of.dear_kwh / of.taken_kwh for of in told.values()),
        "eur": abs(sum(of.trader_eur - of.internal_eur for of in told.values())),
        "unit": scenario.time.a_year("EUR"),
    }
    return Fault(key, values, path="community.internal_price_eur_per_kwh")
