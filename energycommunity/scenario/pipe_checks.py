"""Pipes from which the loss of a network follows: they must form a tree from the plant to the buildings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from energycommunity.errors import EnergyCommunityError, Fault
from energycommunity.heat_network.pipes import Pipe
from energycommunity.heat_network.tree import nodes_from_plant
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import nearest
from energycommunity.technologies.heat_network import HeatNetwork


def pipe_faults(scenario: Scenario) -> Iterator[Fault]:
    """Pipes that form no tree, do not reach a building or lead to none, told at the pipe that can be meant."""
    for name, network in scenario.heat_networks.items():
        if network.heat_loss_kw is None:
            yield from _faults_of(network, f"heat_networks.{name}.pipes", scenario)


def _faults_of(network: HeatNetwork, path: str, scenario: Scenario) -> Iterator[Fault]:
    edges = [(pipe.from_, pipe.to) for pipe in network.pipes]
    try:
        nodes = nodes_from_plant(edges)
    except EnergyCommunityError as error:
        for fault in error.faults:
            yield Fault(fault.key, fault.values, path=path + _second_to(fault.values.get("node"), network.pipes))
        return
    plant = network.plant_node if network.plant_node in nodes else next(iter(nodes), "")
    reached = {plant}
    for begin, end in sorted(edges, key=lambda edge: nodes.index(edge[0])):
        if begin in reached:
            reached.add(end)
    unreached = [building for building in network.fed if edges and building not in reached]
    slips = {slip.path: slip for building in unreached if (slip := _slip_before(building, network, plant, path))}
    yield from slips.values()
    for building in unreached if not slips else ():
        values: dict[str, object] = {"building": building, "plant": plant}
        yield Fault("scenario_pipe_does_not_reach", values, path=path + _gap_before(building, network.pipes))
    if reached.issuperset(network.connections):  # else the gap that was told may be why a pipe ends nowhere
        yield from _loose_ends(network, path, scenario)


def _loose_ends(network: HeatNetwork, path: str, scenario: Scenario) -> Iterator[Fault]:
    """Pipes to a node that is no building, and from which no pipe goes on."""
    begins = {pipe.from_ for pipe in network.pipes}
    for position, pipe in enumerate(network.pipes):
        if pipe.to not in begins and pipe.to not in scenario.buildings:
            values: dict[str, object] = {"node": pipe.to, "buildings": ", ".join(network.connections)}
            yield Fault("scenario_pipe_to_nowhere", values, path=f"{path}.{position}.to")


def _second_to(node: object, pipes: Sequence[Pipe]) -> str:
    """The end of the second pipe that leads to a node."""
    positions = [position for position, pipe in enumerate(pipes) if pipe.to == node]
    return f".{positions[1]}.to" if len(positions) > 1 else ""


def _slip_before(building: str, network: HeatNetwork, plant: str, path: str) -> Fault | None:
    """A node on the way to a building that is spelt in two ways: where a pipe ends, and where the next one begins."""
    pipes, place = network.pipes, _gap_before(building, network.pipes)
    if not place.endswith(".from"):
        return None
    begin = pipes[int(place.split(".")[1])].from_
    begins = {pipe.from_ for pipe in pipes}
    loose = {pipe.to: at for at, pipe in enumerate(pipes) if pipe.to not in begins and pipe.to not in network.fed}
    end = _spelt_like(begin, loose)
    if end:
        values: dict[str, object] = {"node": end, "nearest": begin}
        return Fault("scenario_pipe_ends_at_slip", values, path=f"{path}.{loose[end]}.to")
    known = _spelt_like(begin, [node for node in (plant, *(pipe.to for pipe in pipes)) if node not in loose])
    if known:
        return Fault("scenario_pipe_begins_at_slip", {"node": begin, "nearest": known}, path=path + place)
    return None


def _spelt_like(node: str, others: Iterable[str]) -> str | None:
    """The node whose name is most like another's; numbers tell nodes apart and are no slip."""
    like = nearest(node, others)
    return like if like and re.sub(r"\d", "", like) != re.sub(r"\d", "", node) else None


def _gap_before(building: str, pipes: Sequence[Pipe]) -> str:
    """The begin of the pipe that hangs in the air on the way to a building, or an end that is spelt like it."""
    into = {pipe.to: position for position, pipe in enumerate(pipes)}
    if building not in into:
        like = nearest(building, into)
        return f".{into[like]}.to" if like else ""
    position = into[building]
    while pipes[position].from_ in into:
        position = into[pipes[position].from_]
    return f".{position}.from"
