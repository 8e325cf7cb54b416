"""What plants of sun and wind have in common: power that is offered and may be left unused, and the area they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from energycommunity.quantities import FloatArray, refusal
from energycommunity.technologies.ledger import LimitUse, Term, Values

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Investment, Variable

#: Where solar modules and collectors stand.
Mounting = Literal["roof", "ground"]


def offered(
    block: Block, capacity: Investment, name: str, production: FloatArray, *, curtailable: bool = True
) -> Variable:
    """What is used of the power that sun or wind offers [kW]; the rest is curtailed, free of charge.

    `production` is that per capacity, shape (steps,), and is kept under `name`; all of it is used unless `curtailable`.
    """
    available = block.series(name, production)
    used = block.operate("used_kw", upper=available.values * capacity.upper)
    block.constrain("available", lambda t: used[t] <= available[t] * capacity.decision)
    if not curtailable:
        block.constrain("all_used", lambda t: used[t] >= available[t] * capacity.decision)
    return used


def used_and_curtailed(block: Block, solution: Values, name: str, capacity: str) -> dict[str, FloatArray]:
    """Used and curtailed power [kW]; `name` is that of the production, `capacity` that of the size."""
    used = solution.of(block.variables["used_kw"])
    return {"used_kw": used, "curtailed_kw": block.known[name] * solution.of(block.variables[capacity]) - used}


def refuse_roof_on_ground(mounting: Mounting, roof: str | None) -> None:
    """Raise what stands on the ground and names a roof.

    Raises
    ------
    PydanticCustomError
        If it does.
    """
    if mounting == "ground" and roof is not None:
        raise refusal("technologies_roof_on_ground", roof=roof)


def area_used(
    capacity: Investment, area_per_size: float | None, mounting: Mounting, roof: str | None
) -> tuple[LimitUse, ...]:
    """The area that a size takes of its roof or of the ground [m2]; none where area or roof are not known."""
    on_ground = mounting == "ground"
    if area_per_size is None or (roof is None and not on_ground):
        return ()
    place = "ground of the site" if on_ground else f"roof of {roof}"
    return (LimitUse(place, (Term(capacity.size, area_per_size),)),)
