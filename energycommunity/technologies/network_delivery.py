"""Heat that a network delivers to a building: what leaves its bus, the pumps' electricity, the upkeep, final energy.

    pump electricity[t] = fraction · delivered[t]

Networks state it for the buildings with a demand of their own, a choice of heating for the building it stands on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from energycommunity.technologies.base import hours, scaled
from energycommunity.technologies.ledger import Contributions, Cost, EnergyUse, Flow, Term

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block


def delivered(block: Block, network: str, building: str, heat: tuple[Term, ...]) -> Contributions:
    """What a network contributes for the heat that it delivers to a building.

    Parameters
    ----------
    block : Block
        Of the asset that states the delivery; only its surroundings and time are read.
    network, building : str
        Their names.
    heat : tuple of Term
        Heat delivered [kW]: a variable, or *series × decision*.
    """
    surroundings, by_hours = block.surroundings, hours(block.time)
    terms = surroundings.deliveries[network]
    place, sector = surroundings.places[network], surroundings.places[building].sector
    flows = [Flow(place.bus, -1, heat)]
    energy = [EnergyUse(network, building, "heat", sector, "final", scaled(heat, by_hours))]
    if terms.pump_meter is not None and terms.pumping_electricity_fraction:
        pumps = scaled(heat, terms.pumping_electricity_fraction)
        flows.append(Flow(surroundings.meters[terms.pump_meter].bus, -1, pumps))
        energy.append(EnergyUse(network, network, "electricity", place.sector, "supply", scaled(pumps, by_hours)))
    upkeep = scaled(heat, terms.variable_om_eur_per_kwh * by_hours) if terms.variable_om_eur_per_kwh else ()
    costs = (Cost(network, terms.owner, "variable_om", upkeep),) if upkeep else ()
    return Contributions(flows=tuple(flows), costs=costs, energy=tuple(energy))
