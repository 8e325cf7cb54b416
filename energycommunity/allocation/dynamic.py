"""Dynamic key: to everybody in proportion to what he draws in the interval."""

from __future__ import annotations

from typing import ClassVar, Literal

from energycommunity.allocation.base import AllocationKey, in_proportion
from energycommunity.quantities import FloatArray


class Dynamic(AllocationKey):
    """In proportion to what each draws in the interval, by the meters."""

    label_en: ClassVar[str] = "Dynamic, by metered use"
    label_lv: ClassVar[str] = "Dinamiskā – pēc izmērītā patēriņa"

    by_use: ClassVar[bool] = True

    type: Literal["dynamic"] = "dynamic"

    def taken(self, drawn: FloatArray, available: FloatArray, members: tuple[str, ...]) -> FloatArray:
        """In proportion to what is drawn.

        >>> import numpy as np
        >>> Dynamic().taken(np.array([[3.0], [1.0]]), np.array([2.0]), ("a", "b")).ravel().tolist()
        [1.5, 0.5]
        """
        return in_proportion(drawn, available)
