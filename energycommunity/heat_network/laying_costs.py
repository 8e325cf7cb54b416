"""What laying pipes and connecting buildings costs by the dated catalogue, in bands of the heat they carry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from energycommunity.parameters import Parameter, technology_defaults

#: Bands of the catalogue's rows for pipes: the heat up to which each holds [kW], and how its name ends.
PIPE_BANDS = (
    (50.0, "0_50_kw"),
    (100.0, "50_250_kw"),
    (250.0, "100_250_kw"),
    (1000.0, "250_1000_kw"),
    (5000.0, "1_5_mw"),
    (float("inf"), "5_25_mw"),
)
#: The same of its rows for service lines.
SERVICE_BANDS = ((20.0, "0_20_kw"), (50.0, "20_50_kw"), (float("inf"), "50_100_kw"))
#: Supply and return at which a pipe's size is matched with a band [degC]; the source states none: general knowledge.
#: One pair for all networks, so that the same pipe costs the same at every level.
PRICED_AT_C = (80.0, 40.0)
#: Length that the catalogue's service line has: what leads to a building costs by the metre only beyond it [m].
SERVICE_LINE_M = 15.0
#: Heat up to which a substation is that of a house [kW].
HOUSE_KW = 20.0
_BAND_IN_NAME = re.compile(r"_\d+_\d+_(kw|mw)$")


def pipe_eur_per_m(row: str, capacity_kw: float, price_year: int) -> Parameter:
    """Cost of supply and return pipe together, laid, per metre of trench [EUR/m].

    Parameters
    ----------
    row : str
        Row of the catalogue for pipes, with or without a band in its name.
    capacity_kw : float
        Heat that the pipe carries at `PRICED_AT_C` [kW].
    price_year : int
        Year of the prices.

    Raises
    ------
    ParameterError
        If the catalogue has no such row.

    Examples
    --------
    180 EUR/m of 2015 up to 50 kW, 250 EUR/m from 100 to 250 kW, times 1.336:

    >>> [round(pipe_eur_per_m("heat_network_conventional", kw, 2025).value, 1) for kw in (40.0, 200.0)]
    [240.5, 334.0]
    """
    return technology_defaults(_of_band(row, PIPE_BANDS, capacity_kw), price_year)["investment_eur_per_m"]


@dataclass(frozen=True)
class ConnectionCost:
    """Cost of a building's service line [EUR] and of its substation [EUR/kW], and the life of the latter [a]."""

    line_eur: float
    station_eur_per_kw: float
    station_life_years: float


def connection_cost(row: str, peak_kw: float, price_year: int) -> ConnectionCost:
    """What connecting a building costs.

    Parameters
    ----------
    row : str
        Row of the catalogue for the pipes of the network, which says whether it is one of low temperature.
    peak_kw : float
        Highest heat that the building takes [kW].
    price_year : int
        Year of the prices.

    Examples
    --------
    3785 EUR of 2015 and 214.6 EUR/kW of 2015, times 1.336:

    >>> cost = connection_cost("heat_network_conventional", 10.0, 2025)
    >>> round(cost.line_eur), round(cost.station_eur_per_kw)
    (5057, 287)
    """
    level = "low_temperature" if "low_temperature" in row else "conventional"
    line = technology_defaults(_of_band(f"service_line_{level}", SERVICE_BANDS, peak_kw), price_year)
    station = technology_defaults(f"substation_{'house' if peak_kw <= HOUSE_KW else 'building'}", price_year)
    return ConnectionCost(
        line["investment_eur"].value,
        station["investment_eur_per_kw"].value,
        station["lifetime_years"].value,
    )


def figures_by_size(row: str, price_year: int) -> dict[str, Parameter]:
    """Every figure by which pipes, service lines and substations may be priced, by the row of the catalogue.

    >>> figures_by_size("heat_network_conventional", 2025)["substation_building"].verified
    False
    """
    family, level = _BAND_IN_NAME.sub("", row), "low_temperature" if "low_temperature" in row else "conventional"
    fields = {f"{family}_{ending}": "investment_eur_per_m" for _, ending in PIPE_BANDS}
    fields |= {f"service_line_{level}_{ending}": "investment_eur" for _, ending in SERVICE_BANDS}
    fields |= {f"substation_{kind}": "investment_eur_per_kw" for kind in ("house", "building")}
    return {name: technology_defaults(name, price_year)[field] for name, field in fields.items()}


def _of_band(row: str, bands: tuple[tuple[float, str], ...], kw: float) -> str:
    family = _BAND_IN_NAME.sub("", row)
    return f"{family}_{next(ending for upper_kw, ending in bands if kw <= upper_kw)}"
