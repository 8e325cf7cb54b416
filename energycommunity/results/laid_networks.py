"""What was decided about heat networks: the buildings that are connected, and the pipes that are laid."""

from __future__ import annotations

from dataclasses import dataclass

from energycommunity.heat_network.losses import network_u_w_per_k
from energycommunity.optimization.programme import Programme
from energycommunity.technologies.base import hours
from energycommunity.technologies.heat_network import ABOVE_GROUND, HeatNetwork
from energycommunity.technologies.ledger import Values


@dataclass(frozen=True)
class LaidPipe:
    """A pair of pipes: its ends, its size, its length [m], and the heat it loses [kWh/a]."""

    start: str
    end: str
    pipe: str
    length_m: float
    loss_kwh_per_year: float


@dataclass(frozen=True)
class LaidNetwork:
    """A network of which something was decided.

    Parameters
    ----------
    network : str
        Its name.
    connected, left_out : tuple of str
        Buildings that are connected, and those that could be and are not.
    pipes : tuple of LaidPipe
        Empty where the file gives the loss, and nothing is decided about pipes.
    """

    network: str
    connected: tuple[str, ...]
    left_out: tuple[str, ...]
    pipes: tuple[LaidPipe, ...]


def laid_networks(programme: Programme, values: Values) -> tuple[LaidNetwork, ...]:
    """The networks with open connections or pipes, as they were decided."""
    found = []
    for asset in programme.case.assets:
        network, block = asset.technology, programme.blocks[asset.name]
        if not isinstance(network, HeatNetwork) or not any(v.investment for v in block.variables.values()):
            continue
        above_ground_k = block.known.get(ABOVE_GROUND)
        kelvin_h = 0.0 if above_ground_k is None else float(above_ground_k.sum()) * hours(programme.case.time)
        laid = () if above_ground_k is None else network.laid_pipes(block, values)
        pipes = tuple(
            LaidPipe(pipe.from_, pipe.to, pipe.pipe, pipe.length_m, network_u_w_per_k([pipe]) * kelvin_h / 1e3)
            for pipe in laid
        )
        connected = network.connected(block, values)
        left_out = tuple(name for name in network.fed if name not in connected)
        found.append(LaidNetwork(asset.name, connected, left_out, pipes))
    return tuple(found)
