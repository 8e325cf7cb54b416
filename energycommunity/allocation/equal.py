"""Equal key: the same amount to each who draws in the interval, as far as he needs it."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from energycommunity.allocation.base import AllocationKey, by_weight
from energycommunity.quantities import FloatArray


class Equal(AllocationKey):
    """The same amount to each who draws; what one does not need goes to the others in the same way."""

    label_en: ClassVar[str] = "Equal"
    label_lv: ClassVar[str] = "Vienādās daļās"

    type: Literal["equal"] = "equal"

    def taken(self, drawn: FloatArray, available: FloatArray, members: tuple[str, ...]) -> FloatArray:
        """The same amount to each, and no more than he draws.

        >>> Equal().taken(np.array([[3.0], [0.4]]), np.array([2.0]), ("a", "b")).round(9).ravel().tolist()
        [1.6, 0.4]
        """
        return by_weight(drawn, available, np.ones(len(drawn)))
