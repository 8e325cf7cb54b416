"""Heat that comes with hydrogen or electricity and may be used where a network or a building is near.

    heat[t] <= heat efficiency · energy[t]                      energy: what the plant takes

What nobody wants is cooled away, as it is where no place is named. It bears no emissions and no cost: both stay with
the electricity that the plant takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from energycommunity.technologies.base import heat_supplied
from energycommunity.technologies.ledger import Contributions, Flow, Term

if TYPE_CHECKING:
    from energycommunity.quantities import FloatArray
    from energycommunity.technologies.block import Block, Variable
    from energycommunity.technologies.ledger import Values

#: Name of the variable.
HEAT = "heat_kw"


def waste_heat(block: Block, at: str | None, energy: Variable, heat_efficiency: float) -> Contributions:
    """What is used of the heat [kW] that a plant gives off at a place; nothing without a place."""
    if at is None:
        return Contributions()
    heat = block.operate(HEAT, upper=heat_efficiency * energy.upper)
    block.constrain("usable_heat", lambda t: heat[t] <= heat_efficiency * energy[t])
    used = (Term(heat),)
    flow = Flow(block.surroundings.places[at].bus, 1, used)
    return Contributions(flows=(flow,), energy=heat_supplied(block, at, used))


def used_heat(block: Block, solution: Values) -> dict[str, FloatArray]:
    """The heat used in each step, for the result; nothing without a place."""
    return {HEAT: solution.of(block.variables[HEAT])} if HEAT in block.variables else {}
