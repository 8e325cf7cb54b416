"""Who gives heat where: the plants of a programme.

A plant that can fail gives heat to a bus and takes none from any. What takes and gives at the same bus is a storage,
what takes at one and gives at another carries heat between them; the sun and a measure keep no place warm alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from energycommunity.quantities import Bus

if TYPE_CHECKING:
    from energycommunity.optimization.programme import Programme
    from energycommunity.technologies.block import Variable
    from energycommunity.technologies.ledger import Flow, Term


@dataclass(frozen=True, eq=False)
class HeatUnit:
    """A plant, the bus that it heats, and the terms of what it gives."""

    name: str
    bus: Bus
    terms: tuple[Term, ...]

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The decisions that give heat: without them the plant stands still."""
        return tuple(term.variable for term in self.terms if term.variable is not None)


def heat_units(programme: Programme) -> dict[str, HeatUnit]:
    """The plants that give heat, by name."""
    given, taken = _heat_by_asset(programme)
    heating = {asset.name for asset in programme.case.assets if asset.technology.heats_alone}
    return {
        name: HeatUnit(name, flows[0].bus, tuple(term for flow in flows for term in flow.terms))
        for name, flows in given.items()
        if name in heating and name not in taken
    }


def _heat_by_asset(programme: Programme) -> tuple[dict[str, list[Flow]], dict[str, list[Flow]]]:
    """What each asset decides to give to buses of heat, and what it takes from them."""
    asset_of = {variable: name for name, block in programme.blocks.items() for variable in block.variables.values()}
    given: dict[str, list[Flow]] = {}
    taken: dict[str, list[Flow]] = {}
    for flow in programme.contributions.flows:
        owners = {asset_of[term.variable] for term in flow.terms if term.variable is not None}
        for owner in owners if flow.bus.carrier == "heat" else ():
            (given if flow.sign == 1 else taken).setdefault(owner, []).append(flow)
    return given, taken
