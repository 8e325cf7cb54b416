"""The envelope of a building: what its rooms lose, gain and store, written in a file or of the catalogue."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from energycommunity.parameters import Parameter
from energycommunity.parameters.building_envelope import envelope_figures
from energycommunity.parameters.building_series import Renovation
from energycommunity.quantities import Model, refusal

#: Directions that the facades of an archetype face in equal parts [deg].
_FOUR_SIDES_DEG = (0.0, 90.0, 180.0, 270.0)
#: Figures of the catalogue that are areas over heated area.
_PER_AREA = "_per_m2"


class Facade(Model):
    """An outer wall with its windows, and what shades them."""

    azimuth_deg: float = Field(ge=0, le=360, description="Direction it faces, clockwise from north: 180 south")
    area_m2: float = Field(gt=0, description="Area of the facade with its windows")
    window_m2: float = Field(default=0.0, ge=0, description="Of it windows and glazed doors with their frames")
    shading_factor: float = Field(default=1.0, ge=0, le=1, description="Part of the sun that trees and houses leave")
    overhang_m: float = Field(default=0.0, ge=0, le=20, description="Depth of an overhang above the windows")
    overhang_above_m: float = Field(default=0.0, ge=0, le=20, description="Its height above the windows")
    window_height_m: float = Field(default=1.4, gt=0, le=20, description="Height of a window, for the overhang")
    fins_m: float = Field(default=0.0, ge=0, le=20, description="Depth of fins on both sides of each window")
    fins_beside_m: float = Field(default=0.0, ge=0, le=20, description="Their distance from the window")
    window_width_m: float = Field(default=1.4, gt=0, le=50, description="Width of a window, for the fins")

    @model_validator(mode="after")
    def _windows_fit(self) -> Facade:
        if self.window_m2 > self.area_m2:
            raise refusal("envelope_windows_above_facade", windows=self.window_m2, facade=self.area_m2)
        return self


class Envelope(Model):
    """A complete envelope with its use: everything that the room model needs.

    Parameters
    ----------
    heated_area_m2, storey_height_m : float
        Heated floor area [m2], and the height of its air [m].
    facades : tuple of Facade
        Outer walls with their windows.
    roof_m2, cellar_m2 : float
        Roof or attic floor, and floor above cellar or ground [m2].
    wall_u_w_per_m2_k, roof_u_w_per_m2_k, cellar_u_w_per_m2_k, window_u_w_per_m2_k : float
        U-values [W/(m2 K)].
    window_g, window_frame_fraction : float
        What glass lets in of square light as heat; part of a window that is frame.
    absorptance, emissivity : float
        What walls and roof take up of the light; how well outer surfaces radiate to the sky.
    cellar_factor : float
        How cold cellar or ground are, beside 1 for outdoor air: b of EN ISO 13790.
    thermal_bridges_w_per_m2_k : float
        Supplement on all parts for thermal bridges [W/(m2 K)].
    infiltration_per_h, ventilation_per_h : float
        Air change through joints, and by windows or a plant [1/h].
    heat_recovery_fraction, bypass_above_c : float
        Heat kept of the ventilation's; none in steps warmer outside than `bypass_above_c` [degC].
    heating_setpoint_c, cooling_setpoint_c : float, None
        Air temperatures that heating and cooling keep [degC]; None for none.
    night_setback_k, night_from_h, night_until_h : float, int, int
        How much lower the heating's temperature is at night [K]; the night's hours of the clock.
    night_ventilation_per_h, cooling_at_night : float, bool
        More air change at night [1/h]; whether cooling runs then.
    internal_gains_w_per_m2 : float
        Heat of people and appliances over heated area [W/m2].
    capacity_kj_per_m2_k, mass_factor, surface_factor : float
        Heat capacity over heated area [kJ/(m2 K)]; area of the mass, and all surfaces, over heated area.
    maximum_heating_kw, maximum_cooling_kw : float, None
        Limits of power [kW]; None for no limit.

    Examples
    --------
    >>> house = Envelope.of_series("103", 1000.0)
    >>> house.wall_m2, house.window_m2, house.wall_u_w_per_m2_k
    (510.0, 170.0, 1.05)
    >>> house.with_changes(wall_u_w_per_m2_k=0.23, window_u_w_per_m2_k=5.0).window_u_w_per_m2_k
    2.6
    """

    heated_area_m2: float = Field(gt=0)
    storey_height_m: float = Field(gt=0)
    facades: tuple[Facade, ...]
    roof_m2: float = Field(ge=0)
    cellar_m2: float = Field(ge=0)
    wall_u_w_per_m2_k: float = Field(gt=0)
    roof_u_w_per_m2_k: float = Field(gt=0)
    cellar_u_w_per_m2_k: float = Field(gt=0)
    window_u_w_per_m2_k: float = Field(gt=0)
    window_g: float = Field(ge=0, le=1)
    window_frame_fraction: float = Field(ge=0, lt=1)
    absorptance: float = Field(ge=0, le=1)
    emissivity: float = Field(default=0.9, ge=0, le=1)
    cellar_factor: float = Field(ge=0, le=1)
    thermal_bridges_w_per_m2_k: float = Field(ge=0)
    infiltration_per_h: float = Field(ge=0)
    ventilation_per_h: float = Field(ge=0)
    heat_recovery_fraction: float = Field(default=0.0, ge=0, lt=1)
    bypass_above_c: float = 15.0
    heating_setpoint_c: float | None = 20.0
    cooling_setpoint_c: float | None = None
    night_setback_k: float = Field(default=0.0, ge=0)
    night_from_h: int = Field(default=22, ge=0, le=23)
    night_until_h: int = Field(default=6, ge=0, le=23)
    night_ventilation_per_h: float = Field(default=0.0, ge=0)
    cooling_at_night: bool = True
    internal_gains_w_per_m2: float = Field(ge=0)
    capacity_kj_per_m2_k: float = Field(gt=0)
    mass_factor: float = Field(gt=0)
    surface_factor: float = Field(default=4.5, gt=0)
    maximum_heating_kw: float | None = Field(default=None, ge=0)
    maximum_cooling_kw: float | None = Field(default=None, ge=0)

    @classmethod
    def of_series(
        cls,
        series_or_type: str,
        heated_area_m2: float,
        built: int | None = None,
        renovation: Renovation = "none",
    ) -> Envelope:
        """The archetype of a construction series ("103") or type of the catalogue ("private_house").

        Parameters
        ----------
        series_or_type : str
            Construction series or type.
        heated_area_m2 : float
            Heated floor area [m2].
        built : int, optional
            Year of construction, where the series has no U-values of its own.
        renovation : {"none", "partly", "full"}
            State of the envelope.

        Raises
        ------
        ParameterError
            If the series or type is unknown; names the nearest.
        """
        return cls.of_figures(envelope_figures(series_or_type, built, renovation), heated_area_m2)

    @classmethod
    def of_figures(cls, figures: dict[str, Parameter], heated_area_m2: float) -> Envelope:
        """The envelope of `envelope_figures`; its facades face in four directions in equal parts."""
        values = {name: figure.value for name, figure in figures.items()}
        each = heated_area_m2 / len(_FOUR_SIDES_DEG)
        facades = tuple(
            Facade(
                azimuth_deg=azimuth_deg,
                area_m2=values["facade_per_m2"] * each,
                window_m2=values["window_per_m2"] * each,
                shading_factor=values["shading_factor"],
            )
            for azimuth_deg in _FOUR_SIDES_DEG
        )
        own: dict[str, Any] = {name: value for name, value in values.items() if name in cls.model_fields}
        areas = {f"{part}_m2": values[f"{part}{_PER_AREA}"] * heated_area_m2 for part in ("roof", "cellar")}
        return cls(heated_area_m2=heated_area_m2, facades=facades, **areas, **own)

    @property
    def window_m2(self) -> float:
        """Windows with their frames [m2]."""
        return sum(facade.window_m2 for facade in self.facades)

    @property
    def wall_m2(self) -> float:
        """Outer walls without windows [m2]."""
        return sum(facade.area_m2 - facade.window_m2 for facade in self.facades)

    @property
    def volume_m3(self) -> float:
        """Heated air [m3]."""
        return self.heated_area_m2 * self.storey_height_m

    def with_changes(self, **changes: float) -> Envelope:
        """The envelope after renovation: each figure where it lowers the loss, the old one where that is better.

        Parameters
        ----------
        changes : float
            `wall_u_w_per_m2_k`, `roof_u_w_per_m2_k`, `cellar_u_w_per_m2_k`, `window_u_w_per_m2_k`, `window_g`,
            `thermal_bridges_w_per_m2_k`, `infiltration_per_h`, or `heat_recovery_fraction`. The glass changes with the
            windows: `window_g` counts only if their U-value falls, or if it is given alone.
        """
        recovered = {"heat_recovery_fraction"}
        taken = {
            name: max(value, getattr(self, name)) if name in recovered else min(value, getattr(self, name))
            for name, value in changes.items()
        }
        if taken.get("window_u_w_per_m2_k") == self.window_u_w_per_m2_k:
            taken.pop("window_g", None)
        elif "window_g" in changes:
            taken["window_g"] = changes["window_g"]
        return self.model_validate({**self.model_dump(), **taken})
