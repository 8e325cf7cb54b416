"""What the effect of the project on a place is measured by."""

from __future__ import annotations

from pydantic import Field, model_validator

from energycommunity.quantities import Model, refusal


class ImpactRules(Model):
    """Who is local, and from which cost on energy is a burden for a household."""

    local_tariffs: tuple[str, ...] = Field(
        default=(), description="Contracts with suppliers of the municipality, such as its wood chips"
    )
    local_upkeep_share: float = Field(
        default=0.0, ge=0, le=1, description="Part of operation and maintenance that is paid to local firms"
    )
    threshold_eur_per_year: float | None = Field(
        default=None, gt=0, description="Yearly energy cost of a household, from which on it is a burden"
    )
    household_income_eur_per_year: float | None = Field(
        default=None, gt=0, description="Instead: net income of a household in a year"
    )
    threshold_share: float = Field(
        default=0.1, gt=0, le=1, description="Part of the income from which on energy is a burden"
    )

    @model_validator(mode="after")
    def _one_threshold(self) -> ImpactRules:
        if self.threshold_eur_per_year is not None and self.household_income_eur_per_year is not None:
            raise refusal(
                "technologies_two_capacities", first="threshold_eur_per_year", second="household_income_eur_per_year"
            )
        return self

    @property
    def threshold_eur(self) -> float | None:
        """The threshold [EUR/a]; None where the file states none.

        >>> ImpactRules(household_income_eur_per_year=15000.0).threshold_eur
        1500.0
        """
        if self.household_income_eur_per_year is not None:
            return self.household_income_eur_per_year * self.threshold_share
        return self.threshold_eur_per_year
