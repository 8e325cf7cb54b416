"""Static shares: to each a fixed part of what is given, whatever the others draw."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, field_validator

from energycommunity.allocation.base import AllocationKey, values_of
from energycommunity.quantities import FloatArray, refusal

#: By how much written shares may exceed the whole: three times 0.3333 and the like are meant as the whole.
ROUNDED = 1e-9


def checked_shares(shares: dict[str, float]) -> dict[str, float]:
    """The shares as they are, if none is negative and they are no more than the whole."""
    for name, part in shares.items():
        if part < 0:
            raise refusal("allocation_share_negative", name=name, given=f"{part:g}")
    if sum(shares.values()) > 1 + ROUNDED:
        raise refusal("allocation_shares_above_one", given=f"{sum(shares.values()):g}")
    return shares


class StaticShares(AllocationKey):
    """A fixed part of what is given to each; what somebody does not draw of his part is sold, and not passed on."""

    label_en: ClassVar[str] = "Static shares"
    label_lv: ClassVar[str] = "Nemainīgas daļas"
    leaves_over: ClassVar[bool] = True

    type: Literal["static_shares"] = "static_shares"
    shares: dict[str, float] = Field(min_length=1, description="Part of each member, fractions of together at most 1")

    _complete = field_validator("shares")(checked_shares)

    def taken(self, drawn: FloatArray, available: FloatArray, members: tuple[str, ...]) -> FloatArray:
        """The part of each, and no more than he draws.

        >>> key = StaticShares(shares={"a": 0.5, "b": 0.5})
        >>> key.taken(np.array([[3.0], [0.4]]), np.array([2.0]), ("a", "b")).ravel().tolist()
        [1.0, 0.4]
        """
        return np.minimum(drawn, values_of(self.shares, members)[:, None] * available)

    def named_members(self) -> tuple[str, ...]:
        """Those who have a share."""
        return tuple(self.shares)
