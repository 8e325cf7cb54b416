"""Which buildings a heat network connects, and for how much heat.

    connected[b] = connected[c]                                   (all or none of a group)
    connected[b] = sum of what building b chooses of the network   (agreement "connection of b")
    peak[b]      = sum of the peaks of what it chooses             (agreement "peak of b")
    load[b]     >= peak[b] - highest peak · (1 - connected[b])     (where a renovation chooses, and b may stay away)

A building on which a choice of heating stands says itself what it takes; all others have a demand, and a peak that is
known or, where a renovation chooses among packages, that of its package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from energycommunity.technologies.base import Capacity
from energycommunity.technologies.ledger import Agreement, Term

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Variable

#: Whether a building is connected in any case, if that pays, or never.
Connection = Literal["required", "optional", "forbidden"]


@dataclass(frozen=True, eq=False)
class Connected:
    """A building that a network feeds or may feed.

    Parameters
    ----------
    building : str
        Its name.
    peaks_kw : tuple of float
        Highest heat, one for each package among which it chooses [kW].
    connected : Variable or None
        The decision; None where it is connected in any case.
    peak : Variable or None
        Highest heat that its pipes carry [kW] where it follows from a choice of heating or a renovation.
    has_demand : bool
        Whether it has a demand of its own; else a choice of heating says what it takes.
    agreed : Variable or None
        What must agree with the building's choice [kW]: its peak, connected or not where it has a demand of its own.
    """

    building: str
    peaks_kw: tuple[float, ...]
    connected: Variable | None
    peak: Variable | None
    has_demand: bool = True
    agreed: Variable | None = None

    @property
    def loads_kw(self) -> tuple[float, ...]:
        """What its pipes may have to carry: one of the peaks, or nothing [kW]."""
        return self.peaks_kw if self.connected is None else (0.0, *self.peaks_kw)

    @property
    def load(self) -> Any:
        """What its pipes have to carry [kW], as a number or as Pyomo's expression of the decisions."""
        if self.peak is not None:
            return self.peak.decision
        return self.peaks_kw[0] if self.connected is None else self.peaks_kw[0] * self.connected.decision

    def costs(self, eur: float, eur_per_kw: float) -> tuple[tuple[Term, ...], float]:
        """Terms and known part of a cost for each connection and each kW of its peak [EUR]."""
        terms: list[Term] = []
        known_eur = 0.0
        if self.connected is None:
            known_eur += eur
        else:
            terms.append(Term(self.connected, eur))
        if self.peak is not None:
            terms.append(Term(self.peak, eur_per_kw))
        elif self.connected is None:
            known_eur += eur_per_kw * self.peaks_kw[0]
        else:
            terms.append(Term(self.connected, eur_per_kw * self.peaks_kw[0]))
        return tuple(term for term in terms if term.coefficient), known_eur

    def agreements(self) -> tuple[Agreement, ...]:
        """The network's side of what it must agree on with the building's choice of heating, or its renovation."""
        if self.agreed is None:
            return ()
        peak = Agreement.on_peak(self.building, (Term(self.agreed),))
        if self.has_demand:
            return (peak,)
        # where it is connected in any case, the choice has to add up to the one connection
        connection = Term(None, 1.0) if self.connected is None else Term(self.connected)
        return (Agreement.on_connection(self.building, (connection,)), peak)


def settled(connections: Mapping[str, Connection], groups: Iterable[Iterable[str]]) -> dict[str, Connection]:
    """The connections as all-or-none groups leave them: with one required all are, with one forbidden none is.

    >>> settled({"a": "optional", "b": "required", "c": "optional"}, [["a", "b"]])
    {'a': 'required', 'b': 'required', 'c': 'optional'}
    """
    found = dict(connections)
    members = [tuple(group) for group in groups]
    for _ in members:  # groups may overlap
        for group in members:
            decided: list[Connection] = [found[building] for building in group if found[building] != "optional"]
            for building in group if decided else ():
                found[building] = decided[0] if found[building] == "optional" else found[building]
    return found


def state_connections(
    block: Block, connections: Mapping[str, Connection], groups: Mapping[str, tuple[str, ...]]
) -> tuple[Connected, ...]:
    """Declare what is to be decided about each building that is not left out."""
    found: dict[str, Connected] = {}
    for building, connection in settled(connections, groups.values()).items():
        if connection == "forbidden":
            continue
        optional = connection == "optional"
        connected = block.choose(f"connected_{building}") if optional else None
        found[building] = _with_peak(block, building, connected)
    for name, group in groups.items():
        choices = [found[building].connected for building in group if building in found]
        decisions = [choice.decision for choice in choices if choice is not None]
        for number, other in enumerate(decisions[1:], 1):
            block.constrain_once(f"group_{name}_{number}", decisions[0] == other)
    return tuple(found.values())


def _with_peak(block: Block, building: str, connected: Variable | None) -> Connected:
    """A building with the highest heat that its pipes carry."""
    around = block.surroundings
    if building in around.heated_buildings:
        packages = around.heated_buildings[building].packages.values()
        own_kw = tuple(sorted({package.peak_kw for package in packages}))
        peak = block.invest(f"peak_{building}_kw", Capacity(max=max(own_kw))).size
        return Connected(building, own_kw, connected, peak, has_demand=False, agreed=peak)
    if building not in around.peaks_by_package_kw:
        return Connected(building, (around.heat_by_place_kw.get(building, 0.0),), connected, None)
    own_kw = tuple(sorted(set(around.peaks_by_package_kw[building].values())))
    agreed = block.invest(f"peak_{building}_kw", Capacity(max=max(own_kw))).size
    if connected is None:
        return Connected(building, own_kw, None, agreed, agreed=agreed)
    load = block.invest(f"load_{building}_kw", Capacity(max=max(own_kw))).size
    left_out = max(own_kw) * (1.0 - connected.decision)
    block.constrain_once(f"load_{building}", load.decision >= agreed.decision - left_out)
    return Connected(building, own_kw, connected, load, agreed=agreed)
