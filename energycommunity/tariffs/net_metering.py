"""Surplus credited in kilowatt-hours against later purchases (neto uzskaites sistēma, closed to new users).

In the dispatch a kilowatt-hour given to the grid is worth `credit_value_eur_per_kwh`, the price of the one that it will
replace. The settlement follows the account month by month: a kilowatt-hour taken back saves the mean price of the
month's purchase, and the VAT on it. The difference stands on the bill as a line of its own.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from energycommunity.tariffs.base import Sale, TariffContext
from energycommunity.tariffs.charges import Charge
from energycommunity.tariffs.credit_account import CreditAccount, CreditCharge
from energycommunity.tariffs.windows import MonthNumber

#: The last day of the scheme (sadalestikls.lv).
LAST_DAY = "2029-02-28"


class NetMetering(Sale):
    """An account of kilowatt-hours that is emptied every year, for households that have it already.

    Whether the network's fee is due on what is taken back was not found; by default it is.
    """

    label_en: ClassVar[str] = "Net metering"
    label_lv: ClassVar[str] = "Neto uzskaites sistēma"

    type: Literal["net_metering"] = "net_metering"
    credit_value_eur_per_kwh: float = Field(
        description="What a credited kWh saves when it is taken back, with VAT: its value in the dispatch"
    )
    emptied_in_months: tuple[MonthNumber, ...] = Field(
        default=(3,), description="Months at whose beginning the account is emptied each year"
    )
    offsets_network: bool = Field(
        default=False, description="Whether a kWh taken back saves the network's fee per kWh as well"
    )

    def charges(self, context: TariffContext) -> tuple[Charge, ...]:
        """The value of the credit, as a charge below zero."""
        account = CreditAccount("kwh", None, self.emptied_in_months, offsets_network=self.offsets_network)
        rate = np.full(context.time.steps, -self.credit_value_eur_per_kwh)
        return (CreditCharge("revenue", rate, account=account),)
