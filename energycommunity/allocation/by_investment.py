"""By investment: in proportion to what each has paid for the plants."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, field_validator

from energycommunity.allocation.base import AllocationKey, by_weight, values_of
from energycommunity.quantities import FloatArray, refusal


class ByInvestment(AllocationKey):
    """In proportion to what each has invested; what one does not need goes to the other investors in the same way."""

    label_en: ClassVar[str] = "By investment"
    label_lv: ClassVar[str] = "Pēc ieguldījuma"
    leaves_over: ClassVar[bool] = True

    type: Literal["by_investment"] = "by_investment"
    invested_eur: dict[str, float] = Field(min_length=1, description="What each member has paid for the plants")

    @field_validator("invested_eur")
    @classmethod
    def _paid(cls, invested_eur: dict[str, float]) -> dict[str, float]:
        for name, eur in invested_eur.items():
            if eur < 0:
                raise refusal("allocation_share_negative", name=name, given=f"{eur:g}")
        if not any(invested_eur.values()):
            raise refusal("allocation_nothing_invested")
        return invested_eur

    def taken(self, drawn: FloatArray, available: FloatArray, members: tuple[str, ...]) -> FloatArray:
        """By money, and no more than each draws; who has not paid gets nothing.

        >>> import numpy as np
        >>> key = ByInvestment(invested_eur={"a": 3000.0, "b": 1000.0})
        >>> key.taken(np.array([[9.0], [9.0], [9.0]]), np.array([2.0]), ("a", "b", "c")).ravel().tolist()
        [1.5, 0.5, 0.0]
        """
        return by_weight(drawn, available, values_of(self.invested_eur, members))

    def named_members(self) -> tuple[str, ...]:
        """Those who have invested."""
        return tuple(self.invested_eur)
