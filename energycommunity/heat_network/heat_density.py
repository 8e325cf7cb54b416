"""Heat per metre of street and per hectare, and the streets where a low temperature pays first.

    linear density [MWh/(m·a)]  = heat of the buildings nearest to a part of a street / its length
    demand density [MWh/(ha·a)] = heat of the buildings in a cell / its area

A part of a street reaches from one crossing to the next. Where low temperature pays first is told by what it saves per
heat delivered:

    cost  = annuity of the pipe + heat that it loses x what this heat costs to make          [EUR/a]
    saved = (cost at the high level - cost at the low level) / heat delivered                [EUR/MWh]

of a pipe along the whole part, sized for the peak of its buildings. What a low temperature costs is spent in buildings
(radiators, hot water) and grows with the heat they need; what it saves is lost heat and grows with the metres. So it
pays first where this is highest: where little heat is drawn from each metre.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from energycommunity.finance import capital_recovery_factor
from energycommunity.heat_network.coordinates import Point
from energycommunity.heat_network.geography import Feature, MapFile
from energycommunity.heat_network.laying_costs import PRICED_AT_C, pipe_eur_per_m
from energycommunity.heat_network.line_network import joined_lines, path_length_m
from energycommunity.heat_network.losses import GROUND_MEAN_C, network_loss_kw
from energycommunity.heat_network.pipe_choice import capacity_kw
from energycommunity.heat_network.pipes import Pipe, sized_pipes
from energycommunity.heat_network.temperature_level import TemperatureLevel
from energycommunity.parameters import technology_defaults
from energycommunity.parameters.pipe_types import pipe_type

HOURS_OF_YEAR = 8760.0
M2_PER_HA = 10_000.0
Key = TypeVar("Key")
#: Column and row of a cell, counted from the origin of LKS-92.
CellNumber = tuple[int, int]


@dataclass(frozen=True)
class Segment:
    """A part of a street between two crossings: the one of `number`, from 1, of the `parts` of that name."""

    street: str
    number: int
    parts: int
    path_m: tuple[Point, ...]

    @property
    def length_m(self) -> float:
        """Length along the street [m]."""
        return path_length_m(self.path_m)


@dataclass(frozen=True)
class SegmentPrices:
    """What pipes and the heat that they lose cost, without VAT.

    Parameters
    ----------
    row : str
        Of the catalogue for pipes; its bands are taken by the size of the pipe.
    price_year : int
        Year of the prices.
    real_discount_rate : float
        Of the annuity [1/a].
    lost_heat_eur_per_mwh : float
        What the heat costs that is lost [EUR/MWh].
    """

    row: str
    price_year: int
    real_discount_rate: float
    lost_heat_eur_per_mwh: float

    def annuity_eur(self, pipe: Pipe) -> float:
        """Of supply and return pipe, laid, over their life [EUR/a]."""
        carried_kw = capacity_kw(pipe_type(pipe.pipe), *PRICED_AT_C)
        laid_eur = pipe_eur_per_m(self.row, carried_kw, self.price_year).value * pipe.length_m
        life_years = technology_defaults(self.row, self.price_year)["lifetime_years"].value
        return laid_eur * capital_recovery_factor(self.real_discount_rate, life_years)


@dataclass(frozen=True)
class PipeYear:
    """A pipe along a segment for a year: what it loses [MWh/a], and what it and this loss cost [EUR/a]."""

    loss_mwh: float
    annuity_eur: float
    loss_eur: float

    @property
    def eur(self) -> float:
        """Both costs together [EUR/a]."""
        return self.annuity_eur + self.loss_eur


@dataclass(frozen=True)
class TemperatureGain:
    """A pipe along a segment at a high and at a low level, and the heat that it delivers [MWh/a]."""

    heat_mwh: float
    high: PipeYear
    low: PipeYear

    @property
    def saved_mwh(self) -> float:
        """Loss saved in a year [MWh]."""
        return self.high.loss_mwh - self.low.loss_mwh

    @property
    def saved_eur_per_mwh(self) -> float:
        """Cost saved per heat delivered: the criterion of the ranking [EUR/MWh]."""
        return (self.high.eur - self.low.eur) / self.heat_mwh

    @property
    def high_loss_share(self) -> float:
        """Loss at the high level over the heat fed in."""
        return self.high.loss_mwh / (self.high.loss_mwh + self.heat_mwh)

    @property
    def low_loss_share(self) -> float:
        """Loss at the low level over the heat fed in."""
        return self.low.loss_mwh / (self.low.loss_mwh + self.heat_mwh)


def street_segments(streets: MapFile) -> tuple[Segment, ...]:
    """The parts of streets between crossings, in the order of the map; those without a name are called by their number.

    The name is the property `name`, in any case.
    """
    lines = streets.lines
    pieces = joined_lines([line.path_m for line in lines]).pieces
    names = [_name_of(lines[piece.line]) for piece in pieces]
    parts = Counter(names)
    seen: Counter[str] = Counter()
    segments: list[Segment] = []
    for name, piece in zip(names, pieces, strict=True):
        seen[name] += 1
        segments.append(Segment(name, seen[name], parts[name], piece.path_m))
    return tuple(segments)


def _name_of(line: Feature) -> str:
    given = {key.casefold(): value for key, value in line.properties.items()}
    return str(given.get("name") or line.number)


def nearest_segments(paths_m: Sequence[Sequence[Point]], places_m: Mapping[str, Point]) -> dict[str, int]:
    """The position of the segment nearest to each place.

    >>> nearest_segments([[(0.0, 0.0), (100.0, 0.0)], [(0.0, 80.0), (100.0, 80.0)]], {"school": (30.0, 50.0)})
    {'school': 1}
    """
    import shapely

    if not places_m or not paths_m:
        return {}
    tree = shapely.STRtree([shapely.LineString(path) for path in paths_m])
    return dict(zip(places_m, map(int, tree.nearest(shapely.points(list(places_m.values())))), strict=True))


def sums_by(group_of: Mapping[str, Key], amounts: Mapping[str, float]) -> dict[Key, float]:
    """Sum of the amounts of each group.

    >>> sums_by({"school": 1, "shop": 0, "flats": 1}, {"school": 90.0, "shop": 20.0, "flats": 200.0})
    {1: 290.0, 0: 20.0}
    """
    sums: dict[Key, float] = {}
    for name, group in group_of.items():
        sums[group] = sums.get(group, 0.0) + amounts.get(name, 0.0)
    return sums


def cells_of(places_m: Mapping[str, Point], cell_m: float) -> dict[str, CellNumber]:
    """The cell of a grid over LKS-92 in which each place lies.

    >>> cells_of({"school": (660_150.0, 349_999.0)}, 100.0)
    {'school': (6601, 3499)}
    """
    return {name: (math.floor(x / cell_m), math.floor(y / cell_m)) for name, (x, y) in places_m.items()}


def demand_density_mwh_per_ha_year(heat_mwh: float, cell_m: float) -> float:
    """Heat of a square cell in a year per hectare.

    >>> demand_density_mwh_per_ha_year(250.0, 100.0), demand_density_mwh_per_ha_year(250.0, 50.0)
    (250.0, 1000.0)
    """
    return heat_mwh * M2_PER_HA / cell_m**2


def temperature_gain(
    length_m: float,
    heat_mwh: float,
    peak_kw: float,
    pipe: str,
    levels: tuple[TemperatureLevel, TemperatureLevel],
    prices: SegmentPrices,
) -> TemperatureGain:
    """What a pipe along a segment loses and costs at a high and a low temperature.

    Parameters
    ----------
    length_m : float
        Of the segment [m].
    heat_mwh : float
        That its buildings need in a year, above 0 [MWh].
    peak_kw : float
        Highest heat of its buildings, for which the pipe is sized at each level [kW].
    pipe : str
        Kind of pipe of the catalogue; with a size in its name this size is taken.
    levels : tuple of TemperatureLevel
        The high one and the low one. The ground has its Latvian mean of 6.8 degC.
    prices : SegmentPrices
        Of pipes and lost heat.

    Raises
    ------
    ParameterError
        If the catalogue has no such pipe or row.

    Examples
    --------
    100 m of DN50 with 0.2013 W/(m K): 2.544 kW at 80/60 (73.2 + 53.2 K above the ground), 1.437 kW at 55/30.

    >>> levels = tuple(TemperatureLevel(supply_c=s, return_c=r) for s, r in ((80.0, 60.0), (55.0, 30.0)))
    >>> prices = SegmentPrices("heat_network_conventional", 2025, 0.04, 60.0)
    >>> gain = temperature_gain(100.0, 100.0, 50.0, "pre_insulated_series_1_dn50", levels, prices)
    >>> round(gain.high.loss_mwh, 2), round(gain.low.loss_mwh, 2), round(gain.saved_eur_per_mwh, 2)
    (22.29, 12.59, 5.82)
    """
    lengths = [Pipe(**{"from": "begin", "to": "end", "length_m": length_m, "pipe": pipe})]
    years = []
    for level in levels:
        sized = sized_pipes(lengths, {"end": peak_kw}, level.supply_c, level.return_c)
        loss_kw = network_loss_kw(sized, level.supply_c, level.return_c, GROUND_MEAN_C)
        loss_mwh = float(loss_kw) * HOURS_OF_YEAR / 1000.0
        years.append(PipeYear(loss_mwh, prices.annuity_eur(sized[0]), loss_mwh * prices.lost_heat_eur_per_mwh))
    return TemperatureGain(heat_mwh, years[0], years[1])


def ranked(gains: Iterable[tuple[int, TemperatureGain]]) -> list[int]:
    """The positions of segments, that where a low temperature pays first at the front."""
    return [position for position, _ in sorted(gains, key=lambda entry: (-entry[1].saved_eur_per_mwh, entry[0]))]
