"""What sizes must carry beside the year: a design spell, and the loss of any one heat unit in it."""

from __future__ import annotations

from pydantic import Field, model_validator

from energycommunity.quantities import Model, refusal


class Reserve(Model):
    """Cold days that the sizes have to carry, without any weight in cost and energy."""

    design_spell: bool | None = Field(
        default=None,
        description="Whether sizes carry the coldest days of a design winter; by default where heat is needed, weather "
        "is given and the outdoor temperature is known",
    )
    outdoor_c: float | None = Field(
        default=None,
        ge=-60,
        le=15,
        description="Outdoor temperature of the design spell; else that of the climate table for the site",
    )
    length_days: int = Field(default=5, ge=1, le=31, description="Length of the design spell")
    loss_of_largest_unit: bool | tuple[str, ...] = Field(
        default=False,
        description="Whether, in the design spell, any one heat plant may fail (n - 1); or a list of the buildings and "
        "heat networks where one may",
    )
    covered_fraction: float = Field(
        default=1.0, gt=0, le=1, description="Part of the heat demand to be covered while a plant has failed"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Reserve:
        if self.design_spell is False and self.loss_of_largest_unit:
            raise refusal("scenario_reserve_loss_without_spell")
        if self.covered_fraction < 1.0 and not self.loss_of_largest_unit:
            raise refusal("scenario_reserve_fraction_without_loss")
        return self

    @property
    def is_on(self) -> bool:
        """Whether there is a design spell, once the defaults are filled in."""
        return bool(self.design_spell) and self.outdoor_c is not None
