"""Street lighting: lamps burn from dusk to dawn, as the sun stands over the site.

burning(t) = 1 while the sun's centre is lower than `below_horizon_deg` under the horizon, else 0
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from energycommunity.parameters.load_shapes import street_lighting_below_horizon_deg
from energycommunity.quantities import FloatArray
from energycommunity.time_grid import TimeGrid

#: Dusk and dawn are found to this part of an hour.
_FINEST_H = 1.0 / 12.0


@lru_cache(maxsize=32)
def burning_fraction(grid: TimeGrid, latitude_deg: float, longitude_deg: float) -> FloatArray:
    """The part of each step in which street lamps burn, shape (steps,), 0 to 1; it cannot be written to.

    Parameters
    ----------
    grid : TimeGrid
        The steps.
    latitude_deg, longitude_deg : float
        The site, north and east positive [deg].

    Examples
    --------
    At midwinter noon it is light, at midnight dark:

    >>> import pandas as pd
    >>> day = TimeGrid(pd.Timestamp("2025-12-20 22:00", tz="UTC"), 24, 1.0, "Europe/Riga", annual=False)
    >>> burning = burning_fraction(day, 57.26, 26.67)
    >>> burning[0].item(), burning[12].item()
    (1.0, 0.0)
    """
    import pandas as pd

    from energycommunity.physics.sky import sun_position

    parts = max(round(grid.step_h / _FINEST_H), 1)
    middles_h = (np.arange(grid.steps * parts) + 0.5) * grid.step_h / parts
    moments = pd.DatetimeIndex(grid.start + pd.to_timedelta(middles_h, unit="h"))
    zenith_deg, _ = sun_position(moments, latitude_deg, longitude_deg)
    dark = zenith_deg > 90.0 + street_lighting_below_horizon_deg().value
    burning = np.asarray(dark.reshape(grid.steps, parts).mean(axis=1), dtype=np.float64)
    burning.setflags(write=False)
    return burning
