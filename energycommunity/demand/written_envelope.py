"""The envelope of a building as a scenario file states it: all that is left open is of the catalogue."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from energycommunity.demand.envelope import Envelope, Facade
from energycommunity.errors import Fault, ScenarioError
from energycommunity.parameters import Parameter
from energycommunity.quantities import Model, refusal

HeatCapacity = Literal["very_light", "light", "medium", "heavy", "very_heavy"]

#: Classes of heat capacity, EN ISO 13790: capacity over heated area [kJ/(m2 K)], area of the mass over heated area.
CLASSES: dict[HeatCapacity, tuple[float, float]] = {
    "very_light": (80.0, 2.5),
    "light": (110.0, 2.5),
    "medium": (165.0, 2.5),
    "heavy": (260.0, 3.0),
    "very_heavy": (370.0, 3.5),
}
#: What a file states of all facades, or instead of them.
_OF_FACADES = {"facade_m2": "facade_per_m2", "window_m2": "window_per_m2", "shading_factor": "shading_factor"}


class WrittenEnvelope(Model):
    """How the building loses, gains and stores heat; `{}` takes all from the catalogue by its series or type."""

    facade_m2: float | None = Field(
        default=None, gt=0, description="Outer walls with their windows, facing in four directions in equal parts"
    )
    window_m2: float | None = Field(default=None, ge=0, description="Of it windows and glazed doors with their frames")
    shading_factor: float | None = Field(
        default=None, ge=0, le=1, description="Part of the sun that trees, houses and curtains leave"
    )
    facades: tuple[Facade, ...] | None = Field(default=None, description="Instead: each outer wall with its direction")
    roof_m2: float | None = Field(default=None, ge=0, description="Roof, or floor of an unheated attic")
    cellar_m2: float | None = Field(default=None, ge=0, description="Floor above an unheated cellar or the ground")
    storey_height_m: float | None = Field(default=None, gt=0, le=30, description="Air volume over heated area")
    wall_u_w_per_m2_k: float | None = Field(default=None, gt=0, le=7, description="U-value of outer walls")
    roof_u_w_per_m2_k: float | None = Field(default=None, gt=0, le=7, description="U-value of the roof or attic floor")
    cellar_u_w_per_m2_k: float | None = Field(default=None, gt=0, le=7, description="U-value of the lowest floor")
    window_u_w_per_m2_k: float | None = Field(default=None, gt=0, le=7, description="U-value of windows with frames")
    window_g: float | None = Field(
        default=None, ge=0, le=1, description="Part of square sunlight that the glass lets in as heat (g-value)"
    )
    window_frame_fraction: float | None = Field(default=None, ge=0, lt=1, description="Part of a window that is frame")
    absorptance: float | None = Field(
        default=None, ge=0, le=1, description="Part of the sun that walls and roof take up"
    )
    emissivity: float | None = Field(
        default=None, ge=0, le=1, description="How well outer surfaces radiate to the sky; 0.9 as EN ISO 13790 has it"
    )
    cellar_factor: float | None = Field(
        default=None, ge=0, le=1, description="How cold cellar or ground are: 1 as outdoor air, 0 as the rooms"
    )
    thermal_bridges_w_per_m2_k: float | None = Field(
        default=None, ge=0, le=1, description="Thermal bridges, spread over all parts of the envelope"
    )
    infiltration_per_h: float | None = Field(default=None, ge=0, le=20, description="Air change through joints")
    ventilation_per_h: float | None = Field(default=None, ge=0, le=20, description="Air change by windows or a plant")
    heat_recovery_fraction: float | None = Field(
        default=None, ge=0, lt=1, description="Part of the ventilation's heat that a plant recovers"
    )
    bypass_above_c: float | None = Field(
        default=None, ge=0, le=40, description="Nothing is recovered when it is warmer outdoors; 15 where not given"
    )
    heating_setpoint_c: float | None = Field(default=None, ge=5, le=30, description="Temperature that heating keeps")
    cooling_setpoint_c: float | None = Field(
        default=None, ge=15, le=40, description="Temperature that cooling keeps; without it nothing is cooled"
    )
    night_setback_k: float | None = Field(default=None, ge=0, le=15, description="Lower temperature at night")
    night_ventilation_per_h: float | None = Field(default=None, ge=0, le=20, description="More air change at night")
    night_from_h: int | None = Field(default=None, ge=0, le=23, description="Hour at which the night begins; 22 else")
    night_until_h: int | None = Field(default=None, ge=0, le=23, description="Hour at which it ends; 6 else")
    cooling_at_night: bool = Field(default=True, description="Whether cooling runs at night")
    internal_gains_w_per_m2: float | None = Field(
        default=None, ge=0, le=100, description="Heat of people and appliances over heated area"
    )
    heat_capacity: HeatCapacity | None = Field(default=None, description="How much heat walls and floors store")
    capacity_kj_per_m2_k: float | None = Field(
        default=None, gt=0, le=2000, description="Instead: heat that they store over heated area"
    )
    maximum_heating_kw: float | None = Field(default=None, ge=0, description="Limit of the heat given to the rooms")
    maximum_cooling_kw: float | None = Field(default=None, ge=0, description="Limit of the heat taken from them")

    @model_validator(mode="after")
    def _stated_once(self) -> WrittenEnvelope:
        beside = [name for name in _OF_FACADES if getattr(self, name) is not None]
        if self.facades is not None and beside:
            raise refusal("demand_stated_twice", given=", ".join(["facades", *beside]))
        if self.heat_capacity is not None and self.capacity_kj_per_m2_k is not None:
            raise refusal("demand_stated_twice", given="heat_capacity, capacity_kj_per_m2_k")
        return self

    def open_figures(self, figures: dict[str, Parameter]) -> dict[str, Parameter]:
        """Of the figures of an archetype those that the file does not state."""
        stated = {name for name in type(self).model_fields if getattr(self, name) is not None}
        stated |= {name.replace("_m2", "_per_m2") for name in stated if name in ("roof_m2", "cellar_m2")}
        stated |= {_OF_FACADES[name] for name in stated if name in _OF_FACADES}
        stated |= set(_OF_FACADES.values()) if self.facades is not None else set()
        stated |= {"capacity_kj_per_m2_k", "mass_factor"} if self.heat_capacity is not None else set()
        return {name: figure for name, figure in figures.items() if name not in stated}

    def complete(self, figures: dict[str, Parameter], heated_area_m2: float) -> Envelope:
        """The envelope with all that is not stated taken from the figures of an archetype.

        Raises
        ------
        ScenarioError
            If the windows are larger than the facades.

        Examples
        --------
        >>> from energycommunity.parameters.building_envelope import envelope_figures
        >>> written = WrittenEnvelope(window_m2=200.0, heat_capacity="light")
        >>> envelope = written.complete(envelope_figures("103"), 1000.0)
        >>> envelope.wall_m2, envelope.window_m2, envelope.capacity_kj_per_m2_k
        (480.0, 200.0, 110.0)
        """
        archetype = Envelope.of_figures(figures, heated_area_m2)
        own: dict[str, Any] = {
            name: value
            for name, value in self.model_dump(exclude_none=True).items()
            if name in Envelope.model_fields and name != "facades"
        }
        if self.heat_capacity is not None:
            own["capacity_kj_per_m2_k"], own["mass_factor"] = CLASSES[self.heat_capacity]
        facades = self.facades or tuple(self._written_facades(archetype))
        return Envelope.model_validate({**archetype.model_dump(), **own, "facades": [f.model_dump() for f in facades]})

    def _written_facades(self, archetype: Envelope) -> list[Facade]:
        """The facades of the archetype with the areas that the file states."""
        facade_m2 = self.facade_m2 or archetype.wall_m2 + archetype.window_m2
        window_m2 = archetype.window_m2 if self.window_m2 is None else self.window_m2
        if window_m2 > facade_m2:
            raise ScenarioError(Fault("envelope_windows_above_facade", {"windows": window_m2, "facade": facade_m2}))
        count = len(archetype.facades)
        changes: dict[str, float] = {"area_m2": facade_m2 / count, "window_m2": window_m2 / count}
        if self.shading_factor is not None:
            changes["shading_factor"] = self.shading_factor
        return [facade.model_copy(update=changes) for facade in archetype.facades]
