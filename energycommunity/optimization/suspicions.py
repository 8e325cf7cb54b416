"""What shows once all series are known, is legal, and looks like a slip: told to the user, and the run goes on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from energycommunity.errors import Fault
from energycommunity.optimization.case import PlacedAsset
from energycommunity.optimization.programme import Programme
from energycommunity.quantities import Bus
from energycommunity.tariffs.charges import marginal_eur_per_kwh
from energycommunity.technologies.block import Variable
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.ledger import Term


def suspicions(programme: Programme, told: tuple[Fault, ...] = ()) -> list[Fault]:
    """Selling that earns more than buying costs, and assets whose energy nobody can use; not what is `told` already."""
    known = {fault.path for fault in told}
    found = [*_sold_dearer_than_bought(programme), *_of_no_use(programme)]
    return [fault for fault in found if fault.path not in known]


def _sold_dearer_than_bought(programme: Programme) -> Iterator[Fault]:
    time = programme.case.time
    for asset in programme.case.assets:
        meter = asset.technology
        if not (isinstance(meter, GridConnection) and meter.purchase and meter.sale):
            continue
        vat_rate = programme.case.surroundings.meters[asset.name].vat_rate
        bought = marginal_eur_per_kwh(asset.profiles.charges["purchase"], time) * (1.0 + vat_rate)
        gain = -marginal_eur_per_kwh(asset.profiles.charges["sale"], time) - bought
        if (gain > 0.0).any():
            values: dict[str, object] = {
                "meter": asset.name,
                "hours": np.count_nonzero(gain > 0.0) * time.step_h,
                "eur": float(gain.max()),
                "when": time.local[int(gain.argmax())],
            }
            yield Fault("suspicion_feed_in", values, path=f"meters.{asset.name}.export")


def _of_no_use(programme: Programme) -> Iterator[Fault]:
    wanted = _wanted(programme)
    for asset in programme.case.assets:
        if asset.technology.stands_under != "assets":
            continue
        given_to = _given_to(programme, asset)
        if given_to and not given_to & wanted:
            places = ", ".join(sorted(bus.place for bus in given_to))
            carrier = min(given_to).carrier
            yield Fault(f"suspicion_no_use_of_{carrier}", {"name": asset.name, "place": places}, f"assets.{asset.name}")


def _given_to(programme: Programme, asset: PlacedAsset) -> set[Bus]:
    """The buses that an asset can give energy to."""
    own = set(programme.blocks[asset.name].variables.values())
    flows = programme.contributions.flows
    return {flow.bus for flow in flows if flow.sign == 1 and any(term.variable in own for term in flow.terms)}


def _wanted(programme: Programme) -> set[Bus]:
    """The buses whose energy somebody uses: a demand, a sale, or a plant that turns it into what is used elsewhere.

    What is stored comes back to the bus it was taken from, and is no use of its own.
    """
    stored = {
        charge for block in programme.blocks.values() for charge, _ in (*block.opposites, *block.lossless_opposites)
    }
    leads_to: dict[Variable, set[Bus]] = {}
    uses: list[tuple[Bus, Variable | None]] = []
    for flow in programme.contributions.flows:
        for term in flow.terms:
            if flow.sign == 1 and term.variable is not None:
                leads_to.setdefault(term.variable, set()).add(flow.bus)
            elif flow.sign == -1 and _flows(term) and term.variable not in stored:
                uses.append((flow.bus, term.variable))
    wanted = {bus for bus, variable in uses if variable is None or variable not in leads_to}
    while True:
        more = {bus for bus, variable in uses if variable is not None and leads_to.get(variable, set()) & wanted}
        if more <= wanted:
            return wanted
        wanted |= more


def _flows(term: Term) -> bool:
    return bool(term.factors().any()) if term.variable is None else bool(term.variable.upper.any())
