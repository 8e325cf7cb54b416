"""Hybrid key: static shares first; what is left of them goes by metered use."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, field_validator

from energycommunity.allocation.base import AllocationKey, in_proportion
from energycommunity.allocation.static_shares import StaticShares, checked_shares
from energycommunity.quantities import FloatArray


class Hybrid(AllocationKey):
    """A fixed part to each first; what is left goes in proportion to what each still draws."""

    label_en: ClassVar[str] = "Hybrid: static shares, the rest by metered use"
    label_lv: ClassVar[str] = "Jauktā: nemainīgas daļas, pārējais pēc patēriņa"

    type: Literal["hybrid"] = "hybrid"
    shares: dict[str, float] = Field(min_length=1, description="Part of each member, fractions of together at most 1")

    _complete = field_validator("shares")(checked_shares)

    def taken(self, drawn: FloatArray, available: FloatArray, members: tuple[str, ...]) -> FloatArray:
        """The part of each, then the rest in proportion to what is still drawn.

        >>> import numpy as np
        >>> key = Hybrid(shares={"a": 0.5, "b": 0.5})
        >>> key.taken(np.array([[3.0], [0.4]]), np.array([2.0]), ("a", "b")).round(9).ravel().tolist()
        [1.6, 0.4]
        """
        first = StaticShares(shares=self.shares).taken(drawn, available, members)
        return first + in_proportion(drawn - first, available - first.sum(axis=0))

    def named_members(self) -> tuple[str, ...]:
        """Those who have a share."""
        return tuple(self.shares)
