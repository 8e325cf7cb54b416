"""Where something stands: degrees, or metres in a plan of one's own."""

from __future__ import annotations

from pydantic import Field, model_validator

from energycommunity.quantities import Model, refusal


class Location(Model):
    """A point: in degrees, or in metres east and north of the coordinates of the site."""

    latitude_deg: float | None = Field(default=None, ge=-90, le=90, description="North positive, such as 57.26")
    longitude_deg: float | None = Field(default=None, ge=-180, le=180, description="East positive, such as 26.67")
    x_m: float | None = Field(default=None, ge=-1e5, le=1e5, description="Instead of degrees: metres east of the site")
    y_m: float | None = Field(default=None, ge=-1e5, le=1e5, description="Instead of degrees: metres north of the site")

    @model_validator(mode="after")
    def _one_way_and_whole(self) -> Location:
        degrees = [value for value in (self.latitude_deg, self.longitude_deg) if value is not None]
        metres = [value for value in (self.x_m, self.y_m) if value is not None]
        if sorted((len(degrees), len(metres))) != [0, 2]:
            raise refusal("network_location_two_numbers")
        return self
