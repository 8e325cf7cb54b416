"""Preference order: members are served one after the other."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, field_validator

from energycommunity.allocation.base import AllocationKey, in_proportion
from energycommunity.quantities import FloatArray, refusal


class PreferenceOrder(AllocationKey):
    """The first of the list gets what he draws, then the second; those not listed come last, by what they draw."""

    label_en: ClassVar[str] = "By order of preference"
    label_lv: ClassVar[str] = "Pēc noteiktas secības"

    type: Literal["preference_order"] = "preference_order"
    order: tuple[str, ...] = Field(min_length=1, description="Members, the one served first at the beginning")

    @field_validator("order")
    @classmethod
    def _each_once(cls, order: tuple[str, ...]) -> tuple[str, ...]:
        for name in order:
            if order.count(name) > 1:
                raise refusal("allocation_listed_twice", name=name)
        return order

    def taken(self, drawn: FloatArray, available: FloatArray, members: tuple[str, ...]) -> FloatArray:
        """One after the other, then the rest together.

        >>> key = PreferenceOrder(order=("b", "a"))
        >>> key.taken(np.array([[3.0], [1.2]]), np.array([2.0]), ("a", "b")).round(9).ravel().tolist()
        [0.8, 1.2]
        """
        got, left = np.zeros_like(drawn), available.copy()
        for name in self.order:
            if name in members:
                row = members.index(name)
                got[row] = np.minimum(drawn[row], left)
                left -= got[row]
        others = [row for row, name in enumerate(members) if name not in self.order]
        got[others] = in_proportion(drawn[others], left)
        return got

    def named_members(self) -> tuple[str, ...]:
        """Those who are listed."""
        return self.order
