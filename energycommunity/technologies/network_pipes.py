"""Which pipes of a heat network are laid, in which size: decided with the buildings that it connects.

    sum over sizes of laid[e, s] <= 1                                               (one size, or none)
    connected[b]                 <= sum over sizes that carry b of laid[e, s]       (every pipe e on its way)
    simultaneity · peaks behind e <= sum over sizes of capacity[s] · laid[e, s]
    loss per kelvin              =  sum of u[s] · length[e] · laid[e, s]

The loss belongs to the pipes that are laid, not to the heat that passes. All pipes of a level lose in the same shape
over time, so that one number, the loss per kelvin, carries it into the year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from energycommunity.heat_network.hydraulics import Hydraulics
from energycommunity.heat_network.pipe_choice import Loads, Size, needed_sizes
from energycommunity.heat_network.pipes import Pipe
from energycommunity.heat_network.temperature_level import TemperatureLevel
from energycommunity.heat_network.tree import ends_behind
from energycommunity.technologies.base import Capacity
from energycommunity.technologies.ledger import Values

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Variable
    from energycommunity.technologies.network_connections import Connected


@dataclass(frozen=True, eq=False)
class PipeDecision:
    """A pipe, the sizes it can have, and for each of them the yes or no."""

    pipe: Pipe
    sizes: tuple[Size, ...]
    laid: tuple[Variable, ...]

    def chosen(self, values: Values) -> Size | None:
        """The size that is laid; None where there is no pipe."""
        found = (size for size, laid in zip(self.sizes, self.laid, strict=True) if values.of(laid)[0] > 0.5)
        return next(found, None)

    def loss_w_per_k(self, size: Size) -> float:
        """Loss of one of the two pipes in a size per kelvin above the ground [W/K]."""
        return size.type.u.value * self.pipe.length_m


def decide_pipes(
    block: Block, pipes: Sequence[Pipe], connected: Sequence[Connected], level: TemperatureLevel, limits: Hydraulics
) -> tuple[PipeDecision, ...]:
    """Declare the sizes of all pipes, and what they must be able to carry.

    Parameters
    ----------
    block : Block
        Of the network.
    pipes : sequence of Pipe
        A tree from the plant, which reaches every building.
    connected : sequence of Connected
        The buildings that are connected or may be.
    level : TemperatureLevel
        Temperatures for which the pipes are laid out.
    limits : Hydraulics
        Pressure drop, velocity and simultaneity by which they are laid out.
    """
    by_name = {building.building: building for building in connected}
    ends = ends_behind([(pipe.from_, pipe.to) for pipe in pipes], by_name)
    decisions = []
    for number, (pipe, names) in enumerate(zip(pipes, ends, strict=True), 1):
        behind = [by_name[name] for name in names]
        loads = _loads(behind, limits)
        sizes = needed_sizes(pipe, level.supply_c, level.return_c, loads, limits)
        given = True if _is_needed(behind) and len(sizes) == 1 else None
        laid = tuple(block.choose(f"pipe_{number}_dn{_dn(size)}", given=given) for size in sizes)
        decision = PipeDecision(pipe, sizes, laid)
        _hold(block, f"pipe_{number}", decision, behind, loads)
        decisions.append(decision)
    return tuple(decisions)


def state_loss(block: Block, decisions: Sequence[PipeDecision]) -> Variable:
    """Loss of all supply (or all return) pipes that are laid per kelvin above the ground [W/K]."""
    most = sum(max(map(decision.loss_w_per_k, decision.sizes)) for decision in decisions)
    loss = block.invest("loss_w_per_k", Capacity(max=most))
    laid = (
        decision.loss_w_per_k(size) * variable.decision
        for decision in decisions
        for size, variable in zip(decision.sizes, decision.laid, strict=True)
    )
    block.constrain_once("loss_of_pipes", loss.decision == _sum(laid))
    return loss.size


def _loads(behind: Sequence[Connected], limits: Hydraulics) -> Loads:
    """What a pipe may have to carry.

    Simultaneity by number counts the buildings that are connected in any case, and at least two: fewer take more at
    once, and how many there will be is still to be decided.
    """
    required = [building for building in behind if building.connected is None]
    simultaneity = limits.factor(max(len(required), 2)) if len(behind) > 1 else 1.0
    surely_kw = [max(building.peaks_kw) for building in required]
    together_kw = max(simultaneity * sum(surely_kw), max(surely_kw, default=0.0))
    return Loads([building.loads_kw for building in behind], simultaneity, together_kw)


def _hold(block: Block, name: str, decision: PipeDecision, behind: Sequence[Connected], loads: Loads) -> None:
    """The rows of one pipe."""
    sizes, laid = decision.sizes, decision.laid
    if len(sizes) > 1:
        one = _sum(variable.decision for variable in laid)
        block.constrain_once(f"{name}_one_size", one == 1.0 if _is_needed(behind) else one <= 1.0)
    for building in behind:
        if building.connected is not None:
            fits = [
                variable.decision
                for size, variable in zip(sizes, laid, strict=True)
                if size.capacity_kw >= min(building.peaks_kw) - 1e-6
            ]
            reached = building.connected.decision <= _sum(fits) if fits else building.connected.decision <= 0.0
            block.constrain_once(f"{name}_to_{building.building}", reached)
    if all(size.capacity_kw >= loads.most_kw - 1e-6 for size in sizes):
        return
    carried = _sum(size.capacity_kw * variable.decision for size, variable in zip(sizes, laid, strict=True))
    together = loads.simultaneity * _sum(building.load for building in behind)
    block.constrain_once(f"{name}_carries", together <= carried)
    for building in behind if loads.simultaneity < 1.0 else ():
        block.constrain_once(f"{name}_carries_{building.building}", building.load <= carried)


def _is_needed(behind: Sequence[Connected]) -> bool:
    """Whether a pipe is laid in any case: for a building that is connected so, or one that leads to none at all."""
    return not behind or any(building.connected is None for building in behind)


def _sum(parts: Any) -> Any:
    first, *others = parts
    return sum(others, first)


def _dn(size: Size) -> int:
    return size.type.nominal_diameter_mm
