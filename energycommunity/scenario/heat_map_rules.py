"""What the heat map shows beside buildings and pipes, and which temperatures it compares."""

from __future__ import annotations

from pydantic import Field

from energycommunity.heat_network.temperature_level import TemperatureLevel
from energycommunity.quantities import Model


class HeatMapRules(Model):
    """A map of heat demand: per metre of street and per hectare, today and in each variant."""

    streets: str | None = Field(
        default=None, description="Map of the streets: lines in a GeoJSON or GeoPackage (.gpkg#layer); else no streets"
    )
    cell_m: float = Field(default=100.0, ge=10, le=1000, description="Side of the squares whose heat is added up")
    pipe: str = Field(
        default="pre_insulated_series_2", description="Kind of pipe whose loss along each street is compared"
    )
    catalogue: str = Field(
        default="heat_network_conventional", description="Row of the catalogue for what the pipe along a street costs"
    )
    lost_heat_eur_per_kwh: float | None = Field(
        default=None,
        ge=0,
        description="What a lost kWh costs to make; else as in the variant's networks, or as its heat costs on average",
    )
    high: TemperatureLevel = Field(
        default=TemperatureLevel(supply_c=80.0, return_c=60.0), description="Temperatures of the network as it is"
    )
    low: TemperatureLevel = Field(
        default=TemperatureLevel(supply_c=55.0, return_c=30.0), description="Low temperatures, compared with these"
    )
