"""Who pays for what is built: own funds, grants, loans, or a company that owns it and is paid for its use.

None of it changes the objective: sizes are chosen by what things cost, and the plan says how that is paid.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from energycommunity.demand.grants import GrantProgramme
from energycommunity.finance import Repayment
from energycommunity.quantities import Model, refusal


class Guarantee(Model):
    """A guarantor's promise to the bank, and what he takes for it."""

    share: float = Field(gt=0, le=1, description="Part of what is owed that is guaranteed")
    rate: float = Field(default=0.0, ge=0, le=0.2, description="Yearly fee per guaranteed euro, fraction")


class Loan(Model):
    """A loan that is drawn when the project is built, and paid back month by month."""

    amount_eur: float | None = Field(
        default=None, ge=0, description="What is lent, at most what is left to pay; if not given all that is left"
    )
    rate: float = Field(ge=0, le=0.5, description="Nominal rate of interest a year, fraction")
    years: int = Field(ge=1, le=60, description="Years from drawing to the last repayment, grace included")
    grace_years: float = Field(default=0.0, ge=0, description="Years at the beginning with interest alone")
    repayment: Repayment = Field(
        default="annuity", description="annuity: equal payments; equal_principal: equal repayments and falling interest"
    )
    arrangement_fee_share: float = Field(
        default=0.0, ge=0, le=0.2, description="What the bank takes for arranging it, fraction of the loan"
    )
    guarantee: str | Guarantee | None = Field(
        default=None, description="Guarantee of the catalogue, or the terms of one"
    )

    @model_validator(mode="after")
    def _grace_ends_before_the_loan(self) -> Loan:
        if self.grace_years >= self.years:
            raise refusal("financing_grace_too_long", grace=self.grace_years, years=self.years)
        return self


class Financing(Model):
    """How a member pays for what he builds: grants first, then own funds, then loans; own funds pay what is left."""

    member: str = Field(description="The member who builds")
    assets: tuple[str, ...] | None = Field(
        default=None, min_length=1, description="Which of his assets; all that nothing else pays for if not given"
    )
    own_funds_eur: float | None = Field(default=None, ge=0, description="Own money that is put in before any loan")
    own_funds_share: float | None = Field(
        default=None, ge=0, le=1, description="Instead: part of the investment that is own money"
    )
    grant: str | GrantProgramme | None = Field(
        default=None,
        description="Programme of the catalogue, or terms of one, that pays a part; a renovation has its own grant",
    )
    loans: tuple[Loan, ...] = Field(default=(), description="Loans, drawn one after the other until all is paid")
    assumed: bool = Field(default=False, description="True while nobody has confirmed the figures")

    @model_validator(mode="after")
    def _own_funds_once(self) -> Financing:
        if self.own_funds_eur is not None and self.own_funds_share is not None:
            raise refusal("technologies_two_capacities", first="own_funds_eur", second="own_funds_share")
        return self

    def pays_for(self, asset: str) -> bool:
        """Whether it pays for an asset, or for one of several that were made of it.

        >>> Financing(member="owners", assets=("pump",)).pays_for("pump.block_a")
        True
        """
        return self.assets is None or any(asset == name or asset.startswith(f"{name}.") for name in self.assets)


class Lease(Model):
    """Assets that a company owns and another member uses: the owner bears their cost, the user pays for the use.

    What is paid is in real euros of the price year, without VAT, and so rises with inflation. When the years are over
    nothing more is paid, and the asset goes on serving the user.
    """

    assets: tuple[str, ...] = Field(min_length=1, description="Assets that are leased; their owner is paid")
    user: str = Field(description="The member who uses them and pays")
    rent_eur_per_year: float | None = Field(default=None, ge=0, description="Rent a year")
    price_eur_per_kwh: float | None = Field(
        default=None, ge=0, description="Instead: price of all electricity or heat that the assets give"
    )
    years: int | None = Field(default=None, ge=1, le=100, description="Years of the lease; if not given the horizon")
    assumed: bool = Field(default=False, description="True while nobody has confirmed the figures")

    @model_validator(mode="after")
    def _one_price(self) -> Lease:
        if (self.rent_eur_per_year is None) == (self.price_eur_per_kwh is None):
            raise refusal("financing_lease_one_price")
        return self
