"""Surplus credited in euros at the trader, to pay later bills (neto norēķinu sistēma).

In the dispatch a kilowatt-hour given to the grid is worth its credit: a euro on the account pays a euro of a bill. That
is exact while all credit is used in time. The settlement follows the account month by month; what it pays later, or
what expires, stands on the bill as a line of its own: it is the difference to the cost that was minimised.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from energycommunity.prices import Price
from energycommunity.quantities import refusal
from energycommunity.tariffs.base import Sale, TariffContext
from energycommunity.tariffs.charges import Charge
from energycommunity.tariffs.credit_account import CreditAccount, CreditCharge
from energycommunity.tariffs.market_interval import interval_means
from energycommunity.tariffs.windows import MonthNumber


class NetBilling(Sale):
    """The exchange price less a margin, credited on an account that pays the energy part of bills without VAT.

    Whether and when a credit expires is a matter of the contract: nothing expires unless it is stated here.
    """

    label_en: ClassVar[str] = "Net billing"
    label_lv: ClassVar[str] = "Neto norēķinu sistēma"

    type: Literal["net_billing"] = "net_billing"
    price_eur_per_kwh: Price = Field(
        default="latvia_typical",
        description="Exchange price: latvia_typical (synthetic), a column of a file, or an exchange's export file",
    )
    price_share: float = Field(default=1.0, ge=0, le=1, description="Part of the exchange price that is credited")
    margin_eur_per_kwh: float = Field(default=0.0, description="Trader's margin on every kWh sold")
    market_interval_minutes: Literal[15, 60] | None = Field(
        default=None, description="60: the hour's mean price holds on shorter steps; 15 or none: that of each step"
    )
    expires_after_months: int | None = Field(
        default=None, ge=0, le=120, description="How many further bills a credit may pay; none: it does not expire"
    )
    emptied_in_months: tuple[MonthNumber, ...] = Field(
        default=(), description="Months at whose beginning the account is emptied each year"
    )
    payout_fraction: float = Field(default=0.0, ge=0, le=1, description="Part of what expires that is paid out")
    other_meters: bool = Field(
        default=False, description="Whether the credit pays for other meters of the member (of the same contract)"
    )
    surplus_cap_fraction: float | None = Field(
        default=None,
        gt=0,
        le=1,
        description="Most that may be sold of what is produced behind the meter in a year; 0.20 in a draft of 2023, "
        "not confirmed (unverified). Told when exceeded, not enforced; none: no cap",
    )

    @model_validator(mode="after")
    def _one_expiry(self) -> NetBilling:
        if self.expires_after_months is not None and self.emptied_in_months:
            raise refusal("tariffs_expiry_twice")
        return self

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """The credit, as a charge below zero."""
        price = interval_means(context.price(self.price_eur_per_kwh), context.time, self.market_interval_minutes)
        account = CreditAccount(
            "eur", self.expires_after_months, self.emptied_in_months, self.payout_fraction, self.other_meters
        )
        return (CreditCharge("revenue", self.margin_eur_per_kwh - self.price_share * price, account=account),)
