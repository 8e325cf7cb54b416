"""The cold side of machines that cool buildings: how much they give per electricity, and what it adds to a block.

    cold[t] = EER[t] · electricity for cooling[t]

EER follows from the temperatures of the chilled water or air and of what takes the heat (physics.chiller: Carnot with a
quality grade), or is read from a file. The heat taken from the rooms is given off; nobody uses it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field

from energycommunity.profiles import Profile, profile_values
from energycommunity.quantities import Bus, FloatArray, Model
from energycommunity.technologies.base import AssetContext, consumed
from energycommunity.technologies.ledger import Contributions, Flow, Term, Values

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Investment, Variable

#: Names of the series and the variable; the carrier of the bus.
EER, ELECTRICITY = "eer", "electricity_for_cooling_kw"
COOLING = "cooling"

#: Of an air-cooled machine rated 3.0 at 7 °C against 35 °C outdoors (physics.chiller); general knowledge.
QUALITY_GRADE = 0.30


@dataclass(frozen=True, eq=False)
class ColdSide:
    """What cooling takes of the capacity in a step, the cold that is given [kW], and what it adds to the ledgers."""

    load: Callable[[Any], Any]
    given: tuple[Term, ...] = ()
    contributions: Contributions = field(default_factory=Contributions)


#: That of a machine which only heats.
NO_COLD = ColdSide(lambda _: 0.0)


class Chilling(Model):
    """What makes a heat pump reversible."""

    eer: Profile | None = Field(default=None, description="Own EER, cold over electricity, instead of the model's")
    quality_grade: float = Field(
        default=QUALITY_GRADE, gt=0, lt=1, description="Part of the ideal EER that is reached; 0.3 unverified"
    )
    chilled_c: float = Field(
        default=7.0, ge=-10, le=25, description="Chilled water or air: 7 fan coils, 18 cooled ceilings or floors"
    )
    cooling_capacity_factor: float = Field(
        default=1.0, gt=0, le=2, description="Cooling capacity over heating capacity; 1 unverified"
    )

    def eer_series(self, context: AssetContext, sink_c: FloatArray) -> FloatArray:
        """Cold over electricity in each step [-], shape (steps,)."""
        return eer_series(self.eer, self.quality_grade, self.chilled_c, context, sink_c)

    def beside_heat(
        self, block: Block, ends: tuple[str, str], eer: FloatArray, capacity: Investment, by_electricity: bool
    ) -> ColdSide:
        """Declare the cold side of a heat pump.

        Parameters
        ----------
        block : Block
            That of the heat pump.
        ends : tuple of str
            The building it cools and the meter of its electricity.
        eer : FloatArray
            Cold over electricity [-], shape (steps,).
        capacity : Investment
            Its size [kW], of electricity or of heat.
        by_electricity : bool
            Which of them.
        """
        # What an electric kW takes of the capacity: itself, or the heating that could be made in its place.
        per_kw = np.ones_like(eer) if by_electricity else eer / self.cooling_capacity_factor
        taken = block.series("capacity_per_cooling", per_kw)
        electricity = block.operate(ELECTRICITY, upper=capacity.upper / taken.values)
        given = block.series(EER, eer)
        return ColdSide(
            lambda step: taken[step] * electricity[step],
            (Term(electricity, given.values),),
            cold_given(block, *ends, electricity, given.values),
        )


def eer_series(
    given: Profile | None, quality_grade: float, chilled_c: float, context: AssetContext, sink_c: FloatArray
) -> FloatArray:
    """The own EER, or that of the temperatures [-], shape (steps,); `sink_c`: of what takes the heat [degC]."""
    from energycommunity.physics.chiller import carnot_eer

    if given is not None:
        return profile_values(given, context.profile, EER)
    return carnot_eer(chilled_c, sink_c, quality_grade)


def cold_given(block: Block, at: str, meter: str, electricity: Variable, eer: FloatArray) -> Contributions:
    """Electricity from the meter's bus, cold to that of the building; the electricity is the energy consumed."""
    taken = (Term(electricity),)
    return Contributions(
        flows=(
            Flow(block.surroundings.meters[meter].bus, -1, taken),
            Flow(cooling_bus(at), 1, (Term(electricity, eer),)),
        ),
        energy=(consumed(block, at, "electricity", taken),),
    )


def cooling_bus(building: str) -> Bus:
    """Where the cold of a building is balanced."""
    return Bus(building, COOLING)


def shown_cold(block: Block, solution: Values) -> dict[str, FloatArray]:
    """Electricity taken for cooling, cold given and EER, for the result."""
    electricity, eer = solution.of(block.variables[ELECTRICITY]), block.known[EER]
    return {ELECTRICITY: electricity, "cooling_kw": eer * electricity, EER: eer}
