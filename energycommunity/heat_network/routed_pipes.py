"""What is stated of a network whose pipes are to be laid along streets."""

from __future__ import annotations

from pydantic import Field

from energycommunity.heat_network.location import Location
from energycommunity.quantities import Model


class RoutedPipes(Model):
    """Pipes laid along streets from the plant to every building that may be connected."""

    streets: str = Field(
        description="Map of the streets, relative to the scenario file: lines in a GeoJSON or GeoPackage (.gpkg#layer)"
    )
    plant: Location = Field(description="Where the plant stands")
    pipe: str = Field(description="Kind of pipe from the catalogue, as in pipes")
    built: int | None = Field(default=None, description="Year in which they are laid")
    longest_service_m: float = Field(
        default=100.0, gt=0, description="Longest line from a street to a building or to the plant"
    )
