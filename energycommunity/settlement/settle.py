"""Settle a dispatch: share by the key of the community, then bill every meter and every fuel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from energycommunity.allocation.sharing_period import periods_of
from energycommunity.optimization.case import Case, PlacedAsset
from energycommunity.optimization.matrix import Vector
from energycommunity.optimization.programme import Programme
from energycommunity.quantities import FloatArray, IntArray
from energycommunity.settlement.bills import BillLine, Contract, MeterFlows, bill_lines
from energycommunity.settlement.sharing import lines_of_meters, shared_by_key
from energycommunity.tariffs.charges import Charge, FixedCharge
from energycommunity.technologies.base import hours
from energycommunity.technologies.block import Block
from energycommunity.technologies.energy_sharing import EnergySharing
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.ledger import goods_of
from energycommunity.technologies.metered_charges import amounts_above


@dataclass(frozen=True, eq=False)
class Settlement:
    """What crossed each meter after sharing by the key, the bills, and the dispatch that they belong to.

    `flows` and `values` are what is billed. `by_interval` is what ran, shared within each step: the same unless the
    period of sharing is longer. `contracts`: what each meter, and each plant that buys a fuel, is billed by.
    """

    flows: dict[str, MeterFlows]
    contracts: dict[str, Contract]
    lines: tuple[BillLine, ...]
    values: Vector
    by_interval: Vector


def settle(programme: Programme, dispatch: Vector) -> Settlement:
    """Share what is drawn and given in each period of sharing by the key, and bill it.

    The programme shares within the step, and may have given shared energy to whoever pays most for the rest; the key
    does not ask for that. The returned values are the dispatch with shared, bought and sold power as the key has them.
    """
    case = programme.case
    crossing = {asset.name: _flows(programme, asset.name, dispatch) for asset in case.assets if _is_meter(asset)}
    periods = periods_of(case.sharing_period, case.time)
    flows = _shared(programme, crossing, periods)
    values = by_interval = _with_flows(programme, dispatch, flows)
    if periods is not None:
        by_interval = _with_flows(programme, dispatch, _shared(programme, crossing, None))
    contracts = {asset.name: _contract(case, asset) for asset in case.assets if _is_meter(asset)}
    lines = list(lines_of_meters(flows, contracts, case.time, _internal_price(case)))
    for fuel in _fuels(programme, dispatch):
        contracts[fuel.name] = fuel.contract
        lines += bill_lines(fuel.name, fuel.contract, fuel.flows, case.time)
    return Settlement(flows, contracts, tuple(lines), values, by_interval)


def _shared(programme: Programme, flows: dict[str, MeterFlows], period_of: IntArray | None) -> dict[str, MeterFlows]:
    """The flows of all meters, shared by the key of the community where there is one."""
    case = programme.case
    if case.sharing is None:
        return flows
    sharing = {name: of for name, of in flows.items() if "shared_in_kw" in programme.blocks[name].variables}
    owners = {asset.name: asset.technology.owner for asset in case.assets}
    in_community = {name: case.surroundings.meters[name].in_community for name in sharing}
    return flows | shared_by_key(case.key, sharing, owners, in_community, period_of)


def _is_meter(asset: PlacedAsset) -> bool:
    return isinstance(asset.technology, GridConnection)


def _contract(case: Case, meter: PlacedAsset) -> Contract:
    member, charges = meter.technology.owner, meter.profiles.charges
    return Contract(member, charges["purchase"], charges["sale"], case.vat.get((member, "electricity"), 0.0))


def _flows(programme: Programme, name: str, dispatch: Vector) -> MeterFlows:
    variables = programme.blocks[name].variables
    nothing = np.zeros(programme.case.time.steps)

    def of(flow: str) -> FloatArray:
        return np.maximum(dispatch.of(variables[flow]), 0.0) if flow in variables else nothing

    return _one_way(MeterFlows(of("bought_kw"), of("sold_kw"), of("shared_in_kw"), of("shared_out_kw")))


def _one_way(flows: MeterFlows) -> MeterFlows:
    """The flows of a meter without what the programme lets pass in and out of it in the same step.

    Where prices neither reward nor punish that, the solver is free to do it; through a real meter only the net flow
    runs. What is taken off is traded power first, then shared.
    """
    both = np.minimum(flows.bought_kw + flows.shared_in_kw, flows.sold_kw + flows.shared_out_kw)
    bought, sold = np.minimum(flows.bought_kw, both), np.minimum(flows.sold_kw, both)
    return MeterFlows(
        flows.bought_kw - bought,
        flows.sold_kw - sold,
        flows.shared_in_kw - (both - bought),
        flows.shared_out_kw - (both - sold),
    )


def _with_flows(programme: Programme, dispatch: Vector, flows: dict[str, MeterFlows]) -> Vector:
    """The dispatch with these flows at the meters."""
    time, x = programme.case.time, dispatch.x.copy()
    charges = {asset.name: asset.profiles.charges.get("purchase", ()) for asset in programme.case.assets}
    for name, of_meter in flows.items():
        for flow, variable in programme.blocks[name].variables.items():
            if hasattr(of_meter, flow):
                x[dispatch.matrix.columns[variable]] = getattr(of_meter, flow)
        for flow, amounts in amounts_above(charges[name], of_meter.bought_kw, of_meter.shared_in_kw, time).items():
            x[dispatch.matrix.columns[programme.blocks[name].variables[flow]]] = amounts
    return Vector(dispatch.matrix, x)


def _internal_price(case: Case) -> float | None:
    """The price between members, or None where they do not share [EUR/kWh]."""
    pool = case.sharing.technology if case.sharing is not None else None
    return pool.internal_price_eur_per_kwh if isinstance(pool, EnergySharing) else None


@dataclass(frozen=True, eq=False)
class _Fuel:
    """What a plant burns, or buys as heat: billed like what crosses a meter, by the one contract of the plant."""

    name: str
    contract: Contract
    flows: MeterFlows


def _fuels(programme: Programme, dispatch: Vector) -> Iterator[_Fuel]:
    """Every fuel that was bought, and heat from outside."""
    case = programme.case
    assets = {asset.name: asset for asset in case.assets}
    nothing = np.zeros(case.time.steps)
    for use in programme.contributions.energy:
        if use.role == "bought" and not _is_meter(asset := assets[use.asset]):
            energy_kwh = sum((term.values(dispatch) for term in use.terms), nothing)
            if use.tariff is not None and not energy_kwh.any():
                continue  # another way of heating was chosen
            burnt = MeterFlows(np.maximum(energy_kwh / hours(case.time), 0.0), nothing, nothing, nothing)
            charges = asset.profiles.charges[use.tariff or next(iter(asset.profiles.charges))]
            member = asset.technology.owner
            vat_rate = case.vat.get((member, goods_of(use.carrier)), 0.0)
            charges = _of_connection(charges, programme.blocks[asset.name], dispatch)
            yield _Fuel(asset.name, Contract(member, charges, (), vat_rate), burnt)


def _of_connection(charges: tuple[Charge, ...], block: Block, dispatch: Vector) -> tuple[Charge, ...]:
    """The charges of a plant whose size is known: some are due for each connected kW of heat."""
    size = block.variables.get("capacity_heat_kw")
    connected_kw = 0.0 if size is None else float(dispatch.of(size)[0])
    return tuple(
        charge.of_connection(connected_kw) if isinstance(charge, FixedCharge) else charge for charge in charges
    )
