"""Heat that a network's pipes lose to the ground."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from energycommunity.heat_network.pipes import Pipe
from energycommunity.parameters.pipe_types import pipe_type
from energycommunity.physics.buried_pipe import pair_loss_w_per_m
from energycommunity.physics.ground_temperature import ground_temperature_c, yearly_wave
from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid

#: Where a run is too short to tell the ground's yearly wave: mean air temperature of Latvia 1991-2020 (LVĢMC) [degC].
GROUND_MEAN_C = 6.8

#: Depth of the pipes' axes below the surface; general knowledge [m].
PIPE_DEPTH_M = 1.0

_HOURS_OF_NEARLY_A_YEAR = 8000.0


def ground_series_c(temp_air_c: FloatArray, grid: TimeGrid, depth_m: float = PIPE_DEPTH_M) -> FloatArray:
    """Temperature of the undisturbed ground at the pipes [degC], shape (steps,).

    Over a year the wave of the air's temperature, damped and late (Kusuda-Achenbach); over a shorter run, whose air
    says nothing of the year, the Latvian mean of 6.8 degC.

    Parameters
    ----------
    temp_air_c : FloatArray
        Outdoor air [degC], shape (steps,).
    grid : TimeGrid
        The steps.
    depth_m : float
        Below the surface [m].

    Examples
    --------
    >>> grid = TimeGrid.year(2025, "Europe/Riga")
    >>> ground_series_c(np.full(8760, 6.0), grid)[:2].round(6).tolist()
    [6.0, 6.0]
    """
    if grid.hours < _HOURS_OF_NEARLY_A_YEAR:
        return np.full(grid.steps, GROUND_MEAN_C)
    days = np.arange(grid.steps) * grid.step_h / 24.0
    return ground_temperature_c(depth_m, days, yearly_wave(days, temp_air_c))


def network_u_w_per_k(pipes: Sequence[Pipe]) -> float:
    """Heat loss of all supply (or all return) pipes per kelvin above the ground [W/K], by the catalogue.

    Raises
    ------
    ParameterError
        If a pipe is not in the catalogue, or its name lacks the size (see `sized_pipes`).

    Examples
    --------
    100 m of DN50 with 0.2013 W/(m K):

    >>> network_u_w_per_k([Pipe(from_="a", to="b", length_m=100, pipe="pre_insulated_series_1_dn50")])
    20.13
    """
    return float(sum(pipe.length_m * pipe_type(pipe.pipe).u.value for pipe in pipes))


def network_loss_kw(
    pipes: Sequence[Pipe],
    supply_c: npt.ArrayLike,
    return_c: npt.ArrayLike,
    ground_c: npt.ArrayLike,
    factor: float = 1.0,
) -> FloatArray:
    """Heat that a network loses [kW], shape as the temperatures; it does not depend on the heat that passes.

    Parameters
    ----------
    pipes : sequence of Pipe
        All with sizes.
    supply_c, return_c, ground_c : array_like
        Numbers or series [degC]. The temperatures are those at the plant: the fall along the pipes is left out,
        which overstates the loss a little.
    factor : float
        Measured over catalogue loss, from `calibrate`.

    Raises
    ------
    ParameterError
        If a pipe is not in the catalogue.

    Examples
    --------
    1000 m of DN50 at 80/60 degC, ground at 8 degC: 0.2013 * (72 + 52) = 25 W/m.

    >>> pipes = [Pipe(from_="a", to="b", length_m=1000, pipe="pre_insulated_series_1_dn50")]
    >>> network_loss_kw(pipes, 80.0, 60.0, 8.0).round(2).item()
    24.96
    """
    return factor * pair_loss_w_per_m(network_u_w_per_k(pipes), supply_c, return_c, ground_c) / 1000.0
