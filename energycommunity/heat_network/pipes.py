"""The pipes of a network and the choice of their sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from energycommunity.heat_network.hydraulics import USUAL, Hydraulics
from energycommunity.heat_network.tree import sums_beyond
from energycommunity.parameters.pipe_types import PipeType, family_of, has_size, pipe_sizes
from energycommunity.physics.buried_pipe import WATER_HEAT_CAPACITY
from energycommunity.physics.pipe_flow import pressure_gradient_pa_per_m, velocity_m_per_s
from energycommunity.quantities import Model


class Pipe(Model):
    """Supply and return pipe between two nodes of a heat network."""

    from_: str = Field(alias="from", description="Node nearer to the plant.")
    to: str = Field(description="Node farther from the plant: a junction or a building.")
    length_m: float = Field(gt=0, description="Length of the trench.")
    pipe: str = Field(
        description="Kind of pipe from the catalogue, with its size (pre_insulated_series_2_dn50) or without "
        "(pre_insulated_series_2): the size then follows from the heat that passes."
    )
    built: int | None = Field(default=None, description="Year in which it was laid.")
    path_deg: tuple[tuple[float, float], ...] | None = Field(
        default=None, description="Its course on the map: longitude and latitude of each point; written by ecsim."
    )


def sized_pipes(
    pipes: Sequence[Pipe],
    peak_kw: Mapping[str, float],
    supply_c: float,
    return_c: float,
    hydraulics: Hydraulics = USUAL,
) -> tuple[Pipe, ...]:
    """The same pipes, each with a size in its name; sizes that stand there are kept.

    Parameters
    ----------
    pipes : sequence of Pipe
        A tree: each node is reached by one pipe.
    peak_kw : mapping of str to float
        Highest heat that each node takes out [kW].
    supply_c, return_c : float
        Temperatures for which the pipes are laid out [degC].
    hydraulics : Hydraulics
        Highest pressure drop and velocity, and simultaneity; the largest pipe of the catalogue is taken where none
        suffices.

    Raises
    ------
    ScenarioError
        If a node is reached by two pipes or the pipes run in a circle.

    Examples
    --------
    100 kW at 30 K are 0.8 kg/s, 0.35 m/s in DN50:

    >>> pipe = Pipe(from_="plant", to="school", length_m=80, pipe="pre_insulated_series_2")
    >>> sized_pipes([pipe], {"school": 100.0}, 70.0, 40.0)[0].pipe
    'pre_insulated_series_2_dn40'
    """
    edges = [(pipe.from_, pipe.to) for pipe in pipes]
    through_kw = sums_beyond(edges, peak_kw)
    customers = sums_beyond(edges, {node: 1.0 for node, kw in peak_kw.items() if kw > 0.0})
    sized = []
    for pipe in pipes:
        if has_size(pipe.pipe):
            sized.append(pipe)
            continue
        most_kw = through_kw[pipe.to] * hydraulics.factor(round(customers[pipe.to]))
        flow = most_kw * 1000.0 / (WATER_HEAT_CAPACITY * (supply_c - return_c))
        sizes = pipe_sizes(family_of(pipe.pipe))
        fitting = (size for size in sizes if carries(size, flow, supply_c, hydraulics))
        sized.append(pipe.model_copy(update={"pipe": next(fitting, sizes[-1]).name}))
    return tuple(sized)


def carries(size: PipeType, flow_kg_per_s: float, temperature_c: float, limits: Hydraulics) -> bool:
    """Whether a flow keeps the limits in a pipe."""
    gradient = pressure_gradient_pa_per_m(flow_kg_per_s, size.inner_diameter_m, size.roughness_m, temperature_c)
    velocity = velocity_m_per_s(flow_kg_per_s, size.inner_diameter_m, temperature_c)
    highest = limits.max_velocity_m_per_s
    return bool(gradient <= limits.max_pressure_gradient_pa_per_m) and (highest is None or bool(velocity <= highest))
