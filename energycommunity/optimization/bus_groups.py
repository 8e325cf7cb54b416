"""Buses that pass energy to each other: the groups they form, and what a group is called."""

from __future__ import annotations

from collections.abc import Container

from energycommunity.optimization.programme import Programme
from energycommunity.quantities import Bus
from energycommunity.technologies.block import Variable


def connected(programme: Programme, idle: Container[Variable] = ()) -> list[tuple[Bus, ...]]:
    """The buses of one carrier that share a flow, as groups; what is `idle` joins none."""
    group_of: dict[Bus, list[Bus]] = {}
    buses_of: dict[Variable, list[Bus]] = {}
    for flow in programme.contributions.flows:
        group_of.setdefault(flow.bus, [flow.bus])
        for term in flow.terms:
            if term.variable is not None and term.variable not in idle:
                buses_of.setdefault(term.variable, []).append(flow.bus)
    for buses in buses_of.values():
        for other in buses[1:]:
            one, two = group_of[buses[0]], group_of[other]
            if buses[0].carrier == other.carrier and one is not two:
                one += two
                group_of |= dict.fromkeys(two, one)
    return list({id(group): tuple(group) for group in group_of.values()}.values())


def named(programme: Programme, group: tuple[Bus, ...]) -> tuple[str, str]:
    """What a group is called, and its key in the file: a network, a building, a meter, or the whole community."""
    places = programme.case.surroundings.places
    network = next((bus.place for bus in group if bus.place in places and places[bus.place].is_network), None)
    if network is not None and len(group) > 1:
        return network, f"heat_networks.{network}"
    if len(group) > 1:
        return ", ".join(bus.place for bus in group if bus in programme.shortages), "community"
    bus = group[0]
    if bus.carrier == "electricity":
        return bus.place, f"meters.{bus.place}"
    place = places.get(bus.place)
    if place is None:
        return bus.place, "assets"
    return bus.place, f"{'heat_networks' if place.is_network else 'buildings'}.{bus.place}"
