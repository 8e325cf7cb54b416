"""How far the peaks of several buildings fall together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import FloatArray


@dataclass(frozen=True)
class Simultaneity:
    """The peak of buildings together [kW], and the sum of the peaks that each has for itself [kW]."""

    buildings: int
    peak_of_sum_kw: float
    sum_of_peaks_kw: float

    @property
    def factor(self) -> float:
        """Peak of the sum over sum of the peaks, 0-1; 1 where nothing is needed."""
        return self.peak_of_sum_kw / self.sum_of_peaks_kw if self.sum_of_peaks_kw > 0.0 else 1.0


def simultaneity(series_kw: Sequence[FloatArray]) -> Simultaneity:
    """The simultaneity of demands, each of shape (steps,) [kW]; peaks are means over a step.

    >>> cooks_at_noon, cooks_in_the_evening = np.array([3.0, 1.0]), np.array([1.0, 2.0])
    >>> simultaneity([cooks_at_noon, cooks_in_the_evening]).factor
    0.8
    """
    together = np.sum(series_kw, axis=0)
    return Simultaneity(len(series_kw), float(together.max()), float(sum(series.max() for series in series_kw)))
