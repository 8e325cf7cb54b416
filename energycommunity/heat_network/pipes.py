"""The pipes of a network and the choice of their sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from energycommunity.heat_network.tree import sums_beyond
from energycommunity.parameters.pipe_types import family_of, has_size, pipe_sizes
from energycommunity.physics.buried_pipe import WATER_HEAT_CAPACITY
from energycommunity.physics.pipe_flow import pressure_gradient_pa_per_m
from energycommunity.quantities import Model

#: Pressure drop that branches are usually sized for; general knowledge [Pa/m].
DESIGN_GRADIENT_PA_PER_M = 150.0


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
    gradient_pa_per_m: float = DESIGN_GRADIENT_PA_PER_M,
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
    gradient_pa_per_m : float
        Highest pressure drop of each pipe [Pa/m]; the largest pipe of the catalogue is taken where none suffices.

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
    through_kw = sums_beyond([(pipe.from_, pipe.to) for pipe in pipes], peak_kw)
    sized = []
    for pipe in pipes:
        if has_size(pipe.pipe):
            sized.append(pipe)
            continue
        flow = through_kw[pipe.to] * 1000.0 / (WATER_HEAT_CAPACITY * (supply_c - return_c))
        sizes = pipe_sizes(family_of(pipe.pipe))
        fitting = (
            size
            for size in sizes
            if pressure_gradient_pa_per_m(flow, size.inner_diameter_m, size.roughness_m, supply_c) <= gradient_pa_per_m
        )
        sized.append(pipe.model_copy(update={"pipe": next(fitting, sizes[-1]).name}))
    return tuple(sized)
