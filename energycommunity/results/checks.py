"""What is looked at once more when an answer is there, from its values alone: whether it keeps what was asked for.

Nothing here asks the solver, and nothing is read from its matrix but the values: flows are added up from the ledgers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from energycommunity.assessment.assess import Assessment
from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.matrix import Vector
from energycommunity.optimization.programme import Programme
from energycommunity.quantities import Bus, FloatArray
from energycommunity.settlement.settle import Settlement
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.ledger import total

CheckName = Literal["balances", "contents", "opposites", "connections", "limits", "ledger", "transfers"]

#: What counts as rounding [kW, kWh], and [EUR], beside that part of what the number is a difference of.
TOLERANCE, TOLERANCE_EUR, RELATIVE = 1e-3, 0.01, 1e-6


@dataclass(frozen=True)
class AnswerCheck:
    """One look: by how much the worst place breaks what has to hold, and what may be put down to rounding."""

    name: CheckName
    worst: str
    excess: float
    unit: str
    tolerance: float

    @property
    def holds(self) -> bool:
        """Whether nothing is broken but by rounding."""
        return self.excess <= self.tolerance


def checks_of(programme: Programme, settlement: Settlement, assessment: Assessment) -> tuple[AnswerCheck, ...]:
    """All looks at an answer.

    Raises
    ------
    SolverError
        With a line for each that fails.
    """
    values = settlement.by_interval
    checks = (
        _worst("balances", "kW", _balances(programme, values)),
        _worst("contents", "kWh", _contents(programme, values)),
        _worst("opposites", "kW", _opposites(programme, settlement)),
        _worst("connections", "kW", _connections(programme, settlement)),
        _worst("limits", "", _limits(programme, values)),
        _ledger(settlement.values, assessment),
        _transfers(settlement),
    )
    failed = [check for check in checks if not check.holds]
    if failed:
        raise SolverError([_fault(check) for check in failed])
    return checks


def _fault(check: AnswerCheck) -> Fault:
    number: dict[str, object] = {"worst": check.worst, "excess": check.excess, "unit": check.unit}
    return Fault(f"check_failed_{check.name}", number)


#: A place, by how much it breaks what has to hold, and the size of what that is a difference of.
Found = tuple[str, float, float]


def _worst(name: CheckName, unit: str, found: Iterator[Found]) -> AnswerCheck:
    """The place that is farthest beyond its rounding."""
    worst = max(found, key=lambda place: place[1] - RELATIVE * place[2], default=("", 0.0, 0.0))
    return AnswerCheck(name, worst[0], max(worst[1], 0.0), unit, TOLERANCE + RELATIVE * worst[2])


def _balances(programme: Programme, values: Vector) -> Iterator[Found]:
    """What flows into each bus less what leaves it."""
    net: dict[Bus, FloatArray] = {}
    size: dict[Bus, FloatArray] = {}
    nothing = np.zeros(programme.case.time.steps)
    for flow in programme.contributions.flows:
        for term in flow.terms:
            power = flow.sign * term.values(values)
            net[flow.bus] = net.get(flow.bus, nothing) + power
            size[flow.bus] = size.get(flow.bus, nothing) + np.abs(power)
    for bus, power in net.items():
        yield f"{bus.place} ({bus.carrier})", float(np.abs(power).max()), float(size[bus].max())


def _contents(programme: Programme, values: Vector) -> Iterator[Found]:
    """Contents of storages above the size or below zero."""
    for name, block in programme.blocks.items():
        content, capacity = block.variables.get("content_kwh"), block.variables.get("capacity_kwh")
        if content is not None and capacity is not None:
            held, size = values.of(content), float(values.of(capacity)[0])
            yield name, max(float(held.max()) - size, -float(held.min())), size


def _opposites(programme: Programme, settlement: Settlement) -> Iterator[Found]:
    """Charging and discharging, or drawing and giving, in the same step."""
    for name, block in programme.blocks.items():
        for one, other in (*block.opposites, *block.lossless_opposites):
            both = np.minimum(settlement.values.of(one), settlement.values.of(other))
            yield name, float(both.max(initial=0.0)), 0.0
    for name, flows in settlement.flows.items():
        both = np.minimum(flows.bought_kw + flows.shared_in_kw, flows.sold_kw + flows.shared_out_kw)
        yield name, float(both.max(initial=0.0)), 0.0


def _connections(programme: Programme, settlement: Settlement) -> Iterator[Found]:
    """Power through a meter above what its connection carries."""
    for asset in programme.case.assets:
        meter = asset.technology
        if isinstance(meter, GridConnection):
            flows, fuse_kw = settlement.flows[asset.name], meter.fuse_limit_kw()
            drawn, given = flows.bought_kw + flows.shared_in_kw, flows.sold_kw + flows.shared_out_kw
            limits = (meter.import_limit_kw, meter.export_limit_kw)
            for power, limit in zip((drawn, given), limits, strict=True):
                most = fuse_kw if limit is None else limit
                yield asset.name, float(power.max(initial=0.0)) - most, most


def _limits(programme: Programme, values: Vector) -> Iterator[Found]:
    """Areas, budget and emissions above their limits, and what assets should agree on and do not."""
    for name, terms, constant, upper in programme.limit_rows():
        yield name, total(terms, values) + constant - upper, abs(upper)
    for name, terms in programme.agreement_rows():
        parts = [total((term,), values) for term in terms]
        yield name, abs(sum(parts)), sum(abs(part) for part in parts)


def _ledger(values: Vector, assessment: Assessment) -> AnswerCheck:
    """The sum of the cost ledger, less the cost that was minimised."""
    cost = float(values.matrix.cost @ values.x) + values.matrix.constant
    costs = [entry.eur_per_year for entry in assessment.accounts.costs]
    size = sum(abs(eur) for eur in costs)
    return AnswerCheck("ledger", "", abs(sum(costs) - cost), "EUR", TOLERANCE_EUR + RELATIVE * size)


def _transfers(settlement: Settlement) -> AnswerCheck:
    """What members pay each other for shared energy, less what they earn with it."""
    shared = [line.eur for line in settlement.lines if line.kind == "shared"]
    size = float(sum(np.abs(eur).sum() for eur in shared))
    net = abs(float(sum(eur.sum() for eur in shared)))
    return AnswerCheck("transfers", "", net, "EUR", TOLERANCE_EUR + RELATIVE * size)
