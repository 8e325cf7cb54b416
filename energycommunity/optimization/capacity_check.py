"""Refuse, before anything is searched, what no size and no operation can serve: a peak above all that could give.

The balances of buses that pass energy to each other are added up; what passes between them cancels. What is left can
give, in each step, at most its upper bound. That is less than the programme asks for, so whatever fails here has no
solution, while what passes may still have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from energycommunity.errors import Fault, InfeasibleError
from energycommunity.optimization.bus_groups import connected, named
from energycommunity.optimization.infeasibility import percent_less, unable
from energycommunity.optimization.programme import Programme
from energycommunity.quantities import BoolArray, Bus, FloatArray
from energycommunity.technologies.block import Variable
from energycommunity.technologies.ledger import Flow

#: What may lack before it counts [kW].
TOLERANCE_KW = 1e-6
#: Names that a message lists at most.
MOST_NAMES = 4


def refuse_too_little(programme: Programme) -> None:
    """Raise the places whose demand is above all that could be given there.

    Raises
    ------
    InfeasibleError
        With one fault for each bus, or, if none fails alone, for each group of buses that are connected, and one for
        each plant that cannot run meanwhile.
    """
    at_bus: dict[Bus, list[Flow]] = {}
    for flow in programme.contributions.flows:
        at_bus.setdefault(flow.bus, []).append(flow)
    alone = [(bus,) for bus in programme.shortages]
    lacks = [lack for group in alone for lack in _lacks(programme, at_bus, group)]
    if not lacks:
        groups = [group for group in connected(programme) if len(group) > 1]
        lacks = [lack for group in groups for lack in _lacks(programme, at_bus, group)]
    if lacks:
        steps = np.any([lacking for _, lacking in lacks], axis=0)
        raise InfeasibleError([*(fault for fault, _ in lacks), *unable(programme, steps)])


@dataclass(frozen=True, eq=False)
class _Supply:
    """What a group of buses needs in each step [kW], and what each asset can give there at most."""

    needed_kw: FloatArray
    most_kw: dict[str, FloatArray]


def _supply(flows: list[Flow], steps: int) -> _Supply:
    needed, net = np.zeros(steps), dict[Variable, FloatArray]()
    for flow in flows:
        for term in flow.terms:
            if term.variable is None:
                needed = needed - flow.sign * term.factors()
            else:
                net[term.variable] = net.get(term.variable, np.zeros(steps)) + flow.sign * term.factors()
    most: dict[str, FloatArray] = {}
    for variable, factor in net.items():
        at_most = np.maximum(factor * variable.upper, factor * variable.lower)
        if at_most.any():
            asset = variable.name.rsplit(".", 1)[0]
            most[asset] = most.get(asset, np.zeros(steps)) + at_most
    return _Supply(needed, most)


def _lacks(
    programme: Programme, at_bus: dict[Bus, list[Flow]], group: tuple[Bus, ...]
) -> Iterator[tuple[Fault, BoolArray]]:
    """What a group of buses lacks, if anything, and in which steps."""
    time = programme.case.time
    supply = _supply([flow for bus in group for flow in at_bus[bus]], time.steps)
    given = sum(supply.most_kw.values(), np.zeros(time.steps))
    lack = supply.needed_kw - given
    worst = int(lack.argmax())
    if lack[worst] <= TOLERANCE_KW:
        return
    share = float(np.divide(lack, supply.needed_kw, out=np.zeros_like(lack), where=supply.needed_kw > 0).max())
    place, path = named(programme, group)
    givers = {name: float(kw[worst]) for name, kw in supply.most_kw.items() if kw[worst] > 0.0}
    carrier = group[0].carrier
    fault = Fault(
        f"infeasible_too_little_{carrier}" if givers else f"infeasible_lack_of_{carrier}",
        {
            "place": place,
            "peak_kw": f"{lack[worst]:.3g}",
            "hours": f"{np.count_nonzero(lack > TOLERANCE_KW) * time.step_h:g}",
            "when": f"{time.local[worst]:%Y-%m-%d %H:%M}",
            "needed_kw": f"{supply.needed_kw[worst]:.3g}",
            "most_kw": f"{given[worst]:.3g}",
            "givers": _listed(givers),
            "less": percent_less(share),
        },
        path=path,
    )
    yield fault, lack > TOLERANCE_KW


def _listed(givers: dict[str, float]) -> str:
    """The largest of them with what they give: `boiler 6 kW, tank 2 kW, …`."""
    largest = sorted(givers.items(), key=lambda giver: -giver[1])
    words = [f"{name} {kw:.3g} kW" for name, kw in largest[:MOST_NAMES]]
    return ", ".join([*words, "…"] if len(largest) > MOST_NAMES else words)
