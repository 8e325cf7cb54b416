"""Shapes of demand: electricity by month, day type and hour; hot water by tapping."""

from __future__ import annotations

import csv
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import numpy as np

from energycommunity.errors import Fault, ParameterError
from energycommunity.parameters.reader import Parameter, catalogue, parameter, row_of
from energycommunity.quantities import FloatArray

TappingProfile = Literal["XS", "S", "M", "L", "XL", "XXL", "3XL", "4XL"]

#: Order of the day types in `electricity_shape`.
DAY_TYPES = ("workday", "saturday", "sunday_holiday")

_MINUTES_OF_DAY = 1440


@cache
def electricity_shape(name: str) -> FloatArray:
    """Load over its annual mean by month, day type and hour of local time, shape (12, 3, 24).

    Raises
    ------
    ParameterError
        If there is no such shape.

    Examples
    --------
    >>> shape = electricity_shape("lt_household")
    >>> shape.shape, shape[0, 1, 0].item()
    ((12, 3, 24), 1.2257)
    """
    row = row_of(catalogue("load_shapes")["electricity"], name, "load_shapes.electricity")
    shape = np.full((12, len(DAY_TYPES), 24), np.nan)
    for line in _rows(row["file"]):
        hours = [float(line[str(hour)]) for hour in range(24)]
        shape[int(line["month"]) - 1, DAY_TYPES.index(line["day_type"])] = hours
    return shape


@cache
def standard_load_profile(name: str) -> FloatArray:
    """A BDEW standard load profile by season (winter, transition, summer), day type and quarter hour, (3, 3, 96).

    The figures are read from the package demandlib (MIT), without importing it.

    Parameters
    ----------
    name : str
        `h0`, `g0` to `g6`, `l0` to `l2`.

    Examples
    --------
    >>> profile = standard_load_profile("h0")
    >>> profile.shape, profile[2, 0, :2].tolist()
    ((3, 3, 96), [0.08636, 0.07696])
    """
    package = find_spec("demandlib")
    if package is None or package.origin is None:
        raise ParameterError(Fault("demand_no_demandlib", {"name": name}))
    weekday_of = {"1": 0, "6": 1, "7": 2}
    shape = np.zeros((3, len(DAY_TYPES), 96))
    next_quarter = np.zeros((3, len(DAY_TYPES)), dtype=np.int64)
    path = Path(package.origin).parent / "bdew" / "bdew_data" / "selp_series.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        for line in csv.DictReader(opened):
            if line["weekday"] in weekday_of:
                place = ("winter", "transition", "summer").index(line["period"]), weekday_of[line["weekday"]]
                shape[(*place, int(next_quarter[place]))] = float(line[name])
                next_quarter[place] += 1
    return shape


def tapping_energy_kwh(profile: TappingProfile) -> Parameter:
    """Heat that a tapping profile draws in a day [kWh].

    >>> tapping_energy_kwh("M").value
    5.845
    """
    row = catalogue("load_shapes")["hot_water"]["tapping_profiles"]
    total = round(float(tapping_kwh_by_minute(profile).sum()), 6)
    return parameter(f"load_shapes.hot_water.{profile}", total, row, "kWh/day")


@cache
def tapping_kwh_by_minute(profile: TappingProfile) -> FloatArray:
    """Heat drawn in each minute of a day [kWh], shape (1440,).

    >>> tapping_kwh_by_minute("M")[7 * 60 + 5].item()
    1.4
    """
    minutes = np.zeros(_MINUTES_OF_DAY)
    for line in _rows(catalogue("load_shapes")["hot_water"]["tapping_profiles"]["file"]):
        if line["profile"] == profile:
            hour, minute = line["time"].split(":")
            minutes[int(hour) * 60 + int(minute)] += float(line["heat_kwh"])
    return minutes


def hot_water_default(name: str) -> Parameter:
    """A default of hot water: `per_person_kwh_per_year` [kWh/year], `shift_h` [h] or `circulation_fraction` [-].

    >>> hot_water_default("shift_h").value
    1.0
    """
    row = row_of(catalogue("load_shapes")["hot_water"], name, "load_shapes.hot_water")
    return parameter(f"load_shapes.hot_water.{name}", row, row, str(row["unit"]))


def street_lighting_below_horizon_deg() -> Parameter:
    """How far the sun's centre is below the horizon at dusk and dawn, when street lamps are switched [deg].

    >>> street_lighting_below_horizon_deg().value
    0.833
    """
    row = row_of(catalogue("load_shapes")["street_lighting"], "below_horizon_deg", "load_shapes.street_lighting")
    return parameter("load_shapes.street_lighting.below_horizon_deg", row, row, str(row["unit"]))


def _rows(file: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
